//! Secrets of repositories and clusters that belong to a project.

use crate::manifest::SECRET_TYPE;
use crate::yaml::Node;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// What a Secret gives to its project.
pub(super) enum Gift {
    /// The address of a repository.
    Repository(String),
    Cluster {
        server: String,
        name: String,
        namespaces: Vec<String>,
    },
}

/// Reads a Secret of Argo CD: the project and what it is given; `None` for a Secret of another kind or of no project.
pub(super) fn read(secret: &Node) -> Option<(String, Gift)> {
    let labels = secret.at(&["metadata", "labels"])?;
    let project = value(secret, "project").filter(|project| !project.is_empty())?;
    let field = |key| value(secret, key).unwrap_or_default();
    let gift = match labels.text_at(&[SECRET_TYPE]) {
        "repository" => Gift::Repository(field("url")),
        "cluster" => Gift::Cluster {
            server: field("server").trim_end_matches('/').to_owned(),
            name: field("name"),
            namespaces: listed(&field("namespaces")),
        },
        _ => return None,
    };
    Some((project, gift))
}

/// The value of a key, as the API server keeps it.
fn value(secret: &Node, key: &str) -> Option<String> {
    if let Some(plain) = secret.at(&["stringData", key]).and_then(Node::as_str) {
        return Some(plain.to_owned());
    }
    let encoded = secret.at(&["data", key]).and_then(Node::as_str)?;
    String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()
}

fn listed(namespaces: &str) -> Vec<String> {
    let names = namespaces.split(',').map(str::trim);
    names
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}
