//! Text mode: files that are no YAML until names between delimiters of their own are substituted.

use crate::cause::Origin;
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::span::{SourceId, Sources, Span};
use crate::template::substituted::Substituted;
use crate::template::{LIMIT, NOT_TEXT, SYNTAX, Scope, UNDEFINED};
use crate::yaml::{Node, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What opens and closes a name in a file, and what the names stand for.
#[derive(Clone, Debug)]
pub struct Delimiters {
    /// What stands before a name, such as `{REPLACE_`.
    pub open: String,
    /// What stands after it, such as `}`.
    pub close: String,
    /// Names of the file that are called otherwise in the scope; others stand for themselves.
    pub names: BTreeMap<String, String>,
}

/// How long a name between the delimiters may be: what is longer is no name but other text.
const NAME_BYTES: usize = 200;
/// How long the substituted text may be, in bytes.
const TEXT_BYTES: usize = 8 * 1024 * 1024;

/// Substitutes all names of a text, and returns the new text for the YAML reader. Unknown names are reported at their line.
///
/// What is read from the new text stands elsewhere than in the file: [`Substituted::trace`] leads it back.
pub fn substitute(
    delimiters: &Delimiters,
    source: SourceId,
    scope: &Arc<Scope>,
    sources: &Sources,
    out: &mut Diagnostics,
) -> Substituted {
    let text = Arc::clone(sources.text(source));
    let mut substituted = Substituted::new(source, text.len());
    let mut at = 0;
    while let Some(open) = memchr::memmem::find(&text[at..], delimiters.open.as_bytes()) {
        let start = at + open;
        let name_start = start + delimiters.open.len();
        let window = &text[name_start..text.len().min(name_start + NAME_BYTES)];
        substituted.text.extend_from_slice(&text[at..start]);
        let Some(length) = memchr::memmem::find(window, delimiters.close.as_bytes()) else {
            out.push(unclosed(delimiters, Span::new(source, start, name_start)));
            return substituted;
        };
        let end = name_start + length + delimiters.close.len();
        let name = String::from_utf8_lossy(&window[..length]);
        let span = Span::new(source, start, end);
        match value(delimiters, name.trim(), scope, span) {
            Ok((written, from)) => substituted.put(&written, name.trim(), span, from),
            Err(diagnostic) => out.push(*diagnostic),
        }
        if substituted.text.len() > TEXT_BYTES {
            let message = format!("the substituted text is longer than {TEXT_BYTES} bytes");
            out.push(Diagnostic::error(LIMIT, span, message));
            return substituted;
        }
        at = end;
    }
    substituted.text.extend_from_slice(&text[at..]);
    substituted
}

fn unclosed(delimiters: &Delimiters, span: Span) -> Diagnostic {
    Diagnostic::error(
        SYNTAX,
        span,
        format!(
            "`{}` is never closed by `{}`",
            delimiters.open, delimiters.close
        ),
    )
}

fn value(
    delimiters: &Delimiters,
    name: &str,
    scope: &Arc<Scope>,
    span: Span,
) -> Result<(String, Origin), Box<Diagnostic>> {
    let meant = delimiters.names.get(name).map_or(name, String::as_str);
    let path: Vec<Arc<str>> = meant.split('.').map(Arc::from).collect();
    let Some((node, secret)) = scope.node(&path) else {
        return Err(Box::new(unknown(delimiters, name, scope, span)));
    };
    if secret {
        let message = format!("`{name}` is a reference to a secret and cannot stand in text");
        return Err(Box::new(Diagnostic::error(NOT_TEXT, span, message)));
    }
    let written = written(node).ok_or_else(|| {
        let message = format!(
            "`{name}` is a {}, which cannot stand in text",
            node.value.type_name()
        );
        Box::new(Diagnostic::error(NOT_TEXT, span, message))
    })?;
    Ok((written, node.origin()))
}

fn unknown(delimiters: &Delimiters, name: &str, scope: &Arc<Scope>, span: Span) -> Diagnostic {
    let known: Vec<&str> = delimiters
        .names
        .keys()
        .map(String::as_str)
        .chain(scope.names())
        .collect();
    let near = nearest(name, known.iter().copied()).map_or_else(
        || "declare a parameter of that name, or list it under `names`".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    Diagnostic::error(UNDEFINED, span, format!("`{name}` is not defined")).help(near)
}

fn written(node: &Node) -> Option<String> {
    match &node.value {
        Value::String(text) => Some(text.to_string()),
        Value::Bool(_) | Value::Number(_) => Some(crate::yaml::json::compact(
            node,
            crate::yaml::json::Escapes::Needed,
        )),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    }
}
