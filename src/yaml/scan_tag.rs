//! Tags, and the directives that may name their handles.

use super::chars::{self, WORD};
use super::fault::{Fault, Problem};
use super::scan::Scanner;
use super::token::Word;
use std::borrow::Cow;

/// Go's words where a handle does not begin or end.
const NO_SIGN: &str = "did not find expected '!'";

impl<'a> Scanner<'a> {
    pub(super) fn fetch_tag(&mut self) -> Result<(), Fault> {
        self.save_key()?;
        self.key_allowed = false;
        let start = self.pos;
        let word = if self.bytes[self.pos + 1] == b'<' {
            self.verbatim_tag(start)?
        } else {
            self.short_tag(start)?
        };
        if !chars::is_blank_or_end(self.bytes, self.pos) {
            return Err(self.fault(Problem::TextAfterTag).since(start));
        }
        self.push(word, start);
        Ok(())
    }

    fn verbatim_tag(&mut self, start: usize) -> Result<Word<'a>, Fault> {
        self.pos += 2;
        let suffix = self.uri(start, self.pos, false)?;
        if self.here() != b'>' {
            return Err(self.fault(Problem::TagNotClosed).since(start));
        }
        self.pos += 1;
        Ok(Word::Tag { handle: "", suffix })
    }

    fn short_tag(&mut self, start: usize) -> Result<Word<'a>, Fault> {
        let handle = self.tag_handle(start)?;
        if handle.len() > 1 && handle.ends_with('!') {
            let suffix = self.uri(start, self.pos, false)?;
            return Ok(Word::Tag { handle, suffix });
        }
        let suffix = self.uri(start, start + 1, true)?;
        if suffix.is_empty() {
            return Ok(Word::Tag {
                handle: "",
                suffix: Cow::Borrowed("!"),
            });
        }
        Ok(Word::Tag {
            handle: "!",
            suffix,
        })
    }

    fn tag_handle(&mut self, start: usize) -> Result<&'a str, Fault> {
        let begin = self.pos;
        if self.here() != b'!' {
            return Err(self.bad_tag(NO_SIGN, start));
        }
        self.pos += 1;
        while chars::is(self.here(), WORD) {
            self.pos += 1;
        }
        if self.here() == b'!' {
            self.pos += 1;
        }
        Ok(&self.text[begin..self.pos])
    }

    fn bad_tag(&self, words: &'static str, start: usize) -> Fault {
        self.fault(Problem::BadTag(words)).since(start)
    }

    /// Reads the characters of a URI; what stands from `from` to here belongs to it already.
    fn uri(
        &mut self,
        start: usize,
        from: usize,
        may_be_empty: bool,
    ) -> Result<Cow<'a, str>, Fault> {
        let begin = self.pos;
        let mut decoded: Option<Vec<u8>> = None;
        while is_uri(self.here()) {
            let taken = &self.bytes[from..self.pos];
            if self.here() == b'%' {
                let bytes = decoded.get_or_insert_with(|| taken.to_vec());
                self.uri_escape(start, bytes)?;
            } else {
                if let Some(bytes) = &mut decoded {
                    bytes.push(self.here());
                }
                self.pos += 1;
            }
        }
        if self.pos == begin && !may_be_empty {
            return Err(self.bad_tag("did not find expected tag URI", start));
        }
        Ok(match decoded {
            None => Cow::Borrowed(&self.text[from..self.pos]),
            Some(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
        })
    }

    /// Reads one character that is written as `%` escapes.
    fn uri_escape(&mut self, start: usize, bytes: &mut Vec<u8>) -> Result<(), Fault> {
        let mut left = 0;
        let mut first = true;
        while first || left > 0 {
            let digit = |at: usize| {
                self.bytes
                    .get(at)
                    .and_then(|&byte| char::from(byte).to_digit(16))
                    .and_then(|digit| u8::try_from(digit).ok())
            };
            let octet = match (self.here(), digit(self.pos + 1), digit(self.pos + 2)) {
                (b'%', Some(high), Some(low)) => high << 4 | low,
                _ => return Err(self.bad_tag("did not find URI escaped octet", start)),
            };
            let continues = octet & 0xC0 == 0x80;
            if first && (continues || octet >= 0xF8) {
                return Err(self.bad_tag("found an incorrect leading UTF-8 octet", start));
            }
            if !first && !continues {
                return Err(self.bad_tag("found an incorrect trailing UTF-8 octet", start));
            }
            left = if first { chars::width(octet) } else { left } - 1;
            first = false;
            bytes.push(octet);
            self.pos += 3;
        }
        Ok(())
    }

    /// Reads a line that begins with `%`.
    pub(super) fn directive(&mut self) -> Result<Word<'a>, Fault> {
        let start = self.pos;
        self.pos += 1;
        let name = self.pos;
        while chars::is(self.here(), WORD) {
            self.pos += 1;
        }
        let name = &self.text[name..self.pos];
        if name.is_empty() {
            return Err(self.bad_directive("could not find expected directive name", start));
        }
        if !chars::is_blank_or_end(self.bytes, self.pos) {
            return Err(self.bad_directive("found unexpected non-alphabetical character", start));
        }
        let word = match name {
            "YAML" => self.version(start)?,
            "TAG" => self.tag_directive(start)?,
            _ => return Err(self.bad_directive("found unknown directive name", start)),
        };
        self.skip_blanks();
        if self.here() == b'#' {
            self.skip_until(0);
        }
        match chars::break_len(self.bytes, self.pos) {
            0 if self.here() != 0 => {
                return Err(
                    self.bad_directive("did not find expected comment or line break", start)
                );
            }
            0 => {}
            length => self.skip_break(length),
        }
        Ok(word)
    }

    fn bad_directive(&self, words: &'static str, start: usize) -> Fault {
        self.fault(Problem::BadDirective(words)).since(start)
    }

    fn version(&mut self, start: usize) -> Result<Word<'a>, Fault> {
        self.skip_blanks();
        let major = self.version_number(start)?;
        if self.here() != b'.' {
            return Err(self.bad_directive("did not find expected digit or '.' character", start));
        }
        self.pos += 1;
        let minor = self.version_number(start)?;
        Ok(Word::Version { major, minor })
    }

    fn version_number(&mut self, start: usize) -> Result<u32, Fault> {
        let begin = self.pos;
        while self.here().is_ascii_digit() {
            self.pos += 1;
        }
        match &self.text[begin..self.pos] {
            digits if digits.len() > 2 => Err("found extremely long version number"),
            digits => digits
                .parse()
                .map_err(|_| "did not find expected version number"),
        }
        .map_err(|words| self.bad_directive(words, start))
    }

    fn tag_directive(&mut self, start: usize) -> Result<Word<'a>, Fault> {
        self.skip_blanks();
        let handle = self.tag_handle(start)?;
        if !handle.ends_with('!') {
            return Err(self.bad_directive(NO_SIGN, start));
        }
        if !chars::is(self.here(), chars::BLANK) {
            return Err(self.bad_directive("did not find expected whitespace", start));
        }
        self.skip_blanks();
        let prefix = self.uri(start, self.pos, false)?;
        if !chars::is_blank_or_end(self.bytes, self.pos) {
            let words = "did not find expected whitespace or line break";
            return Err(self.bad_directive(words, start));
        }
        Ok(Word::TagDirective { handle, prefix })
    }
}

fn is_uri(byte: u8) -> bool {
    chars::is(byte, WORD)
        || matches!(
            byte,
            b';' | b'/'
                | b'?'
                | b':'
                | b'@'
                | b'&'
                | b'='
                | b'+'
                | b'$'
                | b','
                | b'.'
                | b'!'
                | b'~'
                | b'*'
                | b'\''
                | b'('
                | b')'
                | b'['
                | b']'
                | b'%'
        )
}
