//! What a project says.

use crate::span::Span;

/// Why a project forbids something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Argo CD's own words.
    pub text: String,
    /// The rule of the AppProject that decides, or the list that lacks one; `None` if nothing of it is written.
    pub span: Option<Span>,
    /// What is refused, in the Application; `None` if it is not written there.
    pub at: Option<Span>,
    /// What to type.
    pub help: String,
}

/// Why it cannot be said whether something is permitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The project is known by its name only.
    Project,
    /// The cluster is not known.
    Cluster,
    /// Whether the kind lives in namespaces is not known, and it would matter.
    Scope,
    /// A pattern of the project cannot be judged, or would make Argo CD panic.
    Pattern,
}

/// What a project says of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It may be applied.
    Permitted,
    /// Argo CD will not apply it.
    Refused(Refusal),
    /// It cannot be said.
    Unknown(Doubt),
}

/// What a list of rules says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ruling {
    Permitted,
    /// By this rule, or because no rule permits it.
    Refused(Option<Rule>),
    Unknown(Doubt),
}

/// A rule that refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) text: String,
    pub(super) span: Option<Span>,
}
