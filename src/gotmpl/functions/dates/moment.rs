//! The methods of times that templates can call.

use super::super::super::args;
use super::super::super::context::Context;
use super::super::super::function::{FnError, Function};
use super::super::super::golang::time::{Time, Zone};
use super::super::super::list::List;
use super::super::super::object::{Field, Object, Shape};
use super::super::super::text::Text;
use super::super::super::types::{Kind, Type};
use super::super::super::value::Value;
use super::super::table::{fallible, method};
use super::named::{Named, duration};
use super::{TIME, moment};
use crate::gotmpl::golang::time;
use std::any::Any;

impl Object for Time {
    fn type_name(&self) -> &'static str {
        "time.Time"
    }

    fn kind(&self) -> Kind {
        Kind::Struct
    }

    fn shape(&self) -> Shape {
        let loc = match &self.zone {
            Zone::Utc => Value::Nil,
            zone @ Zone::Fixed(..) => Value::object(Named::Location(zone.clone())),
        };
        // Seconds since the year 1, as Go keeps them without a monotonic clock.
        let fields = vec![
            ("wall", Value::Uint64(self.nanoseconds as u64)),
            (
                "ext",
                Value::Int64(self.seconds.wrapping_sub(Self::zero().seconds)),
            ),
            ("loc", loc),
        ];
        Shape::Struct("time.Time", fields)
    }

    fn string(&self) -> Option<Text> {
        Some(self.text().into())
    }

    fn go_string(&self) -> Option<Text> {
        Some(self.go_text().into())
    }

    fn methods(&self) -> &'static [Function] {
        METHODS
    }

    fn field(&self, name: &str) -> Field {
        match name {
            "wall" | "ext" | "loc" => Field::Hidden,
            _ => Field::Absent,
        }
    }

    fn is_same(&self, other: &dyn Object) -> bool {
        other.as_any().downcast_ref().is_some_and(|other: &Self| {
            let is_same = self.zone.is_same(&other.zone);
            is_same && (self.seconds, self.nanoseconds) == (other.seconds, other.nanoseconds)
        })
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

const DURATION: Type = Type::Named("time.Duration");
const LOCATION: Type = Type::Named("*time.Location");

const METHODS: &[Function] = &[
    method("Add", &[DURATION], TIME, add),
    method(
        "AddDate",
        &[Type::Int, Type::Int, Type::Int],
        TIME,
        add_date,
    ),
    method("After", &[TIME], Type::Bool, after),
    method("Before", &[TIME], Type::Bool, before),
    method("Clock", &[], Type::Int, clock),
    method("Compare", &[TIME], Type::Int, compare),
    method("Date", &[], Type::Int, date),
    method("Day", &[], Type::Int, day),
    method("Equal", &[TIME], Type::Bool, equal),
    method("Format", &[Type::Text], Type::Text, format),
    method("GoString", &[], Type::Text, go_string),
    method("Hour", &[], Type::Int, hour),
    method("ISOWeek", &[], Type::Int, two_results),
    method("In", &[LOCATION], TIME, in_location),
    method("IsDST", &[], Type::Bool, is_summer),
    method("IsZero", &[], Type::Bool, is_zero),
    method("Local", &[], TIME, utc),
    method("Location", &[], LOCATION, location),
    fallible(method("MarshalJSON", &[], Type::ByteList, marshal_json)),
    fallible(method("MarshalText", &[], Type::ByteList, marshal_text)),
    method("Minute", &[], Type::Int, minute),
    method("Month", &[], Type::Named("time.Month"), month),
    method("Nanosecond", &[], Type::Int, nanosecond),
    method("Round", &[DURATION], TIME, round),
    method("Second", &[], Type::Int, second),
    method("String", &[], Type::Text, string),
    method("Sub", &[TIME], DURATION, sub),
    method("Truncate", &[DURATION], TIME, truncate),
    method("UTC", &[], TIME, utc),
    method("Unix", &[], Type::Int64, unix),
    method("UnixMicro", &[], Type::Int64, unix_micro),
    method("UnixMilli", &[], Type::Int64, unix_milli),
    method("UnixNano", &[], Type::Int64, unix_nano),
    method("Weekday", &[], Type::Named("time.Weekday"), weekday),
    method("Year", &[], Type::Int, year),
    method("YearDay", &[], Type::Int, year_day),
    method("Zone", &[], Type::Text, two_results_zone),
];

type Result = std::result::Result<Value, FnError>;

/// Go refuses to call what has two results of which the second is no error.
fn two_results(_: &mut Context<'_>, _: &[Value]) -> Result {
    Err(FnError::new(
        "invalid function signature for ISOWeek: second return value should be error; is int",
    ))
}

fn two_results_zone(_: &mut Context<'_>, _: &[Value]) -> Result {
    Err(FnError::new(
        "invalid function signature for Zone: second return value should be error; is int",
    ))
}

fn clock(_: &mut Context<'_>, _: &[Value]) -> Result {
    Err(FnError::new(
        "function Clock has 3 return values; should be 1 or 2",
    ))
}

fn date(_: &mut Context<'_>, _: &[Value]) -> Result {
    Err(FnError::new(
        "function Date has 3 return values; should be 1 or 2",
    ))
}

fn add(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::object(moment(args, 0)?.plus(duration(args, 1)?)))
}

fn add_date(_: &mut Context<'_>, args: &[Value]) -> Result {
    let (years, months, days) = (
        args::int(args, 1)?,
        args::int(args, 2)?,
        args::int(args, 3)?,
    );
    Ok(Value::object(
        moment(args, 0)?.plus_date(years, months, days),
    ))
}

fn order(args: &[Value]) -> std::result::Result<std::cmp::Ordering, FnError> {
    let (a, b) = (moment(args, 0)?, moment(args, 1)?);
    Ok((a.seconds, a.nanoseconds).cmp(&(b.seconds, b.nanoseconds)))
}

fn after(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::from(order(args)?.is_gt()))
}

fn before(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::from(order(args)?.is_lt()))
}

fn equal(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::from(order(args)?.is_eq()))
}

fn compare(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::Int(order(args)? as i64))
}

fn day(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::Int(moment(args, 0)?.civil().day))
}

fn hour(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::Int(moment(args, 0)?.civil().hour))
}

fn minute(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::Int(moment(args, 0)?.civil().minute))
}

fn second(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::Int(moment(args, 0)?.civil().second))
}

fn nanosecond(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::Int(moment(args, 0)?.nanoseconds))
}

fn year(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::Int(moment(args, 0)?.civil().year))
}

fn year_day(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::Int(moment(args, 0)?.civil().year_day))
}

fn month(_: &mut Context<'_>, args: &[Value]) -> Result {
    let month = moment(args, 0)?.civil().month;
    Ok(Value::object(Named::Month(month)))
}

fn weekday(_: &mut Context<'_>, args: &[Value]) -> Result {
    let weekday = moment(args, 0)?.civil().weekday;
    Ok(Value::object(Named::Weekday(weekday as i64)))
}

fn format(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::from(moment(args, 0)?.format(args::text(args, 1)?)))
}

fn string(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::from(moment(args, 0)?.text()))
}

fn go_string(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::from(moment(args, 0)?.go_text()))
}

fn in_location(_: &mut Context<'_>, args: &[Value]) -> Result {
    let Some(Named::Location(zone)) = args::any(args, 1).as_object() else {
        return Err(FnError::new("time: missing Location in call to Time.In"));
    };
    let mut time = moment(args, 0)?.clone();
    time.zone = zone.clone();
    Ok(Value::object(time))
}

fn utc(_: &mut Context<'_>, args: &[Value]) -> Result {
    let mut time = moment(args, 0)?.clone();
    time.zone = Zone::Utc;
    Ok(Value::object(time))
}

fn location(_: &mut Context<'_>, args: &[Value]) -> Result {
    let zone = moment(args, 0)?.zone.clone();
    Ok(Value::object(Named::Location(zone)))
}

fn is_summer(_: &mut Context<'_>, _: &[Value]) -> Result {
    Ok(Value::from(false))
}

fn is_zero(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::from(moment(args, 0)?.is_zero()))
}

fn marshal_json(_: &mut Context<'_>, args: &[Value]) -> Result {
    let text = time::rfc3339(moment(args, 0)?)
        .map_err(|what| FnError::new(format!("Time.MarshalJSON: {what}")))?;
    Ok(bytes(&[b"\"", text.as_slice(), b"\""].concat()))
}

fn marshal_text(_: &mut Context<'_>, args: &[Value]) -> Result {
    let text = time::rfc3339(moment(args, 0)?)
        .map_err(|what| FnError::new(format!("Time.MarshalText: {what}")))?;
    Ok(bytes(&text))
}

fn bytes(bytes: &[u8]) -> Value {
    let bytes = bytes.iter().map(|byte| Value::Uint8(*byte));
    Value::List(List::new(Type::ByteList, bytes.collect()))
}

fn sub(_: &mut Context<'_>, args: &[Value]) -> Result {
    let distance = moment(args, 0)?.since(moment(args, 1)?);
    Ok(Value::object(Named::Duration(distance)))
}

/// Returns what is left of the time since the year 1 after whole units.
fn remainder(time: &Time, unit: i64) -> i64 {
    let zero = i128::from(Time::zero().seconds);
    let since = (i128::from(time.seconds) - zero) * 1_000_000_000 + i128::from(time.nanoseconds);
    since.rem_euclid(i128::from(unit)) as i64
}

fn truncate(_: &mut Context<'_>, args: &[Value]) -> Result {
    let (time, unit) = (moment(args, 0)?, duration(args, 1)?);
    if unit <= 0 {
        return Ok(Value::object(time.clone()));
    }
    Ok(Value::object(time.plus(-remainder(time, unit))))
}

fn round(_: &mut Context<'_>, args: &[Value]) -> Result {
    let (time, unit) = (moment(args, 0)?, duration(args, 1)?);
    if unit <= 0 {
        return Ok(Value::object(time.clone()));
    }
    let rest = remainder(time, unit);
    let shift = if rest < unit - rest {
        -rest
    } else {
        unit - rest
    };
    Ok(Value::object(time.plus(shift)))
}

fn unix(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::Int64(moment(args, 0)?.seconds))
}

fn in_units(args: &[Value], per_second: i64) -> Result {
    let time = moment(args, 0)?;
    let whole = time.seconds.wrapping_mul(per_second);
    let part = time.nanoseconds / (1_000_000_000 / per_second);
    Ok(Value::Int64(whole.wrapping_add(part)))
}

fn unix_milli(_: &mut Context<'_>, args: &[Value]) -> Result {
    in_units(args, 1_000)
}

fn unix_micro(_: &mut Context<'_>, args: &[Value]) -> Result {
    in_units(args, 1_000_000)
}

fn unix_nano(_: &mut Context<'_>, args: &[Value]) -> Result {
    in_units(args, 1_000_000_000)
}
