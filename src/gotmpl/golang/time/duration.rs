//! Durations: nanoseconds in 64 bits, and their text such as `1h30m0s`.

use super::layout::quote;

const SECOND: u64 = 1_000_000_000;

/// Returns the text of a duration of so many nanoseconds.
pub(crate) fn duration_text(nanoseconds: i64) -> String {
    let sign = if nanoseconds < 0 { "-" } else { "" };
    let size = nanoseconds.unsigned_abs();
    if size < SECOND {
        return format!("{sign}{}", below_second(size));
    }
    let seconds = size / SECOND;
    let clock = decimal(seconds % 60, size % SECOND, 9) + "s";
    let (minutes, hours) = (seconds / 60 % 60, seconds / 3600);
    match (hours, seconds / 60) {
        (0, 0) => format!("{sign}{clock}"),
        (0, _) => format!("{sign}{minutes}m{clock}"),
        _ => format!("{sign}{hours}h{minutes}m{clock}"),
    }
}

fn below_second(size: u64) -> String {
    match size {
        0 => "0s".to_owned(),
        1..1_000 => format!("{size}ns"),
        1_000..1_000_000 => decimal(size / 1_000, size % 1_000, 3) + "µs",
        _ => decimal(size / 1_000_000, size % 1_000_000, 6) + "ms",
    }
}

/// Writes a number with so many decimals, zeros at the end left out.
fn decimal(whole: u64, fraction: u64, digits: usize) -> String {
    if fraction == 0 {
        return whole.to_string();
    }
    let fraction = format!("{fraction:0digits$}");
    format!("{whole}.{}", fraction.trim_end_matches('0'))
}

/// Reads a duration such as `-1h30m`.
///
/// # Errors
/// Go's error text.
pub(crate) fn parse_duration(text: &[u8]) -> Result<i64, Vec<u8>> {
    let invalid = || fault(b"invalid duration", text);
    let (negative, mut rest) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    if rest == b"0" {
        return Ok(0);
    }
    if rest.is_empty() {
        return Err(invalid());
    }
    let mut total = 0u64;
    while !rest.is_empty() {
        let (amount, behind) = number(rest).ok_or_else(invalid)?;
        let length = behind
            .iter()
            .position(|b| *b == b'.' || b.is_ascii_digit())
            .unwrap_or(behind.len());
        let (name, after) = behind.split_at(length);
        if name.is_empty() {
            return Err(fault(b"missing unit in duration", text));
        }
        let Some(unit) = unit(name) else {
            let what = [b"unknown unit ", quote(name).as_slice(), b" in duration"].concat();
            return Err(fault(&what, text));
        };
        total = amount
            .nanoseconds(unit)
            .and_then(|size| total.checked_add(size))
            .filter(|&sum| sum <= 1 << 63)
            .ok_or_else(invalid)?;
        rest = after;
    }
    match (negative, total) {
        (true, _) => Ok((total as i64).wrapping_neg()),
        (false, 0x8000_0000_0000_0000..) => Err(invalid()),
        (false, _) => Ok(total as i64),
    }
}

fn fault(what: &[u8], text: &[u8]) -> Vec<u8> {
    [b"time: ", what, b" ", &quote(text)].concat()
}

fn unit(name: &[u8]) -> Option<u64> {
    Some(match name {
        b"ns" => 1,
        b"us" | b"\xC2\xB5s" | b"\xCE\xBCs" => 1_000,
        b"ms" => 1_000_000,
        b"s" => SECOND,
        b"m" => 60 * SECOND,
        b"h" => 3_600 * SECOND,
        _ => return None,
    })
}

/// A number with an optional fraction, kept apart so that fractions are as exact as Go's.
struct Amount {
    whole: u64,
    fraction: u64,
    scale: f64,
}

impl Amount {
    fn nanoseconds(&self, unit: u64) -> Option<u64> {
        if self.whole > (1 << 63) / unit {
            return None;
        }
        let whole = self.whole * unit;
        let fraction = self.fraction as f64 * (unit as f64 / self.scale);
        let sum = whole + fraction as u64;
        (sum <= 1 << 63).then_some(sum)
    }
}

/// Reads the number that begins a text; `None` without digits, or where they are too many.
fn number(text: &[u8]) -> Option<(Amount, &[u8])> {
    let (whole, rest) = leading_integer(text)?;
    let (fraction, scale, after) = match rest {
        [b'.', digits @ ..] => leading_fraction(digits),
        _ => (0, 1.0, rest),
    };
    let digits = (text.len() - rest.len()) + rest.len().saturating_sub(after.len() + 1);
    let amount = Amount {
        whole,
        fraction,
        scale,
    };
    (digits > 0).then_some((amount, after))
}

/// Reads the digits that begin a text; `None` above 2^63.
pub(super) fn leading_integer(text: &[u8]) -> Option<(u64, &[u8])> {
    let length = text.iter().take_while(|b| b.is_ascii_digit()).count();
    let (digits, rest) = text.split_at_checked(length)?;
    let mut value = 0u64;
    for digit in digits {
        value = value
            .checked_mul(10)?
            .checked_add(u64::from(digit - b'0'))
            .filter(|&value| value <= 1 << 63)?;
    }
    Some((value, rest))
}

/// Reads digits behind a point; what 64 bits cannot hold is dropped.
fn leading_fraction(text: &[u8]) -> (u64, f64, &[u8]) {
    let length = text.iter().take_while(|b| b.is_ascii_digit()).count();
    let (digits, rest) = text.split_at_checked(length).unwrap_or((text, &[]));
    let (mut value, mut scale) = (0u64, 1.0);
    for digit in digits {
        let next = value
            .checked_mul(10)
            .and_then(|value| value.checked_add(u64::from(digit - b'0')))
            .filter(|&next| next <= 1 << 63 && value <= i64::MAX as u64 / 10);
        let Some(next) = next else { break };
        value = next;
        scale *= 10.0;
    }
    (value, scale, rest)
}
