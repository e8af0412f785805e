//! The verbs of integers: `%d`, `%b`, `%o`, `%O`, `%x`, `%c`, `%q`, `%U`.

use super::flags::Flags;
use crate::strconv::{is_print, quote_rune};

/// An integer as Go's printer sees it: 64 bits, and whether the first is a sign.
#[derive(Clone, Copy)]
pub(super) struct Integer {
    pub(super) bits: u64,
    pub(super) signed: bool,
}

impl Integer {
    pub(super) fn signed(value: i64) -> Self {
        Self {
            bits: value.cast_unsigned(),
            signed: true,
        }
    }

    pub(super) fn unsigned(bits: u64) -> Self {
        Self {
            bits,
            signed: false,
        }
    }

    fn is_negative(self) -> bool {
        self.signed && self.bits.cast_signed() < 0
    }

    fn magnitude(self) -> u64 {
        match self.signed {
            true => self.bits.cast_signed().unsigned_abs(),
            false => self.bits,
        }
    }

    /// Returns the character of that number, U+FFFD if there is none.
    fn rune(self) -> char {
        u32::try_from(self.bits)
            .ok()
            .and_then(char::from_u32)
            .unwrap_or(char::REPLACEMENT_CHARACTER)
    }
}

/// Writes an integer for a verb; `None` if the verb is not for integers.
pub(super) fn integer(out: &mut Vec<u8>, flags: Flags, value: Integer, verb: char) -> Option<()> {
    match verb {
        'v' if flags.sharp_v && !value.signed => hexadecimal(out, flags, value, true),
        'v' | 'd' => digits(out, flags, value, &value.magnitude().to_string(), ""),
        'b' => digits(out, flags, value, &format!("{:b}", value.magnitude()), "0b"),
        'o' => digits(out, flags, value, &format!("{:o}", value.magnitude()), "0"),
        'O' => octal(out, flags, value),
        'x' => digits(out, flags, value, &format!("{:x}", value.magnitude()), "0x"),
        'X' => digits(out, flags, value, &format!("{:X}", value.magnitude()), "0X"),
        'c' => flags.pad(out, value.rune().to_string().as_bytes()),
        'q' => flags.pad(out, quote_rune(value.rune(), flags.plus).as_bytes()),
        'U' => unicode(out, flags, value.bits),
        _ => return None,
    }
    Some(())
}

/// Writes a number as `0x…`, or without the prefix.
pub(super) fn hexadecimal(out: &mut Vec<u8>, mut flags: Flags, value: Integer, prefix: bool) {
    flags.sharp = prefix;
    let text = format!("{:x}", value.bits);
    digits(out, flags, Integer::unsigned(value.bits), &text, "0x");
}

/// `%O` writes `0o` in any case, and the `0` of `%#o` behind it.
fn octal(out: &mut Vec<u8>, flags: Flags, value: Integer) {
    let zeros = leading_zeros(flags, value, &format!("{:o}", value.magnitude()));
    if let Some(text) = zeros {
        let inner = if flags.sharp && !text.starts_with('0') {
            "0"
        } else {
            ""
        };
        finish(out, flags, value, &format!("0o{inner}{text}"));
    } else {
        flags.pad_blank(out, b"");
    }
}

fn digits(out: &mut Vec<u8>, flags: Flags, value: Integer, text: &str, prefix: &str) {
    let Some(text) = leading_zeros(flags, value, text) else {
        return flags.pad_blank(out, b"");
    };
    let octal = prefix == "0";
    let prefix = match flags.sharp && !(octal && text.starts_with('0')) {
        true => prefix,
        false => "",
    };
    finish(out, flags, value, &format!("{prefix}{text}"));
}

/// Fills up with zeros for the precision or for `%05d`; `None` where nothing but padding is to be written.
fn leading_zeros(flags: Flags, value: Integer, text: &str) -> Option<String> {
    let count = match (flags.precision, flags.width) {
        (Some(0), _) if value.bits == 0 => return None,
        (Some(precision), _) => precision,
        (None, Some(width)) if flags.zero && !flags.minus => {
            let sign = value.is_negative() || flags.plus || flags.space;
            width.saturating_sub(usize::from(sign))
        }
        _ => 0,
    };
    Some(zero_filled(text, count))
}

/// Fills up with zeros on the left; Rust's own formatting cannot fill beyond 65,535.
fn zero_filled(text: &str, count: usize) -> String {
    let mut out = "0".repeat(count.saturating_sub(text.len()));
    out.push_str(text);
    out
}

fn finish(out: &mut Vec<u8>, flags: Flags, value: Integer, text: &str) {
    let sign = match () {
        () if value.is_negative() => "-",
        () if flags.plus => "+",
        () if flags.space => " ",
        () => "",
    };
    flags.pad_blank(out, format!("{sign}{text}").as_bytes());
}

/// `U+0041`, or `U+0041 'A'` with the flag `#`.
fn unicode(out: &mut Vec<u8>, flags: Flags, bits: u64) {
    let count = flags.precision.map_or(4, |precision| precision.max(4));
    let mut text = format!("U+{}", zero_filled(&format!("{bits:X}"), count));
    let rune = u32::try_from(bits).ok().and_then(char::from_u32);
    if let Some(rune) = rune.filter(|rune| flags.sharp && is_print(*rune)) {
        text.push_str(&format!(" '{rune}'"));
    }
    flags.pad_blank(out, text.as_bytes());
}
