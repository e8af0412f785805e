//! A generator's template over the set's: mergo without override, on the Go types.

use super::json::is_empty;
use crate::manifest::{Shape, Type};
use crate::yaml::{Entry, Node, Value};

/// Fills the empty fields of `node` from `base`.
pub(super) fn object(node: Node, base: &Node, shape: &'static Shape) -> Node {
    let (span, Value::Map(mut map)) = (node.span, node.value) else {
        return base.clone();
    };
    let mut entries = Vec::new();
    for field in shape.fields {
        let key = map.entry(field.name).map(|entry| entry.key.clone());
        let own = map.remove(field.name);
        let below = base.as_map().and_then(|base| base.entry(field.name));
        let Some(key) = key.or_else(|| below.map(|entry| entry.key.clone())) else {
            continue;
        };
        let node = match (own, below.map(|entry| &entry.node)) {
            (Some(own), Some(base)) => filled(own, base, &field.holds),
            (Some(own), None) => own,
            (None, Some(base)) => base.clone(),
            (None, None) => continue,
        };
        entries.push(Entry { key, node });
    }
    Node::map(entries, span)
}

fn filled(own: Node, base: &Node, holds: &'static Type) -> Node {
    match holds {
        Type::Object(shape) => object(own, base, shape),
        Type::Map(_) => united(own, base),
        // The pointer is there, so its bytes count.
        Type::Any | Type::AnyMap => own,
        _ if is_empty(&own) => base.clone(),
        _ => own,
    }
}

/// Unites two maps of texts; an empty text gives way.
fn united(own: Node, base: &Node) -> Node {
    let (span, Value::Map(mut map)) = (own.span, own.value) else {
        return base.clone();
    };
    for entry in base.as_map().into_iter().flatten() {
        if map.get(&entry.key.text).is_none_or(is_empty) {
            map.insert(entry.key.clone(), entry.node.clone());
        }
    }
    Node::new(map, span)
}
