//! What a template can call: a function with the Go signature that it has in Argo CD.

use super::context::Context;
use super::types::Type;
use super::value::Value;

/// A function of templates, or a method of an [`Object`](super::Object).
#[derive(Clone, Copy)]
pub struct Function {
    /// The name in templates.
    pub name: &'static str,
    /// The types of the parameters; the last one is the type of each further argument if it is variadic.
    pub params: &'static [Type],
    /// Whether the last parameter stands for any number of arguments, also none.
    pub variadic: bool,
    /// The type of the result. A nil of [`Type::Any`] is Go's nil interface.
    pub result: Type,
    /// Whether the Go function has an error as second result.
    pub fallible: bool,
    /// Whether equal arguments always give an equal result.
    pub deterministic: bool,
    /// Where it comes from, such as `sprig 3.3.0`.
    pub source: &'static str,
    /// What it does. The arguments have been counted and converted to the types of the parameters.
    pub call: fn(&mut Context<'_>, &[Value]) -> Result<Value, FnError>,
}

impl Function {
    /// Returns the signature as Go's reflection prints it.
    #[must_use]
    pub fn signature(&self) -> String {
        let last = self.params.len().wrapping_sub(1);
        let params: Vec<String> = self
            .params
            .iter()
            .enumerate()
            .map(|(at, of)| match self.variadic && at == last {
                true => format!("...{}", of.name()),
                false => of.name().to_owned(),
            })
            .collect();
        let result = self.result.name();
        match self.fallible {
            true => format!("func({}) ({result}, error)", params.join(", ")),
            false => format!("func({}) {result}", params.join(", ")),
        }
    }
}

impl std::fmt::Debug for Function {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} {}", self.name, self.signature())
    }
}

/// A limit that an execution ran into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Too many steps.
    Fuel,
    /// Too many bytes made.
    Bytes,
    /// Values nested too deeply, or within themselves; Go's stack overflows.
    Depth,
}

/// Why a function did not give a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FnError {
    /// The text of Go's error or panic, which stands behind `error calling NAME: `.
    Message(String),
    /// A limit of ours.
    Limit(Limit),
    /// The result depends on the clock or on chance, and there is no stand-in; what it depends on.
    Unpredictable(&'static str),
}

impl FnError {
    /// Makes Go's own error.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self::Message(message.into())
    }

    /// Go's panic when a nil pointer or an invalid value is used.
    #[must_use]
    pub fn nil_dereference() -> Self {
        Self::new("runtime error: invalid memory address or nil pointer dereference")
    }
}

impl std::fmt::Display for FnError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Message(message) => out.write_str(message),
            Self::Limit(Limit::Fuel) => out.write_str("the template runs for too many steps"),
            Self::Limit(Limit::Bytes) => out.write_str("the template makes too many bytes"),
            Self::Limit(Limit::Depth) => out.write_str("stack overflow"),
            Self::Unpredictable(what) => {
                write!(
                    out,
                    "the result depends on {what}, so it cannot be predicted"
                )
            }
        }
    }
}
