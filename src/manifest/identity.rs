//! Who an object is.

use crate::yaml::Node;

/// What tells one object from all others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identity {
    /// `apiVersion` as it is written, such as `argoproj.io/v1alpha1`.
    pub api_version: String,
    /// The group, such as `argoproj.io`; empty for the core API.
    pub group: String,
    /// The version, such as `v1alpha1`.
    pub version: String,
    /// The kind.
    pub kind: String,
    /// The namespace; empty when none is written.
    pub namespace: String,
    /// The name.
    pub name: String,
}

impl Identity {
    /// Returns the identity of a manifest; `None` unless apiVersion, kind and name are texts that say something.
    #[must_use]
    pub fn of(node: &Node) -> Option<Self> {
        let text = |keys: &[&str]| {
            node.at(keys)
                .and_then(Node::as_str)
                .filter(|text| !text.is_empty())
        };
        let api_version = text(&["apiVersion"])?;
        let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
        Some(Self {
            api_version: api_version.to_owned(),
            group: group.to_owned(),
            version: version.to_owned(),
            kind: text(&["kind"])?.to_owned(),
            namespace: text(&["metadata", "namespace"])
                .unwrap_or_default()
                .to_owned(),
            name: text(&["metadata", "name"])?.to_owned(),
        })
    }
}
