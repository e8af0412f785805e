//! One prediction from all manifests that count as applied.

use super::applications;
use super::around::Around;
use super::cluster;
use super::destinations::Destinations;
use super::labels;
use super::owner::is_inside;
use super::plan::{AppProject, Application, Cluster, Origin, Plan, Unknown};
use super::predict::{Ground, Manifest};
use super::sets::{self, Known};
use crate::appset;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::manifest::Identity;
use crate::platform::{self, Manifests, Prediction, Texts};
use crate::project::{Destination, Projects};
use crate::span::{Sources, Span};
use crate::yaml::Node;
use std::collections::{BTreeMap, BTreeSet};

/// A plan that is not checked yet.
pub(super) struct Round<'g> {
    pub(super) plan: Plan,
    around: Around<'g>,
    /// What was found for each set.
    found: Vec<Diagnostics>,
    pub(super) destinations: Destinations,
    pub(super) projects: Projects,
    pub(super) out: Diagnostics,
}

/// The AppProject that Argo CD makes itself.
const DEFAULT: &str = "default";

impl<'g> Round<'g> {
    /// Predicts; what sets made in the round before is kept where nothing around them has changed.
    pub(super) fn predict(
        ground: &Ground<'g>,
        manifests: &[Manifest],
        sources: &Sources,
        texts: &mut Texts,
        before: Option<Self>,
    ) -> Self {
        let mut out = Diagnostics::new();
        let nodes = || manifests.iter().map(|manifest| &*manifest.node);
        let read = Manifests::of(nodes()).with_sources(sources);
        let prediction = platform::predict(&read, ground.world, texts, &mut out);
        let clusters = clusters(ground, manifests, &prediction, &mut out);
        let app_projects = app_projects(ground, manifests, &prediction);
        let mut plan = Plan {
            environment: ground.environment.clone(),
            instances: prediction.instances,
            clusters,
            app_projects,
            unknown: prediction.unknown,
            ..Plan::default()
        };
        let around = Around::of(&plan, ground.world, ground.checkouts, ground.limits.sets);
        let destinations = Destinations::of(&plan.clusters);
        let argocd = &ground.world.argocd.namespace;
        let known = before.filter(|before| before.around.is_like(&around));
        let known = known.map_or_else(Known::default, |before| {
            Known::of(before.plan, before.found)
        });
        let found = sets::expand(&mut plan, manifests, (&around, &destinations), known);
        found.iter().cloned().for_each(|found| out.append(found));
        applications::direct(&mut plan, prediction.applications, argocd);
        applications::written(&mut plan, manifests, argocd, &destinations);
        let doubtful = doubtful_matches(&mut plan);
        let out = without_claims(out, &doubtful, &plan);
        let projects = projects(&plan, manifests, argocd);
        Self {
            plan,
            around,
            found,
            destinations,
            projects,
            out,
        }
    }

    /// Takes Applications among the manifests in: they change neither clusters nor what sets make of them.
    pub(super) fn join(&mut self, manifests: &[Manifest], argocd: &str) {
        let is_made = |one: &Application| one.set.is_some() || one.is_direct();
        self.plan.applications.retain(is_made);
        applications::written(&mut self.plan, manifests, argocd, &self.destinations);
    }
}

fn clusters(
    ground: &Ground<'_>,
    manifests: &[Manifest],
    prediction: &Prediction,
    out: &mut Diagnostics,
) -> Vec<Cluster> {
    let written = manifests
        .iter()
        .filter_map(|manifest| cluster::of_manifest(&manifest.node, manifest.origin));
    let predicted = prediction.secrets.iter();
    let predicted = predicted.map(|secret| cluster::of_prediction(secret, prediction));
    let known = ground.world.clusters.iter().filter_map(cluster::of_world);
    cluster::sorted(written.chain(predicted).chain(known).collect(), out)
}

/// All AppProjects; of several of one name the one that is written, then the platform's.
fn app_projects(
    ground: &Ground<'_>,
    manifests: &[Manifest],
    prediction: &Prediction,
) -> Vec<AppProject> {
    let argocd = &ground.world.argocd;
    let written = manifests.iter().filter_map(|manifest| {
        let who = Identity::of(&manifest.node)?;
        let is_project = who.group == "argoproj.io" && who.kind == "AppProject";
        is_project.then(|| AppProject {
            namespace: namespace(&who, &argocd.namespace),
            name: who.name,
            origin: manifest.origin,
            manifest: Some((*manifest.node).clone()),
            because: Vec::new(),
        })
    });
    let predicted = prediction.projects.iter().map(|project| AppProject {
        namespace: project.namespace.clone(),
        name: project.name.clone(),
        origin: Origin::Predicted,
        manifest: Some(project.manifest.clone()),
        because: project.because.clone(),
    });
    let names = argocd.projects.clone();
    let names = names.unwrap_or_else(|| BTreeSet::from([DEFAULT.to_owned()]));
    let known = names.into_iter().map(|name| AppProject {
        namespace: argocd.namespace.clone(),
        name,
        origin: Origin::World,
        manifest: None,
        because: Vec::new(),
    });
    let mut found: BTreeMap<(String, String), AppProject> = BTreeMap::new();
    for project in written.chain(predicted).chain(known) {
        let key = (project.namespace.clone(), project.name.clone());
        found.entry(key).or_insert(project);
    }
    found.into_values().collect()
}

/// The namespace of a manifest; Argo CD's where none is written.
pub(super) fn namespace(who: &Identity, argocd: &str) -> String {
    match who.namespace.is_empty() {
        true => argocd.to_owned(),
        false => who.namespace.clone(),
    }
}

/// The rules of the AppProjects; of those of World only the names are known, but for `default`, which Argo CD makes open.
fn projects(plan: &Plan, manifests: &[Manifest], argocd: &str) -> Projects {
    let nodes: Vec<&Node> = plan
        .app_projects
        .iter()
        .filter_map(|project| project.manifest.as_ref())
        .chain(
            manifests
                .iter()
                .map(|manifest| &*manifest.node)
                .filter(|node| node.text_at(&["kind"]) == "ConfigMap"),
        )
        .collect();
    let mut projects = Projects::of(nodes, argocd);
    for project in plan
        .app_projects
        .iter()
        .filter(|one| one.manifest.is_none())
    {
        match project.name.as_str() {
            DEFAULT => projects = projects.with_default(),
            name => projects.add_open(name),
        }
    }
    for cluster in &plan.clusters {
        let known = cluster::to_world(cluster);
        let namespaces = known.field("namespaces").split(',').map(str::trim);
        let namespaces: Vec<&str> = namespaces.filter(|name| !name.is_empty()).collect();
        if !known.field("project").is_empty() {
            let destination = Destination {
                server: &cluster.server,
                name: &cluster.name,
            };
            projects.add_cluster(known.field("project"), destination, &namespaces);
        }
    }
    projects
}

/// A set that selects by a label whose value is open may match or not.
fn doubtful_matches(plan: &mut Plan) -> Vec<Span> {
    let mut doubtful = Vec::new();
    let mut sets = Vec::new();
    for set in &plan.application_sets {
        let entries = set.node.items_at(&["spec", "generators"]).iter();
        let keys: BTreeSet<String> = entries.flat_map(labels::selected).collect();
        for cluster in &plan.clusters {
            let open = cluster
                .labels
                .iter()
                .filter(|label| keys.contains(&label.key));
            for label in open {
                let Some(doubt) = &label.doubt else {
                    continue;
                };
                sets.push(set.node.span);
                doubtful.push(Unknown {
                    what: format!(
                        "whether ApplicationSet `{}/{}` selects cluster `{}` by label `{}`",
                        set.namespace, set.name, cluster.name, label.key
                    ),
                    because: doubt.clone(),
                    span: label.because.iter().find_map(|step| step.span),
                });
            }
        }
    }
    plan.unknown.append(&mut doubtful);
    sets
}

/// What a set may match cannot be said to match nothing, nor can that be said while clusters are not known.
fn without_claims(found: Diagnostics, doubtful: &[Span], plan: &Plan) -> Diagnostics {
    let are_all = Plan::knows_all_clusters(&plan.instances);
    let mut kept = Diagnostics::new();
    for finding in found.iter().cloned() {
        let inside = |set: &Span| finding.span.is_some_and(|span| is_inside(span, *set));
        let is_claim = finding.code == appset::NO_CLUSTER;
        match is_claim && !are_all {
            _ if is_claim && doubtful.iter().any(inside) => {}
            true => kept.push(Diagnostic {
                message: "no cluster that is known meets this selector; one that is not may"
                    .to_owned(),
                ..finding
            }),
            false => kept.push(finding),
        }
    }
    kept
}
