//! Templates: YAML first, then expressions inside its scalars.
//!
//! In go a parsed document and a [`Scope`] of values, out come nodes that know which line and which values made them. The
//! structure of the file cannot be changed by a value; loops and conditions are keys (`$for`, `$if`). Text mode serves files
//! that are no YAML until their names are substituted. The room knows neither Kubernetes nor our documents.

mod budget;
mod compile;
mod convert;
mod engine;
mod evaluate;
mod fault;
mod filters;
mod gathered;
mod guard;
mod json_path;
mod meter;
mod render;
mod scalar;
mod scope;
mod substituted;
mod text;

pub use budget::{Budget, Run};
pub use compile::Template;
pub use engine::{Engine, Limits};
pub use json_path::{path_cost, refuse_path};
pub use scope::{Binding, Scope};
pub use substituted::Substituted;
pub use text::{Delimiters, substitute};

use crate::diagnostic::Code;

const SYNTAX: Code = Code {
    name: "expression-syntax",
    what: "an expression between `<%=` and `%>`, or after `$if` or `$for`, cannot be read",
};
const UNDEFINED: Code = Code {
    name: "undefined-name",
    what: "an expression uses a name or a key that nothing defines",
};
const FAILED: Code = Code {
    name: "expression-failed",
    what: "an expression was read but cannot be evaluated with the values at hand",
};
const LIMIT: Code = Code {
    name: "template-limit",
    what: "a template would produce or compute more than the limits allow",
};
const FORM: Code = Code {
    name: "template-form",
    what: "one of the structural keys `$for`, `$if`, `$then`, `$else`, `$do`, `$let`, `$spread` is used wrongly",
};
const NOT_TEXT: Code = Code {
    name: "not-text",
    what: "a list, a map or null stands inside text, where only text, numbers and booleans can",
};
const SECRET: Code = Code {
    name: "secret-not-a-reference",
    what: "a reference to a secret is used in a field that takes no reference",
};
const KEY: Code = Code {
    name: "template-key",
    what: "an expression made a key that is no text, or that the same map already has",
};

/// The codes of this room.
pub const CODES: &[Code] = &[
    SYNTAX, UNDEFINED, FAILED, LIMIT, FORM, NOT_TEXT, SECRET, KEY,
];
