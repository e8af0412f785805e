//! `globalProjects` of the ConfigMap `argocd-cm`: projects that others inherit from.

use crate::label::{Selector, Values};
use crate::yaml::{Limits, Node, read_first};

/// An entry of `globalProjects`.
#[derive(Clone, Debug)]
pub(super) struct Global {
    pub(super) name: String,
    /// Whom it is for; `None` for a selector that Kubernetes refuses.
    pub(super) selector: Option<Selector>,
}

/// Reads the entries; as Argo CD does, none of them if one cannot be read.
pub(super) fn read(config_map: &Node) -> Vec<Global> {
    let written = config_map.text_at(&["data", "globalProjects"]);
    let Ok(Some(node)) = read_first(written.as_bytes(), &Limits::default()) else {
        return Vec::new();
    };
    let items = node.as_list().unwrap_or_default();
    let entries: Option<Vec<Global>> = items.iter().map(entry).collect();
    entries.unwrap_or_default()
}

fn entry(node: &Node) -> Option<Global> {
    node.as_map()?;
    let name = node.present_at(&["projectName"]);
    let selector = node.present_at(&["labelSelector"]);
    Some(Global {
        name: match name {
            Some(name) => name.as_str()?.to_owned(),
            None => String::new(),
        },
        selector: selector.map_or(Some(Selector::default()), read_selector),
    })
}

/// Reads a selector; `None` for one that Kubernetes refuses.
fn read_selector(node: &Node) -> Option<Selector> {
    let labels = node.get("matchLabels").and_then(Node::as_map);
    let expressions = node.get("matchExpressions").and_then(Node::as_list);
    let values = expressions.unwrap_or_default().iter();
    let values = values.filter_map(|node| node.get("values").and_then(Node::as_list));
    let wanted = labels.into_iter().flatten().map(|entry| &entry.node);
    let all_are_texts = wanted
        .chain(values.flatten())
        .all(|value| value.as_str().is_some());
    // What is no text cannot be a value; the room of labels takes it for none.
    all_are_texts
        .then(|| Selector::read(node, Values::Labels).ok())
        .flatten()
}
