//! What is wrong with a text, before it is put into words: a [`Problem`] at an offset.

use super::codes::{
    YAML_ENCODING, YAML_INVALID_KEY, YAML_INVALID_VALUE, YAML_SYNTAX, YAML_TOO_DEEP,
    YAML_TOO_LARGE, YAML_TOO_MANY_ALIASES, YAML_UNKNOWN_ANCHOR,
};
use super::help;
use crate::diagnostic::{Code, Diagnostic};
use crate::span::{SourceId, Span};

/// Everything that a text can do wrong, duplicate keys aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    CannotStart,
    EntryNotAllowed,
    KeyNotAllowed,
    ValueNotAllowed,
    ValueContinues,
    ColonMissing,
    BadAnchor,
    /// With Go's words for it, as for directives.
    BadTag(&'static str),
    TagNotClosed,
    TextAfterTag,
    UnknownHandle,
    BadDirective(&'static str),
    /// A directive that can be read and is not taken, with Go's words for it.
    RefusedDirective(&'static str),
    DocumentStartMissing,
    TabInPlain,
    TabInBlock,
    ZeroIndent,
    TextAfterHeader,
    DocumentMarkInQuotes,
    QuoteNotClosed,
    UnknownEscape,
    BadHexEscape,
    NoSuchCharacter,
    ExpectedKey,
    ExpectedEntry,
    FlowListNotClosed,
    FlowMapNotClosed,
    ExpectedContent,
    UnknownAnchor,
    AnchorInItself,
    KeyIsCollection,
    KeyIsNull,
    KeyIsHuge,
    /// Told with both places by whoever reads.
    DuplicateKey,
    BadMerge,
    TagMismatch(&'static str),
    BadBase64,
    NotFinite,
    Forbidden,
    NotUtf8,
    TextAfterSeparator,
    BrokenJson,
    TooDeep,
    TooManyNodes,
    TooManyAliases,
    TooLarge,
}

/// A problem at its place, offsets counted in the text that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) problem: Problem,
    pub(super) at: usize,
    /// Where the thing begins that the problem is part of.
    pub(super) since: Option<usize>,
}

impl Fault {
    pub(super) fn new(problem: Problem, at: usize) -> Self {
        Self {
            problem,
            at,
            since: None,
        }
    }

    /// Adds where the surrounding thing begins.
    pub(super) fn since(mut self, start: usize) -> Self {
        self.since = Some(start);
        self
    }

    /// Moves the fault by the place of its piece in the whole text.
    pub(super) fn shifted(mut self, base: usize) -> Self {
        self.at += base;
        self.since = self.since.map(|since| since + base);
        self
    }

    /// Puts the fault into words; `text` is the whole text.
    pub(super) fn into_diagnostic(self, source: SourceId, text: &[u8]) -> Box<Diagnostic> {
        let at = self.at.min(text.len());
        let width = text[at..]
            .first()
            .map_or(0, |&byte| super::chars::width(byte))
            .min(text.len() - at);
        let span = Span::new(source, at, at + width);
        let found = help::found(text, at);
        let mut diagnostic = Diagnostic::error(self.code(), span, self.message(&found))
            .maybe_help(help::suggest(self, text));
        if let (Some(since), Some(what)) = (self.since, self.surrounding()) {
            let end = (since + 1).min(text.len());
            diagnostic = diagnostic.related(Span::new(source, since, end), what);
        }
        Box::new(diagnostic)
    }

    fn code(self) -> Code {
        match self.problem {
            Problem::NotUtf8 | Problem::Forbidden => YAML_ENCODING,
            Problem::TooDeep => YAML_TOO_DEEP,
            Problem::TooManyNodes | Problem::TooLarge => YAML_TOO_LARGE,
            Problem::TooManyAliases => YAML_TOO_MANY_ALIASES,
            Problem::UnknownAnchor | Problem::AnchorInItself => YAML_UNKNOWN_ANCHOR,
            Problem::KeyIsCollection | Problem::KeyIsNull | Problem::KeyIsHuge => YAML_INVALID_KEY,
            Problem::BadMerge
            | Problem::TagMismatch(_)
            | Problem::BadBase64
            | Problem::NotFinite => YAML_INVALID_VALUE,
            _ => YAML_SYNTAX,
        }
    }

    fn surrounding(self) -> Option<&'static str> {
        Some(match self.problem {
            Problem::ExpectedKey => "the map began here",
            Problem::ExpectedEntry => "the list began here",
            Problem::FlowListNotClosed => "the list was opened here",
            Problem::FlowMapNotClosed => "the map was opened here",
            Problem::ColonMissing => "this stands where a key is expected",
            Problem::ValueContinues => "the value began here",
            Problem::DocumentMarkInQuotes
            | Problem::UnknownEscape
            | Problem::BadHexEscape
            | Problem::NoSuchCharacter => "the quote was opened here",
            Problem::TabInPlain => "the value began here",
            Problem::TabInBlock | Problem::ZeroIndent | Problem::TextAfterHeader => {
                "the block began here"
            }
            Problem::AnchorInItself => "the anchor stands here",
            _ => return None,
        })
    }

    fn message(self, found: &str) -> String {
        match self.problem {
            Problem::CannotStart => format!("found {found}, which cannot begin a value"),
            Problem::EntryNotAllowed => "found a list item where none can stand".to_owned(),
            Problem::KeyNotAllowed => "found a `?` key where none can stand".to_owned(),
            Problem::ValueNotAllowed => {
                "found a second `: ` on the line, inside a value without quotes".to_owned()
            }
            Problem::ValueContinues => {
                "found `: ` on a line that continues the value above".to_owned()
            }
            Problem::ColonMissing => format!("found {found}, expected `:` after a key"),
            Problem::ExpectedKey => format!("found {found}, expected a key of the map"),
            Problem::ExpectedEntry => format!("found {found}, expected `- ` and the next item"),
            Problem::FlowListNotClosed => format!("found {found}, expected `,` or `]`"),
            Problem::FlowMapNotClosed => format!("found {found}, expected `,` or `}}`"),
            Problem::ExpectedContent => format!("found {found}, expected a value"),
            Problem::TextAfterHeader => {
                format!("found {found} after the sign of a block, expected a line break")
            }
            Problem::TextAfterTag => format!("found {found} after a tag, expected a space"),
            Problem::TextAfterSeparator => {
                format!("found {found} after `---`, expected a line break")
            }
            Problem::TagMismatch(tag) => format!("the value is no {tag}, though its tag says so"),
            Problem::Forbidden => format!("found {found}, a character that YAML does not allow"),
            other => plain_message(other).to_owned(),
        }
    }
}

/// The messages that need nothing from the text.
fn plain_message(problem: Problem) -> &'static str {
    match problem {
        Problem::BadAnchor => {
            "the name of an anchor or alias is missing or has other characters than letters, digits, `-` and `_`"
        }
        Problem::BadTag(_) => "the tag is not a valid one",
        Problem::TagNotClosed => "the tag has no closing `>`",
        Problem::UnknownHandle => "the tag begins with a handle that is not declared",
        Problem::BadDirective(_) | Problem::RefusedDirective(_) => {
            "the line begins with `%` but is no directive that can be read"
        }
        Problem::DocumentStartMissing => "a directive has no document of its own",
        Problem::TabInPlain | Problem::TabInBlock => "found a tab where spaces must indent",
        Problem::ZeroIndent => "a block cannot be indented by 0",
        Problem::DocumentMarkInQuotes => "found a document mark inside quotes",
        Problem::QuoteNotClosed => "the quote is not closed",
        Problem::UnknownEscape => "found an escape that YAML does not know",
        Problem::BadHexEscape => "the escape has too few hexadecimal digits",
        Problem::NoSuchCharacter => "the escape names no character",
        Problem::UnknownAnchor => "the alias names an anchor that is not set before it",
        Problem::AnchorInItself => "the alias stands inside the value of its own anchor",
        Problem::KeyIsCollection => "a list or a map cannot be a key",
        Problem::KeyIsNull => "`null` cannot be a key",
        Problem::KeyIsHuge => "an integer above 9223372036854775807 cannot be a key",
        Problem::BadMerge => "`<<` takes a map or a list of maps",
        Problem::BadBase64 => "the value is not base64, though its tag says so",
        Problem::NotFinite => "infinity and NaN have no place in JSON",
        Problem::NotUtf8 => "the text is not UTF-8",
        Problem::BrokenJson => "the stream of JSON values is broken here",
        Problem::TooDeep => "the values are nested too deeply",
        Problem::TooManyNodes => "the text holds too many values",
        Problem::TooManyAliases => "the aliases multiply into too many values",
        Problem::TooLarge => "the text is too large",
        _ => "the text is not valid YAML",
    }
}
