//! How many instances a project allows.

use super::codes::QUOTA;
use super::node::entries;
use super::prediction::{Instance, State, Unknown};
use super::unknowns::Unknowns;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::world::Owner;
use crate::yaml::{Entry, Node, Number, Value};
use std::collections::BTreeMap;

/// The key that counts instances.
const INSTANCES: &str = "count/virtualclusterinstances";
/// The key that counts instances that are awake.
const ACTIVE: &str = "count/virtualclusterinstances.active";

/// An instance with its place in the prediction, and its owner.
#[derive(Debug)]
pub(super) struct Owned<'i> {
    pub(super) place: usize,
    pub(super) instance: &'i Instance,
    pub(super) owner: Option<Owner>,
}

/// What becomes of instances that a quota refuses for certain, by their place in the prediction.
pub(super) type Refused = BTreeMap<usize, State>;

/// Counts the instances of a project that are not refused for other reasons; a limit of none refuses all.
pub(super) fn check(
    project: &Node,
    instances: &[Owned<'_>],
    refused: &mut Refused,
    out: &mut Diagnostics,
    unknowns: &mut Unknowns,
) {
    let admitted = instances.iter().filter(|one| !is_refused(one.instance));
    let admitted: Vec<&Owned<'_>> = admitted.collect();
    let title = project.text_at(&["metadata", "name"]);
    let places =
        |owned: &[&Owned<'_>]| -> Vec<usize> { owned.iter().map(|one| one.place).collect() };
    let mut groups = vec![("project", format!("project `{title}`"), places(&admitted))];
    for (owner, owned) in by_owner(&admitted) {
        groups.push((
            "user",
            format!("{owner} in project `{title}`"),
            places(&owned),
        ));
    }
    for (kind, whose, places) in &groups {
        for entry in entries(project, &["spec", "quotas", kind]) {
            let all = hold(entry, whose, places, out, unknowns);
            refused.extend(all.into_iter().flat_map(|state| {
                let places = places.iter();
                places.map(move |place| (*place, state.clone()))
            }));
        }
    }
}

/// Errors refuse an instance, unless they only keep it out of Argo CD.
fn is_refused(instance: &Instance) -> bool {
    let refusing = instance.problems.iter().any(|found| {
        found.level == crate::diagnostic::Level::Error && !found.code.name.starts_with("import")
    });
    refusing && matches!(instance.state, State::None { .. })
}

fn by_owner<'o, 'i>(instances: &[&'o Owned<'i>]) -> BTreeMap<String, Vec<&'o Owned<'i>>> {
    let mut groups: BTreeMap<String, Vec<&'o Owned<'i>>> = BTreeMap::new();
    for owned in instances {
        let name = match &owned.owner {
            Some(Owner::User(name)) => format!("user `{name}`"),
            Some(Owner::Team(name)) => format!("team `{name}`"),
            None => continue,
        };
        groups.entry(name).or_default().push(owned);
    }
    groups
}

/// Holds instances against one limit; returns what becomes of them where it refuses all.
fn hold(
    limit: &Entry,
    whose: &str,
    places: &[usize],
    out: &mut Diagnostics,
    unknowns: &mut Unknowns,
) -> Option<State> {
    let count = places.len();
    let span = limit.node.span;
    let most = number(&limit.node).filter(|most| count > *most)?;
    let instances = if count == 1 { "instance" } else { "instances" };
    let raise = format!("raise it to \"{count}\", or take instances out");
    match &*limit.key.text {
        INSTANCES => {
            let what = format!("{whose} has {count} {instances}, and the quota allows {most}");
            out.push(Diagnostic::error(QUOTA, span, what.clone()).help(raise.clone()));
            if most == 0 {
                return Some(State::None {
                    because: what,
                    span: Some(span),
                });
            }
            unknowns.other(Unknown {
                what: format!(
                    "which {} of the {count} instances of {whose} are refused",
                    count - most
                ),
                because: format!(
                    "{what}; those that come last are refused, and nothing says which: {raise}"
                ),
                span: Some(span),
            });
        }
        ACTIVE => {
            let what =
                format!("{whose} has {count} {instances}, of which the quota lets {most} be awake");
            out.push(Diagnostic::warning(QUOTA, span, what).help(raise));
        }
        _ => {}
    }
    None
}

fn number(limit: &Node) -> Option<usize> {
    match &limit.value {
        Value::String(text) => text.parse().ok(),
        Value::Number(Number::Int(number)) => usize::try_from(*number).ok(),
        _ => None,
    }
}
