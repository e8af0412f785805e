//! Replacements: `$1`, `${name}` and `$$`.

use super::super::super::text::Runes;
use super::super::super::unicode::{is_digit, is_letter};

/// Which group a reference means.
pub(crate) enum Group<'t> {
    /// The one of the number.
    Number(usize),
    /// The first one of the name that took part.
    Named(&'t [u8]),
}

/// Part of a replacement.
pub(crate) enum Part<'t> {
    Text(&'t [u8]),
    Group(Group<'t>),
}

/// Cuts a replacement into parts.
pub(super) fn parts(template: &[u8]) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some(at) = rest.iter().position(|byte| *byte == b'$') {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, &[]));
        parts.push(Part::Text(before));
        let (sign, behind) = from.split_at_checked(1).unwrap_or((from, &[]));
        rest = match behind.strip_prefix(b"$") {
            Some(behind) => {
                parts.push(Part::Text(sign));
                behind
            }
            None => match reference(behind) {
                Some((group, behind)) => {
                    parts.push(Part::Group(group));
                    behind
                }
                None => {
                    parts.push(Part::Text(sign));
                    behind
                }
            },
        };
    }
    parts.push(Part::Text(rest));
    parts
}

/// Reads what follows `$`: a name of letters, digits and underscores, as long as possible, or one in braces.
fn reference(text: &[u8]) -> Option<(Group<'_>, &[u8])> {
    let braced = text.strip_prefix(b"{");
    let name_on = braced.unwrap_or(text);
    let length = Runes::new(name_on)
        .find(|(_, rune, _)| !(is_letter(*rune) || is_digit(*rune) || *rune == '_'))
        .map_or(name_on.len(), |(at, _, _)| at);
    let (name, rest) = name_on.split_at_checked(length)?;
    let rest = match braced {
        Some(_) => rest.strip_prefix(b"}")?,
        None => rest,
    };
    (!name.is_empty()).then(|| (group(name), rest))
}

fn group(name: &[u8]) -> Group<'_> {
    let digits = name.iter().all(u8::is_ascii_digit);
    let leading_zero = name.len() > 1 && name.starts_with(b"0");
    let number = std::str::from_utf8(name)
        .ok()
        .and_then(|name| name.parse().ok());
    match number {
        Some(number) if digits && !leading_zero => Group::Number(number),
        _ => Group::Named(name),
    }
}
