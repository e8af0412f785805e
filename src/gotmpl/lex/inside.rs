//! The tokens inside an action.

use super::scan::{SPACES, Scan, Stop, fault};
use super::token::TokenKind;
use crate::gotmpl::unicode;
use crate::strconv::{is_print, quote};

impl Scan<'_> {
    /// Reads one token; false once the action is over.
    pub(super) fn inside(&mut self) -> Result<bool, Stop> {
        if let Some(trims) = self.right_delimiter() {
            if self.parens > 0 {
                return fault("unclosed left paren");
            }
            self.close(trims);
            return Ok(false);
        }
        let Some(first) = self.next() else {
            return fault("unclosed action");
        };
        match first {
            ' ' | '\t' | '\r' | '\n' => self.space(),
            '=' => self.emit(TokenKind::Assign),
            ':' if self.next() == Some('=') => self.emit(TokenKind::Declare),
            ':' => return fault("expected :="),
            '|' => self.emit(TokenKind::Pipe),
            '"' => self.quoted('"', TokenKind::String, "unterminated quoted string")?,
            '\'' => self.quoted(
                '\'',
                TokenKind::CharConstant,
                "unterminated character constant",
            )?,
            '`' => self.raw()?,
            '$' => self.name(TokenKind::Variable)?,
            '.' if !self.peek().is_none_or(|next| next.is_ascii_digit()) => {
                self.name(TokenKind::Field)?;
            }
            '.' | '+' | '-' | '0'..='9' => {
                self.at = self.start;
                self.number()?;
            }
            _ if is_alphanumeric(first) => self.identifier()?,
            '(' => {
                self.parens += 1;
                self.emit(TokenKind::LeftParen);
            }
            ')' if self.parens == 0 => return fault("unexpected right paren"),
            ')' => {
                self.parens -= 1;
                self.emit(TokenKind::RightParen);
            }
            _ if first.is_ascii() && is_print(first) => self.emit(TokenKind::Char),
            _ => {
                return fault(format!(
                    "unrecognized character in action: {}",
                    code_point(first)
                ));
            }
        }
        Ok(true)
    }

    /// Reads white space, but not the blank of a trim marker.
    fn space(&mut self) {
        while self.peek().is_some_and(|next| SPACES.contains(&next)) {
            self.next();
        }
        let last = self.at.saturating_sub(1);
        let behind = std::mem::replace(&mut self.at, last);
        if self.right_delimiter() != Some(true) {
            self.at = behind;
        }
        if self.at > self.start {
            self.emit(TokenKind::Space);
        }
    }

    fn quoted(&mut self, quote: char, kind: TokenKind, unterminated: &str) -> Result<(), Stop> {
        loop {
            match self.next() {
                Some('\\') if self.next().is_none_or(|next| next == '\n') => {
                    return fault(unterminated);
                }
                None | Some('\n') => return fault(unterminated),
                Some(next) if next == quote => break,
                Some(_) => {}
            }
        }
        self.emit(kind);
        Ok(())
    }

    fn raw(&mut self) -> Result<(), Stop> {
        let Some(length) = self.rest().find('`') else {
            return fault("unterminated raw quoted string");
        };
        self.at += length + 1;
        self.emit(TokenKind::RawString);
        Ok(())
    }

    fn identifier(&mut self) -> Result<(), Stop> {
        self.alphanumerics();
        let word = self.word();
        self.terminated()?;
        match word {
            "true" | "false" => self.emit(TokenKind::Bool),
            _ => self.emit(TokenKind::keyword(word).unwrap_or(TokenKind::Identifier)),
        }
        Ok(())
    }

    /// Reads `.field` or `$variable`, or the `.` or `$` alone.
    fn name(&mut self, kind: TokenKind) -> Result<(), Stop> {
        if self.is_terminated() {
            self.emit(match kind {
                TokenKind::Field => TokenKind::Dot,
                other => other,
            });
            return Ok(());
        }
        self.alphanumerics();
        self.terminated()?;
        self.emit(kind);
        Ok(())
    }

    fn alphanumerics(&mut self) {
        while self.peek().is_some_and(is_alphanumeric) {
            self.next();
        }
    }

    /// Says whether a name may end here.
    fn is_terminated(&self) -> bool {
        match self.peek() {
            None | Some(' ' | '\t' | '\r' | '\n' | '.' | ',' | '|' | ':' | ')' | '(') => true,
            Some(_) => self.rest().starts_with("}}"),
        }
    }

    fn terminated(&self) -> Result<(), Stop> {
        match self.peek() {
            Some(next) if !self.is_terminated() => {
                fault(format!("bad character {}", code_point(next)))
            }
            _ => Ok(()),
        }
    }

    fn number(&mut self) -> Result<(), Stop> {
        let whole = self.scan_number();
        if !whole {
            return self.bad_number();
        }
        if !matches!(self.peek(), Some('+' | '-')) {
            self.emit(TokenKind::Number);
            return Ok(());
        }
        if !self.scan_number() || !self.word().ends_with('i') {
            return self.bad_number();
        }
        self.emit(TokenKind::Complex);
        Ok(())
    }

    fn bad_number(&self) -> Result<(), Stop> {
        let word = quote(self.word().as_bytes());
        fault(format!("bad number syntax: {word}"))
    }

    fn accept(&mut self, valid: &str) -> bool {
        let found = self.peek().is_some_and(|next| valid.contains(next));
        if found {
            self.next();
        }
        found
    }

    fn accept_run(&mut self, valid: &str) {
        while self.accept(valid) {}
    }

    /// Reads what looks like a number; false if a letter or digit follows, which is read too.
    fn scan_number(&mut self) -> bool {
        const DECIMAL: &str = "0123456789_";
        const HEXADECIMAL: &str = "0123456789abcdefABCDEF_";
        self.accept("+-");
        let mut digits = DECIMAL;
        if self.accept("0") {
            if self.accept("xX") {
                digits = HEXADECIMAL;
            } else if self.accept("oO") {
                digits = "01234567_";
            } else if self.accept("bB") {
                digits = "01_";
            }
        }
        self.accept_run(digits);
        if self.accept(".") {
            self.accept_run(digits);
        }
        let exponent = (digits == DECIMAL && self.accept("eE"))
            || (digits == HEXADECIMAL && self.accept("pP"));
        if exponent {
            self.accept("+-");
            self.accept_run(DECIMAL);
        }
        self.accept("i");
        let ends = !self.peek().is_some_and(is_alphanumeric);
        if !ends {
            self.next();
        }
        ends
    }
}

/// Says whether the character can stand in a name.
fn is_alphanumeric(rune: char) -> bool {
    rune == '_' || unicode::is_letter(rune) || unicode::is_digit(rune)
}

/// Go's `%#U`: `U+0041 'A'`.
fn code_point(rune: char) -> String {
    let number = u32::from(rune);
    match is_print(rune) {
        true => format!("U+{number:04X} '{rune}'"),
        false => format!("U+{number:04X}"),
    }
}
