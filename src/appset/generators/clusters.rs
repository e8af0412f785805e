//! The cluster generator.

use crate::appset::fail::Outcome;
use crate::appset::json;
use crate::appset::names::normalized;
use crate::appset::params::{self, Params};
use crate::appset::selector;
use crate::appset::set::Context;
use crate::gotmpl::{List, Map, Text, Type, Value};
use crate::label::{Selector, Values};
use crate::manifest::SECRET_TYPE;
use crate::world::{Cluster, World};
use crate::yaml::Node;
use std::collections::BTreeMap;

/// The address by which Argo CD knows the cluster that it runs in.
pub(in crate::appset) const SERVER: &str = "https://kubernetes.default.svc";
const NAME: &str = "in-cluster";

/// Returns the Secrets of clusters, in Argo CD's namespace, by name.
pub(in crate::appset) fn secrets(world: &World) -> impl Iterator<Item = &Cluster> {
    world.clusters.iter().filter(|cluster| {
        let kind = cluster.labels.get(SECRET_TYPE).map(String::as_str);
        cluster.namespace == world.argocd.namespace && kind == Some("cluster")
    })
}

/// Returns one set for each cluster that is selected, in the order of names; of several Secrets with one name the last counts.
pub(super) fn params(context: &Context<'_>, block: &Node) -> Outcome<Vec<Params>> {
    let selector = match block.present_at(&["selector"]) {
        Some(node) => selector::read(node, Values::Labels).map_err(|fail| {
            fail.within("error converting label selector")
                .within("error getting cluster secrets")
        })?,
        None => Selector::default(),
    };
    context.budget.burn(context.world.clusters.len())?;
    let found = selected(context.world, &selector);
    let values = json::text_nodes(block, "values");
    let mut sets = Vec::with_capacity(found.len() + 1);
    for cluster in &found {
        let set = of_secret(cluster, context.go());
        params::append_values(&values, &set, context)
            .map_err(|fail| fail.within("error appending templated values for cluster"))?;
        sets.push(set);
    }
    let has_local = found.iter().any(|cluster| cluster.server() == SERVER);
    if selector.terms.is_empty() && !has_local {
        let set = local();
        params::append_values(&values, &set, context)
            .map_err(|fail| fail.within("error appending templated values for local cluster"))?;
        sets.push(set);
    }
    Ok(match block.is_true_at(&["flatList"]) {
        true => vec![flat(sets)],
        false => sets,
    })
}

/// Returns the clusters that a selector meets, by name, each name once: the last Secret counts.
fn selected<'w>(world: &'w World, selector: &Selector) -> Vec<&'w Cluster> {
    let matching = secrets(world)
        .filter(|cluster| selector.matches(|key| cluster.labels.get(key).map(String::as_str)));
    let mut found: Vec<&Cluster> = matching.collect();
    found.reverse();
    found.sort_by(|a, b| a.name().cmp(b.name()));
    found.dedup_by(|later, kept| later.name() == kept.name());
    found
}

fn flat(sets: Vec<Params>) -> Params {
    let list = match sets.is_empty() {
        true => List::nil(Type::MapList),
        false => List::new(Type::MapList, sets.into_iter().map(Value::Map).collect()),
    };
    params::params([("clusters", Value::List(list))])
}

fn local() -> Params {
    params::params([
        ("name", Value::from(NAME)),
        ("nameNormalized", Value::from(NAME)),
        ("server", Value::from(SERVER)),
        ("project", Value::from("")),
    ])
}

fn of_secret(cluster: &Cluster, go: bool) -> Params {
    let name = cluster.name();
    let mut entries = vec![
        (Text::from("name"), Value::from(name)),
        (Text::from("nameNormalized"), Value::from(normalized(name))),
        (Text::from("server"), Value::from(cluster.server())),
        (Text::from("project"), Value::from(cluster.field("project"))),
    ];
    let kinds = [
        ("annotations", &cluster.annotations),
        ("labels", &cluster.labels),
    ];
    if go {
        let metadata = kinds.into_iter().filter(|(_, texts)| !texts.is_empty());
        let metadata = metadata.map(|(kind, texts)| (Text::from(kind), text_map(texts)));
        entries.push((Text::from("metadata"), Value::Map(Map::any(metadata))));
    } else {
        for (kind, texts) in kinds {
            let flat = texts.iter().map(|(key, text)| {
                let key = ["metadata.", kind, ".", key].concat();
                (Text::from(key), Value::from(text.as_str()))
            });
            entries.extend(flat);
        }
    }
    Map::any(entries)
}

fn text_map(texts: &BTreeMap<String, String>) -> Value {
    let texts = texts.iter();
    let texts = texts.map(|(key, text)| (Text::from(key.as_str()), Text::from(text.as_str())));
    Value::Map(Map::texts(texts))
}
