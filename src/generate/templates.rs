//! Renders the files of a folder and the fields of documents.

use crate::catalog::Named;
use crate::diagnostic::Diagnostic;
use crate::generate::Workshop;
use crate::generate::merge::merge;
use crate::span::{SourceId, Span};
use crate::template::{self, Run, Scope, Template};
use crate::tree::TreePath;
use crate::yaml::{self, Limits, Node, Reading};
use std::rc::Rc;
use std::sync::Arc;

/// The built-in shapes: name, the file that people see, its text.
const SHAPES: [(&str, &str); 6] = [
    (
        "applicationSet",
        include_str!("shapes/application-set.yaml"),
    ),
    ("application", include_str!("shapes/application.yaml")),
    (
        "manifests-application",
        include_str!("shapes/manifests-application.yaml"),
    ),
    ("bootstrap", include_str!("shapes/bootstrap.yaml")),
    ("clusterSecret", include_str!("shapes/cluster-secret.yaml")),
    (
        "cluster-external-secret",
        include_str!("shapes/cluster-external-secret.yaml"),
    ),
];

impl<'e> Workshop<'_, 'e> {
    /// Renders all YAML files below a folder, in the order of their paths.
    pub(super) fn render_folder(&mut self, folder: &TreePath, scope: &Arc<Scope>) -> Vec<Node> {
        let mut rendered = Vec::new();
        for file in self.yaml_files(folder) {
            rendered.extend(self.render_file(&file, scope));
        }
        rendered
    }

    /// Returns the YAML files below a folder, sorted by path; none where there is no folder.
    pub(super) fn yaml_files(&mut self, folder: &TreePath) -> Vec<TreePath> {
        let catalog = &mut self.catalog;
        let walked = match catalog.tree.kind(folder, &mut catalog.sources) {
            Ok(None) => return Vec::new(),
            Ok(Some(_)) => catalog.tree.walk(folder, &mut catalog.sources),
            Err(fault) => Err(fault),
        };
        match walked {
            Ok(files) => files.into_iter().filter(is_yaml).collect(),
            Err(fault) => {
                catalog.out.push(*fault);
                Vec::new()
            }
        }
    }

    /// Renders one file.
    pub(super) fn render_file(&mut self, file: &TreePath, scope: &Arc<Scope>) -> Vec<Node> {
        let nodes = match self.text_rule(file) {
            Some(rule) => self.render_text(&rule, file, scope),
            None => self.render_yaml(file, scope),
        };
        nodes
            .into_iter()
            .flatten()
            .flat_map(|node| self.on_shape(node, scope))
            .collect()
    }

    fn render_yaml(&mut self, file: &TreePath, scope: &Arc<Scope>) -> Option<Vec<Node>> {
        let templates = self.templates(file)?;
        let nodes = templates
            .iter()
            .flat_map(|template| self.rendered(template, scope));
        Some(nodes.collect())
    }

    /// Renders a file in text mode. What it compiles to depends on the values, so it is not kept.
    fn render_text(
        &mut self,
        rule: &template::Delimiters,
        file: &TreePath,
        scope: &Arc<Scope>,
    ) -> Option<Vec<Node>> {
        let source = self.read(file)?;
        let catalog = &mut self.catalog;
        let findings = catalog.out.len();
        let substituted =
            template::substitute(rule, source, scope, &catalog.sources, &mut catalog.out);
        // What is not whole would only be found faulty once more.
        if catalog.out.len() > findings {
            return None;
        }
        let read = catalog.sources.add(file.as_str(), substituted.text());
        let bytes = substituted.text().len();
        if !self.run().charge_text(bytes, Span::whole(source)) {
            return None;
        }
        let templates = self.compile(read)?;
        let mut nodes: Vec<Node> = templates
            .iter()
            .flat_map(|template| self.rendered(template, scope))
            .collect();
        for node in &mut nodes {
            substituted.trace(node, read, &mut self.causes);
        }
        Some(nodes)
    }

    /// Renders the value of a document's field.
    pub(super) fn evaluate(&mut self, node: &Node, scope: &Arc<Scope>) -> Option<Node> {
        let template = self
            .engine
            .compile(node, &self.catalog.sources, &mut self.catalog.out);
        self.rendered(&template, scope).pop()
    }

    fn rendered(&mut self, template: &Template<'_>, scope: &Arc<Scope>) -> Vec<Node> {
        template.render(scope, &mut self.run())
    }

    fn run(&mut self) -> Run<'_> {
        Run {
            causes: &mut self.causes,
            out: &mut self.catalog.out,
            budget: &mut self.budget,
        }
    }

    /// Counts work, as templates count theirs; `false` when the limit is reached, which is then reported at `place`.
    pub(super) fn charge(&mut self, steps: u64, place: Span) -> bool {
        self.run().charge(steps, place)
    }

    /// Counts a copy of a value, as templates count what they make; as [`Workshop::charge`].
    pub(super) fn charge_copy(&mut self, node: &Node, place: Span) -> bool {
        self.run().charge_copy(node, place)
    }

    fn templates(&mut self, file: &TreePath) -> Option<Rc<Vec<Template<'e>>>> {
        if let Some(known) = self.compiled.get(file) {
            return Some(Rc::clone(known));
        }
        let source = self.read(file)?;
        let compiled = Rc::new(self.compile(source)?);
        self.compiled.insert(file.clone(), Rc::clone(&compiled));
        Some(compiled)
    }

    fn read(&mut self, file: &TreePath) -> Option<SourceId> {
        match self.catalog.tree.read(file, &mut self.catalog.sources) {
            Ok(source) => Some(source),
            Err(fault) => {
                self.catalog.out.push(*fault);
                None
            }
        }
    }

    fn text_rule(&self, file: &TreePath) -> Option<Rc<template::Delimiters>> {
        let rule = self
            .text_rules
            .iter()
            .find(|(glob, _)| glob.is_match(file.as_str()));
        rule.map(|(_, delimiters)| Rc::clone(delimiters))
    }

    fn compile(&mut self, source: SourceId) -> Option<Vec<Template<'e>>> {
        let catalog = &mut self.catalog;
        let text = Arc::clone(catalog.sources.text(source));
        match yaml::read(
            source,
            &text,
            Reading::Strict,
            &Limits::default(),
            &mut catalog.out,
        ) {
            Ok(nodes) => {
                nodes.iter().for_each(|node| self.check_shapes(node));
                let catalog = &mut self.catalog;
                let compile = |node| {
                    self.engine
                        .compile(node, &catalog.sources, &mut catalog.out)
                };
                Some(nodes.iter().map(compile).collect())
            }
            Err(fault) => {
                catalog.out.push(*fault);
                None
            }
        }
    }

    /// Renders an object from its shape: the repository's own, else the built-in one with the repository's fields merged in.
    pub(super) fn shaped(&mut self, name: &str, scope: &Arc<Scope>) -> Vec<Node> {
        let repository = self.catalog.repository();
        let mut nodes = match repository.shape(name) {
            Some(file) => self.own_shape(&file, scope),
            None => self.built_in(name, scope),
        };
        if let Some(fields) = repository.spec.get(name) {
            for node in &mut nodes {
                if let Some(over) = self.evaluate(fields, scope) {
                    merge(node, over);
                }
            }
        }
        nodes
    }

    /// Renders a shape that lies in the repository.
    pub(super) fn own_shape(&mut self, file: &Named, scope: &Arc<Scope>) -> Vec<Node> {
        match TreePath::new(&file.text) {
            Ok(path) => {
                if let Err(mut fault) = self.catalog.tree.read(&path, &mut self.catalog.sources) {
                    fault.span = Some(file.span);
                    self.catalog.out.push(*fault);
                    return Vec::new();
                }
                self.render_file(&path, scope)
            }
            Err(error) => {
                self.catalog
                    .out
                    .push(*error.diagnostic(&file.text, file.span));
                Vec::new()
            }
        }
    }

    /// Renders one of the program's own shapes.
    pub(super) fn built_in(&mut self, name: &str, scope: &Arc<Scope>) -> Vec<Node> {
        let path = TreePath::root().child(&format!("built-in-{name}"));
        if !self.compiled.contains_key(&path) {
            let (_, text) = SHAPES
                .iter()
                .find(|(known, _)| *known == name)
                .expect("callers name one of the shapes above");
            let source = self
                .catalog
                .sources
                .add(format!("built-in/{name}.yaml"), text.as_bytes());
            let compiled = self.compile(source).unwrap_or_default();
            self.compiled.insert(path.clone(), Rc::new(compiled));
        }
        let templates = Rc::clone(&self.compiled[&path]);
        templates
            .iter()
            .flat_map(|template| self.rendered(template, scope))
            .collect()
    }

    /// Reports a fault.
    pub(super) fn complain(&mut self, diagnostic: Diagnostic) {
        self.catalog.out.push(diagnostic);
    }
}

fn is_yaml(file: &TreePath) -> bool {
    matches!(file.extension(), Some("yaml" | "yml" | "json"))
}
