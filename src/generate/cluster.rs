//! The clusters of an environment: what Argo CD is told of each.

use crate::catalog::{self, Environment, Named, UseCase};
use crate::cause::{CauseId, Causes, Kind, Origin};
use crate::diagnostic::Diagnostic;
use crate::generate::make::Maker;
use crate::generate::{CLUSTER, CREDENTIALS, Chosen, IN_CLUSTER, Workshop};
use crate::manifest;
use crate::span::Span;
use crate::template::Scope;
use crate::yaml::{Map, Node, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A cluster that an environment lists.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// Its name in Argo CD.
    pub name: Named,
    /// Its API server.
    pub server: String,
    /// Name of its Secret.
    pub secret_name: String,
    /// Namespace of its Secret.
    pub namespace: String,
    /// Labels of its Secret, without the one that makes it a cluster Secret.
    pub labels: Map,
    /// Annotations of its Secret.
    pub annotations: Map,
    /// Use cases for this cluster alone.
    pub use_cases: Vec<Named>,
    credentials: Option<Node>,
    project: Option<Node>,
    written: Written,
    span: Span,
}

/// The texts of a cluster as nodes, which remember where they come from.
#[derive(Clone, Debug)]
struct Written {
    name: Node,
    server: Node,
    secret_name: Node,
    namespace: Node,
}

impl Cluster {
    /// Says whether this is the cluster that Argo CD runs in.
    #[must_use]
    pub fn in_cluster(&self) -> bool {
        self.server == IN_CLUSTER
    }

    /// Returns the cluster as templates see it.
    pub(super) fn node(&self) -> Node {
        let at = Maker::written(self.name.span);
        at.map([
            ("name", self.written.name.clone()),
            ("server", self.written.server.clone()),
            ("secretName", self.written.secret_name.clone()),
            ("namespace", self.written.namespace.clone()),
            ("labels", at.node(self.labels.clone())),
            ("annotations", at.node(self.annotations.clone())),
            ("inCluster", at.node(self.in_cluster())),
        ])
    }

    fn read(
        node: &Node,
        argocd_namespace: &Node,
        (labels, annotations): (&Map, &Map),
        causes: &mut Causes,
    ) -> Option<Self> {
        let given = |field: &str| node.get(field).filter(|node| node.as_str().is_some());
        let name = node.get("name")?;
        let merged = |base: &Map, field: &str| {
            let mut all = base.clone();
            for entry in node.get(field).and_then(Node::as_map).into_iter().flatten() {
                all.insert(entry.key.clone(), entry.node.clone());
            }
            all
        };
        let called = name.as_str()?;
        let written = Written {
            secret_name: given("secretName").cloned().unwrap_or_else(|| {
                let from = [name.origin()];
                Maker::built_in(causes, "name of a cluster's Secret", name.span, from)
                    .node(format!("cluster-{called}"))
            }),
            namespace: given("namespace").unwrap_or(argocd_namespace).clone(),
            server: given("server")?.clone(),
            name: name.clone(),
        };
        let text = |node: &Node| node.as_str().unwrap_or_default().to_owned();
        Some(Self {
            server: text(&written.server),
            secret_name: text(&written.secret_name),
            namespace: text(&written.namespace),
            labels: merged(labels, "labels"),
            annotations: merged(annotations, "annotations"),
            use_cases: node
                .items_at(&["useCases"])
                .iter()
                .filter_map(|item| {
                    Some(Named {
                        text: Arc::from(item.as_str()?),
                        span: item.span,
                    })
                })
                .collect(),
            credentials: node.get("credentials").cloned(),
            project: node.get("project").cloned(),
            written,
            name: Named {
                text: Arc::from(called),
                span: name.span,
            },
            span: node.span,
        })
    }
}

impl Workshop<'_, '_> {
    /// Evaluates the clusters of an environment; their labels lack the use cases still.
    pub(super) fn clusters(
        &mut self,
        environment: &Environment,
        scope: &Arc<Scope>,
        argocd_namespace: &Node,
        shared: (&Map, &Map),
    ) -> Vec<Cluster> {
        let Some(list) = environment.spec.get("clusters") else {
            return Vec::new();
        };
        let mut clusters: Vec<Cluster> = Vec::new();
        let mut taken = Taken::default();
        let Some(list) = self.evaluate(list, scope) else {
            return clusters;
        };
        for item in list.as_list().unwrap_or_default() {
            let errors = self.catalog.out.len();
            manifest::check_document(item, &catalog::CLUSTER, &mut self.catalog.out);
            if self.catalog.out.len() > errors {
                continue;
            }
            let cluster = Cluster::read(item, argocd_namespace, shared, &mut self.causes);
            let Some(cluster) = cluster else {
                continue;
            };
            self.check_credentials(&cluster);
            if let Some(twin) = taken.take(&cluster, clusters.len()) {
                let twin = &clusters[twin].name;
                let message = format!(
                    "cluster `{}` has the name, server or Secret of another",
                    cluster.name.text
                );
                self.catalog.out.push(
                    Diagnostic::error(CLUSTER, cluster.name.span, message)
                        .help("Argo CD takes one Secret for each server: keep one of the two")
                        .related(twin.span, format!("`{}` is listed here", twin.text)),
                );
            }
            clusters.push(cluster);
        }
        clusters
    }

    fn check_credentials(&mut self, cluster: &Cluster) {
        let name = &cluster.name.text;
        let diagnostic = match (&cluster.credentials, cluster.in_cluster()) {
            (None, false) => Diagnostic::error(
                CREDENTIALS,
                cluster.name.span,
                format!("cluster `{name}` is reached from outside and has no `credentials`"),
            )
            .help("add `credentials: {externalSecret: {store: STORE, key: KEY}}`, or `{placeholder: '<path:…#config>'}` of a secret plugin"),
            (Some(node), true) => Diagnostic::error(
                CREDENTIALS,
                node.span,
                format!("cluster `{name}` is the one Argo CD runs in and takes no `credentials`"),
            )
            .help("remove `credentials`"),
            (Some(node), false) if node.as_map().map_or(0, Map::len) != 1 => Diagnostic::error(
                CREDENTIALS,
                node.span,
                format!("the credentials of cluster `{name}` name not exactly one way to get them"),
            )
            .help("keep `externalSecret` or `placeholder`"),
            _ => return,
        };
        self.catalog.out.push(diagnostic);
    }

    /// Renders the Secret of a cluster, or the ExternalSecret that makes it.
    pub(super) fn cluster_secret(&mut self, cluster: &Cluster, scope: &Arc<Scope>) -> Vec<Node> {
        let mut node = cluster.node();
        let at = Maker::written(cluster.span);
        let placeholder = cluster
            .credentials
            .as_ref()
            .and_then(|node| node.get("placeholder"));
        let data = at.map(
            [
                ("project", cluster.project.as_ref()),
                ("config", placeholder),
            ]
            .into_iter()
            .filter_map(|(key, node)| Some((key, node?.clone()))),
        );
        if let Some(map) = node.as_map_mut() {
            map.insert(at.key("data"), data);
        }
        let scope = super::scope::with(scope, "cluster", node);
        let external = cluster
            .credentials
            .as_ref()
            .and_then(|node| node.get("externalSecret"));
        let Some(external) = external else {
            return self.shaped("clusterSecret", &scope);
        };
        let default = Maker::built_in(&mut self.causes, "default", external.span, []);
        let mut credentials = at.map([
            ("refreshInterval", default.node("1h")),
            ("storeKind", default.node("ClusterSecretStore")),
            ("property", at.node(Value::Null)),
        ]);
        super::merge::merge(&mut credentials, external.clone());
        if credentials.get("property").is_none()
            && let Some(map) = credentials.as_map_mut()
        {
            map.insert(at.key("property"), at.node(Value::Null));
        }
        let scope = super::scope::with(&scope, "credentials", credentials);
        self.built_in("cluster-external-secret", &scope)
    }
}

/// What no two clusters may share, a name, a server or a Secret, and the place in the list of the cluster that has it.
#[derive(Default)]
struct Taken(BTreeMap<(&'static str, String), usize>);

impl Taken {
    /// Notes what the cluster at `place` takes, and returns the first place where some of it is taken already.
    fn take(&mut self, cluster: &Cluster, place: usize) -> Option<usize> {
        let secret = format!("{}/{}", cluster.namespace, cluster.secret_name);
        let keys = [
            ("name", cluster.name.text.to_string()),
            ("server", cluster.server.clone()),
            ("secret", secret),
        ];
        keys.into_iter()
            .map(|key| *self.0.entry(key).or_insert(place))
            .filter(|&owner| owner != place)
            .min()
    }
}

/// What a label weighs, beside the look at those that are there: it stays until all is rendered.
const LABEL_STEPS: u64 = 20;

/// Switches the use cases of an environment on: each one's labels, `'true'`, on the clusters that have it.
pub(super) fn switch_on(clusters: &mut [Cluster], chosen: &[Chosen], shop: &mut Workshop<'_, '_>) {
    let mut places: BTreeMap<Arc<str>, Vec<usize>> = BTreeMap::new();
    for (place, cluster) in clusters.iter().enumerate() {
        let name = Arc::clone(&cluster.name.text);
        places.entry(name).or_default().push(place);
    }
    for choice in chosen {
        let everywhere = choice.everywhere.then_some(0..clusters.len());
        let named = choice.clusters.iter().filter_map(|name| places.get(name));
        let alone = named.flatten().copied().filter(|_| !choice.everywhere);
        for place in everywhere.into_iter().flatten().chain(alone) {
            let cluster = &mut clusters[place];
            let steps = LABEL_STEPS + cluster.labels.len() as u64;
            if !shop.charge(steps, choice.because.span) {
                return;
            }
            switch_on_for(cluster, choice, &mut shop.causes);
        }
    }
    for cluster in clusters {
        cluster.labels.sort();
        cluster.annotations.sort();
    }
}

fn switch_on_for(cluster: &mut Cluster, choice: &Chosen, causes: &mut Causes) {
    for label in labels(&choice.use_case) {
        // A label that the cluster writes itself is stronger: `eso: 'false'` switches one cluster off.
        if cluster.labels.get(&label.text).is_some() {
            continue;
        }
        let from = vec![Origin {
            span: label.span,
            cause: CauseId::WRITTEN,
        }];
        let name = &choice.use_case.name.text;
        let at = Maker::caused(causes, Kind::Selection, name, choice.because.span, from);
        cluster.labels.insert(at.key(&label.text), at.node("true"));
    }
}

/// Returns all labels that switch a use case on.
pub(super) fn labels(use_case: &UseCase) -> impl Iterator<Item = &Named> {
    std::iter::once(&use_case.label).chain(&use_case.labels)
}

/// Says whether a cluster carries what the selector of a use case's ApplicationSet asks for.
pub(super) fn matches(selector: &Node, labels: &Map) -> bool {
    let has = |key: &str| labels.get(key).and_then(Node::as_str);
    let equal = selector
        .get("matchLabels")
        .and_then(Node::as_map)
        .into_iter()
        .flatten()
        .all(|entry| has(&entry.key.text) == entry.node.as_str());
    let expressions = selector.items_at(&["matchExpressions"]);
    equal
        && expressions.iter().all(|expression| {
            let text = |field: &str| expression.text_at(&[field]);
            let found = has(text("key"));
            let listed = expression
                .items_at(&["values"])
                .iter()
                .any(|value| value.as_str() == found && found.is_some());
            match text("operator") {
                "In" => listed,
                "NotIn" => !listed,
                "Exists" => found.is_some(),
                _ => found.is_none(),
            }
        })
}
