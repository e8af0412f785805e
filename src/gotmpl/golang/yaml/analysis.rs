//! What a text allows: which styles can carry it.

use crate::yaml;

/// The ways to write a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Single,
    Double,
    Literal,
}

/// Says whether Go's emitter takes a character for a line break.
pub(super) fn is_break(c: char) -> bool {
    matches!(c, '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Says whether Go's emitter writes a character as it is; nothing outside the basic plane is.
pub(super) fn is_printable(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '\u{A0}'..='\u{FFFD}') && c != '\u{FEFF}'
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t') || is_break(c)
}

/// What was found in a text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Analysis {
    pub(super) multiline: bool,
    indicators: bool,
    special: bool,
    edge: bool,
    trailing_space: bool,
    break_space: bool,
    space_break: bool,
}

impl Analysis {
    pub(super) fn of(text: &str) -> Self {
        let mut found = Self {
            indicators: text.starts_with("---") || text.starts_with("..."),
            ..Self::default()
        };
        let mut before = None;
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let next = chars.peek().copied();
            found.look(before, c, next);
            before = Some(c);
        }
        found
    }

    fn look(&mut self, before: Option<char>, c: char, next: Option<char>) {
        let ends = next.is_none_or(|next| matches!(next, ' ' | '\t'));
        self.indicators |= match c {
            '#' => before.is_none_or(is_blank),
            ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@'
            | '`' => before.is_none(),
            '?' | '-' => before.is_none() && ends,
            ':' => ends,
            _ => false,
        };
        self.special |= !is_printable(c);
        let edge = before.is_none() || next.is_none();
        if c == ' ' {
            self.edge |= edge;
            self.trailing_space |= next.is_none();
            self.break_space |= before.is_some_and(is_break);
        } else if is_break(c) {
            self.multiline = true;
            self.edge |= edge;
            self.space_break |= before == Some(' ');
        }
    }

    fn allows_plain(self) -> bool {
        !self.edge && !self.multiline && !self.indicators && self.allows_single()
    }

    fn allows_single(self) -> bool {
        !self.break_space && !self.space_break && !self.special
    }

    fn allows_literal(self) -> bool {
        !self.trailing_space && !self.space_break && !self.special
    }

    /// Returns the style of a text, given whether it stands where only one line can.
    pub(super) fn style(self, text: &str, key: bool) -> Style {
        let wanted = if text.contains('\n') {
            Style::Literal
        } else if yaml::reads_as_text(text) && !is_sexagesimal(text) {
            Style::Plain
        } else {
            return Style::Double;
        };
        match wanted {
            Style::Literal if !key && self.allows_literal() => Style::Literal,
            Style::Plain if !(key && self.multiline) && self.allows_plain() => Style::Plain,
            Style::Plain if !(key && self.multiline) && self.allows_single() => Style::Single,
            _ => Style::Double,
        }
    }
}

/// Says whether YAML 1.1 takes a text for a number in base 60, such as `12:30:45`.
fn is_sexagesimal(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let mut parts = whole.split(':');
    let first = parts.next().unwrap_or_default();
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b == b'_');
    let sixtieth =
        |part: &str| matches!(part.as_bytes(), [b'0'..=b'9'] | [b'0'..=b'5', b'0'..=b'9']);
    let mut parts = parts.peekable();
    first.starts_with(|c: char| c.is_ascii_digit())
        && digits(first)
        && parts.peek().is_some()
        && parts.all(sixtieth)
        && digits(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_written_as_go_writes_them() {
        for (text, want) in [
            ("a b", Style::Plain),
            ("<<", Style::Plain),
            ("a: b", Style::Single),
            (" a", Style::Single),
            ("", Style::Double),
            ("yes", Style::Double),
            ("2001-01-01", Style::Double),
            ("1:30", Style::Double),
            ("a\tb", Style::Double),
            ("\u{1F600}", Style::Double),
            ("a\nb", Style::Literal),
            ("a \nb", Style::Double),
            (" a\nb", Style::Literal),
        ] {
            assert_eq!(Analysis::of(text).style(text, false), want, "{text:?}");
        }
        assert_eq!(Analysis::of("a\nb").style("a\nb", true), Style::Double);
    }
}
