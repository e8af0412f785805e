//! Kubernetes' document splitter, `YAMLOrJSONDecoder` of `k8s.io/apimachinery` v0.36.1, with a buffer of 4,096 bytes.
//!
//! It knows no YAML: a text is cut at every line that begins with `---`, also inside quotes. A text that begins with `{` is a
//! stream of JSON values first; when the first or second value is broken, what is left is cut as YAML.

use super::fault::{Fault, Problem};
use super::json_stream;
use std::ops::Range;

/// How far the splitter looks for the first character.
const GUESS: usize = 4096;

/// One document's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) range: Range<usize>,
    /// The splitter ends each line of YAML with a line feed, the last one, too; JSON values stay as they are.
    pub(super) json: bool,
}

/// Size of the buffer that lines are read through.
const BUFFER: usize = 4096;

/// Cuts a text into pieces, in order; what it finds wrong comes last. A last line that is lost is in no piece.
pub(super) fn split(text: &str) -> (Vec<Piece>, Option<Fault>) {
    let mut pieces = Vec::new();
    let fault = match begins_json(text) {
        true => split_json(text, &mut pieces),
        false => split_yaml(text, 0, &mut pieces),
    };
    (pieces, fault.err())
}

fn begins_json(text: &str) -> bool {
    let trimmed = text.trim_start();
    trimmed.starts_with('{') && text.len() - trimmed.len() < GUESS
}

fn split_json(text: &str, pieces: &mut Vec<Piece>) -> Result<(), Fault> {
    let mut at = 0;
    loop {
        match json_stream::next_value(text.as_bytes(), at) {
            Ok(None) => return Ok(()),
            Ok(Some(range)) => {
                at = range.end;
                pieces.push(Piece { range, json: true });
            }
            Err(broken) if pieces.len() > 1 => return Err(Fault::new(Problem::BrokenJson, broken)),
            Err(broken) => {
                let start = yaml_start(text, at).ok_or(Fault::new(Problem::BrokenJson, broken))?;
                return split_yaml(text, start, pieces);
            }
        }
    }
}

/// Where YAML begins after JSON was given up at `at`: behind the rest of the line if that is blank. The splitter reads four bytes
/// at a time there and gives up when fewer are left.
fn yaml_start(text: &str, mut at: usize) -> Option<usize> {
    loop {
        let next = text[at..].chars().next()?;
        if text.len() - at < 4 || next == '\u{FFFD}' {
            return None;
        }
        if !next.is_whitespace() {
            return Some(at);
        }
        at += next.len_utf8();
        if next == '\n' {
            return Some(at);
        }
    }
}

fn split_yaml(text: &str, start: usize, pieces: &mut Vec<Piece>) -> Result<(), Fault> {
    let mut begin = start;
    let mut line = start;
    let mut push = |range: Range<usize>| {
        if !range.is_empty() {
            pieces.push(Piece { range, json: false });
        }
    };
    while line < text.len() {
        let end = memchr::memchr(b'\n', &text.as_bytes()[line..])
            .map_or(text.len(), |length| line + length + 1);
        if text[line..end].starts_with("---") {
            check_separator(text, line + 3, end)?;
            // A separator that ends nothing stays part of the document it begins.
            if line > begin {
                push(begin..line);
                begin = end;
            }
        }
        line = end;
    }
    push(begin..text.len() - lost_line(text, start));
    Ok(())
}

/// Length of the last line when the splitter loses it: the text ends without a line feed just where its buffer is full.
fn lost_line(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let line = memchr::memrchr(b'\n', &bytes[start..]).map_or(start, |at| start + at + 1);
    let mut rest = &bytes[line..];
    while rest.len() >= BUFFER {
        // A carriage return at the end of the buffer waits for its line feed.
        let full = BUFFER - usize::from(rest[BUFFER - 1] == b'\r');
        rest = &rest[full..];
    }
    match rest.len() {
        0 => bytes.len() - line,
        _ => 0,
    }
}

fn check_separator(text: &str, after: usize, end: usize) -> Result<(), Fault> {
    let rest = &text[after..end];
    let trimmed = rest.trim_start();
    if trimmed.is_empty() || trimmed.starts_with('#') {
        return Ok(());
    }
    let at = end - trimmed.len();
    Err(Fault::new(Problem::TextAfterSeparator, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        let (pieces, fault) = split(text);
        assert_eq!(fault, None);
        pieces.into_iter().map(|piece| &text[piece.range]).collect()
    }

    #[test]
    fn separators_cut_only_behind_something() {
        assert_eq!(texts("a\n---\n---\nb"), ["a\n", "---\nb"]);
        assert_eq!(texts("---\na\n--- # c\nb\n"), ["---\na\n", "b\n"]);
        assert_eq!(texts("'\n---\n'"), ["'\n", "'"]);
    }

    #[test]
    fn a_last_line_that_fills_the_buffer_is_lost() {
        let line = "k".repeat(BUFFER);
        assert_eq!(texts(&format!("a\n{line}")), ["a\n"]);
        assert_eq!(texts(&line), Vec::<&str>::new());
        assert_eq!(texts(&format!("{line}\n")).len(), 1);
        assert_eq!(texts(&format!("{line}k")).len(), 1);
    }

    #[test]
    fn json_comes_first_and_gives_way() {
        assert_eq!(texts("{}{}"), ["{}", "{}"]);
        assert_eq!(texts("{} \n---\na"), ["{}", "---\na"]);
        assert_eq!(texts("{a: 1}"), ["{a: 1}"]);
        assert!(split("{}{}x").1.is_some());
        assert!(split("{a}").1.is_some());
    }
}
