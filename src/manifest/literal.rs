//! What the texts and numbers of the API look like inside.

use crate::yaml::Number;
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::general_purpose::{GeneralPurpose, PAD};

/// Go's decoder, behind the API server, does not look at the bits left over in the last letter.
const BASE64: GeneralPurpose =
    GeneralPurpose::new(&STANDARD, PAD.with_decode_allow_trailing_bits(true));

/// Says whether a text is base64 as the API server reads it: line ends do not count.
pub(super) fn is_base64(text: &str) -> bool {
    let letters: String = text.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    BASE64.decode(letters).is_ok()
}

/// Says whether a text stands for another that a plugin or template engine puts in later.
pub(super) fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    (text.starts_with('<') && text.ends_with('>')) || text.contains("{{")
}

/// Says whether a number has no fraction: `2.0` counts as 2, as in JSON Schema.
pub(super) fn is_integer(number: Number) -> bool {
    match number {
        Number::Int(_) | Number::Uint(_) => true,
        Number::Float(float) => float.fract() == 0.0,
    }
}

/// Follows `resource.Quantity` of Kubernetes: sign, decimal number, then a unit or an exponent.
pub(super) fn is_quantity(text: &str) -> bool {
    let number = |text: &str| {
        text.bytes().any(|byte| byte.is_ascii_digit())
            && text.bytes().filter(|&byte| byte == b'.').count() <= 1
    };
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let end = unsigned
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(unsigned.len());
    let (digits, unit) = unsigned.split_at(end);
    let is_exponent = || {
        unit.strip_prefix(['e', 'E'])
            .map(|exponent| exponent.strip_prefix(['+', '-']).unwrap_or(exponent))
            .is_some_and(|digits| {
                number(digits) && digits.bytes().all(|b| b != b'.' && b.is_ascii_digit())
            })
    };
    const UNITS: &[&str] = &[
        "", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei",
    ];
    number(digits) && (UNITS.contains(&unit) || is_exponent())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_numbers_with_a_unit() {
        for good in [
            "1", "0.5", "500m", "1Gi", "-2", "1e3", ".5", "5.", "2E-3", "1E",
        ] {
            assert!(is_quantity(good), "{good}");
        }
        for bad in ["", "Gi", "1.2.3", "1gb", "1 Gi", "e3", "1e", "1e1.5", "+-1"] {
            assert!(!is_quantity(bad), "{bad}");
        }
    }

    #[test]
    fn base64_is_read_as_go_reads_it() {
        for good in ["", "YQ==", "YR==", "YW\nJj\r\n"] {
            assert!(is_base64(good), "{good:?}");
        }
        for bad in ["YQ", "Y Q==", "YQ==YQ==", "_-8="] {
            assert!(!is_base64(bad), "{bad:?}");
        }
    }
}
