//! Literal (`|`) and folded (`>`) scalars.

use super::chars::{self, BLANK};
use super::fault::{Fault, Problem};
use super::scan::Scanner;
use super::token::{Style, Word};
use std::borrow::Cow;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Chomping {
    Strip,
    Clip,
    Keep,
}

/// The body as far as it was read.
struct Body {
    text: String,
    /// The break after the last line of content.
    last_break: Option<char>,
    /// The breaks of the empty lines after it.
    empty_lines: String,
    indent: isize,
    /// End of the last line of content.
    end: usize,
}

impl Scanner<'_> {
    pub(super) fn fetch_block_scalar(&mut self, literal: bool) -> Result<(), Fault> {
        self.drop_key()?;
        self.key_allowed = true;
        let start = self.pos;
        self.pos += 1;
        let (chomping, increment) = self.block_header(start)?;
        let mut body = Body {
            text: String::new(),
            last_break: None,
            empty_lines: String::new(),
            indent: increment.map_or(0, |by| self.indent.max(0) + by),
            end: self.pos,
        };
        self.block_empty_lines(start, &mut body)?;
        self.block_lines(start, literal, &mut body)?;
        if chomping != Chomping::Strip {
            body.text.extend(body.last_break);
        }
        let mut end = body.end;
        if chomping == Chomping::Keep {
            body.text.push_str(&body.empty_lines);
            end = self.pos - usize::try_from(self.column()).unwrap_or(0);
        }
        let style = Style::Block;
        let text = Cow::Owned(body.text);
        self.push_range(Word::Scalar { style, text }, start, end);
        Ok(())
    }

    fn block_header(&mut self, start: usize) -> Result<(Chomping, Option<isize>), Fault> {
        let mut chomping = Chomping::Clip;
        let mut increment = None;
        for _ in 0..2 {
            match self.here() {
                b'+' | b'-' if chomping == Chomping::Clip => {
                    chomping = match self.here() {
                        b'+' => Chomping::Keep,
                        _ => Chomping::Strip,
                    };
                    self.pos += 1;
                }
                b'0' if increment.is_none() => {
                    return Err(self.fault(Problem::ZeroIndent).since(start));
                }
                digit @ b'1'..=b'9' if increment.is_none() => {
                    increment = Some(isize::from((digit - b'0').cast_signed()));
                    self.pos += 1;
                }
                _ => break,
            }
        }
        self.skip_blanks();
        if self.here() == b'#' {
            self.skip_until(0);
        }
        match chars::break_len(self.bytes, self.pos) {
            0 if self.here() != 0 => Err(self.fault(Problem::TextAfterHeader).since(start)),
            0 => Ok((chomping, increment)),
            length => {
                self.skip_break(length);
                Ok((chomping, increment))
            }
        }
    }

    fn block_lines(&mut self, start: usize, literal: bool, body: &mut Body) -> Result<(), Fault> {
        let mut after_indented = false;
        while self.column() == body.indent && self.here() != 0 {
            let indented = chars::is(self.here(), BLANK);
            let folds = !literal && !after_indented && !indented && body.last_break == Some('\n');
            match body.last_break {
                Some(_) if folds && body.empty_lines.is_empty() => body.text.push(' '),
                Some(kept) if !folds => body.text.push(kept),
                _ => {}
            }
            body.text.push_str(&body.empty_lines);
            body.empty_lines.clear();
            after_indented = indented;
            let line = self.pos;
            self.skip_until(0);
            body.text.push_str(&self.text[line..self.pos]);
            body.last_break = match chars::break_len(self.bytes, self.pos) {
                0 => None,
                length => Some(self.kept_break(length)),
            };
            body.end = self.pos;
            self.block_empty_lines(start, body)?;
        }
        Ok(())
    }

    /// Steps over empty lines and the indentation of the next one; finds the indentation out where it is not known yet.
    fn block_empty_lines(&mut self, start: usize, body: &mut Body) -> Result<(), Fault> {
        let mut deepest = 0;
        loop {
            let open = |column: isize| body.indent == 0 || column < body.indent;
            while open(self.column()) && self.here() == b' ' {
                self.pos += 1;
            }
            deepest = deepest.max(self.column());
            if open(self.column()) && self.here() == b'\t' {
                return Err(self.fault(Problem::TabInBlock).since(start));
            }
            match chars::break_len(self.bytes, self.pos) {
                0 => break,
                length => {
                    let kept = self.kept_break(length);
                    body.empty_lines.push(kept);
                }
            }
        }
        if body.indent == 0 {
            body.indent = deepest.max(self.indent + 1).max(1);
        }
        Ok(())
    }
}
