//! Why a template cannot be compiled or run.

use super::function::Limit;
use std::fmt;
use std::ops::Range;

/// What was being done when it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// An option is unknown; Argo CD's reconciliation fails with a panic.
    Option,
    /// The text is no template.
    Parse,
    /// The data do not fit, or a function failed.
    Execute,
    /// One of our limits was reached.
    Limit(Limit),
}

/// A failure, in Go's own words, with our place in the template's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// What was being done.
    pub stage: Stage,
    /// The whole text as Argo CD logs it, such as `template: base:1:2: executing "base" at <.x>: …`.
    pub message: String,
    /// The part of the text that says what is wrong, without the place.
    pub reason: String,
    /// The bytes of the template that it is about; none for options.
    pub range: Option<Range<usize>>,
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
