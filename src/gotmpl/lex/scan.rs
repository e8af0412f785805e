//! The text between actions, delimiters, trim markers and comments.

use super::token::{Token, TokenKind};
use std::borrow::Cow;

/// The white space that trim markers take away.
pub(super) const SPACES: [char; 4] = [' ', '\t', '\r', '\n'];

const LEFT: &str = "{{";
const RIGHT: &str = "}}";

/// Cuts a text into tokens; the last one is the end, or a fault and the end.
pub(in crate::gotmpl) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut scan = Scan {
        text,
        at: 0,
        start: 0,
        parens: 0,
        tokens: Vec::new(),
    };
    let mut inside = false;
    loop {
        let step = match inside {
            true => scan.inside(),
            false => scan.outside(),
        };
        match step {
            Ok(next) => inside = next,
            Err(Stop::End) => break,
            Err(Stop::Fault(message)) => {
                scan.push(TokenKind::Error, Cow::Owned(message));
                break;
            }
        }
    }
    scan.start = text.len();
    scan.push(TokenKind::Eof, Cow::Borrowed("EOF"));
    scan.tokens
}

/// Why there are no more tokens.
pub(super) enum Stop {
    End,
    Fault(String),
}

/// Makes a fault.
pub(super) fn fault<T>(message: impl Into<String>) -> Result<T, Stop> {
    Err(Stop::Fault(message.into()))
}

pub(super) struct Scan<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    /// Where the token begins that is being read.
    pub(super) start: usize,
    pub(super) parens: usize,
    tokens: Vec<Token<'t>>,
}

impl<'t> Scan<'t> {
    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let next = self.peek();
        self.at += next.map_or(0, char::len_utf8);
        next
    }

    pub(super) fn word(&self) -> &'t str {
        self.text.get(self.start..self.at).unwrap_or_default()
    }

    fn push(&mut self, kind: TokenKind, value: Cow<'t, str>) {
        let start = self.start;
        self.tokens.push(Token { kind, start, value });
        self.start = self.at;
    }

    /// Makes a token of what was read since the last one.
    pub(super) fn emit(&mut self, kind: TokenKind) {
        self.push(kind, Cow::Borrowed(self.word()));
    }

    fn skip(&mut self, length: usize) {
        self.at += length;
        self.start = self.at;
    }

    /// Reads text up to an action, and its left delimiter; true once inside of an action.
    fn outside(&mut self) -> Result<bool, Stop> {
        let rest = self.rest();
        let Some(found) = rest.find(LEFT) else {
            self.at = self.text.len();
            if !self.word().is_empty() {
                self.emit(TokenKind::Text);
            }
            return Err(Stop::End);
        };
        let (text, action) = rest.split_at(found);
        let marked = starts_with_marker(action.strip_prefix(LEFT).unwrap_or_default());
        let kept = match marked {
            true => text.trim_end_matches(SPACES),
            false => text,
        };
        self.at += kept.len();
        if !kept.is_empty() {
            self.emit(TokenKind::Text);
        }
        self.skip(text.len() - kept.len());
        self.left_delimiter(marked)
    }

    fn left_delimiter(&mut self, marked: bool) -> Result<bool, Stop> {
        let marker = if marked { 2 } else { 0 };
        let behind = self.text.get(self.at + LEFT.len() + marker..);
        if behind.unwrap_or_default().starts_with("/*") {
            self.skip(LEFT.len() + marker);
            self.comment()?;
            return Ok(false);
        }
        self.at += LEFT.len();
        self.emit(TokenKind::LeftDelim);
        self.skip(marker);
        self.parens = 0;
        Ok(true)
    }

    fn comment(&mut self) -> Result<(), Stop> {
        let body = self.rest().get(2..).unwrap_or_default();
        let Some(length) = body.find("*/") else {
            return fault("unclosed comment");
        };
        self.at += length + 4;
        let Some(trims) = self.right_delimiter() else {
            self.at = self.start;
            return fault("comment ends before closing delimiter");
        };
        self.skip(if trims { 2 } else { 0 });
        self.skip(RIGHT.len());
        self.trim(trims);
        Ok(())
    }

    /// Says whether a right delimiter stands here, and whether it has a trim marker.
    pub(super) fn right_delimiter(&self) -> Option<bool> {
        let rest = self.rest();
        if ends_with_marker(rest) && rest.get(2..).unwrap_or_default().starts_with(RIGHT) {
            return Some(true);
        }
        rest.starts_with(RIGHT).then_some(false)
    }

    /// Reads the right delimiter that stands here.
    pub(super) fn close(&mut self, trims: bool) {
        self.skip(if trims { 2 } else { 0 });
        self.at += RIGHT.len();
        self.emit(TokenKind::RightDelim);
        self.trim(trims);
    }

    fn trim(&mut self, trims: bool) {
        if trims {
            let rest = self.rest();
            self.skip(rest.len() - rest.trim_start_matches(SPACES).len());
        }
    }
}

fn starts_with_marker(text: &str) -> bool {
    text.strip_prefix('-')
        .is_some_and(|rest| rest.starts_with(SPACES))
}

fn ends_with_marker(text: &str) -> bool {
    text.strip_prefix(SPACES)
        .is_some_and(|rest| rest.starts_with('-'))
}
