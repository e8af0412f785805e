//! The cluster decision resource generator.

use super::clusters::{SERVER, secrets};
use crate::appset::fail::{Fail, Outcome};
use crate::appset::json;
use crate::appset::params::{self, Params, print};
use crate::appset::selector;
use crate::appset::set::Context;
use crate::appset::transform::Generator;
use crate::gotmpl::Value;
use crate::label::Values;
use crate::world::{ClusterDecision, World};
use crate::yaml::{self, Node, Number};

/// Returns one set for each decision that names a cluster.
pub(super) fn params(context: &Context<'_>, generator: &Generator<'_>) -> Outcome<Vec<Params>> {
    let block = generator.block;
    let found = config(context.world, block.text_at(&["configMapRef"]))?;
    let data = |key: &str| found.data.get(key).map_or("", String::as_str);
    if data("kind").is_empty() || data("apiVersion").find('/').is_none_or(|at| at == 0) {
        return Err(Fail::new(
            "there is a problem with the apiVersion, kind or resourceName provided",
        ));
    }
    let resources = resources(context.world, found, generator)?;
    if data("matchKey").is_empty() {
        return Ok(Vec::new());
    }
    let list = match data("statusListKey") {
        "" => "clusters",
        key => key,
    };
    let known = clusters(context.world);
    let values = json::texts(block, "values");
    let mut sets = Vec::new();
    for decision in decisions(&resources, list)? {
        if let Some(set) = one(decision, data("matchKey"), &known) {
            params::add_values(&values, &set, context.go());
            sets.push(set);
        }
    }
    Ok(sets)
}

fn config<'w>(world: &'w World, name: &str) -> Outcome<&'w ClusterDecision> {
    let found = world
        .cluster_decisions
        .iter()
        .find(|decision| decision.config_map == name);
    found.ok_or_else(|| {
        let text = format!("error reading configMapRef: ConfigMap {name:?} not found");
        let lines = format!(
            "  clusterDecisions:\n    - for: {{configMapRef: '{name}'}}\n      configMap: {{apiVersion: group/version, kind: PLURAL, matchKey: KEY}}\n      resources: []"
        );
        Fail::unanswered(text, &lines)
    })
}

/// Returns the resources that the block names or selects, by name.
fn resources<'w>(
    world: &World,
    found: &'w ClusterDecision,
    generator: &Generator<'_>,
) -> Outcome<Vec<&'w Node>> {
    let block = generator.block;
    let name = block.text_at(&["name"]);
    let selector = block.present_at(&["labelSelector"]);
    let has = |key: &str| selector.is_some_and(|node| node.present_at(&[key]).is_some());
    let selects = generator.rendered || has("matchLabels") || has("matchExpressions");
    if name.is_empty() != selects {
        return Err(Fail::new(
            "there is a problem with the definition of the ClusterDecisionResource generator",
        ));
    }
    let selector = selector
        .filter(|_| selects)
        .map(|node| selector::read(node, Values::Labels));
    let selector = selector.transpose();
    let selector = selector.map_err(|fail| fail.within("failed to get dynamic resources"))?;
    let wanted = |resource: &&Node| {
        let namespace = metadata(resource, "namespace").unwrap_or_default();
        let labels = resource.at(&["metadata", "labels"]);
        let label = |key: &str| labels?.get(key)?.as_str();
        (namespace.is_empty() || namespace == world.argocd.namespace)
            && (name.is_empty() || metadata(resource, "name") == Some(name))
            && selector.as_ref().is_none_or(|one| one.matches(label))
    };
    let mut resources: Vec<&Node> = found.resources.iter().filter(wanted).collect();
    if resources.is_empty() {
        return Err(Fail::new("no clusterDecisionResources found"));
    }
    resources.sort_by_key(|node| metadata(node, "name"));
    Ok(resources)
}

fn metadata<'n>(resource: &'n Node, key: &str) -> Option<&'n str> {
    resource.at(&["metadata", key]).and_then(Node::as_str)
}

fn decisions<'w>(resources: &[&'w Node], list: &str) -> Outcome<Vec<&'w Node>> {
    let mut all = Vec::new();
    for resource in resources {
        let Some(status) = resource
            .get("status")
            .and_then(Node::as_map)
            .filter(|map| !map.is_empty())
        else {
            continue;
        };
        let found = status.get(list).and_then(Node::as_list);
        let panic = "panic: interface conversion: interface {} is nil, not []interface {}";
        all.extend(found.ok_or_else(|| Fail::new(panic))?);
    }
    Ok(all)
}

/// The name and address of every cluster, the one that Argo CD runs in included.
fn clusters(world: &World) -> Vec<(&str, &str)> {
    let mut known: Vec<(&str, &str)> = secrets(world)
        .map(|cluster| (cluster.name(), cluster.server()))
        .collect();
    if !known.iter().any(|(_, server)| *server == SERVER) {
        known.push(("in-cluster", SERVER));
    }
    known
}

fn one(decision: &Node, key: &str, known: &[(&str, &str)]) -> Option<Params> {
    let wanted = text(decision.present_at(&[key])?);
    let (name, server) = known
        .iter()
        .find(|(name, _)| !wanted.is_empty() && *name == wanted)?;
    let set = params::params([
        ("name", Value::from(*name)),
        ("server", Value::from(*server)),
    ]);
    for entry in decision.as_map()? {
        params::put(&set, &entry.key.text, Value::from(text(&entry.node)));
    }
    Some(set)
}

/// Prints a value of a live object, whose integers are integers.
fn text(node: &Node) -> String {
    match &node.value {
        yaml::Value::Number(Number::Int(number)) => number.to_string(),
        yaml::Value::Number(Number::Uint(number)) => number.to_string(),
        _ => print(&params::value(node)),
    }
}
