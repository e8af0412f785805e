//! The first document of a text, as Go's own `yaml.Unmarshal` sees it: without Kubernetes' splitter, with Go's error texts.

use super::build::Interner;
use super::chars;
use super::fault::{Fault, Problem};
use super::node::Node;
use super::parse::{Context, Parser};
use super::read::{Limits, Reading, chunk_start};
use super::resolve::{Scalar, plain};
use super::timestamp;
use crate::span::Sources;
use std::borrow::Cow;

/// Why [`read_first`] gives no document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// What `sigs.k8s.io/yaml` v1.6.0 says, but for the number of the line.
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
    let padded = format!("{valid}\0\0\0\0");
    let mut share = Interner::new();
    let mut duplicates = Vec::new();
    let context = Context {
        source: Sources::new().add("yaml", text),
        base: 0,
        length: text.len(),
        reading: Reading::Kubectl,
        limits,
        share: &mut share,
        duplicates: &mut duplicates,
    };
    let mut parser = Parser::new(&padded, context);
    let result = parser.document();
    let reached = parser.scan.pos;
    drop(parser);
    let forbidden = chars::first_forbidden(text);
    if forbidden.is_some_and(|at| chunk_start(&padded, at) <= reached + 3) {
        return Err(fault("control characters are not allowed"));
    }
    let (node, _) = result.map_err(|fault| refusal(fault, valid))?;
    Ok(node.filter(|node| !node.is_null()))
}

fn fault(what: &str) -> Refusal {
    Refusal::Fault(format!("yaml: {what}"))
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

fn refusal(fault: Fault, text: &str) -> Refusal {
    let here = text.get(fault.at.min(text.len())..).unwrap_or_default();
    Refusal::Fault(match fault.problem {
        Problem::TooDeep
        | Problem::TooManyNodes
        | Problem::TooManyAliases
        | Problem::TooLarge
        | Problem::BrokenJson => return Refusal::Limit,
        Problem::UnknownAnchor => format!("yaml: unknown anchor '{}' referenced", name(here)),
        Problem::AnchorInItself => {
            format!("yaml: anchor '{}' value contains itself", name(here))
        }
        Problem::NotFinite => format!("json: unsupported value: {}", not_finite(here)),
        Problem::KeyIsNull => {
            "unsupported map key of type: %!s(<nil>), key: <nil>, value: <nil>".to_owned()
        }
        Problem::BadTag if has_bad_escape(text, fault.at) => {
            "yaml: did not find URI escaped octet".to_owned()
        }
        Problem::BadDirective => format!("yaml: {}", directive_words(text, fault.at)),
        other => format!("yaml: {}{}", line_of(other, text, fault.at), words(other)),
    })
}

/// Says whether the tag at a place, or the one that begins before it, has a `%` without two digits behind it.
fn has_bad_escape(text: &str, at: usize) -> bool {
    let start = text.get(..=at).unwrap_or(text).rfind('!').unwrap_or(at);
    let tag = text.get(start..).unwrap_or_default();
    let tag = tag.split_whitespace().next().unwrap_or_default();
    let is_escape = |rest: &str| {
        let mut digits = rest.chars().take(2);
        (0..2).all(|_| digits.next().is_some_and(|c| c.is_ascii_hexdigit()))
    };
    tag.split('%').skip(1).any(|rest| !is_escape(rest))
}

/// What ends a line for Go's scanner.
const BREAKS: [char; 5] = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];

/// Counts the ends of lines; CR and LF together are one.
fn breaks(text: &str) -> usize {
    text.matches(BREAKS).count() - text.matches("\r\n").count()
}

/// Returns the line that Go names. Its scanner counts from 1 and its parser from 0, and neither names line 0.
fn line_of(problem: Problem, text: &str, at: usize) -> String {
    let before = text.get(..at).unwrap_or(text);
    let mut breaks = breaks(before);
    // Where the text ends within a line, Go's parser ends the line too.
    let is_open = !before.is_empty() && !before.ends_with(BREAKS);
    if at >= text.len() && is_open && problem != Problem::BadAnchor {
        breaks += 1;
    }
    let line = match problem {
        Problem::ExpectedKey
        | Problem::ExpectedEntry
        | Problem::FlowListNotClosed
        | Problem::FlowMapNotClosed
        | Problem::ExpectedContent
        | Problem::DocumentStartMissing
        | Problem::UnknownHandle => breaks,
        Problem::BadMerge | Problem::BadBase64 | Problem::KeyIsCollection | Problem::Forbidden => 0,
        _ if breaks == 0 => 0,
        _ => breaks + 1,
    };
    match line {
        0 => String::new(),
        line => format!("line {line}: "),
    }
}

/// Says what is wrong with the directive that stands at a place or begins before it.
fn directive_words(text: &str, at: usize) -> &'static str {
    let begins = |place: &usize| text.get(..*place).is_some_and(begins_line);
    let signs = text.match_indices('%').map(|(place, _)| place);
    let sign = signs.take_while(|place| *place <= at).filter(begins).last();
    let directive = sign.and_then(|place| text.get(place + 1..));
    let directive = directive.unwrap_or_default();
    let is_inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let rest = directive.trim_start_matches(is_inner);
    let name = directive.strip_suffix(rest).unwrap_or_default();
    let is_whole = rest.is_empty() || rest.starts_with([' ', '\t']) || rest.starts_with(BREAKS);
    match name {
        "" => "could not find expected directive name",
        _ if !is_whole => "found unexpected non-alphabetical character",
        "YAML" => "found incompatible YAML document",
        _ => "found unknown directive name",
    }
}

fn begins_line(before: &str) -> bool {
    before.is_empty() || before.ends_with(BREAKS)
}

fn encoding_words(text: &[u8], error: std::str::Utf8Error) -> &'static str {
    let lead = text.get(error.valid_up_to()).copied().unwrap_or_default();
    match error.error_len() {
        None => "incomplete UTF-8 octet sequence",
        Some(_) if matches!(lead, 0xC0..=0xF7) => "invalid trailing UTF-8 octet",
        Some(_) => "invalid leading UTF-8 octet",
    }
}

/// Returns the name behind the sign of an anchor or alias.
fn name(text: &str) -> &str {
    let name = text.trim_start_matches(['*', '&']);
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')));
    name.get(..end.unwrap_or(name.len())).unwrap_or_default()
}

fn not_finite(text: &str) -> &'static str {
    let value = text.trim_start_matches(|c: char| !matches!(c, '.' | '-' | '+'));
    if value.starts_with('-') {
        "-Inf"
    } else if value.to_ascii_lowercase().starts_with(".nan") {
        "NaN"
    } else {
        "+Inf"
    }
}

/// Returns Go's words for a problem.
fn words(problem: Problem) -> &'static str {
    match problem {
        Problem::CannotStart => "found character that cannot start any token",
        Problem::EntryNotAllowed => "block sequence entries are not allowed in this context",
        Problem::KeyNotAllowed => "mapping keys are not allowed in this context",
        Problem::ValueNotAllowed | Problem::ValueContinues => {
            "mapping values are not allowed in this context"
        }
        Problem::ColonMissing => "could not find expected ':'",
        Problem::BadAnchor => "did not find expected alphabetic or numeric character",
        Problem::BadTag => "did not find expected tag URI",
        Problem::TagNotClosed => "did not find the expected '>'",
        Problem::TextAfterTag => "did not find expected whitespace or line break",
        Problem::UnknownHandle => "found undefined tag handle",
        Problem::DocumentStartMissing => "did not find expected <document start>",
        Problem::TabInPlain => "found a tab character that violates indentation",
        Problem::TabInBlock => "found a tab character where an indentation space is expected",
        Problem::ZeroIndent => "found an indentation indicator equal to 0",
        Problem::TextAfterHeader => "did not find expected comment or line break",
        Problem::DocumentMarkInQuotes => "found unexpected document indicator",
        Problem::QuoteNotClosed => "found unexpected end of stream",
        Problem::UnknownEscape => "found unknown escape character",
        Problem::BadHexEscape => "did not find expected hexdecimal number",
        Problem::NoSuchCharacter => "found invalid Unicode character escape code",
        Problem::ExpectedKey => "did not find expected key",
        Problem::ExpectedEntry => "did not find expected '-' indicator",
        Problem::FlowListNotClosed => "did not find expected ',' or ']'",
        Problem::FlowMapNotClosed => "did not find expected ',' or '}'",
        Problem::ExpectedContent => "did not find expected node content",
        Problem::BadMerge => "map merge requires map or sequence of maps as the value",
        Problem::BadBase64 => "!!binary value contains invalid base64 data",
        Problem::KeyIsCollection => "invalid map key",
        Problem::Forbidden => "control characters are not allowed",
        _ => "the text is not valid YAML",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Recorded from Go.
    #[test]
    fn lines_and_directives_are_told_as_go_tells_them() {
        let colon = "yaml: line 3: could not find expected ':'";
        let letters = "yaml: found unexpected non-alphabetical character";
        let unknown = "yaml: found unknown directive name";
        for (text, wanted) in [
            ("a: b\nab\u{2028}c d", colon),
            ("a: b\nab\u{85}c d", colon),
            ("a: b\rab\rc d", colon),
            ("a: b\r\nab\r\nc d", colon),
            (
                "ab\u{2028}c\nd: e",
                "yaml: line 3: mapping values are not allowed in this context",
            ),
            ("%281%2B2i%29", letters),
            ("%a%b c", letters),
            ("%a b%c", unknown),
            ("%a b\n%c", unknown),
            ("%a\u{2029}b: [", unknown),
        ] {
            match read_first(text.as_bytes(), &Limits::default()) {
                Err(Refusal::Fault(found)) => assert_eq!(found, wanted, "{text:?}"),
                other => panic!("{text:?}: {other:?}"),
            }
        }
    }
}
