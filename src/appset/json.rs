//! Small questions to nodes.

use crate::yaml::{Entry, Node, Number, Value};

/// Returns keys and texts of a map field.
pub(super) fn texts<'n>(node: &'n Node, key: &str) -> Vec<(&'n str, &'n str)> {
    let map = node.get(key).and_then(Node::as_map);
    let entries = map.into_iter().flatten();
    let pair = |entry: &'n Entry| Some((&*entry.key.text, entry.node.as_str()?));
    entries.filter_map(pair).collect()
}

/// Returns keys and text nodes of a map field.
pub(super) fn text_nodes<'n>(node: &'n Node, key: &str) -> Vec<(&'n str, &'n Node)> {
    let map = node.get(key).and_then(Node::as_map);
    let entries = map.into_iter().flatten();
    let texts = entries.filter(|entry| entry.node.as_str().is_some());
    texts.map(|entry| (&*entry.key.text, &entry.node)).collect()
}

/// Says whether it is the zero of its Go type.
pub(super) fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Null => true,
        Value::Bool(value) => !value,
        Value::Number(Number::Int(value)) => *value == 0,
        Value::Number(_) => false,
        Value::String(text) => text.is_empty(),
        Value::List(items) => items.is_empty(),
        Value::Map(map) => map.is_empty(),
    }
}
