//! The syntax of JSON, and what Go says of faults in it.

use crate::strconv::quote;

/// How deeply values may be nested.
const DEPTH: usize = 10_000;

/// Where in a text the next token is, and what Go says when it is another one than expected.
pub(super) struct Scanner<'t> {
    text: &'t [u8],
    at: usize,
    pub(super) depth: usize,
}

type Scanned<T> = Result<T, String>;

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t [u8]) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
        }
    }

    /// Returns the next byte behind white space, without taking it.
    pub(super) fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.text.get(self.at) {
            self.at += 1;
        }
        self.text.get(self.at).copied()
    }

    pub(super) fn take(&mut self) {
        self.at += 1;
    }

    /// Says what is wrong with the byte that comes next, between tokens.
    pub(super) fn fault(&self, place: &str) -> String {
        match self.text.get(self.at) {
            Some(byte) => told(*byte, place),
            None => "unexpected end of JSON input".to_owned(),
        }
    }

    /// Says what is wrong with the byte that comes next, within a token. At its end Go reads a blank.
    fn fault_within(&self, place: &str) -> String {
        told(self.text.get(self.at).copied().unwrap_or(b' '), place)
    }

    pub(super) fn open(&mut self) -> Scanned<()> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(self.fault("exceeded max depth"));
        }
        self.take();
        Ok(())
    }

    /// Takes `true`, `false` or `null`.
    pub(super) fn word(&mut self, word: &str) -> Scanned<()> {
        for expected in word.bytes() {
            if self.text.get(self.at) != Some(&expected) {
                let expected = char::from(expected);
                return Err(
                    self.fault_within(&format!("in literal {word} (expecting '{expected}')"))
                );
            }
            self.at += 1;
        }
        Ok(())
    }

    /// Takes a literal with its quotes; returns what is between them.
    pub(super) fn string(&mut self) -> Scanned<&'t [u8]> {
        self.at += 1;
        let start = self.at;
        loop {
            match self.text.get(self.at) {
                Some(b'"') => break,
                Some(b'\\') => self.escape()?,
                Some(0x20..) => self.at += 1,
                Some(_) | None => return Err(self.fault("in string literal")),
            }
        }
        let literal = self.text.get(start..self.at).unwrap_or_default();
        self.at += 1;
        Ok(literal)
    }

    fn escape(&mut self) -> Scanned<()> {
        self.at += 1;
        match self.text.get(self.at) {
            Some(b'b' | b'f' | b'n' | b'r' | b't' | b'\\' | b'/' | b'"') => {}
            Some(b'u') => {
                for _ in 0..4 {
                    self.at += 1;
                    if !self.text.get(self.at).is_some_and(u8::is_ascii_hexdigit) {
                        return Err(self.fault_within("in \\u hexadecimal character escape"));
                    }
                }
            }
            Some(_) | None => return Err(self.fault_within("in string escape code")),
        }
        self.at += 1;
        Ok(())
    }

    /// Takes a number; returns its text.
    pub(super) fn number(&mut self) -> Scanned<&'t [u8]> {
        let start = self.at;
        if self.text.get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        if self.text.get(self.at) == Some(&b'0') {
            self.at += 1;
        } else {
            self.digits("in numeric literal")?;
        }
        if self.text.get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digits("after decimal point in numeric literal")?;
        }
        if let Some(b'e' | b'E') = self.text.get(self.at) {
            self.at += 1;
            if let Some(b'+' | b'-') = self.text.get(self.at) {
                self.at += 1;
            }
            self.digits("in exponent of numeric literal")?;
        }
        Ok(self.text.get(start..self.at).unwrap_or_default())
    }

    fn digits(&mut self, place: &str) -> Scanned<()> {
        if !self.text.get(self.at).is_some_and(u8::is_ascii_digit) {
            return Err(self.fault_within(place));
        }
        while self.text.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        Ok(())
    }
}

fn told(byte: u8, place: &str) -> String {
    let shown = match byte {
        b'\'' => r"\'".to_owned(),
        b'"' => "\"".to_owned(),
        _ => {
            let quoted = quote(char::from(byte).to_string().as_bytes());
            let inner = quoted.strip_prefix('"');
            let inner = inner.and_then(|text| text.strip_suffix('"'));
            inner.unwrap_or_default().to_owned()
        }
    };
    format!("invalid character '{shown}' {place}")
}
