//! What a parameter is.

use crate::diagnostic::sounds_secret;
use crate::params::Pattern;
use crate::span::Span;
use crate::yaml::Node;

/// The type of a parameter, as vCluster Platform's `AppParameter.type` names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// One line of text; what a declaration without a type is.
    #[default]
    String,
    /// Text of several lines.
    Multiline,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Number,
    /// A secret; its value is a reference, never text.
    Password,
}

impl Kind {
    /// All types.
    pub const ALL: [Kind; 5] = [
        Self::String,
        Self::Multiline,
        Self::Boolean,
        Self::Number,
        Self::Password,
    ];

    /// Returns the platform's word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Multiline => "multiline",
            Self::Boolean => "boolean",
            Self::Number => "number",
            Self::Password => "password",
        }
    }

    /// Says whether values are text that options and patterns may judge.
    #[must_use]
    pub fn is_text(self) -> bool {
        matches!(self, Self::String | Self::Multiline)
    }
}

/// One of the values that a parameter may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The value as text, also for numbers.
    pub text: String,
    /// Where it is listed.
    pub span: Span,
}

/// A lower or upper bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The bound, itself allowed.
    pub value: i64,
    /// Where it is set.
    pub span: Span,
}

/// One declared parameter (vCluster Platform's `AppParameter`).
#[derive(Clone, Debug)]
pub struct Declaration {
    /// The name; dots make nested values.
    pub variable: String,
    /// A title for people.
    pub label: Option<String>,
    /// A sentence for people.
    pub description: Option<String>,
    /// The group it is shown in.
    pub section: Option<String>,
    /// What an empty input field shows.
    pub placeholder: Option<String>,
    /// The type.
    pub kind: Kind,
    /// The only values allowed; empty for any.
    pub options: Vec<Choice>,
    /// The lowest number allowed.
    pub min: Option<Bound>,
    /// The highest number allowed.
    pub max: Option<Bound>,
    /// Whether some layer has to give a value.
    pub required: bool,
    /// The default, typed: a string, boolean or number node at the place of the text; `None` also for an empty text.
    pub default: Option<Node>,
    /// What the value has to match.
    pub validation: Option<Pattern>,
    /// What the value must not match.
    pub invalidation: Option<Pattern>,
    /// The whole entry.
    pub span: Span,
    /// The name in it.
    pub name_span: Span,
}

impl Declaration {
    /// Says whether values of it must never be shown.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        self.kind == Kind::Password
    }

    /// Says whether messages must not show its values: it is a secret, or its name sounds like one.
    pub(super) fn sounds_secret(&self) -> bool {
        self.is_secret() || sounds_secret(&self.variable)
    }

    /// Returns the place to show for the name; for a secret it is empty, so that nothing behind it is shown.
    pub(super) fn place(&self) -> Span {
        self.hiding(self.name_span)
    }

    /// Returns a place, or for a secret the empty place at its end: renderers show nothing of a line behind that.
    pub(super) fn hiding(&self, span: Span) -> Span {
        if self.sounds_secret() {
            span_end(span)
        } else {
            span
        }
    }

    /// Returns the title: the label, or the variable where there is none.
    #[must_use]
    pub fn title(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.variable)
    }
}

/// Returns the empty place at the end of another.
pub(super) fn span_end(span: Span) -> Span {
    Span {
        start: span.end,
        ..span
    }
}
