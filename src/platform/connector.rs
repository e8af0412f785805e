//! The newer integration: a virtual cluster registers itself with Argo CD through a connector.

use super::codes::{CHART_MISMATCH, CONNECTOR_MISSING, REFERENCE};
use super::definition::Definition;
use super::findings::Findings;
use super::instance::Looked;
use super::leaf::Leaf;
use super::manifests::Manifests;
use super::prediction::{State, Unknown};
use super::render::Rendered;
use super::secret::{INSTANCE_NAME, INSTANCE_NAMESPACE};
use super::unknowns::Unknowns;
use super::version;
use crate::diagnostic::{Diagnostic, nearest};
use crate::span::Span;
use crate::world::{Cluster, World};
use crate::yaml::Node;
use std::sync::Arc;

/// Where the platform writes down what the cluster is called in Argo CD.
const REGISTERED: &str = "loft.sh/argocd-registered-cluster-name";
/// What is wrong with values that name no connector.
const UNNAMED: &str = "`integrations.argoCD` names no connector";
/// The first chart with the integration.
const FIRST: [u64; 3] = [0, 35, 0];

/// What a virtual cluster asks of a connector.
#[derive(Clone, Debug)]
pub(super) struct Connection {
    /// The values that ask for it; none where they are not known.
    values: Option<Arc<Node>>,
    /// Whether they name it; nothing comes of it otherwise.
    is_named: bool,
    /// Where they stand.
    span: Span,
}

impl Connection {
    /// Returns where the values ask for it.
    pub(super) fn span(&self) -> Span {
        self.span
    }

    /// Returns the entries of `deploy.argoCD.applications`.
    pub(super) fn applications(&self) -> &[Node] {
        let values = self.values.as_deref();
        values.map_or(&[], |values| {
            values.items_at(&["deploy", "argoCD", "applications"])
        })
    }
}

/// Returns what the values ask of a connector, if they ask for anything.
pub(super) fn connection(
    definition: &Definition<'_>,
    rendered: &Rendered,
    manifests: &Manifests<'_>,
    findings: &mut Findings,
) -> Option<Connection> {
    let leaf = definition.values.as_ref()?;
    let Some(values) = &rendered.values else {
        return leaf.text.contains("argoCD").then_some(Connection {
            values: None,
            is_named: true,
            span: leaf.span,
        });
    };
    let path = ["integrations", "argoCD"];
    if !values.is_true_at(&["integrations", "argoCD", "enabled"]) {
        let deployed = values.items_at(&["deploy", "argoCD", "applications"]);
        if !deployed.is_empty() {
            let what = "the virtual cluster deploys applications through Argo CD, and has no connector to it";
            let help =
                "write `integrations: {argoCD: {enabled: true, connector: NAME}}` into the values";
            let found = Diagnostic::warning(CONNECTOR_MISSING, leaf.word("argoCD"), what);
            findings.problem(found.help(help));
        }
        return None;
    }
    old_chart(rendered, leaf, findings);
    let name = values.text_at(&[path[0], path[1], "connector"]);
    let span = leaf.word("argoCD");
    known(name, span, manifests, findings);
    Some(Connection {
        values: Some(Arc::clone(values)),
        is_named: !name.is_empty(),
        span,
    })
}

fn old_chart(rendered: &Rendered, leaf: &Leaf<'_>, findings: &mut Findings) {
    let Some(chart) = &rendered.chart else {
        return;
    };
    let is_old = version::numbers(&chart.version).is_some_and(|numbers| numbers < FIRST);
    if is_old && chart.name == "vcluster" {
        let what = format!(
            "chart {} has no `integrations.argoCD`, which came with 0.35.0",
            chart.version
        );
        findings.doubt_secret(
            Diagnostic::error(CHART_MISMATCH, chart.span, what)
                .help("write `chart: {version: 0.35.0}` or a later one")
                .related(leaf.word("argoCD"), "used here"),
            "nobody documents what the platform makes of such values",
        );
    }
}

/// A connector is a Secret of the platform, which need not be in Git.
fn known(name: &str, span: Span, manifests: &Manifests<'_>, findings: &mut Findings) {
    if name.is_empty() {
        let what = UNNAMED;
        let help = "write `connector: NAME`, the name of a Secret with the label `loft.sh/connector-type: argocd`";
        findings.problem(Diagnostic::error(CONNECTOR_MISSING, span, what).help(help));
    } else if !manifests.connectors.is_empty() && !manifests.connectors.contains(name) {
        let what = format!("no manifest defines connector `{name}`");
        let help = match nearest(name, manifests.connectors.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "add its Secret with the label `loft.sh/connector-type: argocd`".to_owned(),
        };
        findings.problem(Diagnostic::warning(REFERENCE, span, what).help(help));
    }
}

/// Returns what becomes of an instance that a connector registers.
pub(super) fn register(looked: &mut Looked<'_>, connection: &Connection, world: &World) -> State {
    let instance = &looked.instance;
    let is_its = |cluster: &&Cluster| {
        let label = |key| cluster.labels.get(key).map(String::as_str);
        label(INSTANCE_NAME) == Some(&instance.name)
            && label(INSTANCE_NAMESPACE) == Some(&instance.namespace)
    };
    if let Some(known) = world.clusters.iter().find(is_its) {
        looked.instance.cluster_secret = Some(known.secret.clone());
        return State::Predicted;
    }
    if !connection.is_named {
        return State::None {
            because: UNNAMED.to_owned(),
            span: Some(connection.span),
        };
    }
    let because = because(looked, connection);
    let span = Some(connection.span);
    looked
        .findings
        .unknown("the cluster Secret", because.clone(), span);
    State::Unknown { because, span }
}

fn because(looked: &Looked<'_>, connection: &Connection) -> String {
    let add = format!(
        "add the Secret with the labels `{INSTANCE_NAME}: {}` and `{INSTANCE_NAMESPACE}: {}` to `clusters` of World",
        looked.instance.name, looked.instance.namespace
    );
    if connection.values.is_none() {
        return format!(
            "the values are not known, so nobody knows whether a connector registers the virtual cluster; if it does, {add}"
        );
    }
    let project = looked.instance.project.as_deref().unwrap_or_default();
    let name = match &looked.registered {
        Some(name) => format!("Argo CD calls `{name}`"),
        None => format!(
            "Argo CD calls `loft-{project}-virtualcluster-{}-argocd` (on licensed platforms with `-` and six characters more)",
            looked.instance.name
        ),
    };
    format!(
        "a connector registers the virtual cluster, which {name}; Argo CD makes up the name of the Secret, and nobody documents which labels are copied: {add}"
    )
}

/// Returns the name under which the platform says that it registered an instance.
pub(super) fn registered(instance: &Node) -> Option<String> {
    let name = instance.text_at(&["metadata", "annotations", REGISTERED]);
    Some(name.to_owned()).filter(|name| !name.is_empty())
}

/// Connected clusters can be registered too; nothing says as what.
pub(super) fn clusters(manifests: &Manifests<'_>, unknowns: &mut Unknowns) {
    for (name, cluster) in &manifests.clusters {
        if cluster.is_true_at(&["spec", "argoCD", "enabled"]) {
            unknowns.other(Unknown {
                what: format!("the cluster Secret of the connected cluster `{name}`"),
                because: "a connector registers it, and nobody documents its name and labels in Argo CD: add the Secret to `clusters` of World".to_owned(),
                span: Some(super::node::place(cluster, &["spec", "argoCD"])),
            });
        }
    }
}
