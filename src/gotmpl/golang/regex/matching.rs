//! Finding, replacing, splitting.

use super::fault::{Fault, UTF8};
use super::syntax::{Translated, translate};
use super::template::{Group, Part, parts};
use crate::gotmpl::text::{Runes, decode_rune, utf8};
use regex::bytes::{CaptureLocations, Regex, RegexBuilder};
use std::borrow::Cow;
use std::ops::Range;

/// A compiled expression.
#[derive(Debug)]
pub(crate) struct Expression {
    regex: Regex,
    names: Vec<Option<String>>,
    is_empty: bool,
}

/// How large a compiled expression may be, in bytes.
const SIZE: usize = 4 << 20;

impl Expression {
    /// Compiles an expression.
    ///
    /// # Errors
    /// Go's own for its syntax, and what is too large for us.
    pub(crate) fn compile(text: &[u8]) -> Result<Self, Fault> {
        let valid = std::str::from_utf8(text).map_err(|error| {
            let rest = text.get(error.valid_up_to()..).unwrap_or_default();
            Fault::new(UTF8, &utf8(rest))
        })?;
        let Translated { pattern, names } = translate(valid)?;
        let regex = RegexBuilder::new(&pattern)
            .size_limit(SIZE)
            .dfa_size_limit(SIZE)
            .nest_limit(4000)
            .build()
            .map_err(|_| Fault::TooLarge)?;
        Ok(Self {
            regex,
            names,
            is_empty: text.is_empty(),
        })
    }

    /// Says whether the expression matches anywhere.
    pub(crate) fn is_match(&self, text: &[u8]) -> bool {
        self.find(text).is_some()
    }

    /// Returns the first match.
    pub(crate) fn find<'t>(&self, text: &'t [u8]) -> Option<&'t [u8]> {
        let subject = Subject::new(text);
        let found = self.next(&subject, 0)?;
        text.get(subject.range(found))
    }

    /// Returns the places of at most so many matches; an empty one right behind another does not count.
    pub(crate) fn find_all(&self, text: &[u8], most: Option<usize>) -> Vec<Range<usize>> {
        let subject = Subject::new(text);
        let mut found = Vec::new();
        let (mut at, mut before) = (0, None);
        while most.is_none_or(|most| found.len() < most) {
            let Some(range) = self.next(&subject, at) else {
                break;
            };
            let mut counts = true;
            if range.end == at {
                counts = before != Some(range.start);
                let Some(next) = subject.step(at) else {
                    if counts {
                        found.push(subject.range(range));
                    }
                    break;
                };
                at = next;
            } else {
                at = range.end;
            }
            before = Some(range.end);
            if counts {
                found.push(subject.range(range));
            }
        }
        found
    }

    /// Returns the parts between matches, at most so many; the last one has the rest.
    pub(crate) fn split<'t>(&self, text: &'t [u8], most: Option<usize>) -> Vec<&'t [u8]> {
        if most == Some(0) {
            return Vec::new();
        }
        if !self.is_empty && text.is_empty() {
            return vec![text];
        }
        let mut parts = Vec::new();
        let (mut begin, mut end) = (0, 0);
        for found in self.find_all(text, most) {
            if most.is_some_and(|most| parts.len() + 1 == most) {
                break;
            }
            end = found.start;
            if found.end != 0 {
                parts.push(text.get(begin..end).unwrap_or_default());
            }
            begin = found.end;
        }
        if end != text.len() {
            parts.push(text.get(begin..).unwrap_or_default());
        }
        parts
    }

    /// Replaces every match; `grow` is asked before the result grows.
    ///
    /// # Errors
    /// What `grow` says.
    pub(crate) fn replace<E>(
        &self,
        text: &[u8],
        replacement: &Replacement<'_>,
        mut grow: impl FnMut(usize) -> Result<(), E>,
    ) -> Result<Vec<u8>, E> {
        let subject = Subject::new(text);
        let mut groups = self.regex.capture_locations();
        let mut out = Vec::with_capacity(text.len());
        let (mut last, mut at) = (0, 0);
        while at <= subject.text.len() {
            let Some(found) = self.next_groups(&subject, at, &mut groups) else {
                break;
            };
            out.extend_from_slice(subject.part(last..found.start));
            let before = out.len();
            if found.end > last || found.start == 0 {
                replacement.write(&mut out, self, &subject, &groups);
            }
            grow(out.len() - before)?;
            last = found.end;
            at = match subject.step(at) {
                Some(next) if next > found.end => next,
                None if at + 1 > found.end => at + 1,
                _ => found.end,
            };
        }
        out.extend_from_slice(subject.part(last..subject.text.len()));
        Ok(out)
    }

    /// Returns the first match from a place on. Rust may find an empty one within a character, where Go does not look.
    fn next(&self, subject: &Subject<'_>, from: usize) -> Option<Range<usize>> {
        let mut at = from;
        loop {
            let found = self.regex.find_at(&subject.text, at)?;
            if subject.is_boundary(found.start()) {
                return Some(found.range());
            }
            at = found.start() + 1;
        }
    }

    fn next_groups(
        &self,
        subject: &Subject<'_>,
        from: usize,
        groups: &mut CaptureLocations,
    ) -> Option<Range<usize>> {
        let mut at = from;
        loop {
            let found = self.regex.captures_read_at(groups, &subject.text, at)?;
            if subject.is_boundary(found.start()) {
                return Some(found.range());
            }
            at = found.start() + 1;
        }
    }
}

/// What stands in place of a match.
pub(crate) enum Replacement<'r> {
    /// The text as it is.
    Literal(&'r [u8]),
    /// Parts, some of them groups of the match.
    Template(Vec<Part<'r>>),
}

impl<'r> Replacement<'r> {
    /// Reads `$1` and the like in a text.
    pub(crate) fn template(text: &'r [u8]) -> Self {
        Self::Template(parts(text))
    }

    fn write(
        &self,
        out: &mut Vec<u8>,
        expression: &Expression,
        subject: &Subject<'_>,
        groups: &CaptureLocations,
    ) {
        let parts = match self {
            Self::Literal(text) => {
                out.extend_from_slice(text);
                return;
            }
            Self::Template(parts) => parts,
        };
        for part in parts {
            let range = match part {
                Part::Text(text) => {
                    out.extend_from_slice(text);
                    continue;
                }
                Part::Group(Group::Number(number)) => groups.get(*number),
                Part::Group(Group::Named(name)) => expression
                    .names
                    .iter()
                    .enumerate()
                    .filter(|(_, known)| {
                        known
                            .as_ref()
                            .is_some_and(|known| known.as_bytes() == *name)
                    })
                    .find_map(|(at, _)| groups.get(at)),
            };
            if let Some((start, end)) = range {
                out.extend_from_slice(subject.part(start..end));
            }
        }
    }
}

/// A text to look through. Where it is broken UTF-8, a copy has U+FFFD in place of each broken byte.
struct Subject<'t> {
    original: &'t [u8],
    text: Cow<'t, [u8]>,
    /// Where the characters of the copy begin, in the copy and in the original; empty without a copy.
    places: Vec<(usize, usize)>,
}

impl<'t> Subject<'t> {
    fn new(original: &'t [u8]) -> Self {
        if std::str::from_utf8(original).is_ok() {
            return Self {
                original,
                text: Cow::Borrowed(original),
                places: Vec::new(),
            };
        }
        let mut copy = String::with_capacity(original.len() * 2);
        let mut places = Vec::new();
        for (at, rune, _) in Runes::new(original) {
            places.push((copy.len(), at));
            copy.push(rune);
        }
        places.push((copy.len(), original.len()));
        Self {
            original,
            text: Cow::Owned(copy.into_bytes()),
            places,
        }
    }

    fn place(&self, at: usize) -> usize {
        match self.places.binary_search_by_key(&at, |(copy, _)| *copy) {
            Ok(index) => self.places.get(index).map_or(at, |(_, original)| *original),
            Err(_) => at,
        }
    }

    /// Returns a range in the original.
    fn range(&self, range: Range<usize>) -> Range<usize> {
        self.place(range.start)..self.place(range.end)
    }

    fn part(&self, range: Range<usize>) -> &'t [u8] {
        self.original.get(self.range(range)).unwrap_or_default()
    }

    fn is_boundary(&self, at: usize) -> bool {
        self.text.get(at).is_none_or(|byte| byte & 0xC0 != 0x80)
    }

    /// Returns the place behind the character at a place; `None` at the end.
    fn step(&self, at: usize) -> Option<usize> {
        let (_, length) = decode_rune(self.text.get(at..).unwrap_or_default());
        (length > 0).then_some(at + length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(expression: &str, text: &[u8], template: &str) -> Vec<u8> {
        let expression = Expression::compile(expression.as_bytes()).unwrap();
        let replacement = Replacement::template(template.as_bytes());
        let grow = |_| Ok::<(), ()>(());
        expression.replace(text, &replacement, grow).unwrap()
    }

    #[test]
    fn empty_matches_are_found_between_characters() {
        assert_eq!(replaced("x*", "aéb".as_bytes(), "-"), "-a-é-b-".as_bytes());
        assert_eq!(replaced("x*", b"axb", "-"), b"-a-b-");
        assert_eq!(replaced(r"\B", "éa".as_bytes(), "-"), "-éa".as_bytes());
    }

    #[test]
    fn groups_are_named_as_in_go() {
        assert_eq!(replaced("(?P<x>a)(b)", b"ab", "${x}$2$1W${1}W$$"), b"abaW$");
        assert_eq!(replaced("(a)|(b)", b"b", "[$1$2$9]"), b"[b]");
    }

    #[test]
    fn broken_bytes_count_as_one_character() {
        assert_eq!(replaced("^.(.)$", b"\xFFa", "$1"), b"a");
        assert_eq!(replaced("a", b"\xFFa\xFE", "b"), b"\xFFb\xFE");
    }
}
