//! Lists of the API, which are no objects of their own.

use crate::yaml::{Node, Value};

/// Opens a list, and lists in it: its items take its place, and a list without items gives way to nothing. Who reads which
/// nodes as lists differs, so `is_list` says it; any other node is returned as it is.
#[must_use]
pub fn unlisted(mut node: Node, is_list: fn(&Node) -> bool) -> Vec<Node> {
    if !is_list(&node) {
        return vec![node];
    }
    let items = node.as_map_mut().and_then(|map| map.remove("items"));
    match items.map(|items| items.value) {
        Some(Value::List(items)) => {
            let items = items.into_iter();
            items.flat_map(|item| unlisted(item, is_list)).collect()
        }
        _ => Vec::new(),
    }
}
