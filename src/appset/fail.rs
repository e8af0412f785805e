//! Why generation fails: the controller's own text.

use super::codes::{FAILED, UNANSWERED};
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;

/// A failure in the controller's words.
#[derive(Clone, Debug)]
pub(super) struct Fail {
    /// The controller's text.
    pub(super) text: String,
    /// Where it comes from, as near as is known.
    pub(super) span: Option<Span>,
    /// What to type.
    pub(super) help: Option<String>,
    /// The fault's name.
    pub(super) code: Code,
    /// Where a matrix takes a missing name for one that is known later.
    pub(super) missing_key: bool,
}

/// What may fail as the controller does.
pub(super) type Outcome<T> = Result<T, Box<Fail>>;

impl Fail {
    /// Makes a failure.
    pub(super) fn new(text: impl Into<String>) -> Box<Self> {
        Box::new(Self {
            text: text.into(),
            span: None,
            help: None,
            code: FAILED,
            missing_key: false,
        })
    }

    /// Makes the failure of a lookup that World does not answer; `lines` are what to add below `spec`.
    pub(super) fn unanswered(text: impl Into<String>, lines: &str) -> Box<Self> {
        let mut fail = Self::new(text);
        fail.code = UNANSWERED;
        fail.help = Some(format!("add to World, below `spec:`:\n{lines}"));
        fail
    }

    /// Puts what was being done before the text.
    pub(super) fn within(mut self: Box<Self>, what: &str) -> Box<Self> {
        self.text = format!("{what}: {}", self.text);
        self
    }

    /// Names the place, unless a nearer one is known.
    pub(super) fn at(mut self: Box<Self>, span: Span) -> Box<Self> {
        self.span.get_or_insert(span);
        self
    }

    /// Names the fault.
    pub(super) fn coded(mut self: Box<Self>, code: Code) -> Box<Self> {
        self.code = code;
        self
    }

    /// Returns the finding.
    pub(super) fn diagnostic(self, set: &str, whole: Span) -> Diagnostic {
        let message = format!("ApplicationSet `{set}`: {}", self.text);
        Diagnostic::error(self.code, self.span.unwrap_or(whole), message).maybe_help(self.help)
    }
}
