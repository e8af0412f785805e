//! Go's `strconv.Quote` and its relatives.

use super::printable::is_print;
use std::fmt::Write as _;

/// Writes a text as a Go string literal (`strconv.Quote`).
#[must_use]
pub fn quote(text: &[u8]) -> String {
    quote_with(text, is_print)
}

/// Writes a text as a Go string literal of ASCII only (`strconv.QuoteToASCII`).
#[must_use]
pub fn quote_ascii(text: &[u8]) -> String {
    quote_with(text, is_ascii_print)
}

/// Writes a character as a Go character literal (`strconv.QuoteRune`), of ASCII only if asked.
#[must_use]
pub fn quote_rune(rune: char, ascii: bool) -> String {
    let mut out = String::from('\'');
    let printable = if ascii { is_ascii_print } else { is_print };
    escape(&mut out, rune, '\'', printable);
    out.push('\'');
    out
}

fn is_ascii_print(rune: char) -> bool {
    rune.is_ascii() && is_print(rune)
}

fn quote_with(text: &[u8], printable: fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for chunk in text.utf8_chunks() {
        for rune in chunk.valid().chars() {
            escape(&mut out, rune, '"', printable);
        }
        for byte in chunk.invalid() {
            out.push_str(&format!("\\x{byte:02x}"));
        }
    }
    out.push('"');
    out
}

fn escape(out: &mut String, rune: char, quote: char, printable: fn(char) -> bool) {
    match rune {
        '\\' => out.push_str("\\\\"),
        _ if rune == quote => out.extend(['\\', rune]),
        _ if printable(rune) => out.push(rune),
        '\x07' => out.push_str("\\a"),
        '\x08' => out.push_str("\\b"),
        '\x0c' => out.push_str("\\f"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '\x0b' => out.push_str("\\v"),
        _ => hexadecimal(out, u32::from(rune)),
    }
}

/// Writes into a string, which cannot fail.
fn hexadecimal(out: &mut String, rune: u32) {
    let written = match rune {
        0..0x20 | 0x7f => write!(out, "\\x{rune:02x}"),
        0x20..0x10000 => write!(out, "\\u{rune:04x}"),
        _ => write!(out, "\\U{rune:08x}"),
    };
    debug_assert!(written.is_ok());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_quoted_as_go_quotes_them() {
        assert_eq!(
            quote("a\"\\\n\u{7f}é\u{200b}😀".as_bytes()),
            "\"a\\\"\\\\\\n\\x7fé\\u200b😀\""
        );
        assert_eq!(quote(b"\xff\x00"), "\"\\xff\\x00\"");
        assert_eq!(quote_ascii("é😀".as_bytes()), "\"\\u00e9\\U0001f600\"");
        assert_eq!(quote_rune('\'', false), "'\\''");
        assert_eq!(quote_rune('"', false), "'\"'");
    }
}
