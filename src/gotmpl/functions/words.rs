//! Words of identifiers: where `fooBar2Baz` and `HTTPServer` are cut, as xstrings 1.5.0 cuts them.

use super::super::text::{Runes, decode_rune};
use super::super::unicode::{is_letter, is_number, is_punctuation, is_space, is_upper};
use super::super::unicode::{to_lower, to_upper};

/// What a word is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Bytes that are no UTF-8, or nothing.
    Invalid,
    /// Digits and the like.
    Number,
    /// An upper-case letter, more of them, or one and lower-case letters.
    Upper,
    /// Letters that are not upper case.
    Alphabet,
    /// Dashes, underscores and white space.
    Connector,
    /// Other punctuation.
    Punctuation,
    /// Anything else, CJK among it.
    Other,
}

fn is_connector(rune: char) -> bool {
    matches!(rune, '-' | '_') || is_space(rune)
}

/// Says whether a character is a letter of an alphabet; CJK characters are none.
fn is_alphabet(rune: char) -> bool {
    is_letter(rune)
        && !matches!(rune, '\u{3400}'..='\u{4D85}' | '\u{4E00}'..='\u{9FCC}' | '\u{20000}'..='\u{2B81D}')
}

fn kind(rune: char) -> Kind {
    if is_connector(rune) {
        Kind::Connector
    } else if is_punctuation(rune) {
        Kind::Punctuation
    } else if is_upper(rune) {
        Kind::Upper
    } else if is_alphabet(rune) {
        Kind::Alphabet
    } else if is_number(rune) {
        Kind::Number
    } else {
        Kind::Other
    }
}

/// Returns the next character that is UTF-8 and the bytes up to its end. At the end of the text `before` stands for what is left.
fn next_valid(text: &[u8], before: char) -> (char, usize) {
    let mut size = 0;
    for (_, rune, length) in Runes::new(text) {
        size += length;
        if rune != char::REPLACEMENT_CHARACTER {
            return (rune, size);
        }
    }
    (before, size)
}

/// The text that is still to be cut, and how much of it belongs to the word.
struct Cut<'t> {
    text: &'t [u8],
    at: usize,
    rune: char,
}

impl<'t> Cut<'t> {
    fn rest(&self) -> &'t [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Looks at the next character: its length, 0 at the end.
    fn look(&mut self) -> usize {
        let (rune, size) = next_valid(self.rest(), self.rune);
        self.rune = rune;
        size
    }

    /// Takes characters while they fit; returns the length of the last one taken.
    fn take_while(&mut self, fits: impl Fn(char) -> bool) -> usize {
        let mut last = 0;
        while !self.rest().is_empty() {
            let size = self.look();
            if !fits(self.rune) {
                break;
            }
            self.at += size;
            last = size;
        }
        last
    }

    fn skip_while(&mut self, fits: impl Fn(char) -> bool) {
        self.take_while(fits);
    }
}

fn is_other(rune: char) -> bool {
    !(is_connector(rune) || is_alphabet(rune) || is_number(rune) || is_punctuation(rune))
}

/// Cuts the first word off a text.
fn next_word(text: &[u8]) -> (Kind, &[u8], &[u8]) {
    let (rune, size) = next_valid(text, char::REPLACEMENT_CHARACTER);
    let mut cut = Cut {
        text,
        at: size,
        rune,
    };
    let kind = if rune == char::REPLACEMENT_CHARACTER {
        Kind::Invalid
    } else {
        kind(rune)
    };
    match kind {
        Kind::Invalid => {}
        Kind::Upper => upper_word(&mut cut),
        Kind::Other => cut.skip_while(is_other),
        Kind::Alphabet => cut.skip_while(|rune| is_alphabet(rune) && !is_upper(rune)),
        Kind::Connector => cut.skip_while(is_connector),
        Kind::Punctuation => cut.skip_while(is_punctuation),
        Kind::Number => cut.skip_while(is_number),
    }
    let (word, rest) = text.split_at_checked(cut.at).unwrap_or((text, &[]));
    (kind, word, rest)
}

/// `HTTPStatus` is `HTTP` and `Status`: the last capital before other letters begins the next word.
fn upper_word(cut: &mut Cut<'_>) {
    if cut.rest().is_empty() {
        return;
    }
    let size = cut.look();
    if is_upper(cut.rune) {
        cut.at += size;
        let last = match cut.take_while(is_upper) {
            0 => size,
            last => last,
        };
        if !cut.rest().is_empty() && is_alphabet(cut.rune) {
            cut.at -= last;
        }
    } else if is_alphabet(cut.rune) {
        cut.at += size;
        cut.skip_while(|rune| is_alphabet(rune) && !is_upper(rune));
    }
}

/// Writes words one after the other.
struct Joiner {
    out: Vec<u8>,
    connector: char,
}

impl Joiner {
    fn connect(&mut self) {
        push(&mut self.out, self.connector);
    }

    /// Writes a word in lower case, connectors as the one that joins.
    fn word(&mut self, kind: Kind, word: &[u8]) {
        if !matches!(kind, Kind::Upper | Kind::Connector) {
            self.out.extend_from_slice(word);
            return;
        }
        for (_, rune, _) in Runes::new(word) {
            let written = if is_connector(rune) {
                self.connector
            } else if is_upper(rune) {
                to_lower(rune)
            } else {
                rune
            };
            push(&mut self.out, written);
        }
    }

    /// Writes letters and numbers that follow a number as part of its word; returns what comes next.
    fn run<'t>(&mut self, mut next: Word<'t>) -> Word<'t> {
        while matches!(next.kind, Kind::Alphabet | Kind::Number) {
            self.word(next.kind, next.word);
            next = Word::first(next.rest);
        }
        next
    }
}

fn push(out: &mut Vec<u8>, rune: char) {
    out.extend_from_slice(rune.encode_utf8(&mut [0; 4]).as_bytes());
}

/// A word and what is behind it.
#[derive(Clone, Copy)]
struct Word<'t> {
    kind: Kind,
    word: &'t [u8],
    rest: &'t [u8],
}

impl<'t> Word<'t> {
    fn first(text: &'t [u8]) -> Self {
        let (kind, word, rest) = next_word(text);
        Self { kind, word, rest }
    }
}

/// Returns the words in lower case with a connector between them.
pub(super) fn joined(text: &[u8], connector: char) -> Vec<u8> {
    let mut joiner = Joiner {
        out: Vec::with_capacity(text.len() + 8),
        connector,
    };
    let mut word = Word::first(text);
    while !word.rest.is_empty() {
        if word.kind != Kind::Connector {
            joiner.word(word.kind, word.word);
        }
        let next = Word::first(word.rest);
        word = match word.kind {
            Kind::Number => after_number(&mut joiner, next),
            Kind::Connector => {
                joiner.word(word.kind, word.word);
                next
            }
            Kind::Punctuation => next,
            _ if next.kind == Kind::Number => number_after_letters(&mut joiner, next),
            _ => {
                if !matches!(next.kind, Kind::Connector | Kind::Punctuation) {
                    joiner.connect();
                }
                next
            }
        };
    }
    joiner.word(word.kind, word.word);
    joiner.out
}

fn after_number<'t>(joiner: &mut Joiner, next: Word<'t>) -> Word<'t> {
    let next = joiner.run(next);
    if !matches!(
        next.kind,
        Kind::Invalid | Kind::Punctuation | Kind::Connector
    ) {
        joiner.connect();
    }
    next
}

/// A number belongs to the letters before it (`bld4_floor`), unless lower-case letters follow it (`http_2xx`).
fn number_after_letters<'t>(joiner: &mut Joiner, number: Word<'t>) -> Word<'t> {
    if number.rest.is_empty() {
        return number;
    }
    let next = Word::first(number.rest);
    if next.kind == Kind::Alphabet {
        joiner.connect();
        joiner.word(Kind::Number, number.word);
        return after_number(joiner, next);
    }
    joiner.word(Kind::Number, number.word);
    if !matches!(next.kind, Kind::Connector | Kind::Punctuation) {
        joiner.connect();
    }
    next
}

/// Returns the words without what connects them, each beginning in upper case; connectors at the edges and beside others stay.
pub(super) fn pascal(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    let mut take = || {
        let (rune, length) = decode_rune(rest);
        rest = rest.get(length..).unwrap_or_default();
        (length > 0).then_some(rune)
    };
    let mut pending = None;
    let mut lowering = false;
    while let Some(rune) = take() {
        pending = Some(rune);
        if !is_connector(rune) {
            lowering = is_upper(rune);
            pending = Some(to_upper(rune));
            break;
        }
        push(&mut out, rune);
    }
    // Where there are only connectors, xstrings writes the last one twice.
    let Some(mut held) = pending else {
        return out;
    };
    while let Some(rune) = take() {
        let next = if is_connector(held) {
            if is_connector(rune) {
                push(&mut out, held);
                held = rune;
                continue;
            }
            lowering = is_upper(rune);
            to_upper(rune)
        } else {
            push(&mut out, held);
            lowering &= is_upper(rune);
            if lowering { to_lower(rune) } else { rune }
        };
        held = next;
    }
    push(&mut out, held);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_where_xstrings_cuts_them() {
        for (text, want) in [
            ("FirstName HTTPServer", "first_name_http_server"),
            ("fooBar2Baz", "foo_bar2_baz"),
            ("HTTP20xOK", "http_20x_ok"),
            ("Duration2m3s", "duration_2m3s"),
            ("Bld4Floor3rd", "bld4_floor_3rd"),
            ("a-b c.d", "a_b_c.d"),
            ("__a", "__a"),
            ("", ""),
        ] {
            assert_eq!(joined(text.as_bytes(), '_'), want.as_bytes(), "{text}");
        }
    }

    #[test]
    fn camel_case_begins_in_upper_case() {
        for (text, want) in [
            ("http_server-foo bar", "HttpServerFooBar"),
            ("_complex__case_", "_Complex_Case_"),
            ("GOLANG_IS_GREAT", "GolangIsGreat"),
            ("a", "A"),
            ("__", "___"),
        ] {
            assert_eq!(pascal(text.as_bytes()), want.as_bytes(), "{text}");
        }
    }
}
