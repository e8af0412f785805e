//! What all instances share: compiled templates and parsed texts.

use super::codes::RENDERED_MALFORMED;
use super::definition::{Compiler, Definition, variables};
use super::leaf::Leaf;
use super::manifests::Manifests;
use super::node::{entries, put_at};
use super::prediction::TemplateRef;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::gotmpl::Cache;
use crate::span::Span;
use crate::world::World;
use crate::yaml::{self, Entry, Limits, Node, Reading};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// The place of a version in its template; none for the root.
type Place = Option<usize>;
/// Documents, or why a text has none.
type Parsed = Result<Arc<[Arc<Node>]>, Box<Diagnostic>>;

/// The annotations of a cluster, if they are known.
type Known = Option<Arc<BTreeMap<String, String>>>;

/// What predictions from the same files share, so that a text is compiled and parsed once for all of them.
#[derive(Debug, Default)]
pub struct Texts {
    cache: Cache,
    parsed: BTreeMap<(Span, Arc<str>), Parsed>,
}

/// Templates and texts, each made once.
#[derive(Debug)]
pub(super) struct Workshop<'m> {
    /// The manifests.
    pub(super) manifests: &'m Manifests<'m>,
    /// What outlasts the manifests.
    pub(super) texts: Texts,
    definitions: BTreeMap<(&'m str, Place), Rc<Definition<'m>>>,
    annotations: BTreeMap<String, Known>,
}

impl<'m> Workshop<'m> {
    /// Opens the workshop.
    pub(super) fn new(manifests: &'m Manifests<'m>, texts: Texts) -> Self {
        Self {
            manifests,
            texts,
            definitions: BTreeMap::new(),
            annotations: BTreeMap::new(),
        }
    }

    /// Returns what compiles.
    pub(super) fn compiler(&self) -> Compiler<'_, 'm> {
        Compiler {
            cache: &self.texts.cache,
            sources: self.manifests.sources,
        }
    }

    /// Compiles a text of a manifest.
    pub(super) fn leaf(&self, node: &Node) -> Option<Leaf<'m>> {
        Leaf::new(node, self.manifests.sources, &self.texts.cache)
    }

    /// Returns a version of a template, or its root.
    pub(super) fn definition(&mut self, template: &'m Node, place: Place) -> Rc<Definition<'m>> {
        let key = (template.text_at(&["metadata", "name"]), place);
        if let Some(known) = self.definitions.get(&key) {
            return Rc::clone(known);
        }
        let made = Rc::new(self.make(template, place));
        self.definitions.insert(key, Rc::clone(&made));
        made
    }

    fn make(&self, template: &'m Node, place: Place) -> Definition<'m> {
        let spec = template.get("spec").unwrap_or(template);
        let version = place.and_then(|at| spec.items_at(&["versions"]).get(at));
        let holder = version.unwrap_or(spec);
        let node = holder.present_at(&["template"]);
        let parameters = holder.items_at(&["parameters"]);
        let reference = TemplateRef {
            name: template.text_at(&["metadata", "name"]).to_owned(),
            version: version.map(|version| version.text_at(&["version"]).to_owned()),
        };
        let mut made = self
            .compiler()
            .definition(node, parameters, Some(reference));
        if version.is_some() {
            made.root_parameters = variables(spec, &["parameters"]);
        }
        made
    }

    /// Returns the annotations of a connected cluster; what World says of it holds beside its manifest.
    pub(super) fn cluster_annotations(&mut self, name: &str, world: &World) -> Known {
        if let Some(known) = self.annotations.get(name) {
            return known.clone();
        }
        let manifest = self.manifests.clusters.get(name);
        let known = world.connected_cluster(name);
        let written = manifest.into_iter();
        let written = written.flat_map(|node| entries(node, &["metadata", "annotations"]));
        let pair = |entry: &Entry| {
            let text = entry.node.as_str()?;
            Some((entry.key.text.to_string(), text.to_owned()))
        };
        let mut all: BTreeMap<String, String> = written.filter_map(pair).collect();
        all.extend(
            known
                .into_iter()
                .flat_map(|known| known.annotations.clone()),
        );
        let is_known = manifest.is_some() || known.is_some();
        let all = is_known.then(|| Arc::new(all));
        self.annotations.insert(name.to_owned(), all.clone());
        all
    }

    /// Reads a rendered text: its documents, all at the place of the text that it was rendered from.
    pub(super) fn documents(&mut self, text: &Arc<str>, leaf: &Leaf<'_>, field: &str) -> Parsed {
        let key = (leaf.span, Arc::clone(text));
        if let Some(known) = self.texts.parsed.get(&key) {
            return known.clone();
        }
        let parsed = parse(text, leaf, field);
        self.texts.parsed.insert(key, parsed.clone());
        parsed
    }
}

fn parse(text: &str, leaf: &Leaf<'_>, field: &str) -> Parsed {
    let span = leaf.span;
    let limits = Limits::default();
    let mut warnings = Diagnostics::new();
    let bytes = text.as_bytes();
    match yaml::read(span.source, bytes, Reading::Kubectl, &limits, &mut warnings) {
        Ok(mut nodes) => {
            nodes.iter_mut().for_each(|node| put_at(node, span));
            Ok(nodes.into_iter().map(Arc::new).collect())
        }
        Err(fault) => {
            let at = fault.span.map_or(0, |span| span.start as usize);
            let before = text.get(..at).unwrap_or(text);
            let last = text.lines().count().saturating_sub(1);
            let index = before.matches('\n').count().min(last);
            let line = text.lines().nth(index).unwrap_or_default().trim();
            let line: String = line.chars().take(80).collect();
            let what = format!(
                "`{field}` is no YAML once it is rendered: {}",
                fault.message
            );
            let number = index + 1;
            let found = Diagnostic::error(RENDERED_MALFORMED, leaf.line(text, index), what)
                .help("look at indentation and quotes around the placeholders")
                .note(format!("line {number} of the rendered text: `{line}`"));
            Err(Box::new(found))
        }
    }
}
