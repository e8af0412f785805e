//! The arguments of a function, which the engine has counted and converted to the types of the parameters.

use super::function::FnError;
use super::map::Map;
use super::text::Text;
use super::value::Value;

/// Returns any argument; nothing where there is none.
pub(super) fn any(args: &[Value], at: usize) -> &Value {
    args.get(at).unwrap_or(&Value::Nil)
}

/// Returns the arguments from `at` on: those of a variadic parameter.
pub(super) fn rest(args: &[Value], at: usize) -> &[Value] {
    args.get(at..).unwrap_or_default()
}

/// Returns a `string`.
pub(super) fn text(args: &[Value], at: usize) -> Result<&Text, FnError> {
    any(args, at).as_text().ok_or_else(FnError::nil_dereference)
}

/// Returns an `int` or `int64`.
pub(super) fn int(args: &[Value], at: usize) -> Result<i64, FnError> {
    match any(args, at) {
        Value::Int(value) | Value::Int64(value) => Ok(*value),
        _ => Err(FnError::nil_dereference()),
    }
}

/// Returns a `float64`.
pub(super) fn float(args: &[Value], at: usize) -> Result<f64, FnError> {
    match any(args, at) {
        Value::Float64(value) => Ok(*value),
        _ => Err(FnError::nil_dereference()),
    }
}

/// Returns a `bool`.
pub(super) fn truth(args: &[Value], at: usize) -> Result<bool, FnError> {
    match any(args, at) {
        Value::Bool(value) => Ok(*value),
        _ => Err(FnError::nil_dereference()),
    }
}

/// Returns a map of either type.
pub(super) fn map(args: &[Value], at: usize) -> Result<&Map, FnError> {
    any(args, at).as_map().ok_or_else(FnError::nil_dereference)
}
