//! Go's `path.Match`, by which the git generator selects folders.

use super::class::Class;
use super::token::{Token, matches};

/// A pattern of `path.Match`.
#[derive(Debug)]
pub struct GoPath(Option<Vec<Token>>);

impl GoPath {
    /// Compiles a pattern; a malformed one matches nothing.
    pub fn new(pattern: &str) -> Self {
        Self(tokens(&pattern.chars().collect::<Vec<_>>()))
    }

    /// Says whether the pattern matches the whole path.
    pub fn matches(&self, path: &str) -> bool {
        let text: Vec<char> = path.chars().collect();
        self.0.as_ref().is_some_and(|tokens| matches(tokens, &text))
    }
}

fn tokens(pattern: &[char]) -> Option<Vec<Token>> {
    let mut rest = pattern;
    let mut tokens = Vec::new();
    while let [first, after @ ..] = rest {
        rest = after;
        tokens.push(match first {
            '*' => Token::Star { slash: false },
            '?' => Token::Any { slash: false },
            '[' => Token::Class(class(&mut rest)?),
            '\\' => Token::One(escaped(&mut rest)?),
            c => Token::One(*c),
        });
    }
    Some(tokens)
}

fn escaped(rest: &mut &[char]) -> Option<char> {
    let (first, after) = rest.split_first()?;
    *rest = after;
    Some(*first)
}

fn class(rest: &mut &[char]) -> Option<Class> {
    let mut class = Class {
        slash: true,
        ..Class::default()
    };
    if let ['^', after @ ..] = rest {
        class.negated = true;
        *rest = after;
    }
    loop {
        if let [']', after @ ..] = rest
            && !class.ranges.is_empty()
        {
            *rest = after;
            return Some(class);
        }
        let low = bound(rest)?;
        let mut high = low;
        if let ['-', after @ ..] = rest {
            *rest = after;
            high = bound(rest)?;
        }
        class.ranges.push((low, high));
    }
}

fn bound(rest: &mut &[char]) -> Option<char> {
    let found = match escaped(rest)? {
        '-' | ']' => return None,
        '\\' => escaped(rest)?,
        c => c,
    };
    (!rest.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_in_go() {
        for (pattern, path, want) in [
            ("apps/*", "apps/a", true),
            ("apps/*", "apps/a/x", false),
            ("**", "a/b", false),
            ("a?c", "a/c", false),
            ("[a-c]x", "bx", true),
            ("[^a]x", "ax", false),
            ("[^a]x", "/x", true),
            ("\\*", "*", true),
            ("[", "[", false),
            ("a[", "a", false),
            ("[]a]", "]", false),
            ("[-]", "-", false),
            ("apps/", "apps", false),
        ] {
            assert_eq!(GoPath::new(pattern).matches(path), want, "{pattern} {path}");
        }
    }
}
