//! Whole numbers and floats. Integers wrap, as Go's do.

use super::super::args;
use super::super::context::Context;
use super::super::fmt;
use super::super::function::{FnError, Function};
use super::super::golang::{numerals, power};
use super::super::list::List;
use super::super::types::Type;
use super::super::value::Value;
use super::cast;
use super::table::{sprig, variadic};

/// The functions of this family.
pub(super) const FUNCTIONS: &[Function] = &[
    sprig("int", &[Type::Any], Type::Int, int),
    sprig("int64", &[Type::Any], Type::Int64, int64),
    sprig("float64", &[Type::Any], Type::Float64, float64),
    sprig("atoi", &[Type::Text], Type::Int, atoi),
    sprig("toDecimal", &[Type::Any], Type::Int64, to_decimal),
    variadic(sprig("add", &[Type::Any], Type::Int64, add)),
    sprig("add1", &[Type::Any], Type::Int64, add1),
    sprig("sub", &[Type::Any, Type::Any], Type::Int64, sub),
    variadic(sprig("mul", &[Type::Any, Type::Any], Type::Int64, mul)),
    sprig("div", &[Type::Any, Type::Any], Type::Int64, div),
    sprig("mod", &[Type::Any, Type::Any], Type::Int64, modulo),
    variadic(sprig("max", &[Type::Any, Type::Any], Type::Int64, max)),
    variadic(sprig("biggest", &[Type::Any, Type::Any], Type::Int64, max)),
    variadic(sprig("min", &[Type::Any, Type::Any], Type::Int64, min)),
    variadic(sprig("maxf", &[Type::Any, Type::Any], Type::Float64, maxf)),
    variadic(sprig("minf", &[Type::Any, Type::Any], Type::Float64, minf)),
    sprig("floor", &[Type::Any], Type::Float64, floor),
    sprig("ceil", &[Type::Any], Type::Float64, ceil),
    variadic(sprig(
        "round",
        &[Type::Any, Type::Int, Type::Float64],
        Type::Float64,
        round,
    )),
    sprig("until", &[Type::Int], Type::IntList, until),
    sprig(
        "untilStep",
        &[Type::Int, Type::Int, Type::Int],
        Type::IntList,
        until_step,
    ),
    variadic(sprig("seq", &[Type::Int], Type::Text, seq)),
];

type Result<T = Value> = std::result::Result<T, FnError>;

fn int(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::Int(first(args)))
}

fn int64(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::Int64(first(args)))
}

fn float64(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::Float64(cast::float(args::any(args, 0))))
}

fn atoi(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::Int(numerals::clamped(args::text(args, 0)?)))
}

fn to_decimal(context: &mut Context<'_>, args: &[Value]) -> Result {
    let octal = fmt::display(context, args::any(args, 0))?;
    Ok(Value::Int64(numerals::integer(&octal, 8).unwrap_or(0)))
}

fn first(args: &[Value]) -> i64 {
    cast::integer(args::any(args, 0))
}

fn second(args: &[Value]) -> i64 {
    cast::integer(args::any(args, 1))
}

/// Goes through the arguments behind the first one.
fn folded(args: &[Value], step: impl Fn(i64, i64) -> i64) -> Result {
    let others = args::rest(args, 1).iter().map(cast::integer);
    Ok(Value::Int64(others.fold(first(args), step)))
}

fn add(_: &mut Context<'_>, args: &[Value]) -> Result {
    folded(args, i64::wrapping_add)
}

fn add1(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::Int64(first(args).wrapping_add(1)))
}

fn sub(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::Int64(first(args).wrapping_sub(second(args))))
}

fn mul(_: &mut Context<'_>, args: &[Value]) -> Result {
    folded(args, i64::wrapping_mul)
}

fn div(_: &mut Context<'_>, args: &[Value]) -> Result {
    let divisor = divisor(args)?;
    Ok(Value::Int64(first(args).wrapping_div(divisor)))
}

fn modulo(_: &mut Context<'_>, args: &[Value]) -> Result {
    let divisor = divisor(args)?;
    Ok(Value::Int64(first(args).wrapping_rem(divisor)))
}

fn divisor(args: &[Value]) -> Result<i64> {
    match second(args) {
        0 => Err(FnError::new("runtime error: integer divide by zero")),
        divisor => Ok(divisor),
    }
}

fn max(_: &mut Context<'_>, args: &[Value]) -> Result {
    folded(args, i64::max)
}

fn min(_: &mut Context<'_>, args: &[Value]) -> Result {
    folded(args, i64::min)
}

fn folded_floats(args: &[Value], step: impl Fn(f64, f64) -> f64) -> Result {
    let first = cast::float(args::any(args, 0));
    let others = args::rest(args, 1).iter().map(cast::float);
    Ok(Value::Float64(others.fold(first, step)))
}

fn maxf(_: &mut Context<'_>, args: &[Value]) -> Result {
    folded_floats(args, greater)
}

fn minf(_: &mut Context<'_>, args: &[Value]) -> Result {
    folded_floats(args, |a, b| -greater(-a, -b))
}

/// Go's `math.Max`: infinity beats what is no number, which beats all others; 0 is greater than -0.
fn greater(a: f64, b: f64) -> f64 {
    if a == f64::INFINITY || b == f64::INFINITY {
        f64::INFINITY
    } else if a.is_nan() || b.is_nan() {
        f64::NAN
    } else if a == 0.0 && b == 0.0 {
        if a.is_sign_negative() { b } else { a }
    } else if a > b {
        a
    } else {
        b
    }
}

fn floor(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::Float64(cast::float(args::any(args, 0)).floor()))
}

fn ceil(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::Float64(cast::float(args::any(args, 0)).ceil()))
}

/// Rounds up from the given fraction on, by default a half: also below zero, so that -2.5 becomes -3.
fn round(_: &mut Context<'_>, args: &[Value]) -> Result {
    let value = cast::float(args::any(args, 0));
    let round_on = match args.get(2) {
        Some(_) => args::float(args, 2)?,
        None => 0.5,
    };
    let shift = power::of_ten(args::int(args, 1)?);
    let shifted = shift * value;
    let fraction = if shifted.is_infinite() {
        f64::NAN
    } else {
        shifted - shifted.trunc()
    };
    let rounded = if fraction >= round_on {
        shifted.ceil()
    } else {
        shifted.floor()
    };
    Ok(Value::Float64(rounded / shift))
}

/// What one item of a list costs.
const ITEM: usize = size_of::<Value>();

fn until(context: &mut Context<'_>, args: &[Value]) -> Result {
    let count = args::int(args, 0)?;
    let items = steps(context, 0, count, if count < 0 { -1 } else { 1 })?;
    Ok(int_list(items))
}

fn until_step(context: &mut Context<'_>, args: &[Value]) -> Result {
    let (start, stop, step) = (
        args::int(args, 0)?,
        args::int(args, 1)?,
        args::int(args, 2)?,
    );
    Ok(int_list(steps(context, start, stop, step)?))
}

fn int_list(items: Vec<i64>) -> Value {
    let items = items.into_iter().map(Value::Int).collect();
    Value::List(List::new(Type::IntList, items))
}

/// Counts from `start` to before `stop`. Where Go's counter overflows it counts until memory ends; ours until the limit.
fn steps(context: &mut Context<'_>, start: i64, stop: i64, step: i64) -> Result<Vec<i64>> {
    let mut items = Vec::new();
    let down = stop < start;
    if step == 0 || down != (step < 0) {
        return Ok(items);
    }
    let mut at = start;
    while if down { at > stop } else { at < stop } {
        context.claim(ITEM)?;
        items.push(at);
        at = at.wrapping_add(step);
    }
    Ok(items)
}

fn seq(context: &mut Context<'_>, args: &[Value]) -> Result {
    let numbers = (0..args.len()).map(|at| args::int(args, at));
    let numbers = numbers.collect::<Result<Vec<i64>>>()?;
    let (start, end, step) = match *numbers.as_slice() {
        [end] => (1, end, None),
        [start, end] => (start, end, None),
        [start, step, end] => (start, end, Some(step)),
        _ => return Ok(Value::from("")),
    };
    let toward = if end < start { -1 } else { 1 };
    if toward < 0 && step.is_some_and(|step| step > 0) {
        return Ok(Value::from(""));
    }
    let stop = end.wrapping_add(toward);
    let items = steps(context, start, stop, step.unwrap_or(toward))?;
    let texts: Vec<String> = items.iter().map(i64::to_string).collect();
    Ok(Value::from(texts.join(" ")))
}
