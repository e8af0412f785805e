//! The ApplicationSet of a use case.

use crate::catalog::{Delivery, Named, UseCase};
use crate::diagnostic::Diagnostic;
use crate::generate::cluster::labels;
use crate::generate::make::Maker;
use crate::generate::merge::merge;
use crate::generate::{Chosen, PLUGIN, SOURCE, Workshop, scope};
use crate::template::Scope;
use crate::yaml::{Key, Map, Node, Value};
use std::sync::Arc;

/// What is settled for the whole environment.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) environment: Named,
    pub(super) source: Node,
    pub(super) argocd: Node,
    pub(super) rendered: Option<Node>,
}

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
            ("source", self.source(use_case, settings, scope)),
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
                ("matchLabels", Some(at.node(Value::Map(wanted)))),
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
        let matched = Maker::built_in(
            &mut self.causes,
            "the matched cluster",
            use_case.name.span,
            [],
        );
        let server = matched.node("{{.server}}");
        let mut destination = at.map([("server", server), ("namespace", namespace)]);
        if let Some(own) = self.field(use_case, "destination", scope) {
            if own.get("name").is_some()
                && let Some(map) = destination.as_map_mut()
            {
                map.remove("server");
            }
            merge(&mut destination, own);
        }
        destination
    }

    /// `{source: …}`, or `{sources: …}` where the use case has its own.
    fn source(&mut self, use_case: &UseCase, settings: &Settings, scope: &Arc<Scope>) -> Node {
        let at = Maker::written(use_case.name.span);
        if use_case.has_sources
            && let Some(sources) = self.field(use_case, "sources", scope)
        {
            return at.map([("sources", sources)]);
        }
        let repository = self.catalog.repository();
        let source = match repository.delivery {
            Delivery::Plugin => self.plugin_source(use_case, settings),
            Delivery::Rendered => self.rendered_source(use_case, settings),
        };
        at.map([("source", source)])
    }

    fn plugin_source(&mut self, use_case: &UseCase, settings: &Settings) -> Node {
        let repository = self.catalog.repository();
        let at = self.delivery(use_case, "delivery by plugin");
        let folder = format!("{}/{}", repository.use_cases, use_case.name.text);
        let parameter =
            |name: &str, kind: &str, value: Node| at.map([("name", at.node(name)), (kind, value)]);
        let mut parameters = vec![
            parameter(
                "environment",
                "string",
                Maker::written(settings.environment.span).node(&*settings.environment.text),
            ),
            parameter(
                "use-case",
                "string",
                Maker::written(use_case.name.span).node(&*use_case.name.text),
            ),
        ];
        let mut passed = Map::new();
        for input in &use_case.cluster_inputs {
            match &*input.text {
                "name" => parameters.push(parameter("cluster", "string", at.node("{{.name}}"))),
                "server" => parameters.push(parameter(
                    "cluster-server",
                    "string",
                    at.node("{{.server}}"),
                )),
                label => {
                    let key = Key {
                        text: Arc::clone(&input.text),
                        span: input.span,
                    };
                    passed.insert(
                        key,
                        Maker::written(input.span).node(label_expression(label)),
                    );
                }
            }
        }
        if !passed.is_empty() {
            parameters.push(parameter(
                "cluster-labels",
                "map",
                at.node(Value::Map(passed)),
            ));
        }
        let plugin = at.map([
            ("name", at.node(PLUGIN)),
            ("parameters", at.list(parameters)),
        ]);
        let mut source =
            self.repository_source(&settings.source, &[path_of(&settings.source), &folder], at);
        if let Some(map) = source.as_map_mut() {
            map.insert(at.key("plugin"), plugin);
        }
        source
    }

    fn rendered_source(&mut self, use_case: &UseCase, settings: &Settings) -> Node {
        let at = self.delivery(use_case, "delivery as rendered files");
        let elsewhere = settings
            .rendered
            .as_ref()
            .is_some_and(|node| node.get("repoURL").is_some());
        let base = if elsewhere {
            ""
        } else {
            path_of(&settings.source)
        };
        let folder = settings
            .rendered
            .as_ref()
            .and_then(|node| node.get("path"))
            .and_then(Node::as_str)
            .unwrap_or("rendered");
        let mut target = settings.source.clone();
        if let Some(own) = &settings.rendered {
            merge(&mut target, own.clone());
        }
        let name = &use_case.name.text;
        let cluster = if use_case.cluster_inputs.is_empty() {
            ""
        } else {
            "{{.name}}"
        };
        let environment = &settings.environment.text;
        let mut source = self.repository_source(
            &target,
            &[base, folder, environment, "use-cases", name, cluster],
            at,
        );
        if let Some(map) = source.as_map_mut() {
            map.insert(at.key("directory"), at.map([("recurse", at.node(false))]));
        }
        source
    }

    /// Makes what follows from the repository's `delivery`, or its default.
    fn delivery(&mut self, use_case: &UseCase, name: &str) -> Maker {
        let repository = self.catalog.repository();
        let from = repository.spec.get("delivery").map(Node::origin);
        Maker::built_in(&mut self.causes, name, use_case.name.span, from)
    }

    fn repository_source(&mut self, source: &Node, path: &[&str], at: Maker) -> Node {
        let segments: Vec<&str> = path
            .iter()
            .flat_map(|part| part.split('/'))
            .filter(|part| !part.is_empty() && *part != ".")
            .collect();
        let url = source.get("repoURL").cloned().unwrap_or_else(|| {
            let span = self.place(None);
            let unknown = Diagnostic::error(
                SOURCE,
                span,
                "the repository does not say where Argo CD finds it",
            )
            .help("add `source: {repoURL: 'https://…'}` to the Repository's `spec`");
            self.complain(unknown);
            at.node("")
        });
        let base = source.get("path").map(Node::origin);
        let folder = Maker::built_in(&mut self.causes, "folder of the use case", at.span, base);
        let revision = source
            .get("targetRevision")
            .cloned()
            .unwrap_or_else(|| at.node("main"));
        at.map([
            ("repoURL", url),
            ("targetRevision", revision),
            ("path", folder.node(segments.join("/"))),
        ])
    }
}

fn path_of(source: &Node) -> &str {
    source
        .get("path")
        .and_then(Node::as_str)
        .unwrap_or_default()
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
