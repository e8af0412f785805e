//! A value with what Go's reflection knows of where it was found.

use super::object::Shape;
use super::types::Type;
use super::value::Value;
use std::borrow::Cow;

/// What Go calls a `reflect.Value`: a value, and whether it was found in an `interface {}`.
///
/// A nil that was found in one is Go's nil interface; one that was not is no value at all.
#[derive(Clone, Debug, Default)]
pub(super) struct Operand {
    pub(super) value: Value,
    pub(super) boxed: bool,
}

impl Operand {
    /// A value of a type that is known.
    pub(super) fn plain(value: impl Into<Value>) -> Self {
        Self {
            value: value.into(),
            boxed: false,
        }
    }

    /// An element of a list or map, or the result of a function.
    pub(super) fn of(value: Value, element: Type) -> Self {
        Self {
            value,
            boxed: element == Type::Any,
        }
    }

    /// Returns the name of the type that the place has, where it was found.
    pub(super) fn type_name(&self) -> &'static str {
        match self.boxed {
            true => "interface {}",
            false => self.value.type_name(),
        }
    }
}

/// Returns the number below a named type such as `time.Month`, any other value as it is.
pub(super) fn underlying(value: &Value) -> Cow<'_, Value> {
    if let Value::Object(object) = value
        && let Shape::Plain(inner) = object.shape()
    {
        return Cow::Owned(inner);
    }
    Cow::Borrowed(value)
}

/// Returns the name of the type, for a pointer of what it points to.
pub(super) fn pointee_name(value: &Value) -> &'static str {
    match value {
        Value::Object(object) => match object.shape() {
            Shape::Pointer(name, _) => name,
            Shape::Plain(_) | Shape::Struct(..) => object.type_name(),
        },
        _ => value.type_name(),
    }
}
