//! The door: what counts as applied in, the plan out.

use super::check;
use super::codes::TOO_DEEP;
use super::follow::Payloads;
use super::levels::{self, Levels};
use super::plan::{Origin, Plan};
use super::round::Round;
use crate::appset::{self, Checkouts};
use crate::diagnostic::{Diagnostic, Diagnostics, Level};
use crate::platform::Texts;
use crate::world::World;
use crate::yaml::Node;
use std::rc::Rc;

/// A manifest that counts as applied.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// The object.
    pub node: Rc<Node>,
    /// Where it comes from.
    pub origin: Origin,
    /// The Application that applies it, `namespace/name`; `None` for what is applied from the beginning.
    pub parent: Option<String>,
}

/// How far is predicted.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How many levels of Applications are followed. Default: 8.
    pub levels: usize,
    /// What one set may make.
    pub sets: appset::Limits,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            levels: 8,
            sets: appset::Limits::default(),
        }
    }
}

/// What a prediction begins with.
pub struct Ground<'g> {
    /// The environment; `None` for a folder of manifests.
    pub environment: Option<String>,
    /// What is applied from the beginning.
    pub manifests: Vec<Manifest>,
    /// What the live side knows.
    pub world: &'g World,
    /// The repositories that git generators read.
    pub checkouts: &'g dyn Checkouts,
    /// How far is predicted.
    pub limits: Limits,
}

/// Predicts level by level: what Applications apply joins what is applied, until nothing new does. What is wrong is in
/// [`Plan::problems`]; nothing of it is an error, because what fails there is part of the answer.
pub fn predict(ground: &Ground<'_>, payloads: &mut dyn Payloads) -> Plan {
    let mut levels = Levels::new(&ground.manifests, &ground.world.argocd.namespace);
    let mut manifests = ground.manifests.clone();
    let mut texts = Texts::default();
    let mut round = Round::predict(ground, &manifests, payloads.sources(), &mut texts, None);
    for _ in 0..ground.limits.levels {
        let joining = levels.follow(&round, payloads);
        if joining.is_empty() {
            return finished(round, manifests, &levels, Diagnostics::new());
        }
        let only_applications = joining.iter().all(|one| levels::is_application(&one.node));
        manifests.extend(joining);
        match only_applications {
            true => round.join(&manifests, &ground.world.argocd.namespace),
            false => {
                let sources = payloads.sources();
                round = Round::predict(ground, &manifests, sources, &mut texts, Some(round));
            }
        }
    }
    let mut found = Diagnostics::new();
    if let Some(deeper) = levels.follow(&round, payloads).first() {
        let parent = deeper.parent.as_deref().unwrap_or_default();
        let message = format!(
            "Application `{parent}` lies {} levels deep and leads further, which is not followed",
            ground.limits.levels
        );
        found.push(
            Diagnostic::warning(TOO_DEEP, deeper.node.span, message)
                .help("apply what lies deeper from fewer levels"),
        );
    }
    finished(round, manifests, &levels, found)
}

fn finished(
    mut round: Round<'_>,
    manifests: Vec<Manifest>,
    levels: &Levels,
    mut found: Diagnostics,
) -> Plan {
    found.append(std::mem::take(&mut round.out));
    check::check(&mut round, levels, &mut found);
    let mild = |finding: &Diagnostic| Diagnostic {
        level: finding.level.max(Level::Warning),
        ..finding.clone()
    };
    round.plan.manifests = manifests;
    round.plan.problems = found.iter().map(mild).collect();
    round.plan
}
