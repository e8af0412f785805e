//! From pieces to matchers.

use super::fuel::Fuel;
use super::matcher::{Matcher, Split};
use super::minimise::{common, glued, minimised};
use super::syntax::{Class, Members, Piece};

/// Compiles a piece; `None` when that would take too long.
pub(super) fn compile(piece: &Piece, separator: Option<char>, fuel: &mut Fuel) -> Option<Matcher> {
    fuel.burn(1)?;
    let matcher = match piece {
        Piece::Choice(rows) => {
            if let Some(simpler) = common(rows) {
                return compile(&simpler, separator, fuel);
            }
            return Some(Matcher::Choice(members(rows, separator, fuel)?));
        }
        Piece::Row(row) if row.is_empty() => Matcher::Nothing,
        Piece::Row(row) => {
            let members = members(row, separator, fuel)?;
            in_a_row(&minimised(members, fuel)?, fuel)?
        }
        Piece::Nothing => Matcher::Nothing,
        Piece::Any => separator.map_or(Matcher::Super, Matcher::Any),
        Piece::Super => Matcher::Super,
        Piece::Single => Matcher::Single(separator),
        Piece::Text(text) => Matcher::Text(text.clone()),
        Piece::Class(class) => Matcher::Class(class.clone()),
    };
    Some(simplified(matcher))
}

fn members(pieces: &[Piece], separator: Option<char>, fuel: &mut Fuel) -> Option<Vec<Matcher>> {
    let compiled = |piece| compile(piece, separator, fuel).map(simplified);
    pieces.iter().map(compiled).collect()
}

/// Makes one of matchers in a row: the longest of fixed length is searched for, the others lie around it.
fn in_a_row(row: &[Matcher], fuel: &mut Fuel) -> Option<Matcher> {
    if let [one] = row {
        return Some(one.clone());
    }
    if let Some(one) = glued(row, fuel)? {
        return Some(one);
    }
    let fixed = row
        .iter()
        .enumerate()
        .filter_map(|(at, matcher)| Some((matcher.length()?, at)))
        .max();
    let at = fixed.map_or(0, |(_, at)| at);
    let (left, rest) = row.split_at_checked(at)?;
    let (value, right) = rest.split_first()?;
    let mut side = |side: &[Matcher]| match side {
        [] => Some(None),
        side => in_a_row(side, fuel).map(Some),
    };
    let (left, right) = (side(left)?, side(right)?);
    Some(Matcher::Split(Box::new(Split::new(
        value.clone(),
        left,
        right,
    ))))
}

/// Replaces a matcher by a faster one, which sometimes takes other texts.
fn simplified(matcher: Matcher) -> Matcher {
    match matcher {
        Matcher::Choice(mut members) if members.len() == 1 => members.remove(0),
        Matcher::Class(Class {
            not: false,
            members: Members::These(members),
        }) if members.len() == 1 => Matcher::Text(members),
        Matcher::Split(split) => simplified_split(*split),
        other => other,
    }
}

fn simplified_split(mut split: Split) -> Matcher {
    split.left = split.left.map(simplified);
    split.right = split.right.map(simplified);
    let Matcher::Text(text) = &split.value else {
        return Matcher::Split(Box::new(split));
    };
    let text = text.clone();
    match (&split.left, &split.right) {
        (None, None) => Matcher::Text(text),
        (Some(Matcher::Super), Some(Matcher::Super)) => Matcher::Contains {
            not: false,
            needle: text,
        },
        (Some(Matcher::Super), None) => Matcher::Suffix(text),
        (None, Some(Matcher::Super)) => Matcher::Prefix(text),
        (None, Some(Matcher::Suffix(suffix))) => Matcher::PrefixSuffix(text, suffix.clone()),
        (Some(Matcher::Prefix(prefix)), None) => Matcher::PrefixSuffix(prefix.clone(), text),
        (Some(Matcher::Any(separator)), None) => Matcher::SuffixAny(*separator, text),
        (None, Some(Matcher::Any(separator))) => Matcher::PrefixAny(text, *separator),
        _ => Matcher::Split(Box::new(split)),
    }
}
