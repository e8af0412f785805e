//! `dodona yaml eval --jsonl`: one line of JSON in, the documents of its `yaml` out, in the text that Go would write.

use super::node::{Node, Number, Value};
use super::numeral;
use super::read::{Limits, Reading, read};
use crate::diagnostic::Diagnostics;
use crate::span::Sources;
use std::fmt::Write as _;

/// Evaluates a line `{"id", "yaml"}` to a line `{"id", "documents": […]}` or `{"id", "error": "…"}`, without a line feed.
///
/// Duplicate keys are an error unless `lenient`, which reads as kubectl and Argo CD do.
#[must_use]
pub fn eval_line(line: &str, lenient: bool) -> String {
    let input: serde_json::Value = serde_json::from_str(line).unwrap_or_default();
    let id = input.get("id").unwrap_or(&serde_json::Value::Null);
    let mut out = format!("{{\"id\":{id}");
    let result = match input.get("yaml").and_then(|yaml| yaml.as_str()) {
        Some(yaml) => documents(yaml, lenient),
        None => Err("the line is no JSON object with a text under `yaml`".to_owned()),
    };
    match result {
        Ok(documents) => {
            out.push_str(",\"documents\":[");
            write_items(&documents, &mut out);
            out.push_str("]}");
        }
        Err(message) => {
            out.push_str(",\"error\":");
            write_text(&message, &mut out);
            out.push('}');
        }
    }
    out
}

fn documents(yaml: &str, lenient: bool) -> Result<Vec<Node>, String> {
    let mut sources = Sources::new();
    let source = sources.add("yaml", yaml.as_bytes());
    let reading = match lenient {
        true => Reading::Kubectl,
        false => Reading::Strict,
    };
    let limits = Limits::default();
    let mut warnings = Diagnostics::new();
    read(source, yaml.as_bytes(), reading, &limits, &mut warnings).map_err(|diagnostic| {
        let start = diagnostic.span.map_or(0, |span| span.start);
        let place = sources.position(source, start);
        let (line, column) = (place.line, place.column);
        format!("{line}:{column}: {}", diagnostic.message)
    })
}

fn write_items(items: &[Node], out: &mut String) {
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        write_json(&item.value, out);
    }
}

/// Writes a value as JSON, its numbers as Go's `encoding/json` does.
fn write_json(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => write_number(*number, out),
        Value::String(text) => write_text(text, out),
        Value::List(items) => {
            out.push('[');
            write_items(items, out);
            out.push(']');
        }
        Value::Map(map) => {
            out.push('{');
            for (place, entry) in map.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                write_text(&entry.key.text, out);
                out.push(':');
                write_json(&entry.node.value, out);
            }
            out.push('}');
        }
    }
}

fn write_number(number: Number, out: &mut String) {
    match number {
        Number::Int(value) => out.push_str(&value.to_string()),
        Number::Uint(value) => out.push_str(&value.to_string()),
        Number::Float(value) => out.push_str(&numeral::json_text(value)),
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c < ' ' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
