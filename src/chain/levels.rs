//! Applications that apply further Applications: which were followed, and what came of them.

use super::follow::{Led, Payloads};
use super::plan::{Application, Plan};
use super::predict::{Manifest, Origin};
use crate::generate::IN_CLUSTER;
use crate::manifest::Identity;
use crate::yaml::Node;
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
            let namespace = match who.namespace.is_empty() {
                true => self.namespace.clone(),
                false => who.namespace,
            };
            self.joined
                .insert((who.group, who.kind, namespace, who.name))
        })
    }

    /// Follows the Applications that were not followed yet; returns what joins the applied manifests.
    pub(super) fn follow(&mut self, plan: &Plan, payloads: &mut dyn Payloads) -> Vec<Manifest> {
        let mut joining = Vec::new();
        for application in plan.applications.iter().filter(|one| !one.refused) {
            let title = application.title();
            if self.led.contains_key(&title) {
                continue;
            }
            let led: Vec<Led> = sources(&application.node)
                .map(|source| payloads.follow(source, application.node.span))
                .collect();
            if is_local(application) {
                for led in &led {
                    self.join(led, &title, &mut joining);
                }
            }
            self.led.insert(title, led);
        }
        joining
    }

    fn join(&mut self, led: &Led, parent: &str, joining: &mut Vec<Manifest>) {
        let Led::Objects { objects, .. } = led else {
            return;
        };
        for node in objects.iter().filter(|node| leads_on(node)) {
            if self.joins(node) {
                joining.push(Manifest {
                    node: Rc::new(node.clone()),
                    origin: Origin::Rendered,
                    parent: Some(parent.to_owned()),
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
    let several = application
        .at(&["spec", "sources"])
        .and_then(Node::as_list)
        .filter(|several| !several.is_empty());
    let one = match several {
        Some(_) => None,
        None => application.at(&["spec", "source"]),
    };
    several.unwrap_or_default().iter().chain(one)
}

/// Only what is applied to Argo CD's own cluster is seen by this Argo CD.
fn is_local(application: &Application) -> bool {
    let text = |key| {
        application
            .node
            .at(&["spec", "destination", key])
            .and_then(Node::as_str)
    };
    let server = text("server").map(|server| server.trim_end_matches('/'));
    server == Some(IN_CLUSTER) || text("name") == Some("in-cluster")
}

/// Says whether a manifest makes a difference for what Argo CD and the platform do next.
fn leads_on(node: &Node) -> bool {
    let Some(who) = Identity::of(node) else {
        return false;
    };
    match who.group.as_str() {
        "argoproj.io" => matches!(
            who.kind.as_str(),
            "Application" | "ApplicationSet" | "AppProject"
        ),
        "management.loft.sh" | "storage.loft.sh" => true,
        "external-secrets.io" => who.kind == "ExternalSecret",
        "" => matches!(who.kind.as_str(), "Secret" | "ConfigMap"),
        _ => false,
    }
}
