//! Manifests by kind.

use crate::yaml::Node;

/// The manifests that count as applied.
#[derive(Debug, Default)]
pub struct Manifests<'m> {
    instances: Vec<&'m Node>,
}

impl<'m> Manifests<'m> {
    /// Sorts manifests by kind; those that the platform does not read are left out.
    #[must_use]
    pub fn of(nodes: impl IntoIterator<Item = &'m Node>) -> Self {
        let kind = |node: &&Node| {
            node.get("kind").and_then(Node::as_str) == Some("VirtualClusterInstance")
        };
        Self {
            instances: nodes.into_iter().filter(kind).collect(),
        }
    }

    /// Returns the number of instances.
    #[must_use]
    pub fn len(&self) -> usize {
        self.instances.len()
    }

    /// Says whether there is no instance.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.instances.is_empty()
    }
}
