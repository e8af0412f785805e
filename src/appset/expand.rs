//! The door: an ApplicationSet in, its Applications out.

use super::admission;
use super::application::{Application, Expansion, Origin};
use super::checkout::Checkouts;
use super::fail::Outcome;
use super::maker::Maker;
use super::merge;
use super::set::Context;
use super::shapes;
use super::transform::{bounded, generated, generators_of, selector};
use super::validate;
use super::warn;
use crate::diagnostic::Diagnostics;
use crate::world::World;
use crate::yaml::{Map, Node};
use std::collections::BTreeSet;

/// What one expansion may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most Applications, and parameter sets of one generator. Default: 100,000.
    pub applications: usize,
    /// The most steps of all templates and generators together. Default: 300,000,000.
    pub steps: u64,
    /// The most bytes of all that is made, roughly. Default: 2 GiB.
    pub bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            applications: 100_000,
            steps: 300_000_000,
            bytes: 2 << 30,
        }
    }
}

/// What is around an ApplicationSet.
#[derive(Clone, Copy)]
pub struct Surroundings<'s> {
    /// What the live side knows.
    pub world: &'s World,
    /// The repositories that World names.
    pub checkouts: &'s dyn Checkouts,
    /// The names of Argo CD's AppProjects; `None` when any may be there.
    pub projects: Option<&'s BTreeSet<String>>,
    /// Whether World's clusters are all that Argo CD knows, so that no other can be a destination.
    pub all_clusters: bool,
    /// What an expansion may cost.
    pub limits: Limits,
}

/// Says whether a document is an ApplicationSet.
#[must_use]
pub fn is_set(document: &Node) -> bool {
    let group = document
        .text_at(&["apiVersion"])
        .split_once('/')
        .map(|(group, _)| group);
    document.text_at(&["kind"]) == "ApplicationSet" && group == Some("argoproj.io")
}

/// Expands an ApplicationSet as Argo CD v3.5.1's controller does, admission by the API server first. What fails is reported.
pub fn expand(set: &Node, around: &Surroundings<'_>, out: &mut Diagnostics) -> Expansion {
    let name = set.text_at(&["metadata", "name"]);
    let mut expansion = Expansion {
        name: name.to_owned(),
        namespace: around.world.argocd.namespace.clone(),
        applications: None,
        refused: Vec::new(),
        errors: Vec::new(),
    };
    match attempted(set, around, &mut expansion, out) {
        Ok(()) => {}
        Err(fail) => {
            expansion.errors.push(fail.text.clone());
            let name = &expansion.name;
            out.push(fail.diagnostic(name, set.span));
        }
    }
    expansion
}

fn attempted(
    set: &Node,
    around: &Surroundings<'_>,
    expansion: &mut Expansion,
    out: &mut Diagnostics,
) -> Outcome<()> {
    let admitted = admission::admit(set, &expansion.name, out)?;
    let context = Context::new(&admitted, around);
    expansion.namespace.clone_from(&context.namespace);
    let made = applications(&context);
    warn::tell(&context, out);
    let judged = validate::validate(&context, made?, out);
    expansion.refused = judged.refused;
    expansion.applications = Some(judged.valid);
    Ok(())
}

fn applications(context: &Context<'_>) -> Outcome<Vec<Application>> {
    let mut all = Vec::new();
    for (at, entry) in context.spec.items_at(&["generators"]).iter().enumerate() {
        let selector = selector(entry)?;
        for generator in generators_of(entry, false) {
            let sets = generated(context, &generator, selector.as_ref())?;
            bounded(context, all.len() + sets.len())?;
            let template = template(context, generator.block);
            let origin = Origin {
                entry: at,
                kind: generator.kind,
            };
            let maker = Maker::new(context, &template, origin);
            all.reserve(sets.len());
            for params in &sets {
                all.push(maker.make(params)?);
            }
        }
    }
    Ok(all)
}

/// Returns the template of a generator: its own, filled up from the set's.
pub(super) fn template(context: &Context<'_>, block: &Node) -> Node {
    let empty = Node::new(Map::new(), context.span);
    let base = context.spec.get("template").unwrap_or(&empty);
    match block.present_at(&["template"]) {
        Some(own) => merge::object(own.clone(), base, shapes::template()),
        None => base.clone(),
    }
}
