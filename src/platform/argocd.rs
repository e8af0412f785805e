//! What the project-level integration makes beside Secrets, and what does not fit together there.

use super::app_project;
use super::codes::{ARGOCD_NAMESPACE, REFERENCE, SEVERAL_ARGOCD};
use super::import;
use super::manifests::Manifests;
use super::node::place;
use super::prediction::{Prediction, Project, Unknown};
use super::unknowns::Unknowns;
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::world::World;
use crate::yaml::Node;
use std::collections::BTreeMap;

/// The cluster of Argo CD where a project names none.
const DEFAULT_CLUSTER: &str = "loft-cluster";

/// Returns the AppProjects that projects own, by namespace and name.
pub(super) fn projects(manifests: &Manifests<'_>, prediction: &Prediction) -> Vec<Project> {
    let all = manifests.projects.iter();
    let owning = all.filter(|(_, node)| app_project::is_enabled(node));
    let mut made: Vec<Project> = owning
        .map(|(name, node)| {
            let secrets = prediction.secrets.iter();
            let own = secrets.filter(|secret| {
                prediction.instances[secret.instance].project.as_deref() == Some(*name)
            });
            app_project::make(node, own)
        })
        .collect();
    made.sort_by(|a, b| (&a.namespace, &a.name).cmp(&(&b.namespace, &b.name)));
    made
}

/// Looks for what does not fit together.
pub(super) fn check(
    manifests: &Manifests<'_>,
    world: &World,
    out: &mut Diagnostics,
    unknowns: &mut Unknowns,
) {
    let integrated = |node: &&Node| import::is_enabled(node) || app_project::is_enabled(node);
    let projects: Vec<&Node> = manifests
        .projects
        .values()
        .copied()
        .filter(integrated)
        .collect();
    for project in &projects {
        namespace(project, world, out);
        cluster(project, manifests, world, out);
        roles(project, unknowns);
    }
    several(&projects, out, unknowns);
}

fn namespace(project: &Node, world: &World, out: &mut Diagnostics) {
    let namespace = app_project::namespace(project);
    let argocd = &world.argocd.namespace;
    if namespace == argocd {
        return;
    }
    let title = project.text_at(&["metadata", "name"]);
    let what = format!(
        "project `{title}` writes into namespace `{namespace}`, and Argo CD is in `{argocd}`, so it never sees that"
    );
    let help = format!(
        "write `namespace: {argocd}` into the project's `argoCD`, or `argocd: {{namespace: {namespace}}}` into World"
    );
    let span = place(project, &["spec", "argoCD", "namespace"]);
    out.push(Diagnostic::warning(ARGOCD_NAMESPACE, span, what).help(help));
}

/// The cluster of Argo CD is a connected one, as far as World lists them.
fn cluster(project: &Node, manifests: &Manifests<'_>, world: &World, out: &mut Diagnostics) {
    let own = project.text_at(&["spec", "argoCD", "virtualClusterInstance"]);
    let Some(connected) = world
        .connected_clusters
        .as_deref()
        .filter(|_| own.is_empty())
    else {
        return;
    };
    let path = ["spec", "argoCD", "cluster"];
    let name = match project.text_at(&path) {
        "" => DEFAULT_CLUSTER,
        name => name,
    };
    let known = connected.iter().map(|cluster| cluster.name.as_str());
    let mut known = known.chain(manifests.clusters.keys().copied());
    if known.clone().any(|known| known == name) {
        return;
    }
    let what = format!("no connected cluster is called `{name}`, where Argo CD should be");
    let help = match nearest(name, &mut known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("add `- {{name: {name}}}` to `connectedClusters` of World"),
    };
    out.push(Diagnostic::warning(REFERENCE, place(project, &path), what).help(help));
}

/// How rules become policies of an AppProject is not documented; nothing that is generated hangs on it.
fn roles(project: &Node, unknowns: &mut Unknowns) {
    let path = ["spec", "argoCD", "project", "roles"];
    if let Some(roles) = project
        .present_at(&path)
        .filter(|_| app_project::is_enabled(project))
    {
        let name = app_project::name(project.text_at(&["metadata", "name"]));
        unknowns.other(Unknown {
            what: format!("the roles of AppProject `{name}`"),
            because: "nobody documents how the platform writes rules as policies".to_owned(),
            span: Some(roles.span),
        });
    }
}

/// ApplicationSets of a repository are in one Argo CD.
fn several(projects: &[&Node], out: &mut Diagnostics, unknowns: &mut Unknowns) {
    let mut places: BTreeMap<String, &Node> = BTreeMap::new();
    for project in projects.iter().filter(|node| import::is_enabled(node)) {
        let inside = project.text_at(&["spec", "argoCD", "virtualClusterInstance"]);
        let place = match (inside, project.text_at(&["spec", "argoCD", "cluster"])) {
            ("", "") => format!("cluster `{DEFAULT_CLUSTER}`"),
            ("", name) => format!("cluster `{name}`"),
            (inside, _) => format!("virtual cluster `{inside}`"),
        };
        places.entry(place).or_insert(project);
    }
    if places.len() < 2 {
        return;
    }
    let names: Vec<&str> = places.keys().map(String::as_str).collect();
    let what = format!("projects write to the Argo CDs of {}", names.join(" and "));
    let span = places
        .values()
        .last()
        .map(|project| place(project, &["spec", "argoCD", "cluster"]));
    let because = "ApplicationSets see the Secrets of their own Argo CD only, and nothing says which one that is; all Secrets are taken to be there";
    out.push(
        Diagnostic::warning(SEVERAL_ARGOCD, span, what)
            .help("plan the manifests of each Argo CD on their own")
            .note(because),
    );
    unknowns.other(Unknown {
        what: "which ApplicationSets see which Secrets".to_owned(),
        because: because.to_owned(),
        span,
    });
}
