//! Reading an expression by Go's rules and writing it for Rust.

use super::class;
use super::escape::{escape, next};
use super::fault::{
    ESCAPE, Fault, PAREN, REPEAT_ARGUMENT, REPEAT_OPERATOR, REPEAT_SIZE, UNEXPECTED_PAREN, read,
};
use super::flags::{Flags, Special, special};

/// An expression as Rust's engine takes it; flags are written out where they hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Translated {
    pub(super) pattern: String,
    /// The names of the groups, the whole match first.
    pub(super) names: Vec<Option<String>>,
}

/// Translates an expression.
///
/// # Errors
/// Go's own for its syntax; [`Fault::TooDeep`].
pub(super) fn translate(text: &str) -> Result<Translated, Fault> {
    let mut reader = Reader {
        whole: text,
        rest: text,
        flags: Flags::default(),
        open: Vec::new(),
        group: Group::default(),
        names: vec![None],
    };
    let mut last_repeat = None;
    while !reader.rest.is_empty() {
        last_repeat = reader.token(last_repeat)?;
    }
    if !reader.open.is_empty() {
        return Err(Fault::new(PAREN, text));
    }
    Ok(Translated {
        pattern: reader.group.written(),
        names: reader.names,
    })
}

/// How deeply groups may be nested; Go's limit is about four times that.
const DEPTH: usize = 250;

/// The most that nested repetitions may multiply to.
const REPEATS: u64 = 1000;

/// What can be repeated, and how often its parts are repeated already.
struct Atom {
    pattern: String,
    repeats: u64,
}

/// A group on its way to its end.
#[derive(Default)]
struct Group {
    /// The choices before this one, each with its `|`.
    before: String,
    atoms: Vec<Atom>,
    repeats: u64,
    /// What opens the group in Rust's syntax.
    opening: &'static str,
    /// The flags to return to.
    flags: Flags,
}

impl Group {
    fn close_choice(&mut self) {
        for atom in self.atoms.drain(..) {
            self.repeats = self.repeats.max(atom.repeats);
            self.before.push_str(&atom.pattern);
        }
    }

    fn written(mut self) -> String {
        self.close_choice();
        self.before
    }
}

struct Reader<'t> {
    whole: &'t str,
    rest: &'t str,
    flags: Flags,
    open: Vec<Group>,
    group: Group,
    names: Vec<Option<String>>,
}

impl<'t> Reader<'t> {
    /// Reads one token; returns the text from it on if it is a repetition.
    fn token(&mut self, last_repeat: Option<&'t str>) -> Result<Option<&'t str>, Fault> {
        let text = self.rest;
        let Some((c, behind)) = next(text) else {
            return Ok(None);
        };
        self.rest = behind;
        match c {
            '(' if behind.starts_with('?') => self.special(text)?,
            '(' => {
                self.names.push(None);
                self.open("(")?;
            }
            '|' => {
                self.group.close_choice();
                self.group.before.push('|');
            }
            ')' => self.close()?,
            '^' if self.flags.lines => self.push("(?m:^)"),
            '^' => self.push(r"\A"),
            '$' if self.flags.lines => self.push("(?m:$)"),
            '$' => self.push(r"\z"),
            '.' if self.flags.dot_all => self.push("(?s:.)"),
            '.' => self.push(r"[^\n]"),
            '[' => {
                let (class, rest) = class::class(text)?;
                self.push_folded(&class);
                self.rest = rest;
            }
            '*' | '+' | '?' => {
                self.repeat(text, c.encode_utf8(&mut [0; 4]), None, last_repeat)?;
                return Ok(Some(text));
            }
            '{' => return self.braces(text, last_repeat),
            '\\' => self.escape(text)?,
            c => self.literal(u32::from(c)),
        }
        Ok(None)
    }

    fn push(&mut self, pattern: &str) {
        self.group.atoms.push(Atom {
            pattern: pattern.to_owned(),
            repeats: 1,
        });
    }

    fn push_folded(&mut self, pattern: &str) {
        if self.flags.fold {
            self.push(&format!("(?i:{pattern})"));
        } else {
            self.push(pattern);
        }
    }

    fn literal(&mut self, code: u32) {
        match char::from_u32(code) {
            Some(c) if c.is_ascii_alphanumeric() => self.push_folded(&c.to_string()),
            Some(_) => self.push_folded(&format!(r"\x{{{code:X}}}")),
            // No text has surrogates.
            None => self.push(r"[^\x{0}-\x{10FFFF}]"),
        }
    }

    fn special(&mut self, text: &'t str) -> Result<(), Fault> {
        let (special, rest) = special(text, self.flags)?;
        self.rest = rest;
        match special {
            Special::Named(name) => {
                self.names.push(Some(name));
                self.open("(")
            }
            Special::Group(flags) => {
                self.open("(?:")?;
                self.flags = flags;
                Ok(())
            }
            Special::Change(flags) => {
                self.flags = flags;
                Ok(())
            }
        }
    }

    fn open(&mut self, opening: &'static str) -> Result<(), Fault> {
        let inner = Group {
            opening,
            flags: self.flags,
            ..Group::default()
        };
        self.open.push(std::mem::replace(&mut self.group, inner));
        if self.open.len() > DEPTH {
            return Err(Fault::TooDeep);
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), Fault> {
        let Some(outer) = self.open.pop() else {
            return Err(Fault::new(UNEXPECTED_PAREN, self.whole));
        };
        let mut inner = std::mem::replace(&mut self.group, outer);
        self.flags = inner.flags;
        inner.close_choice();
        self.group.atoms.push(Atom {
            pattern: format!("{}{})", inner.opening, inner.before),
            repeats: inner.repeats.max(1),
        });
        Ok(())
    }

    fn escape(&mut self, text: &'t str) -> Result<(), Fault> {
        let (name, rest) = text.split_at_checked(2).unwrap_or((text, ""));
        self.rest = rest;
        match name {
            r"\A" => self.push(r"\A"),
            r"\z" => self.push(r"\z"),
            r"\b" => self.push(r"(?-u:\b)"),
            r"\B" => self.push(r"(?-u:\B)"),
            r"\C" => return Err(Fault::new(ESCAPE, name)),
            r"\Q" => {
                let (literal, rest) = rest.split_once(r"\E").unwrap_or((rest, ""));
                for c in literal.chars() {
                    self.literal(u32::from(c));
                }
                self.rest = rest;
            }
            _ => {
                let found = match class::unicode(text)? {
                    Some(found) => Some(found),
                    None => class::perl(text),
                };
                if let Some((item, rest)) = found {
                    self.push_folded(&format!("[{item}]"));
                    self.rest = rest;
                } else {
                    let (code, rest) = escape(text)?;
                    self.literal(code);
                    self.rest = rest;
                }
            }
        }
        Ok(())
    }

    /// Reads `{n}`, `{n,}` or `{n,m}`; anything else is a brace.
    fn braces(
        &mut self,
        text: &'t str,
        last_repeat: Option<&'t str>,
    ) -> Result<Option<&'t str>, Fault> {
        let Some((bounds, rest)) = bounds(text) else {
            self.literal(u32::from('{'));
            return Ok(None);
        };
        self.rest = rest;
        let (least, most) = bounds;
        let within = |count: u64| count <= REPEATS;
        if !within(least) || most.is_some_and(|most| !within(most) || most < least) {
            return Err(Fault::new(REPEAT_SIZE, read(text, rest)));
        }
        self.repeat(text, read(text, rest), Some((least, most)), last_repeat)?;
        Ok(Some(text))
    }

    /// Repeats the last atom; `text` begins with the operator.
    fn repeat(
        &mut self,
        text: &'t str,
        operator: &str,
        bounds: Option<(u64, Option<u64>)>,
        last_repeat: Option<&'t str>,
    ) -> Result<(), Fault> {
        let lazy = self.rest.strip_prefix('?');
        self.rest = lazy.unwrap_or(self.rest);
        if let Some(last) = last_repeat {
            return Err(Fault::new(REPEAT_OPERATOR, read(last, self.rest)));
        }
        let whole = read(text, self.rest);
        let Some(atom) = self.group.atoms.last_mut() else {
            return Err(Fault::new(REPEAT_ARGUMENT, whole));
        };
        if let Some((least, most)) = bounds {
            let count = most.unwrap_or(least);
            atom.repeats = if most == Some(0) {
                1
            } else {
                atom.repeats.saturating_mul(count.max(1))
            };
            if (least >= 2 || most.is_some_and(|most| most >= 2)) && atom.repeats > REPEATS {
                return Err(Fault::new(REPEAT_SIZE, whole));
            }
        }
        let mark = if lazy.is_some() != self.flags.lazy {
            "?"
        } else {
            ""
        };
        atom.pattern = format!("(?:{}){operator}{mark}", atom.pattern);
        Ok(())
    }
}

/// Reads the bounds of a repetition in braces; a number that is too large stays so.
fn bounds(text: &str) -> Option<((u64, Option<u64>), &str)> {
    let (least, rest) = count(text.strip_prefix('{')?)?;
    let (most, rest) = match rest.strip_prefix(',') {
        None => (Some(least), rest),
        Some(open) if open.starts_with('}') => (None, open),
        Some(rest) => {
            let (most, rest) = count(rest)?;
            (Some(most), rest)
        }
    };
    Some(((least, most), rest.strip_prefix('}')?))
}

/// Reads a number without leading zeros.
fn count(text: &str) -> Option<(u64, &str)> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = read(text, rest);
    if digits.is_empty() || (digits.len() > 1 && digits.starts_with('0')) {
        return None;
    }
    Some((digits.parse().unwrap_or(u64::MAX), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> String {
        match translate(text) {
            Err(Fault::Syntax(what)) => what,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn faults_are_told_in_gos_words() {
        for (text, want) in [
            ("a**", "invalid nested repetition operator: `**`"),
            ("a*?*", "invalid nested repetition operator: `*?*`"),
            ("*", "missing argument to repetition operator: `*`"),
            ("a|*?", "missing argument to repetition operator: `*?`"),
            ("(", "missing closing ): `(`"),
            ("a)", "unexpected ): `a)`"),
            ("[a", "missing closing ]: `[a`"),
            ("[b-a]", "invalid character class range: `b-a`"),
            ("[[:x:]]", "invalid character class range: `[:x:]`"),
            (r"\8", r"invalid escape sequence: `\8`"),
            (r"\", "trailing backslash at end of expression: ``"),
            ("(?=a)", "invalid or unsupported Perl syntax: `(?=`"),
            ("(?P<n", "invalid named capture: `(?P<n`"),
            ("(?P<n-a>x)", "invalid named capture: `(?P<n-a>`"),
            ("a{1001}", "invalid repeat count: `{1001}`"),
            ("(a{100}){11}", "invalid repeat count: `{11}`"),
            (
                r"\p{Old_Persian}",
                r"invalid character class range: `\p{Old_Persian}`",
            ),
        ] {
            assert_eq!(fault(text), format!("error parsing regexp: {want}"));
        }
    }

    #[test]
    fn braces_that_are_no_repetition_are_braces() {
        for text in ["{", "a{,5}", "a{x}", "a{01}", "a{1", "{{x}}"] {
            assert!(translate(text).is_ok(), "{text}");
        }
    }
}
