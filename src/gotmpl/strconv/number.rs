//! Go's `ParseInt`, `ParseUint` and `ParseFloat` for 64 bits.

/// Why a text is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::gotmpl) enum NumberError {
    /// `invalid syntax`
    Syntax,
    /// `value out of range`
    Range,
}

/// Reads an unsigned integer; base 0 takes the prefixes and underscores of Go's literals.
pub(in crate::gotmpl) fn parse_uint(text: &str, base: u32) -> Result<u64, NumberError> {
    let (digits, radix) = match base {
        0 => literal(text)?,
        _ => (text.to_owned(), base),
    };
    if digits.is_empty() || digits.starts_with(['+', '-']) {
        return Err(NumberError::Syntax);
    }
    let mut value: u64 = 0;
    let mut overflows = false;
    for digit in digits.chars() {
        let digit = digit.to_digit(radix).ok_or(NumberError::Syntax)?;
        let next = value
            .checked_mul(u64::from(radix))
            .and_then(|value| value.checked_add(u64::from(digit)));
        overflows |= next.is_none();
        value = next.unwrap_or(u64::MAX);
    }
    match overflows {
        true => Err(NumberError::Range),
        false => Ok(value),
    }
}

/// Reads a signed integer; base 0 takes the prefixes and underscores of Go's literals.
pub(in crate::gotmpl) fn parse_int(text: &str, base: u32) -> Result<i64, NumberError> {
    let (negative, digits) = match text.as_bytes().first() {
        Some(b'-') => (true, text.get(1..).unwrap_or_default()),
        Some(b'+') => (false, text.get(1..).unwrap_or_default()),
        _ => (false, text),
    };
    let value = i128::from(parse_uint(digits, base)?);
    let value = if negative { -value } else { value };
    i64::try_from(value).map_err(|_| NumberError::Range)
}

/// Splits off the prefix of a literal and takes its underscores away.
fn literal(text: &str) -> Result<(String, u32), NumberError> {
    let lower = text.to_ascii_lowercase();
    let (digits, radix) = match lower.as_bytes() {
        [b'0', b'x', _, ..] => (lower.get(2..), 16),
        [b'0', b'o', _, ..] => (lower.get(2..), 8),
        [b'0', b'b', _, ..] => (lower.get(2..), 2),
        [b'0', _, ..] => (lower.get(1..), 8),
        _ => (Some(lower.as_str()), 10),
    };
    let digits = digits.unwrap_or_default();
    if !digits.contains('_') {
        return Ok((digits.to_owned(), radix));
    }
    match underscores_are_good(text) {
        true => Ok((digits.replace('_', ""), radix)),
        false => Err(NumberError::Syntax),
    }
}

/// Underscores stand between digits, or between a prefix and a digit.
fn underscores_are_good(text: &str) -> bool {
    let text = text.trim_start_matches(['+', '-']).to_ascii_lowercase();
    let prefixed = ["0x", "0o", "0b"]
        .iter()
        .any(|prefix| text.starts_with(prefix));
    let hex = text.starts_with("0x");
    let mut before = if prefixed { '0' } else { '^' };
    for byte in text.chars().skip(if prefixed { 2 } else { 0 }) {
        let is_digit = byte.is_ascii_digit() || (hex && byte.is_ascii_hexdigit());
        before = match (byte, before) {
            _ if is_digit => '0',
            ('_', '0') => '_',
            ('_', _) | (_, '_') => return false,
            _ => '!',
        };
    }
    before != '_'
}

/// Reads a float: decimal, hexadecimal, `inf`, `nan`. Out of range gives the infinity with the error.
pub(in crate::gotmpl) fn parse_float(text: &str) -> Result<f64, (NumberError, f64)> {
    let syntax = (NumberError::Syntax, 0.0);
    let lower = text.to_ascii_lowercase();
    let unsigned = lower.strip_prefix(['+', '-']).unwrap_or(&lower);
    let sign = if lower.starts_with('-') { -1.0 } else { 1.0 };
    match unsigned {
        "inf" | "infinity" => return Ok(sign * f64::INFINITY),
        "nan" if unsigned.len() == lower.len() => return Ok(f64::NAN),
        _ => {}
    }
    if unsigned.contains('_') && !underscores_are_good(&lower) {
        return Err(syntax);
    }
    let digits = unsigned.replace('_', "");
    let value = match digits.strip_prefix("0x") {
        Some(hex) => hexadecimal(hex).ok_or(syntax)?,
        None => decimal(&digits).ok_or(syntax)?,
    };
    match value.is_infinite() {
        true => Err((NumberError::Range, sign * value)),
        false => Ok(sign * value),
    }
}

fn decimal(text: &str) -> Option<f64> {
    let plain = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'+' | b'-');
    let begins = text.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    (begins && text.bytes().all(plain))
        .then(|| text.parse().ok())
        .flatten()
}

/// Reads `1.8p1`, the digits behind `0x`, rounding to even.
fn hexadecimal(text: &str) -> Option<f64> {
    let (digits, exponent) = text.split_once('p')?;
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let mut mantissa: u64 = 0;
    let mut power: i64 = 0;
    let mut sticky = false;
    for (digit, is_fraction) in whole
        .chars()
        .map(|c| (c, false))
        .chain(fraction.chars().map(|c| (c, true)))
    {
        let digit = digit.to_digit(16)?;
        if mantissa >> 58 == 0 {
            mantissa = mantissa << 4 | u64::from(digit);
            power -= if is_fraction { 4 } else { 0 };
        } else {
            sticky |= digit != 0;
            power += if is_fraction { 0 } else { 4 };
        }
    }
    let negative = exponent.starts_with('-');
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    if exponent.is_empty() || !exponent.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let exponent: i64 = exponent.parse().unwrap_or(1 << 40).min(1 << 40);
    power += if negative { -exponent } else { exponent };
    Some(scaled(mantissa, power, sticky))
}

/// Returns `mantissa × 2^power`, rounded once; `sticky` stands for bits further right.
fn scaled(mantissa: u64, power: i64, sticky: bool) -> f64 {
    if mantissa == 0 {
        return 0.0;
    }
    let length = i64::from(64 - mantissa.leading_zeros());
    let top = length + power;
    if top > 1024 {
        return f64::INFINITY;
    }
    let kept = if top < -1021 { 1074 + top } else { 53 };
    let drop = (length - kept).max(0);
    if drop > 64 {
        return 0.0;
    }
    let wide = u128::from(mantissa) << 2 | u128::from(sticky);
    let cut = u32::try_from(drop).unwrap_or_default() + 2;
    let mut value = wide >> cut;
    let rest = wide & ((1 << cut) - 1);
    let half = 1_u128 << (cut - 1);
    if rest > half || (rest == half && value & 1 == 1) {
        value += 1;
    }
    #[expect(clippy::cast_precision_loss, reason = "the value has at most 53 bits")]
    let value = value as f64;
    times_power(value, power + drop)
}

/// Multiplies by a power of two in steps that stay in range; exact, because the bits were cut before.
fn times_power(mut value: f64, mut power: i64) -> f64 {
    while power > 0 {
        let step = power.min(1000);
        value *= 2_f64.powi(i32::try_from(step).unwrap_or_default());
        power -= step;
    }
    while power < 0 {
        let step = power.max(-1000);
        value *= 2_f64.powi(i32::try_from(step).unwrap_or_default());
        power -= step;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_read_as_go_reads_them() {
        assert_eq!(parse_int("0x1F", 0), Ok(31));
        assert_eq!(parse_int("-0b11", 0), Ok(-3));
        assert_eq!(parse_int("017", 0), Ok(15));
        assert_eq!(parse_int("0", 0), Ok(0));
        assert_eq!(parse_int("1_000", 0), Ok(1000));
        assert_eq!(parse_int("0_7", 0), Ok(7));
        assert_eq!(parse_int("0x_1", 0), Ok(1));
        assert_eq!(parse_int("1__0", 0), Err(NumberError::Syntax));
        assert_eq!(parse_int("08", 0), Err(NumberError::Syntax));
        assert_eq!(parse_int("9223372036854775808", 0), Err(NumberError::Range));
        assert_eq!(
            parse_uint("18446744073709551616", 0),
            Err(NumberError::Range)
        );
        assert_eq!(parse_int("08", 10), Ok(8));
        assert_eq!(parse_int("1_0", 10), Err(NumberError::Syntax));
    }

    #[test]
    fn floats_are_read_as_go_reads_them() {
        let read = |text| parse_float(text).ok();
        assert_eq!(read("0x1.8p1"), Some(3.0));
        assert_eq!(read("0x.8p0"), Some(0.5));
        assert_eq!(read("0x1p-1074"), Some(5e-324));
        assert_eq!(read("0x1p-1075"), Some(0.0));
        assert_eq!(read("0x1.8p-1074"), Some(1e-323));
        assert_eq!(read("0x1.fffffffffffff8p0"), Some(2.0));
        assert_eq!(read("0x1.fffffffffffff7p0"), Some(2.0 - f64::EPSILON));
        assert_eq!(read("0x1"), None);
        assert_eq!(read("1e1_0"), Some(1e10));
        assert_eq!(read("-.5"), Some(-0.5));
        assert_eq!(read("1e-400"), Some(0.0));
        assert_eq!(read("."), None);
        assert_eq!(read("1e"), None);
        assert_eq!(
            parse_float("1e400"),
            Err((NumberError::Range, f64::INFINITY))
        );
        assert_eq!(read("-Inf"), Some(f64::NEG_INFINITY));
    }
}
