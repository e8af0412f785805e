//! What went wrong, where, and what to type instead: the one [`Diagnostic`] of the whole program.
//!
//! Rooms build diagnostics and collect them in [`Diagnostics`]; `render` turns them into one line, into source lines with a
//! caret, or into JSON. The room knows neither Kubernetes nor our documents.

pub mod render;

use crate::span::{Sources, Span};

/// How bad it is. Errors come first in every listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing can be made of the input.
    Error,
    /// Something was made of it that is probably not meant.
    Warning,
    /// Worth knowing.
    Info,
}

impl Level {
    /// Returns the word that every output format uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// The name of a fault, such as `unknown-field`, with one sentence for `dodona explain CODE`.
///
/// Each room lists its codes in a `CODES` table; `dodona::codes()` is all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// The fault's name in kebab case.
    pub name: &'static str,
    /// One sentence: what is wrong and why it matters.
    pub what: &'static str,
}

/// A second place that takes part in the quarrel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The place.
    pub span: Span,
    /// What is there, such as `declared here`.
    pub message: String,
}

/// One finding: where, what was found and expected, what to type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The fault's name.
    pub code: Code,
    /// How bad it is.
    pub level: Level,
    /// What is wrong, lower case, without a full stop, whole in itself; names in backticks.
    pub message: String,
    /// Where; `None` for faults without a text, such as a wrong argument.
    pub span: Option<Span>,
    /// A short clause beside the caret.
    pub label: Option<String>,
    /// What to type.
    pub help: Option<String>,
    /// What follows from it.
    pub notes: Vec<String>,
    /// The other ends of the quarrel.
    pub related: Vec<Related>,
}

impl Diagnostic {
    /// Returns an error at `span`.
    #[must_use]
    pub fn error(code: Code, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self::new(Level::Error, code, span, message)
    }

    /// Returns a warning at `span`.
    #[must_use]
    pub fn warning(code: Code, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self::new(Level::Warning, code, span, message)
    }

    /// Returns a note of its own at `span`.
    #[must_use]
    pub fn info(code: Code, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self::new(Level::Info, code, span, message)
    }

    fn new(
        level: Level,
        code: Code,
        span: impl Into<Option<Span>>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            code,
            level,
            message: message.into(),
            span: span.into(),
            label: None,
            help: None,
            notes: Vec::new(),
            related: Vec::new(),
        }
    }

    /// Adds the clause beside the caret.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds what to type.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds what to type, when there is something to say.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        if help.is_some() {
            self.help = help;
        }
        self
    }

    /// Adds a consequence.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related {
            span,
            message: message.into(),
        });
        self
    }
}

/// All findings of a run, in the order they were made.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    all: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Returns an empty collection.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.all.push(diagnostic);
    }

    /// Adds all of another collection.
    pub fn append(&mut self, mut other: Diagnostics) {
        self.all.append(&mut other.all);
    }

    /// Says whether there is an error among them.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.all
            .iter()
            .any(|diagnostic| diagnostic.level == Level::Error)
    }

    /// Says whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Returns the number of findings.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Returns them as they were added.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.all.iter()
    }

    /// Returns them worst first, then by path and place, each once.
    #[must_use]
    pub fn sorted(&self, sources: &Sources) -> Vec<Diagnostic> {
        let mut sorted = self.all.clone();
        let place = |diagnostic: &Diagnostic| {
            diagnostic
                .span
                .map(|span| (sources.path(span.source).clone(), span.start, span.end))
        };
        sorted.sort_by(|a, b| {
            (a.level, place(a), a.code.name, &a.message).cmp(&(
                b.level,
                place(b),
                b.code.name,
                &b.message,
            ))
        });
        sorted.dedup();
        sorted
    }
}

/// Returns the candidate that `word` was probably meant to be, for "did you mean".
///
/// Case and separators count little: `sleepafter`, `sleep-after` and `slepAfter` all find `sleepAfter`.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |text: &str| -> Vec<char> {
        text.chars()
            .take(64)
            .filter(|c| !matches!(c, '-' | '_' | '.'))
            .flat_map(char::to_lowercase)
            .collect()
    };
    let wanted = plain(word);
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let other = plain(candidate);
            let distance = edits(&wanted, &other);
            (distance <= 1 + wanted.len().max(other.len()) / 4 && distance < other.len().max(1))
                .then_some((distance, candidate))
        })
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// Number of insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`.
fn edits(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut best = (above[j] + usize::from(x != y))
                .min(above[j + 1] + 1)
                .min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_sees_through_case_and_slips() {
        let names = ["sleepAfter", "displayName", "persistentVolumeClaims"];
        assert_eq!(nearest("sleepafter", names), Some("sleepAfter"));
        assert_eq!(nearest("displyaName", names), Some("displayName"));
        assert_eq!(
            nearest("persistentvolumeclaims", names),
            Some("persistentVolumeClaims")
        );
        assert_eq!(nearest("replicas", names), None);
    }
}
