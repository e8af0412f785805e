//! Text that nobody can hide commands in.

/// Says whether a character can steer a terminal or turn the reading order: controls, separators, marks of direction.
#[must_use]
pub fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}')
}

/// Appends text as one physical line: a line break and the white space about it become one space, other hostile characters
/// their number as in `\u{1b}`.
pub(super) fn push_line(text: &str, out: &mut String) {
    let mut after_break = false;
    for c in text.chars() {
        match c {
            '\n' | '\r' => {
                out.truncate(out.trim_end_matches(' ').len());
                out.push(' ');
                after_break = true;
            }
            ' ' | '\t' if after_break => {}
            '\t' => out.push(' '),
            _ => {
                after_break = false;
                if is_hostile(c) {
                    out.extend(c.escape_unicode());
                } else {
                    out.push(c);
                }
            }
        }
    }
}

/// Returns text as one harmless line: a line break and the white space about it become one space, what could steer a terminal
/// its number as in `\u{1b}`.
#[must_use]
pub fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_line(text, &mut out);
    out
}

/// Returns text of which every line is harmless; the line breaks stay.
pub(super) fn lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push(c),
            '\r' => {}
            '\t' => out.push_str("    "),
            _ if is_hostile(c) => out.extend(c.escape_unicode()),
            _ => out.push(c),
        }
    }
    out
}

/// Returns a source line with one character for each of its own, so that columns stay; broken bytes and hostile characters
/// become U+FFFD.
pub(super) fn source(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes)
        .chars()
        .map(|c| match c {
            '\t' => c,
            _ if is_hostile(c) => char::REPLACEMENT_CHARACTER,
            _ => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stays_one_line() {
        let mut out = String::new();
        push_line("a \r\n  b\tc\u{1b}[31m\u{202e}\u{9b}\u{2028}d", &mut out);
        assert_eq!(out, "a b c\\u{1b}[31m\\u{202e}\\u{9b}\\u{2028}d");
    }

    #[test]
    fn source_keeps_columns() {
        assert_eq!(
            source(b"a\x1b\xff\xc3\xa4\tb"),
            "a\u{fffd}\u{fffd}\u{e4}\tb"
        );
    }
}
