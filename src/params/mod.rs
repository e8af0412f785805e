//! Parameters: what a repository or a use case may be told, in the platform's own vocabulary, and what it was told.
//!
//! In go a list of declarations (vCluster Platform's `AppParameter`) and layers of values, weakest first; out come typed
//! [`Values`] that know their layer, their place and what they overrode. A value that breaks a rule is a finding with both ends:
//! the value and the rule. The room knows neither files nor environments; layers bring their names along.

mod declaration;
mod declare;
#[cfg(test)]
mod example;
mod layer;
mod name;
mod pattern;
mod resolve;
mod value;
mod values;

pub use declaration::{Bound, Choice, Declaration, Kind};
pub use declare::declare;
pub use layer::{Layer, LayerKind};
pub use pattern::{Pattern, Patterns};
pub use resolve::resolve;
pub use values::{Overridden, Resolved, Values};

use crate::diagnostic::Code;

const UNKNOWN: Code = Code {
    name: "param-unknown",
    what: "A layer gives a value to a parameter that nobody declared, so nothing would read it.",
};
const MISSING: Code = Code {
    name: "param-missing",
    what: "A required parameter has no default and no layer gives it a value.",
};
const TYPE: Code = Code {
    name: "param-type",
    what: "A value is of another type than its parameter declares; values are never converted by guess.",
};
const OPTION: Code = Code {
    name: "param-option",
    what: "A value is none of the options that its parameter lists.",
};
const RANGE: Code = Code {
    name: "param-range",
    what: "A number lies below its parameter's `min` or above its `max`.",
};
const PATTERN: Code = Code {
    name: "param-pattern",
    what: "A value does not match its parameter's `validation`, or matches its `invalidation`.",
};
const PLAIN_SECRET: Code = Code {
    name: "param-plain-secret",
    what: "A password stands in plain text where everyone with the repository can read it; passwords are references to a Secret's key.",
};
const DECLARATION: Code = Code {
    name: "param-declaration",
    what: "A parameter is declared in a way that the platform could not decode or no value could satisfy.",
};
const DUPLICATE: Code = Code {
    name: "param-duplicate",
    what: "Two declarations, or two values of one layer, claim the same parameter.",
};
const RESERVED: Code = Code {
    name: "param-reserved",
    what: "A parameter takes a name that already means something else in templates.",
};

/// What follows from a password in plain text.
const COMMITTED: &str = "what was committed stays in Git's history: change the password too";

/// The faults that this room finds.
pub const CODES: &[Code] = &[
    UNKNOWN,
    MISSING,
    TYPE,
    OPTION,
    RANGE,
    PATTERN,
    PLAIN_SECRET,
    DECLARATION,
    DUPLICATE,
    RESERVED,
];
