//! What Go's module makes of a pattern.

use super::syntax::Class;

/// Something that a text fits.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Matcher {
    /// The empty text.
    Nothing,
    /// Every text.
    Super,
    /// Every text without the separator.
    Any(char),
    /// One character, which is not the separator.
    Single(Option<char>),
    /// One character of a class.
    Class(Class),
    Text(String),
    Prefix(String),
    Suffix(String),
    /// A text that begins with the one and ends with the other: they may overlap.
    PrefixSuffix(String, String),
    /// A text, and more without the separator.
    PrefixAny(String, char),
    SuffixAny(char, String),
    Contains {
        not: bool,
        needle: String,
    },
    /// So many characters or more.
    Min(usize),
    /// So many characters or fewer.
    Max(usize),
    /// All of them at once.
    Every(Vec<Matcher>),
    /// One of them.
    Choice(Vec<Matcher>),
    /// One behind the other, each of a fixed length.
    Row {
        length: usize,
        members: Vec<Matcher>,
    },
    Split(Box<Split>),
}

/// A matcher to search for, and what has to fit before and behind it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Split {
    pub(super) value: Matcher,
    pub(super) left: Option<Matcher>,
    pub(super) right: Option<Matcher>,
    /// Lengths as they were before the sides were rewritten; 0 for a side that is none.
    pub(super) left_length: Option<usize>,
    pub(super) right_length: Option<usize>,
    pub(super) length: Option<usize>,
}

impl Split {
    pub(super) fn new(value: Matcher, left: Option<Matcher>, right: Option<Matcher>) -> Self {
        let side = |side: &Option<Matcher>| side.as_ref().map_or(Some(0), Matcher::length);
        let (left_length, right_length) = (side(&left), side(&right));
        let length = value
            .length()
            .and_then(|length| Some(length + left_length? + right_length?));
        Self {
            value,
            left,
            right,
            left_length,
            right_length,
            length,
        }
    }
}

impl Matcher {
    /// Returns how many characters fit, if Go's module takes that for fixed.
    pub(super) fn length(&self) -> Option<usize> {
        match self {
            Self::Nothing => Some(0),
            Self::Single(_) | Self::Class(_) => Some(1),
            Self::Text(text) => Some(text.len()),
            Self::Row { length, .. } => Some(*length),
            Self::Choice(members) => choice_length(members),
            Self::Split(split) => split.length,
            Self::Super
            | Self::Any(_)
            | Self::Prefix(_)
            | Self::Suffix(_)
            | Self::PrefixSuffix(..)
            | Self::PrefixAny(..)
            | Self::SuffixAny(..)
            | Self::Contains { .. }
            | Self::Min(_)
            | Self::Max(_)
            | Self::Every(_) => None,
        }
    }
}

/// The length of alternatives, where Go's module overlooks those of no fixed length at the beginning.
fn choice_length(members: &[Matcher]) -> Option<usize> {
    let mut length = None;
    for member in members {
        match (length, member.length()) {
            (None, found) => length = found,
            (Some(known), Some(found)) if known == found => {}
            (Some(_), _) => return None,
        }
    }
    length
}
