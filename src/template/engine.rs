//! The expression engine, set up once: delimiters, filters, how values become text, limits.

use crate::template::filters;
use crate::template::meter::Meter;
use crate::template::scalar::{CLOSE, OPEN};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior};

/// How much templates may compute and produce; a broken limit is the error `template-limit`.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Steps of one expression or one text with statements.
    pub fuel: u64,
    /// Bytes of one scalar.
    pub scalar_bytes: usize,
    /// Bytes of all scalars of a run.
    pub text_bytes: usize,
    /// Nodes of a run.
    pub nodes: usize,
    /// Rounds of all `$for` of a run.
    pub rounds: usize,
    /// Steps of all expressions and loops of a run, whatever they make.
    pub steps: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            fuel: 200_000,
            scalar_bytes: 1024 * 1024,
            text_bytes: 32 * 1024 * 1024,
            nodes: 1_500_000,
            rounds: 100_000,
            steps: 20_000_000,
        }
    }
}

/// Compiles templates; compiled ones borrow it, so it is made first and lives longest.
pub struct Engine {
    pub(super) environment: Environment<'static>,
    pub(super) meter: Meter,
    /// What a run may compute and produce.
    pub limits: Limits,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Engine")
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl Engine {
    /// Returns an engine with our delimiters and filters: no clock, no randomness, no access to anything but the scope.
    ///
    /// # Panics
    /// Never: the delimiters are constants that the engine accepts.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        let mut environment = Environment::new();
        let syntax = SyntaxConfig::builder()
            .block_delimiters(OPEN, CLOSE)
            .variable_delimiters("<%=", CLOSE)
            .comment_delimiters("<%#", CLOSE)
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build()
            .expect("the delimiters differ from each other");
        environment.set_syntax(syntax);
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        environment.set_fuel(Some(limits.fuel));
        environment.set_recursion_limit(64);
        environment.set_debug(true);
        environment.set_formatter(|output, _, value| {
            output
                .write_str(&text(value)?)
                .map_err(|_| Error::new(ErrorKind::WriteFailure, "the text is too long"))
        });
        let meter = Meter::default();
        filters::register(&mut environment, &meter);
        Self {
            environment,
            meter,
            limits,
        }
    }
}

/// Marks an error of ours inside an engine error: a value that cannot be text.
pub(super) const NOT_TEXT: &str = "not text: ";

/// Returns a value as it stands inside text: `true`, not `True`; never a list, a map or nothing.
pub(super) fn text(value: &Value) -> Result<String, Error> {
    match value.kind() {
        ValueKind::String => Ok(value.to_str().unwrap_or_default().to_string()),
        ValueKind::Bool => Ok(if value.is_true() { "true" } else { "false" }.to_owned()),
        ValueKind::Number if value.is_integer() => Ok(value.to_string()),
        ValueKind::Number => Ok(f64::try_from(value.clone())
            .map(|float| float.to_string())
            .unwrap_or_else(|_| value.to_string())),
        ValueKind::Undefined => Err(Error::from(ErrorKind::UndefinedError)),
        kind => Err(Error::new(
            ErrorKind::InvalidOperation,
            format!("{NOT_TEXT}{}", kind_name(kind)),
        )),
    }
}

/// Returns the name of a kind of value as our messages use it.
pub(super) fn kind_name(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Undefined => "nothing",
        ValueKind::None => "null",
        ValueKind::Bool => "a boolean",
        ValueKind::Number => "a number",
        ValueKind::String => "a string",
        ValueKind::Bytes => "bytes",
        ValueKind::Seq | ValueKind::Iterable => "a list",
        ValueKind::Map => "a map",
        _ => "a value of the engine",
    }
}
