//! Number literals and character constants.

use crate::gotmpl::golang::numerals;
use crate::gotmpl::lex::{Token, TokenKind};
use crate::gotmpl::node::Number;
use crate::gotmpl::unquote::unquote_char;
use crate::strconv::quote;

/// Reads a literal as every type that it can stand for.
pub(super) fn number(token: &Token<'_>) -> Result<Number, String> {
    let text = token.value.as_ref();
    match token.kind {
        TokenKind::CharConstant => character(text),
        TokenKind::Complex => complex(text),
        _ => match text.strip_suffix('i').and_then(float) {
            Some(imaginary) => Ok(from_complex(text, 0.0, imaginary)),
            None => plain(text),
        },
    }
}

fn character(text: &str) -> Result<Number, String> {
    let inner = text.get(1..).unwrap_or_default();
    let (rune, tail) = unquote_char(inner, '\'').ok_or("invalid syntax")?;
    if tail != "'" {
        return Err(format!("malformed character constant: {text}"));
    }
    Ok(Number {
        literal: text.to_owned(),
        int: Some(i64::from(rune)),
        uint: Some(u64::from(rune)),
        float: Some(f64::from(rune)),
        complex: None,
    })
}

/// Reads `1+2i`, as Go's `Sscan` does: text first, then both numbers.
fn complex(text: &str) -> Result<Number, String> {
    let parts = complex_parts(text).ok_or("syntax error scanning complex number")?;
    let [real, imaginary] = parts.map(finite);
    Ok(from_complex(text, real?, imaginary?))
}

/// Cuts at the sign and before the `i`, which have to follow what can be a number of base ten or sixteen.
fn complex_parts(text: &str) -> Option<[&str; 2]> {
    let (real, rest) = text.split_at(float_length(text));
    let tail = rest.strip_prefix(['+', '-'])?;
    let (imaginary, unit) = rest.split_at(1 + float_length(tail));
    unit.starts_with('i').then_some([real, imaginary])
}

/// Returns how many bytes of the text `Sscan` takes for a float, whether they make one or not. It takes an `i` for the
/// beginning of `inf`.
fn float_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let run = |from: usize, is_digit: fn(&u8) -> bool| {
        let tail = bytes.get(from..).unwrap_or_default();
        let digits = tail
            .iter()
            .take_while(|byte| **byte == b'_' || is_digit(byte));
        from + digits.count()
    };
    let one = |at: usize, of: &[u8]| {
        let fits = bytes.get(at).is_some_and(|byte| of.contains(byte));
        at + usize::from(fits)
    };
    let signed = one(0, b"+-");
    if one(signed, b"iI") > signed {
        return signed + 1;
    }
    let hexadecimal = bytes.get(signed) == Some(&b'0') && one(signed + 1, b"xX") > signed + 1;
    let (begin, is_digit, exponent): (_, fn(&u8) -> bool, &[u8]) = match hexadecimal {
        true => (signed + 2, u8::is_ascii_hexdigit, b"pP"),
        false => (signed, u8::is_ascii_digit, b"eEpP"),
    };
    let whole = run(begin, is_digit);
    let point = one(whole, b".");
    let fraction = if point > whole {
        run(point, is_digit)
    } else {
        whole
    };
    match one(fraction, exponent) {
        power if power > fraction => run(one(power, b"+-"), u8::is_ascii_digit),
        _ => fraction,
    }
}

/// Reads a float; a complaint is that of Go's `ParseFloat`.
fn finite(text: &str) -> Result<f64, String> {
    let problem = match numerals::float_or_infinite(text.as_bytes()) {
        Some(value) if value.is_finite() => return Ok(value),
        Some(_) => "value out of range",
        None => "invalid syntax",
    };
    let text = quote(text.as_bytes());
    Err(format!("strconv.ParseFloat: parsing {text}: {problem}"))
}

/// A complex number without an imaginary part can stand for a float or integer.
fn from_complex(text: &str, real: f64, imaginary: f64) -> Number {
    let float = (imaginary == 0.0).then_some(real);
    Number {
        literal: text.to_owned(),
        int: float.and_then(exact_int),
        uint: float.and_then(exact_uint),
        float,
        complex: Some((real, imaginary)),
    }
}

fn plain(text: &str) -> Result<Number, String> {
    let mut uint = numerals::unsigned(text.as_bytes(), 0);
    let mut int = numerals::integer(text.as_bytes(), 0);
    if int == Some(0) {
        uint = Some(0);
    }
    #[expect(clippy::cast_precision_loss, reason = "Go rounds here as well")]
    let mut exact = int
        .map(|int| int as f64)
        .or_else(|| uint.map(|uint| uint as f64));
    if exact.is_none()
        && let Some(value) = float(text)
    {
        if !text.contains(['.', 'e', 'E', 'p', 'P']) {
            return Err(format!("integer overflow: {}", quote(text.as_bytes())));
        }
        exact = Some(value);
        int = exact_int(value);
        uint = exact_uint(value);
    }
    if exact.is_none() {
        return Err(format!("illegal number syntax: {}", quote(text.as_bytes())));
    }
    let literal = text.to_owned();
    Ok(Number {
        literal,
        int,
        uint,
        float: exact,
        complex: None,
    })
}

fn float(text: &str) -> Option<f64> {
    numerals::float(text.as_bytes())
}

/// 2^63, the first float beyond `int64`.
const TWO_63: f64 = 9_223_372_036_854_775_808.0;

/// Returns the integer that the float is, if it is one.
#[expect(clippy::cast_possible_truncation, reason = "the range was looked at")]
fn exact_int(value: f64) -> Option<i64> {
    let fits = (-TWO_63..TWO_63).contains(&value) && value.fract() == 0.0;
    fits.then_some(value as i64)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range was looked at"
)]
fn exact_uint(value: f64) -> Option<u64> {
    let fits = (0.0..2.0 * TWO_63).contains(&value) && value.fract() == 0.0;
    fits.then_some(value as u64)
}

#[cfg(test)]
mod tests {
    use super::float;

    #[test]
    fn hexadecimal_floats_are_rounded_once() {
        assert_eq!(float("0x1.8p1"), Some(3.0));
        assert_eq!(float("0x.8p0"), Some(0.5));
        assert_eq!(float("0x1p-1074"), Some(5e-324));
        assert_eq!(float("0x1p-1075"), Some(0.0));
        assert_eq!(float("0x1.8p-1074"), Some(1e-323));
        assert_eq!(float("0x1.fffffffffffff8p0"), Some(2.0));
        assert_eq!(float("0x1.fffffffffffff7p0"), Some(2.0 - f64::EPSILON));
        assert_eq!(float("0x1"), None);
    }
}
