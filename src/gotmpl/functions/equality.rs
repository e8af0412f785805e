//! Go's `reflect.DeepEqual`, and what sprig takes for empty.

use super::super::context::Context;
use super::super::function::{FnError, Limit};
use super::super::object::{Object, Shape};
use super::super::value::Value;

type Result = std::result::Result<bool, FnError>;

/// Says whether two values have the same type and the same content. What is no number equals nothing, unless both are in the
/// same list or map in memory.
///
/// # Errors
/// When the values are nested too deeply, or there are no steps left.
pub(super) fn equal(context: &mut Context<'_>, a: &Value, b: &Value) -> Result {
    let depth = context.depth();
    equal_within(context, a, b, depth)
}

fn equal_within(context: &mut Context<'_>, a: &Value, b: &Value, depth: usize) -> Result {
    context.burn(1)?;
    let depth = depth.checked_sub(1).ok_or(FnError::Limit(Limit::Depth))?;
    Ok(match (a, b) {
        (Value::Nil, Value::Nil) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Int(a), Value::Int(b)) | (Value::Int64(a), Value::Int64(b)) => a == b,
        (Value::Uint8(a), Value::Uint8(b)) => a == b,
        (Value::Uint32(a), Value::Uint32(b)) => a == b,
        (Value::Uint64(a), Value::Uint64(b)) => a == b,
        (Value::Float64(a), Value::Float64(b)) => a == b,
        (Value::Complex(a, b), Value::Complex(c, d)) => a == c && b == d,
        (Value::Text(a), Value::Text(b)) => a == b,
        (Value::List(a), Value::List(b)) => {
            if a.type_of() != b.type_of() || a.is_nil() != b.is_nil() || a.len() != b.len() {
                return Ok(false);
            }
            a.is_same(b) || all_equal(context, a.iter().zip(b.iter()), depth)?
        }
        (Value::Map(a), Value::Map(b)) => {
            if a.type_of() != b.type_of() || a.is_nil() != b.is_nil() || a.len() != b.len() {
                return Ok(false);
            }
            if a.is_same(b) {
                return Ok(true);
            }
            let (a, b) = (a.entries(), b.entries());
            let keys = a.iter().zip(&b).all(|((a, _), (b, _))| a == b);
            let values = a.iter().zip(&b).map(|((_, a), (_, b))| (a, b));
            keys && all_equal(context, values, depth)?
        }
        (Value::Object(a), Value::Object(b)) => objects_equal(context, &**a, &**b, depth)?,
        _ => false,
    })
}

fn all_equal<'v>(
    context: &mut Context<'_>,
    pairs: impl Iterator<Item = (&'v Value, &'v Value)>,
    depth: usize,
) -> Result {
    for (a, b) in pairs {
        if !equal_within(context, a, b, depth)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn objects_equal(
    context: &mut Context<'_>,
    a: &dyn Object,
    b: &dyn Object,
    depth: usize,
) -> Result {
    if a.type_name() != b.type_name() {
        return Ok(false);
    }
    if a.is_same(b) {
        return Ok(true);
    }
    match (a.shape(), b.shape()) {
        (Shape::Plain(a), Shape::Plain(b)) => equal_within(context, &a, &b, depth),
        (Shape::Struct(_, a), Shape::Struct(_, b))
        | (Shape::Pointer(_, a), Shape::Pointer(_, b)) => {
            let values = a.iter().zip(&b).map(|((_, a), (_, b))| (a, b));
            all_equal(context, values, depth)
        }
        _ => Ok(false),
    }
}

/// Says whether sprig takes a value for empty: nothing, `false`, 0, and what has no content. Structs and pointers are not.
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Object(object) => match object.shape() {
            Shape::Plain(value) => is_empty(&value),
            Shape::Struct(..) | Shape::Pointer(..) => false,
        },
        other => !other.is_true(),
    }
}
