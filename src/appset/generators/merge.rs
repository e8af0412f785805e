//! The merge generator: the sets of the first child, overlaid with those of the others that agree in the merge keys.

use crate::appset::fail::{Fail, Outcome};
use crate::appset::params::{self, Params, overlay, put};
use crate::appset::set::Context;
use crate::appset::transform::{Child, Generator};
use crate::gotmpl::{Template, Value};
use crate::yaml::Node;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Returns the sets of the first child, in its order.
pub(super) fn params(context: &Context<'_>, generator: &Generator<'_>) -> Outcome<Vec<Params>> {
    let children = generator.block.items_at(&["generators"]);
    if children.len() < 2 {
        return Err(Fail::new(
            "found less than two generators, Merge requires two or more",
        ));
    }
    let all = children.iter().enumerate().map(|(at, child)| {
        let of = |child: Child| child.params(context, None);
        let sets = Child::new(child, generator.rendered).and_then(of);
        sets.map_err(|fail| {
            let number = at + 1;
            let count = children.len();
            fail.within(&format!(
                "error getting params from generator {number} of {count}"
            ))
            .within("error getting param sets from generators")
        })
    });
    let mut all: Vec<Vec<Params>> = all.collect::<Outcome<_>>()?;
    let keys = generator.block.items_at(&["mergeKeys"]).iter();
    let keys: Vec<&str> = keys.filter_map(Node::as_str).collect();
    let base = all.remove(0);
    let by_key = indexed(&base, &keys)?;
    for others in &all {
        for (key, other) in indexed(others, &keys)? {
            match by_key.get(&key) {
                Some(set) if context.go() => overlay(set, other)?,
                Some(set) => other
                    .entries()
                    .into_iter()
                    .for_each(|(key, value)| put(set, &key.to_utf8(), value)),
                None => {}
            }
        }
    }
    Ok(base)
}

static JSON: LazyLock<Option<Template>> =
    LazyLock::new(|| Template::compile("{{ toJson . }}", []).ok());

fn indexed<'s>(sets: &'s [Params], keys: &[&str]) -> Outcome<BTreeMap<String, &'s Params>> {
    let told = "error getting param sets by merge key";
    if keys.is_empty() {
        return Err(Fail::new(format!(
            "{told}: no merge keys were specified, Merge requires at least one"
        )));
    }
    let mut by_key = BTreeMap::new();
    for set in sets {
        let tuple = keys
            .iter()
            .map(|key| (*key, set.get(key.as_bytes()).unwrap_or_default()));
        let tuple = Value::Map(params::params(tuple));
        let json = JSON
            .as_ref()
            .and_then(|template| template.execute(&tuple).ok());
        let json = json.unwrap_or_default();
        if by_key.insert(json.clone(), set).is_some() {
            return Err(Fail::new(format!(
                "{told}: the parameters from a generator were not unique by the given mergeKeys, Merge requires all param sets to be unique. Duplicate key was {json}"
            )));
        }
    }
    Ok(by_key)
}
