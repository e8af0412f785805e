//! Go's `strconv.FormatFloat` for 64 bits.

/// How a float is written: the verbs of `strconv.FormatFloat`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `-d.dddde±dd`
    E,
    /// `-ddd.dddd`
    F,
    /// Plain, or with an exponent below 1e-4 and from ten to the precision on, 1e6 for shortest digits.
    G,
}

/// The decimal digits of a number, `0.ddd × 10^point`, without trailing zeros unless asked for.
struct Digits {
    digits: Vec<u8>,
    point: i32,
}

/// Writes a float; without a precision with the fewest digits that read back as the same float.
#[must_use]
pub fn float(value: f64, style: Style, precision: Option<usize>) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    let mut out = String::new();
    if value.is_sign_negative() {
        out.push('-');
    }
    let value = value.abs();
    match style {
        Style::F => match precision {
            Some(precision) => write_f(&mut out, value, precision),
            None => out.push_str(&format!("{value}")),
        },
        Style::E => write_e(
            &mut out,
            &digits(value, precision.map(|p| p + 1)),
            precision,
        ),
        Style::G => write_g(&mut out, value, precision),
    }
    out
}

/// More digits than any float has; Rust's own formatting knows no precision beyond 65,535.
const MOST_DIGITS: usize = 1100;

fn write_f(out: &mut String, value: f64, precision: usize) {
    let known = precision.min(MOST_DIGITS);
    out.push_str(&format!("{value:.known$}"));
    out.extend(std::iter::repeat_n('0', precision - known));
}

/// Finds the digits, `count` of them or as few as possible.
fn digits(value: f64, count: Option<usize>) -> Digits {
    let text = match count {
        Some(count) => format!("{value:.*e}", count.saturating_sub(1).min(MOST_DIGITS)),
        None => format!("{value:e}"),
    };
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let digits: Vec<u8> = mantissa.bytes().filter(|byte| *byte != b'.').collect();
    let point = match digits.iter().all(|digit| *digit == b'0') {
        true => 0,
        false => exponent.parse::<i32>().unwrap_or_default() + 1,
    };
    Digits { digits, point }
}

fn write_g(out: &mut String, value: f64, precision: Option<usize>) {
    let count = precision.map(|precision| precision.max(1));
    let mut found = digits(value, count);
    while found.digits.len() > 1 && found.digits.last() == Some(&b'0') {
        found.digits.pop();
    }
    if value == 0.0 {
        found.digits.clear();
    }
    let length = found.digits.len();
    let mut most = count.unwrap_or(6);
    if most > length && i32::try_from(length).is_ok_and(|length| length >= found.point) {
        most = length;
    }
    if precision.is_none() {
        most = 6;
    }
    let exponent = found.point - 1;
    if exponent < -4 || i32::try_from(most).is_ok_and(|most| exponent >= most) {
        write_e(out, &found, Some(length.saturating_sub(1)));
    } else {
        write_plain(out, &found);
    }
}

/// Writes digits without an exponent, all of them and no more.
fn write_plain(out: &mut String, found: &Digits) {
    let digit = |at: i32| -> char {
        let digit = usize::try_from(at)
            .ok()
            .and_then(|at| found.digits.get(at).copied());
        char::from(digit.unwrap_or(b'0'))
    };
    if found.point > 0 {
        out.extend((0..found.point).map(digit));
    } else {
        out.push('0');
    }
    let length = i32::try_from(found.digits.len()).unwrap_or(i32::MAX);
    if length > found.point {
        out.push('.');
        out.extend((found.point..length).map(digit));
    }
}

fn write_e(out: &mut String, found: &Digits, precision: Option<usize>) {
    let digit = |at: usize| char::from(found.digits.get(at).copied().unwrap_or(b'0'));
    out.push(digit(0));
    let precision = precision.unwrap_or(found.digits.len().saturating_sub(1));
    if precision > 0 {
        out.push('.');
        out.extend((1..=precision).map(digit));
    }
    let is_zero = found.digits.iter().all(|digit| *digit == b'0');
    let exponent = if is_zero { 0 } else { found.point - 1 };
    let sign = if exponent < 0 { '-' } else { '+' };
    out.push_str(&format!("e{sign}{:02}", exponent.unsigned_abs()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_written_as_go_writes_them() {
        let shortest = |value| float(value, Style::G, None);
        assert_eq!(shortest(1e6), "1e+06");
        assert_eq!(shortest(100000.5), "100000.5");
        assert_eq!(shortest(1000000.5), "1.0000005e+06");
        assert_eq!(shortest(0.0001), "0.0001");
        assert_eq!(shortest(0.00001), "1e-05");
        assert_eq!(shortest(-0.0), "-0");
        assert_eq!(shortest(3.0), "3");
        assert_eq!(float(0.0, Style::E, Some(2)), "0.00e+00");
        assert_eq!(float(0.0, Style::E, None), "0e+00");
        assert_eq!(float(1234.5, Style::G, Some(3)), "1.23e+03");
        assert_eq!(float(100.0, Style::G, Some(3)), "100");
        assert_eq!(float(2.5, Style::F, Some(0)), "2");
        assert_eq!(float(1e21, Style::F, None), "1000000000000000000000");
    }
}
