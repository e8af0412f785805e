//! ApplicationSets, expanded.

use super::applications::{described, finding};
use super::around::Around;
use super::destinations::Destinations;
use super::names;
use super::plan::{Application, ApplicationSet, Cluster, Plan, Unknown};
use super::predict::Manifest;
use super::round::namespace;
use crate::appset::{self, Expansion, UNANSWERED};
use crate::diagnostic::{Diagnostics, Level};
use crate::manifest::Identity;
use crate::yaml::Node;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A set and what became of it; it has no place in a plan yet.
pub(super) struct Expanded {
    set: ApplicationSet,
    applications: Vec<Application>,
    found: Diagnostics,
}

/// What was expanded in an earlier round, by the manifest of the set.
#[derive(Default)]
pub(super) struct Known(BTreeMap<*const Node, Expanded>);

impl Known {
    /// Takes a plan apart; `found` is what [`expand`] returned for it.
    pub(super) fn of(plan: Plan, found: Vec<Diagnostics>) -> Self {
        let sets = plan.application_sets.into_iter().zip(found);
        let mut all: Vec<Expanded> = sets
            .map(|(set, found)| Expanded {
                set,
                applications: Vec::new(),
                found,
            })
            .collect();
        for application in plan.applications {
            if let Some(expanded) = application.set.and_then(|at| all.get_mut(at)) {
                expanded.applications.push(application);
            }
        }
        let by_node = |one: Expanded| (Rc::as_ptr(&one.set.node), one);
        Self(all.into_iter().map(by_node).collect())
    }
}

/// Expands the sets among the manifests, by namespace and name, but for those that are known. Returns what was found for each.
pub(super) fn expand(
    plan: &mut Plan,
    manifests: &[Manifest],
    (around, destinations): (&Around<'_>, &Destinations),
    mut known: Known,
) -> Vec<Diagnostics> {
    let argocd = around.argocd();
    let mut sets: Vec<(Identity, &Manifest)> = manifests
        .iter()
        .filter(|manifest| appset::is_set(&manifest.node))
        .filter_map(|manifest| Some((Identity::of(&manifest.node)?, manifest)))
        .collect();
    sets.sort_by(|(a, _), (b, _)| {
        (namespace(a, argocd), &a.name).cmp(&(namespace(b, argocd), &b.name))
    });
    let mut all = Vec::with_capacity(sets.len());
    for (who, manifest) in sets {
        let expanded = known.0.remove(&Rc::as_ptr(&manifest.node));
        let expanded = expanded
            .unwrap_or_else(|| Expanded::of(who, manifest, around, (&plan.clusters, destinations)));
        all.push(expanded.join(plan));
    }
    all
}

impl Expanded {
    fn of(
        who: Identity,
        manifest: &Manifest,
        around: &Around<'_>,
        (clusters, destinations): (&[Cluster], &Destinations),
    ) -> Self {
        let mut found = Diagnostics::new();
        let expansion = appset::expand(&manifest.node, &around.surroundings(), &mut found);
        let errors = found.iter().filter(|one| one.level == Level::Error);
        let set = ApplicationSet {
            namespace: namespace(&who, around.argocd()),
            name: who.name,
            node: Rc::clone(&manifest.node),
            applications: Vec::new(),
            error: expansion.errors.first().cloned(),
            errors: refusals(&expansion),
            findings: errors.cloned().collect(),
            parent: manifest.parent.clone(),
        };
        let mut expanded = Self {
            set,
            applications: Vec::new(),
            found,
        };
        for (made, refused) in in_order(expansion) {
            let application = expanded.application(&made, refused, (clusters, destinations));
            expanded.applications.push(application);
        }
        expanded
    }

    fn application(
        &mut self,
        made: &appset::Application,
        refused: bool,
        (clusters, destinations): (&[Cluster], &Destinations),
    ) -> Application {
        let matched = made.cluster();
        let matched = matched.and_then(|target| destinations.place(&target.name, &target.server));
        let mut application = described(appset::stored(&made.node), clusters, destinations);
        application.origin = Some(made.origin());
        application.matched = matched;
        application.refused = refused;
        application.parent.clone_from(&self.set.parent);
        // What the controller refuses never comes to the API server.
        if !refused && let Some(invalid) = names::refusal(&application.node) {
            if !self.set.errors.contains(&invalid.text) {
                self.set.errors.push(invalid.text.clone());
            }
            application.refused = true;
            application.problems.push(finding(invalid));
        }
        application
    }

    /// Joins a plan; returns what was found.
    fn join(self, plan: &mut Plan) -> Diagnostics {
        let Self {
            mut set,
            applications,
            found,
        } = self;
        let first = plan.applications.len();
        set.applications = (first..first + applications.len()).collect();
        for mut application in applications {
            application.set = Some(plan.application_sets.len());
            plan.applications.push(application);
        }
        plan.unknown.extend(unanswered(&set.name, &found));
        plan.application_sets.push(set);
        found
    }
}

/// What a set makes, by name; those that the controller refuses are marked.
fn in_order(expansion: Expansion) -> Vec<(appset::Application, bool)> {
    let valid = expansion.applications.unwrap_or_default().into_iter();
    let refused = expansion.refused.into_iter();
    let refused = refused.map(|refused| (refused.application, true));
    let mut all: Vec<_> = valid.map(|made| (made, false)).chain(refused).collect();
    all.sort_by(|(a, _), (b, _)| a.name.cmp(&b.name));
    all
}

/// What a set looks up and World does not answer is not known.
fn unanswered<'f>(name: &str, found: &'f Diagnostics) -> impl Iterator<Item = Unknown> + use<'f> {
    let what = format!("what ApplicationSet `{name}` generates");
    let asked = found
        .iter()
        .filter(|finding| finding.code.name == UNANSWERED.name);
    asked.map(move |finding| Unknown {
        what: what.clone(),
        because: {
            let question = finding.message.rsplit(": ").next().unwrap_or_default();
            let help = finding.help.as_deref().unwrap_or_default();
            format!("{question}: {help}")
        },
        span: finding.span,
    })
}

fn refusals(expansion: &Expansion) -> Vec<String> {
    let mut errors: Vec<String> = Vec::new();
    for refused in &expansion.refused {
        if !errors.contains(&refused.error) {
            errors.push(refused.error.clone());
        }
    }
    errors
}
