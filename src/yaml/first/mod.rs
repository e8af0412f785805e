//! The first document of a text, as Go's own `yaml.Unmarshal` sees it: without Kubernetes' splitter, with Go's error texts.

mod any;
mod decode;
mod words;

use super::build::Interner;
use super::node::{Key, Node};
use super::outline::Outline;
use super::parse::{Context, Parser};
use super::read::{Limits, PADDING, Reading, bare, seen_forbidden};
use super::resolve::{Scalar, plain};
use super::timestamp;
use crate::span::Sources;
use std::borrow::Cow;

/// Why [`read_first`] gives no document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// What `sigs.k8s.io/yaml` v1.6.0 says.
    Fault(String),
    /// One of the [`Limits`] is broken.
    Limit,
}

/// Reads the first document of a text, and nothing behind it; `None` if it is null or there is none.
///
/// # Errors
/// Faults in Go's words, and limits.
pub fn read_first(text: &[u8], limits: &Limits) -> Result<Option<Node>, Refusal> {
    let text = &*without_utf16(text)?;
    let valid = std::str::from_utf8(text).map_err(|error| fault(encoding_words(text, error)))?;
    if text.len() > limits.bytes {
        return Err(Refusal::Limit);
    }
    let padded = format!("{}{PADDING}", without_returns(valid));
    match node(&padded, limits) {
        Ok(node) => Ok(node.filter(|node| !node.is_null())),
        Err(Stop::Refused(refusal)) => Err(refusal),
        // Go decodes once it has parsed: what it cannot parse comes first, wherever it stands.
        Err(Stop::Undecodable) => Err(decode::refusal(&outline(&padded, limits)?)),
    }
}

/// Why there is no node.
enum Stop {
    Refused(Refusal),
    /// Up to here Go parses the text, and what it parsed it cannot decode.
    Undecodable,
}

/// Reads a text that four NUL bytes end.
fn node(padded: &str, limits: &Limits) -> Result<Option<Node>, Stop> {
    let (mut share, mut duplicates) = (Interner::new(), Vec::new());
    let context = context(padded, limits, &mut share, &mut duplicates);
    run(&mut Parser::new(padded, context))
}

/// Reads what is written in a text that four NUL bytes end.
fn outline<'t>(padded: &'t str, limits: &Limits) -> Result<Outline<'t>, Refusal> {
    let (mut share, mut duplicates) = (Interner::new(), Vec::new());
    let context = context(padded, limits, &mut share, &mut duplicates);
    let mut parser = Parser::new(padded, context);
    parser.outline = Some(Outline::default());
    match run(&mut parser) {
        Ok(_) => Ok(parser.outline.unwrap_or_default()),
        Err(Stop::Refused(refusal)) => Err(refusal),
        Err(Stop::Undecodable) => Err(Refusal::Limit),
    }
}

fn context<'c>(
    padded: &str,
    limits: &'c Limits,
    share: &'c mut Interner,
    duplicates: &'c mut Vec<(Key, Key)>,
) -> Context<'c> {
    let text = bare(padded);
    Context {
        source: Sources::new().add("yaml", text.as_bytes()),
        base: 0,
        length: text.len(),
        reading: Reading::Kubectl,
        limits,
        share,
        duplicates,
    }
}

fn run(parser: &mut Parser<'_, '_>) -> Result<Option<Node>, Stop> {
    let result = parser.document();
    let padded = parser.scan.text;
    if seen_forbidden(padded, parser.scan.pos).is_some() {
        let refusal = fault("control characters are not allowed");
        return Err(Stop::Refused(refusal));
    }
    result.map(|(node, _)| node).map_err(|found| {
        let refusal = words::refusal(found, bare(padded), &parser.scan);
        refusal.map_or(Stop::Undecodable, Stop::Refused)
    })
}

fn fault(what: &str) -> Refusal {
    Refusal::Fault(format!("yaml: {what}"))
}

/// Ends each line with LF alone where CR stands before CR LF: our scanner takes the three for one line break, as Kubernetes'
/// splitter does, and here they are two.
fn without_returns(text: &str) -> Cow<'_, str> {
    match text.contains("\r\r\n") {
        true => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        false => Cow::Borrowed(text),
    }
}

/// Returns a text that begins with a byte order mark of UTF-16 as UTF-8.
fn without_utf16(text: &[u8]) -> Result<Cow<'_, [u8]>, Refusal> {
    let (units, number): (_, fn([u8; 2]) -> u16) = match text {
        [0xFF, 0xFE, units @ ..] => (units, u16::from_le_bytes),
        [0xFE, 0xFF, units @ ..] => (units, u16::from_be_bytes),
        _ => return Ok(Cow::Borrowed(text)),
    };
    let (pairs, rest) = units.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(fault("incomplete UTF-16 character"));
    }
    let decoded: Result<String, _> =
        char::decode_utf16(pairs.iter().map(|pair| number(*pair))).collect();
    let decoded = decoded.map_err(|_| fault("unexpected low surrogate area"))?;
    Ok(Cow::Owned(decoded.into_bytes()))
}

/// Says whether Go's reader takes a text without quotes for text, and for no number, truth, null or date.
#[must_use]
pub fn reads_as_text(text: &str) -> bool {
    matches!(plain(Cow::Borrowed(text)), Scalar::Text(_)) && !timestamp::is_timestamp(text)
}

fn encoding_words(text: &[u8], error: std::str::Utf8Error) -> &'static str {
    let lead = text.get(error.valid_up_to()).copied().unwrap_or_default();
    match error.error_len() {
        None => "incomplete UTF-8 octet sequence",
        Some(_) if matches!(lead, 0xC0..=0xF7) => "invalid trailing UTF-8 octet",
        Some(_) => "invalid leading UTF-8 octet",
    }
}
