//! Lists in a strategic merge: united, shortened, and put in order.

use super::merge::Merged;
use crate::yaml::{Node, Value, json};

/// Unites two lists: each item once, those of the patch in its order, the others where they stood.
pub(super) fn united(old: Vec<Node>, patch: Vec<Node>, by: &str) -> Vec<Node> {
    let mut all: Vec<Node> = Vec::with_capacity(patch.len() + old.len());
    for item in old.iter().chain(&patch) {
        if place(&all, item, by).is_none() {
            all.push(item.clone());
        }
    }
    arranged(all, &patch, &old, by)
}

/// Returns a list without the items of another.
pub(super) fn without(list: Vec<Node>, gone: &[Node]) -> Vec<Node> {
    let kept = list.into_iter().filter(|item| !gone.contains(item));
    kept.collect()
}

/// Puts those that `order` names in its order, and the others between them as the list that was there has them.
pub(super) fn arranged(all: Vec<Node>, order: &[Node], live: &[Node], by: &str) -> Vec<Node> {
    let at = |list: &[Node], item: &Node| place(list, item, by);
    let (mut named, mut others): (Vec<Node>, Vec<Node>) =
        all.into_iter().partition(|item| at(order, item).is_some());
    named.sort_by_key(|item| at(order, item));
    others.sort_by_key(|item| at(live, item));
    let mut arranged = Vec::with_capacity(named.len() + others.len());
    let mut others = others.into_iter().peekable();
    for item in named {
        let before = |other: &Node| match (at(live, other), at(live, &item)) {
            (Some(other), Some(item)) => other < item,
            _ => false,
        };
        while let Some(other) = others.next_if(before) {
            arranged.push(other);
        }
        arranged.push(item);
    }
    arranged.extend(others);
    arranged
}

/// Sees to it that the items of a patch stand in the order that it names.
pub(super) fn checked_order(patch: &[Node], order: &[Node], by: &str) -> Merged<()> {
    if patch.is_empty() || order.is_empty() {
        return Ok(());
    }
    let mut left = patch.iter().peekable();
    for wanted in order {
        left.next_if(|item| is_same(item, wanted, by));
    }
    if left.peek().is_none() {
        return Ok(());
    }
    Err(format!(
        "The order in patch list:\n{}\n doesn't match $setElementOrder list:\n{}\n",
        shown(patch),
        shown(order)
    ))
}

fn place(list: &[Node], item: &Node, by: &str) -> Option<usize> {
    list.iter().position(|other| is_same(other, item, by))
}

/// Compares maps by a key of theirs, anything else as it is.
fn is_same(a: &Node, b: &Node, by: &str) -> bool {
    match (a.get(by), b.get(by)) {
        (Some(a), Some(b)) => a == b,
        _ => a == b,
    }
}

fn shown(list: &[Node]) -> String {
    let items = list.iter().map(|item| match item.as_str() {
        Some(text) => text.to_owned(),
        None => json::compact(item, json::Escapes::Needed),
    });
    format!("[{}]", items.collect::<Vec<_>>().join(" "))
}

/// Returns the name that Go has for what JSON becomes.
pub(super) fn go_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "%!s(<nil>)",
        Value::Bool(_) => "bool",
        Value::Number(_) => "float64",
        Value::String(_) => "string",
        Value::List(_) => "[]interface {}",
        Value::Map(_) => "map[string]interface {}",
    }
}
