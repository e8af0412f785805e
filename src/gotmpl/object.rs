//! Values with methods: versions, times, durations, certificates.

use super::function::Function;
use super::text::Text;
use super::types::Kind;
use super::value::Value;
use std::any::Any;

/// What Go's formatting sees below the methods of an object.
#[derive(Clone, Debug)]
pub enum Shape {
    /// A named type over a plain one, such as `time.Duration` over `int64`.
    Plain(Value),
    /// A struct: its type's name and its fields, in order.
    Struct(&'static str, Vec<(&'static str, Value)>),
    /// A pointer to a struct: the struct's type's name and its fields, in order.
    Pointer(&'static str, Vec<(&'static str, Value)>),
}

/// What `.Name` finds in an object that has no method of that name.
#[derive(Clone, Debug)]
pub enum Field {
    /// No such field.
    Absent,
    /// A field that Go does not export.
    Hidden,
    /// The field's value.
    Found(Value),
}

/// A value whose Go type has a name and methods.
pub trait Object: std::fmt::Debug {
    /// Returns the type's name as `%T` prints it, such as `*semver.Version`.
    fn type_name(&self) -> &'static str;

    /// Returns the kind of the type.
    fn kind(&self) -> Kind;

    /// Returns what formatting sees below the methods.
    fn shape(&self) -> Shape;

    /// Returns what `String()` gives, if the type has it.
    fn string(&self) -> Option<Text> {
        None
    }

    /// Returns what `GoString()` gives, if the type has it: the text of `%#v`.
    fn go_string(&self) -> Option<Text> {
        None
    }

    /// Returns the methods; each is called with the object as its first argument, which its parameters leave out.
    fn methods(&self) -> &'static [Function] {
        &[]
    }

    /// Returns the field of that name.
    fn field(&self, _name: &str) -> Field {
        Field::Absent
    }

    /// Says whether Go's `==` holds between two values of this type.
    fn is_same(&self, other: &dyn Object) -> bool;

    /// Says whether it is true for `if`.
    fn is_true(&self) -> bool {
        true
    }

    /// Returns the object for a downcast.
    fn as_any(&self) -> &dyn Any;
}
