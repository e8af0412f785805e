//! Doublestar patterns, by which the git generator selects files when Argo CD runs with the new globbing.

use super::class::Class;
use super::token::{Token, matches};

/// A compiled pattern: one row of pieces for each of its alternatives.
#[derive(Debug)]
pub struct Doublestar(Vec<Vec<Token>>);

/// How many alternatives one pattern may have.
const MOST: usize = 1000;

impl Doublestar {
    /// Compiles a pattern; `None` if it is malformed or has too many alternatives.
    pub fn new(pattern: &str) -> Option<Self> {
        let mut rows = Vec::new();
        let mut open = vec![pattern.to_owned()];
        while let Some(next) = open.pop() {
            if rows.len() + open.len() > MOST {
                return None;
            }
            match braces(&next)? {
                Some(mut alternatives) => open.append(&mut alternatives),
                None => rows.push(tokens(&next.chars().collect::<Vec<_>>())?),
            }
        }
        Some(Self(rows))
    }

    /// Says whether the pattern matches the whole path.
    pub fn matches(&self, path: &str) -> bool {
        let text: Vec<char> = path.chars().collect();
        self.0.iter().any(|tokens| matches(tokens, &text))
    }
}

/// Opens the first braces of a pattern.
#[expect(
    clippy::option_option,
    reason = "malformed, without braces and opened are three outcomes"
)]
fn braces(pattern: &str) -> Option<Option<Vec<String>>> {
    let bytes = pattern.as_bytes();
    let Some(start) = unescaped(bytes, b'{', 0) else {
        return Some(None);
    };
    let (mut depth, mut from, mut at) = (0, start + 1, start);
    let mut parts = Vec::new();
    let end = loop {
        match *bytes.get(at)? {
            b'\\' => at += 1,
            b'{' => depth += 1,
            b'}' if depth == 1 => break at,
            b'}' => depth -= 1,
            b',' if depth == 1 => {
                parts.push(pattern.get(from..at)?);
                from = at + 1;
            }
            _ => {}
        }
        at += 1;
    };
    parts.push(pattern.get(from..end)?);
    let (before, after) = (pattern.get(..start)?, pattern.get(end + 1..)?);
    let whole = |part: &&str| format!("{before}{part}{after}");
    Some(Some(parts.iter().map(whole).collect()))
}

fn unescaped(bytes: &[u8], wanted: u8, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        match *bytes.get(at)? {
            b'\\' => at += 2,
            byte if byte == wanted => return Some(at),
            _ => at += 1,
        }
    }
}

fn tokens(pattern: &[char]) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&c) = pattern.get(at) {
        let begins = at == 0 || pattern[at - 1] == '/';
        let double = c == '*' && begins && pattern.get(at + 1) == Some(&'*');
        at += 1;
        let token = match (c, double.then(|| pattern.get(at + 1))) {
            (_, Some(Some('/'))) => {
                at += 2;
                Token::Folders
            }
            (_, Some(None)) => {
                at += 1;
                match tokens.pop() {
                    Some(Token::One('/')) => Token::Below,
                    _ => Token::Star { slash: true },
                }
            }
            ('*', _) => Token::Star { slash: false },
            ('?', _) => Token::Any { slash: false },
            ('[', _) => Token::Class(class(pattern, &mut at)?),
            ('\\', _) => {
                at += 1;
                Token::One(*pattern.get(at - 1)?)
            }
            (c, _) => Token::One(c),
        };
        tokens.push(token);
    }
    Some(tokens)
}

fn class(pattern: &[char], at: &mut usize) -> Option<Class> {
    let mut class = Class::default();
    if matches!(pattern.get(*at), Some('!' | '^')) {
        class.negated = true;
        *at += 1;
    }
    loop {
        if pattern.get(*at) == Some(&']') && !class.ranges.is_empty() {
            *at += 1;
            return Some(class);
        }
        let low = member(pattern, at)?;
        let mut high = low;
        if pattern.get(*at) == Some(&'-') && pattern.get(*at + 1) != Some(&']') {
            *at += 1;
            high = member(pattern, at)?;
        }
        class.ranges.push((low, high));
    }
}

fn member(pattern: &[char], at: &mut usize) -> Option<char> {
    if pattern.get(*at) == Some(&'\\') {
        *at += 1;
    }
    *at += 1;
    pattern.get(*at - 1).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_doublestar_does() {
        for (pattern, path, want) in [
            ("apps/*/c.json", "apps/a/b/c.json", false),
            ("apps/**/c.json", "apps/a/b/c.json", true),
            ("apps/**/c.json", "apps/c.json", true),
            ("**/c.json", "c.json", true),
            ("a/**", "a/b/c", true),
            ("{a,b}/x", "b/x", true),
            ("{a,{b,c}}/x", "c/x", true),
            ("[!a]/x", "b/x", true),
            ("a**", "ab/c", false),
        ] {
            let found = Doublestar::new(pattern).is_some_and(|p| p.matches(path));
            assert_eq!(found, want, "{pattern} {path}");
        }
        assert!(Doublestar::new("{a").is_none());
        assert!(Doublestar::new("[a").is_none());
    }
}
