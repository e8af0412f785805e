//! `dodona get templates`.

use crate::cli::listing::{Listing, cell, fact};
use crate::generate::{Build, Object};
use crate::yaml::Node;
use serde_json::json;

/// The kinds that people create things from in the platform.
const KINDS: [&str; 3] = ["VirtualClusterTemplate", "SpaceTemplate", "App"];

/// The platform's API groups: `management.loft.sh`, `storage.loft.sh`.
const GROUP: &str = ".loft.sh";

/// Where the version of a chart stands: in a template, and in an App or one of its versions.
const CHART_VERSION: [&[&str]; 2] = [
    &["template", "helmRelease", "chart", "version"],
    &["config", "chart", "version"],
];

/// Lists the rendered templates.
pub(super) fn list(builds: &[Build]) -> Listing {
    let columns = ["kind", "name", "versions", "chart", "parameters"];
    let mut listing = Listing::by_environment(builds.len() > 1, &columns);
    for build in builds {
        for object in build.platform.iter().filter(|object| is_template(object)) {
            let versions = versions(object);
            let charts = chart_versions(object);
            let parameters = parameters(object);
            let cells = [
                object.identity.kind.clone(),
                object.identity.name.clone(),
                versions.join(","),
                charts.join(","),
                parameters.len().to_string(),
            ];
            let facts = json!({
                "name": object.identity.name,
                "kind": object.identity.kind,
                "apiVersion": object.identity.api_version,
                "displayName": fact(&object.node, &["spec", "displayName"]),
                "versions": versions,
                "chartVersions": charts,
                "parameters": parameters,
            });
            listing.row_of(&build.environment, cells, facts);
        }
    }
    listing
}

fn is_template(object: &Object) -> bool {
    object.identity.group.ends_with(GROUP) && KINDS.contains(&object.identity.kind.as_str())
}

/// The versions of a template; where it has none, its `spec` is all there is.
fn bodies(object: &Object) -> Vec<&Node> {
    let spec = object.node.get("spec");
    let versions = spec
        .and_then(|spec| spec.get("versions"))
        .and_then(Node::as_list)
        .unwrap_or_default();
    if versions.is_empty() {
        spec.into_iter().collect()
    } else {
        versions.iter().collect()
    }
}

fn versions(object: &Object) -> Vec<String> {
    let version = |body: &Node| cell(body, &["version"]);
    unique(bodies(object).into_iter().map(version))
}

fn chart_versions(object: &Object) -> Vec<String> {
    let version = |body: &Node| CHART_VERSION.map(|path| cell(body, path));
    unique(bodies(object).into_iter().flat_map(version))
}

fn parameters(object: &Object) -> Vec<String> {
    let declared = bodies(object).into_iter().flat_map(|body| {
        let list = body.get("parameters").and_then(Node::as_list);
        list.unwrap_or_default()
    });
    unique(declared.map(|parameter| cell(parameter, &["variable"])))
}

fn unique(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for text in texts {
        if !text.is_empty() && !all.contains(&text) {
            all.push(text);
        }
    }
    all
}
