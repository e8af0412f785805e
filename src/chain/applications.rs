//! Applications: those of the platform, those that are written, and what an Application says of itself.

use super::codes::NAME;
use super::destinations::Destinations;
use super::levels;
use super::names;
use super::plan::{Application, Cluster, Plan};
use super::predict::Manifest;
use super::round::namespace;
use crate::diagnostic::Diagnostic;
use crate::generate::USE_CASE_LABEL;
use crate::manifest::Identity;
use crate::platform::{DirectApplication, Target};
use crate::yaml::{Entry, Node};
use std::collections::BTreeMap;

/// Tells that the API server refuses an Application.
pub(super) fn finding(invalid: names::Refusal) -> Diagnostic {
    let help = "shorten or clean it, such as with `{{ .nameNormalized }}`; free texts belong into annotations' values";
    Diagnostic::warning(NAME, invalid.span, invalid.text).help(help)
}

/// Adds the Applications that the platform writes itself.
pub(super) fn direct(plan: &mut Plan, found: Vec<DirectApplication>, argocd: &str) {
    for direct in found {
        let cluster = match &direct.target {
            Target::VirtualCluster(_, name) => name.clone(),
            Target::Host(_, name) => format!("host of {name}"),
            Target::Cluster(name) => name.clone(),
            Target::Missing => String::new(),
        };
        let node = manifest(&direct, argocd);
        plan.applications.push(Application {
            namespace: argocd.to_owned(),
            name: direct.name,
            set: None,
            origin: None,
            matched: None,
            cluster,
            project: String::new(),
            refused: false,
            problems: names::refusal(&node).map(finding).into_iter().collect(),
            node,
            parent: None,
            use_case: None,
            because: direct.because,
        });
    }
}

/// The Application as far as it is known.
fn manifest(direct: &DirectApplication, argocd: &str) -> Node {
    let span = direct.span;
    let mut metadata = vec![
        Entry::new("name", direct.name.as_str(), span),
        Entry::new("namespace", argocd, span),
    ];
    if !direct.labels.is_empty() {
        metadata.push(Entry::of("labels", Node::texts(&direct.labels, span)));
    }
    let spec = direct.spec.clone();
    let fields = [
        Entry::new("apiVersion", "argoproj.io/v1alpha1", span),
        Entry::new("kind", "Application", span),
        Entry::of("metadata", Node::map(metadata, span)),
        Entry::of("spec", spec.unwrap_or_else(|| Node::map([], span))),
    ];
    Node::map(fields, span)
}

/// Adds the Applications that are written as such, by namespace and name.
pub(super) fn written(
    plan: &mut Plan,
    manifests: &[Manifest],
    argocd: &str,
    destinations: &Destinations,
) {
    let mut found = BTreeMap::new();
    for manifest in manifests {
        let who = Identity::of(&manifest.node);
        let Some(who) = who.filter(|_| levels::is_application(&manifest.node)) else {
            continue;
        };
        let mut node = (*manifest.node).clone();
        if let Some(map) = node.as_map_mut() {
            map.remove("status");
        }
        let mut application = described(node, &plan.clusters, destinations);
        let invalid = names::refusal(&application.node);
        application.problems.extend(invalid.map(finding));
        application.namespace = namespace(&who, argocd);
        application.parent.clone_from(&manifest.parent);
        found.insert((application.namespace.clone(), who.name), application);
    }
    plan.applications.extend(found.into_values());
}

/// Reads what an Application says of itself.
pub(super) fn described(
    node: Node,
    clusters: &[Cluster],
    destinations: &Destinations,
) -> Application {
    let text = |path: &[&str]| node.text_at(path).to_owned();
    let use_case = node.at(&["metadata", "labels", USE_CASE_LABEL]);
    Application {
        namespace: text(&["metadata", "namespace"]),
        name: text(&["metadata", "name"]),
        set: None,
        origin: None,
        matched: None,
        cluster: destinations.title(&node, clusters),
        project: text(&["spec", "project"]),
        refused: false,
        use_case: use_case.and_then(Node::as_str).map(str::to_owned),
        problems: Vec::new(),
        parent: None,
        because: Vec::new(),
        node,
    }
}
