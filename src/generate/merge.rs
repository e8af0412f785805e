//! Merges one value into another.

use crate::yaml::{Node, Value};

/// Merges `over` into `base`: maps key by key, null removes, everything else replaces.
pub(super) fn merge(base: &mut Node, over: Node) {
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

/// Merges a destination into its default: Argo CD takes a name or a server, so the one that is given replaces the other.
pub(super) fn redirect(destination: &mut Node, own: Node) {
    for (given, other) in [("name", "server"), ("server", "name")] {
        if own.get(given).is_some()
            && let Some(map) = destination.as_map_mut()
        {
            map.remove(other);
        }
    }
    merge(destination, own);
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
        *map = crate::yaml::Map::from_unique(entries);
    }
    node
}
