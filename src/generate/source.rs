//! Where Argo CD finds a payload: the folder and the plugin's parameters, or the rendered files.

use crate::catalog::{Delivery, Named, UseCase};
use crate::diagnostic::Diagnostic;
use crate::generate::make::Maker;
use crate::generate::merge::merge;
use crate::generate::settings::{Given, Settings};
use crate::generate::{Address, PLUGIN, SOURCE, Workshop};
use crate::yaml::{Key, Map, Node};
use std::sync::Arc;

/// Which part of a payload a source delivers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it.
    Whole,
    /// The Applications, for Argo CD's own cluster.
    Applications,
    /// Everything but the Applications, for the matched cluster.
    Manifests,
}

/// The file names of the Applications in a folder of rendered files.
const APPLICATION_FILES: &str = "application.*.yaml";

/// Gives the value of a cluster fact: the fact itself in a payload, a Go template in an ApplicationSet.
pub(super) type Facts<'f> = dyn Fn(&Named) -> Option<Node> + 'f;

impl Workshop<'_, '_> {
    /// Returns the `source` that delivers a part of a use case's payload.
    pub(super) fn source(
        &mut self,
        use_case: &UseCase,
        settings: &Settings,
        part: Part,
        facts: &Facts<'_>,
    ) -> Node {
        match self.catalog.repository().delivery {
            Delivery::Plugin => self.plugin_source(use_case, settings, part, facts),
            Delivery::Rendered => self.rendered_source(use_case, settings, part, facts),
        }
    }

    fn plugin_source(
        &mut self,
        use_case: &UseCase,
        settings: &Settings,
        part: Part,
        facts: &Facts<'_>,
    ) -> Node {
        let at = self.delivery(use_case, "delivery by plugin");
        let folder = match use_case.is_inline && !use_case.has_folder {
            true => String::new(),
            false => format!(
                "{}/{}",
                self.catalog.repository().use_cases,
                use_case.name.text
            ),
        };
        let plugin = at.map([
            ("name", at.node(PLUGIN)),
            (
                "parameters",
                at.list(parameters(at, use_case, settings, (part, facts))),
            ),
        ]);
        let mut source =
            self.repository_source(at, &settings.source, &[path_of(&settings.source), &folder]);
        if let Some(map) = source.as_map_mut() {
            map.insert(at.key("plugin"), plugin);
        }
        source
    }

    fn rendered_source(
        &mut self,
        use_case: &UseCase,
        settings: &Settings,
        part: Part,
        facts: &Facts<'_>,
    ) -> Node {
        let at = self.delivery(use_case, "delivery as rendered files");
        let name = Named {
            text: Arc::from("name"),
            span: use_case.name.span,
        };
        let cluster = match use_case.cluster_inputs.is_empty() {
            true => None,
            false => facts(&name),
        };
        let cluster = cluster.as_ref().and_then(Node::as_str).unwrap_or_default();
        let (environment, name) = (&settings.environment.text, &use_case.name.text);
        let path = [environment, "use-cases", name, cluster];
        let mut source = self.rendered_folder(at, settings, &path);
        let recurse = [("recurse", at.node(false))];
        let filter = match part {
            Part::Whole => None,
            Part::Applications => Some("include"),
            Part::Manifests => Some("exclude"),
        };
        let filter = filter.map(|filter| (filter, at.node(APPLICATION_FILES)));
        if let Some(map) = source.as_map_mut() {
            map.insert(
                at.key("directory"),
                at.map(recurse.into_iter().chain(filter)),
            );
        }
        source
    }

    /// The source of files that were rendered before, in a folder of their environment.
    pub(super) fn rendered_folder(
        &mut self,
        at: Maker,
        settings: &Settings,
        path: &[&str],
    ) -> Node {
        let (target, folder) = rendered_files(settings);
        let path: Vec<&str> = [folder.as_str()].iter().chain(path).copied().collect();
        self.repository_source(at, &target, &path)
    }

    /// Makes what follows from the repository's `delivery`, or from its default.
    fn delivery(&mut self, use_case: &UseCase, name: &str) -> Maker {
        let repository = self.catalog.repository();
        let from = repository.spec.get("delivery").map(Node::origin);
        Maker::built_in(&mut self.causes, name, use_case.name.span, from)
    }

    pub(super) fn repository_source(&mut self, at: Maker, source: &Node, path: &[&str]) -> Node {
        let mut path = plain(path);
        if path.is_empty() {
            // Argo CD takes an empty path for a source without one.
            path.push('.');
        }
        let url = source.get("repoURL").cloned().unwrap_or_else(|| {
            let span = self.catalog.repository().span();
            let message = "the repository does not say where Argo CD finds it";
            self.complain(
                Diagnostic::error(SOURCE, span, message)
                    .help("add `source: {repoURL: 'https://…'}` to the Repository's `spec`"),
            );
            at.node("")
        });
        let base = source.get("path").map(Node::origin);
        let folder = Maker::built_in(&mut self.causes, "folder of the payload", at.span, base);
        let revision = source
            .get("targetRevision")
            .cloned()
            .unwrap_or_else(|| at.node("main"));
        at.map([
            ("repoURL", url),
            ("targetRevision", revision),
            ("path", folder.node(path)),
        ])
    }
}

/// The plugin's parameters: what to render, and the facts of the cluster that the payload reads.
fn parameters(
    at: Maker,
    use_case: &UseCase,
    settings: &Settings,
    (part, facts): (Part, &Facts<'_>),
) -> Vec<Node> {
    let named = |name: &Named| Maker::written(name.span).node(&*name.text);
    let parameter =
        |name: &str, kind: &str, value: Node| at.map([("name", at.node(name)), (kind, value)]);
    let mut parameters = vec![
        parameter("environment", "string", named(&settings.environment)),
        parameter("use-case", "string", named(&use_case.name)),
    ];
    match part {
        Part::Whole => {}
        Part::Applications => parameters.push(parameter("part", "string", at.node("applications"))),
        Part::Manifests => parameters.push(parameter("part", "string", at.node("manifests"))),
    }
    parameters.extend(given(at, use_case, &settings.given));
    let mut labels = Map::new();
    for input in &use_case.cluster_inputs {
        let Some(value) = facts(input) else {
            continue;
        };
        match &*input.text {
            "name" => parameters.push(parameter("cluster", "string", value)),
            "server" => parameters.push(parameter("cluster-server", "string", value)),
            _ => {
                labels.insert(Key::new(Arc::clone(&input.text), input.span), value);
            }
        }
    }
    if !labels.is_empty() {
        parameters.push(parameter("cluster-labels", "map", at.node(labels)));
    }
    parameters
}

/// What the caller gave to the platform bundle, as far as the payload can read it.
fn given(at: Maker, use_case: &UseCase, given: &Given) -> Vec<Node> {
    let mut parameters = Vec::new();
    if let Some(names) = &given.use_cases {
        let names = names.iter();
        let names = names.map(|name| Maker::written(name.span).node(&*name.text));
        let array = at.list(names.collect());
        parameters.push(at.map([("name", at.node("use-cases")), ("array", array)]));
    }
    let is_read = |name: &str| match name.split_once(':') {
        Some((owner, _)) => *owner == *use_case.name.text,
        None => true,
    };
    let mut values = Map::new();
    for entry in given.values.iter().filter(|entry| is_read(&entry.key.text)) {
        values.insert(entry.key.clone(), entry.node.clone());
    }
    if !values.is_empty() {
        let map = at.node(values);
        parameters.push(at.map([("name", at.node("parameters")), ("map", map)]));
    }
    parameters
}

/// Where rendered files lie: the source that leads there, and their folder.
fn rendered_files(settings: &Settings) -> (Node, String) {
    let rendered = settings.rendered.as_ref();
    let elsewhere = rendered.is_some_and(|node| node.get("repoURL").is_some());
    let base = match elsewhere {
        true => "",
        false => path_of(&settings.source),
    };
    let folder = rendered
        .and_then(|node| node.get("path"))
        .and_then(Node::as_str)
        .unwrap_or("rendered");
    let mut target = settings.source.clone();
    if let Some(own) = rendered {
        merge(&mut target, own.clone());
    }
    (target, plain(&[base, folder]))
}

/// Where Argo CD finds the repository.
pub(super) fn address(source: &Node) -> Address {
    let url = source.get("repoURL").and_then(Node::as_str);
    Address {
        url: url.unwrap_or_default().to_owned(),
        folder: folder_in_git(source),
    }
}

/// Where Argo CD finds rendered files.
pub(super) fn rendered_address(settings: &Settings) -> Address {
    let (target, folder) = rendered_files(settings);
    Address {
        folder,
        ..address(&target)
    }
}

/// The repository's folder in its Git repository, without slashes around it; empty when it is the whole.
pub(super) fn folder_in_git(source: &Node) -> String {
    plain(&[path_of(source)])
}

/// Joins paths, without empty segments.
fn plain(paths: &[&str]) -> String {
    let segments: Vec<&str> = paths
        .iter()
        .flat_map(|part| part.split('/'))
        .filter(|part| !part.is_empty() && *part != ".")
        .collect();
    segments.join("/")
}

fn path_of(source: &Node) -> &str {
    source.text_at(&["path"])
}
