//! The faults of this room by name, and what to type instead.

use super::builtins::ALL;
use super::error::{Error, Stage};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::span::{SourceId, Span};

const OPTION: Code = Code {
    name: "go-template-option",
    what: "An entry of `goTemplateOptions` is none that Go knows, which makes Argo CD's reconciliation panic.",
};
const SYNTAX: Code = Code {
    name: "go-template-syntax",
    what: "The text is not a Go template, or names a function that Argo CD does not have.",
};
const FAILED: Code = Code {
    name: "go-template-failed",
    what: "The template cannot be run with these data; Argo CD would refuse it with the same words.",
};
const LIMIT: Code = Code {
    name: "go-template-limit",
    what: "The template runs too long, makes too much text, or nests values or templates too deeply.",
};

/// The faults of Go templates.
pub const CODES: &[Code] = &[OPTION, SYNTAX, FAILED, LIMIT];

impl Error {
    /// Returns the error as a finding; `source` is the template's text, which begins at its byte `offset`.
    #[must_use]
    pub fn diagnostic(&self, source: SourceId, offset: usize) -> Diagnostic {
        let code = match self.stage {
            Stage::Option => OPTION,
            Stage::Parse => SYNTAX,
            Stage::Execute => FAILED,
            Stage::Limit(_) => LIMIT,
        };
        let span = self.range.as_ref().map(|range| {
            let (start, end) = (range.start + offset, range.end + offset);
            Span::new(source, start, end)
        });
        let found = Diagnostic::error(code, span, &self.reason).maybe_help(self.help());
        match self.message == self.reason {
            true => found,
            false => found.note(format!("Argo CD says `{}`", self.message)),
        }
    }

    /// Returns what to type, where that can be known.
    fn help(&self) -> Option<String> {
        let reason = self.reason.as_str();
        let has = |text: &str| reason.contains(text);
        if self.stage == Stage::Option {
            return Some(
                "write `missingkey=error`, `missingkey=zero` or `missingkey=default`".into(),
            );
        }
        if let Some(name) = unknown_function(reason) {
            let near = nearest(name, ALL.iter().map(|callee| callee.name()));
            return near.map(|near| format!("did you mean `{near}`?"));
        }
        let help = if has("incompatible types for comparison") && has("float64") && has("int") {
            "every number of the data is a float64: compare with `3.0`, or write `(int .x)`"
        } else if has("expected int; got float64") {
            "every number of the data is a float64: write `(int .x)`"
        } else if has("map has no entry for key") {
            "give the key a value, or look it up with `index`, which does not fail: `index . \"key\"`"
        } else if has("got map[string]string") {
            "labels, annotations and `values` are maps of texts: use `index`, `range` or `.values.key`"
        } else {
            return None;
        };
        Some(help.into())
    }
}

/// Returns the name in `function "name" not defined`.
fn unknown_function(reason: &str) -> Option<&str> {
    reason
        .strip_prefix("function \"")?
        .strip_suffix("\" not defined")
}
