//! The flags `i`, `m`, `s` and `U`, and what may stand behind `(?`.

use super::fault::{Fault, NAMED_CAPTURE, PERL_OPERATOR, read};

/// How what follows is to be taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Flags {
    /// `i`: case does not count.
    pub(super) fold: bool,
    /// `m`: `^` and `$` match at lines.
    pub(super) lines: bool,
    /// `s`: `.` matches line feeds.
    pub(super) dot_all: bool,
    /// `U`: repetitions take as little as they can, and `?` makes them take all.
    pub(super) lazy: bool,
}

impl Flags {
    fn set(&mut self, flag: char, on: bool) -> bool {
        let place = match flag {
            'i' => &mut self.fold,
            'm' => &mut self.lines,
            's' => &mut self.dot_all,
            'U' => &mut self.lazy,
            _ => return false,
        };
        *place = on;
        true
    }
}

/// What stands behind `(?`.
pub(super) enum Special {
    /// A group with a name.
    Named(String),
    /// A group that captures nothing, within which the flags hold.
    Group(Flags),
    /// Flags for the rest of the group around.
    Change(Flags),
}

/// Reads what begins with `(?`; returns the rest as well.
pub(super) fn special(text: &str, flags: Flags) -> Result<(Special, &str), Fault> {
    let named = text
        .strip_prefix("(?P<")
        .or_else(|| text.strip_prefix("(?<"));
    match named {
        Some(name) if !name.is_empty() => group_name(text, name),
        _ => change(text, flags),
    }
}

fn group_name<'t>(text: &str, behind: &'t str) -> Result<(Special, &'t str), Fault> {
    let Some((name, rest)) = behind.split_once('>') else {
        return Err(Fault::new(NAMED_CAPTURE, text));
    };
    let letter = |c: char| c == '_' || c.is_ascii_alphanumeric();
    if name.is_empty() || !name.chars().all(letter) {
        return Err(Fault::new(NAMED_CAPTURE, read(text, rest)));
    }
    Ok((Special::Named(name.to_owned()), rest))
}

fn change(text: &str, mut flags: Flags) -> Result<(Special, &str), Fault> {
    let mut rest = text.strip_prefix("(?").unwrap_or_default();
    let (mut on, mut seen) = (true, false);
    while let Some(flag) = rest.chars().next() {
        rest = rest.strip_prefix(flag).unwrap_or_default();
        match flag {
            '-' if on => (on, seen) = (false, false),
            ':' | ')' if on || seen => {
                return Ok(match flag {
                    ':' => (Special::Group(flags), rest),
                    _ => (Special::Change(flags), rest),
                });
            }
            _ if flags.set(flag, on) => seen = true,
            _ => break,
        }
    }
    Err(Fault::new(PERL_OPERATOR, read(text, rest)))
}
