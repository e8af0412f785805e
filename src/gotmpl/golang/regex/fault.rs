//! What is wrong with an expression.

/// Why an expression cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Go's error text.
    Syntax(String),
    /// Go would take it, but it is too large for us.
    TooLarge,
    /// Go would take it, but its groups are nested too deeply for us.
    TooDeep,
}

impl Fault {
    /// Makes Go's error text out of what is wrong and where.
    pub(super) fn new(what: &str, place: &str) -> Self {
        Self::Syntax(format!("error parsing regexp: {what}: `{place}`"))
    }
}

/// What has been read of a text, given what is left of it.
pub(super) fn read<'t>(text: &'t str, rest: &str) -> &'t str {
    text.len()
        .checked_sub(rest.len())
        .and_then(|end| text.get(..end))
        .unwrap_or(text)
}

pub(super) const CLASS_RANGE: &str = "invalid character class range";
pub(super) const ESCAPE: &str = "invalid escape sequence";
pub(super) const NAMED_CAPTURE: &str = "invalid named capture";
pub(super) const PERL_OPERATOR: &str = "invalid or unsupported Perl syntax";
pub(super) const REPEAT_OPERATOR: &str = "invalid nested repetition operator";
pub(super) const REPEAT_SIZE: &str = "invalid repeat count";
pub(super) const BRACKET: &str = "missing closing ]";
pub(super) const PAREN: &str = "missing closing )";
pub(super) const REPEAT_ARGUMENT: &str = "missing argument to repetition operator";
pub(super) const BACKSLASH: &str = "trailing backslash at end of expression";
pub(super) const UNEXPECTED_PAREN: &str = "unexpected )";
pub(super) const UTF8: &str = "invalid UTF-8";
