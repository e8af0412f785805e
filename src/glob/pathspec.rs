//! Git's pathspecs, by which the git generator selects files unless it is told otherwise: `git ls-files -- PATHSPEC`.

use super::class::Class;
use super::token::{Token, matches};

/// What git says to a pathspec that it does not take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathspecFault {
    /// It leaves the repository.
    Outside,
    /// It asks for magic that git or we do not have.
    Magic(String),
}

/// A compiled pathspec.
#[derive(Debug)]
pub struct Pathspec {
    plain: Vec<char>,
    wild: Option<Vec<Token>>,
    exclude: bool,
    ignore_case: bool,
}

#[derive(Default)]
struct Magic {
    glob: bool,
    literal: bool,
    exclude: bool,
    ignore_case: bool,
}

impl Pathspec {
    /// Compiles a pathspec.
    ///
    /// # Errors
    /// When git would refuse it.
    pub fn new(text: &str) -> Result<Self, PathspecFault> {
        let (magic, path) = magic(text)?;
        let mut path = normalised(path)?;
        if magic.ignore_case {
            path = path.to_ascii_lowercase();
        }
        let plain = bytes(&path);
        let is_wild = !magic.literal && path.contains(['*', '?', '[', '\\']);
        Ok(Self {
            wild: is_wild.then(|| tokens(&plain, magic.glob)),
            plain,
            exclude: magic.exclude,
            ignore_case: magic.ignore_case,
        })
    }

    /// Says whether git lists the file.
    pub fn matches(&self, path: &str) -> bool {
        let path = match self.ignore_case {
            true => bytes(&path.to_ascii_lowercase()),
            false => bytes(path),
        };
        let found = self.is_at_or_above(&path)
            || self
                .wild
                .as_ref()
                .is_some_and(|tokens| matches(tokens, &path));
        found != self.exclude
    }

    fn is_at_or_above(&self, path: &[char]) -> bool {
        let Some(rest) = path.strip_prefix(self.plain.as_slice()) else {
            return false;
        };
        rest.is_empty() || rest[0] == '/' || self.plain.last().is_none_or(|last| *last == '/')
    }
}

/// Git compares bytes; each becomes a character of its own.
fn bytes(text: &str) -> Vec<char> {
    text.bytes().map(char::from).collect()
}

fn magic(text: &str) -> Result<(Magic, &str), PathspecFault> {
    let Some(rest) = text.strip_prefix(':') else {
        return Ok((Magic::default(), text));
    };
    match rest.strip_prefix('(') {
        Some(long) => long_magic(long),
        None => short_magic(rest),
    }
}

fn long_magic(text: &str) -> Result<(Magic, &str), PathspecFault> {
    let unknown = |what: &str| PathspecFault::Magic(what.to_owned());
    let (words, path) = text
        .split_once(')')
        .ok_or_else(|| unknown("Missing ')' at the end of pathspec magic"))?;
    let mut magic = Magic::default();
    for word in words.split(',').filter(|word| !word.is_empty()) {
        match word {
            "top" => {}
            "glob" => magic.glob = true,
            "literal" => magic.literal = true,
            "exclude" => magic.exclude = true,
            "icase" => magic.ignore_case = true,
            word => return Err(unknown(&format!("Invalid pathspec magic '{word}'"))),
        }
    }
    if magic.glob && magic.literal {
        return Err(unknown("'literal' and 'glob' are incompatible"));
    }
    Ok((magic, path))
}

fn short_magic(text: &str) -> Result<(Magic, &str), PathspecFault> {
    let mut magic = Magic::default();
    for (at, c) in text.char_indices() {
        match c {
            '/' => {}
            '!' | '^' => magic.exclude = true,
            ':' => return Ok((magic, &text[at + 1..])),
            '"' | '#' | '%' | '&' | '\'' | ',' | '-' | ';' | '<' | '=' | '>' | '@' | '_' | '`'
            | '~' => {
                return Err(PathspecFault::Magic(format!(
                    "Unimplemented pathspec magic '{c}'"
                )));
            }
            _ => return Ok((magic, &text[at..])),
        }
    }
    Ok((magic, ""))
}

/// Takes `.`, `..` and doubled slashes out; a slash at the end stays.
fn normalised(path: &str) -> Result<String, PathspecFault> {
    if path.starts_with('/') {
        return Err(PathspecFault::Outside);
    }
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop().ok_or(PathspecFault::Outside)?;
            }
            segment => segments.push(segment),
        }
    }
    let last = path.rsplit('/').next().unwrap_or_default();
    let folder = matches!(last, "" | "." | "..") && !segments.is_empty();
    Ok(segments.join("/") + if folder { "/" } else { "" })
}

/// Cuts a pattern of git's wildmatch.
fn tokens(pattern: &[char], glob: bool) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&c) = pattern.get(at) {
        at += 1;
        tokens.push(match c {
            '*' => stars(pattern, &mut at, glob),
            '?' => Token::Any { slash: !glob },
            '[' => match class(&pattern[at..], glob) {
                Some((class, length)) => {
                    at += length;
                    Token::Class(class)
                }
                // An unclosed bracket matches nothing.
                None => Token::Class(Class::default()),
            },
            '\\' if at < pattern.len() => {
                at += 1;
                Token::One(pattern[at - 1])
            }
            c => Token::One(c),
        });
    }
    tokens
}

fn stars(pattern: &[char], at: &mut usize, glob: bool) -> Token {
    let start = *at - 1;
    while pattern.get(*at) == Some(&'*') {
        *at += 1;
    }
    if !glob {
        return Token::Star { slash: true };
    }
    let whole = *at - start > 1 && (start == 0 || pattern[start - 1] == '/');
    match pattern.get(*at) {
        Some('/') if whole => {
            *at += 1;
            Token::Folders
        }
        None if whole => Token::Star { slash: true },
        _ => Token::Star { slash: false },
    }
}

/// Reads a class behind its bracket; with the characters it takes.
fn class(text: &[char], glob: bool) -> Option<(Class, usize)> {
    let mut class = Class {
        slash: !glob,
        ..Class::default()
    };
    let mut at = 0;
    if matches!(text.first(), Some('!' | '^')) {
        class.negated = true;
        at = 1;
    }
    let first = at;
    loop {
        let c = *text.get(at)?;
        if c == ']' && at > first {
            return Some((class, at + 1));
        }
        if c == '[' && text.get(at + 1) == Some(&':') {
            let length = text[at + 2..].iter().position(|&c| c == ']')?;
            let name: String = text[at + 2..at + 2 + length].iter().collect();
            if let Some(name) = name.strip_suffix(':') {
                class.add_named(name).then_some(())?;
                at += length + 3;
                continue;
            }
        }
        let low = member(text, &mut at)?;
        let mut high = low;
        if text.get(at) == Some(&'-') && text.get(at + 1).is_some_and(|&c| c != ']') {
            at += 1;
            high = member(text, &mut at)?;
        }
        class.ranges.push((low, high));
    }
}

fn member(text: &[char], at: &mut usize) -> Option<char> {
    if text.get(*at) == Some(&'\\') {
        *at += 1;
    }
    *at += 1;
    text.get(*at - 1).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(pathspec: &str, path: &str) -> bool {
        Pathspec::new(pathspec).is_ok_and(|spec| spec.matches(path))
    }

    #[test]
    fn pathspecs_select_as_git_does() {
        for (pathspec, path, want) in [
            ("apps/*.yaml", "apps/a/b/c.yaml", true),
            ("a", "a/b", true),
            ("a", "ab", false),
            ("a/", "a/b", true),
            ("f.yaml/", "f.yaml", false),
            ("./a", "a/b", true),
            ("", ".x/y", true),
            ("**/x", "x", false),
            ("a/**", "a/b/c", true),
            (":(glob)*.yaml", "a/b.yaml", false),
            (":(glob)**/b.yaml", "b.yaml", true),
            (":(glob)a/**", "a/b/c", true),
            (":(exclude)a", "a/b", false),
            (":!a", "b", true),
            (":/a", "a/b", true),
            ("[!a]*", "b/c", true),
            ("[[:alpha:]]x", "bx", true),
            ("a\\*", "a*", true),
            ("a/../b", "b", true),
        ] {
            assert_eq!(listed(pathspec, path), want, "{pathspec} {path}");
        }
        assert_eq!(Pathspec::new("/a").err(), Some(PathspecFault::Outside));
        assert_eq!(Pathspec::new("../a").err(), Some(PathspecFault::Outside));
    }
}
