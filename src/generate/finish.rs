//! The last steps: checks, names, order.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::generate::DUPLICATE;
use crate::manifest::{self, Identity};
use crate::yaml::{Node, Value};
use std::collections::BTreeMap;

/// One rendered object.
#[derive(Clone, Debug)]
pub struct Object {
    /// Who it is.
    pub identity: Identity,
    /// All of it; every node knows its cause.
    pub node: Node,
}

/// Checks objects against the fields of their kinds, refuses the same one twice, and sorts them by kind, namespace and name.
pub(super) fn finish(nodes: Vec<Node>, out: &mut Diagnostics) -> Vec<Object> {
    let mut objects = Vec::with_capacity(nodes.len());
    for mut node in nodes.into_iter().flat_map(items) {
        manifest::check(&node, out);
        manifest::normalise(&mut node);
        if let Some(identity) = Identity::of(&node) {
            objects.push(Object { identity, node });
        }
    }
    report_duplicates(&objects, out);
    objects.sort_by(|a, b| order(&a.identity).cmp(&order(&b.identity)));
    objects
}

/// Returns the items of a `v1 List`, which is no object of its own, or the object itself.
fn items(mut node: Node) -> Vec<Node> {
    let text = |field: &str| node.get(field).and_then(Node::as_str);
    if text("kind") != Some("List") || text("apiVersion") != Some("v1") {
        return vec![node];
    }
    match node.as_map_mut().and_then(|map| map.remove("items")) {
        Some(Node {
            value: Value::List(items),
            ..
        }) => items.into_iter().flat_map(self::items).collect(),
        _ => vec![node],
    }
}

fn order(identity: &Identity) -> (u32, &str, &str, &str, &str) {
    (
        manifest::rank(&identity.group, &identity.kind),
        &identity.kind,
        &identity.group,
        &identity.namespace,
        &identity.name,
    )
}

fn report_duplicates(objects: &[Object], out: &mut Diagnostics) {
    let mut seen: BTreeMap<(&str, &str, &str, &str), &Object> = BTreeMap::new();
    for object in objects {
        let who = &object.identity;
        let key = (
            who.group.as_str(),
            who.kind.as_str(),
            who.namespace.as_str(),
            who.name.as_str(),
        );
        let Some(first) = seen.get(&key) else {
            seen.insert(key, object);
            continue;
        };
        let name = object
            .node
            .at(&["metadata", "name"])
            .unwrap_or(&object.node);
        let other = first.node.at(&["metadata", "name"]).unwrap_or(&first.node);
        let message = format!("{} is rendered twice", title(who));
        let twice = Diagnostic::error(DUPLICATE, name.span, message);
        out.push(if name.span == other.span {
            twice.help("the same lines make both: let the name depend on the loop's variable")
        } else {
            twice
                .help("name one of them otherwise, or remove it")
                .related(other.span, "the first is made here")
        });
    }
}

/// Names an object for people: kind, and namespace and name as `kubectl` writes them.
pub(super) fn title(who: &Identity) -> String {
    if who.namespace.is_empty() {
        format!("{} `{}`", who.kind, who.name)
    } else {
        format!("{} `{}/{}`", who.kind, who.namespace, who.name)
    }
}
