//! Merges one value into another.

use crate::yaml::{Map, Node, Value};

/// Merges `over` into `base`: maps key by key, null removes, everything else replaces.
pub fn merge(base: &mut Node, over: Node) {
    let place = (over.span, over.cause);
    match (&mut base.value, over.value) {
        (Value::Map(map), Value::Map(over)) => {
            for entry in over {
                if entry.node.is_null() {
                    map.remove(&entry.key.text);
                } else if let Some(below) = map.get_mut(&entry.key.text) {
                    merge(below, entry.node);
                } else {
                    map.insert(entry.key, without_nulls(entry.node));
                }
            }
        }
        (value, over) => {
            *value = over;
            (base.span, base.cause) = place;
        }
    }
}

/// A null in a map that is new would only ask to remove what is not there.
fn without_nulls(mut node: Node) -> Node {
    if let Value::Map(map) = &mut node.value {
        let entries = std::mem::take(map)
            .into_iter()
            .filter(|entry| !entry.node.is_null())
            .map(|mut entry| {
                entry.node = without_nulls(entry.node);
                entry
            })
            .collect();
        *map = Map::from_unique(entries);
    }
    node
}
