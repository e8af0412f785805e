//! Dates, durations and their formats. The local zone is UTC, as it is in Argo CD's containers.

mod moment;
mod named;

pub(super) use named::Named;

use super::super::args;
use super::super::context::Context;
use super::super::function::{FnError, Function};
use super::super::golang::numerals;
use super::super::golang::time::{self, Time, Zone};
use super::super::text::utf8;
use super::super::types::Type;
use super::super::value::Value;
use super::table::{fallible, sprig, unpredictable};

/// The type of points in time.
const TIME: Type = Type::Named("time.Time");

/// The functions of this family.
pub(super) const FUNCTIONS: &[Function] = &[
    unpredictable(sprig("now", &[], TIME, now)),
    unpredictable(sprig("ago", &[Type::Any], Type::Text, ago)),
    sprig("date", &[Type::Text, Type::Any], Type::Text, date),
    sprig(
        "dateInZone",
        &[Type::Text, Type::Any, Type::Text],
        Type::Text,
        date_in_zone,
    ),
    sprig(
        "date_in_zone",
        &[Type::Text, Type::Any, Type::Text],
        Type::Text,
        date_in_zone,
    ),
    sprig("htmlDate", &[Type::Any], Type::Text, html_date),
    sprig(
        "htmlDateInZone",
        &[Type::Any, Type::Text],
        Type::Text,
        html_date_in_zone,
    ),
    sprig("dateModify", &[Type::Text, TIME], TIME, date_modify),
    sprig("date_modify", &[Type::Text, TIME], TIME, date_modify),
    fallible(sprig(
        "mustDateModify",
        &[Type::Text, TIME],
        TIME,
        must_date_modify,
    )),
    fallible(sprig(
        "must_date_modify",
        &[Type::Text, TIME],
        TIME,
        must_date_modify,
    )),
    sprig("toDate", &[Type::Text, Type::Text], TIME, to_date),
    fallible(sprig(
        "mustToDate",
        &[Type::Text, Type::Text],
        TIME,
        must_to_date,
    )),
    sprig("unixEpoch", &[TIME], Type::Text, unix_epoch),
    sprig("duration", &[Type::Any], Type::Text, duration),
    sprig("durationRound", &[Type::Any], Type::Text, duration_round),
];

type Result<T = Value> = std::result::Result<T, FnError>;

/// Returns the location that a deep copy of a location is: nothing is known of it.
pub(super) fn blank_location() -> Value {
    Value::object(Named::Location(Zone::Fixed([].into(), 0)))
}

/// Returns a parameter of type `time.Time`.
fn moment(args: &[Value], at: usize) -> Result<&Time> {
    args::any(args, at)
        .as_object()
        .ok_or_else(FnError::nil_dereference)
}

fn clock(context: &Context<'_>) -> Result<Time> {
    let nanoseconds = context.now()?;
    Ok(Time {
        nanoseconds: nanoseconds.rem_euclid(1_000_000_000) as i64,
        ..Time::at(nanoseconds.div_euclid(1_000_000_000) as i64)
    })
}

fn now(context: &mut Context<'_>, _: &[Value]) -> Result {
    Ok(Value::object(clock(context)?))
}

/// Returns a time, or whole seconds since 1970 as one; everything else stands for the present.
fn time_of(context: &Context<'_>, value: &Value) -> Result<Time> {
    match value {
        Value::Int(seconds) | Value::Int64(seconds) => Ok(Time::at(*seconds)),
        other => match other.as_object::<Time>() {
            Some(time) => Ok(time.clone()),
            None => clock(context),
        },
    }
}

fn ago(context: &mut Context<'_>, args: &[Value]) -> Result {
    let time = time_of(context, args::any(args, 0))?;
    let passed = clock(context)?.since(&time);
    let rounded = named::round(passed, 1_000_000_000);
    Ok(Value::from(time::duration_text(rounded)))
}

fn shown(context: &mut Context<'_>, layout: &[u8], value: &Value, zone: &[u8]) -> Result {
    let time = time_of(context, value)?;
    let zone = time::load(zone, time.seconds);
    Ok(Value::from(time::format_in(layout, &time, &zone)))
}

fn date(context: &mut Context<'_>, args: &[Value]) -> Result {
    shown(context, args::text(args, 0)?, args::any(args, 1), b"Local")
}

fn date_in_zone(context: &mut Context<'_>, args: &[Value]) -> Result {
    let (layout, zone) = (args::text(args, 0)?, args::text(args, 2)?);
    shown(context, layout, args::any(args, 1), zone)
}

fn html_date(context: &mut Context<'_>, args: &[Value]) -> Result {
    shown(context, b"2006-01-02", args::any(args, 0), b"Local")
}

fn html_date_in_zone(context: &mut Context<'_>, args: &[Value]) -> Result {
    let zone = args::text(args, 1)?;
    shown(context, b"2006-01-02", args::any(args, 0), zone)
}

fn date_modify(_: &mut Context<'_>, args: &[Value]) -> Result {
    let (distance, time) = (args::text(args, 0)?, moment(args, 1)?);
    let distance = time::parse_duration(distance).unwrap_or(0);
    Ok(Value::object(time.plus(distance)))
}

fn must_date_modify(_: &mut Context<'_>, args: &[Value]) -> Result {
    let (distance, time) = (args::text(args, 0)?, moment(args, 1)?);
    let distance = time::parse_duration(distance).map_err(|what| FnError::new(utf8(&what)))?;
    Ok(Value::object(time.plus(distance)))
}

fn to_date(_: &mut Context<'_>, args: &[Value]) -> Result {
    let (layout, text) = (args::text(args, 0)?, args::text(args, 1)?);
    let time = time::parse(layout, text).unwrap_or_else(|_| Time::zero());
    Ok(Value::object(time))
}

fn must_to_date(_: &mut Context<'_>, args: &[Value]) -> Result {
    let (layout, text) = (args::text(args, 0)?, args::text(args, 1)?);
    let time = time::parse(layout, text).map_err(|what| FnError::new(utf8(&what)))?;
    Ok(Value::object(time))
}

fn unix_epoch(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::from(moment(args, 0)?.seconds.to_string()))
}

/// Seconds as text or `int64`; a literal is an `int`, and so 0 seconds.
fn duration(_: &mut Context<'_>, args: &[Value]) -> Result {
    let seconds = match args::any(args, 0) {
        Value::Text(text) => numerals::clamped(text),
        Value::Int64(seconds) => *seconds,
        _ => 0,
    };
    let nanoseconds = seconds.wrapping_mul(1_000_000_000);
    Ok(Value::from(time::duration_text(nanoseconds)))
}

const SECOND: u64 = 1_000_000_000;
const HOUR: u64 = 3_600 * SECOND;
const DAY: u64 = 24 * HOUR;

/// The units of `durationRound`, largest first.
const UNITS: [(u64, &str); 6] = [
    (365 * DAY, "y"),
    (30 * DAY, "mo"),
    (DAY, "d"),
    (HOUR, "h"),
    (60 * SECOND, "m"),
    (SECOND, "s"),
];

/// Returns the largest unit of which there is more than one, its sign dropped.
fn duration_round(context: &mut Context<'_>, args: &[Value]) -> Result {
    let nanoseconds = match args::any(args, 0) {
        Value::Text(text) => time::parse_duration(text).unwrap_or(0),
        Value::Int64(nanoseconds) => *nanoseconds,
        other => match other.as_object::<Time>() {
            Some(time) => clock(context)?.since(time),
            None => 0,
        },
    };
    let size = nanoseconds.unsigned_abs();
    let unit = UNITS.iter().find(|(unit, _)| size > *unit);
    Ok(Value::from(match unit {
        Some((unit, name)) => format!("{}{name}", size / unit),
        None => "0s".to_owned(),
    }))
}
