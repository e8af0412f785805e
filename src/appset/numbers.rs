//! Numbers as the API server keeps them.

use crate::yaml::{Node, Number, Value};

/// Makes integers of the whole numbers among floats, as a manifest's way through JSON does; a negative zero is 0.
pub(super) fn settle(node: &mut Node) {
    match &mut node.value {
        Value::Number(number) => *number = settled(*number),
        Value::List(items) => items.iter_mut().for_each(settle),
        Value::Map(map) => map.iter_mut().for_each(|entry| settle(&mut entry.node)),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "only whole numbers within the bounds of an integer are cast"
)]
fn settled(number: Number) -> Number {
    match number {
        Number::Float(float) if float.fract() == 0.0 && float.abs() < i64::MAX as f64 => {
            Number::Int(float as i64)
        }
        other => other,
    }
}

/// Returns the number as Go's `float64`.
#[expect(clippy::cast_precision_loss, reason = "Go rounds here as well")]
pub(super) fn float(number: Number) -> f64 {
    match number {
        Number::Int(value) => value as f64,
        Number::Uint(value) => value as f64,
        Number::Float(value) => value,
    }
}
