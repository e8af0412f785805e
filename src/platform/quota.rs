//! How many instances a project allows.

use super::codes::QUOTA;
use super::node::{entries, text};
use super::prediction::{Instance, State, Unknown};
use super::unknowns::Unknowns;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::world::Owner;
use crate::yaml::{Node, Number, Value};
use std::collections::BTreeMap;

/// The key that counts instances.
const INSTANCES: &str = "count/virtualclusterinstances";
/// The key that counts instances that are awake.
const ACTIVE: &str = "count/virtualclusterinstances.active";

/// An instance with its owner.
pub(super) type Owned<'i> = (&'i Instance, Option<Owner>);

/// Counts the instances of a project that are not refused for other reasons.
pub(super) fn check(
    project: &Node,
    instances: &[Owned<'_>],
    out: &mut Diagnostics,
    unknowns: &mut Unknowns,
) {
    let admitted: Vec<&Owned<'_>> = instances
        .iter()
        .filter(|(instance, _)| !is_refused(instance))
        .collect();
    let title = text(project, &["metadata", "name"]);
    for entry in entries(project, &["spec", "quotas", "project"]) {
        let whose = format!("project `{title}`");
        hold(
            &entry.key.text,
            &entry.node,
            &whose,
            admitted.len(),
            out,
            unknowns,
        );
    }
    for entry in entries(project, &["spec", "quotas", "user"]) {
        for (owner, count) in by_owner(&admitted) {
            let whose = format!("{owner} in project `{title}`");
            hold(&entry.key.text, &entry.node, &whose, count, out, unknowns);
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

fn by_owner(instances: &[&Owned<'_>]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for (_, owner) in instances {
        let name = match owner {
            Some(Owner::User(name)) => format!("user `{name}`"),
            Some(Owner::Team(name)) => format!("team `{name}`"),
            None => continue,
        };
        *counts.entry(name).or_default() += 1;
    }
    counts
}

fn hold(
    key: &str,
    limit: &Node,
    whose: &str,
    count: usize,
    out: &mut Diagnostics,
    unknowns: &mut Unknowns,
) {
    let Some(most) = number(limit).filter(|most| count > *most) else {
        return;
    };
    let raise = format!("raise it to \"{count}\", or take instances out");
    match key {
        INSTANCES => {
            let what = format!("{whose} has {count} instances, and the quota allows {most}");
            out.push(Diagnostic::error(QUOTA, limit.span, what.clone()).help(raise.clone()));
            unknowns.other(Unknown {
                what: format!(
                    "which {} of the {count} instances of {whose} are refused",
                    count - most
                ),
                because: format!(
                    "{what}; those that come last are refused, and nothing says which: {raise}"
                ),
                span: Some(limit.span),
            });
        }
        ACTIVE => {
            let what =
                format!("{whose} has {count} instances, of which the quota lets {most} be awake");
            out.push(Diagnostic::warning(QUOTA, limit.span, what).help(raise));
        }
        _ => {}
    }
}

fn number(limit: &Node) -> Option<usize> {
    match &limit.value {
        Value::String(text) => text.parse().ok(),
        Value::Number(Number::Int(number)) => usize::try_from(*number).ok(),
        _ => None,
    }
}
