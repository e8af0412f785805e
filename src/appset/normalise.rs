//! An object as Go's `encoding/json` writes the typed struct: keys sorted, what is empty left out.

use super::json::is_empty;
use super::shapes::{is_left_out_empty, is_nullable};
use crate::manifest::{Field, Shape, Type};
use crate::span::Span;
use crate::yaml::{Entry, Map, Node, Number, Value};

/// Writes a struct; fields that the table does not have are dropped.
pub(super) fn object(node: Node, shape: &'static Shape) -> Node {
    let span = node.span;
    let map = match node.value {
        Value::Map(map) => map,
        _ => Map::new(),
    };
    let place = |name: &str| shape.fields.iter().position(|field| field.name == name);
    let mut kept: Vec<(usize, Entry)> = Vec::with_capacity(map.len() + 1);
    for Entry { key, node } in map {
        let Some(at) = place(&key.text).filter(|_| !node.is_null()) else {
            continue;
        };
        let field = &shape.fields[at];
        if let Some(node) = written(node, field, shape) {
            kept.push((at, Entry { key, node }));
        }
    }
    for (at, field) in shape.fields.iter().enumerate() {
        if field.required && !kept.iter().any(|(kept, _)| *kept == at) {
            kept.extend(absent(field, span).map(|node| (at, Entry::of(field.name, node))));
        }
    }
    kept.sort_by_key(|(at, _)| *at);
    Node::map(kept.into_iter().map(|(_, entry)| entry), span)
}

/// Writes a field that is there.
fn written(value: Node, field: &'static Field, shape: &'static Shape) -> Option<Node> {
    let made = typed(value, &field.holds);
    (keeps_empty(field, shape) || !is_empty(&made)).then_some(made)
}

/// Says whether a field that is there is written even if it is empty.
pub(super) fn keeps_empty(field: &Field, shape: &Shape) -> bool {
    match &field.holds {
        Type::Object(_) if !is_left_out_empty(field) => true,
        Type::Any | Type::AnyMap => true,
        _ => field.required || is_nullable(shape, field),
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
