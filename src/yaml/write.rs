//! The contract of `dodona yaml write --jsonl`, line by line.

use super::{Entry, Key, Map, Node, Value, emit, json};
use crate::span::{Sources, Span};
use std::sync::Arc;

/// Answers one line `{"id","json"}`, whose `json` is the text of any JSON value, with one line `{"id","yaml"}`, without a line
/// feed at its end. What cannot be answered gives `{"id","error"}`; `id` comes back as it came, and is `null` where the line
/// has none.
#[must_use]
pub fn write_line(line: &str) -> String {
    let source = Sources::new().add("", []);
    let asked = json::parse(line, source).map_err(|fault| fault.message);
    let id = match &asked {
        Ok(asked) => asked.get("id").map_or(Value::Null, |id| id.value.clone()),
        Err(_) => Value::Null,
    };
    let answer = asked.and_then(|asked| match asked.get("json").and_then(Node::as_str) {
        Some(text) => json::parse(text, source).map_err(|fault| fault.message),
        None => Err("the line has no text `json`".to_owned()),
    });
    let (name, text) = match answer {
        Ok(node) => {
            let mut yaml = String::new();
            emit(&node, &mut yaml);
            ("yaml", yaml)
        }
        Err(message) => ("error", message),
    };
    let span = Span::whole(source);
    let entry = |name: &str, value: Value| Entry {
        key: Key {
            text: Arc::from(name),
            span,
        },
        node: Node::new(value, span),
    };
    let entries = vec![entry("id", id), entry(name, text.into())];
    json::compact(
        &Node::new(Value::Map(Map::from_unique(entries)), span),
        json::Escapes::Needed,
    )
}

#[cfg(test)]
mod tests {
    use super::write_line;

    #[test]
    fn every_line_is_answered() {
        let cases = [
            (
                r#"{"id": "a", "json": "{\"k\": [\"y\", 1.0, -0]}"}"#,
                r#"{"id":"a","yaml":"k:\n- 'y'\n- 1.0\n- 0\n"}"#,
            ),
            (
                r#"{"id": 7, "json": "{\"k\": 1, \"k\": 2}"}"#,
                r#"{"id":7,"error":"the map names the key `k` twice"}"#,
            ),
            (
                r#"{"id": "b"}"#,
                r#"{"id":"b","error":"the line has no text `json`"}"#,
            ),
            (
                "",
                r#"{"id":null,"error":"expected a JSON value, found the end of the text"}"#,
            ),
        ];
        for (asked, answer) in cases {
            assert_eq!(write_line(asked), answer);
        }
    }
}
