//! The door: an ApplicationSet in, its Applications out.

use super::admission;
use super::checkout::Checkouts;
use super::fail::{Fail, Outcome};
use super::json;
use super::merge;
use super::normalise;
use super::params::Params;
use super::part::{Compiler, Part, Renderer};
use super::patch;
use super::set::Context;
use super::shapes;
use super::transform::{Generator, bounded, generated, kinds, selector};
use super::validate;
use super::warn::Warnings;
use crate::diagnostic::Diagnostics;
use crate::gotmpl::Text;
use crate::span::Span;
use crate::world::World;
use crate::yaml::{Map, Node, Value};
use std::sync::Arc;

const FINALIZER: &str = "resources-finalizer.argocd.argoproj.io";

/// What one expansion may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most Applications, and parameter sets of one generator. Default: 100,000.
    pub applications: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            applications: 100_000,
        }
    }
}

/// What is around an ApplicationSet.
#[derive(Clone, Copy)]
pub struct Surroundings<'s> {
    /// What the live side knows.
    pub world: &'s World,
    /// The repositories that World names.
    pub checkouts: &'s dyn Checkouts,
    /// What an expansion may cost.
    pub limits: Limits,
}

/// An Application that the controller would write.
#[derive(Clone, Debug)]
pub struct Application {
    /// Its name.
    pub name: Arc<str>,
    /// The object: `apiVersion`, `kind`, `metadata`, `spec`, keys sorted.
    pub node: Node,
    /// The place of its entry in `spec.generators`.
    pub(super) entry: usize,
    /// The parameters `name` and `server`, where there are both.
    pub(super) cluster: Option<[Text; 2]>,
}

/// What became of an ApplicationSet.
#[derive(Clone, Debug)]
pub struct Expansion {
    /// The set's name.
    pub name: String,
    /// The namespace of the set and its Applications.
    pub namespace: String,
    /// The Applications by name, as the controller writes them before it normalises; `None` when generation failed as a whole.
    pub applications: Option<Vec<Application>>,
    /// How many Applications are refused after generation.
    pub refused: usize,
}

impl Expansion {
    /// Says whether the controller would report an error.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.applications.is_none() || self.refused > 0
    }
}

/// Says whether a document is an ApplicationSet.
#[must_use]
pub fn is_set(document: &Node) -> bool {
    let group = json::text(document, "apiVersion")
        .split_once('/')
        .map(|(group, _)| group);
    json::text(document, "kind") == "ApplicationSet" && group == Some("argoproj.io")
}

/// Expands an ApplicationSet as Argo CD v3.5.1's controller does, admission by the API server first. What fails is reported.
pub fn expand(set: &Node, around: &Surroundings<'_>, out: &mut Diagnostics) -> Expansion {
    let name = set
        .at(&["metadata", "name"])
        .and_then(Node::as_str)
        .unwrap_or_default();
    let mut expansion = Expansion {
        name: name.to_owned(),
        namespace: around.world.argocd.namespace.clone(),
        applications: None,
        refused: 0,
    };
    let admitted = match admission::admit(set, name, out) {
        Ok(admitted) => admitted,
        Err(fail) => {
            out.push(fail.diagnostic(name, set.span));
            return expansion;
        }
    };
    let context = Context::new(&admitted, around.world, around.checkouts, around.limits);
    expansion.namespace.clone_from(&context.namespace);
    let mut warnings = Warnings::new(&context, out);
    match applications(&context, &mut warnings) {
        Ok(applications) => {
            let judged = validate::validate(&context, applications, out);
            expansion.refused = judged.refused;
            expansion.applications = Some(judged.valid);
        }
        Err(fail) => out.push(fail.diagnostic(name, set.span)),
    }
    expansion
}

fn applications(context: &Context<'_>, warnings: &mut Warnings<'_>) -> Outcome<Vec<Application>> {
    let mut all = Vec::new();
    let empty = Node::new(Map::new(), context.span);
    let base = context.spec.get("template").unwrap_or(&empty);
    for (at, entry) in json::items(&context.spec, "generators").iter().enumerate() {
        let selector = selector(entry)?;
        for kind in kinds(entry) {
            let Some(block) = entry.get(kind) else {
                continue;
            };
            let generator = Generator {
                kind,
                block,
                rendered: false,
            };
            let sets = generated(context, &generator, selector.as_ref())?;
            bounded(context, all.len() + sets.len())?;
            if selector.is_none() {
                warnings.generated(&generator, sets.len());
            }
            let template = match json::present(block, "template") {
                Some(own) => merge::object(own.clone(), base, shapes::template()),
                None => base.clone(),
            };
            let maker = Maker::new(context, &template, at);
            for params in &sets {
                all.push(maker.make(params, warnings)?);
            }
        }
    }
    Ok(all)
}

/// Makes the Applications of one generator.
struct Maker<'m> {
    context: &'m Context<'m>,
    template: Node,
    compiled: Part,
    patch: Option<&'m Node>,
    finalizer: bool,
    entry: usize,
}

impl<'m> Maker<'m> {
    fn new(context: &'m Context<'m>, template: &Node, entry: usize) -> Self {
        let compiler = Compiler {
            engine: &context.engine,
            strict: None,
        };
        let policy = json::present(&context.spec, "syncPolicy");
        let preserve =
            policy.is_some_and(|policy| json::flag(policy, "preserveResourcesOnDeletion"));
        Self {
            context,
            compiled: compiler.object(template, shapes::template()),
            template: template.clone(),
            patch: json::present(&context.spec, "templatePatch"),
            finalizer: !preserve,
            entry,
        }
    }

    fn make(&self, params: &Params, warnings: &mut Warnings<'_>) -> Outcome<Application> {
        let mut application = match params.is_empty() {
            true => self.template.clone(),
            false => self.rendered(params, warnings)?,
        };
        if let Some(patch) = self.patch {
            application = self.patched(normalised(application), params, patch)?;
        }
        Ok(Application {
            cluster: cluster(params),
            ..self.finished(normalised(application))
        })
    }

    fn rendered(&self, params: &Params, warnings: &mut Warnings<'_>) -> Outcome<Node> {
        let mut renderer = Renderer {
            engine: &self.context.engine,
            strict: None,
            params,
            unknown: &mut |name: &str, span: Span| warnings.left_verbatim(name, span),
        };
        let mut application = renderer.render(&self.compiled)?;
        let metadata = application
            .as_map_mut()
            .and_then(|map| map.get_mut("metadata"));
        if let (true, Some(metadata)) = (self.finalizer, metadata)
            && json::items(metadata, "finalizers").is_empty()
        {
            let span = metadata.span;
            let list = Value::List(vec![Node::new(FINALIZER, span)]);
            let entry = json::entry("finalizers", list, span);
            if let Some(map) = metadata.as_map_mut() {
                map.insert(entry.key, entry.node);
            }
        }
        Ok(application)
    }

    fn patched(&self, application: Node, params: &Params, patch: &Node) -> Outcome<Node> {
        let text = patch.as_str().unwrap_or_default();
        let rendered = self
            .context
            .engine
            .replace(text, params)
            .map_err(|fail: Box<Fail>| {
                fail.within("error replacing values in templatePatch")
                    .at(patch.span)
            })?;
        patch::apply(application, &rendered, patch.span)
    }

    /// Puts the parts in their places; the namespace is always the set's.
    fn finished(&self, application: Node) -> Application {
        let span = application.span;
        let mut map = match application.value {
            Value::Map(map) => map,
            _ => Map::new(),
        };
        let mut metadata = map
            .remove("metadata")
            .unwrap_or_else(|| Node::new(Map::new(), span));
        let namespace = json::entry("namespace", self.context.namespace.as_str(), span);
        if let Some(entries) = metadata.as_map_mut() {
            entries.insert(namespace.key, namespace.node);
            entries.sort();
        }
        let name = match metadata.get("name").map(|node| &node.value) {
            Some(Value::String(name)) => Arc::clone(name),
            _ => Arc::from(""),
        };
        let spec = map
            .remove("spec")
            .unwrap_or_else(|| Node::new(Map::new(), span));
        let mut parts = vec![
            json::entry("apiVersion", "argoproj.io/v1alpha1", span),
            json::entry("kind", "Application", span),
            json::entry("metadata", Value::Null, span),
            json::entry("spec", Value::Null, span),
        ];
        parts[2].node = metadata;
        parts[3].node = spec;
        Application {
            name,
            node: json::map(parts, span),
            entry: self.entry,
            cluster: None,
        }
    }
}

fn cluster(params: &Params) -> Option<[Text; 2]> {
    let text = |key: &[u8]| params.get(key)?.as_text().cloned();
    Some([text(b"name")?, text(b"server")?])
}

/// Writes both parts of an Application as Go does.
fn normalised(application: Node) -> Node {
    let span = application.span;
    let mut map = match application.value {
        Value::Map(map) => map,
        _ => Map::new(),
    };
    let parts = shapes::PARTS.map(|part| {
        let found = map
            .remove(part)
            .unwrap_or_else(|| Node::new(Value::Null, span));
        let mut entry = json::entry(part, Value::Null, span);
        entry.node = normalise::object(found, shapes::part(part));
        entry
    });
    json::map(parts.into(), span)
}
