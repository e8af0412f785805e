//! Applications: those of sets, those of the platform, and those that are written.

use super::codes::NAME;
use super::destinations::Destinations;
use super::levels;
use super::names;
use super::plan::{Application, ApplicationSet, Plan, Unknown};
use super::predict::Manifest;
use super::round::namespace;
use crate::appset::{self, Expansion, Surroundings};
use crate::diagnostic::{Diagnostic, Diagnostics, Level};
use crate::generate::USE_CASE_LABEL;
use crate::manifest::Identity;
use crate::platform::{DirectApplication, Target};
use crate::yaml::{Key, Map, Node, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Expands the sets among the manifests, by namespace and name.
pub(super) fn expand(
    plan: &mut Plan,
    manifests: &[Manifest],
    around: &Surroundings<'_>,
    destinations: &Destinations,
    out: &mut Diagnostics,
) {
    let argocd = &around.world.argocd.namespace;
    let mut sets: Vec<(Identity, &Manifest)> = manifests
        .iter()
        .filter(|manifest| appset::is_set(&manifest.node))
        .filter_map(|manifest| Some((Identity::of(&manifest.node)?, manifest)))
        .collect();
    sets.sort_by(|(a, _), (b, _)| {
        (namespace(a, argocd), &a.name).cmp(&(namespace(b, argocd), &b.name))
    });
    for (who, manifest) in sets {
        let mut found = Diagnostics::new();
        let expansion = appset::expand(&manifest.node, around, &mut found);
        plan.unknown.extend(unanswered(&who, &found));
        let errors = found.iter().filter(|one| one.level == Level::Error);
        let findings = errors.cloned().collect();
        out.append(found);
        let set = ApplicationSet {
            namespace: namespace(&who, argocd),
            name: who.name,
            node: manifest.node.clone(),
            applications: Vec::new(),
            error: expansion.errors.first().cloned(),
            errors: refusals(&expansion),
            findings,
            parent: manifest.parent.clone(),
        };
        add(plan, set, expansion, destinations);
    }
}

/// What a set looks up and World does not answer is not known.
fn unanswered<'f>(who: &Identity, found: &'f Diagnostics) -> impl Iterator<Item = Unknown> + 'f {
    let what = format!("what ApplicationSet `{}` generates", who.name);
    let asked = found
        .iter()
        .filter(|finding| finding.code.name == appset::UNANSWERED.name);
    asked.map(move |finding| Unknown {
        what: what.clone(),
        because: {
            let question = finding.message.rsplit(": ").next().unwrap_or_default();
            let help = finding.help.as_deref().unwrap_or_default();
            format!("{question}: {help}")
        },
        span: finding.span,
    })
}

fn refusals(expansion: &Expansion) -> Vec<String> {
    let mut errors: Vec<String> = Vec::new();
    for refused in &expansion.refused {
        if !errors.contains(&refused.error) {
            errors.push(refused.error.clone());
        }
    }
    errors
}

fn add(
    plan: &mut Plan,
    mut set: ApplicationSet,
    expansion: Expansion,
    destinations: &Destinations,
) {
    let valid = expansion.applications.unwrap_or_default().into_iter();
    let refused = expansion.refused.into_iter();
    let mut all: Vec<(appset::Application, bool)> = valid
        .map(|made| (made, false))
        .chain(refused.map(|refused| (refused.application, true)))
        .collect();
    all.sort_by(|(a, _), (b, _)| a.name.cmp(&b.name));
    let place = plan.application_sets.len();
    for (made, refused) in all {
        let matched = made.cluster();
        let matched = matched.and_then(|target| destinations.place(&target.name, &target.server));
        let mut application = described(appset::stored(&made.node), plan, destinations);
        application.set = Some(place);
        application.origin = Some(made.origin());
        application.matched = matched;
        application.refused = refused;
        // What the controller refuses never comes to the API server.
        if !refused && let Some(invalid) = names::refusal(&application.node) {
            set.refuse(&invalid);
            application.refused = true;
            application.problems.push(finding(invalid));
        }
        application.parent.clone_from(&set.parent);
        set.applications.push(plan.applications.len());
        plan.applications.push(application);
    }
    plan.application_sets.push(set);
}

impl ApplicationSet {
    /// Notes that the API server refuses an Application.
    fn refuse(&mut self, invalid: &names::Refusal) {
        if !self.errors.contains(&invalid.text) {
            self.errors.push(invalid.text.clone());
        }
    }
}

fn finding(invalid: names::Refusal) -> Diagnostic {
    let help = "shorten or clean it, such as with `{{ .nameNormalized }}`; free texts belong into annotations' values";
    Diagnostic::warning(NAME, invalid.span, invalid.text).help(help)
}

/// Adds the Applications that the platform writes itself.
pub(super) fn direct(plan: &mut Plan, found: Vec<DirectApplication>, argocd: &str) {
    for direct in found {
        let cluster = match &direct.target {
            Target::VirtualCluster(_, name) => name.clone(),
            Target::Host(_, name) => format!("host of {name}"),
            Target::Cluster(name) => name.clone(),
            Target::Missing => String::new(),
        };
        let node = manifest(&direct, argocd);
        plan.applications.push(Application {
            namespace: argocd.to_owned(),
            name: direct.name,
            set: None,
            origin: None,
            matched: None,
            cluster,
            project: String::new(),
            refused: false,
            problems: names::refusal(&node).map(finding).into_iter().collect(),
            node,
            parent: None,
            use_case: None,
            because: direct.because,
        });
    }
}

/// The Application as far as it is known.
fn manifest(direct: &DirectApplication, argocd: &str) -> Node {
    let span = direct.span;
    let text = |text: &str| Node::new(text, span);
    let map = |fields: Vec<(&str, Node)>| {
        let mut map = Map::new();
        for (key, node) in fields {
            let text = Arc::from(key);
            map.insert(Key { text, span }, node);
        }
        Node::new(Value::Map(map), span)
    };
    let mut metadata = vec![("name", text(&direct.name)), ("namespace", text(argocd))];
    if !direct.labels.is_empty() {
        let labels = direct.labels.iter();
        let labels = labels.map(|(key, value)| (key.as_str(), text(value)));
        metadata.push(("labels", map(labels.collect())));
    }
    map(vec![
        ("apiVersion", text("argoproj.io/v1alpha1")),
        ("kind", text("Application")),
        ("metadata", map(metadata)),
        (
            "spec",
            direct.spec.clone().unwrap_or_else(|| map(Vec::new())),
        ),
    ])
}

/// Adds the Applications that are written as such, by namespace and name.
pub(super) fn written(
    plan: &mut Plan,
    manifests: &[Manifest],
    argocd: &str,
    destinations: &Destinations,
) {
    let mut found = BTreeMap::new();
    for manifest in manifests {
        let who = Identity::of(&manifest.node);
        let Some(who) = who.filter(|_| levels::is_application(&manifest.node)) else {
            continue;
        };
        let mut node = (*manifest.node).clone();
        if let Some(map) = node.as_map_mut() {
            map.remove("status");
        }
        let mut application = described(node, plan, destinations);
        let invalid = names::refusal(&application.node);
        application.problems.extend(invalid.map(finding));
        application.namespace = namespace(&who, argocd);
        application.parent.clone_from(&manifest.parent);
        found.insert((application.namespace.clone(), who.name), application);
    }
    plan.applications.extend(found.into_values());
}

/// Reads what an Application says of itself.
fn described(node: Node, plan: &Plan, destinations: &Destinations) -> Application {
    let text = |path: &[&str]| {
        let found = node.at(path).and_then(Node::as_str);
        found.unwrap_or_default().to_owned()
    };
    let use_case = node.at(&["metadata", "labels", USE_CASE_LABEL]);
    Application {
        namespace: text(&["metadata", "namespace"]),
        name: text(&["metadata", "name"]),
        set: None,
        origin: None,
        matched: None,
        cluster: destinations.title(&node, &plan.clusters),
        project: text(&["spec", "project"]),
        refused: false,
        use_case: use_case.and_then(Node::as_str).map(str::to_owned),
        problems: Vec::new(),
        parent: None,
        because: Vec::new(),
        node,
    }
}
