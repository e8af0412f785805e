//! Texts in JSON.

use super::super::super::text::Runes;

/// Writes a text in quotes. Bytes that are no UTF-8 become `\ufffd`; `<`, `>` and `&` are escaped if asked.
pub(super) fn write(out: &mut Vec<u8>, text: &[u8], html: bool) {
    out.push(b'"');
    let plain = plain_length(text, html);
    let (plain, text) = text.split_at_checked(plain).unwrap_or((text, b""));
    out.extend_from_slice(plain);
    for (at, rune, length) in Runes::new(text) {
        match rune {
            '"' | '\\' => out.extend([b'\\', rune as u8]),
            '\n' => out.extend(b"\\n"),
            '\r' => out.extend(b"\\r"),
            '\t' => out.extend(b"\\t"),
            '\x08' => out.extend(b"\\b"),
            '\x0C' => out.extend(b"\\f"),
            '<' | '>' | '&' if html => escape(out, rune),
            '\0'..='\x1F' | '\u{2028}' | '\u{2029}' => escape(out, rune),
            char::REPLACEMENT_CHARACTER if length == 1 => escape(out, rune),
            _ => out.extend_from_slice(text.get(at..at + length).unwrap_or_default()),
        }
    }
    out.push(b'"');
}

/// Returns how much of the beginning is ASCII that stands for itself, which most texts are as a whole.
fn plain_length(text: &[u8], html: bool) -> usize {
    let is_special = |byte: &u8| match byte {
        b'"' | b'\\' | 0..0x20 | 0x80.. => true,
        b'<' | b'>' | b'&' => html,
        _ => false,
    };
    text.iter().position(is_special).unwrap_or(text.len())
}

fn escape(out: &mut Vec<u8>, rune: char) {
    out.extend(format!("\\u{:04x}", u32::from(rune)).into_bytes());
}

/// Returns what a literal stands for, quotes left out; its syntax has been checked. Lone surrogates and bytes that are no
/// UTF-8 become U+FFFD.
pub(super) fn read(literal: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(literal.len());
    let mut rest = literal;
    while let [first, behind @ ..] = rest {
        rest = behind;
        if *first != b'\\' {
            let plain = rest.iter().position(|byte| *byte == b'\\');
            let length = 1 + plain.unwrap_or(rest.len());
            let (text, after) = split(literal, literal.len() - rest.len() - 1, length);
            push_valid(&mut out, text);
            rest = after;
            continue;
        }
        let [escaped, behind @ ..] = rest else { break };
        rest = behind;
        match escaped {
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'u' => rest = unicode(&mut out, rest),
            other => out.push(*other),
        }
    }
    out
}

/// Returns a part of a text and what is behind it.
fn split(text: &[u8], start: usize, length: usize) -> (&[u8], &[u8]) {
    let from = text.get(start..).unwrap_or_default();
    from.split_at_checked(length).unwrap_or((from, &[]))
}

fn push_valid(out: &mut Vec<u8>, text: &[u8]) {
    if std::str::from_utf8(text).is_ok() {
        out.extend_from_slice(text);
        return;
    }
    for (_, rune, _) in Runes::new(text) {
        push(out, rune);
    }
}

fn push(out: &mut Vec<u8>, rune: char) {
    out.extend_from_slice(rune.encode_utf8(&mut [0; 4]).as_bytes());
}

/// Reads the digits behind `\u`, and a second escape if both are one character.
fn unicode<'t>(out: &mut Vec<u8>, text: &'t [u8]) -> &'t [u8] {
    let (unit, rest) = hexadecimal(text);
    let pair = rest.strip_prefix(b"\\u").map(hexadecimal);
    let (rune, rest) = match (unit, pair) {
        (0xD800..=0xDBFF, Some((low @ 0xDC00..=0xDFFF, after))) => {
            (0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00), after)
        }
        _ => (unit, rest),
    };
    push(
        out,
        char::from_u32(rune).unwrap_or(char::REPLACEMENT_CHARACTER),
    );
    rest
}

fn hexadecimal(text: &[u8]) -> (u32, &[u8]) {
    let (digits, rest) = text.split_at_checked(4).unwrap_or((text, &[]));
    let digits = digits
        .iter()
        .filter_map(|byte| char::from(*byte).to_digit(16));
    (digits.fold(0, |value, digit| value << 4 | digit), rest)
}
