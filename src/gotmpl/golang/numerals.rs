//! Texts that are numbers, by the rules of Go's `strconv`.

/// Reads an integer in the given base; base 0 takes Go's prefixes (`0x`, `0b`, `0o`, `0`) and underscores. `None` where Go
/// reports an error: syntax, or a value outside 64 bits.
pub(crate) fn integer(text: &[u8], base: u32) -> Option<i64> {
    let (negative, digits) = sign(text);
    let magnitude = unsigned(digits, base)?;
    if negative {
        (magnitude <= 1 << 63).then(|| (magnitude as i64).wrapping_neg())
    } else {
        i64::try_from(magnitude).ok()
    }
}

/// Reads a decimal integer as code does that drops the error: what is too large gives the largest or least, what is no number 0.
pub(crate) fn clamped(text: &[u8]) -> i64 {
    let (negative, digits) = sign(text);
    let bound = if negative { i64::MIN } else { i64::MAX };
    let mut value = 0_u64;
    for &byte in digits {
        let Some(digit) = char::from(byte).to_digit(10) else {
            return 0;
        };
        let next = value.checked_mul(10);
        // Go stops at the digit that is too much, and does not see what stands behind it.
        let Some(next) = next.and_then(|next| next.checked_add(u64::from(digit))) else {
            return bound;
        };
        value = next;
    }
    let empty = if digits.is_empty() { 0 } else { bound };
    integer(text, 10).unwrap_or(empty)
}

fn sign(text: &[u8]) -> (bool, &[u8]) {
    match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    }
}

/// Reads an integer without a sign, by the rules of [`integer`].
pub(crate) fn unsigned(text: &[u8], base: u32) -> Option<u64> {
    let (base, digits, spaced) = match text {
        _ if base != 0 => (base, text, false),
        [b'0', b'x' | b'X', digits @ ..] => (16, digits, true),
        [b'0', b'b' | b'B', digits @ ..] => (2, digits, true),
        [b'0', b'o' | b'O', digits @ ..] => (8, digits, true),
        [b'0', digits @ ..] if !digits.is_empty() => (8, digits, true),
        _ => (10, text, true),
    };
    if digits.is_empty() || (spaced && !underscores_fit(text)) {
        return None;
    }
    let mut value = 0u64;
    for &byte in digits {
        if spaced && byte == b'_' {
            continue;
        }
        let digit = char::from(byte).to_digit(base)?;
        value = value
            .checked_mul(u64::from(base))?
            .checked_add(u64::from(digit))?;
    }
    Some(value)
}

/// Says whether every underscore stands between digits, or between a base prefix and a digit.
fn underscores_fit(text: &[u8]) -> bool {
    let (_, text) = sign(text);
    let (prefixed, hex, rest) = match text {
        [
            b'0',
            letter @ (b'x' | b'X' | b'b' | b'B' | b'o' | b'O'),
            rest @ ..,
        ] => (true, letter.eq_ignore_ascii_case(&b'x'), rest),
        _ => (false, false, text),
    };
    let mut before = if prefixed { b'0' } else { b'^' };
    for &byte in rest {
        let kind = match byte {
            b'0'..=b'9' => b'0',
            b'a'..=b'f' | b'A'..=b'F' if hex => b'0',
            b'_' if before == b'0' => b'_',
            b'_' => return false,
            _ if before == b'_' => return false,
            _ => b'!',
        };
        before = kind;
    }
    before != b'_'
}

/// Reads a floating-point number: decimal or `0x1p4`, with Go's underscores, `inf` and `nan`. `None` where Go reports an error,
/// also for values that are too large.
pub(crate) fn float(text: &[u8]) -> Option<f64> {
    float_or_infinite(text)
        .filter(|value| value.is_finite() || !text.iter().any(u8::is_ascii_digit))
}

/// Reads what [`float`] does; what is too large is infinite.
pub(crate) fn float_or_infinite(text: &[u8]) -> Option<f64> {
    let (negative, body) = sign(text);
    if let Some(special) = special(body, body.len() != text.len()) {
        return Some(if negative { -special } else { special });
    }
    let has_underscore = body.contains(&b'_');
    if has_underscore && !underscores_fit(body) {
        return None;
    }
    let digits: Vec<u8> = body.iter().copied().filter(|&b| b != b'_').collect();
    let value = match digits.as_slice() {
        [b'0', b'x' | b'X', hex @ ..] => hexadecimal(hex)?,
        decimal => decimal_float(decimal)?,
    };
    Some(if negative { -value } else { value })
}

fn special(body: &[u8], signed: bool) -> Option<f64> {
    if body.eq_ignore_ascii_case(b"inf") || body.eq_ignore_ascii_case(b"infinity") {
        Some(f64::INFINITY)
    } else if body.eq_ignore_ascii_case(b"nan") && !signed {
        Some(f64::NAN)
    } else {
        None
    }
}

/// Cuts at a letter in either case, which is left out.
fn cut(text: &[u8], letter: u8) -> (&[u8], Option<&[u8]>) {
    let at = text.iter().position(|b| b.eq_ignore_ascii_case(&letter));
    match at.and_then(|at| text.split_at_checked(at)) {
        Some((before, from)) => (before, Some(from.get(1..).unwrap_or_default())),
        None => (text, None),
    }
}

fn decimal_float(text: &[u8]) -> Option<f64> {
    let (mantissa, exponent) = cut(text, b'e');
    let digits = mantissa.iter().filter(|b| b.is_ascii_digit()).count();
    let points = mantissa.iter().filter(|&&b| b == b'.').count();
    if digits == 0 || points > 1 || digits + points != mantissa.len() {
        return None;
    }
    if let Some(exponent) = exponent {
        let (_, digits) = sign(exponent);
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
    }
    // The syntax is the common part of Go's and Rust's, and both round correctly.
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// Reads what follows `0x`: hexadecimal digits with an optional point, and a binary exponent that must be there.
fn hexadecimal(text: &[u8]) -> Option<f64> {
    let (whole, exponent) = cut(text, b'p');
    let (negative, digits) = sign(exponent?);
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let exponent = digits.iter().fold(0i64, |value, byte| {
        (value * 10 + i64::from(byte - b'0')).min(10_000)
    });
    let mut power = if negative { -exponent } else { exponent };
    let (mut mantissa, mut seen, mut lost, mut point) = (0u64, false, false, false);
    for &byte in whole {
        if byte == b'.' && !point {
            point = true;
            continue;
        }
        let digit = u64::from(char::from(byte).to_digit(16)?);
        seen = true;
        if mantissa >> 59 == 0 {
            mantissa = mantissa << 4 | digit;
            power -= if point { 4 } else { 0 };
        } else {
            lost |= digit != 0;
            power += if point { 0 } else { 4 };
        }
    }
    seen.then(|| scaled(mantissa | u64::from(lost), power))
}

/// Returns `mantissa * 2^power`, rounded once to even; the lowest bit of a long mantissa is sticky.
fn scaled(mantissa: u64, power: i64) -> f64 {
    if mantissa == 0 {
        return 0.0;
    }
    let width = 64 - i64::from(mantissa.leading_zeros());
    let top = width + power;
    if top > 1024 {
        return f64::INFINITY;
    }
    // Bits that a float has at this magnitude: 53, fewer near zero.
    let kept = (top + 1074).clamp(-1, 53);
    let drop = width - kept;
    if drop <= 0 {
        return mantissa as f64 * two_to(power);
    }
    if drop > 64 {
        return 0.0;
    }
    let wide = u128::from(mantissa);
    let half = 1u128 << (drop - 1);
    let (quotient, rest) = (wide >> drop, wide & ((1u128 << drop) - 1));
    let up = rest > half || (rest == half && quotient & 1 == 1);
    (quotient + u128::from(up)) as f64 * two_to(power + drop)
}

/// Returns a power of two, in two exact factors' worth of range.
fn two_to(power: i64) -> f64 {
    if power < -1022 {
        2f64.powi(-1022) * 2f64.powi((power + 1022).max(-60) as i32)
    } else if power > 1023 {
        f64::INFINITY
    } else {
        2f64.powi(power as i32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_take_prefixes_and_underscores_in_base_0() {
        let cases: [(&str, Option<i64>); 14] = [
            ("0x1F", Some(31)),
            ("010", Some(8)),
            ("08", None),
            ("0_7", Some(7)),
            ("0x_f", Some(15)),
            ("1_000", Some(1000)),
            ("_1", None),
            ("1__0", None),
            ("0_", None),
            ("-0b11", Some(-3)),
            ("9223372036854775807", Some(i64::MAX)),
            ("9223372036854775808", None),
            ("-9223372036854775808", Some(i64::MIN)),
            ("", None),
        ];
        for (text, want) in cases {
            assert_eq!(integer(text.as_bytes(), 0), want, "{text}");
        }
        assert_eq!(integer(b"1_0", 10), None);
        assert_eq!(integer(b"+12", 10), Some(12));
    }

    #[test]
    fn floats_are_gos() {
        let cases: [(&str, Option<f64>); 16] = [
            ("1_000.5", Some(1000.5)),
            ("0x1_0p0", Some(16.0)),
            ("0x10", None),
            ("0x_1p1", Some(2.0)),
            ("0x1.8p1", Some(3.0)),
            ("0x.8p-1074", Some(0.0)),
            ("0x1p-1074", Some(5e-324)),
            ("0x1p1024", None),
            (".5", Some(0.5)),
            ("5.", Some(5.0)),
            (".", None),
            ("1e", None),
            ("1e400", None),
            ("-nan", None),
            ("+Infinity", Some(f64::INFINITY)),
            ("infi", None),
        ];
        for (text, want) in cases {
            assert_eq!(float(text.as_bytes()), want, "{text}");
        }
    }
}
