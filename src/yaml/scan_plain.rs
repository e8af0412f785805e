//! Scalars without quotes, and the folding of lines that quoted ones share.

use super::chars::{self, BLANK, COLON, FLOW};
use super::fault::{Fault, Problem};
use super::scan::Scanner;
use super::token::{Style, Word};
use std::borrow::Cow;

/// The line breaks between two words of a scalar.
#[derive(Debug, Default)]
pub(super) struct Breaks {
    /// The first break as it is kept: `\n`, or U+2028 or U+2029, which do not fold.
    first: Option<char>,
    rest: String,
}

impl Breaks {
    /// Adds the break that stands at the scanner's place, and steps over it.
    pub(super) fn add(&mut self, scanner: &mut Scanner<'_>, length: usize) {
        let kept = scanner.kept_break(length);
        match self.first {
            None => self.first = Some(kept),
            Some(_) => self.rest.push(kept),
        }
    }

    /// Adds a break that the first one, escaped, is not part of.
    pub(super) fn add_rest(&mut self, scanner: &mut Scanner<'_>, length: usize) {
        let kept = scanner.kept_break(length);
        self.rest.push(kept);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    /// Writes what the breaks come to: one is a blank, more are one less.
    pub(super) fn fold_into(&self, out: &mut String) {
        match self.first {
            Some('\n') if self.rest.is_empty() => out.push(' '),
            Some('\n') | None => out.push_str(&self.rest),
            Some(kept) => {
                out.push(kept);
                out.push_str(&self.rest);
            }
        }
    }
}

impl<'a> Scanner<'a> {
    /// Steps over a break and returns the character that stands for it.
    pub(super) fn kept_break(&mut self, length: usize) -> char {
        let kept = match (self.here(), self.bytes[self.pos + length - 1]) {
            (0xE2, 0xA8) => '\u{2028}',
            (0xE2, _) => '\u{2029}',
            _ => '\n',
        };
        self.skip_break(length);
        kept
    }

    pub(super) fn fetch_plain(&mut self) -> Result<(), Fault> {
        self.save_key()?;
        self.key_allowed = false;
        let start = self.pos;
        self.last_plain = start;
        let (text, end) = self.plain(start)?;
        let style = Style::Plain;
        self.push_range(Word::Scalar { style, text }, start, end);
        Ok(())
    }

    fn plain(&mut self, start: usize) -> Result<(Cow<'a, str>, usize), Fault> {
        let mut folded = String::new();
        let mut line_start = start;
        let mut end = start;
        let mut breaks = Breaks::default();
        while !self.at_document_mark() && self.here() != b'#' {
            let run = self.pos;
            self.skip_plain_run();
            if self.pos > run {
                if !breaks.is_empty() {
                    folded.push_str(&self.text[line_start..end]);
                    breaks.fold_into(&mut folded);
                    breaks = Breaks::default();
                    line_start = run;
                }
                end = self.pos;
            }
            if !self.skip_plain_space(start, &mut breaks)? {
                break;
            }
        }
        if !breaks.is_empty() {
            self.key_allowed = true;
        }
        let last = &self.text[line_start..end];
        if line_start == start {
            return Ok((Cow::Borrowed(last), end));
        }
        folded.push_str(last);
        Ok((Cow::Owned(folded), end))
    }

    fn skip_plain_run(&mut self) {
        let stops = if self.in_flow() {
            BLANK | COLON | FLOW
        } else {
            BLANK | COLON
        };
        loop {
            self.skip_until(stops);
            if self.here() != b':' || chars::is_blank_or_end(self.bytes, self.pos + 1) {
                return;
            }
            self.pos += 1;
        }
    }

    /// Steps over the space after a word; says whether the scalar may go on.
    fn skip_plain_space(&mut self, start: usize, breaks: &mut Breaks) -> Result<bool, Fault> {
        let before = self.pos;
        let indent = self.indent + 1;
        loop {
            let byte = self.here();
            if chars::is(byte, BLANK) {
                if byte == b'\t' && !breaks.is_empty() && self.column() < indent {
                    return Err(self.fault(Problem::TabInPlain).since(start));
                }
                self.pos += 1;
                continue;
            }
            match chars::break_len(self.bytes, self.pos) {
                0 => break,
                length => breaks.add(self, length),
            }
        }
        Ok(self.pos > before && (self.in_flow() || self.column() >= indent))
    }
}
