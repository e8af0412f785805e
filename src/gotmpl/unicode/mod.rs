//! Categories and case mappings of Unicode 15, the version that Go 1.26 has.
//!
//! Rust's own tables are of another version, and map `ß` to `SS` where Go maps one character to one character.

#[rustfmt::skip]
mod cases;
#[rustfmt::skip]
mod categories;

/// Characters from the first to the second in steps of the third.
type Span = (u32, u32, u32);

/// Characters from the first to the second in steps of the third, and the distance to what they are mapped to.
type Shift = (u32, u32, u32, i32);

fn holds(table: &[Span], c: char) -> bool {
    let code = u32::from(c);
    let at = table.partition_point(|&(_, high, _)| high < code);
    table
        .get(at)
        .is_some_and(|&(low, _, step)| code >= low && (code - low).is_multiple_of(step))
}

fn shifted(table: &[Shift], c: char) -> char {
    let code = u32::from(c);
    let at = table.partition_point(|&(_, high, _, _)| high < code);
    match table.get(at) {
        Some(&(low, _, step, distance)) if code >= low && (code - low).is_multiple_of(step) => code
            .checked_add_signed(distance)
            .and_then(char::from_u32)
            .unwrap_or(c),
        _ => c,
    }
}

/// Says whether a character is a letter (category L).
pub(super) fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    holds(categories::LETTERS, c)
}

/// Says whether a character is a decimal digit (category Nd).
pub(super) fn is_digit(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_digit();
    }
    holds(categories::DIGITS, c)
}

/// Says whether a character is a number (category N).
pub(super) fn is_number(c: char) -> bool {
    holds(categories::NUMBERS, c)
}

/// Says whether a character is punctuation (category P).
pub(super) fn is_punctuation(c: char) -> bool {
    holds(categories::PUNCTUATION, c)
}

/// Says whether a character is an upper-case letter (category Lu).
pub(super) fn is_upper(c: char) -> bool {
    holds(categories::UPPER, c)
}

/// Says whether a character is a lower-case letter (category Ll).
pub(super) fn is_lower(c: char) -> bool {
    holds(categories::LOWER, c)
}

/// Says whether a character is a title-case letter (category Lt).
pub(super) fn is_title(c: char) -> bool {
    holds(categories::TITLE, c)
}

/// Says whether a character is white space.
pub(super) fn is_space(c: char) -> bool {
    matches!(
        c,
        '\t'..='\r' | ' ' | '\u{85}' | '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}'
            | '\u{2028}' | '\u{2029}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    )
}

/// Returns the upper-case form of a character.
pub(super) fn to_upper(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_uppercase();
    }
    shifted(cases::TO_UPPER, c)
}

/// Returns the lower-case form of a character.
pub(super) fn to_lower(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    shifted(cases::TO_LOWER, c)
}

/// Returns the title-case form of a character.
pub(super) fn to_title(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_uppercase();
    }
    shifted(cases::TO_TITLE, c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_mappings_are_one_to_one() {
        assert_eq!(to_upper('ß'), 'ß');
        assert_eq!(to_lower('İ'), 'i');
        assert_eq!(to_title('ǆ'), 'ǅ');
        assert_eq!(to_upper('ÿ'), 'Ÿ');
        assert!(is_upper('É') && is_lower('é') && !is_lower('É') && is_title('ǅ'));
    }
}
