//! Go's strings: bytes that are mostly, but not always, UTF-8.

use std::borrow::Borrow;
use std::ops::Deref;
use std::sync::Arc;

/// A Go string: bytes that are cheap to share and need not be UTF-8.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(Arc<[u8]>);

impl Text {
    /// Returns the bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Returns the text with U+FFFD for every single byte that is no UTF-8, as Go's JSON encoder writes it.
    #[must_use]
    pub fn to_utf8(&self) -> String {
        utf8(&self.0)
    }
}

/// Returns the bytes as text, with U+FFFD for every single byte that is no UTF-8.
#[must_use]
pub(crate) fn utf8(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => Runes::new(bytes).map(|(_, rune, _)| rune).collect(),
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::from("")
    }
}

impl std::fmt::Debug for Text {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{:?}", self.to_utf8())
    }
}

impl std::fmt::Display for Text {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.to_utf8())
    }
}

impl Deref for Text {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl Borrow<[u8]> for Text {
    fn borrow(&self) -> &[u8] {
        &self.0
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(text.as_bytes().into())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(text.into_bytes().into())
    }
}

impl From<&[u8]> for Text {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.into())
    }
}

impl From<Vec<u8>> for Text {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }
}

/// Returns the first character and its length in bytes; U+FFFD and 1 for a byte that is no UTF-8, U+FFFD and 0 at the end.
///
/// Go's `utf8.DecodeRune`.
#[must_use]
pub fn decode_rune(bytes: &[u8]) -> (char, usize) {
    let Some(&first) = bytes.first() else {
        return (char::REPLACEMENT_CHARACTER, 0);
    };
    let length = match first {
        0..0x80 => return (char::from(first), 1),
        0xC2..0xE0 => 2,
        0xE0..0xF0 => 3,
        0xF0..0xF5 => 4,
        _ => return (char::REPLACEMENT_CHARACTER, 1),
    };
    bytes
        .get(..length)
        .and_then(|bytes| std::str::from_utf8(bytes).ok())
        .and_then(|text| text.chars().next())
        .map_or((char::REPLACEMENT_CHARACTER, 1), |rune| (rune, length))
}

/// Returns the last character and its length in bytes, as [`decode_rune`] does for the first.
#[must_use]
pub fn decode_last_rune(bytes: &[u8]) -> (char, usize) {
    let end = bytes.len();
    for length in 2..=4.min(end) {
        let tail = bytes.get(end - length..).unwrap_or_default();
        let (rune, found) = decode_rune(tail);
        if found == length {
            return (rune, length);
        }
    }
    decode_rune(bytes.get(end.saturating_sub(1)..).unwrap_or_default())
}

/// The characters of bytes, as Go's `for range` over a string: place, character, length in bytes.
///
/// A byte that is no UTF-8 gives U+FFFD with the length 1.
#[derive(Clone, Debug)]
pub struct Runes<'a> {
    rest: &'a [u8],
    at: usize,
}

impl<'a> Runes<'a> {
    /// Begins at the first byte.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, at: 0 }
    }
}

impl Iterator for Runes<'_> {
    type Item = (usize, char, usize);

    fn next(&mut self) -> Option<Self::Item> {
        let (rune, length) = decode_rune(self.rest);
        if length == 0 {
            return None;
        }
        let at = self.at;
        self.at += length;
        self.rest = self.rest.get(length..).unwrap_or_default();
        Some((at, rune, length))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_bytes_count_one_by_one() {
        let runes: Vec<_> = Runes::new(b"a\xe6\x97\xe6\x97\xa5\xff\xed\xa0\x80").collect();
        let lengths: Vec<usize> = runes.iter().map(|(_, _, length)| *length).collect();
        assert_eq!(lengths, [1, 1, 1, 3, 1, 1, 1, 1]);
        assert_eq!(utf8(b"\xe6\x97"), "\u{fffd}\u{fffd}");
        assert_eq!(decode_last_rune("aé".as_bytes()), ('é', 2));
        assert_eq!(decode_last_rune(b"a\xa9"), ('\u{fffd}', 1));
        assert_eq!(decode_last_rune(b"a"), ('a', 1));
        assert_eq!(decode_last_rune(b""), ('\u{fffd}', 0));
    }
}
