//! Percent escapes, by the place in a URL.

use crate::strconv::quote;

/// A place in a URL, which decides what has to be escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Path,
    Host,
    /// The zone of an IPv6 address.
    Zone,
    User,
    Fragment,
}

/// Says whether a byte has to be escaped.
pub(super) fn must_escape(byte: u8, place: Place) -> bool {
    if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
        return false;
    }
    match place {
        Place::Host | Place::Zone => !b"!$&'()*+,;=:[]<>\"".contains(&byte),
        Place::Path => !b"$&+,/:;=@".contains(&byte),
        Place::User => !b"$&+,;=".contains(&byte),
        Place::Fragment => !b"$&+,/:;=?@!()*".contains(&byte),
    }
}

/// Escapes a text.
pub(super) fn escape(text: &[u8], place: Place) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for &byte in text {
        if must_escape(byte, place) {
            out.extend(format!("%{byte:02X}").into_bytes());
        } else {
            out.push(byte);
        }
    }
    out
}

/// Resolves escapes.
///
/// # Errors
/// Go's error text: for an escape that is none, or is not allowed in the place, and for bytes that no host has.
pub(super) fn unescape(text: &[u8], place: Place) -> Result<Vec<u8>, String> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    let in_host = matches!(place, Place::Host | Place::Zone);
    while let [byte, behind @ ..] = rest {
        if *byte != b'%' {
            if in_host && byte.is_ascii() && must_escape(*byte, place) {
                let shown = quote(&[*byte]);
                return Err(format!("invalid character {shown} in host name"));
            }
            out.push(*byte);
            rest = behind;
            continue;
        }
        let value = value(behind).filter(|value| match place {
            // Hosts escape what is not ASCII alone, and the percent sign before a zone.
            Place::Host => *value >= 0x80 || *value == b'%',
            Place::Zone => matches!(*value, b'%' | b' ') || !must_escape(*value, Place::Host),
            Place::Path | Place::User | Place::Fragment => true,
        });
        let Some(value) = value else {
            let shown = quote(rest.get(..3).unwrap_or(rest));
            return Err(format!("invalid URL escape {shown}"));
        };
        out.push(value);
        rest = behind.get(2..).unwrap_or_default();
    }
    Ok(out)
}

/// Returns the value of the two digits that begin a text.
fn value(text: &[u8]) -> Option<u8> {
    let [high, low, ..] = text else { return None };
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    Some((digit(high)? << 4 | digit(low)?) as u8)
}
