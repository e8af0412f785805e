//! `dodona yaml eval --jsonl`: one line of JSON in, the documents of its `yaml` out, in the text that Go would write.

use super::json::{self, Escapes};
use super::node::Node;
use super::read::{Limits, Reading, read};
use crate::diagnostic::Diagnostics;
use crate::span::Sources;

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
            let texts: Vec<String> = documents
                .iter()
                .map(|document| json::compact(document, Escapes::Needed))
                .collect();
            out.push_str(",\"documents\":[");
            out.push_str(&texts.join(","));
            out.push_str("]}");
        }
        Err(message) => {
            out.push_str(",\"error\":");
            out.push_str(&serde_json::Value::from(message).to_string());
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
