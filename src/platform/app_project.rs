//! The AppProject that a project owns in Argo CD.

use super::node::place;
use super::prediction::{Project, Secret, Step};
use crate::span::Span;
use crate::world::NAMESPACE;
use crate::yaml::json::{Escapes, compact};
use crate::yaml::{Entry, Node, Value};
use std::collections::BTreeMap;

/// Where the platform keeps the destinations that people wrote apart from its own.
const USER_DESTINATIONS: &str = "loft.sh/user-managed-destinations";
/// Lists that are taken over as they are.
const LISTS: [&str; 5] = [
    "clusterResourceBlacklist",
    "clusterResourceWhitelist",
    "namespaceResourceBlacklist",
    "namespaceResourceWhitelist",
    "sourceNamespaces",
];

/// Returns the name of a project's AppProject.
pub(super) fn name(project: &str) -> String {
    format!("loft-{project}")
}

/// Says whether a project has an AppProject.
pub(super) fn is_enabled(project: &Node) -> bool {
    project.is_true_at(&["spec", "argoCD", "project", "enabled"])
}

/// Returns the namespace of Argo CD that a project names, else the platform's default.
pub(super) fn namespace(project: &Node) -> &str {
    match project.text_at(&["spec", "argoCD", "namespace"]) {
        "" => NAMESPACE,
        namespace => namespace,
    }
}

/// Makes the AppProject; its destinations are those that are written, and the project's imported virtual clusters.
pub(super) fn make<'s>(project: &Node, secrets: impl Iterator<Item = &'s Secret>) -> Project {
    let title = project.text_at(&["metadata", "name"]);
    let path = ["spec", "argoCD", "project"];
    let span = place(project, &path);
    let spec = project.at(&path).unwrap_or(project);
    let name = name(title);
    let metadata = metadata(&name, namespace(project), spec, span);
    let fields = spec_fields(spec, secrets, span);
    let manifest = Node::map(
        [
            Entry::new("apiVersion", "argoproj.io/v1alpha1", span),
            Entry::new("kind", "AppProject", span),
            Entry::of("metadata", metadata),
            Entry::of("spec", Node::map(fields, span)),
        ],
        span,
    );
    Project {
        namespace: namespace(project).to_owned(),
        name,
        manifest,
        because: vec![
            Step::new(format!("`argoCD.project` of project `{title}`"), Some(span)),
            Step::new(format!("project `{title}`"), Some(project.span)),
        ],
    }
}

fn metadata(name: &str, namespace: &str, spec: &Node, span: Span) -> Node {
    let mut annotations = map_of(spec, "extraAnnotations");
    if let Some(destinations) = spec.present_at(&["destinations"]) {
        let json = compact(destinations, Escapes::Needed);
        annotations.insert(USER_DESTINATIONS.to_owned(), json);
    }
    let labels = map_of(spec, "extraLabels");
    let mut fields = vec![
        Entry::new("name", name, span),
        Entry::new("namespace", namespace, span),
    ];
    if !labels.is_empty() {
        fields.push(Entry::of("labels", Node::texts(&labels, span)));
    }
    if !annotations.is_empty() {
        fields.push(Entry::of("annotations", Node::texts(&annotations, span)));
    }
    Node::map(fields, span)
}

fn map_of(spec: &Node, key: &str) -> BTreeMap<String, String> {
    let entries = super::node::entries(spec, &["metadata", key]);
    let pair = |entry: &Entry| Some((entry.key.text.to_string(), entry.node.as_str()?.to_owned()));
    entries.filter_map(pair).collect()
}

fn spec_fields<'s>(
    spec: &Node,
    secrets: impl Iterator<Item = &'s Secret>,
    span: Span,
) -> Vec<Entry> {
    let mut fields = Vec::new();
    let description = spec.text_at(&["metadata", "description"]);
    if !description.is_empty() {
        fields.push(Entry::new("description", description, span));
    }
    let repositories = match spec.present_at(&["sourceRepos"]) {
        Some(written) if !spec.items_at(&["sourceRepos"]).is_empty() => written.value.clone(),
        _ => Value::List(vec![Node::new("*", span)]),
    };
    fields.push(Entry::new("sourceRepos", repositories, span));
    let mut destinations = spec.items_at(&["destinations"]).to_vec();
    destinations.extend(secrets.map(destination));
    fields.push(Entry::new("destinations", Value::List(destinations), span));
    let lists = LISTS.iter();
    fields.extend(lists.filter_map(|key| Some(Entry::of(*key, spec.present_at(&[key])?.clone()))));
    fields
}

fn destination(secret: &Secret) -> Node {
    let span = secret.manifest.span;
    Node::map(
        [
            Entry::new("name", secret.cluster_name.as_str(), span),
            Entry::new("namespace", "*", span),
            Entry::new("server", secret.server.as_str(), span),
        ],
        span,
    )
}
