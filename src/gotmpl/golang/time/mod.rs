//! Points in time and durations, by the rules of Go's `time`: layouts by the reference time, zones, arithmetic that wraps.
//!
//! In go layouts, texts and seconds; out come texts and [`Time`]s. The room knows no clock: nobody here can say what time it is.

mod civil;
mod duration;
mod format;
mod layout;
mod parse;
mod rule;
mod zone;

pub(crate) use civil::{Civil, MONTHS, WEEKDAYS};
pub(crate) use duration::{duration_text, parse_duration};
pub(crate) use format::{format, format_in};
pub(crate) use parse::parse;
pub(crate) use zone::load;

use std::sync::Arc;

/// The text that a time prints as.
pub(crate) const DEFAULT_LAYOUT: &[u8] = b"2006-01-02 15:04:05.999999999 -0700 MST";

/// The layout of times in JSON.
const RFC3339_NANO: &[u8] = b"2006-01-02T15:04:05.999999999Z07:00";

/// Seconds from January 1, year 1 to 1970.
const YEAR_ONE: i64 = -62_135_596_800;

/// What a time is shown in: UTC, or an offset that a text brought along.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Zone {
    /// UTC, which is the local zone as well.
    #[default]
    Utc,
    /// An offset in seconds east of UTC, and its abbreviation, which may be empty.
    Fixed(Arc<[u8]>, i64),
}

impl Zone {
    /// Returns the abbreviation.
    #[must_use]
    pub(crate) fn name(&self) -> &[u8] {
        match self {
            Self::Utc => b"UTC",
            Self::Fixed(name, _) => name,
        }
    }

    /// Says whether Go has both in one place in memory: every offset that is read is a zone of its own, but for whole hours
    /// without a name.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Fixed(name, offset), Self::Fixed(other, other_offset)) => {
                let shared =
                    name.is_empty() && offset % 3600 == 0 && (-12..=14).contains(&(offset / 3600));
                Arc::ptr_eq(name, other) || (shared && offset == other_offset)
            }
            _ => self == other,
        }
    }

    /// Returns the seconds east of UTC.
    #[must_use]
    pub(crate) fn offset(&self) -> i64 {
        match self {
            Self::Utc => 0,
            Self::Fixed(_, offset) => *offset,
        }
    }
}

/// A point in time: Go's `time.Time`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Time {
    /// Seconds since 1970.
    pub(crate) seconds: i64,
    /// Nanoseconds of the second, below 1,000,000,000.
    pub(crate) nanoseconds: i64,
    /// What it is shown in.
    pub(crate) zone: Zone,
}

impl Time {
    /// Returns January 1 of the year 1: what Go takes for no time at all.
    #[must_use]
    pub(crate) fn zero() -> Self {
        Self::at(YEAR_ONE)
    }

    /// Returns the time of so many seconds since 1970, shown in UTC.
    #[must_use]
    pub(crate) fn at(seconds: i64) -> Self {
        Self {
            seconds,
            nanoseconds: 0,
            zone: Zone::Utc,
        }
    }

    /// Says whether this is [`Time::zero`].
    #[must_use]
    pub(crate) fn is_zero(&self) -> bool {
        self.seconds == YEAR_ONE && self.nanoseconds == 0
    }

    /// Returns the date and the time of day in the time's own zone.
    pub(crate) fn civil(&self) -> Civil {
        Civil::at(self.seconds, self.zone.offset())
    }

    /// Returns the time in a layout.
    #[must_use]
    pub(crate) fn format(&self, layout: &[u8]) -> Vec<u8> {
        format(layout, self)
    }

    /// Returns the time so many nanoseconds later.
    #[must_use]
    pub(crate) fn plus(&self, nanoseconds: i64) -> Self {
        let sum = self.nanoseconds + nanoseconds % 1_000_000_000;
        let carried = nanoseconds / 1_000_000_000 + sum.div_euclid(1_000_000_000);
        Self {
            seconds: self.seconds.wrapping_add(carried),
            nanoseconds: sum.rem_euclid(1_000_000_000),
            zone: self.zone.clone(),
        }
    }

    /// Returns the nanoseconds from another time to this one, at most what a duration holds.
    #[must_use]
    pub(crate) fn since(&self, other: &Self) -> i64 {
        let seconds = i128::from(self.seconds) - i128::from(other.seconds);
        let nanoseconds = i128::from(self.nanoseconds) - i128::from(other.nanoseconds);
        let whole = seconds * 1_000_000_000 + nanoseconds;
        whole.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64
    }

    /// Returns the time so many years, months and days later; what goes beyond a month's end runs into the next one.
    #[must_use]
    pub(crate) fn plus_date(&self, years: i64, months: i64, days: i64) -> Self {
        let civil = self.civil();
        let date = Civil {
            year: civil.year.wrapping_add(years),
            month: civil.month.wrapping_add(months),
            day: civil.day.wrapping_add(days),
            ..civil
        };
        Self {
            seconds: date.seconds().wrapping_sub(self.zone.offset()),
            nanoseconds: self.nanoseconds,
            zone: self.zone.clone(),
        }
    }

    /// Returns the text that a time prints as.
    #[must_use]
    pub(crate) fn text(&self) -> Vec<u8> {
        format(DEFAULT_LAYOUT, self)
    }

    /// Returns the time as Go source text: what `%#v` and `GoString` give.
    #[must_use]
    pub(crate) fn go_text(&self) -> Vec<u8> {
        let civil = self.civil();
        let zone = match &self.zone {
            Zone::Utc => b"time.UTC".to_vec(),
            Zone::Fixed(name, _) => {
                [b"time.Location(", layout::quote(name).as_slice(), b")"].concat()
            }
        };
        let month = usize::try_from(civil.month - 1).ok();
        let month = month.and_then(|month| MONTHS.get(month)).unwrap_or(&"");
        let mut text = format!(
            "time.Date({}, time.{month}, {}, {}, {}, {}, {}, ",
            civil.year, civil.day, civil.hour, civil.minute, civil.second, self.nanoseconds
        )
        .into_bytes();
        text.extend_from_slice(&zone);
        text.push(b')');
        text
    }
}

/// Returns a time as it stands in JSON.
///
/// # Errors
/// What Go says of years and offsets that RFC 3339 does not know.
pub(crate) fn rfc3339(time: &Time) -> Result<Vec<u8>, &'static str> {
    let hours = time.zone.offset().abs() / 3600;
    if !(0..=9999).contains(&time.civil().year) {
        Err("year outside of range [0,9999]")
    } else if hours > 23 {
        Err("timezone hour outside of range [0,23]")
    } else {
        Ok(time.format(RFC3339_NANO))
    }
}
