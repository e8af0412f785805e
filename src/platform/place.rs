//! From a byte of a text to the byte of the file that it is written in.

use crate::span::{Sources, Span};
use std::ops::Range;

/// Returns where a range of a scalar's text stands in the file; the whole scalar where the files are not at hand, or what is
/// written is not what is read.
pub(super) fn within(
    sources: Option<&Sources>,
    scalar: Span,
    text: &str,
    range: Range<usize>,
) -> Span {
    let found = sources.and_then(|sources| {
        let written = std::str::from_utf8(sources.slice(scalar)).ok()?;
        let start = offset(written, text, &range)?;
        Some(scalar.part(start, start + range.len()))
    });
    found.unwrap_or(scalar)
}

/// Returns where the range begins in what is written.
fn offset(written: &str, text: &str, range: &Range<usize>) -> Option<usize> {
    let wanted = text.get(range.clone())?;
    let start = match written.as_bytes().first()? {
        b'|' => in_block(written, text, range.start),
        b'"' | b'\'' if written.get(1..)?.starts_with(text) => Some(1 + range.start),
        _ if written.starts_with(text) => Some(range.start),
        _ => None,
    };
    let is_there = |at: &usize| written.get(*at..).is_some_and(|at| at.starts_with(wanted));
    start.filter(is_there).or_else(|| only(written, wanted))
}

/// The lines of a literal block are those of its text, indented.
fn in_block(written: &str, text: &str, at: usize) -> Option<usize> {
    let before = text.get(..at)?;
    let number = before.matches('\n').count();
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = text.get(line_start..)?.lines().next().unwrap_or_default();
    let mut offset = 0;
    for (index, written) in written.split_inclusive('\n').enumerate() {
        if index == number + 1 {
            let bare = written.trim_end_matches(['\r', '\n']);
            let indent = bare.strip_suffix(line)?.len();
            return Some(offset + indent + (at - line_start));
        }
        offset += written.len();
    }
    None
}

/// Returns where a text stands, if it stands there once.
fn only(written: &str, wanted: &str) -> Option<usize> {
    let at = written.find(wanted).filter(|_| !wanted.is_empty())?;
    let again = written.get(at + 1..)?.contains(wanted);
    (!again).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::yaml::{Limits, Node, Reading, read};

    #[test]
    fn places_are_those_of_the_file() {
        let text = "a: |\n  one\n\n  two: {{ .x }}\n  {{ .x }}\nb: 'it''s {{ .y }}'\nc: plain {{ .z }}\nd: >-\n  folded\n  {{ .w }}\n";
        let mut sources = Sources::new();
        let source = sources.add("t.yaml", text.as_bytes());
        let mut out = Diagnostics::new();
        let limits = Limits::default();
        let nodes = read(source, text.as_bytes(), Reading::Strict, &limits, &mut out).unwrap();
        let cases = [
            ("a", 0, ".x", (4, 11)),
            ("a", 1, ".x", (5, 6)),
            ("b", 0, ".y", (6, 14)),
            ("c", 0, ".z", (7, 13)),
            ("d", 0, ".w", (10, 6)),
        ];
        for (key, nth, wanted, (line, column)) in cases {
            let node = nodes[0].get(key).unwrap();
            let value = node.as_str().unwrap();
            let (start, _) = value.match_indices(wanted).nth(nth).unwrap();
            let span = within(Some(&sources), node.span, value, start..start + 2);
            let position = sources.position(source, span.start);
            assert_eq!((position.line, position.column), (line, column), "{key}");
        }
        let node: &Node = nodes[0].get("a").unwrap();
        assert_eq!(within(None, node.span, "one", 0..1), node.span);
    }
}
