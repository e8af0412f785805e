//! What patterns are made of, and whether a text is such a thing: in time linear in both, whatever the pattern.

use super::class::Class;

/// A piece of a pattern.
#[derive(Clone, Debug)]
pub(super) enum Token {
    /// A character.
    One(char),
    /// Any character, or any but a slash.
    Any { slash: bool },
    /// One of a class.
    Class(Class),
    /// Any run, or any run without a slash.
    Star { slash: bool },
    /// Nothing, or folders with the slash behind them.
    Folders,
    /// Nothing, or a slash and all behind it.
    Below,
}

/// Says whether the pieces make up the whole text.
pub(super) fn matches(tokens: &[Token], text: &[char]) -> bool {
    let mut ends = vec![false; text.len() + 1];
    ends[0] = true;
    for token in tokens {
        ends = token.step(&ends, text);
        if !ends.contains(&true) {
            return false;
        }
    }
    ends.last() == Some(&true)
}

impl Token {
    /// Returns where the piece can end, given where it can begin.
    fn step(&self, from: &[bool], text: &[char]) -> Vec<bool> {
        match self {
            Self::One(one) => single(from, text, |c| c == *one),
            Self::Any { slash } => single(from, text, |c| *slash || c != '/'),
            Self::Class(class) => single(from, text, |c| class.has(c)),
            Self::Star { slash } => run(from, text, |c| *slash || c != '/'),
            Self::Folders => folders(from, text),
            Self::Below => below(from, text),
        }
    }
}

fn single(from: &[bool], text: &[char], takes: impl Fn(char) -> bool) -> Vec<bool> {
    let mut to = vec![false; from.len()];
    for (at, &c) in text.iter().enumerate() {
        to[at + 1] = from[at] && takes(c);
    }
    to
}

fn run(from: &[bool], text: &[char], takes: impl Fn(char) -> bool) -> Vec<bool> {
    let mut to = from.to_vec();
    for (at, &c) in text.iter().enumerate() {
        to[at + 1] |= to[at] && takes(c);
    }
    to
}

fn folders(from: &[bool], text: &[char]) -> Vec<bool> {
    let mut to = from.to_vec();
    let mut begun = false;
    for (at, &c) in text.iter().enumerate() {
        begun |= from[at];
        to[at + 1] |= begun && c == '/';
    }
    to
}

fn below(from: &[bool], text: &[char]) -> Vec<bool> {
    let mut to = vec![false; from.len()];
    let slash = text
        .iter()
        .zip(from)
        .any(|(&c, &begins)| begins && c == '/');
    to[text.len()] = from[text.len()] || slash;
    to
}
