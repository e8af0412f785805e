//! Classes of bytes, one table look-up each.

/// Space or tab.
pub(super) const BLANK: u8 = 1;
/// Line feed, carriage return, or the NUL that ends every buffer.
pub(super) const END: u8 = 2;
/// Any byte of a character outside ASCII.
pub(super) const HIGH: u8 = 4;
/// `,` `?` `[` `]` `{` `}`: these end a plain scalar inside a flow collection.
pub(super) const FLOW: u8 = 8;
/// `:`.
pub(super) const COLON: u8 = 16;
/// `'`.
pub(super) const SINGLE: u8 = 32;
/// `"` and `\`.
pub(super) const DOUBLE: u8 = 64;
/// Letters, digits, `_` and `-`: the bytes of anchors and tag handles.
pub(super) const WORD: u8 = 128;

const fn class(byte: u8) -> u8 {
    match byte {
        b' ' | b'\t' => BLANK,
        b'\n' | b'\r' | 0 => END,
        b',' | b'?' | b'[' | b']' | b'{' | b'}' => FLOW,
        b':' => COLON,
        b'\'' => SINGLE,
        b'"' | b'\\' => DOUBLE,
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'-' => WORD,
        0x80..=0xFF => HIGH,
        _ => 0,
    }
}

const fn table() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = class(byte as u8);
        byte += 1;
    }
    table
}

static CLASS: [u8; 256] = table();

/// Says whether a byte is in one of the classes.
#[inline(always)]
pub(super) fn is(byte: u8, classes: u8) -> bool {
    CLASS[byte as usize] & classes != 0
}

/// Returns the length of the line break at `at`, 0 where there is none.
///
/// The splitter turns `\r\n` into `\n` before anything is parsed, so that `\r\r\n` is one break, too.
pub(super) fn break_len(bytes: &[u8], at: usize) -> usize {
    match bytes[at] {
        b'\n' => 1,
        b'\r' if bytes[at + 1] == b'\n' => 2,
        b'\r' if bytes[at + 1] == b'\r' && bytes[at + 2] == b'\n' => 3,
        b'\r' => 1,
        0xC2 if bytes[at + 1] == 0x85 => 2,
        0xE2 if bytes[at + 1] == 0x80 && matches!(bytes[at + 2], 0xA8 | 0xA9) => 3,
        _ => 0,
    }
}

/// Says whether a blank, a break or the end stands at `at`.
#[inline(always)]
pub(super) fn is_blank_or_end(bytes: &[u8], at: usize) -> bool {
    is(bytes[at], BLANK | END) || (bytes[at] >= 0x80 && break_len(bytes, at) > 0)
}

/// Returns the length of the character that begins with `byte`.
pub(super) fn width(byte: u8) -> usize {
    match byte {
        0xF0.. => 4,
        0xE0.. => 3,
        0xC0.. => 2,
        _ => 1,
    }
}

/// Returns the offset of the first character that YAML does not allow in a text at all: control characters, U+FFFE, U+FFFF.
pub(super) fn first_forbidden(bytes: &[u8]) -> Option<usize> {
    const STEP: usize = 64;
    let suspicious =
        |byte: u8| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r') || byte >= 0x7F;
    let mut at = 0;
    while at < bytes.len() {
        let block = &bytes[at..bytes.len().min(at + STEP)];
        if block
            .iter()
            .fold(false, |any, &byte| any | suspicious(byte))
            && let Some(offset) = (at..at + block.len()).find(|&at| is_forbidden(bytes, at))
        {
            return Some(offset);
        }
        at += STEP;
    }
    None
}

fn is_forbidden(bytes: &[u8], at: usize) -> bool {
    let after = |ahead: usize| bytes.get(at + ahead).copied().unwrap_or(0);
    match bytes[at] {
        b'\t' | b'\n' | b'\r' => false,
        0..=0x1F | 0x7F => true,
        0xC2 => after(1) < 0xA0 && after(1) != 0x85,
        0xEF => after(1) == 0xBF && matches!(after(2), 0xBE | 0xBF),
        _ => false,
    }
}
