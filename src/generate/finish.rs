//! The last steps: checks, names, order.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::generate::DUPLICATE;
use crate::manifest::{self, Identity};
use crate::yaml::Node;

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
            let rank = manifest::rank(&identity.group, &identity.kind);
            objects.push((rank, Object { identity, node }));
        }
    }
    objects.sort_by(|(rank, a), (other, b)| {
        (rank, order(&a.identity)).cmp(&(other, order(&b.identity)))
    });
    let objects: Vec<Object> = objects.into_iter().map(|(_, object)| object).collect();
    report_duplicates(&objects, out);
    objects
}

/// Returns the items of a `v1 List`, which is no object of its own, or the object itself.
fn items(node: Node) -> Vec<Node> {
    manifest::unlisted(node, |node| {
        let text = |field: &str| node.get(field).and_then(Node::as_str);
        text("kind") == Some("List")
            && text("apiVersion") == Some("v1")
            && node.get("items").and_then(Node::as_list).is_some()
    })
}

/// Objects of the same group, kind, namespace and name are the same one, and stand beside each other.
fn order(identity: &Identity) -> (&str, &str, &str, &str) {
    (
        &identity.kind,
        &identity.group,
        &identity.namespace,
        &identity.name,
    )
}

fn report_duplicates(objects: &[Object], out: &mut Diagnostics) {
    let mut first: Option<&Object> = None;
    for object in objects {
        let who = &object.identity;
        let Some(first) = first.filter(|first| order(&first.identity) == order(who)) else {
            first = Some(object);
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
