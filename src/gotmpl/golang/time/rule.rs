//! The rule by which a zone goes on after the last change in its data: a POSIX `TZ` text such as `CET-1CEST,M3.5.0,M10.5.0/3`.

use super::civil::{Civil, is_leap};

const DAY: i64 = 86_400;

/// Returns abbreviation and offset at a time; `None` for a text that is no rule.
pub(super) fn at(rule: &[u8], seconds: i64) -> Option<(&[u8], i64)> {
    let mut text = rule;
    let standard = (name(&mut text)?, -clock(&mut text)?);
    if matches!(text, [] | [b',', ..]) {
        return Some(standard);
    }
    let summer_name = name(&mut text)?;
    let summer_offset = match text {
        [] | [b',', ..] => standard.1 + 3600,
        _ => -clock(&mut text)?,
    };
    if text.is_empty() {
        text = b",M3.2.0,M11.1.0";
    }
    let begin = change(&mut text)?;
    let end = change(&mut text)?;
    if !text.is_empty() {
        return None;
    }
    // Go takes the year of the time in UTC, also on New Year's Eve elsewhere.
    let civil = Civil::at(seconds, 0);
    let in_year = (civil.year_day - 1) * DAY + seconds % DAY;
    let begin = begin.seconds(civil.year, standard.1);
    let end = end.seconds(civil.year, summer_offset);
    let is_summer = if end < begin {
        in_year < end || in_year >= begin
    } else {
        in_year >= begin && in_year < end
    };
    Some(if is_summer {
        (summer_name, summer_offset)
    } else {
        standard
    })
}

/// A day of the year.
enum Day {
    /// `J60`: from 1, February 29 never counted.
    Julian(i64),
    /// `59`: from 0, February 29 counted.
    Ordinal(i64),
    /// `M3.5.0`: month, week (5 is the last), weekday.
    Weekday(i64, i64, i64),
}

/// A change of the clocks: a day, and seconds into it by the clocks before the change.
struct Change {
    day: Day,
    clock: i64,
}

impl Change {
    /// Returns the seconds from the beginning of a year in UTC.
    fn seconds(&self, year: i64, offset: i64) -> i64 {
        let day = match self.day {
            Day::Julian(day) if is_leap(year) && day >= 60 => day,
            Day::Julian(day) => day - 1,
            Day::Ordinal(day) => day,
            Day::Weekday(month, week, weekday) => nth_weekday(year, month, week, weekday),
        };
        day * DAY + self.clock - offset
    }
}

fn nth_weekday(year: i64, month: i64, week: i64, weekday: i64) -> i64 {
    let begin = Civil {
        year,
        month,
        day: 1,
        hour: 0,
        minute: 0,
        second: 0,
        weekday: 0,
        year_day: 0,
    };
    let first = Civil::at(begin.seconds(), 0);
    let mut day = (weekday - first.weekday as i64).rem_euclid(7);
    let last = super::civil::days_in(month, year);
    for _ in 1..week {
        if day + 7 >= last {
            break;
        }
        day += 7;
    }
    first.year_day - 1 + day
}

fn name<'t>(text: &mut &'t [u8]) -> Option<&'t [u8]> {
    let (found, rest) = match *text {
        [b'<', quoted @ ..] => {
            let end = quoted.iter().position(|byte| *byte == b'>')?;
            let (name, rest) = quoted.split_at_checked(end)?;
            (name, rest.get(1..)?)
        }
        _ => {
            let letters = text.iter().take_while(|byte| byte.is_ascii_alphabetic());
            let (name, rest) = text.split_at_checked(letters.count())?;
            (Some(name).filter(|name| name.len() >= 3)?, rest)
        }
    };
    *text = rest;
    Some(found)
}

/// Takes hours with optional minutes and seconds, as seconds.
fn clock(text: &mut &[u8]) -> Option<i64> {
    let negative = match *text {
        [b'-', rest @ ..] => {
            *text = rest;
            true
        }
        [b'+', rest @ ..] => {
            *text = rest;
            false
        }
        _ => false,
    };
    let mut total = number(text, 0, 24 * 7)? * 3600;
    for unit in [60, 1] {
        let [b':', rest @ ..] = *text else { break };
        *text = rest;
        total += number(text, 0, 59)? * unit;
    }
    Some(if negative { -total } else { total })
}

fn number(text: &mut &[u8], least: i64, most: i64) -> Option<i64> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (taken, rest) = text.split_at_checked(digits)?;
    let value: i64 = std::str::from_utf8(taken).ok()?.parse().ok()?;
    *text = rest;
    (least..=most).contains(&value).then_some(value)
}

/// Takes a comma and the change behind it.
fn change(text: &mut &[u8]) -> Option<Change> {
    skip(text, b',')?;
    let day = match *text {
        [b'J', rest @ ..] => {
            *text = rest;
            Day::Julian(number(text, 1, 365)?)
        }
        [b'M', rest @ ..] => {
            *text = rest;
            let month = number(text, 1, 12)?;
            skip(text, b'.')?;
            let week = number(text, 1, 5)?;
            skip(text, b'.')?;
            Day::Weekday(month, week, number(text, 0, 6)?)
        }
        _ => Day::Ordinal(number(text, 0, 365)?),
    };
    let mut clock_at = 2 * 3600;
    if skip(text, b'/').is_some() {
        clock_at = clock(text)?;
    }
    Some(Change {
        day,
        clock: clock_at,
    })
}

fn skip(text: &mut &[u8], byte: u8) -> Option<()> {
    let [first, rest @ ..] = *text else {
        return None;
    };
    (*first == byte).then(|| *text = rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summer_begins_and_ends_by_the_rule() {
        let rule = b"CET-1CEST,M3.5.0,M10.5.0/3";
        for (seconds, want) in [
            (1_711_846_799, ("CET", 3600)),
            (1_711_846_800, ("CEST", 7200)),
            (1_729_990_799, ("CEST", 7200)),
            (1_729_990_800, ("CET", 3600)),
        ] {
            let (name, offset) = at(rule, seconds).unwrap();
            assert_eq!((name, offset), (want.0.as_bytes(), want.1), "{seconds}");
        }
        assert_eq!(at(b"<-03>3", 0), Some((&b"-03"[..], -10_800)));
        assert_eq!(at(b"x", 0), None);
    }
}
