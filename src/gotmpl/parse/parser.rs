//! The walk over the tokens.

use super::tree::{Origin, Tree};
use crate::gotmpl::lex::{Token, TokenKind, tokens};
use crate::gotmpl::program::{Routine, Step};
use crate::gotmpl::text::Text;
use std::collections::BTreeMap;

/// What is wrong with a template, without Go's `template: base:LINE: `.
#[derive(Debug)]
pub(in crate::gotmpl) struct Complaint {
    pub(in crate::gotmpl) message: String,
    /// The token that Go's parser had come to; empty until that is known.
    pub(in crate::gotmpl) range: std::ops::Range<usize>,
}

impl Complaint {
    /// Makes a complaint about the token that the parser came to.
    pub(super) fn here(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            range: 0..0,
        }
    }
}

/// Parses a text into its named templates, sorted by name; the text itself is `base`.
pub(in crate::gotmpl) fn parse(text: &str) -> Result<Vec<Routine>, Complaint> {
    let mut parser = Parser {
        text,
        tokens: tokens(text),
        at: 0,
        furthest: 0,
        outer: Vec::new(),
        tree: Tree::new("base".into(), Origin::Root),
        done: BTreeMap::new(),
        parens: 0,
    };
    parser.run().map_err(|mut complaint| {
        if complaint.range.is_empty() {
            complaint.range = parser.furthest_range();
        }
        complaint
    })?;
    let Parser { tree, mut done, .. } = parser;
    let end = text.len();
    tree.finish(&mut done).map_err(|mut complaint| {
        complaint.range = end..end;
        complaint
    })?;
    Ok(done.into_values().collect())
}

pub(super) struct Parser<'t> {
    pub(super) text: &'t str,
    tokens: Vec<Token<'t>>,
    pub(super) at: usize,
    furthest: usize,
    /// The templates around the one that is being parsed.
    pub(super) outer: Vec<Tree>,
    pub(super) tree: Tree,
    pub(super) done: BTreeMap<Text, Routine>,
    /// How many parentheses are open.
    pub(super) parens: usize,
}

pub(super) type Parsed<T> = Result<T, Complaint>;

impl<'t> Parser<'t> {
    /// Looks at the next token; the last one is the end and stays.
    pub(super) fn peek(&mut self) -> Token<'t> {
        let last = self.tokens.len().saturating_sub(1);
        self.at = self.at.min(last);
        self.furthest = self.furthest.max(self.at);
        let end = Token {
            kind: TokenKind::Eof,
            start: self.text.len(),
            value: "EOF".into(),
        };
        self.tokens.get(self.at).cloned().unwrap_or(end)
    }

    pub(super) fn next(&mut self) -> Token<'t> {
        let token = self.peek();
        self.at += 1;
        token
    }

    pub(super) fn peek_non_space(&mut self) -> Token<'t> {
        while self.peek().kind == TokenKind::Space {
            self.at += 1;
        }
        self.peek()
    }

    pub(super) fn next_non_space(&mut self) -> Token<'t> {
        let token = self.peek_non_space();
        self.at += 1;
        token
    }

    /// Returns where the last token ends that was taken and is no space.
    pub(super) fn end(&self) -> usize {
        let taken = self.tokens.get(..self.at).unwrap_or(&self.tokens);
        let last = taken.iter().rev().find(|t| t.kind != TokenKind::Space);
        last.map_or(0, |token| token.start + token.value.len())
    }

    pub(super) fn furthest_range(&self) -> std::ops::Range<usize> {
        let Some(token) = self.tokens.get(self.furthest) else {
            return 0..0;
        };
        let end = match token.kind {
            TokenKind::Error => self.text.len(),
            TokenKind::Eof => token.start,
            _ => token.start + token.value.len(),
        };
        token.start..end
    }

    pub(super) fn expect(&mut self, kind: TokenKind, context: &str) -> Parsed<Token<'t>> {
        let token = self.next_non_space();
        match token.kind == kind {
            true => Ok(token),
            false => Err(self.unexpected(&token, context)),
        }
    }

    pub(super) fn unexpected(&self, token: &Token<'_>, context: &str) -> Complaint {
        let shown = token.shown();
        if token.kind != TokenKind::Error {
            return Complaint::here(format!("unexpected {shown} in {context}"));
        }
        let line = |at| line_of(self.text, at);
        let begun = self.tree.action.map(line);
        match begun.filter(|begun| *begun != line(token.start)) {
            Some(begun) if shown.ends_with(" action") => {
                Complaint::here(format!("{shown} started at base:{begun}"))
            }
            Some(begun) => Complaint::here(format!("{shown} in action started at base:{begun}")),
            None => Complaint::here(shown),
        }
    }

    fn run(&mut self) -> Parsed<()> {
        loop {
            let token = self.next_non_space();
            match token.kind {
                TokenKind::Eof if self.outer.is_empty() && self.tree.open.is_empty() => {
                    return Ok(());
                }
                TokenKind::Eof => return Err(Complaint::here("unexpected EOF")),
                TokenKind::Text => self.text_node(&token),
                TokenKind::LeftDelim => self.after_delimiter(&token)?,
                _ => return Err(self.unexpected(&token, "input")),
            }
        }
    }

    fn text_node(&mut self, token: &Token<'t>) {
        let range = token.start..token.start + token.value.len();
        self.tree.is_full |= !token.value.trim().is_empty();
        self.tree.steps.push(Step::Text(range));
    }

    fn after_delimiter(&mut self, delimiter: &Token<'t>) -> Parsed<()> {
        let is_top = self.outer.is_empty() && self.tree.open.is_empty();
        if is_top && self.peek_non_space().kind == TokenKind::Define {
            self.at += 1;
            return self.define();
        }
        self.tree.action = Some(delimiter.start);
        self.action(delimiter.start)
    }
}

/// Counts lines from 1.
pub(in crate::gotmpl) fn line_of(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    1 + memchr::memchr_iter(b'\n', before).count()
}
