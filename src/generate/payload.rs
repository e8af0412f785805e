//! The payload of a use case: its charts as Applications, and its manifests.

use crate::catalog::{Named, UseCase};
use crate::generate::make::Maker;
use crate::generate::merge::{merge, redirect};
use crate::generate::settings::Settings;
use crate::generate::source::Part;
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
    /// Renders the payload with the names of `scope`, unchecked and unsorted; `cluster` holds the facts that it may read.
    pub(super) fn payload(
        &mut self,
        use_case: &UseCase,
        settings: &Settings,
        scope: &Arc<Scope>,
        cluster: Option<&Node>,
    ) -> Vec<Node> {
        let steered = cluster.filter(|_| use_case.is_steered());
        let target = steered.and_then(|cluster| cluster.get("name"));
        let mut nodes = Vec::new();
        let charts = self.field(use_case, "charts", scope);
        for chart in charts.as_ref().and_then(Node::as_list).unwrap_or_default() {
            nodes.extend(self.application(use_case, chart, settings, (scope, target)));
        }
        nodes.extend(self.manifests(use_case, settings, scope));
        if let Some(cluster) = steered.filter(|_| use_case.has_manifests) {
            nodes.extend(self.manifests_application(use_case, settings, scope, cluster));
        }
        nodes
    }

    /// Renders the Application of a chart; `target` names the cluster that it installs on, if not the one it lies on.
    fn application(
        &mut self,
        use_case: &UseCase,
        chart: &Node,
        settings: &Settings,
        (scope, target): (&Arc<Scope>, Option<&Node>),
    ) -> Vec<Node> {
        let at = Maker::written(chart.span);
        let Some(name) = chart.get("name").and_then(Node::as_str) else {
            return Vec::new();
        };
        let given = |field: &str| chart.present_at(&[field]).cloned();
        let called =
            |name: &str| Maker::written(chart.get("name").unwrap_or(chart).span).node(name);
        let namespace = given("namespace").unwrap_or_else(|| at.node("default"));
        let default = Maker::built_in(&mut self.causes, "default", chart.span, []);
        let mut destination = destination(default, target, namespace);
        if let Some(own) = given("destination") {
            redirect(&mut destination, own);
        }
        let project = given("project").unwrap_or_else(|| self.project(use_case, settings, scope));
        let nothing = || at.node(Value::Null);
        let node = at.map([
            (
                "applicationName",
                self.application_name(use_case, chart.get("name").unwrap_or(chart), target),
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
            ("project", project),
            ("destination", destination),
            ("syncOptions", sync_options(chart, default)),
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

    fn application_name(
        &mut self,
        use_case: &UseCase,
        part: &Node,
        cluster: Option<&Node>,
    ) -> Node {
        let own = Maker::written(use_case.name.span).node(Value::Null);
        let from = std::iter::once(&own).chain(cluster).map(Node::origin);
        let text = part.as_str().unwrap_or_default();
        Maker::built_in(&mut self.causes, "name of the Application", part.span, from)
            .node(application_name(&use_case.name.text, text, cluster))
    }

    /// The project of a use case's Applications: its own, else Argo CD's default here.
    fn project(&mut self, use_case: &UseCase, settings: &Settings, scope: &Arc<Scope>) -> Node {
        let at = Maker::written(use_case.name.span);
        self.field(use_case, "project", scope)
            .or_else(|| settings.argocd.get("project").cloned())
            .unwrap_or_else(|| at.node("default"))
    }

    /// Renders the Application that brings the manifests to the matched cluster, where the charts go too.
    fn manifests_application(
        &mut self,
        use_case: &UseCase,
        settings: &Settings,
        scope: &Arc<Scope>,
        cluster: &Node,
    ) -> Vec<Node> {
        let at = Maker::written(use_case.name.span);
        let how = self.field(use_case, "manifests", scope);
        let field = |name: &str| how.as_ref().and_then(|how| how.get(name)).cloned();
        let fact = |input: &Named| match &*input.text {
            fact @ ("name" | "server") => cluster.get(fact).cloned(),
            label => cluster.at(&["labels", label]).cloned(),
        };
        let namespace = field("namespace").unwrap_or_else(|| at.node("default"));
        let target = cluster.get("name");
        let called = self.application_name(use_case, &at.node("manifests"), target);
        let default = Maker::built_in(&mut self.causes, "default", at.span, []);
        let node = at.map([
            ("applicationName", called),
            ("project", self.project(use_case, settings, scope)),
            ("destination", destination(default, target, namespace)),
            (
                "source",
                self.source(use_case, settings, Part::Manifests, &fact),
            ),
            ("generatePaths", self.generate_paths(use_case, settings)),
            (
                "syncWave",
                field("syncWave").unwrap_or_else(|| at.node(Value::Null)),
            ),
        ]);
        let inner = scope::with(scope, "manifests", node);
        self.built_in("manifests-application", &inner)
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
        let mut nodes = match use_case.has_folder {
            true => self.render_folder(&use_case.folder.child("manifests"), scope),
            false => Vec::new(),
        };
        let field = |name: &str| {
            how.as_ref()
                .and_then(|how| how.get(name))
                .filter(|node| !node.is_null())
        };
        let inline = field("objects").and_then(Node::as_list);
        nodes.extend(inline.into_iter().flatten().cloned());
        let (namespace, wave) = (field("namespace"), field("syncWave"));
        let kinds = field("clusterScoped").and_then(Node::as_list);
        let kinds: Vec<&str> = kinds
            .into_iter()
            .flatten()
            .filter_map(Node::as_str)
            .collect();
        for node in &mut nodes {
            let namespace = namespace.filter(|_| !is_cluster_scoped(node, &kinds));
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
///
/// Where several clusters get one each, the cluster's name is at the end.
fn application_name(use_case: &str, chart: &str, cluster: Option<&Node>) -> String {
    let name = match chart.strip_prefix(use_case) {
        Some(rest) if rest.is_empty() || rest.starts_with('-') => chart.to_owned(),
        _ => format!("{use_case}-{chart}"),
    };
    match cluster.and_then(Node::as_str) {
        Some(cluster) => format!("{name}-{cluster}"),
        None => name,
    }
}

/// The cluster that the Application itself lies on, or the one that `target` names.
fn destination(at: Maker, target: Option<&Node>, namespace: Node) -> Node {
    let cluster = match target {
        Some(name) => ("name", name.clone()),
        None => ("server", at.node(IN_CLUSTER)),
    };
    at.map([cluster, ("namespace", namespace)])
}

fn sync_options(chart: &Node, at: Maker) -> Node {
    let creates = chart.get("createNamespace").and_then(Node::as_bool) != Some(false);
    let mut options = Vec::new();
    if creates {
        options.push(at.node("CreateNamespace=true"));
    }
    options.extend(chart.items_at(&["syncOptions"]).iter().cloned());
    at.list(options)
}

/// Says whether an object lives outside namespaces: its kind is known to, or the use case lists it as `Kind` or `Kind.group`.
fn is_cluster_scoped(node: &Node, listed: &[&str]) -> bool {
    let text = |field: &str| node.text_at(&[field]);
    let kind = text("kind");
    let group = text("apiVersion")
        .split_once('/')
        .map_or("", |(group, _)| group);
    let is_listed = |entry: &&str| match entry.split_once('.') {
        Some((listed, its_group)) => listed == kind && its_group == group,
        None => *entry == kind,
    };
    manifest::is_cluster_scoped(group, kind) == Some(true) || listed.iter().any(is_listed)
}

/// Gives an object the namespace and the wave of the folder where it has none of its own.
fn complete(node: &mut Node, namespace: Option<&Node>, wave: Option<&Node>) {
    let Some(metadata) = node
        .as_map_mut()
        .and_then(|map| map.get_mut("metadata"))
        .and_then(Node::as_map_mut)
    else {
        return;
    };
    if let Some(namespace) = namespace
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
            metadata.insert(at.key("annotations"), at.node(Map::new()));
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
        node.text_at(&["kind"]) == "Namespace"
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
