//! The calendar: seconds to dates and back, in the proleptic Gregorian calendar.

/// The names of the months.
pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The names of the days of the week.
pub(crate) const WEEKDAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];

const DAY: i64 = 86_400;

/// Days of 400 years.
const CYCLE: i64 = 146_097;

/// Days from March 1 of the year 0 to January 1, 1970.
const TO_1970: i64 = 719_468;

/// Days from the first day that Go can count, March 1 of the year -292277022400, to March 1 of the year 0.
const FIRST_DAY: i64 = 292_277_022_400 / 400 * CYCLE;

/// A date and a time of day, with what follows from them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Civil {
    /// The year, which may be 0 or negative.
    pub(crate) year: i64,
    /// The month, from 1.
    pub(crate) month: i64,
    /// The day of the month, from 1.
    pub(crate) day: i64,
    /// The hour of the day.
    pub(crate) hour: i64,
    /// The minute of the hour.
    pub(crate) minute: i64,
    /// The second of the minute.
    pub(crate) second: i64,
    /// The day of the week, Sunday is 0.
    pub(crate) weekday: usize,
    /// The day of the year, from 1.
    pub(crate) year_day: i64,
}

impl Civil {
    /// Returns the date of so many seconds since 1970, so many seconds east of UTC. Go counts seconds from its first day in 64
    /// bits without a sign, and wraps.
    pub(crate) fn at(seconds: i64, offset: i64) -> Self {
        let to_1970 = ((FIRST_DAY + TO_1970) as u64).wrapping_mul(DAY as u64);
        let counted = (seconds.wrapping_add(offset) as u64).wrapping_add(to_1970);
        let (days, clock) = ((counted / DAY as u64) as i64, (counted % DAY as u64) as i64);
        let since_march = days - FIRST_DAY;
        let (year, month, day) = date(since_march);
        Self {
            year,
            month,
            day,
            hour: clock / 3600,
            minute: clock / 60 % 60,
            second: clock % 60,
            // The first day is a Wednesday, as March 1 of every 400th year is.
            weekday: (days + 3).rem_euclid(7) as usize,
            year_day: since_march - days_to(year, 1, 1) + 1,
        }
    }

    /// Returns the seconds from 1970 to the date, as if in UTC. Months and days beyond their bounds run over.
    pub(crate) fn seconds(&self) -> i64 {
        let months = self.month.wrapping_sub(1);
        let year = self.year.wrapping_add(months.div_euclid(12));
        let days = days_to(year, months.rem_euclid(12) + 1, 1)
            .wrapping_sub(TO_1970)
            .wrapping_add(self.day.wrapping_sub(1));
        let clock = self.hour * 3600 + self.minute * 60 + self.second;
        days.wrapping_mul(DAY).wrapping_add(clock)
    }
}

/// Returns the date so many days after March 1 of the year 0. Years are counted from March, so that leap days come last.
fn date(days: i64) -> (i64, i64, i64) {
    let cycle = days.div_euclid(CYCLE);
    let rest = days.rem_euclid(CYCLE);
    let year = (rest - rest / 1460 + rest / 36_524 - rest / 146_096) / 365;
    let day_of_year = rest - (365 * year + year / 4 - year / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let (month, later) = if shifted < 10 {
        (shifted + 3, 0)
    } else {
        (shifted - 9, 1)
    };
    (year + cycle * 400 + later, month, day)
}

/// Returns the days from March 1 of the year 0 to a date.
fn days_to(year: i64, month: i64, day: i64) -> i64 {
    let (year, shifted) = if month > 2 {
        (year, month - 3)
    } else {
        (year.wrapping_sub(1), month + 9)
    };
    let (cycle, rest) = (year.div_euclid(400), year.rem_euclid(400));
    let in_cycle = rest * 365 + rest / 4 - rest / 100 + (153 * shifted + 2) / 5 + day - 1;
    cycle.wrapping_mul(CYCLE).wrapping_add(in_cycle)
}

/// Says whether a year has a leap day.
pub(super) fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Returns how many days a month has.
pub(super) fn days_in(month: i64, year: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_seconds_are_inverse() {
        for (seconds, want) in [
            (0, (1970, 1, 1, 4, 1)),
            (951_782_400, (2000, 2, 29, 2, 60)),
            (-62_135_596_800, (1, 1, 1, 1, 1)),
            (253_402_300_799, (9999, 12, 31, 5, 365)),
        ] {
            let civil = Civil::at(seconds, 0);
            let got = (
                civil.year,
                civil.month,
                civil.day,
                civil.weekday,
                civil.year_day,
            );
            assert_eq!(got, want);
            assert_eq!(civil.seconds(), seconds);
        }
    }

    #[test]
    fn the_ends_of_time_wrap_as_in_go() {
        assert_eq!(Civil::at(i64::MAX, 0).year, 292_277_026_596);
        Civil::at(i64::MIN, -86_400);
    }
}
