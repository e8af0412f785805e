//! From bytes to [`Token`]s: which word stands here, and does a `:` further on make it a key.
//!
//! A word may turn out to be a key only when `:` follows on the same line within 1,024 characters, so the queue holds tokens
//! back for as long as its first one may still become a key.

use super::chars::{self, BLANK, END, HIGH, WORD};
use super::fault::{Fault, Problem};
use super::scan_key::SimpleKey;
use super::token::{Token, Word};
use std::collections::VecDeque;

/// The scanner over one piece; the text ends with four NUL bytes that belong to nobody.
#[derive(Debug)]
pub(super) struct Scanner<'a> {
    pub(super) text: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) pos: usize,
    /// Bytes before `pos` that do not begin a character: columns count characters.
    pub(super) wide: usize,
    /// Index in characters where the current line begins.
    pub(super) line: usize,
    pub(super) tokens: VecDeque<Token<'a>>,
    /// Number of tokens the parser took.
    pub(super) taken: usize,
    pub(super) indent: isize,
    indents: Vec<isize>,
    /// One for the block context and one for each open flow collection.
    pub(super) keys: Vec<SimpleKey>,
    pub(super) key_allowed: bool,
    /// Flow level, from 1, of the simple key that the next token begins.
    pub(super) marked: usize,
    ended: bool,
    /// Up to here each line loses its first character: Go takes it for the byte order mark that, doubled, begins the text.
    bom_trap: usize,
    /// Where the last plain scalar began.
    pub(super) last_plain: usize,
}

impl<'a> Scanner<'a> {
    /// Returns a scanner of `text`, which must end with four NUL bytes.
    pub(super) fn new(text: &'a str) -> Self {
        let start = if text.starts_with('\u{FEFF}') { 3 } else { 0 };
        let bom_trap = if text[start..].starts_with('\u{FEFF}') {
            text.len().min(512)
        } else {
            0
        };
        let block = SimpleKey {
            possible: false,
            required: false,
            number: 0,
            index: 0,
            line: 0,
            at: start,
        };
        Self {
            text,
            bytes: text.as_bytes(),
            pos: start,
            wide: start,
            line: 0,
            tokens: VecDeque::with_capacity(16),
            taken: 0,
            indent: -1,
            indents: Vec::new(),
            keys: vec![block],
            key_allowed: true,
            marked: 0,
            ended: false,
            bom_trap,
            last_plain: start,
        }
    }

    /// Returns the next token, which stays where it is.
    pub(super) fn peek(&mut self) -> Result<&Token<'a>, Fault> {
        while self.needs_more()? {
            self.fetch()?;
        }
        Ok(&self.tokens[0])
    }

    /// Takes the token that was peeked at.
    pub(super) fn take(&mut self) -> Token<'a> {
        self.taken += 1;
        self.tokens
            .pop_front()
            .expect("a token is taken only after it was peeked at")
    }

    fn needs_more(&mut self) -> Result<bool, Fault> {
        match self.tokens.front() {
            None => Ok(true),
            Some(token) if token.key_level == 0 => Ok(false),
            Some(token) => {
                let level = token.key_level - 1;
                Ok(self.key_holds(level)? && !self.ended)
            }
        }
    }

    pub(super) fn in_flow(&self) -> bool {
        self.keys.len() > 1
    }

    pub(super) fn index(&self) -> usize {
        self.pos - self.wide
    }

    pub(super) fn column(&self) -> isize {
        (self.index() - self.line).cast_signed()
    }

    pub(super) fn here(&self) -> u8 {
        self.bytes[self.pos]
    }

    pub(super) fn fault(&self, problem: Problem) -> Fault {
        Fault::new(problem, self.pos)
    }

    /// Steps over one character that is no line break.
    pub(super) fn skip_char(&mut self) {
        let width = chars::width(self.here());
        self.pos += width;
        self.wide += width - 1;
    }

    /// Steps over a line break of `length` bytes.
    pub(super) fn skip_break(&mut self, length: usize) {
        self.pos += length;
        self.wide += length - 1;
        self.line = self.index();
    }

    /// Steps over all characters up to one of `classes`, a line break or the end.
    #[inline]
    pub(super) fn skip_until(&mut self, classes: u8) {
        loop {
            let rest = &self.bytes[self.pos..];
            self.pos += rest
                .iter()
                .position(|&byte| chars::is(byte, classes | END | HIGH))
                .unwrap_or(rest.len());
            if self.here() < 0x80 || chars::break_len(self.bytes, self.pos) > 0 {
                return;
            }
            self.skip_char();
        }
    }

    /// Says whether `---` or `...` stands alone at the start of the line.
    pub(super) fn at_document_mark(&self) -> bool {
        let mark = &self.bytes[self.pos..];
        (mark.starts_with(b"---") || mark.starts_with(b"..."))
            && self.column() == 0
            && chars::is_blank_or_end(self.bytes, self.pos + 3)
    }

    pub(super) fn push(&mut self, word: Word<'a>, start: usize) {
        self.push_range(word, start, self.pos);
    }

    pub(super) fn push_range(&mut self, word: Word<'a>, start: usize, end: usize) {
        let key_level = std::mem::take(&mut self.marked);
        self.tokens.push_back(Token {
            word,
            start,
            end,
            key_level,
        });
    }

    /// Puts a token before the one with this number; behind all when that is gone already.
    fn insert(&mut self, number: usize, word: Word<'a>, at: usize) {
        let token = Token {
            word,
            start: at,
            end: at,
            key_level: 0,
        };
        match number.checked_sub(self.taken) {
            Some(place) if place <= self.tokens.len() => self.tokens.insert(place, token),
            _ => self.tokens.push_back(token),
        }
    }

    fn fetch(&mut self) -> Result<(), Fault> {
        self.skip_to_word();
        self.close_blocks(self.column());
        let start = self.pos;
        let byte = self.here();
        if byte == 0 {
            return self.fetch_end();
        }
        if self.column() == 0 && (byte == b'%' || self.at_document_mark()) {
            return self.fetch_at_line_start(byte);
        }
        let alone = chars::is_blank_or_end(self.bytes, start + 1);
        let flow = self.in_flow();
        match byte {
            b'[' => self.fetch_flow_start(Word::FlowListStart),
            b'{' => self.fetch_flow_start(Word::FlowMapStart),
            b']' => self.fetch_flow_end(Word::FlowListEnd),
            b'}' => self.fetch_flow_end(Word::FlowMapEnd),
            b',' => self.fetch_flow_entry(),
            b'-' if alone => self.fetch_block_entry(),
            b'?' if flow || alone => self.fetch_key(),
            b':' if flow || alone => self.fetch_value(),
            b'*' | b'&' => self.fetch_anchor(),
            b'!' => self.fetch_tag(),
            b'|' | b'>' if !flow => self.fetch_block_scalar(byte == b'|'),
            b'\'' => self.fetch_quoted(false),
            b'"' => self.fetch_quoted(true),
            b'-' | b'?' | b':' => self.fetch_plain(),
            b' ' | b'\t' | b'#' | b'|' | b'>' | b'%' | b'@' | b'`' => {
                Err(self.fault(Problem::CannotStart))
            }
            _ => self.fetch_plain(),
        }
    }

    fn skip_to_word(&mut self) {
        loop {
            if self.pos < self.bom_trap && self.column() == 0 {
                self.skip_char();
            }
            let tabs = self.in_flow() || !self.key_allowed;
            while self.here() == b' ' || (tabs && self.here() == b'\t') {
                self.pos += 1;
            }
            if self.here() == b'#' {
                self.skip_until(0);
            }
            match chars::break_len(self.bytes, self.pos) {
                0 => return,
                length => self.skip_break(length),
            }
            if !self.in_flow() {
                self.key_allowed = true;
            }
        }
    }

    fn fetch_end(&mut self) -> Result<(), Fault> {
        self.line = self.index();
        self.close_blocks(-1);
        self.drop_key()?;
        self.key_allowed = false;
        self.push(Word::StreamEnd, self.pos);
        self.ended = true;
        Ok(())
    }

    fn fetch_at_line_start(&mut self, byte: u8) -> Result<(), Fault> {
        self.close_blocks(-1);
        self.drop_key()?;
        self.key_allowed = false;
        let start = self.pos;
        let word = match byte {
            b'%' => self.directive()?,
            b'-' => Word::DocumentStart,
            _ => Word::DocumentEnd,
        };
        if byte != b'%' {
            self.pos += 3;
        }
        self.push(word, start);
        Ok(())
    }

    fn fetch_flow_start(&mut self, word: Word<'a>) -> Result<(), Fault> {
        self.save_key()?;
        let number = self.taken + self.tokens.len();
        self.keys.push(SimpleKey {
            possible: false,
            required: false,
            number,
            index: self.index(),
            line: self.line,
            at: self.pos,
        });
        self.key_allowed = true;
        self.push_indicator(word);
        Ok(())
    }

    fn fetch_flow_end(&mut self, word: Word<'a>) -> Result<(), Fault> {
        self.drop_key()?;
        if self.in_flow()
            && let Some(key) = self.keys.pop()
        {
            self.unmark(key.number);
        }
        self.key_allowed = false;
        self.push_indicator(word);
        Ok(())
    }

    fn fetch_flow_entry(&mut self) -> Result<(), Fault> {
        self.drop_key()?;
        self.key_allowed = true;
        self.push_indicator(Word::FlowEntry);
        Ok(())
    }

    fn push_indicator(&mut self, word: Word<'a>) {
        let start = self.pos;
        self.pos += 1;
        self.push(word, start);
    }

    fn fetch_block_entry(&mut self) -> Result<(), Fault> {
        if !self.in_flow() {
            if !self.key_allowed {
                return Err(self.fault(Problem::EntryNotAllowed));
            }
            let number = self.taken + self.tokens.len();
            self.open_block(self.column(), number, Word::BlockListStart, self.pos);
        }
        self.drop_key()?;
        self.key_allowed = true;
        self.push_indicator(Word::BlockEntry);
        Ok(())
    }

    fn fetch_key(&mut self) -> Result<(), Fault> {
        if !self.in_flow() {
            if !self.key_allowed {
                return Err(self.fault(Problem::KeyNotAllowed));
            }
            let number = self.taken + self.tokens.len();
            self.open_block(self.column(), number, Word::BlockMapStart, self.pos);
        }
        self.drop_key()?;
        self.key_allowed = !self.in_flow();
        self.push_indicator(Word::Key);
        Ok(())
    }

    fn fetch_value(&mut self) -> Result<(), Fault> {
        let level = self.keys.len() - 1;
        if self.key_holds(level)? {
            let key = self.keys[level];
            self.unmark(key.number);
            self.insert(key.number, Word::Key, key.at);
            let column = (key.index - key.line).cast_signed();
            self.open_block(column, key.number, Word::BlockMapStart, key.at);
            self.keys[level].possible = false;
            self.key_allowed = false;
        } else {
            if !self.in_flow() {
                if !self.key_allowed {
                    return Err(self.stray_colon());
                }
                let number = self.taken + self.tokens.len();
                self.open_block(self.column(), number, Word::BlockMapStart, self.pos);
            }
            self.key_allowed = !self.in_flow();
        }
        self.push_indicator(Word::Value);
        Ok(())
    }

    /// A `: ` in the middle of a value: of one on this line, or of one that this line continues.
    fn stray_colon(&self) -> Fault {
        let value = &self.bytes[self.last_plain.min(self.pos)..self.pos];
        let problem = match value.contains(&b'\n') {
            true => Problem::ValueContinues,
            false => Problem::ValueNotAllowed,
        };
        self.fault(problem).since(self.last_plain)
    }

    fn fetch_anchor(&mut self) -> Result<(), Fault> {
        self.save_key()?;
        self.key_allowed = false;
        let start = self.pos;
        self.pos += 1;
        while chars::is(self.here(), WORD) {
            self.pos += 1;
        }
        let name = &self.text[start + 1..self.pos];
        let followed = chars::is_blank_or_end(self.bytes, self.pos)
            || matches!(
                self.here(),
                b'?' | b':' | b',' | b']' | b'}' | b'%' | b'@' | b'`'
            );
        if name.is_empty() || !followed {
            return Err(self.fault(Problem::BadAnchor).since(start));
        }
        let word = match self.bytes[start] {
            b'*' => Word::Alias(name),
            _ => Word::Anchor(name),
        };
        self.push(word, start);
        Ok(())
    }

    /// Opens a block collection when this column lies deeper than the current one.
    fn open_block(&mut self, column: isize, number: usize, word: Word<'a>, at: usize) {
        if !self.in_flow() && self.indent < column {
            self.indents.push(self.indent);
            self.indent = column;
            self.insert(number, word, at);
        }
    }

    /// Closes all block collections that lie deeper than this column.
    fn close_blocks(&mut self, column: isize) {
        if self.in_flow() {
            return;
        }
        while self.indent > column
            && let Some(indent) = self.indents.pop()
        {
            self.indent = indent;
            self.tokens.push_back(Token {
                word: Word::BlockEnd,
                start: self.pos,
                end: self.pos,
                key_level: 0,
            });
        }
    }

    /// Steps over spaces and tabs.
    pub(super) fn skip_blanks(&mut self) {
        while chars::is(self.here(), BLANK) {
            self.pos += 1;
        }
    }
}
