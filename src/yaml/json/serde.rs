//! To and from the tree of `serde_json`, for libraries that want that one.

use crate::cause::CauseId;
use crate::span::Span;
use crate::yaml::{Entry, Map, Node, Number, Value};

/// Returns the same values without places, keys in the node's order.
///
/// Recurses once per level, as dropping either tree does.
#[must_use]
pub fn to_serde(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Number(Number::Int(value)) => (*value).into(),
        Value::Number(Number::Uint(value)) => (*value).into(),
        Value::Number(Number::Float(value)) => (*value).into(),
        Value::String(text) => (&**text).into(),
        Value::List(items) => items.iter().map(to_serde).collect(),
        Value::Map(map) => map
            .iter()
            .map(|entry| (entry.key.text.to_string(), to_serde(&entry.node)))
            .collect(),
    }
}

/// Returns the same values, every node at `span` and for the reason `cause`.
///
/// Recurses once per level, as dropping either tree does.
#[must_use]
pub fn from_serde(value: &serde_json::Value, span: Span, cause: CauseId) -> Node {
    let value = match value {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(value) => Value::Bool(*value),
        serde_json::Value::Number(number) => Value::Number(from_number(number)),
        serde_json::Value::String(text) => text.as_str().into(),
        serde_json::Value::Array(items) => Value::List(
            items
                .iter()
                .map(|item| from_serde(item, span, cause))
                .collect(),
        ),
        serde_json::Value::Object(object) => {
            let entry = |(key, value): (&String, &serde_json::Value)| {
                Entry::of(key.as_str(), from_serde(value, span, cause))
            };
            Value::Map(Map::from_unique(object.iter().map(entry).collect()))
        }
    };
    Node::caused(value, span, cause)
}

fn from_number(number: &serde_json::Number) -> Number {
    match (number.as_i64(), number.as_u64()) {
        (Some(value), _) => Number::Int(value),
        (None, Some(value)) => Number::Uint(value),
        (None, None) => Number::Float(
            number
                .as_f64()
                .expect("without arbitrary precision every number is one of the three"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Sources;
    use crate::yaml::json;

    #[test]
    fn there_and_back_is_the_same_tree() {
        let text = r#"{"b":[null,true,-1,18446744073709551615,1.5,1.0,"x",{}],"a":[]}"#;
        let source = Sources::new().add("", text.as_bytes());
        let node = json::parse(text, source).unwrap();
        let back = from_serde(&to_serde(&node), Span::whole(source), CauseId::WRITTEN);
        assert_eq!(back, node);
        assert_eq!(
            json::compact(&back, json::Escapes::Needed),
            text.replace("1.0", "1")
        );
    }
}
