//! The ApplicationSets of a plan, and what they make of clusters that somebody could have.

use super::Proving;
use super::selection::{Labels, Selection};
use crate::appset;
use crate::chain::around::Around;
use crate::chain::labels;
use crate::chain::plan::ApplicationSet;
use crate::chain::reasons::labels_read;
use crate::diagnostic::Diagnostics;
use crate::world;
use crate::yaml::{Node, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// How many times sets are expanded for one version of a template.
const EXPANSIONS: usize = 2_000;
/// How many names of one expansion are looked at.
const NAMES: usize = 1_000;

/// A set that chooses clusters.
pub(super) struct Set<'p> {
    /// Its place in the plan.
    pub(super) at: usize,
    /// The set.
    pub(super) set: &'p ApplicationSet,
    /// Its generators of clusters.
    pub(super) selections: Vec<Selection>,
    /// The labels that it reads; none where it may read all of them.
    reads: Option<BTreeSet<String>>,
}

/// What a set makes of two clusters with the same labels.
#[derive(Debug, Default)]
pub(super) struct Made {
    /// Why it fails as a whole.
    pub(super) error: Option<String>,
    /// The names that both clusters get.
    pub(super) twins: Vec<String>,
    /// The names that the first cluster gets.
    pub(super) names: Vec<String>,
}

/// All sets that choose clusters.
pub(super) struct Sets<'p> {
    /// The sets.
    pub(super) all: Vec<Set<'p>>,
    around: Around<'p>,
    made: BTreeMap<(usize, Labels), Option<Rc<Made>>>,
}

impl<'p> Sets<'p> {
    /// Reads the selectors of all sets.
    pub(super) fn new(proving: &Proving<'p>) -> Self {
        let plan = proving.plan;
        let sets = plan.application_sets.iter().enumerate();
        let sets = sets.map(|(at, set)| Set::new(at, set));
        Self {
            all: sets.filter(|set| !set.selections.is_empty()).collect(),
            around: Around::of(
                plan,
                proving.world,
                proving.checkouts,
                appset::Limits::default(),
            ),
            made: BTreeMap::new(),
        }
    }

    /// Returns the places of the sets that choose a cluster.
    pub(super) fn choosing(&self, labels: &Labels) -> Vec<usize> {
        let sets = self.all.iter().enumerate();
        let chosen = sets.filter(|(_, set)| set.selections.iter().any(|one| one.matches(labels)));
        chosen.map(|(at, _)| at).collect()
    }

    /// Forgets what was made for the last version.
    pub(super) fn begin(&mut self) {
        self.made.clear();
    }

    /// Expands a set for two clusters; nothing where its sources are not known, or enough was expanded.
    pub(super) fn made(&mut self, at: usize, pair: &[world::Cluster; 2]) -> Option<Rc<Made>> {
        let set = &self.all[at];
        let labels = &pair[0].labels;
        let read = labels.iter();
        let read =
            read.filter(|(key, _)| set.reads.as_ref().is_none_or(|reads| reads.contains(*key)));
        let key = (
            at,
            read.map(|(key, value)| (key.clone(), value.clone()))
                .collect(),
        );
        if let Some(known) = self.made.get(&key) {
            return known.clone();
        }
        if self.made.len() >= EXPANSIONS {
            return None;
        }
        let made = self.expand(at, pair).map(Rc::new);
        self.made.insert(key, made.clone());
        made
    }

    /// Says whether enough was expanded.
    pub(super) fn is_full(&self) -> bool {
        self.made.len() >= EXPANSIONS
    }

    fn expand(&mut self, at: usize, pair: &[world::Cluster; 2]) -> Option<Made> {
        self.around.suppose(pair.to_vec());
        let around = self.around.surroundings();
        let mut found = Diagnostics::new();
        let expansion = appset::expand(&self.all[at].set.node, &around, &mut found);
        let unanswered = appset::UNANSWERED.name;
        if found.iter().any(|finding| finding.code.name == unanswered) {
            return None;
        }
        let of = |application: &appset::Application, place: usize| {
            let target = application.cluster();
            target.is_some_and(|target| target.server == pair[place].server())
        };
        let twice = expansion
            .refused
            .iter()
            .filter(|one| one.error.contains("duplicate name"));
        let named = |place: usize| -> BTreeSet<String> {
            let own = twice.clone().filter(|one| of(&one.application, place));
            own.map(|one| one.application.name.to_string()).collect()
        };
        let valid = expansion.applications.as_deref().unwrap_or_default().iter();
        let names = valid.filter(|one| of(one, 0)).take(NAMES);
        Some(Made {
            error: expansion.errors.first().cloned(),
            twins: named(0).intersection(&named(1)).cloned().collect(),
            names: names.map(|one| one.name.to_string()).collect(),
        })
    }
}

impl<'p> Set<'p> {
    fn new(at: usize, set: &'p ApplicationSet) -> Self {
        let entries = set.node.items_at(&["spec", "generators"]);
        let none = Selection::default();
        let selections = entries.iter().flat_map(|entry| Selection::of(entry, &none));
        let mut keys: BTreeSet<String> = entries.iter().flat_map(labels::selected).collect();
        let spec = set.node.get("spec");
        let reads_all = spec.is_some_and(reads_all);
        if let Some(spec) = spec {
            labels_read(spec, &mut keys);
        }
        Self {
            at,
            set,
            selections: selections.collect(),
            reads: (!reads_all).then_some(keys),
        }
    }
}

/// Says whether some text speaks of labels in another way than by a name.
fn reads_all(node: &Node) -> bool {
    match &node.value {
        Value::String(text) => {
            let by_name = |rest: &str| rest.trim_start().starts_with(['.', '"', '`']);
            let mut all = text.split("metadata").skip(1);
            text.contains("{{")
                && all.any(|rest| match rest.strip_prefix(".labels") {
                    Some(rest) => !by_name(rest),
                    None => !rest.starts_with(".annotations"),
                })
        }
        Value::List(items) => items.iter().any(reads_all),
        Value::Map(map) => map.iter().any(|entry| reads_all(&entry.node)),
        _ => false,
    }
}
