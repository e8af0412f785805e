//! Go's `strings`: texts that need not be UTF-8, cut between characters where Go does.

use super::super::text::{Runes, decode_last_rune, decode_rune};
use super::super::unicode;
use memchr::memmem;

/// Returns where a part begins in a text.
pub(crate) fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    memmem::find(text, part)
}

/// Returns how often a part stands in a text without overlap; an empty one stands around every character.
pub(crate) fn count(text: &[u8], part: &[u8]) -> usize {
    if part.is_empty() {
        return Runes::new(text).count() + 1;
    }
    memmem::find_iter(text, part).count()
}

/// Returns the text with every `old` replaced; an empty one inserts around every character.
pub(crate) fn replace(text: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    if old.is_empty() {
        let mut out = new.to_vec();
        for (at, _, length) in Runes::new(text) {
            out.extend_from_slice(text.get(at..at + length).unwrap_or_default());
            out.extend_from_slice(new);
        }
        return out;
    }
    split(text, old).join(new)
}

/// Returns the parts between separators; an empty separator cuts after every character.
pub(crate) fn split<'t>(text: &'t [u8], separator: &[u8]) -> Vec<&'t [u8]> {
    if separator.is_empty() {
        let part = |(at, _, length)| text.get(at..at + length).unwrap_or_default();
        return Runes::new(text).map(part).collect();
    }
    split_at_most(text, separator, usize::MAX)
}

/// Returns at most so many parts between separators, which are not empty; the last one has the rest.
pub(crate) fn split_at_most<'t>(text: &'t [u8], separator: &[u8], most: usize) -> Vec<&'t [u8]> {
    let mut parts = Vec::new();
    let mut start = 0;
    for at in memmem::find_iter(text, separator) {
        if parts.len() + 1 >= most {
            break;
        }
        parts.push(text.get(start..at).unwrap_or_default());
        start = at + separator.len();
    }
    parts.push(text.get(start..).unwrap_or_default());
    parts
}

/// Returns the text without white space at both ends.
pub(crate) fn trim_space(text: &[u8]) -> &[u8] {
    trim_where(text, unicode::is_space)
}

/// Returns the text without characters of a set at both ends; broken bytes count as U+FFFD in both.
pub(crate) fn trim<'t>(text: &'t [u8], set: &[u8]) -> &'t [u8] {
    let mut set: Vec<char> = Runes::new(set).map(|(_, rune, _)| rune).collect();
    set.sort_unstable();
    trim_where(text, |rune| set.binary_search(&rune).is_ok())
}

fn trim_where(mut text: &[u8], drop: impl Fn(char) -> bool) -> &[u8] {
    loop {
        let (rune, length) = decode_rune(text);
        if length == 0 || !drop(rune) {
            break;
        }
        text = text.get(length..).unwrap_or_default();
    }
    loop {
        let (rune, length) = decode_last_rune(text);
        if length == 0 || !drop(rune) {
            return text;
        }
        text = text.get(..text.len() - length).unwrap_or_default();
    }
}

/// Returns the text with every character mapped; broken bytes become U+FFFD.
pub(crate) fn map(text: &[u8], mapping: impl FnMut(char) -> char) -> String {
    let runes = Runes::new(text).map(|(_, rune, _)| rune);
    runes.map(mapping).collect()
}

/// Returns a part of a text by its bounds in bytes.
///
/// # Errors
/// The text of Go's panic.
pub(crate) fn slice(text: &[u8], start: i64, end: i64) -> Result<&[u8], String> {
    let length = text.len() as i64;
    let bounds = if end < 0 {
        format!("[:{end}]")
    } else if end > length {
        format!("[:{end}] with length {length}")
    } else if start < 0 {
        format!("[{start}:]")
    } else if start > end {
        format!("[{start}:{end}]")
    } else {
        let part = text.get(start as usize..end as usize);
        return Ok(part.unwrap_or_default());
    };
    Err(format!("runtime error: slice bounds out of range {bounds}"))
}

/// Says whether a byte, taken for a character of Latin 1, is white space.
pub(crate) fn is_latin_space(byte: u8) -> bool {
    unicode::is_space(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_separators_cut_between_characters() {
        assert_eq!(replace("aé".as_bytes(), b"", b"-"), "-a-é-".as_bytes());
        assert_eq!(split(b"a\xFFb", b""), [&b"a"[..], b"\xFF", b"b"]);
        assert_eq!(count("aé".as_bytes(), b""), 3);
        assert_eq!(split(b"", b","), [&b""[..]]);
        assert_eq!(split_at_most(b"a,b,c", b",", 2), [&b"a"[..], b"b,c"]);
    }

    #[test]
    fn bounds_fail_as_in_go() {
        let fault = |start, end| slice(b"hello", start, end).unwrap_err();
        assert!(fault(0, 9).ends_with("[:9] with length 5"));
        assert!(fault(4, 2).ends_with("[4:2]"));
        assert!(fault(0, -1).ends_with("[:-1]"));
        assert!(fault(-1, 2).ends_with("[-1:]"));
    }
}
