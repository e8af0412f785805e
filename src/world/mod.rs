//! What the live side knows and Git does not: the document `kind: World`.
//!
//! In goes a document, out comes a [`World`]: cluster Secrets, repositories, and what forges, plugins and placement resources
//! answer. The format is that of `fixtures/conformance/applicationset`. The room knows no generator, and opens nothing: lists
//! that stand in files of their own are handed in.

mod cluster;
mod codes;
mod generate;
mod listing;
mod platform;
mod read;

pub use cluster::Cluster;
pub use codes::CODES;
pub use generate::{Generate, Generated};
pub use listing::{Answer, ClusterDecision, Plugin, PullRequest, ScmRepository};
pub use platform::{ConnectedCluster, Owner, PROJECT_PREFIX, Platform};

use crate::span::Span;
use crate::yaml::Node;
use std::collections::BTreeSet;

/// Where Argo CD keeps its objects unless it says otherwise.
pub const NAMESPACE: &str = "argocd";

/// All that a controller would find outside of the manifests.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// The Secrets of Argo CD's namespace, in any order.
    pub clusters: Vec<Cluster>,
    /// What lies behind the URLs of repositories.
    pub repositories: Vec<Repository>,
    /// What a listing of pull requests returns.
    pub pull_requests: Vec<Answer<PullRequest>>,
    /// What a listing of repositories and branches returns.
    pub scm_repositories: Vec<Answer<ScmRepository>>,
    /// What plugins answer.
    pub plugins: Vec<Plugin>,
    /// What placement resources decided.
    pub cluster_decisions: Vec<ClusterDecision>,
    /// How the platform is set up.
    pub platform: Platform,
    /// The clusters that are connected to the platform; `None` if World has no such list.
    pub connected_clusters: Option<Vec<ConnectedCluster>>,
    /// VirtualClusterInstances that are not among the manifests, whole.
    pub instances: Vec<Node>,
    /// Instances that might be.
    pub generate: Vec<Generate>,
    /// How Argo CD is set up.
    pub argocd: ArgoCd,
}

/// Where the files of a repository are on this machine.
#[derive(Clone, Debug)]
pub struct Repository {
    /// The URL that generators name.
    pub url: String,
    /// The revision that is meant; any, if there is none.
    pub revision: Option<String>,
    /// The folder, as it is written.
    pub folder: String,
    /// Whether `folder` counts from the folder of the World document.
    pub beside_world: bool,
    /// Where it is written.
    pub span: Option<Span>,
}

/// How Argo CD is set up.
#[derive(Clone, Debug)]
pub struct ArgoCd {
    /// The namespace of Argo CD.
    pub namespace: String,
    /// The names of AppProjects that are there beside those of the manifests; `None` if World has no such list.
    pub projects: Option<BTreeSet<String>>,
    /// How the git generator's file patterns are read.
    pub globbing: Globbing,
}

impl Default for ArgoCd {
    fn default() -> Self {
        Self {
            namespace: NAMESPACE.to_owned(),
            projects: None,
            globbing: Globbing::Old,
        }
    }
}

/// How the git generator's file patterns are read, `--enable-new-git-file-globbing`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Globbing {
    /// As pathspecs of `git ls-files`: `*` crosses slashes.
    Old,
    /// As doublestar patterns: `*` stops at slashes, `**` does not.
    New,
}

impl World {
    /// Returns the connected cluster of a name.
    #[must_use]
    pub fn connected_cluster(&self, name: &str) -> Option<&ConnectedCluster> {
        let all = self.connected_clusters.as_deref().unwrap_or_default();
        all.iter().find(|cluster| cluster.name == name)
    }

    /// Returns the repository behind a URL at a revision: the entry that names the revision, else one that names none.
    #[must_use]
    pub fn repository(&self, url: &str, revision: &str) -> Option<&Repository> {
        let named = |entry: &&Repository| entry.url == url;
        let mut found = self.repositories.iter().filter(named);
        let exact = |entry: &&Repository| entry.revision.as_deref() == Some(revision);
        found
            .clone()
            .find(exact)
            .or_else(|| found.find(|entry| entry.revision.is_none()))
    }
}
