//! The language of the field tables: what an object of the API may hold.

/// An object with named fields, as the API knows it.
#[derive(Debug)]
pub struct Shape {
    /// Its name for people: the Go type's, or the kind's with `.spec`.
    pub name: &'static str,
    /// Its fields, in the order of the table.
    pub fields: &'static [Field],
}

/// A field of a [`Shape`].
#[derive(Debug)]
pub struct Field {
    /// Its key.
    pub name: &'static str,
    /// Whether the API refuses an object without it.
    pub required: bool,
    /// What it holds.
    pub holds: Type,
}

/// What a field, a list's item or a map's value holds.
#[derive(Debug)]
pub enum Type {
    /// Anything.
    Any,
    /// A map with any keys and values.
    AnyMap,
    /// `true` or `false`.
    Bool,
    /// Text in base64.
    Bytes,
    /// One of these words.
    Enum(&'static [&'static str]),
    /// An integer.
    Int,
    /// An integer or text, such as `2` or `25%`.
    IntOrText,
    /// A list.
    List(&'static Type),
    /// A map with any keys.
    Map(&'static Type),
    /// An object with named fields.
    Object(&'static Shape),
    /// Text: a path that is not the root.
    Path,
    /// A number, or text such as `500m` and `1Gi`.
    Quantity,
    /// Nothing any more: the API had the field once; says what to do instead.
    Removed(&'static str),
    /// Text of at most so many characters.
    ShortText(usize),
    /// Text.
    Text,
}

/// A list of texts.
pub const TEXTS: Type = Type::List(&Type::Text);
/// A map whose values are texts.
pub const TEXT_MAP: Type = Type::Map(&Type::Text);

/// Returns a field that may be left out.
pub const fn field(name: &'static str, holds: Type) -> Field {
    Field {
        name,
        required: false,
        holds,
    }
}

/// Returns a field that must be there.
pub const fn required(name: &'static str, holds: Type) -> Field {
    Field {
        name,
        required: true,
        holds,
    }
}

impl Shape {
    /// Returns the field of a key, removed ones too.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == key)
    }

    /// Returns the fields that the API has today.
    pub fn present(&self) -> impl Iterator<Item = &'static Field> + use<> {
        self.fields
            .iter()
            .filter(|field| !matches!(field.holds, Type::Removed(_)))
    }
}

impl Type {
    /// Returns what is wanted, with an article, as messages use it.
    #[must_use]
    pub fn wanted(&self) -> &'static str {
        match self {
            Self::Any => "any value",
            Self::Bool => "a boolean",
            Self::Bytes | Self::Enum(_) | Self::Path | Self::ShortText(_) | Self::Text => {
                "a string"
            }
            Self::Int => "an integer",
            Self::IntOrText => "an integer or a string",
            Self::List(_) => "a list",
            Self::AnyMap | Self::Map(_) | Self::Object(_) => "a map",
            Self::Quantity => "a quantity",
            Self::Removed(_) => "nothing",
        }
    }
}
