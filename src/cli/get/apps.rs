//! `dodona get apps`.

use super::clusters::environment;
use super::selector::Selector;
use crate::chain::{Application, Plan};
use crate::cli::listing::{Listing, cell, fact};
use crate::cli::planned::Planned;
use crate::yaml::Node;
use serde_json::{Value, json};

const WAVE: [&str; 3] = ["metadata", "annotations", "argocd.argoproj.io/sync-wave"];

/// Lists the Applications that Argo CD will have: those of sets, and those that payloads bring.
pub(super) fn list(planned: &Planned<'_, '_, '_>, selector: &Selector, wide: bool) -> Listing {
    let mut columns = vec![
        "name",
        "use case",
        "set",
        "source",
        "version",
        "destination",
        "wave",
    ];
    if wide {
        columns.extend(["cluster", "project", "problems"]);
    }
    let mut listing = Listing::by_environment(planned.plans.len() > 1, &columns);
    for plan in planned.plans {
        for application in &plan.applications {
            let labels = application.node.at(&["metadata", "labels"]);
            if selector.matches(|key| labels?.get(key)?.as_str()) {
                let cells = cells(plan, application, wide);
                listing.row_of(environment(plan), cells, facts(plan, application));
            }
        }
    }
    listing
}

/// The first source of several counts, as it does for Argo CD's own lists.
fn source(application: &Application) -> &Node {
    let spec = |key| application.node.at(&["spec", key]);
    let several = spec("sources").and_then(Node::as_list);
    let first = several.and_then(<[Node]>::first);
    spec("source").or(first).unwrap_or(&application.node)
}

fn set(plan: &Plan, application: &Application) -> Option<String> {
    let set = application.set.and_then(|at| plan.application_sets.get(at));
    set.map(|set| set.name.clone())
}

fn cells(plan: &Plan, application: &Application, wide: bool) -> Vec<String> {
    let source = source(application);
    let what = match cell(source, &["chart"]) {
        chart if chart.is_empty() => cell(source, &["path"]),
        chart => chart,
    };
    let mut cells = vec![
        application.name.clone(),
        application.use_case.clone().unwrap_or_default(),
        set(plan, application).unwrap_or_default(),
        what,
        cell(source, &["targetRevision"]),
        destination(application),
        cell(&application.node, &WAVE),
    ];
    if wide {
        cells.extend([
            application.cluster.clone(),
            application.project.clone(),
            application.problems.len().to_string(),
        ]);
    }
    cells
}

fn facts(plan: &Plan, application: &Application) -> Value {
    let (node, source) = (&application.node, source(application));
    let problems = application.problems.iter();
    let problems: Vec<&str> = problems.map(|one| one.message.as_str()).collect();
    json!({
        "name": application.name,
        "namespace": application.namespace,
        "useCase": application.use_case,
        "applicationSet": set(plan, application),
        "cluster": application.cluster,
        "project": fact(node, &["spec", "project"]),
        "chart": fact(source, &["chart"]),
        "path": fact(source, &["path"]),
        "repoURL": fact(source, &["repoURL"]),
        "version": fact(source, &["targetRevision"]),
        "destination": fact(node, &["spec", "destination"]),
        "syncWave": fact(node, &WAVE),
        "refused": application.refused,
        "problems": problems,
    })
}

/// `https://kubernetes.default.svc/eso`: the cluster's server or name, then the namespace.
fn destination(application: &Application) -> String {
    let part = |field: &str| cell(&application.node, &["spec", "destination", field]);
    let (name, server) = (part("name"), part("server"));
    let cluster = if name.is_empty() { server } else { name };
    format!("{cluster}/{}", part("namespace"))
}
