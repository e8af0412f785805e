//! Applications that the platform writes through a connector.

use super::codes::{REFERENCE, TWO_TEMPLATES};
use super::facts::{Facts, Scene};
use super::findings::Findings;
use super::gap::Gap;
use super::instance::{Looked, owner};
use super::leaf::Outcome;
use super::node::{entries, place};
use super::parameter::Declared;
use super::prediction::{DirectApplication, Instance, Step, Target, Unknown};
use super::supplied::{Resolved, parse, resolve};
use super::unknowns::Unknowns;
use super::workshop::Workshop;
use crate::diagnostic::{Diagnostic, nearest};
use crate::world::World;
use crate::yaml::{Entry, Map, Node, Value};
use std::collections::BTreeMap;

/// How many names are listed.
const NAMED: usize = 3;

/// An instance that Applications can go to: its place in the prediction and its circumstances.
pub(super) type Goal = (usize, Facts);
/// The goals by namespace and name.
pub(super) type Goals = BTreeMap<(String, String), Goal>;

/// Returns what an instance asks for in its values.
pub(super) fn of_instance(
    looked: &Looked<'_>,
    at: usize,
    workshop: &Workshop<'_>,
    findings: &mut Findings,
) -> Vec<DirectApplication> {
    let asked = looked.connection.iter();
    let asked = asked.flat_map(|connection| connection.applications());
    let make = |one: &Node| {
        let mut made = DirectApplication {
            instance: Some(at),
            ..deployed(one, &looked.instance)
        };
        if let Some(reference) = one.present_at(&["template"]) {
            let given = reference.get("parameters");
            from_template(
                &mut made,
                reference,
                given,
                &looked.facts,
                workshop,
                findings,
            );
        }
        made
    };
    asked.map(make).collect()
}

/// Returns an entry of `deploy.argoCD.applications`, without what a template gives.
fn deployed(one: &Node, instance: &Instance) -> DirectApplication {
    let name = one.text_at(&["name"]);
    let (space, other) = (instance.namespace.clone(), instance.name.clone());
    let whole = format!("instance `{space}/{other}`");
    let target = match one.text_at(&["target"]) {
        "host" => Target::Host(space, other),
        _ => Target::VirtualCluster(space, other),
    };
    let step = |what: String, span| Step::new(what, Some(span));
    let own = format!("application `{name}` in `deploy.argoCD.applications`");
    DirectApplication {
        name: name.to_owned(),
        namespace: instance.namespace.clone(),
        target,
        spec: one.present_at(&["inline"]).cloned(),
        labels: BTreeMap::new(),
        because: vec![step(own, one.span), step(whole, instance.span)],
        instance: None,
        span: one.span,
    }
}

/// Returns what the ArgoCDApplications ask for.
pub(super) fn written(
    goals: &Goals,
    world: &World,
    workshop: &mut Workshop<'_>,
    findings: &mut Findings,
) -> Vec<DirectApplication> {
    let nodes = workshop.manifests.direct_applications.clone();
    let each = nodes.into_iter();
    each.map(|node| one(node, goals, world, workshop, findings))
        .collect()
}

fn one(
    node: &Node,
    goals: &Goals,
    world: &World,
    workshop: &mut Workshop<'_>,
    findings: &mut Findings,
) -> DirectApplication {
    let target = target(node);
    let goal = goal(node, &target, goals, findings);
    let facts = match goal {
        Some((_, facts)) => facts.clone(),
        None => circumstances(node, &target, world, workshop),
    };
    let name = node.text_at(&["metadata", "name"]);
    let mut made = DirectApplication {
        name: name.to_owned(),
        namespace: node.text_at(&["metadata", "namespace"]).to_owned(),
        target,
        spec: None,
        labels: BTreeMap::new(),
        because: vec![Step::new(
            format!("ArgoCDApplication `{name}`"),
            Some(node.span),
        )],
        instance: goal.map(|(at, _)| *at),
        span: node.span,
    };
    template(&mut made, node, &facts, workshop, findings);
    made
}

/// Finds the instance that an Application goes to.
fn goal<'g>(
    node: &Node,
    target: &Target,
    goals: &'g Goals,
    findings: &mut Findings,
) -> Option<&'g Goal> {
    let (Target::VirtualCluster(space, name) | Target::Host(space, name)) = target else {
        return None;
    };
    let key = (space.clone(), name.clone());
    let found = goals.get(&key);
    if found.is_none() {
        findings.problem(no_instance(node, &key, goals));
    }
    found
}

/// Fills an Application from the template that it has, or refers to.
fn template(
    made: &mut DirectApplication,
    node: &Node,
    facts: &Facts,
    workshop: &Workshop<'_>,
    findings: &mut Findings,
) {
    let given = node.at(&["spec", "parameters"]);
    let reference = node.present_at(&["spec", "templateRef"]);
    match (reference, node.present_at(&["spec", "template"])) {
        (Some(reference), Some(own)) => {
            let name = &made.name;
            let what = format!("ArgoCDApplication `{name}` has a template and refers to one");
            let found = Diagnostic::error(TWO_TEMPLATES, own.span, what)
                .help("delete `template` or `templateRef`")
                .related(reference.span, "refers to one here");
            findings.problem(found);
        }
        (Some(reference), None) => {
            from_template(made, reference, given, facts, workshop, findings);
        }
        (None, Some(own)) => fill(made, own, &[], given, facts, workshop, findings),
        (None, None) => {}
    }
}

fn target(node: &Node) -> Target {
    let goal = ["spec", "destination", "virtualCluster"];
    if let Some(goal) = node.present_at(&goal) {
        let space = match goal.text_at(&["namespace"]) {
            "" => node.text_at(&["metadata", "namespace"]),
            space => space,
        };
        let (space, name) = (space.to_owned(), goal.text_at(&["name"]).to_owned());
        return match goal.text_at(&["target"]) {
            "host" => Target::Host(space, name),
            _ => Target::VirtualCluster(space, name),
        };
    }
    match node.text_at(&["spec", "destination", "cluster", "name"]) {
        "" => Target::Missing,
        name => Target::Cluster(name.to_owned()),
    }
}

fn no_instance(node: &Node, (space, name): &(String, String), goals: &Goals) -> Diagnostic {
    let what = format!("no instance is called `{space}/{name}`");
    let near = goals.keys().filter(|(other, _)| other == space);
    let help = match nearest(name, near.map(|(_, name)| name.as_str())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "add a VirtualClusterInstance `{name}` in namespace `{space}`, also to `instances` of World"
        ),
    };
    let span = place(node, &["spec", "destination", "virtualCluster", "name"]);
    Diagnostic::error(REFERENCE, span, what).help(help)
}

/// The circumstances of an Application that goes to no instance.
fn circumstances(
    node: &Node,
    target: &Target,
    world: &World,
    workshop: &mut Workshop<'_>,
) -> Facts {
    let space = node.text_at(&["metadata", "namespace"]);
    let project = space.strip_prefix(world.platform.prefix());
    let cluster = match target {
        Target::Cluster(name) => Some(name.clone()),
        _ => None,
    };
    let annotations = cluster
        .as_deref()
        .and_then(|name| workshop.cluster_annotations(name, world));
    Facts {
        name: node.text_at(&["metadata", "name"]).to_owned(),
        project: project.unwrap_or_default().to_owned(),
        namespace: space.to_owned(),
        owner: owner(node).or_else(|| world.platform.owner.clone()),
        cluster,
        annotations,
        ..Facts::default()
    }
}

fn from_template(
    made: &mut DirectApplication,
    reference: &Node,
    given: Option<&Node>,
    facts: &Facts,
    workshop: &Workshop<'_>,
    findings: &mut Findings,
) {
    let name = reference.text_at(&["name"]);
    let templates = &workshop.manifests.application_templates;
    let Some(template) = templates.get(name) else {
        let what = format!("no manifest defines ArgoCDApplicationTemplate `{name}`");
        let help = match nearest(name, templates.keys().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("add an ArgoCDApplicationTemplate `{name}`"),
        };
        let span = place(reference, &["name"]);
        findings.problem(Diagnostic::error(REFERENCE, span, what).help(help));
        return;
    };
    let what = format!("ArgoCDApplicationTemplate `{name}`");
    made.because.insert(1, Step::new(what, Some(template.span)));
    let Some(definition) = template.present_at(&["spec", "template"]) else {
        return;
    };
    let parameters = template.items_at(&["spec", "parameters"]);
    fill(
        made, definition, parameters, given, facts, workshop, findings,
    );
}

/// Renders a definition into the Application.
fn fill(
    made: &mut DirectApplication,
    definition: &Node,
    parameters: &[Node],
    given: Option<&Node>,
    facts: &Facts,
    workshop: &Workshop<'_>,
    findings: &mut Findings,
) {
    let empty = Node::map([], definition.span);
    let supplied = match given {
        None => Some(empty),
        Some(node) if node.as_map().is_some() => Some(node.clone()),
        Some(node) => parse(node, workshop.manifests.sources, findings),
    };
    let Some(supplied) = supplied else {
        return;
    };
    let declared: Vec<Declared<'_>> = parameters.iter().map(Declared::read).collect();
    let resolved: Resolved = resolve(&declared, &supplied, findings);
    if resolved.partial {
        return;
    }
    let scene = Scene::new(facts, &resolved);
    let title = made.name.clone();
    let mut filling = Filling {
        scene: &scene,
        workshop,
        findings,
        title: &title,
    };
    let labels = entries(definition, &["metadata", "labels"]);
    for entry in labels {
        let path = format!("metadata.labels.{}", entry.key.text);
        if let Some(node) = filling.tree(&entry.node, &path)
            && let Some(text) = node.as_str()
        {
            made.labels
                .insert(entry.key.text.to_string(), text.to_owned());
        }
    }
    let spec = definition.present_at(&["spec"]);
    made.spec = spec.and_then(|spec| filling.tree(spec, "spec"));
}

/// Renders the texts of a tree.
struct Filling<'f, 'm> {
    scene: &'f Scene<'f>,
    workshop: &'f Workshop<'m>,
    findings: &'f mut Findings,
    title: &'f str,
}

impl Filling<'_, '_> {
    /// Returns the tree without what is not known.
    fn tree(&mut self, node: &Node, path: &str) -> Option<Node> {
        let value = match &node.value {
            Value::String(_) => return self.leaf(node, path),
            Value::List(items) => {
                let items = items.iter().enumerate();
                let known =
                    items.filter_map(|(at, item)| self.tree(item, &format!("{path}[{at}]")));
                Value::List(known.collect())
            }
            Value::Map(map) => {
                let known = map.iter().filter_map(|entry| {
                    Some(Entry {
                        key: entry.key.clone(),
                        node: self.tree(&entry.node, &format!("{path}.{}", entry.key.text))?,
                    })
                });
                Value::Map(Map::from_unique(known.collect()))
            }
            value => value.clone(),
        };
        Some(Node::new(value, node.span))
    }

    fn leaf(&mut self, node: &Node, path: &str) -> Option<Node> {
        let leaf = self.workshop.leaf(node)?;
        match leaf.render(self.scene, self.findings) {
            Outcome::Known(text) => Some(Node::new(Value::String(text), node.span)),
            Outcome::Open(gaps) => {
                let what = format!("`{path}` of application `{}`", self.title);
                for gap in &gaps {
                    self.findings.unknown(&what, Gap::because(gap), node.span);
                }
                None
            }
            Outcome::Failed => None,
        }
    }
}

/// Says what nobody documents about all of them.
pub(super) fn names(applications: &[DirectApplication], unknowns: &mut Unknowns) {
    let Some(first) = applications.first() else {
        return;
    };
    let named = applications.iter().take(NAMED);
    let named: Vec<String> = named.map(|one| format!("`{}`", one.name)).collect();
    let more = match applications.len() {
        count if count > NAMED => format!(" and {} more", count - NAMED),
        _ => String::new(),
    };
    unknowns.other(Unknown {
        what: format!("names, projects and destinations in Argo CD of the applications {}{more}", named.join(", ")),
        because: "the platform writes them through a connector and adds the project's name to theirs; nobody documents the result".to_owned(),
        span: Some(first.span),
    });
}
