//! Go's standard base32: padded, line feeds and carriage returns ignored.

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Encodes bytes.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(5) * 8);
    for chunk in bytes.chunks(5) {
        let bits = chunk
            .iter()
            .fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
        let bits = bits << (8 * (5 - chunk.len()));
        let used = (chunk.len() * 8).div_ceil(5);
        for at in 0..8 {
            let index = (bits >> (35 - 5 * at)) as usize & 31;
            let letter = ALPHABET.get(index).copied().unwrap_or_default();
            out.push(if at < used { char::from(letter) } else { '=' });
        }
    }
    out
}

/// Decodes a text.
///
/// # Errors
/// Go's error text, with the offset of the first byte that does not fit, line breaks not counted.
pub(crate) fn decode(text: &[u8]) -> Result<Vec<u8>, String> {
    let breaks = |byte: &&u8| matches!(byte, b'\n' | b'\r');
    let text: Vec<u8> = text.iter().filter(|byte| !breaks(byte)).copied().collect();
    let mut out = Vec::with_capacity(text.len() / 8 * 5);
    for (group, start) in text.chunks(8).zip((0..).step_by(8)) {
        let count = letters(group, start, text.len())
            .map_err(|at| format!("illegal base32 data at input byte {at}"))?;
        let bits = group
            .iter()
            .take(count)
            .filter_map(|byte| value(*byte))
            .fold(0u64, |bits, value| bits << 5 | value);
        let bytes = (bits << (5 * (8 - count)) << 24).to_be_bytes();
        out.extend(bytes.iter().take(count * 5 / 8));
        if count < 8 {
            break;
        }
    }
    Ok(out)
}

/// Returns how many letters a group has before its padding.
fn letters(group: &[u8], start: usize, length: usize) -> Result<usize, usize> {
    for (at, byte) in group.iter().enumerate() {
        if value(*byte).is_some() {
            continue;
        }
        // Padding is taken for padding only where it can reach the end of the text.
        let behind = length - (start + at) - 1;
        if *byte != b'=' || at < 2 || behind >= 8 {
            return Err(start + at);
        }
        if behind + at < 7 {
            return Err(length);
        }
        let rest = group.iter().skip(at + 1);
        if let Some(place) = rest.clone().position(|byte| *byte != b'=') {
            return Err(start + at + place);
        }
        return if matches!(at, 1 | 3 | 6) {
            Err(start + at)
        } else {
            Ok(at)
        };
    }
    match group.len() {
        8 => Ok(8),
        _ => Err(start),
    }
}

fn value(byte: u8) -> Option<u64> {
    match byte {
        b'A'..=b'Z' => Some(u64::from(byte - b'A')),
        b'2'..=b'7' => Some(u64::from(byte - b'2') + 26),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_decodes() {
        for text in ["", "f", "fo", "foo", "foob", "fooba", "foobar"] {
            let encoded = encode(text.as_bytes());
            assert_eq!(decode(encoded.as_bytes()), Ok(text.as_bytes().to_vec()));
        }
        assert_eq!(encode(b"foobar"), "MZXW6YTBOI======");
        assert!(decode(b"MZXW6").is_err());
    }
}
