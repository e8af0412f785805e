//! Cluster Secrets, wherever they come from.

use super::codes::TWIN;
use super::hidden::HIDDEN;
use super::plan::{Cluster, Origin};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::manifest::{Identity, SECRET_TYPE};
use crate::platform::{About, Label, Prediction, Secret, Step};
use crate::span::Span;
use crate::world;
use crate::yaml::{Entry, Key, Node};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeMap;

/// The name of Argo CD's own cluster while no Secret gives it another.
pub(super) const IN_CLUSTER_NAME: &str = "in-cluster";
/// The fields of `config` that hold credentials (Argo CD v3.5.1, `ClusterConfig`).
const CREDENTIALS: [&str; 3] = ["bearerToken", "password", "keyData"];

/// Returns the cluster that a manifest tells Argo CD of: a Secret, or an ExternalSecret that makes one.
pub(super) fn of_manifest(node: &Node, origin: Origin) -> Option<Cluster> {
    let who = Identity::of(node)?;
    let secret = match (who.group.as_str(), who.kind.as_str()) {
        ("", "Secret") => node.clone(),
        ("external-secrets.io", "ExternalSecret") => made_from_outside(node, &who)?,
        _ => return None,
    };
    let is_cluster = secret
        .at(&["metadata", "labels", SECRET_TYPE])
        .and_then(Node::as_str);
    (is_cluster == Some("cluster")).then(|| of_secret(&secret, origin))
}

/// The Secret that an ExternalSecret makes: its template, with what comes from the store left as it is written.
fn made_from_outside(node: &Node, who: &Identity) -> Option<Node> {
    let target = node.at(&["spec", "target"])?;
    let template = target.get("template")?;
    let mut metadata = template.get("metadata")?.clone();
    let name = target.get("name").and_then(Node::as_str);
    let named = [
        ("name", name.unwrap_or(&who.name)),
        ("namespace", who.namespace.as_str()),
    ];
    let map = metadata.as_map_mut()?;
    for (key, text) in named {
        map.insert(Key::new(key, node.span), Node::new(text, node.span));
    }
    let data = template.get("data").cloned();
    let data = data.unwrap_or_else(|| Node::map([], node.span));
    let fields = [
        Entry::of("metadata", metadata),
        Entry::of("stringData", data),
    ];
    Some(Node::map(fields, node.span))
}

fn of_secret(secret: &Node, origin: Origin) -> Cluster {
    let known = world::Cluster::of(secret);
    let title = format!("Secret `{}/{}`", known.namespace, known.secret);
    let labels = secret.at(&["metadata", "labels"]).and_then(Node::as_map);
    let labels = labels.into_iter().flatten().filter_map(|entry| {
        let key = entry.key.text.to_string();
        let step = label_step(&key, &title, entry.node.span);
        Some(Label {
            value: entry.node.as_str()?.to_owned(),
            because: vec![step],
            doubt: None,
            key,
        })
    });
    let mut labels: Vec<Label> = labels.collect();
    labels.sort_by(|a, b| a.key.cmp(&b.key));
    made(known, labels, origin, secret.span)
}

/// Returns the cluster of World; `None` for one that no document tells of.
pub(super) fn of_world(known: &world::Cluster) -> Option<Cluster> {
    let span = known.span?;
    let title = format!("Secret `{}/{}` of World", known.namespace, known.secret);
    let label = |(key, value): (&String, &String)| Label {
        key: key.clone(),
        value: value.clone(),
        because: vec![label_step(key, &title, span)],
        doubt: None,
    };
    let labels = known.labels.iter().map(label).collect();
    Some(made(known.clone(), labels, Origin::World, span))
}

fn label_step(key: &str, secret: &str, span: Span) -> Step {
    Step::new(format!("label `{key}` of {secret}"), Some(span))
        .about(About::SecretLabel(key.to_owned()))
}

fn made(known: world::Cluster, labels: Vec<Label>, origin: Origin, span: Span) -> Cluster {
    Cluster {
        name: known.name().to_owned(),
        server: known.server().to_owned(),
        manifest: manifest(&known, span),
        namespace: known.namespace,
        secret: known.secret,
        annotations: known.annotations,
        labels,
        origin,
        instance: None,
        span: Some(span),
    }
}

/// Returns the cluster that the platform tells Argo CD of.
pub(super) fn of_prediction(secret: &Secret, prediction: &Prediction) -> Cluster {
    let instance = prediction.instances.get(secret.instance);
    Cluster {
        namespace: secret.namespace.clone(),
        secret: secret.name.clone(),
        name: secret.cluster_name.clone(),
        server: secret.server.clone(),
        labels: secret.labels.clone(),
        annotations: secret.annotations.clone(),
        origin: Origin::Predicted,
        manifest: secret.manifest.clone(),
        instance: Some(secret.instance),
        span: instance.map(|instance| instance.span),
    }
}

/// Sorts clusters, and reports those that get into each other's way; of two Secrets of one name the first stays.
pub(super) fn sorted(mut clusters: Vec<Cluster>, out: &mut Diagnostics) -> Vec<Cluster> {
    clusters.sort_by(|a, b| order(a).cmp(&order(b)));
    let mut kept: Vec<Cluster> = Vec::with_capacity(clusters.len());
    for cluster in clusters {
        match kept.last().filter(|last| is_same(last, &cluster)) {
            Some(_) if cluster.origin == Origin::World => {}
            // The platform's prediction tells of instances that share a Secret.
            Some(last) if last.instance.is_some() && cluster.instance.is_some() => {}
            Some(last) => out.push(twin(last, &cluster, Shared::Secret)),
            None => kept.push(cluster),
        }
    }
    report_twins(&kept, Shared::Name, |cluster| &cluster.name, out);
    report_twins(&kept, Shared::Server, |cluster| &cluster.server, out);
    kept
}

fn order(cluster: &Cluster) -> (&str, &str, Origin) {
    (&cluster.namespace, &cluster.secret, cluster.origin)
}

fn is_same(a: &Cluster, b: &Cluster) -> bool {
    (&a.namespace, &a.secret) == (&b.namespace, &b.secret)
}

fn report_twins<'c>(
    clusters: &'c [Cluster],
    shared: Shared,
    of: impl Fn(&'c Cluster) -> &'c String,
    out: &mut Diagnostics,
) {
    let mut known: BTreeMap<&str, &Cluster> = BTreeMap::new();
    for cluster in clusters.iter().filter(|cluster| !of(cluster).is_empty()) {
        match known.get(of(cluster).as_str()) {
            Some(first) => out.push(twin(first, cluster, shared)),
            None => {
                known.insert(of(cluster), cluster);
            }
        }
    }
}

/// What two Secrets have in common.
#[derive(Clone, Copy, Debug)]
enum Shared {
    Secret,
    Name,
    Server,
}

fn twin(first: &Cluster, second: &Cluster, shared: Shared) -> Diagnostic {
    let title = |cluster: &Cluster| format!("{}/{}", cluster.namespace, cluster.secret);
    let (one, other) = (title(first), title(second));
    let (message, help) = match shared {
        Shared::Secret => (
            format!("two Secrets are called `{one}`, and only one of them can be there"),
            "delete one of the two, or give it another name; the first one counts here",
        ),
        Shared::Name => (
            format!(
                "Secrets `{one}` and `{other}` both call their cluster `{}`",
                second.name
            ),
            "write another `name` into one of the two",
        ),
        Shared::Server => (
            format!(
                "Secrets `{one}` and `{other}` both stand for the server `{}`",
                second.server
            ),
            "delete one of the two: Argo CD wants one Secret for each server",
        ),
    };
    let place = second.span.or(first.span);
    let found = Diagnostic::warning(TWIN, place, message).help(help);
    match first.span.filter(|_| second.span.is_some()) {
        Some(span) => found.related(span, "the first one"),
        None => found,
    }
}

/// Returns what Argo CD's generators see of a cluster; labels whose value is open are not there.
pub(super) fn to_world(cluster: &Cluster) -> world::Cluster {
    let label = |label: &Label| (label.key.clone(), label.value.clone());
    let certain = cluster
        .labels
        .iter()
        .filter(|label| label.doubt.is_none() || !label.value.is_empty());
    world::Cluster {
        labels: certain.map(label).collect(),
        ..world::Cluster::of(&cluster.manifest)
    }
}

/// The Secret as it is shown.
fn manifest(known: &world::Cluster, span: Span) -> Node {
    let data = known.data.iter().map(|(key, value)| {
        let shown = match key.as_str() {
            "config" => without_credentials(value),
            _ => value.clone(),
        };
        Entry::new(key.as_str(), STANDARD.encode(shown), span)
    });
    let mut metadata = vec![
        Entry::new("name", known.secret.as_str(), span),
        Entry::new("namespace", known.namespace.as_str(), span),
        Entry::of("labels", Node::texts(&known.labels, span)),
    ];
    if !known.annotations.is_empty() {
        metadata.push(Entry::of(
            "annotations",
            Node::texts(&known.annotations, span),
        ));
    }
    let fields = [
        Entry::new("apiVersion", "v1", span),
        Entry::new("kind", "Secret", span),
        Entry::of("metadata", Node::map(metadata, span)),
        Entry::new("type", "Opaque", span),
        Entry::of("data", Node::map(data, span)),
    ];
    Node::map(fields, span)
}

/// Replaces the credentials of a cluster's `config`; of a text that is no JSON nothing is shown.
fn without_credentials(config: &str) -> String {
    match serde_json::from_str::<serde_json::Value>(config) {
        Ok(mut value) => {
            hide(&mut value);
            value.to_string()
        }
        Err(_) => HIDDEN.to_owned(),
    }
}

fn hide(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(fields) => {
            for (key, value) in fields.iter_mut() {
                match CREDENTIALS.contains(&key.as_str()) {
                    true => *value = HIDDEN.into(),
                    false => hide(value),
                }
            }
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(hide),
        _ => {}
    }
}
