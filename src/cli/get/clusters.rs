//! `dodona get clusters`.

use super::selector::Selector;
use crate::chain::{Cluster, Plan};
use crate::cli::listing::Listing;
use crate::cli::planned::Planned;
use crate::generate::{Build, IN_CLUSTER};
use crate::manifest::SECRET_TYPE;
use serde_json::{Value, json};

/// Lists what Argo CD knows of clusters: those of environments, of files, of the platform and of World.
pub(super) fn list(planned: &Planned<'_, '_, '_>, selector: &Selector, wide: bool) -> Listing {
    let mut columns = vec!["name", "server", "secret", "use cases", "labels"];
    if wide {
        columns.extend(["origin", "applications"]);
    }
    let mut listing = Listing::by_environment(planned.plans.len() > 1, &columns);
    for (at, plan) in planned.plans.iter().enumerate() {
        let build = planned.builds.get(at);
        let chosen = plan
            .clusters
            .iter()
            .filter(|cluster| selector.matches(|key| Some(cluster.label(key)?.value.as_str())));
        for cluster in chosen {
            let use_cases = use_cases(build, cluster);
            let applications = applications(plan, cluster);
            let mut cells = vec![
                cluster.name.clone(),
                cluster.server.clone(),
                format!("{}/{}", cluster.namespace, cluster.secret),
                use_cases.join(","),
                pairs(cluster).join(","),
            ];
            if wide {
                cells.extend([cluster.origin.as_str().to_owned(), applications.to_string()]);
            }
            let facts = facts(cluster, &use_cases, applications);
            listing.row_of(environment(plan), cells, facts);
        }
    }
    listing
}

pub(super) fn environment(plan: &Plan) -> &str {
    plan.environment.as_deref().unwrap_or_default()
}

fn applications(plan: &Plan, cluster: &Cluster) -> usize {
    let here = plan
        .applications
        .iter()
        .filter(|one| one.cluster == cluster.name);
    here.count()
}

fn facts(cluster: &Cluster, use_cases: &[&str], applications: usize) -> Value {
    let labels: serde_json::Map<String, Value> = shown(cluster)
        .map(|(key, value)| (key.to_owned(), value.into()))
        .collect();
    json!({
        "name": cluster.name,
        "server": cluster.server,
        "inCluster": cluster.server.trim_end_matches('/') == IN_CLUSTER,
        "namespace": cluster.namespace,
        "secretName": cluster.secret,
        "origin": cluster.origin.as_str(),
        "labels": labels,
        "annotations": cluster.annotations,
        "useCases": use_cases,
        "applications": applications,
    })
}

/// The use cases that the environment switches on for a cluster.
fn use_cases<'b>(build: Option<&'b Build>, cluster: &Cluster) -> Vec<&'b str> {
    let Some(build) = build else {
        return Vec::new();
    };
    let known = build
        .clusters
        .iter()
        .find(|one| one.secret_name == cluster.secret && one.namespace == cluster.namespace);
    let on = build
        .chosen
        .iter()
        .filter(|choice| known.is_some_and(|known| choice.is_on(known)));
    on.map(|choice| &*choice.use_case.name.text).collect()
}

/// The labels, without the one that all cluster Secrets have.
fn shown(cluster: &Cluster) -> impl Iterator<Item = (&str, &str)> {
    let labels = cluster.labels.iter();
    let own = labels.filter(|label| label.key != SECRET_TYPE);
    own.map(|label| (label.key.as_str(), label.value.as_str()))
}

fn pairs(cluster: &Cluster) -> Vec<String> {
    shown(cluster)
        .map(|(key, value)| format!("{key}={value}"))
        .collect()
}
