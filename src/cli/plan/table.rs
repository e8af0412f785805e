//! The chain as tables.

use crate::chain::{Application, Plan};
use crate::cli::table::{Table, or_dash};
use crate::platform::State;
use crate::yaml::Node;
use std::collections::BTreeSet;

/// Writes plans: instances, Applications by cluster, and what is unknown.
pub(super) fn text(plans: &[Plan]) -> String {
    let parts: Vec<String> = plans.iter().flat_map(parts).collect();
    parts.join("\n")
}

fn parts(plan: &Plan) -> Vec<String> {
    let mut parts = Vec::new();
    if let Some(environment) = plan.environment.as_deref() {
        parts.push(format!("Environment {environment}\n"));
    }
    if !plan.instances.is_empty() {
        parts.push(instances(plan));
    }
    parts.push(applications(plan));
    let failed = failed(plan);
    if !failed.is_empty() {
        parts.push(failed);
    }
    if !plan.unknown.is_empty() {
        parts.push(unknown(plan));
    }
    parts.push(sum(plan));
    parts
}

fn instances(plan: &Plan) -> String {
    let mut table = Table::with_header(&["instance", "template", "cluster secret", "because"]);
    for instance in &plan.instances {
        let template = instance.template.as_ref();
        let template = template.map(|template| match &template.version {
            Some(version) => format!("{} {version}", template.name),
            None => template.name.clone(),
        });
        let (secret, because) = match &instance.state {
            State::Predicted => (instance.cluster_secret.clone(), String::new()),
            State::None { because, .. } => (Some("none".to_owned()), because.clone()),
            State::Unknown { because, .. } => (Some("unknown".to_owned()), because.clone()),
        };
        table.row([
            format!("{}/{}", instance.namespace, instance.name),
            or_dash(template.as_deref()),
            secret.unwrap_or_default(),
            because,
        ]);
    }
    table.text()
}

fn applications(plan: &Plan) -> String {
    let header = [
        "cluster",
        "set",
        "application",
        "project",
        "source",
        "problem",
    ];
    let mut table = Table::with_header(&header);
    for application in &plan.applications {
        table.row(row(plan, application));
    }
    let busy: BTreeSet<&str> = plan
        .applications
        .iter()
        .map(|one| one.cluster.as_str())
        .collect();
    for cluster in &plan.clusters {
        if !busy.contains(cluster.name.as_str()) {
            let cells = [cluster.name.as_str(), "-", "-", "-", "-", "no Application"];
            table.row(cells.map(str::to_owned));
        }
    }
    table.text()
}

fn row(plan: &Plan, application: &Application) -> [String; 6] {
    let set = application.set.and_then(|at| plan.application_sets.get(at));
    let problem = match (application.refused, application.problems.first()) {
        (true, _) => "refused",
        (false, Some(problem)) => problem.code.name,
        (false, None) => "",
    };
    [
        application.cluster.clone(),
        or_dash(set.map(|set| set.name.as_str())),
        application.name.clone(),
        application.project.clone(),
        source(application),
        problem.to_owned(),
    ]
}

/// The path, or the chart with its version.
fn source(application: &Application) -> String {
    let spec = application.node.get("spec");
    let sources = spec
        .and_then(|spec| spec.get("sources"))
        .and_then(Node::as_list);
    let source = spec.and_then(|spec| spec.get("source"));
    let source = source.or_else(|| sources?.first());
    let text = |key| {
        source
            .and_then(|source| source.get(key))
            .and_then(Node::as_str)
    };
    match (text("path"), text("chart")) {
        (_, Some(chart)) => {
            let version = text("targetRevision").unwrap_or_default();
            format!("{chart} {version}").trim_end().to_owned()
        }
        (path, None) => or_dash(path),
    }
}

fn failed(plan: &Plan) -> String {
    let mut text = String::new();
    for set in &plan.application_sets {
        for error in set.error.iter().chain(&set.errors) {
            text.push_str(&line(
                &format!("failed: ApplicationSet {}/{}", set.namespace, set.name),
                error,
            ));
        }
    }
    text
}

fn unknown(plan: &Plan) -> String {
    let lines = plan
        .unknown
        .iter()
        .map(|one| line(&format!("unknown: {}", one.what), &one.because));
    lines.collect()
}

fn line(what: &str, why: &str) -> String {
    crate::cli::table::one_line(format!("{what}: {why}")) + "\n"
}

fn sum(plan: &Plan) -> String {
    let count = |number: usize, one: &str, many: &str| match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {many}"),
    };
    let parts = [
        count(plan.instances.len(), "instance", "instances"),
        count(plan.clusters.len(), "cluster", "clusters"),
        count(
            plan.application_sets.len(),
            "ApplicationSet",
            "ApplicationSets",
        ),
        count(plan.applications.len(), "Application", "Applications"),
        count(plan.unknown.len(), "unknown", "unknowns"),
    ];
    parts.join(", ") + "\n"
}
