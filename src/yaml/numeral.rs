//! Numbers as Go's `strconv` reads and writes them.

use super::node::Number;
use crate::strconv::{self, Style};

/// Reads an integer or a float that begins with a sign or a digit, as `go.yaml.in/yaml/v2` does.
pub(super) fn parse(text: &str) -> Option<Number> {
    let cleaned;
    let plain = if text.contains('_') {
        cleaned = text.replace('_', "");
        cleaned.as_str()
    } else {
        text
    };
    integer(plain)
        .or_else(|| float(plain))
        .or_else(|| binary(plain))
}

/// Reads an integer with a base prefix, a leading zero for octal, or decimal.
fn integer(text: &str) -> Option<Number> {
    let (negative, digits) = sign(text);
    let (base, digits) = base_of(digits);
    let magnitude = magnitude(digits, base)?;
    if digits.is_empty() && !text.ends_with('0') {
        return None;
    }
    match (negative, i64::try_from(magnitude)) {
        (Some(true), _) => 0i64.checked_sub_unsigned(magnitude).map(Number::Int),
        (_, Ok(value)) => Some(Number::Int(value)),
        (None, Err(_)) => Some(Number::Uint(magnitude)),
        (Some(false), Err(_)) => None,
    }
}

/// Splits a sign off: `Some(true)` is minus.
fn sign(text: &str) -> (Option<bool>, &str) {
    match text.as_bytes().first() {
        Some(b'-') => (Some(true), &text[1..]),
        Some(b'+') => (Some(false), &text[1..]),
        _ => (None, text),
    }
}

fn base_of(digits: &str) -> (u32, &str) {
    let bytes = digits.as_bytes();
    match bytes {
        [b'0', b'x' | b'X', _, ..] => (16, &digits[2..]),
        [b'0', b'o' | b'O', _, ..] => (8, &digits[2..]),
        [b'0', b'b' | b'B', _, ..] => (2, &digits[2..]),
        [b'0', ..] => (8, &digits[1..]),
        _ => (10, digits),
    }
}

/// The value of the digits; 0 for none, which only a lone zero leaves.
fn magnitude(digits: &str, base: u32) -> Option<u64> {
    let mut value: u64 = 0;
    for byte in digits.bytes() {
        let digit = char::from(byte).to_digit(base)?;
        value = value
            .checked_mul(u64::from(base))?
            .checked_add(u64::from(digit))?;
    }
    Some(value)
}

/// Reads a decimal float in YAML's form; what overflows is none.
fn float(text: &str) -> Option<Number> {
    let (_, unsigned) = sign(text);
    is_decimal(unsigned.as_bytes()).then_some(())?;
    finite(text)
}

fn finite(text: &str) -> Option<Number> {
    let value: f64 = text.parse().ok()?;
    value.is_finite().then_some(Number::Float(value))
}

/// `.5`, `5`, `5.`, `5.5`, each with or without an exponent.
fn is_decimal(bytes: &[u8]) -> bool {
    let digits = |from: usize| {
        bytes[from..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count()
    };
    let whole = digits(0);
    let mut at = whole;
    if bytes.get(at) == Some(&b'.') {
        let fraction = digits(at + 1);
        if whole + fraction == 0 {
            return false;
        }
        at += 1 + fraction;
    } else if whole == 0 {
        return false;
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        at += 1;
        if let Some(b'+' | b'-') = bytes.get(at) {
            at += 1;
        }
        let exponent = digits(at);
        if exponent == 0 {
            return false;
        }
        at += exponent;
    }
    at == bytes.len()
}

/// `0b` with what Go takes in base 2 after it, a sign included.
fn binary(text: &str) -> Option<Number> {
    if let Some(digits) = text.strip_prefix("0b") {
        let (negative, digits) = sign(digits);
        let magnitude = (!digits.is_empty()).then(|| magnitude(digits, 2))??;
        return match (negative, i64::try_from(magnitude)) {
            (Some(true), _) => 0i64.checked_sub_unsigned(magnitude).map(Number::Int),
            (_, Ok(value)) => Some(Number::Int(value)),
            (None, Err(_)) => Some(Number::Uint(magnitude)),
            (Some(false), Err(_)) => None,
        };
    }
    None
}

/// Reads a float that begins with a point; underscores may stand between digits.
pub(super) fn parse_point(text: &str) -> Option<Number> {
    let bytes = text.as_bytes();
    let between_digits = |at: usize| {
        at > 0
            && bytes[at - 1].is_ascii_digit()
            && bytes[at + 1..]
                .iter()
                .find(|&&byte| byte != b'_')
                .is_some_and(u8::is_ascii_digit)
            && bytes.get(at + 1) != Some(&b'_')
    };
    for (at, &byte) in bytes.iter().enumerate() {
        if byte == b'_' && !between_digits(at) {
            return None;
        }
    }
    let plain = text.replace('_', "");
    is_decimal(plain.as_bytes()).then(|| finite(&plain))?
}

/// Writes a float key: rounded to 32 bits, in the form of Go's `%g`.
#[expect(
    clippy::cast_possible_truncation,
    reason = "sigs.k8s.io/yaml rounds float keys to 32 bits"
)]
pub(super) fn key_text(value: f64) -> String {
    let value = value as f32;
    if value.is_nan() {
        return ".nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { ".inf" } else { "-.inf" }.to_owned();
    }
    // The digits that 32 bits need; as a float of 64 bits they are the same.
    let value = value.to_string().parse().unwrap_or_default();
    strconv::float(value, Style::G, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn float_keys_are_rounded_to_32_bits() {
        for (value, text) in [
            (0.123_456_789_012_3, "0.12345679"),
            (1e10, "1e+10"),
            (1e6, "1e+06"),
            (123_456.7, "123456.7"),
            (0.000_01, "1e-05"),
            (-0.0, "-0"),
            (1e300, ".inf"),
        ] {
            assert_eq!(key_text(value), text);
        }
    }

    #[test]
    fn integers_follow_strconv() {
        assert_eq!(parse("0"), Some(Number::Int(0)));
        assert_eq!(parse("-0b11"), Some(Number::Int(-3)));
        assert_eq!(parse("0b-1"), Some(Number::Int(-1)));
        assert_eq!(parse("08"), Some(Number::Float(8.0)));
        assert_eq!(parse("0x"), None);
        assert_eq!(parse("-"), None);
        assert_eq!(parse("18446744073709551615"), Some(Number::Uint(u64::MAX)));
        assert_eq!(parse("-9223372036854775808"), Some(Number::Int(i64::MIN)));
    }
}
