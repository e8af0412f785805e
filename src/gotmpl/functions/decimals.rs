//! Arithmetic on floats that goes through decimal numbers, so that 1.1 and 2.2 make 3.3.

use super::super::args;
use super::super::context::Context;
use super::super::function::{FnError, Function};
use super::super::golang::decimal::Decimal;
use super::super::types::Type;
use super::super::value::Value;
use super::cast;
use super::table::{sprig, variadic};

/// The functions of this family.
pub(super) const FUNCTIONS: &[Function] = &[
    variadic(sprig("addf", &[Type::Any], Type::Float64, addf)),
    sprig("add1f", &[Type::Any], Type::Float64, add1f),
    variadic(sprig("subf", &[Type::Any, Type::Any], Type::Float64, subf)),
    variadic(sprig("mulf", &[Type::Any, Type::Any], Type::Float64, mulf)),
    variadic(sprig("divf", &[Type::Any, Type::Any], Type::Float64, divf)),
];

type Result<T = Value> = std::result::Result<T, FnError>;

fn decimal(value: &Value) -> Result<Decimal> {
    Decimal::of(cast::float(value)).map_err(FnError::new)
}

/// Goes through the arguments behind the first one.
fn folded(args: &[Value], step: impl Fn(&Decimal, &Decimal) -> Result<Decimal>) -> Result {
    let mut result = decimal(args::any(args, 0))?;
    for other in args::rest(args, 1) {
        result = step(&result, &decimal(other)?)?;
    }
    Ok(Value::Float64(result.float()))
}

fn addf(_: &mut Context<'_>, args: &[Value]) -> Result {
    folded(args, |a, b| Ok(a.plus(b)))
}

fn add1f(_: &mut Context<'_>, args: &[Value]) -> Result {
    let sum = decimal(args::any(args, 0))?.plus(&decimal(&Value::Int(1))?);
    Ok(Value::Float64(sum.float()))
}

fn subf(_: &mut Context<'_>, args: &[Value]) -> Result {
    folded(args, |a, b| Ok(a.minus(b)))
}

fn mulf(_: &mut Context<'_>, args: &[Value]) -> Result {
    folded(args, |a, b| Ok(a.times(b)))
}

fn divf(_: &mut Context<'_>, args: &[Value]) -> Result {
    folded(args, |a, b| a.over(b).map_err(FnError::new))
}
