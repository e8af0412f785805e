//! Small questions to nodes.

use crate::span::Span;
use crate::yaml::{Entry, Node, Value};

/// Returns the entries of a map at a path, none if there is none.
pub(super) fn entries<'n>(
    node: &'n Node,
    path: &[&str],
) -> impl Iterator<Item = &'n Entry> + use<'n> {
    node.at(path).and_then(Node::as_map).into_iter().flatten()
}

/// Returns the place of what stands at a path, as far as the path goes.
pub(super) fn place(node: &Node, path: &[&str]) -> Span {
    let mut at = node;
    for key in path {
        match at.get(key) {
            Some(next) => at = next,
            None => break,
        }
    }
    at.span
}

/// Returns the place of the key at the end of a path, else that of the node.
pub(super) fn key_place(node: &Node, path: &[&str]) -> Span {
    let found = path.split_last().and_then(|(last, before)| {
        let map = node.at(before)?.as_map()?;
        Some(map.entry(last)?.key.span)
    });
    found.unwrap_or_else(|| place(node, path))
}

/// Puts every node of a tree at one place.
pub(super) fn put_at(node: &mut Node, span: Span) {
    node.span = span;
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| put_at(item, span)),
        Value::Map(map) => {
            for entry in map.iter_mut() {
                entry.key.span = span;
                put_at(&mut entry.node, span);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
