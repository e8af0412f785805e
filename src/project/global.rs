//! `globalProjects` of the ConfigMap `argocd-cm`: projects that others inherit from.

use super::selector::Selector;
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
        selector: selector.map_or(Some(Selector::default()), Selector::read),
    })
}
