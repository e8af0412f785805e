//! The values of templates, with the Go type that each one has.

use super::list::List;
use super::map::Map;
use super::object::Object;
use super::text::Text;
use super::types::{Kind, Type};
use std::rc::Rc;

/// A value of a template. Cheap to clone; clones of a map are the same map, as in Go.
#[derive(Clone, Debug, Default)]
pub enum Value {
    /// Nothing: JSON's `null`, a missing key, the literal `nil`.
    #[default]
    Nil,
    /// `bool`
    Bool(bool),
    /// `int`: literals, results of `len`, list indexes.
    Int(i64),
    /// `int64`: results of sprig's integer arithmetic.
    Int64(i64),
    /// `uint8`: a byte of a text.
    Uint8(u8),
    /// `uint32`
    Uint32(u32),
    /// `uint64`: the parts of a version.
    Uint64(u64),
    /// `float64`: every number of JSON and YAML.
    Float64(f64),
    /// `complex128`: literals such as `2i`.
    Complex(f64, f64),
    /// `string`
    Text(Text),
    /// A slice.
    List(List),
    /// A map from texts.
    Map(Map),
    /// A value with methods, such as a time or a version.
    Object(Rc<dyn Object>),
}

impl Value {
    /// Makes a text.
    #[must_use]
    pub fn text(text: impl Into<Text>) -> Self {
        Self::Text(text.into())
    }

    /// Makes a value with methods.
    #[must_use]
    pub fn object(object: impl Object + 'static) -> Self {
        Self::Object(Rc::new(object))
    }

    /// Returns the Go type; `None` for nothing.
    #[must_use]
    pub fn type_of(&self) -> Option<Type> {
        Some(match self {
            Self::Nil => return None,
            Self::Bool(_) => Type::Bool,
            Self::Int(_) => Type::Int,
            Self::Int64(_) => Type::Int64,
            Self::Uint8(_) => Type::Uint8,
            Self::Uint32(_) => Type::Uint32,
            Self::Uint64(_) => Type::Uint64,
            Self::Float64(_) => Type::Float64,
            Self::Complex(..) => Type::Complex,
            Self::Text(_) => Type::Text,
            Self::List(list) => list.type_of(),
            Self::Map(map) => map.type_of(),
            Self::Object(object) => Type::Named(object.type_name()),
        })
    }

    /// Returns the type's name as `%T` prints it, `<nil>` for nothing.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        self.type_of().map_or("<nil>", Type::name)
    }

    /// Returns the kind as Go's reflection sees it.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Nil => Kind::Invalid,
            Self::Bool(_) => Kind::Bool,
            Self::Int(_) => Kind::Int,
            Self::Int64(_) => Kind::Int64,
            Self::Uint8(_) => Kind::Uint8,
            Self::Uint32(_) => Kind::Uint32,
            Self::Uint64(_) => Kind::Uint64,
            Self::Float64(_) => Kind::Float64,
            Self::Complex(..) => Kind::Complex128,
            Self::Text(_) => Kind::Text,
            Self::List(_) => Kind::Slice,
            Self::Map(_) => Kind::Map,
            Self::Object(object) => object.kind(),
        }
    }

    /// Says whether it is true for `if`, `and`, `or`, `not`: everything but nothing, `false`, zero and what is empty.
    #[must_use]
    pub fn is_true(&self) -> bool {
        match self {
            Self::Nil => false,
            Self::Bool(value) => *value,
            Self::Int(value) | Self::Int64(value) => *value != 0,
            Self::Uint8(value) => *value != 0,
            Self::Uint32(value) => *value != 0,
            Self::Uint64(value) => *value != 0,
            Self::Float64(value) => *value != 0.0,
            Self::Complex(real, imaginary) => *real != 0.0 || *imaginary != 0.0,
            Self::Text(text) => !text.is_empty(),
            Self::List(list) => !list.is_empty(),
            Self::Map(map) => !map.is_empty(),
            Self::Object(object) => object.is_true(),
        }
    }

    /// Returns the bytes of a text.
    #[must_use]
    pub fn as_text(&self) -> Option<&Text> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the list.
    #[must_use]
    pub fn as_list(&self) -> Option<&List> {
        match self {
            Self::List(list) => Some(list),
            _ => None,
        }
    }

    /// Returns the map.
    #[must_use]
    pub fn as_map(&self) -> Option<&Map> {
        match self {
            Self::Map(map) => Some(map),
            _ => None,
        }
    }

    /// Returns the value with methods, if it is a `T`.
    #[must_use]
    pub fn as_object<T: Object + 'static>(&self) -> Option<&T> {
        match self {
            Self::Object(object) => object.as_any().downcast_ref(),
            _ => None,
        }
    }

    /// Returns any integer type's number.
    #[must_use]
    pub fn as_integer(&self) -> Option<i128> {
        match self {
            Self::Int(value) | Self::Int64(value) => Some(i128::from(*value)),
            Self::Uint8(value) => Some(i128::from(*value)),
            Self::Uint32(value) => Some(i128::from(*value)),
            Self::Uint64(value) => Some(i128::from(*value)),
            _ => None,
        }
    }

    /// Returns a copy that shares no map with this one.
    #[must_use]
    pub fn deep_copy(&self) -> Self {
        match self {
            Self::List(list) if !list.is_empty() => Self::List(list.deep_copy()),
            Self::Map(map) => Self::Map(map.deep_copy()),
            other => other.clone(),
        }
    }

    /// Returns the value that a variable of the type has before anything is put in: 0, the empty text, a nil list.
    #[must_use]
    pub fn zero(of: Type) -> Self {
        match of {
            Type::Any | Type::Reflect | Type::Named(_) => Self::Nil,
            Type::Bool => Self::Bool(false),
            Type::Int => Self::Int(0),
            Type::Int64 => Self::Int64(0),
            Type::Uint8 => Self::Uint8(0),
            Type::Uint32 => Self::Uint32(0),
            Type::Uint64 => Self::Uint64(0),
            Type::Float64 => Self::Float64(0.0),
            Type::Complex => Self::Complex(0.0, 0.0),
            Type::Text => Self::Text(Text::default()),
            Type::AnyMap | Type::TextMap => Self::Map(Map::nil(of)),
            Type::AnyList | Type::TextList | Type::IntList | Type::ByteList | Type::ListList => {
                Self::List(List::nil(of))
            }
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Float64(value)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::text(bytes)
    }
}

impl From<Text> for Value {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl From<List> for Value {
    fn from(list: List) -> Self {
        Self::List(list)
    }
}

impl From<Map> for Value {
    fn from(map: Map) -> Self {
        Self::Map(map)
    }
}
