//! What to type instead: the common mistakes, recognised from the lines around a fault.

use super::fault::{Fault, Problem};

/// Says what stands at `at`, for "found …".
pub(super) fn found(text: &[u8], at: usize) -> String {
    let rest = String::from_utf8_lossy(&text[at..text.len().min(at + 4)]);
    match rest.chars().next() {
        None => "the end of the text".to_owned(),
        Some('\n' | '\r') => "the end of the line".to_owned(),
        Some('\t') => "a tab".to_owned(),
        Some('`') => "a backquote".to_owned(),
        Some(c) if c.is_control() || c.is_whitespace() || c == '\u{FEFF}' => {
            format!("U+{:04X}", u32::from(c))
        }
        Some(c) => format!("`{c}`"),
    }
}

/// The line around an offset, and the offset in it.
fn line_at(text: &[u8], at: usize) -> (&str, usize) {
    let at = at.min(text.len());
    let start = memchr::memrchr(b'\n', &text[..at]).map_or(0, |place| place + 1);
    let end = memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |place| at + place);
    let line = std::str::from_utf8(&text[start..end]).unwrap_or("");
    (line.trim_end_matches('\r'), at - start)
}

/// Returns what to type, where the fault is one of the usual ones.
pub(super) fn suggest(fault: Fault, text: &[u8]) -> Option<String> {
    let (line, at) = line_at(text, fault.at);
    direct(fault.problem)
        .or_else(|| tab(line))
        .or_else(|| from_line(fault.problem, line, at))
        .or_else(|| {
            let (line, at) = line_at(text, fault.since?);
            from_line(fault.problem, line, at)
        })
}

/// Help that depends on the problem alone.
fn direct(problem: Problem) -> Option<String> {
    let help = match problem {
        Problem::UnknownEscape | Problem::BadHexEscape => {
            "write `\\\\` for a backslash, or use single quotes, where a backslash is just that"
        }
        Problem::NoSuchCharacter => {
            "write the character itself, or `\\U` with eight digits: YAML knows no surrogate pairs"
        }
        Problem::DocumentMarkInQuotes => {
            "close the quote before `---`, or indent the line inside it"
        }
        Problem::TextAfterSeparator => "put the document on the line after `---`",
        Problem::BadDirective(_) | Problem::RefusedDirective(_) | Problem::DocumentStartMissing => {
            "delete the directive: Kubernetes reads none"
        }
        Problem::ZeroIndent => "write `|` or `>` and indent the lines by two spaces",
        Problem::TextAfterHeader => "put the text on the next line, indented",
        Problem::KeyIsNull | Problem::KeyIsHuge => "put the key in quotes",
        Problem::BadMerge => "write `<<: *name` with the name of an anchor that stands on a map",
        Problem::NotFinite => "quote it, if text is meant",
        Problem::TabInPlain | Problem::TabInBlock => "indent with spaces instead of the tab",
        Problem::ValueContinues => {
            "indent the line exactly as the other keys of its map, or quote the whole value above"
        }
        Problem::Forbidden => {
            "delete it, or write it as an escape such as `\\x07` inside double quotes"
        }
        Problem::TagMismatch(_) => "delete the tag, or write a value that fits it",
        Problem::NotUtf8 => "save the file as UTF-8",
        _ => return None,
    };
    Some(help.to_owned())
}

fn tab(line: &str) -> Option<String> {
    let indent = line.len() - line.trim_start().len();
    line[..indent]
        .contains('\t')
        .then(|| "indent with spaces instead of the tab".to_owned())
}

fn from_line(problem: Problem, line: &str, at: usize) -> Option<String> {
    let value = value_of(line);
    if problem == Problem::QuoteNotClosed {
        return Some(unclosed(line, at));
    }
    if let Some(help) = expression(line, value) {
        return Some(help);
    }
    match problem {
        Problem::ValueNotAllowed => Some(format!("quote this value: {}", quoted(value))),
        Problem::CannotStart | Problem::BadAnchor | Problem::KeyIsCollection
            if value.starts_with(['@', '`', '%', '&', '*', '{', '[', '|', '>']) =>
        {
            Some(format!("quote it: {}", quoted(value)))
        }
        Problem::ExpectedKey | Problem::ExpectedEntry => {
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\'' | '[' | '{' | '*' | '&'));
            match quote {
                Some(_) => Some(format!("quote the whole value: {}", quoted(value))),
                None => Some(
                    "indent the line exactly as the other entries of its map or list".to_owned(),
                ),
            }
        }
        Problem::ColonMissing => Some(
            "write `key: value`, with a space after the colon; indent text that belongs to the line above"
                .to_owned(),
        ),
        Problem::EntryNotAllowed => {
            Some("put the first `- ` on a line of its own under the key".to_owned())
        }
        Problem::UnknownAnchor => Some(format!(
            "set the anchor first, or quote the value if text is meant: {}",
            quoted(value)
        )),
        _ => None,
    }
}

fn unclosed(line: &str, at: usize) -> String {
    match line.as_bytes().get(at) {
        Some(b'\'') => "close the quote with `'`; write `''` for a quote inside it".to_owned(),
        _ => "close the quote; write a quote inside it with a backslash (`\\\"`) or doubled (`''`)"
            .to_owned(),
    }
}

/// Help for template expressions that stand without quotes.
fn expression(line: &str, value: &str) -> Option<String> {
    if value.starts_with("{{") {
        return Some(format!("quote it: {}", quoted(value)));
    }
    let unquoted = !value.starts_with(['"', '\'']);
    (line.contains("<%") && unquoted).then(|| format!("quote the value: {}", quoted(value)))
}

/// The part of a line that is probably the value: after `- ` and after the first `: `.
fn value_of(line: &str) -> &str {
    let mut rest = line.trim();
    while let Some(item) = rest.strip_prefix("- ") {
        rest = item.trim_start();
    }
    match rest.split_once(": ") {
        Some((key, value)) if !key.starts_with(['"', '\'', '{', '[']) && !key.contains("<%") => {
            value.trim()
        }
        _ => rest,
    }
}

/// The text in the quotes that suit it.
fn quoted(text: &str) -> String {
    let short: String = text.chars().take(60).collect();
    let ellipsis = if short.len() < text.len() { "…" } else { "" };
    if short.contains('\'') && !short.contains(['"', '\\']) {
        format!("\"{short}{ellipsis}\"")
    } else {
        format!("'{}{ellipsis}'", short.replace('\'', "''"))
    }
}
