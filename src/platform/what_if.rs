//! Instances that nobody wrote: the rows of World, and questions.

use super::manifests::Manifests;
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
    let mut reference = vec![Entry::new("name", template.name.as_str(), span)];
    let version = template.version.iter();
    reference.extend(version.map(|version| Entry::new("version", version.as_str(), span)));
    let metadata = [
        Entry::new("name", name, span),
        Entry::new("namespace", namespace, span),
    ];
    let spec = [
        Entry::of("templateRef", Node::map(reference, span)),
        Entry::new("parameters", text, span),
    ];
    Node::map(
        [
            Entry::new("apiVersion", "management.loft.sh/v1", span),
            Entry::new("kind", "VirtualClusterInstance", span),
            Entry::of("metadata", Node::map(metadata, span)),
            Entry::of("spec", Node::map(spec, span)),
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
        Entry::of(key, Node::map([Entry::new(inner, value, span)], span))
    };
    let cluster = row.cluster.iter();
    let cluster = cluster.map(|name| nested("clusterRef", "cluster", name));
    let owner = row.owner.iter().map(|owner| match owner {
        Owner::User(name) => nested("owner", "user", name),
        Owner::Team(name) => nested("owner", "team", name),
    });
    let labels = Entry::of("labels", Node::texts(&row.labels, span));
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
