//! From a parameter set to an Application.

use super::application::{Application, Origin};
use super::fail::{Fail, Outcome};
use super::json;
use super::normalise;
use super::params::Params;
use super::part::{Compiler, Part, Renderer};
use super::patch;
use super::set::Context;
use super::shapes;
use super::warn::Warnings;
use crate::gotmpl::Text;
use crate::span::Span;
use crate::yaml::{Map, Node, Value};
use std::sync::Arc;

const FINALIZER: &str = "resources-finalizer.argocd.argoproj.io";

/// Makes the Applications of one generator.
pub(super) struct Maker<'m> {
    context: &'m Context<'m>,
    template: Node,
    compiled: Part,
    patch: Option<&'m Node>,
    finalizer: bool,
    origin: Origin,
}

impl<'m> Maker<'m> {
    /// Compiles a template.
    pub(super) fn new(context: &'m Context<'m>, template: &Node, origin: Origin) -> Self {
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
            origin,
        }
    }

    /// Makes the Application of a parameter set.
    ///
    /// # Errors
    /// The controller's, of the first text that does not render, or of the patch.
    pub(super) fn make(
        &self,
        params: &Params,
        warnings: &mut Warnings<'_>,
    ) -> Outcome<Application> {
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
            origin: self.origin,
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
