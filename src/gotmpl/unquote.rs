//! Go's `strconv.Unquote` and `UnquoteChar`.

/// Reads a Go string literal, double-quoted or raw; `None` if its syntax is wrong.
pub(super) fn unquote(literal: &str) -> Option<Vec<u8>> {
    if let Some(raw) = literal.strip_prefix('`').and_then(|l| l.strip_suffix('`')) {
        return Some(raw.bytes().filter(|byte| *byte != b'\r').collect());
    }
    let mut rest = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut out = Vec::with_capacity(rest.len());
    while !rest.is_empty() {
        let plain = rest.find(['\\', '"', '\n']).unwrap_or(rest.len());
        let (text, tail) = rest.split_at(plain);
        out.extend_from_slice(text.as_bytes());
        rest = tail;
        if !rest.is_empty() {
            let (unit, tail) = unit(rest, '"')?;
            match unit {
                Unit::Byte(byte) => out.push(byte),
                Unit::Rune(rune) => out.extend_from_slice(rune.encode_utf8(&mut [0; 4]).as_bytes()),
            }
            rest = tail;
        }
    }
    Some(out)
}

/// Reads the first character behind a quote; returns its number and what follows it.
pub(super) fn unquote_char(text: &str, quote: char) -> Option<(u32, &str)> {
    let (unit, tail) = unit(text, quote)?;
    Some(match unit {
        Unit::Byte(byte) => (u32::from(byte), tail),
        Unit::Rune(rune) => (u32::from(rune), tail),
    })
}

/// What an escape stands for: `\xff` is a byte, `\u00ff` a character.
enum Unit {
    Byte(u8),
    Rune(char),
}

fn unit(text: &str, quote: char) -> Option<(Unit, &str)> {
    let mut chars = text.chars();
    let first = chars.next()?;
    if first == quote || first == '\n' {
        return None;
    }
    if first != '\\' {
        return Some((Unit::Rune(first), chars.as_str()));
    }
    let escape = chars.next()?;
    let tail = chars.as_str();
    let rune = match escape {
        'a' => '\x07',
        'b' => '\x08',
        'f' => '\x0c',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\x0b',
        '\\' => '\\',
        '\'' | '"' if escape == quote => escape,
        'x' => return byte(tail, 2, 16),
        '0'..='7' => return byte(text.get(1..)?, 3, 8),
        'u' => return rune(tail, 4),
        'U' => return rune(tail, 8),
        _ => return None,
    };
    Some((Unit::Rune(rune), tail))
}

fn digits(text: &str, count: usize, radix: u32) -> Option<(u32, &str)> {
    let (digits, tail) = text.split_at_checked(count)?;
    let all = digits.chars().all(|digit| digit.is_digit(radix));
    let number = u32::from_str_radix(digits, radix).ok()?;
    all.then_some((number, tail))
}

fn byte(text: &str, count: usize, radix: u32) -> Option<(Unit, &str)> {
    let (number, tail) = digits(text, count, radix)?;
    Some((Unit::Byte(u8::try_from(number).ok()?), tail))
}

fn rune(text: &str, count: usize) -> Option<(Unit, &str)> {
    let (number, tail) = digits(text, count, 16)?;
    Some((Unit::Rune(char::from_u32(number)?), tail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_read_as_go_reads_them() {
        assert_eq!(
            unquote(r#""a\t\x41\101\u00e9""#).as_deref(),
            Some("a\tAAé".as_bytes())
        );
        assert_eq!(unquote("`a\\n\r`").as_deref(), Some(&b"a\\n"[..]));
        assert_eq!(unquote(r#""\xff""#).as_deref(), Some(&b"\xff"[..]));
        for wrong in [
            r#""\'""#,
            r#""\x4""#,
            r#""\400""#,
            r#""\ud800""#,
            r#""\U00110000""#,
            r#""\0""#,
            "\"",
        ] {
            assert_eq!(unquote(wrong), None, "{wrong}");
        }
        assert_eq!(unquote_char(r"\''", '\''), Some((39, "'")));
        assert_eq!(unquote_char("'", '\''), None);
    }
}
