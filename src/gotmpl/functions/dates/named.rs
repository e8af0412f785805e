//! Durations, months, days of the week and locations: named types over plain ones.

use super::super::super::args;
use super::super::super::context::Context;
use super::super::super::function::{FnError, Function};
use super::super::super::golang::time::{MONTHS, WEEKDAYS, Zone, duration_text};
use super::super::super::object::{Object, Shape};
use super::super::super::text::Text;
use super::super::super::types::{Kind, Type};
use super::super::super::value::Value;
use super::super::table::method;
use std::any::Any;

/// A value of one of the named types of Go's `time`.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) enum Named {
    /// `time.Duration`: nanoseconds.
    Duration(i64),
    /// `time.Month`, from 1.
    Month(i64),
    /// `time.Weekday`, Sunday is 0.
    Weekday(i64),
    /// `*time.Location`.
    Location(Zone),
}

impl Named {
    /// Returns the number that cast makes of it: of months and days of the week only.
    pub(in super::super) fn number(&self) -> i64 {
        match self {
            Self::Month(number) | Self::Weekday(number) => *number,
            Self::Duration(_) | Self::Location(_) => 0,
        }
    }

    fn text(&self) -> Text {
        match self {
            Self::Duration(nanoseconds) => duration_text(*nanoseconds).into(),
            Self::Month(number) => name(&MONTHS, *number, 1, "%!Month"),
            Self::Weekday(number) => name(&WEEKDAYS, *number, 0, "%!Weekday"),
            Self::Location(zone) => zone.name().into(),
        }
    }
}

fn name(names: &[&str], number: i64, from: i64, what: &str) -> Text {
    let at = usize::try_from(number - from).ok();
    match at.and_then(|at| names.get(at)) {
        Some(name) => Text::from(*name),
        None => Text::from(format!("{what}({number})")),
    }
}

impl Object for Named {
    fn type_name(&self) -> &'static str {
        match self {
            Self::Duration(_) => "time.Duration",
            Self::Month(_) => "time.Month",
            Self::Weekday(_) => "time.Weekday",
            Self::Location(_) => "*time.Location",
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::Duration(_) => Kind::Int64,
            Self::Month(_) | Self::Weekday(_) => Kind::Int,
            Self::Location(_) => Kind::Pointer,
        }
    }

    fn shape(&self) -> Shape {
        match self {
            Self::Duration(number) => Shape::Plain(Value::Int64(*number)),
            Self::Month(number) | Self::Weekday(number) => Shape::Plain(Value::Int(*number)),
            Self::Location(zone) => {
                let fields = vec![
                    ("name", Value::text(zone.name())),
                    ("zone", Value::Int64(zone.offset())),
                ];
                Shape::Pointer("time.Location", fields)
            }
        }
    }

    fn string(&self) -> Option<Text> {
        Some(self.text())
    }

    fn methods(&self) -> &'static [Function] {
        match self {
            Self::Duration(_) => DURATION,
            Self::Month(_) | Self::Weekday(_) | Self::Location(_) => NAMED,
        }
    }

    fn is_same(&self, other: &dyn Object) -> bool {
        match (self, other.as_any().downcast_ref()) {
            (Self::Location(zone), Some(Self::Location(other))) => zone.is_same(other),
            (_, other) => other == Some(self),
        }
    }

    fn is_true(&self) -> bool {
        match self {
            Self::Duration(number) | Self::Month(number) | Self::Weekday(number) => *number != 0,
            Self::Location(_) => true,
        }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

type Result<T = Value> = std::result::Result<T, FnError>;

const TYPE: Type = Type::Named("time.Duration");

const NAMED: &[Function] = &[method("String", &[], Type::Text, string)];

const DURATION: &[Function] = &[
    method("String", &[], Type::Text, string),
    method("Hours", &[], Type::Float64, hours),
    method("Minutes", &[], Type::Float64, minutes),
    method("Seconds", &[], Type::Float64, seconds),
    method("Milliseconds", &[], Type::Int64, milliseconds),
    method("Microseconds", &[], Type::Int64, microseconds),
    method("Nanoseconds", &[], Type::Int64, nanoseconds),
    method("Abs", &[], TYPE, absolute),
    method("Round", &[TYPE], TYPE, rounded),
    method("Truncate", &[TYPE], TYPE, truncated),
];

/// Returns an argument that is a duration, which a literal number can be as well.
pub(super) fn duration(args: &[Value], at: usize) -> Result<i64> {
    let value = args::any(args, at);
    match (value, value.as_object()) {
        (Value::Int(number) | Value::Int64(number), _) => Ok(*number),
        (_, Some(Named::Duration(number))) => Ok(*number),
        _ => Err(FnError::nil_dereference()),
    }
}

fn string(_: &mut Context<'_>, args: &[Value]) -> Result {
    let named = args::any(args, 0).as_object::<Named>();
    let named = named.ok_or_else(FnError::nil_dereference)?;
    Ok(Value::Text(named.text()))
}

/// Whole units and the rest apart, so that the result is as exact as Go's.
fn parts(args: &[Value], unit: i64) -> Result {
    let number = duration(args, 0)?;
    Ok(Value::Float64(
        (number / unit) as f64 + (number % unit) as f64 / unit as f64,
    ))
}

fn hours(_: &mut Context<'_>, args: &[Value]) -> Result {
    parts(args, 3_600_000_000_000)
}

fn minutes(_: &mut Context<'_>, args: &[Value]) -> Result {
    parts(args, 60_000_000_000)
}

fn seconds(_: &mut Context<'_>, args: &[Value]) -> Result {
    parts(args, 1_000_000_000)
}

fn milliseconds(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::Int64(duration(args, 0)? / 1_000_000))
}

fn microseconds(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::Int64(duration(args, 0)? / 1_000))
}

fn nanoseconds(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::Int64(duration(args, 0)?))
}

fn absolute(_: &mut Context<'_>, args: &[Value]) -> Result {
    let size = duration(args, 0)?.saturating_abs();
    Ok(Value::object(Named::Duration(size)))
}

fn rounded(_: &mut Context<'_>, args: &[Value]) -> Result {
    let (number, unit) = (duration(args, 0)?, duration(args, 1)?);
    Ok(Value::object(Named::Duration(round(number, unit))))
}

fn truncated(_: &mut Context<'_>, args: &[Value]) -> Result {
    let (number, unit) = (duration(args, 0)?, duration(args, 1)?);
    let cut = if unit <= 0 {
        number
    } else {
        number - number % unit
    };
    Ok(Value::object(Named::Duration(cut)))
}

/// Rounds to a multiple of a unit, halves away from zero; what does not fit becomes the largest or least duration.
pub(super) fn round(number: i64, unit: i64) -> i64 {
    if unit <= 0 {
        return number;
    }
    let rest = number % unit;
    let below_half = rest.unsigned_abs().saturating_mul(2) < unit.unsigned_abs();
    if below_half {
        number - rest
    } else if number < 0 {
        number.saturating_sub(unit - rest.abs())
    } else {
        number.saturating_add(unit - rest)
    }
}
