//! Reading a time by a layout.

use super::civil::{self, Civil, MONTHS, WEEKDAYS};
use super::duration::leading_integer;
use super::layout::{self, Offset, Part, quote};
use super::{Time, Zone};

/// Why a part of the text could not be read.
enum Fault {
    /// It does not look like the part.
    Bad,
    /// It does, but the number is out of range.
    Range(&'static str),
}

type Read<T> = Result<T, Fault>;

/// Reads a time by a layout, in UTC where the text does not say otherwise.
///
/// # Errors
/// Go's error text.
pub(crate) fn parse(layout: &[u8], text: &[u8]) -> Result<Time, Vec<u8>> {
    let mut reader = Reader {
        rest: text,
        ..Reader::default()
    };
    let mut rest = layout;
    loop {
        let found = layout::next(rest);
        if !reader.skip(found.before) {
            return Err(mismatch(layout, text, found.before, reader.rest));
        }
        let Some(part) = found.part else { break };
        let held = reader.rest;
        rest = found.after;
        match reader.part(part, rest) {
            Ok(()) => {}
            Err(Fault::Bad) => return Err(mismatch(layout, text, found.written, held)),
            Err(Fault::Range(what)) => {
                return Err(refused(text, format!(": {what} out of range").as_bytes()));
            }
        }
    }
    if !reader.rest.is_empty() {
        let extra = [b": extra text: ", quote(reader.rest).as_slice()].concat();
        return Err(refused(text, &extra));
    }
    reader
        .finish()
        .map_err(|what| refused(text, what.as_bytes()))
}

fn mismatch(layout: &[u8], text: &[u8], part: &[u8], rest: &[u8]) -> Vec<u8> {
    [
        b"parsing time ",
        quote(text).as_slice(),
        b" as ",
        &quote(layout),
        b": cannot parse ",
        &quote(rest),
        b" as ",
        &quote(part),
    ]
    .concat()
}

fn refused(text: &[u8], why: &[u8]) -> Vec<u8> {
    [b"parsing time ", quote(text).as_slice(), why].concat()
}

/// What has been read so far.
#[derive(Default)]
struct Reader<'t> {
    rest: &'t [u8],
    year: i64,
    month: Option<i64>,
    day: Option<i64>,
    year_day: Option<i64>,
    hour: i64,
    minute: i64,
    second: i64,
    nanoseconds: i64,
    afternoon: Option<bool>,
    utc: bool,
    offset: Option<i64>,
    zone: &'t [u8],
}

impl<'t> Reader<'t> {
    /// Takes text that the layout has as it is; a run of blanks stands for any run.
    fn skip(&mut self, mut expected: &[u8]) -> bool {
        while let [first, behind @ ..] = expected {
            if *first == b' ' {
                if self.rest.first().is_some_and(|byte| *byte != b' ') {
                    return false;
                }
                expected = expected.trim_ascii_start_blanks();
                self.rest = self.rest.trim_ascii_start_blanks();
                continue;
            }
            match self.rest {
                [byte, after @ ..] if byte == first => self.rest = after,
                _ => return false,
            }
            expected = behind;
        }
        true
    }

    fn part(&mut self, part: Part, layout: &[u8]) -> Read<()> {
        match part {
            Part::Year => self.year = self.long_year()?,
            Part::ShortYear => self.year = self.short_year()?,
            Part::MonthName { long } => self.month = Some(self.name(&MONTHS, long)? + 1),
            Part::Weekday { long } => drop(self.name(&WEEKDAYS, long)?),
            Part::Month { padded } => {
                let month = self.number(padded)?;
                self.month = Some(self.bounded(month, 1..=12, "month")?);
            }
            Part::Day => self.day = Some(self.number(false)?),
            Part::ZeroDay => self.day = Some(self.number(true)?),
            Part::BlankDay => {
                self.blank();
                self.day = Some(self.number(false)?);
            }
            Part::BlankYearDay => {
                self.blank();
                self.blank();
                self.year_day = Some(self.three_digits(false)?);
            }
            Part::ZeroYearDay => self.year_day = Some(self.three_digits(true)?),
            Part::Hour | Part::Hour12 { .. } | Part::Minute { .. } => self.clock(part)?,
            Part::Second { padded } => self.seconds(padded, layout)?,
            Part::HalfDay { upper } => self.afternoon = Some(self.half_day(upper)?),
            Part::Offset(form) => self.offset(form)?,
            Part::ZoneName => self.zone_name()?,
            Part::Fraction {
                digits,
                trimmed: false,
                ..
            } => self.fraction(1 + digits)?,
            Part::Fraction { trimmed: true, .. } => self.optional_fraction()?,
        }
        Ok(())
    }

    fn take(&mut self, length: usize) -> Read<&'t [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(Fault::Bad)?;
        self.rest = rest;
        Ok(taken)
    }

    fn blank(&mut self) {
        self.rest = self.rest.strip_prefix(b" ").unwrap_or(self.rest);
    }

    fn bounded(
        &self,
        value: i64,
        bounds: std::ops::RangeInclusive<i64>,
        name: &'static str,
    ) -> Read<i64> {
        if bounds.contains(&value) {
            Ok(value)
        } else {
            Err(Fault::Range(name))
        }
    }

    /// Takes one or two digits, two if padded.
    fn number(&mut self, padded: bool) -> Read<i64> {
        match *self.rest {
            [a @ b'0'..=b'9', b @ b'0'..=b'9', ref rest @ ..] => {
                self.rest = rest;
                Ok(i64::from(a - b'0') * 10 + i64::from(b - b'0'))
            }
            [a @ b'0'..=b'9', ref rest @ ..] if !padded => {
                self.rest = rest;
                Ok(i64::from(a - b'0'))
            }
            _ => Err(Fault::Bad),
        }
    }

    fn three_digits(&mut self, padded: bool) -> Read<i64> {
        let digits = self.rest.iter().take(3).take_while(|b| b.is_ascii_digit());
        let length = digits.count();
        if length == 0 || (padded && length != 3) {
            return Err(Fault::Bad);
        }
        let digits = self.take(length)?;
        Ok(digits
            .iter()
            .fold(0, |value, digit| value * 10 + i64::from(digit - b'0')))
    }

    fn long_year(&mut self) -> Read<i64> {
        if !self.rest.first().is_some_and(u8::is_ascii_digit) {
            return Err(Fault::Bad);
        }
        signed(self.take(4)?)
    }

    fn short_year(&mut self) -> Read<i64> {
        let year = signed(self.take(2)?)?;
        Ok(year + if year >= 69 { 1900 } else { 2000 })
    }

    fn name(&mut self, names: &[&str], long: bool) -> Read<i64> {
        for (at, name) in names.iter().enumerate() {
            let name = name.as_bytes();
            let name = if long {
                name
            } else {
                name.get(..3).unwrap_or(name)
            };
            if let Some((begin, rest)) = self.rest.split_at_checked(name.len())
                && begin.eq_ignore_ascii_case(name)
            {
                self.rest = rest;
                return Ok(at as i64);
            }
        }
        Err(Fault::Bad)
    }

    fn clock(&mut self, part: Part) -> Read<()> {
        match part {
            Part::Hour12 { padded } => {
                let hour = self.number(padded)?;
                self.hour = self.bounded(hour, 0..=12, "hour")?;
            }
            Part::Minute { padded } => {
                let minute = self.number(padded)?;
                self.minute = self.bounded(minute, 0..=59, "minute")?;
            }
            _ => {
                let hour = self.number(false)?;
                self.hour = self.bounded(hour, 0..=23, "hour")?;
            }
        }
        Ok(())
    }

    /// Seconds may have a fraction that the layout does not mention.
    fn seconds(&mut self, padded: bool, layout: &[u8]) -> Read<()> {
        let second = self.number(padded)?;
        self.second = self.bounded(second, 0..=59, "second")?;
        let [b'.' | b',', b'0'..=b'9', digits @ ..] = self.rest else {
            return Ok(());
        };
        if matches!(layout::next(layout).part, Some(Part::Fraction { .. })) {
            return Ok(());
        }
        let more = digits.iter().take_while(|b| b.is_ascii_digit()).count();
        self.fraction(2 + more)
    }

    /// Takes a separator and the digits behind it, `length` bytes together.
    fn fraction(&mut self, length: usize) -> Read<()> {
        let [b'.' | b',', digits @ ..] = self.take(length)? else {
            return Err(Fault::Bad);
        };
        let digits = digits.get(..9).unwrap_or(digits);
        let missing = 9 - digits.len() as u32;
        let value = signed(digits)?;
        self.nanoseconds =
            self.bounded(value, 0..=i64::MAX, "fractional second")? * 10i64.pow(missing);
        Ok(())
    }

    fn optional_fraction(&mut self) -> Read<()> {
        let [b'.' | b',', b'0'..=b'9', digits @ ..] = self.rest else {
            return Ok(());
        };
        let more = digits.iter().take_while(|b| b.is_ascii_digit()).count();
        self.fraction(2 + more)
    }

    fn half_day(&mut self, upper: bool) -> Read<bool> {
        match (self.take(2)?, upper) {
            (b"PM", true) | (b"pm", false) => Ok(true),
            (b"AM", true) | (b"am", false) => Ok(false),
            _ => Err(Fault::Bad),
        }
    }

    fn offset(&mut self, form: Offset) -> Read<()> {
        if let ([b'Z', rest @ ..], true) = (self.rest, form.zulu) {
            self.rest = rest;
            self.utc = true;
            return Ok(());
        }
        let text = self.take(form.width())?;
        let [sign, numbers @ ..] = text else {
            return Err(Fault::Bad);
        };
        let step = if form.colon { 3 } else { 2 };
        let mut parts = [0; 3];
        let mut valid = true;
        for (number, chunk) in parts.iter_mut().zip(numbers.chunks(step)) {
            let separator = chunk.get(2).is_none_or(|byte| *byte == b':');
            valid &= separator;
            // Behind a number that is none Go reads no further, and finds none too large.
            let [a @ b'0'..=b'9', b @ b'0'..=b'9', ..] = chunk else {
                valid = false;
                break;
            };
            *number = i64::from(a - b'0') * 10 + i64::from(b - b'0');
        }
        let [hours, minutes, seconds] = parts;
        if form.colon && !colons_fit(numbers) {
            return Err(Fault::Bad);
        }
        // Of several that are too large Go tells the last.
        self.bounded(seconds, 0..=60, "time zone offset second")?;
        self.bounded(minutes, 0..=60, "time zone offset minute")?;
        self.bounded(hours, 0..=24, "time zone offset hour")?;
        let east = (hours * 60 + minutes) * 60 + seconds;
        self.offset = match sign {
            b'+' if valid => Some(east),
            b'-' if valid => Some(-east),
            _ => return Err(Fault::Bad),
        };
        Ok(())
    }

    fn zone_name(&mut self) -> Read<()> {
        if let [b'U', b'T', b'C', rest @ ..] = self.rest {
            self.rest = rest;
            self.utc = true;
            return Ok(());
        }
        let length = zone_length(self.rest).ok_or(Fault::Bad)?;
        self.zone = self.take(length)?;
        Ok(())
    }

    fn finish(mut self) -> Result<Time, &'static str> {
        match self.afternoon {
            Some(true) if self.hour < 12 => self.hour += 12,
            Some(false) if self.hour == 12 => self.hour = 0,
            _ => {}
        }
        if let Some(year_day) = self.year_day {
            self.by_year_day(year_day)?;
        }
        let (month, day) = (self.month.unwrap_or(1), self.day.unwrap_or(1));
        if day < 1 || day > civil::days_in(month, self.year) {
            return Err(": day out of range");
        }
        let civil = Civil {
            year: self.year,
            month,
            day,
            hour: self.hour,
            minute: self.minute,
            second: self.second,
            weekday: 0,
            year_day: 0,
        };
        let zone = self.zone();
        // Only a numeric offset moves the time: that of `GMT+3` is shown, but was never taken off.
        let shift = self.offset.filter(|&offset| !self.utc && offset != -1);
        Ok(Time {
            seconds: civil.seconds() - shift.unwrap_or(0),
            nanoseconds: self.nanoseconds,
            zone,
        })
    }

    fn by_year_day(&mut self, year_day: i64) -> Result<(), &'static str> {
        if year_day < 1 || year_day > if civil::is_leap(self.year) { 366 } else { 365 } {
            return Err(": day-of-year out of range");
        }
        let (mut month, mut day) = (1, year_day);
        while day > civil::days_in(month, self.year) {
            day -= civil::days_in(month, self.year);
            month += 1;
        }
        if self.month.is_some_and(|named| named != month) {
            return Err(": day-of-year does not match month");
        }
        if self.day.is_some_and(|named| named != day) {
            return Err(": day-of-year does not match day");
        }
        (self.month, self.day) = (Some(month), Some(day));
        Ok(())
    }

    /// An offset that is that of UTC gives UTC; `GMT+3` is the one zone name that says how far off it is.
    fn zone(&self) -> Zone {
        let name = || self.zone.into();
        match self.offset {
            _ if self.utc => Zone::Utc,
            Some(-1) | None if self.zone.is_empty() => Zone::Utc,
            Some(0) if matches!(self.zone, b"" | b"UTC") => Zone::Utc,
            Some(offset) if offset != -1 => Zone::Fixed(name(), offset),
            _ => {
                let hours = self
                    .zone
                    .strip_prefix(b"GMT")
                    .map_or(0, |hours| signed(hours).unwrap_or_default());
                Zone::Fixed(name(), hours * 3600)
            }
        }
    }
}

trait Blanks {
    fn trim_ascii_start_blanks(&self) -> &[u8];
}

impl Blanks for [u8] {
    fn trim_ascii_start_blanks(&self) -> &[u8] {
        let blanks = self.iter().take_while(|b| **b == b' ').count();
        self.get(blanks..).unwrap_or_default()
    }
}

/// Says whether colons stand between numbers of two digits, wherever one is due.
fn colons_fit(numbers: &[u8]) -> bool {
    let mut due = numbers.iter().skip(2).step_by(3);
    due.all(|byte| *byte == b':')
}

/// Reads a whole text as a number with an optional sign.
fn signed(text: &[u8]) -> Read<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    match leading_integer(digits) {
        Some((value, [])) if negative => Ok(-(value as i64)),
        Some((value, [])) => Ok(value as i64),
        _ => Err(Fault::Bad),
    }
}

/// Returns how many bytes the abbreviation of a zone takes: three letters, four or five that end in `T`, and a few others.
fn zone_length(text: &[u8]) -> Option<usize> {
    match text {
        [_, _] | [_] | [] => return None,
        [b'C', b'h', b'S', b'T', ..] | [b'M', b'e', b'S', b'T', ..] => return Some(4),
        [b'G', b'M', b'T', rest @ ..] => return Some(3 + offset_length(rest)),
        [b'+' | b'-', ..] => return Some(offset_length(text)).filter(|length| *length > 0),
        _ => {}
    }
    let upper = text.iter().take(6).take_while(|b| b.is_ascii_uppercase());
    match (upper.count(), text) {
        (5, [_, _, _, _, b'T', ..]) => Some(5),
        (4, [_, _, _, b'T', ..] | [b'W', b'I', b'T', b'A', ..]) => Some(4),
        (3, _) => Some(3),
        _ => None,
    }
}

/// Returns the length of an offset such as `+03`, at most 23 hours; 0 where there is none.
fn offset_length(text: &[u8]) -> usize {
    let [b'+' | b'-', digits @ ..] = text else {
        return 0;
    };
    match leading_integer(digits) {
        Some((hours, rest)) if hours <= 23 && rest.len() < digits.len() => text.len() - rest.len(),
        _ => 0,
    }
}
