//! An object as Go's `encoding/json` writes the typed struct: keys sorted, what is empty left out.

use super::json::{self, is_empty};
use super::shapes::{is_left_out_empty, is_nullable};
use crate::manifest::{Field, Shape, Type};
use crate::span::Span;
use crate::yaml::{Entry, Key, Map, Node, Number, Value};
use std::sync::Arc;

/// Writes a struct; fields that the table does not have are dropped.
pub(super) fn object(node: Node, shape: &'static Shape) -> Node {
    let span = node.span;
    let mut map = match node.value {
        Value::Map(map) => map,
        _ => Map::new(),
    };
    let mut entries = Vec::with_capacity(shape.fields.len());
    for field in shape.fields {
        let found = map.entry(field.name).map(|entry| entry.key.clone());
        let value = map.remove(field.name).filter(|value| !value.is_null());
        let written = match value {
            Some(value) => written(value, field, shape),
            None => absent(field, span),
        };
        if let Some(node) = written {
            let key = found.unwrap_or_else(|| Key {
                text: Arc::from(field.name),
                span,
            });
            entries.push(Entry { key, node });
        }
    }
    json::map(entries, span)
}

/// Writes a field that is there.
fn written(value: Node, field: &'static Field, shape: &'static Shape) -> Option<Node> {
    let keep = field.required || is_nullable(shape, field);
    let made = typed(value, &field.holds);
    match &field.holds {
        Type::Object(_) if !is_left_out_empty(field) => Some(made),
        Type::Any | Type::AnyMap => Some(made),
        _ if keep || !is_empty(&made) => Some(made),
        _ => None,
    }
}

/// Writes a field that is not there: Go's zero, where the field has no `omitempty`.
fn absent(field: &'static Field, span: Span) -> Option<Node> {
    if !field.required {
        return None;
    }
    Some(match &field.holds {
        Type::Object(shape) => object(Node::new(Value::Null, span), shape),
        Type::IntOrText | Type::Int => Node::new(Value::Number(Number::Int(0)), span),
        Type::Bool => Node::new(false, span),
        Type::List(_) | Type::Map(_) | Type::AnyMap | Type::Any => Node::new(Value::Null, span),
        _ => Node::new("", span),
    })
}

fn typed(node: Node, holds: &'static Type) -> Node {
    let span = node.span;
    match (node.value, holds) {
        (Value::Map(map), Type::Object(shape)) => object(Node::new(map, span), shape),
        (Value::List(items), Type::List(of)) => {
            let items = items.into_iter().map(|item| typed(item, of));
            Node::new(Value::List(items.collect()), span)
        }
        (Value::Map(map), Type::Map(of)) => {
            let mut map = Map::from_unique(
                map.into_iter()
                    .map(|entry| Entry {
                        key: entry.key,
                        node: typed(entry.node, of),
                    })
                    .collect(),
            );
            map.sort();
            Node::new(map, span)
        }
        (Value::Null, Type::Text) => Node::new("", span),
        (Value::Null, Type::Object(shape)) => object(Node::new(Map::new(), span), shape),
        (value, _) => Node::new(value, span),
    }
}
