//! Templates, and the circumstances of virtual clusters that somebody could make of them.

use super::Proving;
use crate::chain::plan::Plan;
use crate::manifest::Identity;
use crate::platform::{Facts, Templates};
use crate::world::Owner;
use crate::yaml::Node;
use std::collections::BTreeMap;

const GROUPS: [&str; 2] = ["management.loft.sh", "storage.loft.sh"];
/// The project of virtual clusters where no project allows the template.
const STAND_IN: &str = "any-project";
/// The longest beginning that a thought-up name takes from its template.
const LONGEST: usize = 40;

fn is_own(node: &Node, kind: &str) -> bool {
    Identity::of(node).is_some_and(|who| who.kind == kind && GROUPS.contains(&who.group.as_str()))
}

/// Returns the templates of a plan by name; of two of one name the last counts.
pub(super) fn templates(plan: &Plan) -> impl Iterator<Item = &Node> {
    let nodes = plan.manifests.iter().map(|manifest| &*manifest.node);
    let named = nodes.filter(|node| is_own(node, "VirtualClusterTemplate"));
    let named: BTreeMap<&str, &Node> = named.map(|node| (name(node), node)).collect();
    named.into_values()
}

/// Returns the manifests that a template's virtual clusters meet: all but templates and instances, and itself.
pub(super) fn around<'p>(plan: &'p Plan, template: &'p Node) -> Vec<&'p Node> {
    let nodes = plan.manifests.iter().map(|manifest| &*manifest.node);
    let others = nodes.filter(|node| {
        !is_own(node, "VirtualClusterTemplate") && !is_own(node, "VirtualClusterInstance")
    });
    others.chain([template]).collect()
}

/// Returns a node's name.
pub(super) fn name(node: &Node) -> &str {
    node.text_at(&["metadata", "name"])
}

/// Chooses the project: one that uses the template, else one with Argo CD among those that allow it, else the first of them.
pub(super) fn project(
    template: &str,
    templates: &Templates<'_>,
    proving: &Proving<'_>,
) -> Option<String> {
    let allowing: Vec<&str> = templates.projects(template).collect();
    let instances = proving.plan.instances.iter();
    let using = instances.filter(|one| one.template.as_ref().is_some_and(|of| of.name == template));
    let mut using = using.filter_map(|one| one.project.as_deref());
    let with_argocd = || {
        allowing
            .iter()
            .copied()
            .find(|name| has_argocd(proving.plan, name))
    };
    let chosen = using.find(|name| allowing.contains(name));
    let chosen = chosen.or_else(with_argocd).or(allowing.first().copied());
    chosen.map(str::to_owned)
}

fn has_argocd(plan: &Plan, project: &str) -> bool {
    let nodes = plan.manifests.iter().map(|manifest| &*manifest.node);
    let mut projects = nodes.filter(|node| is_own(node, "Project") && name(node) == project);
    let enabled = |node: &Node| {
        node.at(&["spec", "argoCD", "enabled"])
            .and_then(Node::as_bool)
    };
    projects.any(|node| enabled(node) == Some(true))
}

/// Returns two names that no instance has.
pub(super) fn names(template: &str, plan: &Plan) -> [String; 2] {
    let end = (0..=LONGEST)
        .rev()
        .find(|&at| template.is_char_boundary(at) && at <= template.len());
    let mut base = template[..end.unwrap_or(0)]
        .trim_end_matches(['-', '.'])
        .to_owned();
    loop {
        let names = ["a", "b"].map(|letter| format!("{base}-{letter}"));
        if !plan.instances.iter().any(|one| names.contains(&one.name)) {
            return names;
        }
        base.push('x');
    }
}

/// Returns the circumstances of a thought-up instance: everything that World leaves open has some value.
pub(super) fn facts(
    templates: &mut Templates<'_>,
    project: Option<&str>,
    name: &str,
    proving: &Proving<'_>,
) -> Facts {
    let project = project.unwrap_or(STAND_IN);
    let mut facts = templates.facts(project, name, proving.world);
    facts
        .owner
        .get_or_insert_with(|| Owner::User("some-user".to_owned()));
    facts
        .cluster
        .get_or_insert_with(|| "some-cluster".to_owned());
    facts
}
