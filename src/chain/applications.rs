//! Applications: those of sets, those of the platform, and those that are written.

use super::cluster::IN_CLUSTER_NAME;
use super::levels;
use super::names;
use super::plan::{Application, ApplicationSet, Cluster, Plan, Unknown};
use super::predict::Manifest;
use super::round::namespace;
use crate::appset::{self, Expansion, Surroundings};
use crate::diagnostic::{Diagnostics, Level};
use crate::generate::{IN_CLUSTER, USE_CASE_LABEL};
use crate::manifest::Identity;
use crate::platform::{DirectApplication, Target};
use crate::yaml::{Entry, Node};
use std::collections::BTreeMap;

/// Expands the sets among the manifests, by namespace and name.
pub(super) fn expand(
    plan: &mut Plan,
    manifests: &[Manifest],
    around: &Surroundings<'_>,
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
    let index = Index::of(&plan.clusters);
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
        add(plan, set, expansion, &index);
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

fn add(plan: &mut Plan, mut set: ApplicationSet, expansion: Expansion, index: &Index) {
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
        let matched = matched.and_then(|target| index.by_both(&target.name, &target.server));
        let mut application = described(appset::stored(&made.node), &plan.clusters, index);
        application.set = Some(place);
        application.origin = Some(made.origin());
        application.matched = matched;
        let invalid = names::refusal(&application.node);
        application.refused = refused || invalid.is_some();
        if let Some(invalid) = invalid.filter(|_| !refused) {
            set.refuse(&invalid);
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
            node,
            problems: Vec::new(),
            parent: None,
            use_case: None,
            because: direct.because,
        });
    }
}

/// The Application as far as it is known.
fn manifest(direct: &DirectApplication, argocd: &str) -> Node {
    let span = direct.span;
    let mut metadata = vec![
        Entry::new("name", direct.name.as_str(), span),
        Entry::new("namespace", argocd, span),
    ];
    if !direct.labels.is_empty() {
        metadata.push(Entry::of("labels", Node::texts(&direct.labels, span)));
    }
    let spec = direct.spec.clone();
    let fields = [
        Entry::new("apiVersion", "argoproj.io/v1alpha1", span),
        Entry::new("kind", "Application", span),
        Entry::of("metadata", Node::map(metadata, span)),
        Entry::of("spec", spec.unwrap_or_else(|| Node::map([], span))),
    ];
    Node::map(fields, span)
}

/// Adds the Applications that are written as such, by namespace and name.
pub(super) fn written(plan: &mut Plan, manifests: &[Manifest], argocd: &str) {
    let index = Index::of(&plan.clusters);
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
        let mut application = described(node, &plan.clusters, &index);
        application.namespace = namespace(&who, argocd);
        application.parent.clone_from(&manifest.parent);
        found.insert((application.namespace.clone(), who.name), application);
    }
    plan.applications.extend(found.into_values());
}

/// Reads what an Application says of itself.
fn described(node: Node, clusters: &[Cluster], index: &Index) -> Application {
    let text = |path: &[&str]| {
        let found = node.at(path).and_then(Node::as_str);
        found.unwrap_or_default().to_owned()
    };
    let name = text(&["spec", "destination", "name"]);
    let server = text(&["spec", "destination", "server"]);
    let cluster = match (name.as_str(), index.by_server(&server)) {
        ("", Some(at)) => clusters.get(at).map_or(server, |one| one.name.clone()),
        ("", None) if server.trim_end_matches('/') == IN_CLUSTER => IN_CLUSTER_NAME.to_owned(),
        ("", None) => server,
        _ => name,
    };
    let use_case = node.at(&["metadata", "labels", USE_CASE_LABEL]);
    Application {
        namespace: text(&["metadata", "namespace"]),
        name: text(&["metadata", "name"]),
        set: None,
        origin: None,
        matched: None,
        cluster,
        project: text(&["spec", "project"]),
        refused: false,
        use_case: use_case.and_then(Node::as_str).map(str::to_owned),
        problems: Vec::new(),
        parent: None,
        because: Vec::new(),
        node,
    }
}

/// Clusters by what tells them apart.
struct Index {
    servers: BTreeMap<String, usize>,
    both: BTreeMap<(String, String), usize>,
}

impl Index {
    fn of(clusters: &[Cluster]) -> Self {
        let mut index = Self {
            servers: BTreeMap::new(),
            both: BTreeMap::new(),
        };
        for (at, cluster) in clusters.iter().enumerate() {
            let server = cluster.server.trim_end_matches('/').to_owned();
            let both = (cluster.name.clone(), cluster.server.clone());
            index.servers.entry(server).or_insert(at);
            index.both.entry(both).or_insert(at);
        }
        index
    }

    fn by_server(&self, server: &str) -> Option<usize> {
        self.servers.get(server.trim_end_matches('/')).copied()
    }

    fn by_both(&self, name: &str, server: &str) -> Option<usize> {
        self.both
            .get(&(name.to_owned(), server.to_owned()))
            .copied()
    }
}
