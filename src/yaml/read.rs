//! The door: a text in, its documents out.

use super::build::Interner;
use super::chars;
use super::codes::{YAML_DROPPED_TEXT, YAML_DUPLICATE_KEY};
use super::fault::{Fault, Problem};
use super::node::{Key, Node};
use super::parse::{Context, Parser};
use super::split::{self, Piece};
use crate::diagnostic::{Diagnostic, Diagnostics, Level};
use crate::span::{SourceId, Span};
use std::ops::Range;

/// How to take what Kubernetes takes in silence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// For our own documents: a key that a map names twice is an error. Overriding a merged key is the point of merging, and fine.
    Strict,
    /// As kubectl and Argo CD read: the last of equal keys wins, merges apply in the order of the text. Each duplicate is a warning.
    Kubectl,
}

/// What a text may cost at most. The defaults let everything ordinary pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the text. Default: 8 MiB.
    pub bytes: usize,
    /// Lists and maps inside each other. Default: 900, which every recursive walk of the tree survives on a stack of 2 MiB, and
    /// which readers in Python survive too; Go stops at 10,000.
    pub depth: usize,
    /// Values of one document, those that aliases repeat and the copies that anchors keep included. Default: 500,000.
    pub nodes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 8 << 20,
            depth: 900,
            nodes: 500_000,
        }
    }
}

/// How many duplicate keys of one document are told one by one.
const MOST_DUPLICATES: usize = 100;

/// Reads a text and returns its documents, those that are null left out.
///
/// Warnings tell of text that Kubernetes silently ignores, and of duplicate keys when the reading is [`Reading::Kubectl`].
///
/// # Errors
/// The first fault in the text, by one of the [`CODES`](super::CODES) of this room: syntax, encoding, duplicate keys when the reading is
/// [`Reading::Strict`], and broken [`Limits`].
pub fn read(
    source: SourceId,
    text: &[u8],
    reading: Reading,
    limits: &Limits,
    warnings: &mut Diagnostics,
) -> Result<Vec<Node>, Box<Diagnostic>> {
    let fail = |fault: Fault| fault.into_diagnostic(source, text);
    if text.len() > limits.bytes {
        let fault = Fault::new(Problem::TooLarge, limits.bytes);
        return Err(with_limit(fail(fault), fault.problem, limits));
    }
    let valid = std::str::from_utf8(text)
        .map_err(|error| fail(Fault::new(Problem::NotUtf8, error.valid_up_to())))?;
    let (pieces, broken) = split::split(valid);
    let mut reader = Reader {
        source,
        text: valid,
        reading,
        limits,
        share: Interner::new(),
        buffer: String::new(),
        warnings,
    };
    let mut documents = Vec::with_capacity(pieces.len());
    for piece in &pieces {
        documents.extend(reader.piece(piece)?.filter(|node| !node.is_null()));
    }
    if let Some(fault) = broken {
        return Err(fail(fault));
    }
    let read_to = pieces.last().map_or(0, |piece| piece.range.end);
    reader.warn_dropped(read_to..text.len());
    Ok(documents)
}

struct Reader<'r> {
    source: SourceId,
    text: &'r str,
    reading: Reading,
    limits: &'r Limits,
    share: Interner,
    buffer: String,
    warnings: &'r mut Diagnostics,
}

impl Reader<'_> {
    fn piece(&mut self, piece: &Piece) -> Result<Option<Node>, Box<Diagnostic>> {
        self.buffer.clear();
        self.buffer.push_str(&self.text[piece.range.clone()]);
        if !piece.json && !self.buffer.ends_with('\n') {
            self.buffer.push('\n');
        }
        self.buffer.push_str(PADDING);
        let mut duplicates = Vec::new();
        let mut parser = Parser::new(
            &self.buffer,
            Context {
                source: self.source,
                base: piece.range.start,
                length: self.text.len(),
                reading: self.reading,
                limits: self.limits,
                share: &mut self.share,
                duplicates: &mut duplicates,
            },
        );
        let result = parser.document();
        let reached = parser.scan.pos;
        drop(parser);
        let base = piece.range.start;
        if let Some(at) = seen_forbidden(&self.buffer, reached) {
            return Err(self.fail(Fault::new(Problem::Forbidden, base + at)));
        }
        self.duplicates(duplicates)?;
        let (node, dropped) = result.map_err(|fault| self.fail(fault.shifted(base)))?;
        if let Some(at) = dropped {
            self.warn_dropped(base + at..piece.range.end);
        }
        Ok(node)
    }

    fn fail(&self, fault: Fault) -> Box<Diagnostic> {
        let diagnostic = fault.into_diagnostic(self.source, self.text.as_bytes());
        with_limit(diagnostic, fault.problem, self.limits)
    }

    /// Warns of duplicate keys, or fails on the first one.
    fn duplicates(&mut self, duplicates: Vec<(Key, Key)>) -> Result<(), Box<Diagnostic>> {
        let more = duplicates.len().saturating_sub(MOST_DUPLICATES);
        for (place, (first, second)) in duplicates.into_iter().enumerate().take(MOST_DUPLICATES) {
            let name = self.key_names(&first, &second);
            let (level, what) = match self.reading {
                Reading::Strict => (Level::Error, "the map names it twice"),
                Reading::Kubectl => (Level::Warning, "Kubernetes silently keeps the last value"),
            };
            let mut diagnostic = Diagnostic::error(
                YAML_DUPLICATE_KEY,
                second.span,
                format!("duplicate key {name}: {what}"),
            )
            .label("named again here")
            .related(first.span, "first named here")
            .help("delete one of the two, or merge their values");
            diagnostic.level = level;
            if more > 0 && place + 1 == MOST_DUPLICATES {
                diagnostic =
                    diagnostic.note(format!("{more} more keys of the document stand twice"));
            }
            match level {
                Level::Error => return Err(Box::new(diagnostic)),
                Level::Warning | Level::Info => self.warnings.push(diagnostic),
            }
        }
        Ok(())
    }

    /// The key as it is written; both ways where they differ.
    fn key_names(&self, first: &Key, second: &Key) -> String {
        let written = |key: &Key| {
            let range = key.span.start as usize..key.span.end as usize;
            let short: String = self.text[range].chars().take(60).collect();
            format!("`{}`", short.replace('\n', " "))
        };
        match (written(first), written(second)) {
            (first, second) if first == second => first,
            (first, second) => format!("{second}, the same as {first}"),
        }
    }

    /// Warns when more than comments and document marks stand where nothing is read.
    fn warn_dropped(&mut self, dropped: Range<usize>) {
        let mut from = dropped.start.min(dropped.end);
        let behind = &self.text[from..dropped.end];
        for line in behind.split_inclusive('\n') {
            let words = line.trim();
            let mark = words == "..." || words.starts_with("... #") || words.starts_with("---");
            if !words.is_empty() && !words.starts_with('#') && !mark {
                let start = from + (line.len() - line.trim_start().len());
                let span = Span::new(self.source, start, start + words.len());
                let message = "Kubernetes silently ignores everything from here to the next `---`";
                self.warnings.push(
                    Diagnostic::warning(YAML_DROPPED_TEXT, span, message)
                        .help("put `---` on a line of its own before it, or delete it"),
                );
                return;
            }
            from += line.len();
        }
    }
}

/// Adds the limit that was broken, if one was.
fn with_limit(diagnostic: Box<Diagnostic>, problem: Problem, limits: &Limits) -> Box<Diagnostic> {
    let limit = match problem {
        Problem::TooLarge => format!("{} bytes are allowed", limits.bytes),
        Problem::TooDeep => format!("{} levels are allowed", limits.depth),
        Problem::TooManyNodes => format!(
            "{} values are allowed in a document, repeated ones included",
            limits.nodes
        ),
        _ => return diagnostic,
    };
    Box::new(diagnostic.note(limit))
}

/// What ends the text that a parser gets.
pub(super) const PADDING: &str = "\0\0\0\0";

/// Returns the first character that YAML does not allow, if Go notices it before it is done with what is read up to `reached`.
pub(super) fn seen_forbidden(padded: &str, reached: usize) -> Option<usize> {
    let text = bare(padded).as_bytes();
    chars::first_forbidden(text).filter(|&at| chunk_start(padded, at) <= reached + 3)
}

/// Returns a text without what ends it for a parser.
pub(super) fn bare(padded: &str) -> &str {
    padded.strip_suffix(PADDING).unwrap_or(padded)
}

/// Where the block of 512 bytes begins that Go reads together with the byte at `at`: a forbidden character is noticed only when
/// its block is.
fn chunk_start(text: &str, at: usize) -> usize {
    let mut start = 0;
    loop {
        let mut end = (start + 512).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        if at < end || end <= start {
            return start;
        }
        start = end;
    }
}
