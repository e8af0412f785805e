//! Writing a time in a layout.

use super::civil::{Civil, MONTHS, WEEKDAYS};
use super::layout::{self, Offset, Part};
use super::{Time, Zone};

/// Writes a time in a layout, in the time's own zone.
pub(crate) fn format(layout: &[u8], time: &Time) -> Vec<u8> {
    format_in(layout, time, &time.zone)
}

/// Writes a time in a layout, in a zone.
pub(crate) fn format_in(layout: &[u8], time: &Time, zone: &Zone) -> Vec<u8> {
    let civil = Civil::at(time.seconds, zone.offset());
    let mut out = Vec::with_capacity(layout.len() + 10);
    let mut rest = layout;
    while !rest.is_empty() {
        let found = layout::next(rest);
        out.extend_from_slice(found.before);
        let Some(part) = found.part else { break };
        match part {
            Part::ZoneName => zone_name(&mut out, zone),
            Part::Offset(form) => offset(&mut out, zone.offset(), form),
            Part::Fraction {
                digits,
                separator,
                trimmed,
            } => fraction(&mut out, time.nanoseconds, digits, separator, trimmed),
            _ => write(&mut out, part, &civil),
        }
        rest = found.after;
    }
    out
}

fn write(out: &mut Vec<u8>, part: Part, civil: &Civil) {
    let hour12 = (civil.hour + 11) % 12 + 1;
    let name = |names: &[&'static str], at: i64, long: bool| {
        let name = usize::try_from(at).ok().and_then(|at| names.get(at));
        let name = name.copied().unwrap_or_default();
        if long {
            name
        } else {
            name.get(..3).unwrap_or(name)
        }
        .to_owned()
    };
    let text = match part {
        Part::MonthName { long } => name(&MONTHS, civil.month - 1, long),
        Part::Weekday { long } => name(&WEEKDAYS, civil.weekday as i64, long),
        Part::Month { padded } => number(civil.month, padded),
        Part::Day => civil.day.to_string(),
        Part::BlankDay => format!("{:2}", civil.day),
        Part::ZeroDay => number(civil.day, true),
        Part::BlankYearDay => format!("{:3}", civil.year_day),
        Part::ZeroYearDay => format!("{:03}", civil.year_day),
        Part::Hour => number(civil.hour, true),
        Part::Hour12 { padded } => number(hour12, padded),
        Part::Minute { padded } => number(civil.minute, padded),
        Part::Second { padded } => number(civil.second, padded),
        Part::Year if civil.year < 0 => format!("-{:04}", civil.year.unsigned_abs()),
        Part::Year => format!("{:04}", civil.year),
        Part::ShortYear => number(civil.year.abs() % 100, true),
        Part::HalfDay { upper } => half_day(civil.hour, upper).to_owned(),
        Part::ZoneName | Part::Offset(_) | Part::Fraction { .. } => String::new(),
    };
    out.extend_from_slice(text.as_bytes());
}

fn number(value: i64, padded: bool) -> String {
    if padded {
        format!("{value:02}")
    } else {
        value.to_string()
    }
}

fn half_day(hour: i64, upper: bool) -> &'static str {
    match (hour >= 12, upper) {
        (true, true) => "PM",
        (false, true) => "AM",
        (true, false) => "pm",
        (false, false) => "am",
    }
}

fn zone_name(out: &mut Vec<u8>, zone: &Zone) {
    if zone.name().is_empty() {
        let numeric = Offset {
            zulu: false,
            colon: false,
            minutes: true,
            seconds: false,
        };
        offset(out, zone.offset(), numeric);
    } else {
        out.extend_from_slice(zone.name());
    }
}

fn offset(out: &mut Vec<u8>, seconds: i64, form: Offset) {
    if form.zulu && seconds == 0 {
        out.push(b'Z');
        return;
    }
    // The sign is that of the whole minutes: Go writes -00:00:30 as +00:00:-30.
    let minutes = seconds / 60;
    let (sign, seconds) = if minutes < 0 {
        ('-', -seconds)
    } else {
        ('+', seconds)
    };
    let minutes = minutes.abs();
    let colon = if form.colon { ":" } else { "" };
    let mut text = format!("{sign}{:02}", minutes / 60);
    if form.minutes {
        text += &format!("{colon}{:02}", minutes % 60);
    }
    if form.seconds {
        let rest = seconds % 60;
        let minus = if rest < 0 { "-" } else { "" };
        text += &format!("{colon}{minus}{:02}", rest.abs());
    }
    out.extend_from_slice(text.as_bytes());
}

fn fraction(out: &mut Vec<u8>, nanoseconds: i64, digits: usize, separator: u8, trimmed: bool) {
    if trimmed && (digits == 0 || nanoseconds == 0) {
        return;
    }
    let all = format!("{nanoseconds:09}");
    let mut shown = all.get(..digits).unwrap_or(&all);
    if trimmed {
        shown = shown.trim_end_matches('0');
        if shown.is_empty() {
            return;
        }
    }
    out.push(separator);
    out.extend_from_slice(shown.as_bytes());
}
