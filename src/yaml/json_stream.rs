//! Where one JSON value of a stream ends, as Go's `encoding/json` sees it.

use std::ops::Range;

/// Deepest nesting that `encoding/json` reads.
const DEEPEST: usize = 10_000;

/// Returns the range of the next value from `at` on; `None` when only white space is left.
///
/// # Errors
/// The offset of the first byte that is not JSON.
pub(super) fn next_value(text: &[u8], at: usize) -> Result<Option<Range<usize>>, usize> {
    let mut cursor = Cursor { text, at };
    cursor.skip_space();
    let start = cursor.at;
    if start == text.len() {
        return Ok(None);
    }
    cursor.value()?;
    Ok(Some(start..cursor.at))
}

struct Cursor<'a> {
    text: &'a [u8],
    at: usize,
}

impl Cursor<'_> {
    fn here(&self) -> u8 {
        self.text.get(self.at).copied().unwrap_or(0)
    }

    fn skip_space(&mut self) {
        while matches!(self.here(), b' ' | b'\t' | b'\r' | b'\n') {
            self.at += 1;
        }
    }

    fn expect(&mut self, byte: u8) -> Result<(), usize> {
        if self.here() != byte {
            return Err(self.at);
        }
        self.at += 1;
        Ok(())
    }

    fn value(&mut self) -> Result<(), usize> {
        let mut open: Vec<u8> = Vec::new();
        loop {
            self.skip_space();
            let begun = match self.here() {
                close @ (b'{' | b'[') => {
                    self.at += 1;
                    open.push(close + 2);
                    if open.len() > DEEPEST {
                        return Err(self.at);
                    }
                    self.skip_space();
                    self.here() != close + 2
                }
                _ => {
                    self.scalar()?;
                    false
                }
            };
            if !begun && !self.close(&mut open)? {
                return Ok(());
            }
            if open.last() == Some(&b'}') {
                self.key()?;
            }
        }
    }

    /// Steps over what ends values; says whether another value follows.
    fn close(&mut self, open: &mut Vec<u8>) -> Result<bool, usize> {
        while let Some(&close) = open.last() {
            self.skip_space();
            if self.here() == b',' {
                self.at += 1;
                return Ok(true);
            }
            self.expect(close)?;
            open.pop();
        }
        Ok(false)
    }

    fn key(&mut self) -> Result<(), usize> {
        self.skip_space();
        self.string()?;
        self.skip_space();
        self.expect(b':')
    }

    fn scalar(&mut self) -> Result<(), usize> {
        match self.here() {
            b'"' => self.string(),
            b't' => self.word(b"true"),
            b'f' => self.word(b"false"),
            b'n' => self.word(b"null"),
            _ => self.number(),
        }
    }

    fn word(&mut self, word: &[u8]) -> Result<(), usize> {
        word.iter().try_for_each(|&byte| self.expect(byte))
    }

    fn string(&mut self) -> Result<(), usize> {
        self.expect(b'"')?;
        loop {
            match self.here() {
                b'"' => {
                    self.at += 1;
                    return Ok(());
                }
                b'\\' => self.escape()?,
                0..=0x1F => return Err(self.at),
                _ => self.at += 1,
            }
        }
    }

    fn escape(&mut self) -> Result<(), usize> {
        self.at += 1;
        let digits = match self.here() {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => 0,
            b'u' => 4,
            _ => return Err(self.at),
        };
        self.at += 1;
        for _ in 0..digits {
            if !self.here().is_ascii_hexdigit() {
                return Err(self.at);
            }
            self.at += 1;
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), usize> {
        if !self.here().is_ascii_digit() {
            return Err(self.at);
        }
        while self.here().is_ascii_digit() {
            self.at += 1;
        }
        Ok(())
    }

    fn number(&mut self) -> Result<(), usize> {
        if self.here() == b'-' {
            self.at += 1;
        }
        if self.here() == b'0' {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.here() == b'.' {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.here(), b'e' | b'E') {
            self.at += 1;
            if matches!(self.here(), b'+' | b'-') {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(())
    }
}
