//! The verbs of floats: `%e`, `%f`, `%g`, `%b`, `%x`.

use super::flags::Flags;
use crate::strconv::{Style, float};

/// Writes a float for a verb; `None` if the verb is not for floats.
pub(super) fn verb(out: &mut Vec<u8>, flags: Flags, value: f64, verb: char) -> Option<()> {
    let (style, default) = match verb {
        'v' => ('g', None),
        'b' | 'g' | 'G' | 'x' | 'X' => (verb, None),
        'f' | 'e' | 'E' => (verb, Some(6)),
        'F' => ('f', Some(6)),
        _ => return None,
    };
    let precision = flags.precision.or(default);
    let mut number = written(value, style, precision);
    if !number.starts_with(['+', '-']) {
        number.insert(0, '+');
    }
    if flags.space && number.starts_with('+') && !flags.plus {
        number.replace_range(..1, " ");
    }
    if !value.is_finite() {
        unending(out, flags, value, &number);
        return Some(());
    }
    if flags.sharp && style != 'b' {
        number = with_point(&number, style, precision);
    }
    signed(out, flags, &number);
    Some(())
}

fn written(value: f64, style: char, precision: Option<usize>) -> String {
    match style {
        'f' => float(value, Style::F, precision),
        'e' => float(value, Style::E, precision),
        'E' => float(value, Style::E, precision).replace('e', "E"),
        'G' => float(value, Style::G, precision).replace('e', "E"),
        'b' => binary(value),
        'x' => hexadecimal(value, precision),
        'X' => hexadecimal(value, precision).to_uppercase(),
        _ => float(value, Style::G, precision),
    }
}

/// Infinities and NaN are not padded with zeros; NaN has no sign unless asked for.
fn unending(out: &mut Vec<u8>, flags: Flags, value: f64, number: &str) {
    let number = match value.is_nan() && !flags.space && !flags.plus {
        true => number.trim_start_matches(['+', '-']),
        false => number,
    };
    flags.pad_blank(out, number.as_bytes());
}

/// Writes a number that begins with its sign.
fn signed(out: &mut Vec<u8>, flags: Flags, number: &str) {
    let bare = number.trim_start_matches('+');
    if !flags.plus && bare.len() < number.len() {
        return flags.pad(out, bare.as_bytes());
    }
    let width = flags.width.unwrap_or(0);
    if flags.zero && !flags.minus && width > number.len() {
        let (sign, digits) = number.split_at(1);
        out.extend_from_slice(sign.as_bytes());
        flags.padding(out, width - number.len());
        out.extend_from_slice(digits.as_bytes());
    } else {
        flags.pad(out, number.as_bytes());
    }
}

/// The flag `#`: a point in any case, and the trailing zeros that `%g` leaves out.
fn with_point(number: &str, style: char, precision: Option<usize>) -> String {
    let mut missing = match style {
        'g' | 'G' | 'x' => precision.unwrap_or(6),
        _ => 0,
    };
    let is_hex = matches!(style, 'x' | 'X');
    let ends = |c: char| matches!(c, 'p' | 'P') || (!is_hex && matches!(c, 'e' | 'E'));
    let end = number.find(ends).unwrap_or(number.len());
    let (digits, tail) = number.split_at(end);
    let mut nonzero = false;
    for digit in digits.chars().skip(1).filter(|c| *c != '.') {
        nonzero |= digit != '0';
        missing = missing.saturating_sub(usize::from(nonzero));
    }
    let mut out = digits.to_owned();
    if !digits.contains('.') {
        if digits.len() == 2 && digits.ends_with('0') {
            missing = missing.saturating_sub(1);
        }
        out.push('.');
    }
    out.extend(std::iter::repeat_n('0', missing));
    out.push_str(tail);
    out
}

/// The 53 bits of the mantissa and the binary exponent, without the sign.
fn parts(value: f64) -> (u64, i64) {
    let bits = value.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    let exponent = i64::try_from((bits >> 52) & 0x7ff).unwrap_or_default();
    match exponent {
        0 => (fraction, -1074),
        _ => (fraction | 1 << 52, exponent - 1075),
    }
}

/// `%b`: the mantissa as a whole number, and its exponent.
fn binary(value: f64) -> String {
    if !value.is_finite() {
        return float(value, Style::G, None);
    }
    let (mantissa, exponent) = parts(value);
    let sign = if value.is_sign_negative() { "-" } else { "" };
    format!("{sign}{mantissa}p{exponent:+}")
}

/// `%x`: `0x1.8p+00`.
fn hexadecimal(value: f64, precision: Option<usize>) -> String {
    if !value.is_finite() {
        return float(value, Style::G, None);
    }
    let (mut mantissa, mut exponent) = parts(value);
    exponent += 52;
    if mantissa == 0 {
        exponent = 0;
    } else {
        let shift = mantissa.leading_zeros().saturating_sub(11);
        mantissa <<= shift;
        exponent -= i64::from(shift);
    }
    if let Some(cut) = precision.filter(|precision| *precision < 13) {
        (mantissa, exponent) = rounded(mantissa, exponent, 52 - 4 * cut);
    }
    let digits = format!("{:013x}", mantissa & ((1 << 52) - 1));
    let digits = match precision {
        None => digits.trim_end_matches('0').to_owned(),
        Some(precision) => digits
            .chars()
            .chain(std::iter::repeat('0'))
            .take(precision)
            .collect(),
    };
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let point = if digits.is_empty() { "" } else { "." };
    let (first, of) = (mantissa >> 52, if exponent < 0 { '-' } else { '+' });
    format!("{sign}0x{first}{point}{digits}p{of}{:02}", exponent.abs())
}

/// Rounds off the last `bits` bits, to even.
fn rounded(mantissa: u64, exponent: i64, bits: usize) -> (u64, i64) {
    let (rest, half) = (mantissa & ((1 << bits) - 1), 1_u64 << (bits - 1));
    let mut kept = mantissa >> bits;
    if rest > half || (rest == half && kept & 1 == 1) {
        kept += 1;
    }
    let mantissa = kept << bits;
    match mantissa >> 53 {
        0 => (mantissa, exponent),
        _ => (mantissa >> 1, exponent + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_have_their_binary_forms() {
        assert_eq!(hexadecimal(2.5, None), "0x1.4p+01");
        assert_eq!(hexadecimal(0.0, None), "0x0p+00");
        assert_eq!(hexadecimal(1.99999, Some(1)), "0x1.0p+01");
        assert_eq!(hexadecimal(1.0, Some(15)), "0x1.000000000000000p+00");
        assert_eq!(hexadecimal(5e-324, None), "0x1p-1074");
        assert_eq!(binary(2.5), "5629499534213120p-51");
        assert_eq!(binary(-1.0), "-4503599627370496p-52");
    }
}
