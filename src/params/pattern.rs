//! Regular expressions as Go reads them.

use crate::span::Span;
use regex::{Regex, RegexBuilder};

const MAX_PROGRAM: usize = 1 << 20;

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
        let regex = RegexBuilder::new(&from_go(text))
            .size_limit(MAX_PROGRAM)
            .build()
            .map_err(|error| reason(&error))?;
        Ok(Self {
            text: text.to_owned(),
            span,
            regex,
        })
    }

    /// Says whether the expression is found in the value.
    #[must_use]
    pub fn matches(&self, value: &str) -> bool {
        self.regex.is_match(value)
    }
}

/// The last line of the engine's message is the reason; those before it draw the expression.
fn reason(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or_default();
    last.trim_start_matches("error: ").to_owned()
}

/// Rewrites what Go and our engine read differently: Perl classes are ASCII in Go, and in a Go class `[`, `&`, `~` are plain.
fn from_go(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut in_class = false;
    let mut class_is_new = false;
    while let Some(c) = chars.next() {
        let first = std::mem::take(&mut class_is_new);
        match c {
            '\\' => escape(chars.next(), in_class, &mut out),
            '[' if !in_class => {
                in_class = true;
                class_is_new = true;
                out.push('[');
                if chars.next_if_eq(&'^').is_some() {
                    out.push('^');
                }
            }
            '[' if chars.peek() == Some(&':') => out.push('['),
            ']' if in_class && first => out.push_str("\\]"),
            ']' if in_class && out.ends_with(':') => out.push(']'),
            ']' if in_class => {
                in_class = false;
                out.push(']');
            }
            '[' | '&' | '~' if in_class => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

fn escape(escaped: Option<char>, in_class: bool, out: &mut String) {
    match escaped {
        Some('d') => out.push_str("[0-9]"),
        Some('D') => out.push_str("[^0-9]"),
        Some('w') => out.push_str("[0-9A-Za-z_]"),
        Some('W') => out.push_str("[^0-9A-Za-z_]"),
        Some('s') => out.push_str("[\\t\\n\\f\\r ]"),
        Some('S') => out.push_str("[^\\t\\n\\f\\r ]"),
        Some('b') if !in_class => out.push_str("(?-u:\\b)"),
        Some(other) => {
            out.push('\\');
            out.push(other);
        }
        None => out.push('\\'),
    }
}
