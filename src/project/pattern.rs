//! The patterns of an AppProject: a glob, everything, or everything but what a glob fits.

use crate::glob::{Gobwas, GobwasFault};

/// A pattern, ready to match.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pub(super) text: String,
    form: Form,
}

#[derive(Clone, Debug)]
enum Form {
    All,
    Glob(Gobwas),
    /// Argo CD lets it match nothing.
    Malformed,
    Unjudged,
}

impl Pattern {
    /// Reads a pattern; `*` and `?` stop at the separator.
    pub(super) fn new(text: &str, separator: Option<char>) -> Self {
        let glob = |text| match Gobwas::new(text, separator) {
            Ok(glob) => Form::Glob(glob),
            Err(GobwasFault::Malformed) => Form::Malformed,
            Err(GobwasFault::Unjudged) => Form::Unjudged,
        };
        let form = match text.strip_prefix('!') {
            Some(rest) => glob(rest),
            None if text == "*" => Form::All,
            None => glob(text),
        };
        Self {
            text: text.to_owned(),
            form,
        }
    }

    /// Says whether it is written to refuse.
    pub(super) fn denies(&self) -> bool {
        self.text.starts_with('!')
    }

    /// Says whether a value fits; `None` if that cannot be said.
    pub(super) fn fits(&self, value: &str) -> Option<bool> {
        let found = match &self.form {
            Form::All => return Some(true),
            Form::Glob(glob) => glob.matches(value)?,
            Form::Malformed => false,
            Form::Unjudged => return None,
        };
        Some(found != self.denies())
    }
}
