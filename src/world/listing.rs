//! What others answer when Argo CD asks.

use super::read::Reader;
use crate::yaml::{Map, Node};
use std::collections::BTreeMap;

/// What is returned to generators that ask in a certain way.
#[derive(Clone, Debug)]
pub struct Answer<T> {
    /// The keys that a generator's block must hold, `provider` among them.
    pub asked: Map,
    /// What is returned, in order.
    pub items: Vec<T>,
}

/// An open pull request.
#[derive(Clone, Debug, Default)]
pub struct PullRequest {
    /// Its number.
    pub number: i64,
    /// Its title.
    pub title: String,
    /// The branch that is to be merged.
    pub branch: String,
    /// The branch that it is to be merged into.
    pub target_branch: String,
    /// The commit at the branch's end.
    pub head_sha: String,
    /// Who asks.
    pub author: String,
    /// Its labels.
    pub labels: Vec<String>,
}

/// A branch of a repository.
#[derive(Clone, Debug)]
pub struct ScmRepository {
    /// Who owns the repository.
    pub organization: String,
    /// Its name.
    pub repository: String,
    /// Its number or text, as the provider gives it.
    pub repository_id: Option<Node>,
    /// The URL for SSH.
    pub url: String,
    /// The URL for HTTPS.
    pub http_url: String,
    /// The branch.
    pub branch: String,
    /// The commit at the branch's end.
    pub sha: String,
    /// The repository's labels.
    pub labels: Vec<String>,
    /// The paths that are there.
    pub paths: Vec<String>,
}

/// What a plugin answers.
#[derive(Clone, Debug)]
pub struct Plugin {
    /// The ConfigMap that names the plugin.
    pub config_map: String,
    /// The list `output.parameters`.
    pub parameters: Vec<Node>,
}

/// What placement resources decided.
#[derive(Clone, Debug)]
pub struct ClusterDecision {
    /// The ConfigMap's name.
    pub config_map: String,
    /// The ConfigMap's data.
    pub data: BTreeMap<String, String>,
    /// The resources, whole.
    pub resources: Vec<Node>,
}

impl PullRequest {
    pub(super) fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let fields = [
            "number",
            "title",
            "branch",
            "targetBranch",
            "headSHA",
            "author",
            "labels",
        ];
        reader.map(node, &fields)?;
        Some(Self {
            number: reader.integer(node, "number"),
            title: reader.text(node, "title"),
            branch: reader.text(node, "branch"),
            target_branch: reader.text(node, "targetBranch"),
            head_sha: reader.text(node, "headSHA"),
            author: reader.text(node, "author"),
            labels: reader.list(node, "labels"),
        })
    }
}

impl ScmRepository {
    pub(super) fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let fields = [
            "organization",
            "repository",
            "repositoryId",
            "url",
            "httpURL",
            "branch",
            "sha",
            "labels",
            "paths",
        ];
        reader.map(node, &fields)?;
        Some(Self {
            organization: reader.text(node, "organization"),
            repository: reader.text(node, "repository"),
            repository_id: node.get("repositoryId").cloned(),
            url: reader.text(node, "url"),
            http_url: reader.text(node, "httpURL"),
            branch: reader.text(node, "branch"),
            sha: reader.text(node, "sha"),
            labels: reader.list(node, "labels"),
            paths: reader.list(node, "paths"),
        })
    }
}

impl Plugin {
    pub(super) fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        reader.map(node, &["for", "parameters"])?;
        let parameters = reader.items(node, "parameters");
        Some(Self {
            config_map: reader.asked_config_map(node)?,
            parameters,
        })
    }
}

impl ClusterDecision {
    pub(super) fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        reader.map(node, &["for", "configMap", "resources"])?;
        let resources = reader.items(node, "resources");
        Some(Self {
            config_map: reader.asked_config_map(node)?,
            data: reader.texts(node.get("configMap")),
            resources,
        })
    }
}
