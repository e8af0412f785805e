//! Cluster Secrets.

use super::read::Reader;
use crate::span::Span;
use crate::yaml::{Entry, Node};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeMap;

/// A Secret that may stand for a cluster, with its data decoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    /// Where it is written, if it is.
    pub span: Option<Span>,
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

    /// Returns what Argo CD finds in a Secret: what is no text, and data that is not in base64, is left out.
    #[must_use]
    pub fn of(secret: &Node) -> Self {
        let text = |key| secret.at(&["metadata", key]).and_then(Node::as_str);
        let texts = |keys: &[&str]| {
            let map = secret.at(keys).and_then(Node::as_map);
            let pair = |entry: &Entry| {
                let value = entry.node.as_str()?.to_owned();
                Some((entry.key.text.to_string(), value))
            };
            map.into_iter().flatten().filter_map(pair)
        };
        let decoded = |(key, encoded): (String, String)| Some((key, decode(&encoded)?));
        let data = texts(&["data"]).filter_map(decoded);
        Self {
            secret: text("name").unwrap_or_default().to_owned(),
            namespace: text("namespace").unwrap_or_default().to_owned(),
            labels: texts(&["metadata", "labels"]).collect(),
            annotations: texts(&["metadata", "annotations"]).collect(),
            data: data.chain(texts(&["stringData"])).collect(),
            span: Some(secret.span),
        }
    }

    pub(super) fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        if node.text_at(&["kind"]) != "Secret" {
            reader.malformed(node, "a cluster is a whole manifest with `kind: Secret`");
            return None;
        }
        for part in [
            &["metadata", "labels"][..],
            &["metadata", "annotations"],
            &["stringData"],
        ] {
            reader.texts(node.at(part));
        }
        for (key, encoded) in reader.texts(node.get("data")) {
            if decode(&encoded).is_none() {
                reader.malformed(node, &format!("`data.{key}` is not in base64"));
            }
        }
        Some(Self::of(node))
    }
}

fn decode(encoded: &str) -> Option<String> {
    let compact: String = encoded.split_whitespace().collect();
    let bytes = STANDARD.decode(compact).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
