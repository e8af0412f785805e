//! Kubernetes' strategic merge, with the Go type of an Application as its schema.

use super::list::{arranged, checked_order, go_type, united, without};
use super::schema::Schema;
use crate::yaml::{Entry, Map, Node, Value};

const DIRECTIVE: &str = "$patch";
const RETAIN: &str = "$retainKeys";
const DELETE: &str = "$deleteFromPrimitiveList";
const ORDER: &str = "$setElementOrder";

/// What may fail with Kubernetes' own text.
pub(super) type Merged<T> = Result<T, String>;

/// Merges a patch into a map.
pub(super) fn merge(mut onto: Map, mut patch: Map, schema: Schema) -> Merged<Map> {
    if let Some(directive) = patch.remove(DIRECTIVE) {
        return replaced(&directive, patch);
    }
    if let Some(keep) = patch.remove(RETAIN) {
        retain(&mut onto, &patch, &keep)?;
    }
    order(&mut onto, &mut patch, schema)?;
    for Entry { mut key, node } in patch {
        let deleted = key.text.starts_with(DELETE);
        if deleted {
            key.text = target(&key.text, DELETE, "primitive list")?.into();
        }
        if node.is_null() {
            onto.remove(&key.text);
            continue;
        }
        let Some(old) = onto.get_mut(&key.text) else {
            if let (false, Some(node)) = (deleted, added(node)) {
                onto.insert(key, node);
            }
            continue;
        };
        match merged(
            std::mem::take(&mut old.value),
            node,
            &key.text,
            (schema, deleted),
        )? {
            Some(node) => *old = node,
            None => {
                onto.remove(&key.text);
            }
        }
    }
    Ok(onto)
}

/// Merges a value into the one that is there; `None` if neither is kept.
fn merged(
    old: Value,
    new: Node,
    key: &str,
    (schema, deleted): (Schema, bool),
) -> Merged<Option<Node>> {
    let span = new.span;
    let value = match (old, new.value) {
        (Value::Map(old), Value::Map(new)) => Value::Map(merge(old, new, schema.below(key)?)?),
        (Value::List(old), Value::List(new)) => {
            schema.below(key)?;
            Value::List(match (deleted, schema.merge_key(key)) {
                (true, _) => without(old, &new),
                (false, Some(by)) => united(old, new, by),
                (false, None) => new,
            })
        }
        (old, _) if deleted => old,
        (_, new) => return Ok(added(Node::new(new, span))),
    };
    Ok(Some(Node::new(value, span)))
}

/// Puts the lists in order that the patch names an order for, and takes them out of the patch.
fn order(onto: &mut Map, patch: &mut Map, schema: Schema) -> Merged<()> {
    let keys = patch.keys().filter(|key| key.starts_with(ORDER));
    let keys: Vec<String> = keys.map(str::to_owned).collect();
    for key in keys {
        let Some(wanted) = patch.remove(&key) else {
            continue;
        };
        let wanted = listed(wanted)?;
        let list = target(&key, ORDER, "setElementOrder list")?;
        let old = onto.get(list).cloned().map(listed).transpose()?;
        let new = patch.entry(list).cloned();
        let items = new.clone().map(|entry| listed(entry.node)).transpose()?;
        schema.below(list)?;
        let by = schema.merge_key(list).unwrap_or_default();
        checked_order(items.as_deref().unwrap_or_default(), &wanted, by)?;
        let live = old.clone().unwrap_or_default();
        let all = match (old, items, schema.merge_key(list)) {
            (None, None, _) => continue,
            (Some(old), None, _) => old,
            (Some(old), Some(items), Some(by)) => united(old, items, by),
            (_, Some(items), _) => items.into_iter().filter_map(undirected).collect(),
        };
        let arranged = Value::List(arranged(all, &wanted, &live, by));
        match (onto.get_mut(list), new) {
            (Some(node), _) => node.value = arranged,
            (None, Some(Entry { key, node })) => {
                onto.insert(key, Node::new(arranged, node.span));
            }
            (None, None) => {}
        }
        patch.remove(list);
    }
    Ok(())
}

fn listed(node: Node) -> Merged<Vec<Node>> {
    match node.value {
        Value::List(items) => Ok(items),
        other => {
            let found = go_type(&other);
            Err(format!(
                "expected a []interface {{}}, but received a {found}"
            ))
        }
    }
}

/// Returns the list that a directive speaks of.
fn target<'k>(key: &'k str, directive: &str, what: &str) -> Merged<&'k str> {
    match key.split_once('/') {
        Some((before, list)) if before == directive => Ok(list),
        _ => Err(format!("invalid patch format of {what}")),
    }
}

fn replaced(directive: &Node, patch: Map) -> Merged<Map> {
    match directive.as_str() {
        Some("replace") => Ok(patch),
        Some("delete") => Ok(Map::new()),
        other => {
            let other = other.unwrap_or_default();
            Err(format!(
                "unknown patch type: {other} in map: map[$patch:{other}]"
            ))
        }
    }
}

fn retain(onto: &mut Map, patch: &Map, keep: &Node) -> Merged<()> {
    let wrong = || "invalid patch format of retainKeys".to_owned();
    let keep = keep.as_list().ok_or_else(wrong)?;
    let kept = |key: &str| keep.iter().any(|item| item.as_str() == Some(key));
    let free = |key: &str| key.starts_with(DELETE) || key.starts_with(ORDER) || kept(key);
    let mut entries = patch.iter();
    if entries.any(|entry| !entry.node.is_null() && !free(&entry.key.text)) {
        return Err(wrong());
    }
    let entries = std::mem::take(onto).into_iter();
    *onto = Map::from_unique(entries.filter(|entry| kept(&entry.key.text)).collect());
    Ok(())
}

/// Returns what is new as it is added: without the nulls of maps, and without maps that hold a directive.
fn added(mut node: Node) -> Option<Node> {
    discard_nulls(&mut node);
    undirected(node)
}

fn discard_nulls(node: &mut Node) {
    match &mut node.value {
        Value::Map(map) => {
            let entries = std::mem::take(map).into_iter();
            let kept = entries.filter(|entry| !entry.node.is_null());
            *map = Map::from_unique(kept.collect());
            map.iter_mut()
                .for_each(|entry| discard_nulls(&mut entry.node));
        }
        Value::List(items) => items.iter_mut().for_each(discard_nulls),
        _ => {}
    }
}

fn undirected(mut node: Node) -> Option<Node> {
    match &mut node.value {
        Value::Map(map) if map.get(DIRECTIVE).is_some() => return None,
        Value::Map(map) => {
            let entries = std::mem::take(map).into_iter();
            let kept = entries.filter_map(|Entry { key, node }| {
                let node = undirected(node)?;
                Some(Entry { key, node })
            });
            *map = Map::from_unique(kept.collect());
        }
        Value::List(items) => {
            *items = std::mem::take(items)
                .into_iter()
                .filter_map(undirected)
                .collect();
        }
        _ => {}
    }
    Some(node)
}
