//! Regular expressions as Go reads them.

use crate::span::Span;
use regex::bytes::{Regex, RegexBuilder};
use std::str::Chars;

/// How large a compiled expression may be, in bytes.
const MAX_PROGRAM: usize = 1 << 20;
/// How large nearly all of them are at most.
const SMALL_PROGRAM: usize = 1 << 15;
/// How much larger the largest are.
const LARGE: u32 = (MAX_PROGRAM / SMALL_PROGRAM) as u32;
/// How many small expressions a repository may have; a large one counts as many small ones.
const MOST: u32 = 2048;

/// How many more expressions a repository may have compiled: each takes time and memory, whoever declares it.
#[derive(Debug)]
pub struct Patterns {
    left: u32,
}

impl Default for Patterns {
    fn default() -> Self {
        Self { left: MOST }
    }
}

impl Patterns {
    /// Compiles an expression and counts it.
    ///
    /// # Errors
    /// As [`Pattern::new`], and when there are too many.
    pub fn compile(&mut self, text: &str, span: Span) -> Result<Pattern, String> {
        let go = from_go(text)?;
        if self.left == 0 {
            return Err(format!(
                "the repository has more than {MOST} expressions, or many large ones"
            ));
        }
        let (program, cost) = match sized(&go, SMALL_PROGRAM) {
            Err(regex::Error::CompiledTooBig(_)) => (sized(&go, MAX_PROGRAM), LARGE),
            small => (small, 1),
        };
        self.left = self.left.saturating_sub(cost);
        let regex = program.map_err(|error| reason(&error))?;
        Ok(Pattern {
            text: text.to_owned(),
            span,
            regex,
        })
    }
}

fn sized(text: &str, limit: usize) -> Result<Regex, regex::Error> {
    RegexBuilder::new(text).size_limit(limit).build()
}

/// A regular expression of a declaration, searched for anywhere in the value, as Go's `regexp.MatchString` does.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// The expression as it is written.
    pub text: String,
    /// Where it is written.
    pub span: Span,
    regex: Regex,
}

impl Pattern {
    /// Compiles an expression.
    ///
    /// # Errors
    /// One line that says why neither Go nor we can read it.
    pub fn new(text: &str, span: Span) -> Result<Self, String> {
        Patterns::default().compile(text, span)
    }

    /// Says whether the expression is found in the value.
    #[must_use]
    pub fn matches(&self, value: &str) -> bool {
        self.regex.is_match(value.as_bytes())
    }
}

/// The last line of the engine's message is the reason; those before it draw the expression.
fn reason(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or_default();
    last.trim_start_matches("error: ").to_owned()
}

/// Rewrites what Go and our engine read differently: Perl classes are ASCII in Go, braces that count nothing are plain, and so
/// are `[`, `&`, `~` and a second `-` in a class.
fn from_go(text: &str) -> Result<String, String> {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.as_str().starts_with('Q') => quote(&mut chars, &mut out),
            '\\' => escape(&mut chars, false, &mut out),
            '[' => class(&mut chars, &mut out),
            '{' if !is_count(chars.as_str()) => out.push_str("\\{"),
            '(' => {
                known_flags(chars.as_str())?;
                out.push('(');
            }
            _ => out.push(c),
        }
    }
    Ok(out)
}

/// Refuses the flags that our engine has and Go has not.
fn known_flags(group: &str) -> Result<(), String> {
    let flags = group.strip_prefix('?').unwrap_or_default();
    let flag = flags
        .chars()
        .take_while(|c| c.is_ascii_alphabetic() || *c == '-')
        .find(|flag| matches!(flag, 'x' | 'u' | 'R'));
    match flag {
        Some(flag) if !flags.starts_with('P') => Err(format!("Go has no flag `{flag}`")),
        _ => Ok(()),
    }
}

/// Takes the text between `\Q` and `\E`, or to the end, as it stands.
fn quote(chars: &mut Chars<'_>, out: &mut String) {
    let rest = &chars.as_str()[1..];
    let (quoted, rest) = rest.split_once("\\E").unwrap_or((rest, ""));
    out.push_str(&regex::escape(quoted));
    *chars = rest.chars();
}

/// Rewrites a class up to its closing bracket.
fn class(chars: &mut Chars<'_>, out: &mut String) {
    out.push('[');
    if let Some(rest) = chars.as_str().strip_prefix('^') {
        *chars = rest.chars();
        out.push('^');
    }
    let mut first = true;
    let mut after_dash = false;
    while let Some(c) = chars.next() {
        let plain_dash = c == '-' && (first || after_dash);
        match c {
            '\\' => escape(chars, true, out),
            '[' if named_class(chars, out) => {}
            ']' if !first => {
                out.push(']');
                return;
            }
            '[' | ']' | '&' | '~' => out.extend(['\\', c]),
            '-' if plain_dash => out.push_str("\\-"),
            _ => out.push(c),
        }
        after_dash = c == '-' && !plain_dash;
        first = false;
    }
}

/// Copies the rest of `[:alpha:]` and its like.
fn named_class(chars: &mut Chars<'_>, out: &mut String) -> bool {
    let rest = chars.as_str();
    let Some(length) = rest.strip_prefix(':').and_then(|name| name.find(":]")) else {
        return false;
    };
    let (name, rest) = rest.split_at(length + 3);
    out.push('[');
    out.push_str(name);
    *chars = rest.chars();
    true
}

/// Says whether the text behind a brace makes it a repetition: `3}`, `3,}` or `3,5}`.
fn is_count(rest: &str) -> bool {
    let Some((inside, _)) = rest.split_once('}') else {
        return false;
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (from, to) = inside.split_once(',').unwrap_or((inside, ""));
    !from.is_empty() && digits(from) && digits(to)
}

fn escape(chars: &mut Chars<'_>, in_class: bool, out: &mut String) {
    match chars.next() {
        Some('d') => out.push_str("[0-9]"),
        Some('D') => out.push_str("[^0-9]"),
        Some('w') => out.push_str("[0-9A-Za-z_]"),
        Some('W') => out.push_str("[^0-9A-Za-z_]"),
        Some('s') => out.push_str("[\\t\\n\\f\\r ]"),
        Some('S') => out.push_str("[^\\t\\n\\f\\r ]"),
        Some('b') if !in_class => out.push_str("(?-u:\\b)"),
        Some('B') if !in_class => out.push_str("(?-u:\\B)"),
        Some(c @ ('<' | '>')) => out.push(c),
        Some(c @ ('x' | 'p' | 'P')) => {
            out.extend(['\\', c]);
            braces(chars, out);
        }
        Some(c) => out.extend(['\\', c]),
        None => out.push('\\'),
    }
}

/// Copies the braces that belong to an escape such as `\p{Greek}`.
fn braces(chars: &mut Chars<'_>, out: &mut String) {
    let rest = chars.as_str();
    if rest.starts_with('{')
        && let Some(end) = rest.find('}')
    {
        out.push_str(&rest[..=end]);
        *chars = rest[end + 1..].chars();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Sources;

    fn matches(pattern: &str, value: &str) -> bool {
        let span = Span::whole(Sources::new().add("a", b"".as_slice()));
        Pattern::new(pattern, span).unwrap().matches(value)
    }

    #[test]
    fn searches_as_go_does() {
        let rows = [
            ("dev", "mydevbox", true),
            ("^dev$", "mydevbox", false),
            ("^dev$", "dev\n", false),
            (r"^\d+$", "12", true),
            (r"^\d+$", "\u{661}", false),
            (r"^[\d-]+$", "1-2", true),
            (r"^[^\s]+$", "a\u{a0}b", true),
            (r"\bcaf\b", "caf\u{e9}", true),
            (r"^[[a]$", "[", true),
            (r"^[a&&b]+$", "a&b", true),
            (r"^[]a]+$", "]a", true),
            (r"^[+--]+$", "+,-", true),
            (r"^[--/]+$", "-./", true),
            (r"^[a-]+$", "a-", true),
            (r"^[[:alpha:]_]+$", "ab_", true),
            (r"^[[:alpha:]_]+$", "a:", false),
            (r"^[a:]+]$", "a:]", true),
            (r"^{{x}}$", "{{x}}", true),
            (r"^a{2,3}$", "aaa", true),
            (r"^\<a\>$", "<a>", true),
            (r"^\p{Greek}\x{e4}$", "\u{3b1}\u{e4}", true),
            (r"^\Qa.b\E.$", "a.bc", true),
            (r"^\Qa.b\E$", "axb", false),
            (r"^.\B$", "\u{e9}", true),
        ];
        for (pattern, value, expected) in rows {
            assert_eq!(matches(pattern, value), expected, "{pattern} {value:?}");
        }
    }

    #[test]
    fn says_why_it_cannot_be_read() {
        let span = Span::whole(Sources::new().add("a", b"".as_slice()));
        assert_eq!(Pattern::new("(a", span).unwrap_err(), "unclosed group");
        let flag = Pattern::new("(?ix)a", span).unwrap_err();
        assert_eq!(flag, "Go has no flag `x`");
        assert!(Pattern::new("(?P<x>a)", span).is_ok());
        assert!(Pattern::new(r"(?=a)", span).is_err());
        assert!(Pattern::new(r"(a{1000}){1000}", span).is_err());
    }

    /// What Go's `regexp.QuoteMeta` returns.
    fn quoted(text: &str) -> String {
        let mut out = String::new();
        for c in text.chars() {
            if r"\.+*?()|[]{}^$".contains(c) {
                out.push('\\');
            }
            out.push(c);
        }
        out
    }

    proptest::proptest! {
        #[test]
        fn quoted_text_matches_itself_alone(text in "[ -~\u{e4}\u{20ac}]{0,12}") {
            let pattern = format!("^{}$", quoted(&text));
            proptest::prop_assert!(matches(&pattern, &text));
            let longer = format!("{text}x");
            proptest::prop_assert!(!matches(&pattern, &longer));
        }

        #[test]
        fn a_class_of_quoted_characters_has_these_alone(text in "[!-/:-@\\[-`{-~]{1,6}", other in "[!-~]") {
            let class: String = text.chars().flat_map(|c| ['\\', c]).collect();
            let expected = text.contains(&other);
            proptest::prop_assert_eq!(matches(&format!("^[{class}]$"), &other), expected);
        }
    }
}
