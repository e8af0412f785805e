//! From the engine's errors to ours: at the place in the file, with the names that would have worked.

use crate::diagnostic::{Code, Diagnostic, nearest, sounds_secret};
use crate::span::Span;
use crate::template::compile::Expression;
use crate::template::engine::{NOT_TEXT as NOT_TEXT_MARK, kind_name};
use crate::template::guard;
use crate::template::{FAILED, LIMIT, NOT_TEXT, SECRET, SYNTAX, Scope, UNDEFINED};
use crate::yaml::{Node, Value};
use minijinja::{Error, ErrorKind};
use std::sync::Arc;

/// What expressions may call; `fault::tests` holds the lists against the engine.
const FILTERS: [&str; 52] = [
    "abs",
    "attr",
    "b64decode",
    "b64encode",
    "bool",
    "capitalize",
    "chain",
    "count",
    "d",
    "default",
    "dictsort",
    "dns_label",
    "first",
    "float",
    "format",
    "groupby",
    "indent",
    "int",
    "items",
    "join",
    "jsonpath",
    "last",
    "length",
    "lines",
    "list",
    "lower",
    "map",
    "max",
    "min",
    "quote",
    "regex_replace",
    "reject",
    "rejectattr",
    "replace",
    "required",
    "reverse",
    "round",
    "select",
    "selectattr",
    "sha256",
    "slug",
    "sort",
    "split",
    "string",
    "sum",
    "title",
    "to_json",
    "to_yaml",
    "trim",
    "trunc",
    "unique",
    "upper",
];
const TESTS: [&str; 20] = [
    "boolean",
    "defined",
    "divisibleby",
    "endingwith",
    "even",
    "false",
    "float",
    "in",
    "integer",
    "iterable",
    "lower",
    "mapping",
    "none",
    "number",
    "odd",
    "sequence",
    "startingwith",
    "string",
    "true",
    "undefined",
];
const FUNCTIONS: [&str; 2] = ["dict", "range"];
/// How many known names a message lists.
const LISTED: usize = 12;

/// Explains why an expression could not be compiled.
pub(super) fn syntax(error: &Error, inside: Span, exact: bool) -> Diagnostic {
    let span = match error.range() {
        Some(range) if exact => within(inside, &range),
        _ => inside,
    };
    if detail(error).contains("recursion") {
        return refused(span, "the expression is nested too deeply").help("split it with `$let`");
    }
    match error.kind() {
        ErrorKind::UnknownFilter | ErrorKind::UnknownTest | ErrorKind::UnknownFunction => {
            unknown(error, span)
        }
        _ => Diagnostic::error(
            SYNTAX,
            span,
            format!("the expression cannot be read: {}", detail(error)),
        )
        .help("expressions are Jinja: `env == 'prod'`, `a if b else c`, `name | upper`"),
    }
}

/// Explains why an expression failed with the values at hand.
pub(super) fn evaluation(
    error: &Error,
    expression: &Expression<'_>,
    scope: &Arc<Scope>,
) -> Diagnostic {
    let span = match error.range() {
        Some(range) if expression.exact => within(expression.span, &range),
        _ => expression.span,
    };
    let diagnostic = match error.kind() {
        ErrorKind::UndefinedError => return undefined(expression, scope, span),
        ErrorKind::OutOfFuel => Diagnostic::error(
            LIMIT,
            expression.span,
            "the expression takes more steps than the limit allows",
        )
        .help("loop over fewer items"),
        ErrorKind::UnknownFilter | ErrorKind::UnknownTest | ErrorKind::UnknownFunction => {
            unknown(error, span)
        }
        _ => match detail(error).strip_prefix(NOT_TEXT_MARK) {
            Some(kind) => not_text(kind, expression.span),
            None => Diagnostic::error(
                FAILED,
                span,
                format!("the expression fails: {}", detail(error)),
            ),
        },
    };
    values(diagnostic, expression, scope)
}

/// A value stands inside text that cannot.
pub(super) fn not_text(kind: &str, span: Span) -> Diagnostic {
    let help = if kind == "null" {
        "give it a default: `| default('…', true)`"
    } else {
        "write it with `| to_json`, `| to_yaml` or `| join(',')`, or let the expression be the whole value"
    };
    Diagnostic::error(NOT_TEXT, span, format!("{kind} cannot stand inside text")).help(help)
}

/// A reference to a secret stands inside text, where its value would have to stand.
pub(super) fn secret_in_text(expression: &Expression<'_>, given: Span) -> Diagnostic {
    let message = format!(
        "`{}` is a reference to a secret and cannot stand inside text",
        expression.text
    );
    Diagnostic::error(SECRET, expression.span, message)
        .help("let it be the whole value of a field that takes a reference, such as `passwordRef`")
        .related(given, "the reference is given here")
}

/// The part of an expression that the engine names; the whole where it names its end.
fn within(inside: Span, range: &std::ops::Range<usize>) -> Span {
    let part = inside.part(range.start, range.end);
    if part.end > part.start { part } else { inside }
}

fn detail(error: &Error) -> String {
    error
        .detail()
        .map_or_else(|| error.kind().to_string(), str::to_owned)
}

fn unknown(error: &Error, span: Span) -> Diagnostic {
    let (what, known) = match error.kind() {
        ErrorKind::UnknownFilter => ("filter", &FILTERS[..]),
        ErrorKind::UnknownTest => ("test", &TESTS[..]),
        _ => ("function", &FUNCTIONS[..]),
    };
    // The engine's sentence is `filter NAME is unknown`.
    let detail = detail(error);
    let name = detail
        .strip_suffix(" is unknown")
        .and_then(|text| text.split_whitespace().last());
    let Some(name) = name else {
        return Diagnostic::error(UNDEFINED, span, format!("there is no such {what}"));
    };
    let message = format!("there is no {what} `{name}`");
    let help = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if FILTERS.contains(&name) => format!("it is a filter: `… | {name}`"),
        None => format!("the {what}s are {}", known.join(", ")),
    };
    Diagnostic::error(UNDEFINED, span, message).help(help)
}

/// A statement that a text cannot have.
pub(super) fn statement(statement: &str, span: Span) -> Diagnostic {
    let word = statement.split_whitespace().next().unwrap_or_default();
    let help = nearest(word, guard::STATEMENTS).map_or_else(
        || {
            let known: Vec<_> = guard::STATEMENTS.map(|word| format!("`{word}`")).into();
            format!("known are {}; use `$let` for names", known.join(", "))
        },
        |near| format!("did you mean `{near}`?"),
    );
    let message = format!("the statement `{statement}` is not allowed in text");
    Diagnostic::error(SYNTAX, span, message).help(help)
}

/// Names the first path of the expression that leads nowhere.
pub(super) fn undefined(expression: &Expression<'_>, scope: &Arc<Scope>, span: Span) -> Diagnostic {
    let lost = expression
        .paths
        .iter()
        .find(|path| scope.node(path).is_none());
    let span = match lost {
        Some(path) if expression.exact => place_of(path, expression).unwrap_or(span),
        _ => span,
    };
    let Some(path) = lost else {
        let message = "the expression ends in something undefined".to_owned();
        return values(
            Diagnostic::error(UNDEFINED, span, message),
            expression,
            scope,
        );
    };
    match scope.reach(path) {
        None => {
            let mut names: Vec<&str> = scope.names().collect();
            names.sort_unstable();
            names.dedup();
            Diagnostic::error(UNDEFINED, span, format!("`{}` is not defined", path[0]))
                .help(suggestion(&path[0], &names))
        }
        Some((node, reached)) => inside_value(path, node, reached, span),
    }
}

/// Where a path of names stands in its expression.
fn place_of(path: &[Arc<str>], expression: &Expression<'_>) -> Option<Span> {
    let text = path.join(".");
    let at = expression.text.find(&text)?;
    Some(expression.span.part(at, at + text.len()))
}

fn inside_value(path: &[Arc<str>], node: &Node, reached: usize, span: Span) -> Diagnostic {
    let known = path[..reached].join(".");
    let wanted = &path[reached];
    match &node.value {
        Value::Map(map) => {
            let keys: Vec<&str> = map.keys().collect();
            Diagnostic::error(UNDEFINED, span, format!("`{known}` has no `{wanted}`"))
                .help(suggestion(wanted, &keys))
                .related(node.span, format!("`{known}` is this"))
        }
        other => Diagnostic::error(
            UNDEFINED,
            span,
            format!("`{known}` is a {}, it has no `{wanted}`", other.type_name()),
        )
        .related(node.span, format!("`{known}` is this")),
    }
}

fn suggestion(wanted: &str, names: &[&str]) -> String {
    if let Some(near) = nearest(wanted, names.iter().copied()) {
        return format!("did you mean `{near}`?");
    }
    if names.is_empty() {
        return "it is empty".to_owned();
    }
    let listed: Vec<_> = names
        .iter()
        .take(LISTED)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = if names.len() > LISTED { " …" } else { "" };
    format!("known here: {}{more}", listed.join(", "))
}

/// Adds the values that took part, but never a secret's.
fn values(
    mut diagnostic: Diagnostic,
    expression: &Expression<'_>,
    scope: &Arc<Scope>,
) -> Diagnostic {
    for path in &expression.paths {
        let Some((node, secret)) = scope.node(path) else {
            continue;
        };
        let shown = match &node.value {
            _ if secret => "a reference to a secret".to_owned(),
            _ if path.last().is_some_and(|name| sounds_secret(name)) => continue,
            Value::String(text) => format!("\"{}\"", text.chars().take(60).collect::<String>()),
            Value::Number(_) | Value::Bool(_) | Value::Null => {
                crate::yaml::json::compact(node, crate::yaml::json::Escapes::Needed)
            }
            Value::List(items) => format!("a list of {}", items.len()),
            Value::Map(map) => format!("a map of {}", map.len()),
        };
        diagnostic = diagnostic.note(format!("`{}` is {shown}", path.join(".")));
    }
    diagnostic
}

/// A limit of the run is used up.
pub(super) fn limit(
    code: Code,
    span: Span,
    what: &str,
    limit: impl std::fmt::Display,
) -> Diagnostic {
    Diagnostic::error(
        code,
        span,
        format!("the templates need more than {limit} {what}"),
    )
    .help("loop over fewer items, or split the environment")
}

/// The expression is refused for what it could cost.
pub(super) fn refused(span: Span, why: impl Into<String>) -> Diagnostic {
    Diagnostic::error(LIMIT, span, why)
}

/// A `*` beside something that may be no number.
pub(super) fn product(span: Span, operand: &str) -> Diagnostic {
    refused(span, format!("`*` multiplies numbers only, and {operand}"))
        .help("say that it is a number: `(… | int) * 2`")
}

/// The value does not fit into a document.
pub(super) fn unfit(
    unfit: &super::convert::Unfit,
    expression: &Expression<'_>,
    scope: &Arc<Scope>,
) -> Diagnostic {
    use super::convert::Unfit;
    let fails = |message: String| {
        values(
            Diagnostic::error(FAILED, expression.span, message),
            expression,
            scope,
        )
    };
    match unfit {
        Unfit::Undefined => undefined(expression, scope, expression.span),
        Unfit::Number(text) => fails(format!("the number {text} does not fit a manifest")),
        Unfit::Kind(kind) => fails(format!("the expression gives a {kind}, which is no data")),
        Unfit::TooLarge => refused(
            expression.span,
            "the expression gives a value that is too large or too deep",
        ),
    }
}

/// Returns the kind's name of a value that a loop cannot run over.
pub(super) fn not_iterable(value: &minijinja::value::Value, span: Span) -> Diagnostic {
    Diagnostic::error(
        FAILED,
        span,
        format!(
            "`$for` runs over a list or a map, found {}",
            kind_name(value.kind())
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::Engine;

    #[test]
    fn what_is_offered_exists() {
        let engine = Engine::new(crate::template::Limits::default());
        let compiles = |text: String| {
            let compiled = engine.environment.compile_expression(&text);
            let known = compiled.map(|expression| expression.eval(()));
            let unknown = known
                .map_err(|error| error.kind())
                .and_then(|result| result.map_err(|error| error.kind()));
            assert!(
                !matches!(
                    unknown,
                    Err(ErrorKind::UnknownFilter
                        | ErrorKind::UnknownTest
                        | ErrorKind::UnknownFunction)
                ),
                "{text}"
            );
        };
        let filters = FILTERS.iter().map(|name| format!("'' | {name}"));
        let tests = TESTS.iter().map(|name| format!("'' is {name}"));
        let functions = FUNCTIONS.iter().map(|name| format!("{name}()"));
        filters.chain(tests).chain(functions).for_each(compiles);
    }
}
