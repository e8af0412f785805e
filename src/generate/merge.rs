//! Merges what a document says into what it would get without a word.

use crate::yaml::Node;

pub(super) use crate::yaml::merge;

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
