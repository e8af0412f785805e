//! A failure on its way out of an execution.

use crate::gotmpl::function::{FnError, Limit};
use std::ops::Range;

/// A failure, in Go's whole text. Boxed, because results are passed through every step.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) message: String,
    pub(super) reason: String,
    pub(super) range: Range<usize>,
    pub(super) limit: Option<Limit>,
}

pub(super) type Done<T> = Result<T, Box<Fault>>;

/// Returns the limit that a function ran into.
pub(super) fn limit_of(error: &FnError) -> Option<Limit> {
    match error {
        FnError::Limit(limit) => Some(*limit),
        FnError::Message(_) | FnError::Unpredictable(_) => None,
    }
}
