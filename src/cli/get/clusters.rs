//! `dodona get clusters`.

use crate::cli::listing::{Listing, plain};
use crate::generate::{Build, Cluster};
use crate::yaml::{self, Map};
use serde_json::{Value, json};

/// Lists the clusters of environments.
pub(super) fn list(builds: &[Build]) -> Listing {
    let columns = ["name", "server", "secret", "use cases", "labels"];
    let mut listing = Listing::by_environment(builds.len() > 1, &columns);
    for build in builds {
        for cluster in &build.clusters {
            let cells = [
                cluster.name.text.to_string(),
                cluster.server.clone(),
                format!("{}/{}", cluster.namespace, cluster.secret_name),
                use_cases(build, cluster).join(","),
                pairs(&cluster.labels).join(","),
            ];
            listing.row_of(&build.environment, cells, facts(build, cluster));
        }
    }
    listing
}

fn facts(build: &Build, cluster: &Cluster) -> Value {
    json!({
        "name": &*cluster.name.text,
        "server": cluster.server,
        "inCluster": cluster.in_cluster(),
        "namespace": cluster.namespace,
        "secretName": cluster.secret_name,
        "labels": map(&cluster.labels),
        "annotations": map(&cluster.annotations),
        "useCases": use_cases(build, cluster),
    })
}

fn use_cases<'b>(build: &'b Build, cluster: &Cluster) -> Vec<&'b str> {
    let on = build.chosen.iter().filter(|choice| choice.is_on(cluster));
    on.map(|choice| &*choice.use_case.name.text).collect()
}

fn map(entries: &Map) -> Value {
    let entry = |entry: &yaml::Entry| {
        let key = entry.key.text.to_string();
        (key, yaml::json::to_serde(&entry.node))
    };
    Value::Object(entries.iter().map(entry).collect())
}

fn pairs(entries: &Map) -> Vec<String> {
    let pair = |entry: &yaml::Entry| format!("{}={}", entry.key.text, plain(&entry.node));
    entries.iter().map(pair).collect()
}
