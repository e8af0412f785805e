//! The array for programs.

use crate::diagnostic::render::clean::is_hostile;
use crate::diagnostic::{Diagnostic, Related};
use crate::span::Sources;
use serde_json::{Value, json as object};

/// Returns findings as one JSON array with a line break at its end.
///
/// Lines and columns count from 1, columns in characters; `endColumn` is the column after the last character. Without a place,
/// `file`, `line`, `column`, `endLine` and `endColumn` are `null`; without help, `help` is.
#[must_use]
pub fn json(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let all: Vec<Value> = diagnostics
        .iter()
        .map(|diagnostic| finding(diagnostic, sources))
        .collect();
    harmless_json(&format!("{:#}\n", Value::Array(all)))
}

/// Returns a JSON text in which nothing can steer a terminal: only strings hold such characters, and there JSON lets any of them
/// be written by number.
#[must_use]
pub fn harmless_json(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hostile(c) && c != '\n' {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

fn finding(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let file = diagnostic.span.map(|span| &**sources.path(span.source));
    let start = diagnostic
        .span
        .map(|span| sources.position(span.source, span.start));
    let end = diagnostic
        .span
        .map(|span| sources.position(span.source, span.end));
    let related: Vec<Value> = diagnostic
        .related
        .iter()
        .map(|other| place(other, sources))
        .collect();
    object!({
        "code": diagnostic.code.name,
        "level": diagnostic.level.as_str(),
        "message": diagnostic.message,
        "file": file,
        "line": start.map(|at| at.line),
        "column": start.map(|at| at.column),
        "endLine": end.map(|at| at.line),
        "endColumn": end.map(|at| at.column),
        "help": diagnostic.help,
        "notes": diagnostic.notes,
        "related": related,
    })
}

fn place(related: &Related, sources: &Sources) -> Value {
    let at = sources.position(related.span.source, related.span.start);
    object!({
        "file": &**sources.path(related.span.source),
        "line": at.line,
        "column": at.column,
        "message": related.message,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::span::Span;

    const CODE: Code = Code {
        name: "param-option",
        what: "",
    };

    #[test]
    fn every_field_in_order() {
        let mut sources = Sources::new();
        let id = sources.add("a.yaml", "\u{e4}: bc\nd: e\n".as_bytes());
        let found = Diagnostic::error(CODE, Span::new(id, 4, 6), "m\u{9b}")
            .label("not shown")
            .note("n")
            .related(Span::new(id, 7, 8), "listed here");
        assert_eq!(
            json(&[found], &sources),
            r#"[
  {
    "code": "param-option",
    "level": "error",
    "message": "m\u009b",
    "file": "a.yaml",
    "line": 1,
    "column": 4,
    "endLine": 1,
    "endColumn": 6,
    "help": null,
    "notes": [
      "n"
    ],
    "related": [
      {
        "file": "a.yaml",
        "line": 2,
        "column": 1,
        "message": "listed here"
      }
    ]
  }
]
"#
        );
    }

    #[test]
    fn nothing_is_null_or_empty() {
        let found = Diagnostic::warning(CODE, None, "m").help("h");
        assert_eq!(
            serde_json::from_str::<Value>(&json(&[found], &Sources::new())).unwrap(),
            object!([{
                "code": "param-option", "level": "warning", "message": "m", "file": null, "line": null, "column": null,
                "endLine": null, "endColumn": null, "help": "h", "notes": [], "related": [],
            }])
        );
        assert_eq!(json(&[], &Sources::new()), "[]\n");
    }
}
