//! Go's standard base64: padded, line feeds and carriage returns ignored, leftover bits too.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Encodes bytes.
pub(crate) fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Decodes a text.
///
/// # Errors
/// Go's error text, with the offset of the first byte that does not fit.
pub(crate) fn decode(text: &[u8]) -> Result<Vec<u8>, String> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let mut at = 0;
    while let Some(group) = Group::read(text, &mut at).map_err(corrupt)? {
        out.extend_from_slice(&group.bytes());
        if group.last {
            break;
        }
    }
    Ok(out)
}

fn corrupt(at: usize) -> String {
    format!("illegal base64 data at input byte {at}")
}

/// Up to four characters that stand for up to three bytes.
struct Group {
    bits: u32,
    count: usize,
    last: bool,
}

impl Group {
    fn read(text: &[u8], at: &mut usize) -> Result<Option<Self>, usize> {
        let mut group = Self {
            bits: 0,
            count: 0,
            last: false,
        };
        while group.count < 4 {
            let Some(&byte) = text.get(*at) else {
                return match group.count {
                    0 => Ok(None),
                    count => Err(*at - count),
                };
            };
            *at += 1;
            match value(byte) {
                Some(value) => {
                    group.bits = group.bits << 6 | value;
                    group.count += 1;
                }
                None if matches!(byte, b'\n' | b'\r') => {}
                None if byte == b'=' => {
                    group.padding(text, at)?;
                    group.last = true;
                    break;
                }
                None => return Err(*at - 1),
            }
        }
        Ok(Some(group))
    }

    /// Reads what follows the first `=`, up to the end of the text.
    fn padding(&mut self, text: &[u8], at: &mut usize) -> Result<(), usize> {
        if self.count < 2 {
            return Err(*at - 1);
        }
        if self.count == 2 {
            skip_breaks(text, at);
            match text.get(*at) {
                Some(b'=') => *at += 1,
                Some(_) => return Err(*at - 1),
                None => return Err(text.len()),
            }
        }
        skip_breaks(text, at);
        if *at < text.len() { Err(*at) } else { Ok(()) }
    }

    fn bytes(&self) -> Vec<u8> {
        let bits = self.bits << (6 * (4 - self.count));
        let [_, a, b, c] = bits.to_be_bytes();
        let mut bytes = vec![a, b, c];
        bytes.truncate(self.count - 1);
        bytes
    }
}

fn skip_breaks(text: &[u8], at: &mut usize) {
    while matches!(text.get(*at), Some(b'\n' | b'\r')) {
        *at += 1;
    }
}

fn value(byte: u8) -> Option<u32> {
    let value = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_told_by_offset() {
        for (text, want) in [
            ("Zm9v", Ok("foo")),
            ("Zm9vYg==", Ok("foob")),
            ("Zm\n9v\r\n", Ok("foo")),
            ("Zm9vYh==", Ok("foob")),
            ("", Ok("")),
            ("Zm9", Err(0)),
            ("Z", Err(0)),
            ("Zm9v!", Err(4)),
            ("Zm9vYg=", Err(7)),
            ("Zm9vYg=x", Err(6)),
            ("Zm9vYmE=x", Err(8)),
            ("=", Err(0)),
        ] {
            let want = want
                .map(|text| text.as_bytes().to_vec())
                .map_err(|at: usize| corrupt(at));
            assert_eq!(decode(text.as_bytes()), want, "{text:?}");
        }
    }
}
