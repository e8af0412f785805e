//! Cluster Secrets.

use super::read::Reader;
use crate::yaml::Node;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeMap;

/// A Secret that may stand for a cluster, with its data decoded.
#[derive(Clone, Debug, Default)]
pub struct Cluster {
    /// The Secret's name.
    pub secret: String,
    /// The Secret's namespace.
    pub namespace: String,
    /// Its labels.
    pub labels: BTreeMap<String, String>,
    /// Its annotations.
    pub annotations: BTreeMap<String, String>,
    /// Its data as text.
    pub data: BTreeMap<String, String>,
}

impl Cluster {
    /// Returns the cluster's name, empty if the Secret has none.
    #[must_use]
    pub fn name(&self) -> &str {
        self.field("name")
    }

    /// Returns the address of the cluster's API, empty if the Secret has none.
    #[must_use]
    pub fn server(&self) -> &str {
        self.field("server")
    }

    /// Returns an entry of the data, empty if there is none.
    #[must_use]
    pub fn field(&self, key: &str) -> &str {
        self.data.get(key).map_or("", String::as_str)
    }

    pub(super) fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        if node.get("kind").and_then(Node::as_str) != Some("Secret") {
            reader.malformed(node, "a cluster is a whole manifest with `kind: Secret`");
            return None;
        }
        let text = |key| node.at(&["metadata", key]).and_then(Node::as_str);
        let labels = node.at(&["metadata", "labels"]);
        let annotations = node.at(&["metadata", "annotations"]);
        let mut cluster = Self {
            secret: text("name").unwrap_or_default().to_owned(),
            namespace: text("namespace").unwrap_or_default().to_owned(),
            labels: reader.texts(labels),
            annotations: reader.texts(annotations),
            data: BTreeMap::new(),
        };
        for (key, encoded) in reader.texts(node.get("data")) {
            let Ok(bytes) = STANDARD.decode(encoded.split_whitespace().collect::<String>()) else {
                reader.malformed(node, &format!("`data.{key}` is not in base64"));
                continue;
            };
            let text = String::from_utf8_lossy(&bytes).into_owned();
            cluster.data.insert(key, text);
        }
        cluster.data.extend(reader.texts(node.get("stringData")));
        Some(cluster)
    }
}
