//! The contract of `dodona yaml write --jsonl`, line by line.

use super::{Entry, Node, Value, emit, json};
use crate::span::{Sources, Span};

/// Answers one line `{"id","json"}`, whose `json` is the text of any JSON value, with one line `{"id","yaml"}`, without a line
/// feed at its end. What cannot be answered gives `{"id","error"}`; `id` comes back as it came, and is `null` where the line
/// has none.
#[must_use]
pub fn write_line(line: &str) -> String {
    let source = Sources::new().add("", []);
    let asked = json::parse(line, source);
    let id = match &asked {
        Ok(asked) => asked.get("id").map_or(Value::Null, |id| id.value.clone()),
        Err(_) => Value::Null,
    };
    let (field, text) = match asked.map_err(|fault| fault.message).and_then(answer) {
        Ok(yaml) => ("yaml", yaml),
        Err(message) => ("error", message),
    };
    let span = Span::whole(source);
    let entries = [Entry::new("id", id, span), Entry::new(field, text, span)];
    json::compact(&Node::map(entries, span), json::Escapes::Needed)
}

fn answer(asked: Node) -> Result<String, String> {
    let text = asked
        .get("json")
        .and_then(Node::as_str)
        .ok_or("the line has no text `json`")?;
    let node = json::parse(text, asked.span.source).map_err(|fault| fault.message)?;
    let mut yaml = String::new();
    emit(&node, &mut yaml);
    Ok(yaml)
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
