//! One ApplicationSet, admitted.

use super::budget::Budget;
use super::engine::Engine;
use super::notes::Notes;
use super::{Checkouts, Limits, Surroundings};
use crate::span::Span;
use crate::world::World;
use crate::yaml::Node;
use std::collections::BTreeSet;
use std::rc::Rc;

/// What all parts of one expansion can see.
pub(super) struct Context<'c> {
    /// The set's name.
    pub(super) name: String,
    /// The namespace of its Applications.
    pub(super) namespace: String,
    /// Its `spec`, admitted.
    pub(super) spec: Node,
    /// The engine that `spec` asks for.
    pub(super) engine: Engine,
    /// The same, with a missing key always an error.
    pub(super) strict: Engine,
    /// What the live side knows.
    pub(super) world: &'c World,
    /// The repositories.
    pub(super) checkouts: &'c dyn Checkouts,
    /// The AppProjects, where they are known.
    pub(super) projects: Option<&'c BTreeSet<String>>,
    pub(super) all_clusters: bool,
    /// What an expansion may cost.
    pub(super) limits: Limits,
    /// What is left to this expansion.
    pub(super) budget: Rc<Budget>,
    /// What is to be warned of.
    pub(super) notes: Notes,
    /// Where the whole manifest stands.
    pub(super) span: Span,
}

impl<'c> Context<'c> {
    /// Gathers what an admitted set says.
    pub(super) fn new(set: &Node, around: &Surroundings<'c>) -> Self {
        let metadata = set.get("metadata").cloned().unwrap_or_else(|| set.clone());
        let namespace = match metadata.text_at(&["namespace"]) {
            "" => around.world.argocd.namespace.clone(),
            namespace => namespace.to_owned(),
        };
        let spec = set.get("spec").cloned().unwrap_or_else(|| set.clone());
        let options = spec.items_at(&["goTemplateOptions"]).iter();
        let options: Vec<&str> = options.filter_map(Node::as_str).collect();
        let budget = Rc::new(Budget::new(around.limits));
        let go = spec.is_true_at(&["goTemplate"]);
        let engine = Engine::new(go, &options, &budget);
        Self {
            name: metadata.text_at(&["name"]).to_owned(),
            namespace,
            strict: engine.strict(),
            engine,
            spec,
            world: around.world,
            checkouts: around.checkouts,
            projects: around.projects,
            all_clusters: around.all_clusters,
            limits: around.limits,
            notes: Notes::default(),
            budget,
            span: set.span,
        }
    }

    /// Says whether Go's engine is asked for.
    pub(super) fn go(&self) -> bool {
        self.engine.is_go()
    }

    /// Says whether there is such an AppProject, as far as is known; none has an empty name.
    pub(super) fn has_project(&self, name: &str) -> bool {
        match self.projects {
            Some(projects) => projects.contains(name),
            None => !name.is_empty(),
        }
    }

    /// Returns the project that the template names.
    pub(super) fn project(&self) -> &str {
        let project = self.spec.at(&["template", "spec", "project"]);
        project.and_then(Node::as_str).unwrap_or_default()
    }
}
