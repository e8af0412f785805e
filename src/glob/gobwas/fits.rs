//! Whether a text fits, and where in a text something that fits begins and ends.

use super::fuel::Fuel;
use super::matcher::{Matcher, Split};
use super::syntax::{Class, Members};

/// Where something was found: its beginning, and the lengths that it can have, ascending.
type Found = (usize, Vec<usize>);

/// The character that Go reads where there is none: it is in no class.
fn is_one(text: &str, fits: impl Fn(Option<char>) -> bool) -> bool {
    let mut chars = text.chars();
    let first = chars.next();
    chars.next().is_none() && fits(first)
}

impl Class {
    /// Says whether it takes a character; one that is not there stands in no brackets.
    fn takes(&self, first: Option<char>) -> bool {
        let is_member = first.is_some_and(|c| match &self.members {
            Members::These(members) => members.contains(c),
            Members::Range(low, high) => (char::from(*low)..=char::from(*high)).contains(&c),
        });
        is_member != self.not
    }
}

impl Matcher {
    /// Says whether the whole text fits; `None` when the fuel is spent or Go's module would panic.
    pub(super) fn fits(&self, text: &str, fuel: &mut Fuel) -> Option<bool> {
        fuel.burn(1 + text.len() / 16)?;
        Some(match self {
            Self::Nothing => text.is_empty(),
            Self::Super => true,
            Self::Any(separator) => !text.contains(*separator),
            Self::Single(separator) => is_one(text, |c| {
                c.is_none() || separator.is_none() || c != *separator
            }),
            Self::Class(class) => is_one(text, |c| class.takes(c)),
            Self::Text(literal) => text == literal,
            Self::Prefix(prefix) => text.starts_with(prefix.as_str()),
            Self::Suffix(suffix) => text.ends_with(suffix.as_str()),
            Self::PrefixSuffix(prefix, suffix) => {
                text.starts_with(prefix.as_str()) && text.ends_with(suffix.as_str())
            }
            Self::PrefixAny(prefix, separator) => text
                .strip_prefix(prefix.as_str())
                .is_some_and(|rest| !rest.contains(*separator)),
            Self::SuffixAny(separator, suffix) => text
                .strip_suffix(suffix.as_str())
                .is_some_and(|rest| !rest.contains(*separator)),
            Self::Contains { not, needle } => text.contains(needle.as_str()) != *not,
            Self::Min(least) => text.len() >= *least,
            Self::Max(most) => text.len() <= *most,
            Self::Every(members) => return all(members, text, fuel),
            Self::Choice(members) => return any(members, text, fuel),
            Self::Row { length, members } => {
                return match text.len() == *length {
                    true => in_a_row(members, text, fuel),
                    false => Some(false),
                };
            }
            Self::Split(split) => return split.fits(text, fuel),
        })
    }

    /// Searches for the first place where something fits; the outer `None` as in [`Matcher::fits`].
    fn find(&self, text: &str, fuel: &mut Fuel) -> Option<Option<Found>> {
        fuel.burn(1 + text.len())?;
        let one = |fits: &dyn Fn(char) -> bool| text.find(fits).map(|at| (at, vec![1]));
        let up_to = |end: usize| Some((0, (0..=end).collect()));
        Some(match self {
            Self::Nothing => Some((0, vec![0])),
            Self::Super => up_to(text.len()),
            Self::Any(separator) => up_to(text.find(*separator).unwrap_or(text.len())),
            Self::Single(separator) => one(&|c| Some(c) != *separator),
            Self::Class(class) => one(&|c| class.takes(Some(c))),
            Self::Text(literal) => text
                .find(literal.as_str())
                .map(|at| (at, vec![literal.len()])),
            Self::Prefix(prefix) => text
                .find(prefix.as_str())
                .map(|at| (at, (prefix.len()..=text.len() - at).collect())),
            Self::Suffix(suffix) => text
                .find(suffix.as_str())
                .map(|at| (0, vec![at + suffix.len()])),
            Self::PrefixSuffix(prefix, suffix) => find_around(text, prefix, suffix),
            Self::PrefixAny(prefix, separator) => find_prefix(text, prefix, *separator),
            Self::SuffixAny(separator, suffix) => text.find(suffix.as_str()).map(|at| {
                let begin = text.get(..at).and_then(|before| before.rfind(*separator));
                let begin = begin.map_or(0, |at| at + 1);
                (begin, vec![at + suffix.len() - begin])
            }),
            Self::Contains { not, needle } => find_contained(text, needle, *not),
            Self::Min(least) => {
                (text.len() >= *least).then(|| (0, (*least..=text.len()).collect()))
            }
            Self::Max(most) => up_to((*most).min(text.len())),
            Self::Every(members) => return find_every(members, text, fuel),
            Self::Choice(members) => return find_any(members, text, fuel),
            Self::Row { length, members } => return find_row(members, *length, text, fuel),
            // Go's module cannot search for it.
            Self::Split(_) => None,
        })
    }
}

fn all(members: &[Matcher], text: &str, fuel: &mut Fuel) -> Option<bool> {
    for member in members {
        if !member.fits(text, fuel)? {
            return Some(false);
        }
    }
    Some(true)
}

fn any(members: &[Matcher], text: &str, fuel: &mut Fuel) -> Option<bool> {
    for member in members {
        if member.fits(text, fuel)? {
            return Some(true);
        }
    }
    Some(false)
}

/// Says whether the text begins with all members, one behind the other.
fn in_a_row(members: &[Matcher], text: &str, fuel: &mut Fuel) -> Option<bool> {
    let mut rest = text;
    for member in members {
        let length = member.length()?;
        if rest.len() < length {
            return Some(false);
        }
        // Go's module takes all that is left for a member without length, and panics where nothing is left.
        let taken = if length == 0 { rest.len() } else { length };
        let (own, behind) = rest.split_at_checked(taken).filter(|_| taken > 0)?;
        if !member.fits(own, fuel)? {
            return Some(false);
        }
        rest = behind;
    }
    Some(true)
}

fn find_row(
    members: &[Matcher],
    length: usize,
    text: &str,
    fuel: &mut Fuel,
) -> Option<Option<Found>> {
    for (at, rest) in text
        .char_indices()
        .filter_map(|(at, _)| Some((at, text.get(at..)?)))
    {
        if rest.len() < length {
            break;
        }
        if in_a_row(members, rest, fuel)? {
            return Some(Some((at, vec![length])));
        }
    }
    Some(None)
}

fn find_around(text: &str, prefix: &str, suffix: &str) -> Option<Found> {
    let at = text.find(prefix)?;
    let mut rest = text.get(at..)?;
    let mut lengths = Vec::new();
    while let Some(end) = rest.rfind(suffix) {
        lengths.push(end + suffix.len());
        rest = rest.get(..end)?;
    }
    lengths.reverse();
    (!lengths.is_empty()).then_some((at, lengths))
}

fn find_prefix(text: &str, prefix: &str, separator: char) -> Option<Found> {
    let at = text.find(prefix)?;
    let rest = text.get(at + prefix.len()..)?;
    let end = rest.find(separator).unwrap_or(rest.len());
    Some((at, (prefix.len()..=prefix.len() + end).collect()))
}

fn find_contained(text: &str, needle: &str, not: bool) -> Option<Found> {
    let found = text.find(needle);
    if not {
        return Some((0, (0..=found.unwrap_or(text.len())).collect()));
    }
    Some((0, (found? + needle.len()..=text.len()).collect()))
}

fn find_any(members: &[Matcher], text: &str, fuel: &mut Fuel) -> Option<Option<Found>> {
    let mut first: Option<Found> = None;
    for member in members {
        let Some((at, lengths)) = member.find(text, fuel)? else {
            continue;
        };
        match &mut first {
            Some((known, _)) if at > *known => {}
            Some((known, all)) if at == *known => {
                all.extend(lengths);
                all.sort_unstable();
                all.dedup();
            }
            _ => first = Some((at, lengths)),
        }
    }
    Some(first)
}

/// Where all of them are found; the places are counted as Go's module counts them.
fn find_every(members: &[Matcher], text: &str, fuel: &mut Fuel) -> Option<Option<Found>> {
    let (mut index, mut offset) = (0_usize, 0_usize);
    let mut current: Option<Vec<usize>> = None;
    for member in members {
        let rest = text.get(index..)?;
        let Some((at, lengths)) = member.find(rest, fuel)? else {
            return Some(None);
        };
        let both = match current {
            None => lengths,
            Some(known) => {
                let moved = |length: &usize| (length + index).checked_sub(at + offset);
                let known: Vec<usize> = known.iter().filter_map(moved).collect();
                lengths
                    .into_iter()
                    .filter(|length| known.binary_search(length).is_ok())
                    .collect()
            }
        };
        if both.is_empty() {
            return Some(None);
        }
        current = Some(both);
        index = at + offset;
        offset += at;
    }
    Some(current.map(|lengths| (index, lengths)))
}

impl Split {
    fn fits(&self, text: &str, fuel: &mut Fuel) -> Option<bool> {
        if self.length.is_some_and(|length| length > text.len()) {
            return Some(false);
        }
        let mut offset = self.left_length.unwrap_or(0);
        let Some(limit) = text.len().checked_sub(self.right_length.unwrap_or(0)) else {
            return Some(false);
        };
        while let Some(window) = text.get(offset..limit).filter(|window| !window.is_empty()) {
            let Some((at, lengths)) = self.value.find(window, fuel)? else {
                return Some(false);
            };
            let begin = offset + at;
            if side(&self.left, text.get(..begin)?, fuel)? {
                for length in lengths.iter().rev() {
                    let behind = text.get(begin + length..).unwrap_or_default();
                    if side(&self.right, behind, fuel)? {
                        return Some(true);
                    }
                }
            }
            offset = begin + 1;
        }
        Some(false)
    }
}

fn side(matcher: &Option<Matcher>, text: &str, fuel: &mut Fuel) -> Option<bool> {
    match matcher {
        Some(matcher) => matcher.fits(text, fuel),
        None => Some(text.is_empty()),
    }
}
