//! Layouts: which parts of a text stand for parts of a time.

/// A part of a time as a layout names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// `January` and `Jan`.
    MonthName { long: bool },
    /// `1` and `01`.
    Month { padded: bool },
    /// `Monday` and `Mon`.
    Weekday { long: bool },
    /// `2`.
    Day,
    /// `_2`.
    BlankDay,
    /// `02`.
    ZeroDay,
    /// `__2`.
    BlankYearDay,
    /// `002`.
    ZeroYearDay,
    /// `15`.
    Hour,
    /// `3` and `03`.
    Hour12 { padded: bool },
    /// `4` and `04`.
    Minute { padded: bool },
    /// `5` and `05`.
    Second { padded: bool },
    /// `2006`.
    Year,
    /// `06`.
    ShortYear,
    /// `PM` and `pm`.
    HalfDay { upper: bool },
    /// `MST`.
    ZoneName,
    /// `-0700`, `Z07:00:00` and the like.
    Offset(Offset),
    /// `.000`, `,999` and the like.
    Fraction {
        digits: usize,
        separator: u8,
        trimmed: bool,
    },
}

/// How an offset from UTC is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Offset {
    /// UTC is `Z`.
    pub(super) zulu: bool,
    /// Colons stand between the numbers.
    pub(super) colon: bool,
    /// Minutes follow the hours.
    pub(super) minutes: bool,
    /// Seconds follow the minutes.
    pub(super) seconds: bool,
}

/// What [`next`] finds: the text before a part, the part as the layout has it, what it is, and the rest of the layout.
pub(super) struct Found<'l> {
    pub(super) before: &'l [u8],
    pub(super) written: &'l [u8],
    pub(super) part: Option<Part>,
    pub(super) after: &'l [u8],
}

/// Finds the first part in a layout; without one, the whole layout is text.
pub(super) fn next(layout: &[u8]) -> Found<'_> {
    for at in 0..layout.len() {
        let Some((before, text)) = layout.split_at_checked(at) else {
            break;
        };
        if let Some((skipped, length, part)) = part_at(text) {
            let (start, end) = (before.len() + skipped, before.len() + length);
            return Found {
                before: layout.get(..start).unwrap_or_default(),
                written: layout.get(start..end).unwrap_or_default(),
                part: Some(part),
                after: layout.get(end..).unwrap_or_default(),
            };
        }
    }
    Found {
        before: layout,
        written: b"",
        part: None,
        after: b"",
    }
}

/// Returns the part that begins a text: bytes that only lead to it, its end, and what it is.
fn part_at(text: &[u8]) -> Option<(usize, usize, Part)> {
    match text {
        [b'_', b'2', b'0', b'0', b'6', ..] => return Some((1, 5, Part::Year)),
        [separator @ (b'.' | b','), digits @ ..] if matches!(digits, [b'0' | b'9', ..]) => {
            return fraction(*separator, digits);
        }
        [sign @ (b'-' | b'Z'), numbers @ ..] => return offset(*sign, numbers),
        _ => {}
    }
    let (written, part) = NAMED
        .iter()
        .find(|(written, _)| text.starts_with(written) && stands_alone(written, text))?;
    Some((0, written.len(), *part))
}

/// `Jan` in `Janus` and `Mon` in `Month` are no parts.
fn stands_alone(written: &[u8], text: &[u8]) -> bool {
    !(written == b"Jan" || written == b"Mon") || !text.get(3).is_some_and(u8::is_ascii_lowercase)
}

/// The parts with one spelling, longer ones before what they begin with.
const NAMED: [(&[u8], Part); 23] = [
    (b"January", Part::MonthName { long: true }),
    (b"Jan", Part::MonthName { long: false }),
    (b"Monday", Part::Weekday { long: true }),
    (b"Mon", Part::Weekday { long: false }),
    (b"MST", Part::ZoneName),
    (b"01", Part::Month { padded: true }),
    (b"02", Part::ZeroDay),
    (b"03", Part::Hour12 { padded: true }),
    (b"04", Part::Minute { padded: true }),
    (b"05", Part::Second { padded: true }),
    (b"06", Part::ShortYear),
    (b"002", Part::ZeroYearDay),
    (b"15", Part::Hour),
    (b"1", Part::Month { padded: false }),
    (b"2006", Part::Year),
    (b"2", Part::Day),
    (b"_2", Part::BlankDay),
    (b"__2", Part::BlankYearDay),
    (b"3", Part::Hour12 { padded: false }),
    (b"4", Part::Minute { padded: false }),
    (b"5", Part::Second { padded: false }),
    (b"PM", Part::HalfDay { upper: true }),
    (b"pm", Part::HalfDay { upper: false }),
];

fn offset(sign: u8, numbers: &[u8]) -> Option<(usize, usize, Part)> {
    let zulu = sign == b'Z';
    let (colon, minutes, seconds) = match numbers {
        [b'0', b'7', b'0', b'0', b'0', b'0', ..] => (false, true, true),
        [b'0', b'7', b':', b'0', b'0', b':', b'0', b'0', ..] => (true, true, true),
        [b'0', b'7', b'0', b'0', ..] => (false, true, false),
        [b'0', b'7', b':', b'0', b'0', ..] => (true, true, false),
        [b'0', b'7', ..] => (false, false, false),
        _ => return None,
    };
    let offset = Offset {
        zulu,
        colon,
        minutes,
        seconds,
    };
    Some((0, offset.width(), Part::Offset(offset)))
}

impl Offset {
    /// Returns how many bytes the offset takes, its sign included.
    pub(super) fn width(self) -> usize {
        let numbers = 1 + usize::from(self.minutes) + usize::from(self.seconds);
        1 + 2 * numbers + if self.colon { numbers - 1 } else { 0 }
    }
}

/// A point or comma before zeros or nines alone.
fn fraction(separator: u8, text: &[u8]) -> Option<(usize, usize, Part)> {
    let digit = *text.first()?;
    let digits = text.iter().take_while(|&&b| b == digit).count();
    if text.get(digits).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let part = Part::Fraction {
        // Go keeps the number in twelve bits.
        digits: digits & 0xFFF,
        separator,
        trimmed: digit == b'9',
    };
    Some((0, 1 + digits, part))
}

/// Quotes a text as Go's `time` does in its errors: bytes outside printable ASCII as `\x`.
pub(super) fn quote(text: &[u8]) -> Vec<u8> {
    let mut quoted = vec![b'"'];
    for &byte in text {
        match byte {
            b'"' | b'\\' => quoted.extend([b'\\', byte]),
            b' '..=0x7F => quoted.push(byte),
            _ => quoted.extend(format!("\\x{byte:02x}").into_bytes()),
        }
    }
    quoted.push(b'"');
    quoted
}
