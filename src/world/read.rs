//! From a document to a [`World`].

use super::cluster::Cluster;
use super::codes::{MALFORMED, UNKNOWN};
use super::generate::Generate;
use super::listing::{Answer, ClusterDecision, Plugin, PullRequest, ScmRepository};
use super::platform::{self, ConnectedCluster, Platform};
use super::{ArgoCd, Globbing, NAMESPACE, Repository, World};
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::yaml::{Map, Node, Number, Value};
use std::collections::BTreeMap;

/// The keys of `spec`.
const FIELDS: [&str; 11] = [
    "clusters",
    "repositories",
    "pullRequests",
    "scmRepositories",
    "plugins",
    "clusterDecisions",
    "argocd",
    "platform",
    "connectedClusters",
    "instances",
    "generate",
];

/// Returns the items of a list that stands in a file of its own, when it is asked for by its path; `None` if it was reported.
pub(super) type Files<'f> = dyn FnMut(&Node, &mut Diagnostics) -> Option<Vec<Node>> + 'f;

impl World {
    /// Reads a World document. `files` returns the items of a list that stands in a file of its own, given the node of its path.
    ///
    /// What cannot be read is reported and left out.
    pub fn read(
        document: &Node,
        files: &mut dyn FnMut(&Node, &mut Diagnostics) -> Option<Vec<Node>>,
        out: &mut Diagnostics,
    ) -> Self {
        let mut reader = Reader { files, out };
        let text = |key| document.get(key).and_then(Node::as_str);
        if text("apiVersion") != Some("dodona.dev/v1") || text("kind") != Some("World") {
            let what = "this is no World: begin with `apiVersion: dodona.dev/v1` and `kind: World`";
            reader.malformed(document, what);
            return Self::default();
        }
        let Some(spec) = document.present_at(&["spec"]) else {
            return Self::default();
        };
        if reader.map(spec, &FIELDS).is_none() {
            return Self::default();
        }
        let argocd = reader.argocd(spec.get("argocd"));
        Self {
            clusters: reader.clusters(spec, &argocd.namespace),
            repositories: reader.each(spec, "repositories", Repository::read),
            pull_requests: reader.answers(spec, "pullRequests", PullRequest::read),
            scm_repositories: reader.answers(spec, "scmRepositories", ScmRepository::read),
            plugins: reader.each(spec, "plugins", Plugin::read),
            cluster_decisions: reader.each(spec, "clusterDecisions", ClusterDecision::read),
            platform: Platform::read(spec.get("platform"), &mut reader),
            connected_clusters: reader.written(spec, "connectedClusters", ConnectedCluster::read),
            instances: reader.each(spec, "instances", platform::instance),
            generate: reader.each(spec, "generate", Generate::read),
            argocd,
        }
    }
}

impl Repository {
    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        reader.map(node, &["repoURL", "revision", "path"])?;
        let revision = node.get("revision").and_then(Node::as_str);
        Some(Self {
            url: reader.text(node, "repoURL"),
            revision: revision.filter(|text| !text.is_empty()).map(str::to_owned),
            folder: reader.text(node, "path"),
            beside_world: true,
            span: Some(node.span),
        })
    }
}

/// What reading needs: a way to other files, and a place for findings.
pub(super) struct Reader<'r> {
    files: &'r mut Files<'r>,
    out: &'r mut Diagnostics,
}

impl Reader<'_> {
    /// Reports that a part has another shape.
    pub(super) fn malformed(&mut self, node: &Node, what: &str) {
        let finding = Diagnostic::error(MALFORMED, node.span, what);
        let help = format!("`spec` of a World has the fields {}", FIELDS.join(", "));
        self.out.push(finding.help(help));
    }

    /// Reports that a part has another shape, and what to type.
    pub(super) fn malformed_with(&mut self, node: &Node, what: &str, help: impl Into<String>) {
        self.out
            .push(Diagnostic::error(MALFORMED, node.span, what).help(help));
    }

    /// Returns the map of a node; anything else, and keys that are not `known`, are reported.
    pub(super) fn map<'n>(&mut self, node: &'n Node, known: &[&str]) -> Option<&'n Map> {
        let Some(map) = node.as_map() else {
            self.malformed(
                node,
                &format!("a map is wanted here, not a {}", node.value.type_name()),
            );
            return None;
        };
        for entry in map {
            let key = &*entry.key.text;
            if known.contains(&key) {
                continue;
            }
            let finding = Diagnostic::error(
                UNKNOWN,
                entry.key.span,
                format!("World has no field `{key}` here"),
            );
            let help = match nearest(key, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the fields are {}", known.join(", ")),
            };
            self.out.push(finding.help(help));
        }
        Some(map)
    }

    /// Returns the text of a field, empty if there is none.
    pub(super) fn text(&mut self, node: &Node, key: &str) -> String {
        match node.get(key) {
            None => String::new(),
            Some(found) => match &found.value {
                Value::String(text) => text.to_string(),
                Value::Null => String::new(),
                other => {
                    let what = format!("`{key}` is text, not a {}: quote it", other.type_name());
                    self.malformed(found, &what);
                    String::new()
                }
            },
        }
    }

    /// Returns the integer of a field, 0 if there is none.
    pub(super) fn integer(&mut self, node: &Node, key: &str) -> i64 {
        match node.get(key).map(|found| (&found.value, found)) {
            None => 0,
            Some((Value::Number(Number::Int(number)), _)) => *number,
            Some((_, found)) => {
                self.malformed(found, &format!("`{key}` is an integer"));
                0
            }
        }
    }

    /// Returns the texts of a list.
    pub(super) fn list(&mut self, node: &Node, key: &str) -> Vec<String> {
        let items = self.items(node, key);
        let texts = items.iter().filter_map(Node::as_str).map(str::to_owned);
        texts.collect()
    }

    /// Returns the texts of a map.
    pub(super) fn texts(&mut self, node: Option<&Node>) -> BTreeMap<String, String> {
        let Some(map) = node.and_then(Node::as_map) else {
            return BTreeMap::new();
        };
        let mut texts = BTreeMap::new();
        for entry in map {
            match entry.node.as_str() {
                Some(text) => {
                    texts.insert(entry.key.text.to_string(), text.to_owned());
                }
                None => {
                    let what = format!("`{}` is text here: quote it", entry.key.text);
                    self.malformed(&entry.node, &what);
                }
            }
        }
        texts
    }

    /// Returns the items of a list, wherever it stands.
    pub(super) fn items(&mut self, node: &Node, key: &str) -> Vec<Node> {
        let Some(found) = node.present_at(&[key]) else {
            return Vec::new();
        };
        if let Some(path) = found.get("fromFile") {
            return (self.files)(path, self.out).unwrap_or_default();
        }
        match found.as_list() {
            Some(items) => items.to_vec(),
            None => {
                self.malformed(
                    found,
                    &format!("`{key}` is a list, or `{{fromFile: PATH}}`"),
                );
                Vec::new()
            }
        }
    }

    /// Returns the ConfigMap that an entry speaks of.
    pub(super) fn asked_config_map(&mut self, node: &Node) -> Option<String> {
        let name = node.at(&["for", "configMapRef"]).and_then(Node::as_str);
        if name.is_none() {
            self.malformed(node, "write `for: {configMapRef: NAME}`");
        }
        name.map(str::to_owned)
    }

    fn each<T>(
        &mut self,
        spec: &Node,
        key: &str,
        read: fn(&Node, &mut Self) -> Option<T>,
    ) -> Vec<T> {
        let items = self.items(spec, key);
        items.iter().filter_map(|item| read(item, self)).collect()
    }

    /// Returns the items of a list; `None` if there is no such list.
    fn written<T>(
        &mut self,
        spec: &Node,
        key: &str,
        read: fn(&Node, &mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        spec.present_at(&[key])?;
        Some(self.each(spec, key, read))
    }

    fn answers<T>(
        &mut self,
        spec: &Node,
        key: &str,
        read: fn(&Node, &mut Self) -> Option<T>,
    ) -> Vec<Answer<T>> {
        let mut answers = Vec::new();
        for node in self.items(spec, key) {
            if self.map(&node, &["for", "items"]).is_none() {
                continue;
            }
            answers.push(Answer {
                asked: node
                    .get("for")
                    .and_then(Node::as_map)
                    .cloned()
                    .unwrap_or_default(),
                items: self.each(&node, "items", read),
            });
        }
        answers
    }

    fn clusters(&mut self, spec: &Node, namespace: &str) -> Vec<Cluster> {
        let mut clusters = self.each(spec, "clusters", Cluster::read);
        for cluster in &mut clusters {
            if cluster.namespace.is_empty() {
                cluster.namespace = namespace.to_owned();
            }
        }
        clusters.sort_by(|a, b| (&a.secret, &a.namespace).cmp(&(&b.secret, &b.namespace)));
        clusters
    }

    fn argocd(&mut self, node: Option<&Node>) -> ArgoCd {
        let Some(node) = node.filter(|node| !node.is_null()) else {
            return ArgoCd::default();
        };
        if self
            .map(node, &["namespace", "projects", "gitGlobbing"])
            .is_none()
        {
            return ArgoCd::default();
        }
        let namespace = Some(self.text(node, "namespace")).filter(|name| !name.is_empty());
        let globbing = match self.text(node, "gitGlobbing").as_str() {
            "" | "old" => Globbing::Old,
            "new" => Globbing::New,
            _ => {
                self.malformed(node, "`gitGlobbing` is `old` or `new`");
                Globbing::Old
            }
        };
        let projects = node.present_at(&["projects"]);
        ArgoCd {
            projects: projects.map(|_| self.list(node, "projects").into_iter().collect()),
            namespace: namespace.unwrap_or_else(|| NAMESPACE.to_owned()),
            globbing,
        }
    }
}
