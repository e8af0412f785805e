//! Go's words for a text that it cannot parse.

use super::super::fault::{Fault, Problem};
use super::super::scan::Scanner;
use super::{Refusal, fault};

/// What ends a line for Go's scanner.
const BREAKS: [char; 5] = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];

/// Says what Go says of a fault; `None` where Go parses the text and fails later. `scan` has come as far as Go's scanner has.
pub(super) fn refusal(found: Fault, text: &str, scan: &Scanner<'_>) -> Option<Refusal> {
    Some(match found.problem {
        Problem::TooDeep
        | Problem::TooManyNodes
        | Problem::TooManyAliases
        | Problem::TooLarge
        | Problem::BrokenJson => Refusal::Limit,
        Problem::UnknownAnchor => {
            let alias = text.get(found.at..).unwrap_or_default();
            fault(&format!("unknown anchor '{}' referenced", name(alias)))
        }
        problem => {
            let line = match line(found, text, scan) {
                0 => String::new(),
                line => format!("line {line}: "),
            };
            fault(&format!("{line}{}", words(problem)?))
        }
    })
}

/// Returns the line that Go names, 0 for none: its scanner says where it stands and counts from 1, its parser says where the word
/// begins that it does not understand and counts from 0, and neither names its first line.
fn line(found: Fault, text: &str, scan: &Scanner<'_>) -> usize {
    let is_of_parser = matches!(
        found.problem,
        Problem::ExpectedKey
            | Problem::ExpectedEntry
            | Problem::FlowListNotClosed
            | Problem::FlowMapNotClosed
            | Problem::ExpectedContent
            | Problem::DocumentStartMissing
            | Problem::RefusedDirective(_)
            | Problem::UnknownHandle
    );
    let at = if is_of_parser { found.at } else { scan.pos };
    let before = text.get(..at).unwrap_or(text);
    let mut breaks = before.matches(BREAKS).count() - before.matches("\r\n").count();
    // Where the text ends within a line, Go's scanner ends the line before it ends the stream.
    let is_open = !before.is_empty() && !before.ends_with(BREAKS);
    if at >= text.len() && is_open && scan.column() == 0 {
        breaks += 1;
    }
    if is_of_parser || breaks == 0 {
        breaks
    } else {
        breaks + 1
    }
}

/// Returns the name behind the sign of an alias.
fn name(text: &str) -> &str {
    let name = text.strip_prefix('*').unwrap_or(text);
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')));
    name.get(..end.unwrap_or(name.len())).unwrap_or_default()
}

fn words(problem: Problem) -> Option<&'static str> {
    Some(match problem {
        Problem::CannotStart => "found character that cannot start any token",
        Problem::EntryNotAllowed => "block sequence entries are not allowed in this context",
        Problem::KeyNotAllowed => "mapping keys are not allowed in this context",
        Problem::ValueNotAllowed | Problem::ValueContinues => {
            "mapping values are not allowed in this context"
        }
        Problem::ColonMissing => "could not find expected ':'",
        Problem::BadAnchor => "did not find expected alphabetic or numeric character",
        Problem::BadTag(words)
        | Problem::BadDirective(words)
        | Problem::RefusedDirective(words) => words,
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
        _ => return None,
    })
}
