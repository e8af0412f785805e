//! The functions of the template language itself.

mod compare;
mod escape;
mod index;
mod print;

use super::context::Context;
use super::function::{FnError, Function};
use super::functions::functions;
use super::operand::Operand;
use super::types::Type;
use std::sync::LazyLock;

/// What a name in a template calls.
#[derive(Clone, Copy, Debug)]
pub(super) enum Callee {
    Plain(&'static Function),
    Reflecting(&'static Reflecting),
    And,
    Or,
    Call,
}

/// A function that looks at what Go's reflection knows of its arguments.
pub(super) struct Reflecting {
    pub(super) name: &'static str,
    /// How many arguments it takes at least.
    pub(super) fixed: usize,
    /// Whether it takes more.
    pub(super) variadic: bool,
    pub(super) result: Type,
    pub(super) fallible: bool,
    pub(super) call: fn(&mut Context<'_>, &[Operand]) -> Result<Operand, FnError>,
}

impl std::fmt::Debug for Reflecting {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name)
    }
}

impl Callee {
    /// Finds the function of that name.
    pub(super) fn named(name: &str) -> Option<Self> {
        let at = ALL
            .binary_search_by(|callee| callee.name().cmp(name))
            .ok()?;
        ALL.get(at).copied()
    }

    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Plain(function) => function.name,
            Self::Reflecting(function) => function.name,
            Self::And => "and",
            Self::Or => "or",
            Self::Call => "call",
        }
    }
}

/// All functions, sorted by name; what is registered hides Go's own function of the same name.
pub(super) static ALL: LazyLock<Vec<Callee>> = LazyLock::new(|| {
    let registered = functions().map(Callee::Plain);
    let own = print::FUNCTIONS.iter().chain(escape::FUNCTIONS);
    let reflecting = compare::FUNCTIONS.iter().chain(index::FUNCTIONS);
    let mut all: Vec<Callee> = registered
        .chain(own.map(Callee::Plain))
        .chain(reflecting.map(Callee::Reflecting))
        .chain([Callee::And, Callee::Or, Callee::Call])
        .collect();
    all.sort_by_key(Callee::name);
    all.dedup_by(|later, first| later.name() == first.name());
    all
});

/// A function of templates, as documentation tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Described {
    /// The name in templates.
    pub name: &'static str,
    /// The signature as Go's reflection prints it.
    pub signature: String,
    /// Whether equal arguments always give an equal result; others fail unless there is a stand-in.
    pub deterministic: bool,
    /// Where it comes from.
    pub source: &'static str,
}

/// Returns all functions that templates can call, sorted by name.
#[must_use]
pub fn described() -> Vec<Described> {
    ALL.iter().map(describe).collect()
}

fn describe(callee: &Callee) -> Described {
    let (signature, deterministic, source) = match callee {
        Callee::Plain(function) => (
            function.signature(),
            function.deterministic,
            function.source,
        ),
        Callee::Reflecting(function) => (function.signature(), true, GO),
        Callee::And | Callee::Or => (reflected(1, true, Type::Reflect, false), true, GO),
        Callee::Call => (reflected(1, true, Type::Reflect, true), true, GO),
    };
    Described {
        name: callee.name(),
        signature,
        deterministic,
        source,
    }
}

/// Where Go's own functions come from.
const GO: &str = "text/template";

impl Reflecting {
    fn signature(&self) -> String {
        reflected(self.fixed, self.variadic, self.result, self.fallible)
    }
}

/// Returns the signature of a function that takes values as reflection sees them.
fn reflected(fixed: usize, variadic: bool, result: Type, fallible: bool) -> String {
    let name = Type::Reflect.name();
    let mut params = vec![name.to_owned(); fixed];
    params.extend(variadic.then(|| format!("...{name}")));
    let (params, result) = (params.join(", "), result.name());
    match fallible {
        true => format!("func({params}) ({result}, error)"),
        false => format!("func({params}) {result}"),
    }
}
