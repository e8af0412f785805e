//! What went wrong, where, and what to type instead: the one [`Diagnostic`] of the whole program.
//!
//! Rooms build diagnostics and collect them in [`Diagnostics`]; `render` turns them into one line, into source lines with a
//! caret, or into JSON. The room knows neither Kubernetes nor our documents.

pub mod render;

use crate::span::{Sources, Span};

/// How long one sentence of a finding may be, in bytes: repositories choose the names in it.
const SENTENCE: usize = 2000;
/// How many findings of one level a run keeps.
const KEPT: usize = 10_000;
/// How many findings get a help that costs a search.
const SEARCHED: usize = 50;

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
            message: bounded(message.into()),
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
        self.label = Some(bounded(label.into()));
        self
    }

    /// Adds what to type.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(bounded(help.into()));
        self
    }

    /// Adds what to type, when there is something to say.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        if help.is_some() {
            self.help = help.map(bounded);
        }
        self
    }

    /// Adds a consequence.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(bounded(note.into()));
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related {
            span,
            message: bounded(message.into()),
        });
        self
    }
}

/// Cuts a sentence that is too long for anybody to read.
fn bounded(mut text: String) -> String {
    if text.len() > SENTENCE {
        let end = (0..=SENTENCE).rev().find(|&at| text.is_char_boundary(at));
        text.truncate(end.unwrap_or(0));
        text.push('…');
    }
    text
}

/// The findings of a run, in the order they were made; of each level the first ten thousand.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    all: Vec<Diagnostic>,
    by_level: [usize; 3],
}

impl Diagnostics {
    /// Returns an empty collection.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one finding, unless there are ten thousand of its level already.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let count = &mut self.by_level[diagnostic.level as usize];
        if *count < KEPT {
            *count += 1;
            self.all.push(diagnostic);
        }
    }

    /// Adds all of another collection.
    pub fn append(&mut self, other: Diagnostics) {
        other.all.into_iter().for_each(|one| self.push(one));
    }

    /// Says whether so many findings are there that no further one needs a help that costs a search, such as the nearest of
    /// many names: nobody reads so far, and a repository may hold a hundred thousand faults.
    #[must_use]
    pub fn are_many(&self) -> bool {
        self.all.len() >= SEARCHED
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

/// Says whether a name ends as those of secrets do, so that no message may show its value, whatever its type.
#[must_use]
pub fn sounds_secret(name: &str) -> bool {
    let name: String = name
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    let words = [
        "password",
        "passwd",
        "secret",
        "token",
        "credential",
        "credentials",
        "apikey",
    ];
    words.iter().any(|word| name.ends_with(word))
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
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other = plain(candidate);
        let most = 1 + wanted.len().max(other.len()) / 4;
        let most = best.map_or(most, |(distance, _)| most.min(distance.saturating_sub(1)));
        if wanted.len().abs_diff(other.len()) > most {
            continue;
        }
        let distance = edits(&wanted, &other, most);
        if distance <= most && distance < other.len().max(1) {
            best = Some((distance, candidate));
            if distance == 0 {
                break;
            }
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Number of insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`; something above `most` when
/// there are more than that.
fn edits(a: &[char], b: &[char], most: usize) -> usize {
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
        // A swap reaches back two rows, so both must be past hope.
        let hopeless = |row: &[usize]| row.iter().all(|&distance| distance > most);
        if hopeless(&above) && hopeless(&before) {
            return most + 1;
        }
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_by_the_end_of_their_names() {
        for name in ["dbPassword", "API_TOKEN", "eso.secret", "api-key"] {
            assert!(sounds_secret(name), "{name}");
        }
        for name in ["secretName", "tokenTTL", "team"] {
            assert!(!sounds_secret(name), "{name}");
        }
    }

    #[test]
    fn nobody_reads_a_sentence_without_end() {
        const CODE: Code = Code {
            name: "a",
            what: "",
        };
        let long = Diagnostic::error(CODE, None, "\u{20ac}".repeat(5000));
        assert!(long.message.len() < SENTENCE + 4 && long.message.ends_with('…'));
        let mut out = Diagnostics::new();
        for number in 0..KEPT + 9 {
            out.push(Diagnostic::warning(CODE, None, number.to_string()));
        }
        assert!(out.len() == KEPT && out.are_many() && !out.has_errors());
        out.push(long);
        assert!(out.has_errors());
    }

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
