//! The text of a number, as YAML and as JSON.

use super::Number;
use std::fmt::Write;

/// Writes a number so that every YAML reader takes it for the same number of the same kind: integers bare, floats always
/// with a point and, where they have an exponent, with its sign. YAML 1.1 readers take `1e+21` for text.
pub(super) fn push_yaml(number: Number, out: &mut String) {
    match number {
        Number::Int(value) => push_int(value, out),
        Number::Uint(value) => push_uint(value, out),
        Number::Float(value) => push_yaml_float(value, out),
    }
}

/// Writes a number as Go's `encoding/json` (Go 1.26) does.
pub(super) fn push_json(number: Number, out: &mut String) {
    match number {
        Number::Int(value) => push_int(value, out),
        Number::Uint(value) => push_uint(value, out),
        Number::Float(value) => push_float(value, out),
    }
}

fn push_int(value: i64, out: &mut String) {
    if value < 0 {
        out.push('-');
    }
    push_uint(value.unsigned_abs(), out);
}

fn push_uint(mut value: u64, out: &mut String) {
    let mut digits = [0_u8; 20];
    let mut start = digits.len();
    loop {
        start -= 1;
        digits[start] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            break;
        }
    }
    out.push_str(std::str::from_utf8(&digits[start..]).expect("digits are ASCII"));
}

fn push_yaml_float(value: f64, out: &mut String) {
    let start = out.len();
    push_float(value, out);
    let text = &out[start..];
    if text.contains('.') {
        return;
    }
    let mantissa = text.find('e').unwrap_or(text.len());
    out.insert_str(start + mantissa, ".0");
}

/// The shortest digits that give the same float: with an exponent below 1e-6 and from 1e21, else written out.
fn push_float(value: f64, out: &mut String) {
    let size = value.abs();
    if size == 0.0 || (1e-6..1e21).contains(&size) {
        write!(out, "{value}").expect("a String takes everything");
        return;
    }
    let start = out.len();
    write!(out, "{value:e}").expect("a String takes everything");
    if let Some(at) = out[start..].find('e')
        && !out[start + at + 1..].starts_with('-')
    {
        out.insert(start + at + 1, '+');
    }
}

/// Writes the last `digits` hexadecimal digits of a code point.
pub(super) fn push_hex(code: u32, digits: u32, out: &mut String) {
    for at in (0..digits).rev() {
        let digit = char::from_digit(code >> (4 * at) & 0xF, 16);
        out.push(digit.expect("four bits are one digit"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(value: f64) -> (String, String) {
        let (mut yaml, mut json) = (String::new(), String::new());
        push_yaml(Number::Float(value), &mut yaml);
        push_json(Number::Float(value), &mut json);
        (yaml, json)
    }

    #[test]
    fn floats_have_the_text_of_go() {
        for (value, text) in [
            (1.0, "1"),
            (-0.0, "-0"),
            (1e21, "1e+21"),
            (1.5e-7, "1.5e-7"),
            (123_456_789_012_345_680_000.0, "123456789012345680000"),
            (5e-324, "5e-324"),
        ] {
            assert_eq!(texts(value).1, text);
        }
    }

    #[test]
    fn floats_keep_their_kind_in_yaml_and_are_go_s_in_json() {
        let cases = [
            (0.0, "0.0", "0"),
            (-0.0, "-0.0", "-0"),
            (1.0, "1.0", "1"),
            (0.1, "0.1", "0.1"),
            (1e20, "100000000000000000000.0", "100000000000000000000"),
            (1e21, "1.0e+21", "1e+21"),
            (-1.5e300, "-1.5e+300", "-1.5e+300"),
            (1e-6, "0.000001", "0.000001"),
            (1e-7, "1.0e-7", "1e-7"),
            (9.5e-7, "9.5e-7", "9.5e-7"),
            (5e-324, "5.0e-324", "5e-324"),
        ];
        for (value, yaml, json) in cases {
            assert_eq!(texts(value), (yaml.to_owned(), json.to_owned()));
        }
    }

    #[test]
    fn integers_are_exact_to_64_bits() {
        let cases = [
            (Number::Int(i64::MIN), "-9223372036854775808"),
            (Number::Int(0), "0"),
            (Number::Int(-10), "-10"),
            (Number::Uint(u64::MAX), "18446744073709551615"),
        ];
        for (number, text) in cases {
            let mut out = String::new();
            push_yaml(number, &mut out);
            assert_eq!(out, text);
        }
    }
}
