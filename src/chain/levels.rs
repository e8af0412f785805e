//! Applications that apply further Applications: which were followed, and what came of them.

use super::destinations;
use super::follow::{Led, Payloads};
use super::plan::{Application, Origin};
use super::predict::Manifest;
use super::round::{Round, namespace};
use crate::manifest::{self, Identity, SECRET_TYPE};
use crate::platform;
use crate::yaml::{Key, Node};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// What tells a manifest from others: group, kind, namespace, name.
type Who = (String, String, String, String);

/// What was followed so far.
pub(super) struct Levels {
    /// Manifests that are applied already: following them again would not end.
    joined: BTreeSet<Who>,
    /// What the sources of each Application led to, by its title.
    led: BTreeMap<String, Vec<Led>>,
    namespace: String,
}

impl Levels {
    pub(super) fn new(manifests: &[Manifest], namespace: &str) -> Self {
        let mut levels = Self {
            joined: BTreeSet::new(),
            led: BTreeMap::new(),
            namespace: namespace.to_owned(),
        };
        for manifest in manifests {
            levels.joins(&manifest.node);
        }
        levels
    }

    /// Notes that a manifest is applied; says whether it was not before.
    fn joins(&mut self, node: &Node) -> bool {
        Identity::of(node).is_some_and(|who| {
            let namespace = namespace(&who, &self.namespace);
            self.joined
                .insert((who.group, who.kind, namespace, who.name))
        })
    }

    /// Follows the Applications that were not followed yet; returns what joins the applied manifests.
    pub(super) fn follow(
        &mut self,
        round: &Round<'_>,
        payloads: &mut dyn Payloads,
    ) -> Vec<Manifest> {
        let mut joining = Vec::new();
        let applications = round.plan.applications.iter();
        for application in applications.filter(|one| !one.refused) {
            let title = application.title();
            if self.led.contains_key(&title) {
                continue;
            }
            let led: Vec<Led> = sources(&application.node)
                .map(|source| payloads.follow(source, application.node.span))
                .collect();
            if is_local(application, round) {
                for led in &led {
                    self.join(led, application, &mut joining);
                }
            }
            self.led.insert(title, led);
        }
        joining
    }

    fn join(&mut self, led: &Led, parent: &Application, joining: &mut Vec<Manifest>) {
        let Led::Objects(objects) = led else {
            return;
        };
        let target = parent.node.at(&["spec", "destination", "namespace"]);
        for node in objects.iter().filter(|node| leads_on(node)) {
            let node = placed(node, target);
            if self.joins(&node) {
                joining.push(Manifest {
                    node: Rc::new(node),
                    origin: Origin::Rendered,
                    parent: Some(parent.title()),
                });
            }
        }
    }

    /// Returns the namespace of Argo CD.
    pub(super) fn argocd(&self) -> &str {
        &self.namespace
    }

    /// Returns what the sources of an Application led to.
    pub(super) fn of(&self, application: &Application) -> &[Led] {
        self.led
            .get(&application.title())
            .map_or(&[], Vec::as_slice)
    }
}

/// Returns the sources of an Application: `sources` if there are any, else `source`.
pub(super) fn sources(application: &Node) -> impl Iterator<Item = &Node> {
    let several = application.items_at(&["spec", "sources"]);
    let one = application.at(&["spec", "source"]);
    several.iter().chain(one.filter(|_| several.is_empty()))
}

/// Only what is applied to Argo CD's own cluster is seen by this Argo CD.
fn is_local(application: &Application, round: &Round<'_>) -> bool {
    let clusters = &round.plan.clusters;
    let found = round
        .destinations
        .of_application(&application.node, clusters);
    found.as_ref().is_some_and(destinations::is_own)
}

/// What names no namespace is applied to that of the Application's destination.
fn placed(node: &Node, target: Option<&Node>) -> Node {
    let mut node = node.clone();
    let who = Identity::of(&node);
    let is_free = who.is_some_and(|who| {
        who.namespace.is_empty()
            && manifest::is_cluster_scoped(&who.group, &who.kind) == Some(false)
    });
    let span = node.span;
    let metadata = node.as_map_mut().and_then(|map| map.get_mut("metadata"));
    let metadata = metadata.and_then(Node::as_map_mut);
    if let (true, Some(target), Some(metadata)) = (is_free, target, metadata) {
        metadata.insert(Key::new("namespace", span), target.clone());
    }
    node
}

/// Says whether a manifest is an Application, which leads on by what it applies alone.
pub(super) fn is_application(node: &Node) -> bool {
    Identity::of(node).is_some_and(|who| who.group == "argoproj.io" && who.kind == "Application")
}

/// Says whether a manifest makes a difference for what Argo CD and the platform do next.
fn leads_on(node: &Node) -> bool {
    let Some(who) = Identity::of(node) else {
        return false;
    };
    let has_type = |labels: &[&str]| {
        node.at(labels)
            .is_some_and(|labels| labels.get(SECRET_TYPE).is_some())
    };
    match (who.group.as_str(), who.kind.as_str()) {
        ("argoproj.io", "Application" | "ApplicationSet" | "AppProject") => true,
        ("external-secrets.io", "ExternalSecret") => {
            has_type(&["spec", "target", "template", "metadata", "labels"])
        }
        ("", "Secret") => has_type(&["metadata", "labels"]),
        ("", "ConfigMap") => who.name == "argocd-cm",
        (group, kind) => platform::is_read(group, kind),
    }
}
