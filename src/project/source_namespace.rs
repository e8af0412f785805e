//! `spec.sourceNamespaces`: in which namespaces Applications may stand.

use super::pattern::Pattern;
use super::spec::List;
use crate::yaml::Node;
use regex::Regex;

/// An entry of `sourceNamespaces`.
#[derive(Clone, Debug)]
pub(super) struct NamespaceRule {
    glob: Pattern,
    expression: Expression,
}

#[derive(Clone, Debug)]
enum Expression {
    /// It is a glob only.
    None,
    Regex(Regex),
    /// One that our engine reads otherwise than Argo CD's, or that Argo CD panics at.
    Unjudged,
}

impl NamespaceRule {
    pub(super) fn read(node: &Node) -> Self {
        Self::new(node.as_str().unwrap_or_default())
    }

    fn new(text: &str) -> Self {
        // Nothing is negated here, so the mark is hidden from the pattern.
        let glob = match text.strip_prefix('!') {
            Some(rest) => Pattern::new(&format!("\\!{rest}"), None),
            None => Pattern::new(text, None),
        };
        Self {
            glob,
            expression: expression(text),
        }
    }

    fn fits(&self, namespace: &str) -> Option<bool> {
        let found = match &self.expression {
            Expression::None => false,
            Expression::Regex(regex) => regex.is_match(namespace),
            Expression::Unjudged => return None,
        };
        match found {
            true => Some(true),
            false => self.glob.fits(namespace),
        }
    }
}

/// Reads `/…/`.
fn expression(text: &str) -> Expression {
    if !text.starts_with('/') || !text.ends_with('/') {
        return Expression::None;
    }
    let inner = text
        .strip_prefix('/')
        .and_then(|rest| rest.strip_suffix('/'));
    inner
        .filter(|inner| is_plain(inner))
        .and_then(|inner| Regex::new(inner).ok())
        .map_or(Expression::Unjudged, Expression::Regex)
}

/// What the last thing of an expression was.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    /// Something that can be repeated.
    Atom,
    Repeat,
    Other,
}

/// Says whether an expression is so plain that every engine reads it alike.
fn is_plain(expression: &str) -> bool {
    let mut last = Last::Other;
    let mut rest = expression;
    while let Some(first) = rest.chars().next() {
        let taken = match first {
            '(' if rest.starts_with("(?:") => 3,
            '[' => match class_end(rest) {
                Some(end) => end,
                None => return false,
            },
            '{' => match repeat_end(rest) {
                Some(end) => end,
                None => return false,
            },
            '\\' => match rest.as_bytes().get(1) {
                Some(b'.' | b'-' | b'd' | b'w' | b'/' | b'*' | b'+' | b'?') => 2,
                _ => return false,
            },
            c if c.is_ascii_alphanumeric() || "-_./ (|)^$*+?".contains(c) => 1,
            _ => return false,
        };
        last = match (first, last) {
            ('*' | '+' | '?' | '{', Last::Atom) => Last::Repeat,
            ('?', Last::Repeat) => Last::Other,
            ('*' | '+' | '?' | '{', _) => return false,
            ('(' | '|' | '^' | '$', _) => Last::Other,
            _ => Last::Atom,
        };
        rest = rest.get(taken..).unwrap_or_default();
        if first == '(' && rest.starts_with('?') {
            return false;
        }
    }
    expression.len() <= 256
}

/// The length of a class of letters, digits and ranges of them.
fn class_end(text: &str) -> Option<usize> {
    let end = text.find(']')?;
    let inner = text.get(1..end)?;
    let inner = inner.strip_prefix('^').unwrap_or(inner);
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let is_plain = !inner.is_empty() && inner.chars().all(plain) && !inner.contains("--");
    is_plain.then_some(end + 1)
}

/// The length of `{2}`, `{2,}` or `{2,4}`.
fn repeat_end(text: &str) -> Option<usize> {
    let end = text.find('}')?;
    let inner = text.get(1..end)?;
    let (least, most) = inner.split_once(',').unwrap_or((inner, ""));
    let digits = |text: &str| text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    (!least.is_empty() && digits(least) && digits(most)).then_some(end + 1)
}

/// Says whether an Application may stand in a namespace; `None` if that cannot be said.
pub(super) fn permits(list: &List<NamespaceRule>, namespace: &str) -> Option<bool> {
    let mut is_open = false;
    for rule in &list.rules {
        match rule.fits(namespace) {
            Some(true) => return Some(true),
            Some(false) => {}
            None => is_open = true,
        }
    }
    (!is_open).then_some(false)
}
