//! Scalars in quotes.

use super::chars::{self, BLANK, DOUBLE, SINGLE};
use super::fault::{Fault, Problem};
use super::scan::Scanner;
use super::scan_plain::Breaks;
use super::token::{Style, Word};
use std::borrow::Cow;

impl<'a> Scanner<'a> {
    pub(super) fn fetch_quoted(&mut self, double: bool) -> Result<(), Fault> {
        self.save_key()?;
        self.key_allowed = false;
        let start = self.pos;
        self.pos += 1;
        let text = self.quoted(start, double)?;
        self.push(
            Word::Scalar {
                style: Style::Quoted,
                text,
            },
            start,
        );
        Ok(())
    }

    fn quoted(&mut self, start: usize, double: bool) -> Result<Cow<'a, str>, Fault> {
        let quote = if double { b'"' } else { b'\'' };
        self.skip_until(if double { DOUBLE } else { SINGLE });
        if self.here() == quote && (double || self.bytes[self.pos + 1] != quote) {
            let text = &self.text[start + 1..self.pos];
            self.pos += 1;
            return Ok(Cow::Borrowed(text));
        }
        // The line was scanned for its quote, not for its trailing blanks, so the slow way begins with it again.
        self.rewind_line(start + 1);
        let mut text = String::new();
        loop {
            if self.at_document_mark() {
                return Err(self.fault(Problem::DocumentMarkInQuotes).since(start));
            }
            if self.here() == 0 {
                return Err(Fault::new(Problem::QuoteNotClosed, start));
            }
            let escaped_break = self.quoted_words(start, double, &mut text)?;
            if self.here() == quote {
                self.pos += 1;
                return Ok(Cow::Owned(text));
            }
            self.quoted_space(escaped_break, &mut text);
        }
    }

    /// Goes back to `to` on the same line.
    fn rewind_line(&mut self, to: usize) {
        self.wide -= self.bytes[to..self.pos]
            .iter()
            .filter(|&&byte| byte & 0xC0 == 0x80)
            .count();
        self.pos = to;
    }

    /// Reads up to a blank, a break, the end or the closing quote; says whether an escaped break ended it.
    fn quoted_words(
        &mut self,
        start: usize,
        double: bool,
        text: &mut String,
    ) -> Result<bool, Fault> {
        let stops = BLANK | if double { DOUBLE } else { SINGLE };
        loop {
            let run = self.pos;
            self.skip_until(stops);
            text.push_str(&self.text[run..self.pos]);
            match self.here() {
                b'\'' if !double && self.bytes[self.pos + 1] == b'\'' => {
                    text.push('\'');
                    self.pos += 2;
                }
                b'\\' if double => match chars::break_len(self.bytes, self.pos + 1) {
                    0 => self.escape(start, text)?,
                    length => {
                        self.pos += 1;
                        self.skip_break(length);
                        return Ok(true);
                    }
                },
                _ => return Ok(false),
            }
        }
    }

    fn quoted_space(&mut self, escaped_break: bool, text: &mut String) {
        let mut breaks = Breaks::default();
        let mut broken = escaped_break;
        let start = self.pos;
        let mut end = start;
        loop {
            if chars::is(self.here(), BLANK) {
                self.pos += 1;
                if !broken {
                    end = self.pos;
                }
                continue;
            }
            match chars::break_len(self.bytes, self.pos) {
                0 => break,
                length if escaped_break => breaks.add_rest(self, length),
                length => breaks.add(self, length),
            }
            broken = true;
        }
        if broken {
            breaks.fold_into(text);
        } else {
            text.push_str(&self.text[start..end]);
        }
    }

    fn escape(&mut self, start: usize, text: &mut String) -> Result<(), Fault> {
        let simple = match self.bytes[self.pos + 1] {
            b'0' => '\0',
            b'a' => '\u{7}',
            b'b' => '\u{8}',
            b't' | b'\t' => '\t',
            b'n' => '\n',
            b'v' => '\u{B}',
            b'f' => '\u{C}',
            b'r' => '\r',
            b'e' => '\u{1B}',
            b' ' => ' ',
            b'"' => '"',
            b'\'' => '\'',
            b'\\' => '\\',
            b'N' => '\u{85}',
            b'_' => '\u{A0}',
            b'L' => '\u{2028}',
            b'P' => '\u{2029}',
            b'x' => return self.hex_escape(start, 2, text),
            b'u' => return self.hex_escape(start, 4, text),
            b'U' => return self.hex_escape(start, 8, text),
            _ => return Err(self.fault(Problem::UnknownEscape).since(start)),
        };
        text.push(simple);
        self.pos += 2;
        Ok(())
    }

    fn hex_escape(&mut self, start: usize, digits: usize, text: &mut String) -> Result<(), Fault> {
        let mut value: u32 = 0;
        for place in self.pos + 2..self.pos + 2 + digits {
            let digit = self
                .bytes
                .get(place)
                .and_then(|&byte| char::from(byte).to_digit(16))
                .ok_or_else(|| self.fault(Problem::BadHexEscape).since(start))?;
            value = value.wrapping_shl(4) | digit;
        }
        let character = char::from_u32(value)
            .ok_or_else(|| self.fault(Problem::NoSuchCharacter).since(start))?;
        text.push(character);
        self.pos += 2 + digits;
        Ok(())
    }
}
