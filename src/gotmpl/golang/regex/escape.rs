//! Escapes of single characters.

use super::fault::{BACKSLASH, ESCAPE, Fault, UTF8, read};

/// Takes the first character off a text.
pub(super) fn next(text: &str) -> Option<(char, &str)> {
    let mut chars = text.chars();
    chars.next().map(|c| (c, chars.as_str()))
}

/// Reads an escape; returns the code of the character, which may be a surrogate, and the rest.
pub(super) fn escape(text: &str) -> Result<(u32, &str), Fault> {
    let Some((c, rest)) = next(text).and_then(|(_, behind)| next(behind)) else {
        return Err(Fault::new(BACKSLASH, ""));
    };
    let code = match c {
        '1'..='7' if !rest.starts_with(|c| matches!(c, '0'..='7')) => None,
        '0'..='7' => return Ok(octal(c, rest)),
        'x' => return hexadecimal(text, rest),
        'a' => Some('\x07'),
        'f' => Some('\x0C'),
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        'v' => Some('\x0B'),
        _ if c.is_ascii() && !c.is_ascii_alphanumeric() => Some(c),
        _ => None,
    };
    match code {
        Some(code) => Ok((u32::from(code), rest)),
        None => Err(Fault::new(ESCAPE, read(text, rest))),
    }
}

/// Takes up to two more octal digits.
fn octal(first: char, mut rest: &str) -> (u32, &str) {
    let mut code = first.to_digit(8).unwrap_or_default();
    for _ in 0..2 {
        let Some((digit, behind)) = next(rest) else {
            break;
        };
        let Some(digit) = digit.to_digit(8) else {
            break;
        };
        code = code * 8 + digit;
        rest = behind;
    }
    (code, rest)
}

/// Reads what follows `\x`: two digits, or any number of them in braces.
fn hexadecimal<'t>(text: &str, rest: &'t str) -> Result<(u32, &'t str), Fault> {
    let fault = |rest: &str| Fault::new(ESCAPE, read(text, rest));
    let Some((first, behind)) = next(rest) else {
        return Err(fault(rest));
    };
    if first != '{' {
        let Some((second, behind)) = next(behind) else {
            return Err(Fault::new(UTF8, ""));
        };
        return match (first.to_digit(16), second.to_digit(16)) {
            (Some(a), Some(b)) => Ok((a * 16 + b, behind)),
            _ => Err(fault(behind)),
        };
    }
    let (mut rest, mut code, mut digits) = (behind, 0, 0);
    loop {
        let Some((c, behind)) = next(rest) else {
            return Err(fault(rest));
        };
        rest = behind;
        match c.to_digit(16) {
            Some(digit) => code = code * 16 + digit,
            None if c == '}' && digits > 0 => return Ok((code, rest)),
            None => return Err(fault(rest)),
        }
        digits += 1;
        if code > u32::from(char::MAX) {
            return Err(fault(rest));
        }
    }
}
