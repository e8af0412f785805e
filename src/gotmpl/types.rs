//! Go's types and kinds, as far as templates can see them.

/// A Go type that a parameter, a result, an element or a value can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// `interface {}`
    Any,
    /// `bool`
    Bool,
    /// `int`
    Int,
    /// `int64`
    Int64,
    /// `uint8`
    Uint8,
    /// `uint32`
    Uint32,
    /// `uint64`
    Uint64,
    /// `float64`
    Float64,
    /// `complex128`
    Complex,
    /// `string`
    Text,
    /// `map[string]interface {}`
    AnyMap,
    /// `map[string]string`
    TextMap,
    /// `[]interface {}`
    AnyList,
    /// `[]string`
    TextList,
    /// `[]int`
    IntList,
    /// `[]uint8`
    ByteList,
    /// `[][]interface {}`
    ListList,
    /// `reflect.Value`: what the built-in functions take, values with all that is known of them.
    Reflect,
    /// A type with a name, such as `time.Time` or `*semver.Version`.
    Named(&'static str),
}

impl Type {
    /// Returns the name as Go's `%T` prints it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Any => "interface {}",
            Self::Bool => "bool",
            Self::Int => "int",
            Self::Int64 => "int64",
            Self::Uint8 => "uint8",
            Self::Uint32 => "uint32",
            Self::Uint64 => "uint64",
            Self::Float64 => "float64",
            Self::Complex => "complex128",
            Self::Text => "string",
            Self::AnyMap => "map[string]interface {}",
            Self::TextMap => "map[string]string",
            Self::AnyList => "[]interface {}",
            Self::TextList => "[]string",
            Self::IntList => "[]int",
            Self::ByteList => "[]uint8",
            Self::ListList => "[][]interface {}",
            Self::Reflect => "reflect.Value",
            Self::Named(name) => name,
        }
    }

    /// Says whether an untyped nil can stand for it.
    #[must_use]
    pub fn can_be_nil(self) -> bool {
        match self {
            Self::Any
            | Self::AnyMap
            | Self::TextMap
            | Self::AnyList
            | Self::TextList
            | Self::IntList
            | Self::ByteList
            | Self::ListList
            | Self::Reflect => true,
            Self::Named(name) => name.starts_with('*') || name.starts_with("[]") || name == "error",
            Self::Bool
            | Self::Int
            | Self::Int64
            | Self::Uint8
            | Self::Uint32
            | Self::Uint64
            | Self::Float64
            | Self::Complex
            | Self::Text => false,
        }
    }

    /// Returns the type of the elements of a list or map.
    #[must_use]
    pub fn element(self) -> Type {
        match self {
            Self::TextMap | Self::TextList => Self::Text,
            Self::IntList => Self::Int,
            Self::ByteList => Self::Uint8,
            Self::ListList => Self::AnyList,
            _ => Self::Any,
        }
    }
}

/// Go's `reflect.Kind`, as far as templates can meet it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing at all: the untyped nil.
    Invalid,
    /// A truth value.
    Bool,
    /// A machine integer.
    Int,
    /// A 64-bit integer.
    Int64,
    /// A byte.
    Uint8,
    /// An unsigned 32-bit integer.
    Uint32,
    /// An unsigned 64-bit integer.
    Uint64,
    /// A floating-point number.
    Float64,
    /// A complex number.
    Complex128,
    /// A string.
    Text,
    /// A list.
    Slice,
    /// A map.
    Map,
    /// A pointer.
    Pointer,
    /// A struct.
    Struct,
}

impl Kind {
    /// Returns the name as sprig's `kindOf` gives it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Invalid => "invalid",
            Self::Bool => "bool",
            Self::Int => "int",
            Self::Int64 => "int64",
            Self::Uint8 => "uint8",
            Self::Uint32 => "uint32",
            Self::Uint64 => "uint64",
            Self::Float64 => "float64",
            Self::Complex128 => "complex128",
            Self::Text => "string",
            Self::Slice => "slice",
            Self::Map => "map",
            Self::Pointer => "ptr",
            Self::Struct => "struct",
        }
    }
}
