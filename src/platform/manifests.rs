//! Manifests by kind.

use super::node::entries;
use crate::span::Sources;
use crate::yaml::{Node, Value};
use memchr::memmem::Finder;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Groups whose kinds are the platform's; both hold the same specs.
const GROUPS: [&str; 2] = ["management.loft.sh", "storage.loft.sh"];
/// The label of a connector's Secret.
const CONNECTOR: &str = "loft.sh/connector-type";

/// The manifests that count as applied, by kind.
#[derive(Debug, Default)]
pub struct Manifests<'m> {
    /// VirtualClusterInstances, in order.
    pub(super) instances: Vec<&'m Node>,
    /// VirtualClusterTemplates by name.
    pub(super) templates: BTreeMap<&'m str, &'m Node>,
    /// Projects by name.
    pub(super) projects: BTreeMap<&'m str, &'m Node>,
    /// The platform's Clusters by name.
    pub(super) clusters: BTreeMap<&'m str, &'m Node>,
    /// ArgoCDApplicationTemplates by name.
    pub(super) application_templates: BTreeMap<&'m str, &'m Node>,
    /// ArgoCDApplications, in order.
    pub(super) direct_applications: Vec<&'m Node>,
    /// Applications and ApplicationSets of Argo CD, in order.
    pub(super) applications: Vec<&'m Node>,
    /// The names of AppProjects.
    pub(super) app_projects: BTreeSet<&'m str>,
    /// The names of connectors to Argo CD.
    pub(super) connectors: BTreeSet<&'m str>,
    /// The files, where they are at hand.
    pub(super) sources: Option<&'m Sources>,
    asked: RefCell<BTreeMap<String, bool>>,
}

impl<'m> Manifests<'m> {
    /// Sorts manifests by kind; those that the platform does not read are left out. Of two with the same kind and name the last
    /// counts, as if they were applied in order.
    #[must_use]
    pub fn of(nodes: impl IntoIterator<Item = &'m Node>) -> Self {
        let mut all = Self::default();
        for node in nodes {
            all.add(node);
        }
        all
    }

    /// Gives the files that the manifests were read from, so that findings point at single lines of multi-line texts.
    #[must_use]
    pub fn with_sources(mut self, sources: &'m Sources) -> Self {
        self.sources = Some(sources);
        self
    }

    fn add(&mut self, node: &'m Node) {
        let group = node.text_at(&["apiVersion"]);
        let group = group.split_once('/').map_or("", |(group, _)| group);
        let kind = node.text_at(&["kind"]);
        let name = node.text_at(&["metadata", "name"]);
        match (group, kind) {
            ("argoproj.io", "Application" | "ApplicationSet") => self.applications.push(node),
            ("argoproj.io", "AppProject") => {
                self.app_projects.insert(name);
            }
            ("", "Secret") if node.text_at(&["metadata", "labels", CONNECTOR]) == "argocd" => {
                self.connectors.insert(name);
            }
            (group, kind) => {
                if let Some(kind) = Kind::of(group, kind) {
                    self.add_own(kind, name, node);
                }
            }
        }
    }

    fn add_own(&mut self, kind: Kind, name: &'m str, node: &'m Node) {
        let by_name = match kind {
            Kind::Instance => return self.instances.push(node),
            Kind::DirectApplication => return self.direct_applications.push(node),
            Kind::Template => &mut self.templates,
            Kind::Project => &mut self.projects,
            Kind::Cluster => &mut self.clusters,
            Kind::ApplicationTemplate => &mut self.application_templates,
        };
        by_name.insert(name, node);
    }

    /// Says whether some ApplicationSet mentions a word, such as the key of a label that it selects.
    pub(super) fn is_asked_for(&self, word: &str) -> bool {
        if let Some(known) = self.asked.borrow().get(word) {
            return *known;
        }
        let sets = self.applications.iter();
        let mut sets = sets.filter(|node| node.text_at(&["kind"]) == "ApplicationSet");
        let finder = Finder::new(word);
        let found = sets.any(|set| mentions(set, &finder));
        self.asked.borrow_mut().insert(word.to_owned(), found);
        found
    }

    /// Says whether some ApplicationSet selects clusters by a label.
    pub(super) fn is_selected(&self, key: &str) -> bool {
        let sets = self.applications.iter();
        let mut sets = sets.filter(|node| node.text_at(&["kind"]) == "ApplicationSet");
        sets.any(|set| selects(set, key))
    }
}

/// The platform's own kinds that a prediction reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Instance,
    Template,
    Project,
    Cluster,
    ApplicationTemplate,
    DirectApplication,
}

impl Kind {
    fn of(group: &str, kind: &str) -> Option<Self> {
        GROUPS.contains(&group).then_some(())?;
        Some(match kind {
            "VirtualClusterInstance" => Self::Instance,
            "VirtualClusterTemplate" => Self::Template,
            "Project" => Self::Project,
            "Cluster" => Self::Cluster,
            "ArgoCDApplicationTemplate" => Self::ApplicationTemplate,
            "ArgoCDApplication" => Self::DirectApplication,
            _ => return None,
        })
    }
}

/// Says whether a kind is one of the platform's that make a difference for what is predicted.
#[must_use]
pub fn is_read(group: &str, kind: &str) -> bool {
    Kind::of(group, kind).is_some()
}

fn mentions(node: &Node, word: &Finder<'_>) -> bool {
    match &node.value {
        Value::String(text) => has_word(text, word),
        Value::List(items) => items.iter().any(|item| mentions(item, word)),
        Value::Map(map) => map
            .iter()
            .any(|entry| has_word(&entry.key.text, word) || mentions(&entry.node, word)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Says whether a text has a word that is no part of a longer one.
fn has_word(text: &str, word: &Finder<'_>) -> bool {
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '/');
    let length = word.needle().len();
    word.find_iter(text.as_bytes()).any(|at| {
        let before = text[..at].chars().next_back();
        let after = text[at + length..].chars().next();
        !before.is_some_and(inner) && !after.is_some_and(inner)
    })
}

/// Looks for a selector, however deeply generators nest.
fn selects(node: &Node, key: &str) -> bool {
    match &node.value {
        Value::List(items) => items.iter().any(|item| selects(item, key)),
        Value::Map(map) => {
            let expressions = node.items_at(&["matchExpressions"]).iter();
            let mut expressions = expressions.map(|one| one.text_at(&["key"]));
            entries(node, &["matchLabels"]).any(|entry| &*entry.key.text == key)
                || expressions.any(|one| one == key)
                || map.iter().any(|entry| selects(&entry.node, key))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}
