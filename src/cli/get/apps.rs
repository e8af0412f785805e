//! `dodona get apps`.

use crate::cli::listing::{Listing, cell, fact};
use crate::generate::{Build, Object, Payload};
use crate::yaml::Node;
use serde_json::json;

const WAVE: [&str; 3] = ["metadata", "annotations", "argocd.argoproj.io/sync-wave"];

/// Lists the Applications that are rendered in payloads.
pub(super) fn list(builds: &[Build]) -> Listing {
    let columns = [
        "name",
        "use case",
        "chart",
        "version",
        "destination",
        "wave",
    ];
    let mut listing = Listing::by_environment(builds.len() > 1, &columns);
    for build in builds {
        for payload in &build.payloads {
            let applications = payload.objects.iter().filter(|one| is_application(one));
            for application in applications {
                add(&mut listing, &build.environment, payload, application);
            }
        }
    }
    listing
}

fn add(listing: &mut Listing, environment: &str, payload: &Payload, application: &Object) {
    let node = &application.node;
    let cells = [
        application.identity.name.clone(),
        payload.use_case.to_string(),
        cell(node, &["spec", "source", "chart"]),
        cell(node, &["spec", "source", "targetRevision"]),
        destination(node),
        cell(node, &WAVE),
    ];
    let facts = json!({
        "name": application.identity.name,
        "namespace": application.identity.namespace,
        "useCase": &*payload.use_case,
        "cluster": payload.cluster.as_deref(),
        "project": fact(node, &["spec", "project"]),
        "chart": fact(node, &["spec", "source", "chart"]),
        "repoURL": fact(node, &["spec", "source", "repoURL"]),
        "version": fact(node, &["spec", "source", "targetRevision"]),
        "destination": fact(node, &["spec", "destination"]),
        "syncWave": fact(node, &WAVE),
    });
    listing.row_of(environment, cells, facts);
}

fn is_application(object: &Object) -> bool {
    object.identity.group == "argoproj.io" && object.identity.kind == "Application"
}

/// `https://kubernetes.default.svc/eso`: the cluster's server or name, then the namespace.
fn destination(node: &Node) -> String {
    let part = |field: &str| cell(node, &["spec", "destination", field]);
    let (name, server) = (part("name"), part("server"));
    let cluster = if name.is_empty() { server } else { name };
    format!("{cluster}/{}", part("namespace"))
}
