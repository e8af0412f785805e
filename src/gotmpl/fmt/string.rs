//! The verbs of texts: `%s`, `%q`, `%x`.

use super::flags::Flags;
use crate::gotmpl::text::Runes;
use crate::strconv::{quote, quote_ascii};

/// Writes a text for a verb; `None` if the verb is not for texts.
pub(super) fn text(out: &mut Vec<u8>, flags: Flags, text: &[u8], verb: char) -> Option<()> {
    match verb {
        'v' if flags.sharp_v => quoted(out, flags, text),
        'v' | 's' => flags.pad(out, truncated(flags, text)),
        'x' => hexadecimal(out, flags, text, b"0123456789abcdefx"),
        'X' => hexadecimal(out, flags, text, b"0123456789ABCDEFX"),
        'q' => quoted(out, flags, text),
        _ => return None,
    }
    Some(())
}

/// Cuts a text to the precision, which counts characters.
fn truncated(flags: Flags, text: &[u8]) -> &[u8] {
    let cut = flags
        .precision
        .and_then(|precision| Runes::new(text).nth(precision));
    match cut {
        Some((at, _, _)) => text.get(..at).unwrap_or_default(),
        None => text,
    }
}

fn quoted(out: &mut Vec<u8>, flags: Flags, text: &[u8]) {
    let text = truncated(flags, text);
    if flags.sharp && can_backquote(text) {
        let raw = [b"`", text, b"`"].concat();
        flags.pad(out, &raw);
    } else if flags.plus {
        flags.pad(out, quote_ascii(text).as_bytes());
    } else {
        flags.pad(out, quote(text).as_bytes());
    }
}

/// Go's `strconv.CanBackquote`.
fn can_backquote(text: &[u8]) -> bool {
    Runes::new(text).all(|(_, rune, length)| match rune {
        '\u{feff}' | '`' | '\u{7f}' => false,
        char::REPLACEMENT_CHARACTER => length > 1,
        _ => rune >= ' ' || rune == '\t',
    })
}

fn hexadecimal(out: &mut Vec<u8>, flags: Flags, text: &[u8], digits: &[u8; 17]) {
    let length = flags.precision.map_or(text.len(), |p| p.min(text.len()));
    let text = text.get(..length).unwrap_or_default();
    let mut hex = Vec::new();
    for (at, byte) in text.iter().enumerate() {
        if flags.space && at > 0 {
            hex.push(b' ');
        }
        if flags.sharp && (at == 0 || flags.space) {
            hex.extend([b'0', digits[16]]);
        }
        let digit = |half: u8| digits.get(usize::from(half)).copied().unwrap_or(b'0');
        hex.extend([digit(byte >> 4), digit(byte & 15)]);
    }
    flags.pad(out, &hex);
}
