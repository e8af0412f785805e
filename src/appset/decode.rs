//! Whether JSON can be decoded into a Go type: unknown fields are dropped, `null` is taken everywhere.

use crate::manifest::{Field, Shape, Type};
use crate::yaml::{Entry, Node, Number, Value};

/// Decodes an object: what its table does not know is dropped.
///
/// # Errors
/// What `encoding/json` says of the first value of another type.
pub(super) fn object(node: &Node, shape: &'static Shape, path: &str) -> Result<Node, String> {
    let Some(map) = node.as_map() else {
        return Err(mismatch(node, path, "an object"));
    };
    let mut entries = Vec::with_capacity(map.len());
    for entry in map {
        let Some(field) = shape.field(&entry.key.text) else {
            continue;
        };
        if entry.node.is_null() {
            continue;
        }
        let place = joined(path, field);
        entries.push(Entry {
            key: entry.key.clone(),
            node: typed(&entry.node, &field.holds, &place)?,
        });
    }
    Ok(Node::map(entries, node.span))
}

fn joined(path: &str, field: &Field) -> String {
    match path {
        "" => field.name.to_owned(),
        path => format!("{path}.{}", field.name),
    }
}

fn typed(node: &Node, holds: &'static Type, path: &str) -> Result<Node, String> {
    let fine = || Ok(node.clone());
    match (&node.value, holds) {
        (Value::Null, _) | (_, Type::Any) => fine(),
        (Value::Map(_), Type::Object(shape)) => object(node, shape, path),
        (Value::Map(map), Type::Map(of)) => {
            let entries: Result<Vec<Entry>, String> = map
                .iter()
                .map(|entry| {
                    Ok(Entry {
                        key: entry.key.clone(),
                        node: typed(&entry.node, of, path)?,
                    })
                })
                .collect();
            Ok(Node::map(entries?, node.span))
        }
        (Value::List(items), Type::List(of)) => {
            let items: Result<Vec<Node>, String> =
                items.iter().map(|item| typed(item, of, path)).collect();
            Ok(Node::new(Value::List(items?), node.span))
        }
        // A RawExtension takes any JSON.
        (_, Type::AnyMap) => fine(),
        (Value::Bool(_), Type::Bool) | (Value::Number(Number::Int(_)), Type::Int) => fine(),
        (Value::Number(Number::Int(_)) | Value::String(_), Type::IntOrText) => fine(),
        (Value::String(_), Type::Text | Type::Path | Type::Enum(_) | Type::ShortText(_)) => fine(),
        (_, holds) => Err(mismatch(node, path, go_type(holds))),
    }
}

fn go_type(holds: &Type) -> &'static str {
    match holds {
        Type::Bool => "bool",
        Type::Int => "int64",
        Type::List(_) => "[]string",
        Type::Map(_) | Type::AnyMap => "map[string]string",
        Type::Object(shape) => shape.name,
        Type::IntOrText => "intstr.IntOrString",
        _ => "string",
    }
}

/// Returns the name that `encoding/json` has for a value.
pub(super) fn json_type(node: &Node) -> &'static str {
    match &node.value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::List(_) => "array",
        Value::Map(_) => "object",
    }
}

fn mismatch(node: &Node, path: &str, wanted: &str) -> String {
    let found = json_type(node);
    match path {
        "" => format!("json: cannot unmarshal {found} into Go value of type {wanted}"),
        path => {
            format!("json: cannot unmarshal {found} into Go struct field {path} of type {wanted}")
        }
    }
}
