//! Which of the four ways to write a text is safe with every reader.

use memchr::memchr_iter;

/// A way to write a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Bare.
    Plain,
    /// In single quotes, on one line.
    Single,
    /// In double quotes, on one line, with escapes.
    Double,
    /// As a block after `|`.
    Literal,
}

const BREAK: u8 = 1;
const TAB: u8 = 2;
/// Bytes that only an escape can carry.
const CONTROL: u8 = 4;
const COLON: u8 = 8;
const HASH: u8 = 16;
/// Lead bytes of characters that may need an escape.
const LEAD: u8 = 32;

/// What a byte means wherever it stands.
const CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut byte = 0;
    while byte < 0x20 {
        class[byte] = CONTROL;
        byte += 1;
    }
    class[0x7F] = CONTROL;
    class[b'\n' as usize] = BREAK;
    class[b'\t' as usize] = TAB;
    class[b':' as usize] = COLON;
    class[b'#' as usize] = HASH;
    class[0xC2] = LEAD;
    class[0xE2] = LEAD;
    class[0xEF] = LEAD;
    class
};

/// Bytes that may begin a plain text whatever follows. No indicator is among them, and neither are `.`, `-` and `+`, which
/// begin numbers, nor `<` and `=`, which YAML 1.1 gives a meaning. A text that begins with 0xEF looks like a broken byte order
/// mark to some ports of libyaml.
const STARTS_PLAIN: [bool; 256] = {
    let mut starts = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        starts[byte] = (byte as u8).is_ascii_alphanumeric() || (byte >= 0x80 && byte != 0xEF);
        byte += 1;
    }
    let others = b"_/\\$()^;";
    let mut at = 0;
    while at < others.len() {
        starts[others[at] as usize] = true;
        at += 1;
    }
    starts
};

impl Style {
    /// Returns the style of a value.
    pub(super) fn of_value(text: &str) -> Self {
        let seen = seen(text);
        if seen & BREAK == 0 {
            return Self::of_line(text, seen);
        }
        if seen & CONTROL == 0 && !needs_escape(text, seen) && is_literal(text) {
            Self::Literal
        } else {
            Self::Double
        }
    }

    /// Returns the style of a key, which must stay on its line.
    pub(super) fn of_key(text: &str) -> Self {
        Self::of_line(text, seen(text))
    }

    fn of_line(text: &str, seen: u8) -> Self {
        // Empty text is `""`, as kubectl writes it.
        if text.is_empty() || seen & (BREAK | TAB | CONTROL) != 0 || needs_escape(text, seen) {
            Self::Double
        } else if is_plain(text, seen) {
            Self::Plain
        } else {
            Self::Single
        }
    }
}

fn seen(text: &str) -> u8 {
    text.bytes()
        .fold(0, |seen, byte| seen | CLASS[byte as usize])
}

fn needs_escape(text: &str, seen: u8) -> bool {
    seen & LEAD != 0 && text.chars().any(|c| !c.is_ascii() && is_escaped(c))
}

/// Says whether a character can stand in the output only as an escape: readers refuse it, or take it for a line break.
pub(super) fn is_escaped(c: char) -> bool {
    matches!(
        c,
        '\0'..='\x1F'
            | '\x7F'..='\u{9F}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{FEFF}'
            | '\u{FFFE}'
            | '\u{FFFF}'
    )
}

fn is_plain(text: &str, seen: u8) -> bool {
    let bytes = text.as_bytes();
    starts_plain(bytes)
        && !matches!(bytes.last(), Some(b' ' | b':'))
        && (seen & COLON == 0 || !has_pair(bytes, *b": "))
        && (seen & HASH == 0 || !has_pair(bytes, *b" #"))
        && !is_word(bytes)
        && !is_number_like(bytes)
        && !has_wide_edge(text)
}

/// Options such as `--verbose` and paths such as `.spec` and `./run` are plain, for they are frequent in manifests; anything
/// else that begins with `-` or `.` may be a number, an item or the end of a document.
fn starts_plain(bytes: &[u8]) -> bool {
    match bytes {
        [b'-', b'-', next, ..] | [b'-', next, ..] if *next != b'-' => next.is_ascii_alphabetic(),
        [b'.', b'e' | b'E', next, ..] => next.is_ascii_alphabetic(),
        [b'.', next, ..] => next.is_ascii_alphabetic() || *next == b'/',
        [first, ..] => STARTS_PLAIN[*first as usize],
        [] => false,
    }
}

fn has_pair(bytes: &[u8], pair: [u8; 2]) -> bool {
    bytes.windows(2).any(|window| window == pair)
}

/// Says whether some reader takes the text for a boolean, for null, or for a float that is no number.
fn is_word(bytes: &[u8]) -> bool {
    let sign = usize::from(matches!(bytes.first(), Some(b'-')));
    let point = usize::from(matches!(bytes.get(sign), Some(b'.')));
    let word = &bytes[sign + point..];
    // Most texts are decided here.
    if !matches!(
        word.first().map(u8::to_ascii_lowercase),
        Some(b'y' | b'n' | b'o' | b't' | b'f' | b'i')
    ) {
        return false;
    }
    let words: &[&[u8]] = match word.len() {
        1 => &[b"y", b"n"],
        2 => &[b"no", b"on"],
        3 => &[b"yes", b"off", b"nan", b"inf"],
        4 => &[b"true", b"null"],
        5 => &[b"false"],
        8 => &[b"infinity"],
        _ => return false,
    };
    words.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Says whether some reader may take the text for a number, a time or a date: all of its characters occur in numbers, as in
/// `1_000`, `12:30`, `1.2.3` and `0x_1F`, or it begins as a date does.
fn is_number_like(bytes: &[u8]) -> bool {
    if !matches!(bytes.first(), Some(b'0'..=b'9' | b'_')) {
        return false;
    }
    let decimal = |byte: &u8| {
        matches!(
            byte,
            b'0'..=b'9' | b'_' | b'.' | b',' | b':' | b'+' | b'-' | b'e' | b'E'
        )
    };
    bytes.iter().all(decimal) || has_base(bytes) || begins_as_date(bytes)
}

/// `0x1F`, `0b1` and `0o7`, also as `0b-1` and, since readers drop underscores first, `0_x1F`.
fn has_base(bytes: &[u8]) -> bool {
    let mut digits = bytes.iter().filter(|&&byte| byte != b'_');
    digits.next() == Some(&b'0')
        && matches!(digits.next(), Some(b'x' | b'X' | b'b' | b'B' | b'o' | b'O'))
        && digits.all(|byte| {
            byte.is_ascii_hexdigit() || matches!(byte, b'.' | b'+' | b'-' | b'p' | b'P')
        })
}

fn begins_as_date(bytes: &[u8]) -> bool {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let dash = |at: usize| bytes.get(at) == Some(&b'-');
    (0..4).all(digit)
        && dash(4)
        && digit(5)
        && ((dash(6) && digit(7)) || (digit(6) && dash(7) && digit(8)))
}

/// Says whether the text begins or ends with white space outside ASCII, which some readers strip and nobody sees.
fn has_wide_edge(text: &str) -> bool {
    let bytes = text.as_bytes();
    let ascii = bytes.first().is_none_or(u8::is_ascii) && bytes.last().is_none_or(u8::is_ascii);
    !ascii && (text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace))
}

/// Says whether a text of several lines can be a block: readers find its indentation by its first line with something on it,
/// tabs there are trouble, and blanks at the end of a line are lost in editors.
fn is_literal(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut begun = false;
    let mut start = 0;
    for end in memchr_iter(b'\n', bytes).chain([bytes.len()]) {
        if let [first, .., last] | [first @ last] = &bytes[start..end] {
            if *first == b'\t' || matches!(last, b' ' | b'\t') || (!begun && *first == b' ') {
                return false;
            }
            begun = true;
        }
        start = end + 1;
    }
    begun
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_everyday_manifests_are_plain() {
        for text in [
            "nginx:1.25",
            "--leader-elect",
            "-v",
            ".spec.replicas",
            "/etc/a b",
            "$(POD_NAME)",
            "500Mi",
            "100m",
            "10s",
            "v1",
            "a#b",
            "http://x/?a=b&c#d",
            "3rd place",
            "it's",
            "stra\u{df}e",
            "\u{1F600}",
            "None",
            "a, b",
            "12ab34f",
            "_a",
        ] {
            assert_eq!(Style::of_value(text), Style::Plain, "{text:?}");
            assert_eq!(Style::of_key(text), Style::Plain, "{text:?}");
        }
    }

    #[test]
    fn texts_that_a_reader_takes_for_something_else_are_quoted() {
        for text in [
            "y",
            "N",
            "yEs",
            "oFF",
            "NULL",
            "~",
            "=",
            "<<",
            "-",
            "--",
            "---",
            "---a",
            "...",
            ".inf",
            "-.INF",
            "-inf",
            ".NaN",
            "1",
            "-1",
            "+1",
            "1_",
            "_1",
            "0_x1F",
            "0b-1",
            "0o17",
            "0O17",
            "1e3",
            "1.2.3",
            "10.0.0.1",
            "12:30:45",
            "1:2",
            "2001-01-01",
            "2001-1-1 1:2:3",
            "2001-12-14t21:59:43.10-05:00",
            ".5",
            "1,000",
            " a",
            "a ",
            "a:",
            "a: b",
            "a #b",
            "#a",
            "@a",
            "`a",
            "%a",
            "!a",
            "&a",
            "*a",
            "[a",
            "{a",
            "}a",
            ",a",
            "? a",
            "- a",
            "'a",
            "\"a",
            "|",
            ">",
            "+a",
            ".e+1",
            "\u{ff01}",
            "\u{a0}a",
            "a\u{3000}",
        ] {
            assert_eq!(Style::of_value(text), Style::Single, "{text:?}");
        }
    }

    #[test]
    fn what_only_an_escape_can_carry_is_in_double_quotes() {
        for text in [
            "",
            "\t",
            "a\tb",
            "a\rb",
            "\0",
            "\x7f",
            "\u{85}",
            "\u{9f}",
            "\u{2028}",
            "a\u{2029}",
            "\u{feff}",
            "\u{ffff}",
            "\n",
            "a \nb",
            "\ta\nb",
            "a\n\tb",
            " a\nb",
            "a\r\nb",
            "a\n\u{85}",
            "\n a",
            "a\nb\t",
            "\n\n",
        ] {
            assert_eq!(Style::of_value(text), Style::Double, "{text:?}");
        }
        assert_eq!(Style::of_key("a\nb"), Style::Double);
    }

    #[test]
    fn lines_are_a_block_where_nothing_is_lost() {
        for text in [
            "a\nb",
            "a\n",
            "a\n\n\n",
            "\na",
            "a\n b\n",
            "# a\n---\n...\n",
            "a\tb\nc",
            "\u{e4}\n",
        ] {
            assert_eq!(Style::of_value(text), Style::Literal, "{text:?}");
        }
    }
}
