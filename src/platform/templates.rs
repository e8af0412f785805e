//! Templates on their own, rendered with any values: what a proof walks through.

use super::combinations::Combinations;
use super::definition::Definition;
use super::facts::{Facts, Scene};
use super::findings::Findings;
use super::import;
use super::labels;
use super::manifests::Manifests;
use super::prediction::{Chart, Label, TemplateRef, Unknown};
use super::project;
use super::render::render;
use super::supplied::resolve;
use super::unknowns::Unknowns;
use super::workshop::{Texts, Workshop};
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::world::World;
use crate::yaml::Node;
use std::rc::Rc;
use std::sync::Arc;

/// All versions of all templates, compiled once.
#[derive(Debug)]
pub struct Templates<'m> {
    workshop: Workshop<'m>,
    versions: Vec<Version<'m>>,
}

#[derive(Debug)]
struct Version<'m> {
    reference: TemplateRef,
    definition: Rc<Definition<'m>>,
    span: Span,
}

/// What a version of a template gives with certain values.
#[derive(Clone, Debug)]
pub struct Rendering {
    /// The resolved parameters.
    pub parameters: Node,
    /// The labels that the instance gets from the template.
    pub labels: Vec<Label>,
    /// Whether the virtual cluster asks to be imported into Argo CD, as far as the template says.
    pub asks_for_import: bool,
    /// The chart.
    pub chart: Option<Chart>,
    /// The rendered vcluster.yaml.
    pub values: Option<Arc<Node>>,
    /// The rendered manifests that are applied inside.
    pub objects: Arc<[Arc<Node>]>,
    /// Whether the platform makes an instance of it.
    pub is_refused: bool,
    /// What was found.
    pub problems: Vec<Diagnostic>,
    /// What is open.
    pub unknown: Vec<Unknown>,
}

impl<'m> Templates<'m> {
    /// Takes all templates apart.
    #[must_use]
    pub fn new(manifests: &'m Manifests<'m>) -> Self {
        let mut workshop = Workshop::new(manifests, Texts::default());
        let mut versions = Vec::new();
        for template in manifests.templates.values() {
            let count = template.items_at(&["spec", "versions"]).len();
            let places: Vec<Option<usize>> = match count {
                0 => vec![None],
                count => (0..count).map(Some).collect(),
            };
            for place in places {
                let definition = workshop.definition(template, place);
                let name = template.text_at(&["metadata", "name"]).to_owned();
                let unversioned = TemplateRef {
                    name,
                    version: None,
                };
                versions.push(Version {
                    reference: definition.template.clone().unwrap_or(unversioned),
                    span: definition.node.map_or(template.span, |node| node.span),
                    definition,
                });
            }
        }
        Self { workshop, versions }
    }

    /// Returns every version by template, in the order of the manifests.
    pub fn versions(&self) -> impl Iterator<Item = &TemplateRef> {
        self.versions.iter().map(|version| &version.reference)
    }

    /// Returns the names of the projects that allow a template.
    pub fn projects<'s>(&'s self, template: &'s str) -> impl Iterator<Item = &'s str> {
        let all = self.workshop.manifests.projects.iter();
        let allowing = all.filter(move |(_, node)| project::allows(node, template));
        allowing.map(|(name, _)| *name)
    }

    /// Combines the finite parameters of a version, the place of which is that in [`Templates::versions`]; more than `most`
    /// combinations become pairs.
    #[must_use]
    pub fn combinations(&self, version: usize, most: usize) -> Combinations {
        let version = &self.versions[version];
        Combinations::of(&version.definition.parameters, version.span, most)
    }

    /// Returns the circumstances of an instance that a project would have.
    #[must_use]
    pub fn facts(&mut self, project: &str, name: &str, world: &World) -> Facts {
        let node = self.workshop.manifests.projects.get(project).copied();
        let only = node.and_then(project::only_cluster);
        let connected = world.connected_clusters.as_deref().unwrap_or_default();
        let cluster = match (only, connected) {
            (Some(only), _) => Some(only.to_owned()),
            (None, [one]) => Some(one.name.clone()),
            (None, _) => None,
        };
        let annotations = cluster
            .as_deref()
            .and_then(|name| self.workshop.cluster_annotations(name, world));
        let prefix = world.platform.prefix();
        Facts {
            name: name.to_owned(),
            project: project.to_owned(),
            namespace: match node {
                Some(node) => project::namespace(node, &world.platform),
                None => format!("{prefix}{project}"),
            },
            owner: world.platform.owner.clone(),
            cluster,
            annotations,
            virtual_cluster: name.to_owned(),
            host_namespace: Some(format!("loft-{project}-v-{name}")),
        }
    }

    /// Renders a version, the place of which is that in [`Templates::versions`], with the parameters that an instance would give.
    #[must_use]
    pub fn render(&mut self, version: usize, parameters: &Node, facts: &Facts) -> Rendering {
        let version = &self.versions[version];
        let definition = Rc::clone(&version.definition);
        let mut findings = Findings::default();
        let resolved = resolve(&definition.parameters, parameters, &mut findings);
        let mut rendering = Rendering {
            parameters: resolved.all.clone(),
            labels: Vec::new(),
            asks_for_import: false,
            chart: None,
            values: None,
            objects: Arc::default(),
            is_refused: true,
            problems: Vec::new(),
            unknown: Vec::new(),
        };
        if !resolved.partial {
            let scene = Scene::new(facts, &resolved);
            let rendered = render(&definition, &scene, &mut self.workshop, &mut findings);
            let bare = Node::map([], version.span);
            let manifests = self.workshop.manifests;
            let given = &rendered.labels;
            rendering.labels =
                labels::effective(&bare, &facts.name, given, manifests, &mut findings);
            rendering.asks_for_import = import::is_asked_for(&rendered);
            rendering.chart = rendered.chart;
            rendering.values = rendered.values;
            rendering.objects = rendered.objects;
            rendering.is_refused = findings.stopped.is_some();
        }
        let mut unknowns = Unknowns::default();
        unknowns.add(&facts.name, findings.open);
        rendering.unknown = unknowns.all();
        rendering.problems = findings.problems;
        rendering
    }
}
