//! Numbers out of anything, by the rules of cast 1.7.1: what is no number is 0.

use super::super::golang::numerals;
use super::super::value::Value;
use super::dates::Named;

/// Returns a value as a whole number.
pub(super) fn integer(value: &Value) -> i64 {
    match value {
        Value::Int(value) | Value::Int64(value) => *value,
        Value::Uint8(value) => i64::from(*value),
        Value::Uint32(value) => i64::from(*value),
        Value::Uint64(value) => *value as i64,
        Value::Float64(value) => truncated(*value),
        Value::Bool(value) => i64::from(*value),
        Value::Text(text) => numerals::integer(without_zeros(text), 0).unwrap_or(0),
        Value::Object(_) => value.as_object::<Named>().map_or(0, Named::number),
        Value::Nil | Value::Complex(..) | Value::List(_) | Value::Map(_) => 0,
    }
}

/// Returns a value as a float.
pub(super) fn float(value: &Value) -> f64 {
    match value {
        Value::Float64(value) => *value,
        Value::Uint64(value) => *value as f64,
        Value::Text(text) => numerals::float(text).unwrap_or(0.0),
        other => integer(other) as f64,
    }
}

/// Cuts off the fraction; what 64 bits cannot hold is the least number, as amd64 gives it.
fn truncated(value: f64) -> i64 {
    let bound = 9_223_372_036_854_775_808.0;
    if value >= -bound && value < bound {
        value as i64
    } else {
        i64::MIN
    }
}

/// Drops a point and the zeros behind it.
fn without_zeros(text: &[u8]) -> &[u8] {
    let zeros = text.iter().rev().take_while(|byte| **byte == b'0').count();
    let (before, _) = text
        .split_at_checked(text.len() - zeros)
        .unwrap_or((text, &[]));
    match before {
        [whole @ .., b'.'] if zeros > 0 => whole,
        _ => text,
    }
}
