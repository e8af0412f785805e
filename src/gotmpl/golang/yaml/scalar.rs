//! Texts in their four styles.

use super::analysis::{Style, is_break, is_printable};
use super::emitter::{Emitter, WIDTH};

/// Writes a text in a style; `folds` says whether it may go on in the next line.
pub(super) fn write(emitter: &mut Emitter, text: &str, style: Style, folds: bool) {
    match style {
        Style::Plain => {
            if !emitter.whitespace {
                emitter.put(' ');
            }
            flow(emitter, text, folds, false);
        }
        Style::Single => {
            emitter.sign("'", true, false);
            flow(emitter, text, folds, true);
            emitter.sign("'", false, false);
        }
        Style::Double => double(emitter, text, folds),
        Style::Literal => {
            literal(emitter, text);
            return;
        }
    }
    emitter.whitespace = false;
    emitter.indention = false;
}

/// Writes a plain text, or one in single quotes.
fn flow(emitter: &mut Emitter, text: &str, folds: bool, quoted: bool) {
    let (mut spaces, mut breaks) = (false, false);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        if c == ' ' {
            // Quotes keep blanks at their edges.
            let inside = !quoted || (at > 0 && next.is_some());
            if folds && inside && !spaces && emitter.column > WIDTH && next != Some(' ') {
                emitter.begin_line();
            } else {
                emitter.put(c);
            }
            spaces = true;
        } else if is_break(c) {
            if !breaks && c == '\n' {
                emitter.put_break();
            }
            emitter.write_break(c);
            emitter.indention = true;
            breaks = true;
        } else {
            if breaks {
                emitter.begin_line();
            }
            if quoted && c == '\'' {
                emitter.put('\'');
            }
            emitter.put(c);
            emitter.indention = false;
            (spaces, breaks) = (false, false);
        }
    }
}

fn double(emitter: &mut Emitter, text: &str, folds: bool) {
    emitter.sign("\"", true, false);
    // A byte order mark at the beginning makes Go escape every character.
    let marked = text.starts_with('\u{FEFF}');
    let mut spaces = false;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        if marked || !is_printable(c) || is_break(c) || matches!(c, '"' | '\\') {
            escape(emitter, c);
            spaces = false;
        } else if c == ' ' {
            let inside = at > 0 && next.is_some();
            if folds && inside && !spaces && emitter.column > WIDTH {
                emitter.begin_line();
                if next == Some(' ') {
                    emitter.put('\\');
                }
            } else {
                emitter.put(c);
            }
            spaces = true;
        } else {
            emitter.put(c);
            spaces = false;
        }
    }
    emitter.sign("\"", false, false);
}

fn escape(emitter: &mut Emitter, c: char) {
    let named = match c {
        '\0' => Some('0'),
        '\x07' => Some('a'),
        '\x08' => Some('b'),
        '\t' => Some('t'),
        '\n' => Some('n'),
        '\x0B' => Some('v'),
        '\x0C' => Some('f'),
        '\r' => Some('r'),
        '\x1B' => Some('e'),
        '"' | '\\' => Some(c),
        '\u{85}' => Some('N'),
        '\u{A0}' => Some('_'),
        '\u{2028}' => Some('L'),
        '\u{2029}' => Some('P'),
        _ => None,
    };
    emitter.put('\\');
    if let Some(named) = named {
        emitter.put(named);
        return;
    }
    let code = u32::from(c);
    let digits = match code {
        ..=0xFF => format!("x{code:02X}"),
        0x100..=0xFFFF => format!("u{code:04X}"),
        _ => format!("U{code:08X}"),
    };
    for digit in digits.chars() {
        emitter.put(digit);
    }
}

/// Writes a block. The sign says how it is indented where that cannot be seen, and what becomes of line feeds at its end.
fn literal(emitter: &mut Emitter, text: &str) {
    emitter.sign("|", true, false);
    if text.starts_with(|c| c == ' ' || is_break(c)) {
        emitter.sign("2", false, false);
    }
    let mut last = text.chars().rev();
    match (last.next(), last.next()) {
        (Some(last), before) if is_break(last) => {
            if before.is_none_or(is_break) {
                emitter.sign("+", false, false);
            }
        }
        _ => emitter.sign("-", false, false),
    }
    emitter.put_break();
    emitter.indention = true;
    emitter.whitespace = true;
    let mut breaks = true;
    for c in text.chars() {
        if is_break(c) {
            emitter.write_break(c);
            emitter.indention = true;
            breaks = true;
        } else {
            if breaks {
                emitter.begin_line();
            }
            emitter.put(c);
            emitter.indention = false;
            breaks = false;
        }
    }
}
