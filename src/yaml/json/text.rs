//! The text between two double quotes.

use std::borrow::Cow;

/// Where reading stopped, counted from the opening quote, and why.
type Fault = (usize, &'static str);

/// Reads a text from its opening quote, and returns it with the number of bytes up to and including the closing one.
pub(super) fn read(quoted: &str) -> Result<(Cow<'_, str>, usize), Fault> {
    let mut text = Cow::Borrowed("");
    let mut at = 1;
    loop {
        let run = quoted[at..]
            .bytes()
            .position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1F))
            .ok_or((quoted.len(), "the text has no closing `\"`"))?;
        text += &quoted[at..at + run];
        at += run;
        match quoted.as_bytes()[at] {
            b'"' => return Ok((text, at + 1)),
            b'\\' => {
                let (c, length) = escape(&quoted[at + 1..]).map_err(|message| (at, message))?;
                text.to_mut().push(c);
                at += 1 + length;
            }
            _ => return Err((at, "a control character must be written as an escape")),
        }
    }
}

/// Returns the character of an escape, and its length after the backslash.
fn escape(rest: &str) -> Result<(char, usize), &'static str> {
    let c = match rest.bytes().next() {
        Some(c @ (b'"' | b'\\' | b'/')) => char::from(c),
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return code_point(&rest[1..]).map(|(c, length)| (c, length + 1)),
        _ => return Err("JSON has no such escape"),
    };
    Ok((c, 1))
}

fn code_point(rest: &str) -> Result<(char, usize), &'static str> {
    let unit = unit(rest)?;
    if let Some(c) = char::from_u32(unit) {
        return Ok((c, 4));
    }
    let second = match rest[4..].strip_prefix("\\u") {
        Some(low) if unit < 0xDC00 => self::unit(low)?,
        _ => return Err(HALF_A_PAIR),
    };
    let low = second.checked_sub(0xDC00).filter(|&low| low < 0x400);
    let c = low.and_then(|low| char::from_u32(0x1_0000 + ((unit - 0xD800) << 10) + low));
    c.map(|c| (c, 10)).ok_or(HALF_A_PAIR)
}

const HALF_A_PAIR: &str = "the escape is half of a surrogate pair, which is no character";

fn unit(rest: &str) -> Result<u32, &'static str> {
    rest.get(..4)
        .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
        .and_then(|digits| u32::from_str_radix(digits, 16).ok())
        .ok_or("`\\u` needs four hexadecimal digits")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_characters() {
        let (text, length) = read(r#""a\"\\\/\b\f\n\r\t\u00fc\ud83d\ude00", 1"#).unwrap();
        assert_eq!(text, "a\"\\/\u{8}\u{c}\n\r\t\u{fc}\u{1F600}");
        assert_eq!(length, 37);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let cases = [
            ("\"a", (2, "the text has no closing `\"`")),
            (
                "\"a\nb\"",
                (2, "a control character must be written as an escape"),
            ),
            ("\"\\x\"", (1, "JSON has no such escape")),
            ("\"\\u12\"", (1, "`\\u` needs four hexadecimal digits")),
            ("\"\\u+123\"", (1, "`\\u` needs four hexadecimal digits")),
            ("\"\\ud83d\"", (1, HALF_A_PAIR)),
            ("\"\\ud83d\\u0041\"", (1, HALF_A_PAIR)),
            ("\"\\ude00\\ud83d\"", (1, HALF_A_PAIR)),
        ];
        for (quoted, fault) in cases {
            assert_eq!(read(quoted), Err(fault), "{quoted}");
        }
    }
}
