//! The platform and what it is connected to.

use super::read::Reader;
use crate::span::Span;
use crate::yaml::Node;
use std::collections::BTreeMap;

/// What stands before a project's name in its namespace, unless the platform's configuration says otherwise.
pub const PROJECT_PREFIX: &str = "p-";

/// How vCluster Platform is set up. What is not written is not known.
#[derive(Clone, Debug, Default)]
pub struct Platform {
    /// The host that its API is reached at, `loftHost`, without scheme.
    pub host: Option<String>,
    /// `projectNamespacePrefix` of its configuration; may be empty.
    pub project_namespace_prefix: Option<String>,
    /// Who owns instances that name no owner: whoever applies them.
    pub owner: Option<Owner>,
}

impl Platform {
    /// Returns the prefix of project namespaces, the documented default where World says nothing.
    #[must_use]
    pub fn prefix(&self) -> &str {
        self.project_namespace_prefix
            .as_deref()
            .unwrap_or(PROJECT_PREFIX)
    }
}

/// A user or a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A user's name.
    User(String),
    /// A team's name.
    Team(String),
}

/// A cluster that is connected to the platform.
#[derive(Clone, Debug)]
pub struct ConnectedCluster {
    /// The name of the platform's Cluster.
    pub name: String,
    /// All its annotations.
    pub annotations: BTreeMap<String, String>,
    /// Where it is written.
    pub span: Span,
}

impl Platform {
    pub(super) fn read(node: Option<&Node>, reader: &mut Reader<'_>) -> Self {
        let Some(node) = node.filter(|node| !node.is_null()) else {
            return Self::default();
        };
        if reader
            .map(node, &["host", "projectNamespacePrefix", "owner"])
            .is_none()
        {
            return Self::default();
        }
        let prefix = node.get("projectNamespacePrefix");
        Self {
            host: host(node, reader),
            project_namespace_prefix: prefix
                .filter(|node| !node.is_null())
                .map(|_| reader.text(node, "projectNamespacePrefix")),
            owner: Owner::read(node.get("owner"), reader),
        }
    }
}

/// Returns the host; an URL has more than that.
fn host(node: &Node, reader: &mut Reader<'_>) -> Option<String> {
    let host = Some(reader.text(node, "host")).filter(|host| !host.is_empty())?;
    let place = node.get("host").unwrap_or(node);
    let bare = host.rsplit("://").next().unwrap_or_default();
    let bare = bare.split('/').next().unwrap_or_default();
    if bare != host {
        let help = format!("write `host: {bare}`");
        reader.malformed_with(place, "`host` is a host without scheme and path", help);
        return None;
    }
    Some(host)
}

impl Owner {
    pub(super) fn read(node: Option<&Node>, reader: &mut Reader<'_>) -> Option<Self> {
        let node = node.filter(|node| !node.is_null())?;
        reader.map(node, &["user", "team"])?;
        let user = reader.text(node, "user");
        let team = reader.text(node, "team");
        match (user.is_empty(), team.is_empty()) {
            (false, true) => Some(Self::User(user)),
            (true, false) => Some(Self::Team(team)),
            _ => {
                let help = "write `owner: {user: NAME}` or `owner: {team: NAME}`";
                reader.malformed_with(node, "an owner is a user or a team", help);
                None
            }
        }
    }
}

impl ConnectedCluster {
    pub(super) fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        reader.map(node, &["name", "annotations"])?;
        let name = reader.text(node, "name");
        if name.is_empty() {
            let help = "write `- {name: loft-cluster, annotations: {domain: lab.example.org}}`";
            reader.malformed_with(node, "a connected cluster has a name", help);
            return None;
        }
        Some(Self {
            name,
            annotations: reader.texts(node.get("annotations")),
            span: node.span,
        })
    }
}

/// Returns a whole VirtualClusterInstance.
pub(super) fn instance(node: &Node, reader: &mut Reader<'_>) -> Option<Node> {
    if node.text_at(&["kind"]) == "VirtualClusterInstance" {
        return Some(node.clone());
    }
    let help = "write `apiVersion: management.loft.sh/v1`, `kind: VirtualClusterInstance`, `metadata` and `spec`";
    reader.malformed_with(node, "an instance is a whole manifest", help);
    None
}
