//! The ApplicationSet of a use case.

use crate::catalog::{Named, UseCase};
use crate::generate::cluster::labels;
use crate::generate::make::Maker;
use crate::generate::merge::{merge, redirect};
use crate::generate::settings::Settings;
use crate::generate::source::Part;
use crate::generate::{Chosen, IN_CLUSTER, Workshop, scope};
use crate::template::Scope;
use crate::yaml::{Map, Node, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Workshop<'_, '_> {
    /// Renders the ApplicationSet of a use case: one Application for each cluster that carries its labels.
    pub(super) fn application_set(
        &mut self,
        choice: &Chosen,
        settings: &Settings,
        scope: &Arc<Scope>,
    ) -> Vec<Node> {
        let use_case = &choice.use_case;
        let at = Maker::written(use_case.name.span);
        let project = self.field(use_case, "project", scope);
        let set = at.map([
            ("selector", self.selector(use_case, scope)),
            ("destination", self.destination(use_case, settings, scope)),
            ("source", self.sources(use_case, settings, scope)),
            (
                "generatePaths",
                self.generate_paths_of_set(use_case, settings),
            ),
            (
                "project",
                project
                    .or_else(|| settings.argocd.get("project").cloned())
                    .unwrap_or_else(|| at.node("default")),
            ),
            (
                "syncWave",
                self.field(use_case, "syncWave", scope)
                    .unwrap_or_else(|| at.node(Value::Null)),
            ),
        ]);
        let inner = scope::with(scope, "set", set);
        let mut nodes = self.shaped("applicationSet", &inner);
        if let Some(over) = self.field(use_case, "applicationSet", &inner) {
            for node in &mut nodes {
                merge(node, over.clone());
            }
        }
        nodes
    }

    /// Evaluates a field of a use case's `spec`.
    pub(super) fn field(
        &mut self,
        use_case: &UseCase,
        name: &str,
        scope: &Arc<Scope>,
    ) -> Option<Node> {
        let node = use_case.spec.get(name)?;
        self.evaluate(node, scope)
    }

    /// The labels that switch the use case on, and its further conditions.
    pub(super) fn selector(&mut self, use_case: &UseCase, scope: &Arc<Scope>) -> Node {
        let mut wanted = Map::new();
        for label in labels(use_case) {
            let at = Maker::built_in(&mut self.causes, "switch of the use case", label.span, []);
            wanted.insert(at.key(&label.text), at.node("true"));
        }
        let own = self.field(use_case, "selector", scope);
        for entry in own
            .as_ref()
            .and_then(|own| own.get("matchLabels"))
            .and_then(Node::as_map)
            .into_iter()
            .flatten()
        {
            wanted.insert(entry.key.clone(), entry.node.clone());
        }
        let at = Maker::written(use_case.name.span);
        let expressions = own
            .as_ref()
            .and_then(|own| own.get("matchExpressions"))
            .cloned();
        at.map(
            [
                ("matchLabels", Some(at.node(wanted))),
                ("matchExpressions", expressions),
            ]
            .into_iter()
            .filter_map(|(key, node)| Some((key, node?))),
        )
    }

    fn destination(&mut self, use_case: &UseCase, settings: &Settings, scope: &Arc<Scope>) -> Node {
        let at = Maker::written(use_case.name.span);
        let namespace = settings
            .argocd
            .get("namespace")
            .cloned()
            .unwrap_or_else(|| at.node("argocd"));
        let (server, which) = if use_case.is_steered() {
            (IN_CLUSTER, "Argo CD's own cluster")
        } else {
            ("{{.server}}", "the matched cluster")
        };
        let made = Maker::built_in(&mut self.causes, which, at.span, []);
        let mut destination = at.map([("server", made.node(server)), ("namespace", namespace)]);
        if let Some(own) = self.field(use_case, "destination", scope) {
            redirect(&mut destination, own);
        }
        destination
    }

    /// `{source: …}`, or `{sources: …}` where the use case has its own.
    fn sources(&mut self, use_case: &UseCase, settings: &Settings, scope: &Arc<Scope>) -> Node {
        let at = Maker::written(use_case.name.span);
        if use_case.has_sources
            && let Some(sources) = self.field(use_case, "sources", scope)
        {
            return at.map([("sources", sources)]);
        }
        let part = if use_case.is_steered() {
            Part::Applications
        } else {
            Part::Whole
        };
        let facts = self.matched_facts(use_case);
        let matched = |input: &Named| facts.get(&input.text).cloned();
        at.map([("source", self.source(use_case, settings, part, &matched))])
    }

    /// Whose sources are its own, nobody knows what they are made of.
    fn generate_paths_of_set(&mut self, use_case: &UseCase, settings: &Settings) -> Node {
        match use_case.has_sources {
            true => Maker::written(use_case.name.span).node(Value::Null),
            false => self.generate_paths(use_case, settings),
        }
    }

    /// The Go templates that read the matched cluster's name and the facts that the payload reads.
    fn matched_facts(&mut self, use_case: &UseCase) -> BTreeMap<Arc<str>, Node> {
        let name = Named {
            text: Arc::from("name"),
            span: use_case.name.span,
        };
        let mut facts = BTreeMap::new();
        for input in std::iter::once(&name).chain(&use_case.cluster_inputs) {
            let text = match &*input.text {
                "name" => "{{.name}}".to_owned(),
                "server" => "{{.server}}".to_owned(),
                label => label_expression(label),
            };
            let what = "fact of the matched cluster";
            let made = Maker::built_in(&mut self.causes, what, input.span, []);
            facts.insert(Arc::clone(&input.text), made.node(text));
        }
        facts
    }
}

/// The Go template that reads a label of the matched cluster: a missing one is an error where Go's syntax allows it.
fn label_expression(label: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if label.starts_with(|c: char| c.is_ascii_alphabetic()) && label.chars().all(plain) {
        format!("{{{{.metadata.labels.{label}}}}}")
    } else {
        format!("{{{{index .metadata.labels \"{label}\"}}}}")
    }
}
