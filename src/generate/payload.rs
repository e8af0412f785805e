//! The payload of a use case: its charts as Applications, and its manifests.

use crate::catalog::UseCase;
use crate::generate::application_set::Settings;
use crate::generate::make::Maker;
use crate::generate::merge::merge;
use crate::generate::{IN_CLUSTER, Workshop, scope};
use crate::manifest;
use crate::template::Scope;
use crate::yaml::{Map, Node, Value};
use std::sync::Arc;

/// The annotation that orders what Argo CD applies.
const WAVE: &str = "argocd.argoproj.io/sync-wave";

/// Namespaces that are there before any use case.
const PRESENT: [&str; 4] = ["default", "kube-system", "kube-public", "kube-node-lease"];

impl Workshop<'_, '_> {
    /// Renders the payload with the names of `scope`, unchecked and unsorted.
    pub(super) fn payload(
        &mut self,
        use_case: &UseCase,
        settings: &Settings,
        scope: &Arc<Scope>,
    ) -> Vec<Node> {
        let mut nodes = Vec::new();
        let charts = self.field(use_case, "charts", scope);
        for chart in charts.as_ref().and_then(Node::as_list).unwrap_or_default() {
            nodes.extend(self.application(use_case, chart, settings, scope));
        }
        nodes.extend(self.manifests(use_case, settings, scope));
        nodes
    }

    fn application(
        &mut self,
        use_case: &UseCase,
        chart: &Node,
        settings: &Settings,
        scope: &Arc<Scope>,
    ) -> Vec<Node> {
        let at = Maker::written(chart.span);
        let Some(name) = chart.get("name").and_then(Node::as_str) else {
            return Vec::new();
        };
        let given = |field: &str| chart.get(field).filter(|node| !node.is_null()).cloned();
        let called =
            |name: &str| Maker::written(chart.get("name").unwrap_or(chart).span).node(name);
        let here = Maker::built_in(&mut self.causes, "Argo CD's own cluster", chart.span, []);
        let mut destination = at.map([
            ("server", here.node(IN_CLUSTER)),
            (
                "namespace",
                given("namespace").unwrap_or_else(|| at.node("default")),
            ),
        ]);
        if let Some(own) = given("destination") {
            if own.get("name").is_some()
                && let Some(map) = destination.as_map_mut()
            {
                map.remove("server");
            }
            merge(&mut destination, own);
        }
        let project = given("project")
            .or_else(|| use_case.spec.get("project").cloned())
            .or_else(|| settings.argocd.get("project").cloned());
        let nothing = || at.node(Value::Null);
        let node = at.map([
            (
                "applicationName",
                self.application_name(use_case, chart, name),
            ),
            ("chart", given("chart").unwrap_or_else(|| called(name))),
            (
                "releaseName",
                given("releaseName").unwrap_or_else(|| called(name)),
            ),
            ("repoURL", given("repoURL").unwrap_or_else(nothing)),
            ("version", given("version").unwrap_or_else(nothing)),
            ("values", given("values").unwrap_or_else(nothing)),
            ("syncWave", given("syncWave").unwrap_or_else(nothing)),
            ("project", project.unwrap_or_else(|| at.node("default"))),
            ("destination", destination),
            ("syncOptions", self.sync_options(chart)),
        ]);
        let inner = scope::with(scope, "chart", node);
        let mut nodes = self.shaped("application", &inner);
        if let Some(over) = given("application") {
            for node in &mut nodes {
                merge(node, over.clone());
            }
        }
        nodes
    }

    fn application_name(&mut self, use_case: &UseCase, chart: &Node, name: &str) -> Node {
        let span = chart.get("name").unwrap_or(chart).span;
        let from = [Maker::written(use_case.name.span)
            .node(Value::Null)
            .origin()];
        Maker::built_in(&mut self.causes, "name of the Application", span, from)
            .node(application_name(&use_case.name.text, name))
    }

    fn sync_options(&mut self, chart: &Node) -> Node {
        let creates = chart.get("createNamespace").and_then(Node::as_bool) != Some(false);
        let mut options = Vec::new();
        if creates {
            let at = Maker::built_in(&mut self.causes, "default", chart.span, []);
            options.push(at.node("CreateNamespace=true"));
        }
        let own = chart.get("syncOptions").and_then(Node::as_list);
        options.extend(own.unwrap_or_default().iter().cloned());
        Maker::written(chart.span).list(options)
    }

    fn manifests(
        &mut self,
        use_case: &UseCase,
        settings: &Settings,
        scope: &Arc<Scope>,
    ) -> Vec<Node> {
        if !use_case.has_manifests {
            return Vec::new();
        }
        let how = self.field(use_case, "manifests", scope);
        let mut nodes = self.render_folder(&use_case.folder.child("manifests"), scope);
        let field = |name: &str| {
            how.as_ref()
                .and_then(|how| how.get(name))
                .filter(|node| !node.is_null())
        };
        let (namespace, wave) = (field("namespace"), field("syncWave"));
        for node in &mut nodes {
            complete(node, namespace, wave);
        }
        let wanted = field("createNamespace").and_then(Node::as_bool) != Some(false);
        if let Some(namespace) =
            namespace.filter(|namespace| wanted && lacks(&nodes, namespace, settings))
        {
            let from = [namespace.origin()];
            let what = "namespace of the manifests";
            let at = Maker::built_in(&mut self.causes, what, namespace.span, from);
            nodes.push(namespace_object(at, namespace, wave));
        }
        nodes
    }
}

/// `crossplane` and its chart `crossplane` give one name, `eso` and `external-secrets` give `eso-external-secrets`.
fn application_name(use_case: &str, chart: &str) -> String {
    match chart.strip_prefix(use_case) {
        Some(rest) if rest.is_empty() || rest.starts_with('-') => chart.to_owned(),
        _ => format!("{use_case}-{chart}"),
    }
}

/// Gives an object the namespace and the wave of the folder where it has none of its own.
fn complete(node: &mut Node, namespace: Option<&Node>, wave: Option<&Node>) {
    let text = |field: &str| node.get(field).and_then(Node::as_str).unwrap_or_default();
    let group = text("apiVersion")
        .split_once('/')
        .map_or("", |(group, _)| group);
    let cluster_scoped = manifest::is_cluster_scoped(group, text("kind")) == Some(true);
    let Some(metadata) = node
        .as_map_mut()
        .and_then(|map| map.get_mut("metadata"))
        .and_then(Node::as_map_mut)
    else {
        return;
    };
    if let Some(namespace) = namespace
        && !cluster_scoped
        && metadata.get("namespace").is_none()
    {
        metadata.insert(
            Maker::written(namespace.span).key("namespace"),
            namespace.clone(),
        );
    }
    if let Some(wave) = wave {
        let at = Maker {
            span: wave.span,
            cause: wave.cause,
        };
        if metadata.get("annotations").is_none_or(Node::is_null) {
            metadata.insert(at.key("annotations"), at.node(Value::Map(Map::new())));
        }
        if let Some(annotations) = metadata.get_mut("annotations").and_then(Node::as_map_mut)
            && annotations.get(WAVE).is_none()
        {
            annotations.insert(at.key(WAVE), wave_text(wave));
        }
    }
}

fn wave_text(wave: &Node) -> Node {
    let text = crate::yaml::json::compact(wave, crate::yaml::json::Escapes::Needed);
    Node::caused(text, wave.span, wave.cause)
}

/// Says whether a namespace is neither there already nor among the objects.
fn lacks(nodes: &[Node], namespace: &Node, settings: &Settings) -> bool {
    let name = namespace.as_str().unwrap_or_default();
    let argocd = settings.argocd.get("namespace").and_then(Node::as_str);
    let listed = nodes.iter().any(|node| {
        node.get("kind").and_then(Node::as_str) == Some("Namespace")
            && node.at(&["metadata", "name"]).and_then(Node::as_str) == Some(name)
    });
    !listed && !PRESENT.contains(&name) && argocd != Some(name)
}

fn namespace_object(at: Maker, namespace: &Node, wave: Option<&Node>) -> Node {
    let mut node = at.map([
        ("apiVersion", at.node("v1")),
        ("kind", at.node("Namespace")),
        ("metadata", at.map([("name", namespace.clone())])),
    ]);
    complete(&mut node, None, wave);
    node
}
