//! The door: manifests and World in, the prediction out.

use super::argocd;
use super::codes::DUPLICATE;
use super::direct::{self, Goals};
use super::findings::Findings;
use super::instance::{Looked, look, owner};
use super::manifests::Manifests;
use super::prediction::{Instance, Prediction, Secret, State, Unknown};
use super::quota::{self, Owned, Refused};
use super::settle::settle;
use super::unknowns::Unknowns;
use super::what_if::generated;
use super::workshop::{Texts, Workshop};
use super::{collisions, connector};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::span::Span;
use crate::world::World;
use crate::yaml::Node;
use std::collections::{BTreeMap, BTreeSet};

/// Predicts what the platform makes of the manifests, and of the instances that World adds. What is wrong is reported. The texts
/// are those of earlier predictions from the same files, if there were any.
#[must_use]
pub fn predict(
    manifests: &Manifests<'_>,
    world: &World,
    texts: &mut Texts,
    out: &mut Diagnostics,
) -> Prediction {
    let generated = generated(manifests, world);
    let nodes = nodes(manifests, world, &generated, out);
    let mut unknowns = Unknowns::default();
    let mut prediction = Prediction::default();
    let mut workshop = Workshop::new(manifests, std::mem::take(texts));
    let told = (&mut unknowns, &mut *out);
    instances(&mut workshop, world, &nodes, &mut prediction, told);
    *texts = workshop.texts;
    let by_name = |secret: &Secret| (secret.namespace.clone(), secret.name.clone());
    prediction.secrets.sort_by_key(by_name);
    let refused = quotas(
        manifests,
        world,
        &nodes,
        &prediction.instances,
        out,
        &mut unknowns,
    );
    refuse(refused, &mut prediction);
    prediction.projects = argocd::projects(manifests, &prediction);
    connector::clusters(manifests, &mut unknowns);
    host(world, &prediction.secrets, &mut unknowns);
    collisions::check(&prediction, out);
    argocd::check(manifests, world, out, &mut unknowns);
    prediction.unknown = unknowns.all();
    prediction
}

/// Looks at every instance, and at the Applications that the platform writes.
fn instances<'m>(
    workshop: &mut Workshop<'m>,
    world: &World,
    nodes: &BTreeMap<Key<'_>, &'m Node>,
    prediction: &mut Prediction,
    (unknowns, out): (&mut Unknowns, &mut Diagnostics),
) {
    let mut told = BTreeSet::new();
    let mut goals = Goals::new();
    for (place, node) in nodes.values().enumerate() {
        let mut looked = look(node, world, workshop);
        direct(&mut looked, place, workshop, &mut goals, prediction);
        let secret = settle(&mut looked, place, world, workshop.manifests);
        prediction.secrets.extend(secret);
        let instance = finished(looked, unknowns, &mut told, out);
        prediction.instances.push(instance);
    }
    written(&goals, world, workshop, prediction, out, unknowns);
}

/// Adds the Applications that an instance asks for, and remembers it for those that go to it.
fn direct(
    looked: &mut Looked<'_>,
    place: usize,
    workshop: &Workshop<'_>,
    goals: &mut Goals,
    prediction: &mut Prediction,
) {
    let is_made = !matches!(looked.findings.stopped, Some(State::None { .. }));
    if is_made && looked.connection.is_some() {
        let mut findings = std::mem::take(&mut looked.findings);
        let made = direct::of_instance(looked, place, workshop, &mut findings);
        looked.findings = findings;
        prediction.applications.extend(made);
    }
    if !workshop.manifests.direct_applications.is_empty() {
        let instance = &looked.instance;
        let key = (instance.namespace.clone(), instance.name.clone());
        goals.insert(key, (place, looked.facts.clone()));
    }
}

/// Adds the Applications of ArgoCDApplications.
fn written(
    goals: &Goals,
    world: &World,
    workshop: &mut Workshop<'_>,
    prediction: &mut Prediction,
    out: &mut Diagnostics,
    unknowns: &mut Unknowns,
) {
    let mut findings = Findings::default();
    let made = direct::written(goals, world, workshop, &mut findings);
    prediction.applications.extend(made);
    findings
        .problems
        .into_iter()
        .for_each(|found| out.push(found));
    for open in findings.open {
        unknowns.other(Unknown {
            what: open.what,
            because: open.because,
            span: open.span,
        });
    }
    direct::names(&prediction.applications, unknowns);
}

/// Who an instance is.
type Key<'n> = (&'n str, &'n str);

/// Returns all instances by namespace and name, each once.
fn nodes<'n>(
    manifests: &Manifests<'n>,
    world: &'n World,
    generated: &'n [Node],
    out: &mut Diagnostics,
) -> BTreeMap<Key<'n>, &'n Node> {
    let mut nodes: BTreeMap<Key<'n>, &'n Node> = BTreeMap::new();
    let others = world.instances.iter().chain(generated);
    let written = manifests.instances.iter().copied().map(|node| (node, true));
    for (node, wins) in written.chain(others.map(|node| (node, false))) {
        let key = (
            node.text_at(&["metadata", "namespace"]),
            node.text_at(&["metadata", "name"]),
        );
        let Some(first) = nodes.get(&key).copied() else {
            nodes.insert(key, node);
            continue;
        };
        out.push(twice(key, first, node, wins));
        if wins {
            nodes.insert(key, node);
        }
    }
    nodes
}

fn twice((namespace, name): Key<'_>, first: &Node, second: &Node, last_wins: bool) -> Diagnostic {
    let what = format!("instance `{namespace}/{name}` stands twice");
    let (help, note) = match last_wins {
        true => ("delete one of the two", "the last one counts"),
        false => (
            "take it out of World",
            "the one of the manifests counts, or the first one of World",
        ),
    };
    Diagnostic::warning(DUPLICATE, second.span, what)
        .help(help)
        .note(note)
        .related(first.span, "the first one")
}

/// What was told, so that a fault of a template is told once for all of its instances.
type Told = BTreeSet<(&'static str, Option<Span>, String)>;

fn finished(
    looked: Looked<'_>,
    unknowns: &mut Unknowns,
    told: &mut Told,
    out: &mut Diagnostics,
) -> Instance {
    let mut instance = looked.instance;
    let title = format!("{}/{}", instance.namespace, instance.name);
    unknowns.add(&title, looked.findings.open);
    for problem in &looked.findings.problems {
        if told.insert((problem.code.name, problem.span, problem.message.clone())) {
            out.push(problem.clone());
        }
    }
    instance.problems = looked.findings.problems;
    instance
}

fn quotas(
    manifests: &Manifests<'_>,
    world: &World,
    nodes: &BTreeMap<Key<'_>, &Node>,
    instances: &[Instance],
    out: &mut Diagnostics,
    unknowns: &mut Unknowns,
) -> Refused {
    let mut by_project: BTreeMap<&str, Vec<Owned<'_>>> = BTreeMap::new();
    for (place, (instance, node)) in instances.iter().zip(nodes.values()).enumerate() {
        if let Some(project) = &instance.project {
            let owner = owner(node).or_else(|| world.platform.owner.clone());
            by_project.entry(project).or_default().push(Owned {
                place,
                instance,
                owner,
            });
        }
    }
    let mut refused = Refused::new();
    for (name, instances) in by_project {
        if let Some(project) = manifests.projects.get(name) {
            quota::check(project, &instances, &mut refused, out, unknowns);
        }
    }
    refused
}

/// Takes away what instances that are not there would have led to.
fn refuse(refused: Refused, prediction: &mut Prediction) {
    let is_there = |place: usize| !refused.contains_key(&place);
    prediction
        .secrets
        .retain(|secret| is_there(secret.instance));
    prediction
        .applications
        .retain(|one| one.instance.is_none_or(is_there));
    for (place, state) in refused {
        if let Some(instance) = prediction.instances.get_mut(place) {
            instance.state = state;
            instance.cluster_secret = None;
        }
    }
}

fn host(world: &World, secrets: &[Secret], unknowns: &mut Unknowns) {
    if world.platform.host.is_none() && !secrets.is_empty() {
        let unknown = Secret::UNKNOWN_HOST;
        unknowns.other(Unknown {
            what: "the server of every predicted Secret".to_owned(),
            because: format!(
                "nothing says the host of the platform, for which `{unknown}` stands: add to World, below `spec:`: `platform: {{host: HOST}}`"
            ),
            span: None,
        });
    }
}
