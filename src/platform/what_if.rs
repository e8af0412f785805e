//! Instances that nobody wrote: the rows of World, and questions.

use super::manifests::Manifests;
use super::node::{entry, map, texts};
use super::prediction::TemplateRef;
use super::project;
use crate::world::{Generated, Owner, World};
use crate::yaml::{self, Entry, Node};

/// Makes the manifest of an instance, for questions about instances that are not there.
#[must_use]
pub fn make_instance(
    [namespace, name]: [&str; 2],
    template: &TemplateRef,
    parameters: &Node,
) -> Node {
    let span = parameters.span;
    let mut text = String::new();
    yaml::emit(parameters, &mut text);
    let mut reference = vec![entry("name", template.name.as_str(), span)];
    let version = template.version.iter();
    reference.extend(version.map(|version| entry("version", version.as_str(), span)));
    let metadata = vec![
        entry("name", name, span),
        entry("namespace", namespace, span),
    ];
    let spec = vec![
        entry("templateRef", map(reference, span).value, span),
        entry("parameters", text, span),
    ];
    map(
        vec![
            entry("apiVersion", "management.loft.sh/v1", span),
            entry("kind", "VirtualClusterInstance", span),
            entry("metadata", map(metadata, span).value, span),
            entry("spec", map(spec, span).value, span),
        ],
        span,
    )
}

/// Makes manifests of the rows of World that stand for many.
pub(super) fn generated(manifests: &Manifests<'_>, world: &World) -> Vec<Node> {
    let mut nodes = Vec::new();
    for row in &world.generate {
        let project = manifests.projects.get(row.project.as_str());
        let namespace = match project {
            Some(project) => project::namespace(project, &world.platform),
            None => format!("{}{}", world.platform.prefix(), row.project),
        };
        nodes.extend(row.each().map(|one| instance(&one, &namespace)));
    }
    nodes
}

fn instance(one: &Generated<'_>, namespace: &str) -> Node {
    let row = one.row;
    let span = row.span;
    let template = TemplateRef {
        name: row.template.clone(),
        version: row.version.clone(),
    };
    let mut node = make_instance([namespace, &one.name], &template, &one.parameters);
    let nested = |key: &str, inner: &str, value: &str| {
        entry(key, map(vec![entry(inner, value, span)], span).value, span)
    };
    let cluster = row.cluster.iter();
    let cluster = cluster.map(|name| nested("clusterRef", "cluster", name));
    let owner = row.owner.iter().map(|owner| match owner {
        Owner::User(name) => nested("owner", "user", name),
        Owner::Team(name) => nested("owner", "team", name),
    });
    let labels = entry("labels", texts(&row.labels, span).value, span);
    add(&mut node, "metadata", [labels]);
    add(&mut node, "spec", cluster.chain(owner));
    node
}

fn add(node: &mut Node, part: &str, entries: impl IntoIterator<Item = Entry>) {
    let part = node.as_map_mut().and_then(|map| map.get_mut(part));
    if let Some(map) = part.and_then(Node::as_map_mut) {
        for entry in entries {
            map.insert(entry.key, entry.node);
        }
    }
}
