//! From a parameter set to an Application.

use super::application::{Application, Origin};
use super::fail::{Fail, Outcome};
use super::normalise;
use super::params::Params;
use super::part::{Compiler, Part, Renderer};
use super::patch;
use super::set::Context;
use super::shapes;
use crate::gotmpl::Text;
use crate::span::Span;
use crate::yaml::{Entry, Key, Map, Node, Value};
use std::sync::Arc;

const FINALIZER: &str = "resources-finalizer.argocd.argoproj.io";

/// Makes the Applications of one generator.
pub(super) struct Maker<'m> {
    context: &'m Context<'m>,
    /// The template as it is, for empty parameter sets.
    plain: Node,
    compiled: Part,
    patch: Option<&'m Node>,
    /// The Application's entries, the last two without their parts.
    frame: Vec<Entry>,
    namespace: Arc<str>,
    origin: Origin,
}

impl<'m> Maker<'m> {
    /// Compiles a template.
    pub(super) fn new(context: &'m Context<'m>, template: &Node, origin: Origin) -> Self {
        let plain = normalised(template.clone());
        let span = plain.span;
        Self {
            context,
            compiled: compiled(context, &plain),
            plain,
            patch: context.spec.present_at(&["templatePatch"]),
            frame: vec![
                Entry::new("apiVersion", "argoproj.io/v1alpha1", span),
                Entry::new("kind", "Application", span),
                Entry::new("metadata", Value::Null, span),
                Entry::new("spec", Value::Null, span),
            ],
            namespace: Arc::from(context.namespace.as_str()),
            origin,
        }
    }

    /// Makes the Application of a parameter set.
    ///
    /// # Errors
    /// The controller's, of the first text that does not render, or of the patch.
    pub(super) fn make(&self, params: &Params) -> Outcome<Application> {
        let mut application = match params.is_empty() {
            true => self.plain.clone(),
            false => self.rendered(params)?,
        };
        if let Some(patch) = self.patch {
            application = normalised(self.patched(application, params, patch)?);
        }
        let (name, node) = self.finished(application);
        self.context.budget.claim(params.len() as u64)?;
        Ok(Application {
            name,
            node,
            origin: self.origin,
            cluster: cluster(params),
        })
    }

    fn rendered(&self, params: &Params) -> Outcome<Node> {
        let mut renderer = Renderer {
            engine: &self.context.engine,
            strict: None,
            params,
            unknown: &mut |name: &str, span: Span| self.context.notes.left_verbatim(name, span),
        };
        renderer.render(&self.compiled)
    }

    fn patched(&self, application: Node, params: &Params, patch: &Node) -> Outcome<Node> {
        let text = patch.as_str().unwrap_or_default();
        let mut unknown = |name: &str| self.context.notes.left_verbatim(name, patch.span);
        let rendered = self
            .context
            .engine
            .replace(text, params, &mut unknown)
            .map_err(|fail: Box<Fail>| {
                fail.within("error replacing values in templatePatch")
                    .at(patch.span)
            })?;
        self.context.budget.burn(rendered.len())?;
        patch::apply(application, &rendered, patch.span)
    }

    /// Puts the parts in their places; the namespace is always the set's.
    fn finished(&self, application: Node) -> (Arc<str>, Node) {
        let span = application.span;
        let mut entries = self.frame.clone();
        let parts = match application.value {
            Value::Map(map) => map,
            _ => Map::new(),
        };
        for (entry, part) in entries.iter_mut().skip(2).zip(parts) {
            entry.node = part.node;
        }
        let mut name = Arc::from("");
        if let Some(metadata) = entries.get_mut(2).and_then(|entry| entry.node.as_map_mut()) {
            let namespace = Value::String(Arc::clone(&self.namespace));
            match metadata.get_mut("namespace") {
                Some(node) => node.value = namespace,
                None => put(metadata, "namespace", namespace, span),
            }
            if let Some(Value::String(found)) = metadata.get("name").map(|node| &node.value) {
                name = Arc::clone(found);
            }
        }
        (name, Node::map(entries, span))
    }
}

/// Compiles the template with what is added to each Application that is rendered.
fn compiled(context: &Context<'_>, plain: &Node) -> Part {
    let mut template = plain.clone();
    let span = template.span;
    let policy = context.spec.present_at(&["syncPolicy"]);
    let preserve = policy.is_some_and(|policy| policy.is_true_at(&["preserveResourcesOnDeletion"]));
    let metadata = template
        .as_map_mut()
        .and_then(|map| map.get_mut("metadata"));
    if let Some(metadata) = metadata.and_then(Node::as_map_mut) {
        if metadata.get("namespace").is_none() {
            put(metadata, "namespace", context.namespace.as_str(), span);
        }
        if !preserve && metadata.get("finalizers").is_none() {
            let list = Value::List(vec![Node::new(FINALIZER, span)]);
            put(metadata, "finalizers", list, span);
        }
    }
    let compiler = Compiler {
        engine: &context.engine,
        strict: None,
        tidy: true,
    };
    compiler.parts(&template)
}

/// Adds a field in its place among the sorted others.
fn put(map: &mut Map, key: &str, value: impl Into<Value>, span: Span) {
    map.insert(Key::new(key, span), Node::new(value, span));
    map.sort();
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
        Entry {
            key: Key::new(part, span),
            node: normalise::object(found, shapes::part(part)),
        }
    });
    Node::map(parts, span)
}
