//! Whose rule refuses an Application: its AppProject's, that of one it inherits from, or what the platform writes it from.

use super::plan::{AppProject, Origin, Plan};
use crate::project::Refusal;
use crate::span::Span;

/// Returns what to type, and where: the platform undoes what anybody else writes into an AppProject of its own.
pub(super) fn help(refusal: &Refusal, named: &str, plan: &Plan) -> String {
    let title = format!("AppProject '{named}'");
    match owner(refusal, named, plan) {
        Some(owner) if owner.origin == Origin::Predicted => {
            let project = owner.name.strip_prefix("loft-").unwrap_or(&owner.name);
            let inside = refusal.help.replace(" spec.", " spec.argoCD.project.");
            inside.replace(&title, &format!("Project '{project}'"))
        }
        Some(owner) => {
            let other = format!("AppProject '{}'", owner.name);
            refusal.help.replace(&title, &other)
        }
        None => refusal.help.clone(),
    }
}

/// The AppProject that the rule stands in, else the one that is named.
fn owner<'p>(refusal: &Refusal, named: &str, plan: &'p Plan) -> Option<&'p AppProject> {
    let stands_in = |project: &&AppProject| {
        let manifest = project.manifest.as_ref();
        let both = manifest.zip(refusal.span);
        both.is_some_and(|(manifest, span)| is_inside(span, manifest.span))
    };
    let mut all = plan.app_projects.iter();
    let found = all.clone().find(stands_in);
    found.or_else(|| all.find(|project| project.name == named))
}

/// Says whether one place lies in another.
pub(super) fn is_inside(inner: Span, outer: Span) -> bool {
    inner.source == outer.source && outer.start <= inner.start && inner.end <= outer.end
}
