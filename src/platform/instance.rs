//! One instance, from its manifest to what becomes of it.

use super::codes::{
    NAMELESS, TWO_TEMPLATES, VERSION_IGNORED, VERSION_NOT_SEMVER, VERSION_UNMATCHED,
};
use super::connector::Connection;
use super::definition::Definition;
use super::facts::{Facts, Scene};
use super::findings::Findings;
use super::leaf::Outcome;
use super::node::place;
use super::prediction::{Instance, State};
use super::project::DefaultTemplate;
use super::render::{Rendered, render};
use super::supplied::{Resolved, parse, resolve};
use super::version::{self, NoVersion};
use super::workshop::Workshop;
use super::{connector, import, labels, project};
use crate::diagnostic::{Diagnostic, nearest};
use crate::world::{Owner, World};
use crate::yaml::Node;
use std::rc::Rc;
use std::sync::Arc;

/// The longest name of a namespace.
const LONGEST_NAMESPACE: usize = 63;

/// What is known once an instance was looked at.
#[derive(Debug)]
pub(super) struct Looked<'m> {
    /// The instance, its state not settled where it is to be imported.
    pub(super) instance: Instance,
    /// Its findings.
    pub(super) findings: Findings,
    /// Its project.
    pub(super) project: Option<&'m Node>,
    /// Whether the project's integration writes a Secret for it.
    pub(super) import: State,
    /// What it asks of a connector, if that is known.
    pub(super) connection: Option<Connection>,
    /// What the platform says that it is called in Argo CD.
    pub(super) registered: Option<String>,
    /// Its annotations, those of its template included.
    pub(super) annotations: Vec<String>,
    /// Its circumstances.
    pub(super) facts: Facts,
}

/// Looks at an instance.
pub(super) fn look<'m>(node: &'m Node, world: &World, workshop: &mut Workshop<'m>) -> Looked<'m> {
    let mut findings = Findings::default();
    let manifests = workshop.manifests;
    let found = project::of(
        node.text_at(&["metadata", "namespace"]),
        manifests,
        &world.platform,
    );
    let mut looked = Looked {
        instance: blank(node, found),
        findings: Findings::default(),
        project: found,
        import: State::Predicted,
        connection: None,
        registered: connector::registered(node),
        annotations: Vec::new(),
        facts: Facts::default(),
    };
    if looked.instance.name.is_empty() {
        nameless(node, &mut findings);
    }
    match found {
        None => project::missing(node, manifests, &world.platform, &mut findings),
        Some(found) => inside(node, found, world, workshop, &mut looked, &mut findings),
    }
    looked.findings = findings;
    looked
}

fn nameless(node: &Node, findings: &mut Findings) {
    let what = "the instance has no name of its own";
    let help = "write `name:` with a name below `metadata:`, or add the instance to `instances` of World once it is there";
    let span = place(node, &["metadata"]);
    findings.unknown(
        "everything that bears the name",
        format!("{what}: {help}"),
        span,
    );
    findings.doubt(Diagnostic::error(NAMELESS, span, what).help(help));
}

fn blank(node: &Node, project: Option<&Node>) -> Instance {
    Instance {
        namespace: node.text_at(&["metadata", "namespace"]).to_owned(),
        name: node.text_at(&["metadata", "name"]).to_owned(),
        project: project.map(|node| node.text_at(&["metadata", "name"]).to_owned()),
        template: None,
        parameters: Node::map([], node.span),
        secrets: Vec::new(),
        labels: Vec::new(),
        cluster: None,
        host_namespace: None,
        chart: None,
        values: None,
        objects: Arc::default(),
        cluster_secret: None,
        state: State::Predicted,
        span: node.span,
        problems: Vec::new(),
    }
}

/// The way of an instance of a known project.
fn inside<'m>(
    node: &'m Node,
    project: &'m Node,
    world: &World,
    workshop: &mut Workshop<'m>,
    looked: &mut Looked<'m>,
    findings: &mut Findings,
) {
    let definition = definition(node, project, workshop, findings);
    let cluster = project::cluster(project, node, workshop.manifests, findings);
    project::connected(node, world, workshop.manifests, findings);
    looked.facts = facts(node, project, cluster, world, workshop);
    looked.facts.host_namespace = host_namespace(node, project, &looked.facts, workshop, findings);
    let instance = &mut looked.instance;
    instance.cluster = cluster.map(str::to_owned);
    instance
        .host_namespace
        .clone_from(&looked.facts.host_namespace);
    let Some(definition) = definition else {
        return;
    };
    instance.template.clone_from(&definition.template);
    let resolved = parameters(node, &definition, workshop, findings);
    instance.parameters = resolved.all.clone();
    instance.secrets.clone_from(&resolved.secrets);
    if resolved.partial {
        return;
    }
    let scene = Scene::new(&looked.facts, &resolved);
    let rendered = render(&definition, &scene, workshop, findings);
    let title = format!("{}/{}", instance.namespace, instance.name);
    instance.labels =
        labels::effective(node, &title, &rendered.labels, workshop.manifests, findings);
    instance.chart.clone_from(&rendered.chart);
    looked.annotations = annotations(node, &rendered);
    let manifests = workshop.manifests;
    looked.import = import::decide(project, node, &rendered, findings);
    looked.connection = connector::connection(&definition, &rendered, manifests, findings);
    if looked.connection.is_none() {
        import::warn_unselected(project, node, &rendered, manifests, findings);
    }
    instance.values = rendered.values;
    instance.objects = rendered.objects;
}

/// Returns the keys of the annotations that the instance has in the end.
fn annotations(node: &Node, rendered: &Rendered) -> Vec<String> {
    let own = super::node::entries(node, &["metadata", "annotations"]);
    let own = own.map(|entry| entry.key.text.to_string());
    let given = rendered.annotations.iter().map(|given| given.key.clone());
    own.chain(given).collect()
}

/// Finds what the virtual cluster is made of.
fn definition<'m>(
    node: &'m Node,
    project: &'m Node,
    workshop: &mut Workshop<'m>,
    findings: &mut Findings,
) -> Option<Rc<Definition<'m>>> {
    let reference = node.present_at(&["spec", "templateRef"]);
    let own = node.present_at(&["spec", "template"]);
    match (reference, own) {
        (Some(reference), Some(own)) => {
            let what = "the instance has a template and refers to one, which the platform refuses";
            findings.refuse(
                Diagnostic::error(TWO_TEMPLATES, own.span, what)
                    .help("delete `template` or `templateRef`")
                    .related(reference.span, "refers to one here"),
            );
            None
        }
        (Some(reference), None) => referred(reference, project, workshop, findings),
        (None, Some(own)) => {
            project::admit_without_reference(project, node, true, findings);
            project::admit_rules(own, findings);
            Some(Rc::new(workshop.compiler().definition(
                Some(own),
                &[],
                None,
            )))
        }
        (None, None) if node.is_true_at(&["spec", "external"]) => {
            Some(Rc::new(workshop.compiler().definition(None, &[], None)))
        }
        (None, None) => match project::default_template(project, findings) {
            DefaultTemplate::One(default) => referred(default, project, workshop, findings),
            DefaultTemplate::Several => None,
            DefaultTemplate::None => {
                project::admit_without_reference(project, node, false, findings);
                None
            }
        },
    }
}

/// Follows a reference with `name` and `version`.
fn referred<'m>(
    reference: &'m Node,
    project: &Node,
    workshop: &mut Workshop<'m>,
    findings: &mut Findings,
) -> Option<Rc<Definition<'m>>> {
    let name = reference.text_at(&["name"]);
    project::admit_template(project, name, reference, findings);
    let Some(template) = workshop.manifests.templates.get(name).copied() else {
        project::template_missing(name, reference, workshop.manifests, findings);
        return None;
    };
    let place = version_of(template, reference, findings)?;
    Some(workshop.definition(template, place))
}

/// Returns the place of the version, or that it is the root; `None` if there is none.
fn version_of(template: &Node, reference: &Node, findings: &mut Findings) -> Option<Option<usize>> {
    let versions = template.items_at(&["spec", "versions"]);
    let names: Vec<&str> = versions
        .iter()
        .map(|one| one.text_at(&["version"]))
        .collect();
    let asked = reference.text_at(&["version"]);
    let span = place(reference, &["version"]);
    let title = template.text_at(&["metadata", "name"]);
    if versions.is_empty() {
        if !matches!(asked, "" | "x.x.x") {
            let what = format!(
                "template `{title}` has no versions: the platform takes `{asked}` out of the reference"
            );
            let found = Diagnostic::warning(VERSION_IGNORED, span, what);
            findings.problem(found.help("delete `version`, or write `version: x.x.x`"));
        }
        return Some(None);
    }
    for (one, name) in versions.iter().zip(&names) {
        if !version::is_version(name) {
            let what = format!("`{name}` is no version, so the platform skips it");
            let found = Diagnostic::warning(VERSION_NOT_SEMVER, place(one, &["version"]), what);
            findings.problem(found.help("write MAJOR.MINOR.PATCH, such as `1.0.0`"));
        }
    }
    match version::choose(Some(asked), &names) {
        Ok(at) => Some(Some(at)),
        Err(reason) => {
            findings.refuse(unmatched(title, asked, &names, reason, span));
            None
        }
    }
}

fn unmatched(
    title: &str,
    asked: &str,
    names: &[&str],
    reason: NoVersion,
    span: crate::span::Span,
) -> Diagnostic {
    let what = match (reason, asked) {
        (_, "") => format!("template `{title}` has no sound version"),
        (NoVersion::Malformed, _) => {
            format!("`{asked}` asks for no version: three parts are wanted, each a number or `x`")
        }
        (NoVersion::NotFound, _) => format!("no version of template `{title}` is `{asked}`"),
    };
    let help = match nearest(asked, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`? There are {}", names.join(", ")),
        None => format!("write `1.0.x`, or one of {}", names.join(", ")),
    };
    let reason = reason.reason();
    Diagnostic::error(VERSION_UNMATCHED, span, what)
        .help(help)
        .note(format!(
            "the platform sets `TemplateResolved=False` with reason `{reason}`"
        ))
}

/// Gathers the circumstances, but for the namespace in the host cluster.
fn facts(
    node: &Node,
    project: &Node,
    cluster: Option<&str>,
    world: &World,
    workshop: &mut Workshop<'_>,
) -> Facts {
    let name = node.text_at(&["metadata", "name"]);
    let virtual_cluster = match node.text_at(&["spec", "clusterRef", "virtualCluster"]) {
        "" => name,
        other => other,
    };
    Facts {
        name: name.to_owned(),
        project: project.text_at(&["metadata", "name"]).to_owned(),
        namespace: node.text_at(&["metadata", "namespace"]).to_owned(),
        owner: owner(node).or_else(|| world.platform.owner.clone()),
        cluster: cluster.map(str::to_owned),
        annotations: cluster.and_then(|name| workshop.cluster_annotations(name, world)),
        virtual_cluster: virtual_cluster.to_owned(),
        host_namespace: None,
    }
}

pub(super) fn owner(node: &Node) -> Option<Owner> {
    let named = |key| Some(node.text_at(&["spec", "owner", key])).filter(|name| !name.is_empty());
    let user = named("user").map(|name| Owner::User(name.to_owned()));
    user.or_else(|| named("team").map(|name| Owner::Team(name.to_owned())))
}

/// Returns the namespace in the host cluster: what the instance says, else the project's pattern, else the default.
fn host_namespace(
    node: &Node,
    project: &Node,
    facts: &Facts,
    workshop: &Workshop<'_>,
    findings: &mut Findings,
) -> Option<String> {
    let written = node.text_at(&["spec", "clusterRef", "namespace"]);
    if !written.is_empty() {
        return Some(written.to_owned());
    }
    if node.is_true_at(&["spec", "external"]) || node.is_true_at(&["spec", "standalone"]) {
        return None;
    }
    let pattern = project.present_at(&["spec", "namespacePattern", "virtualCluster"]);
    let Some(leaf) = pattern.and_then(|pattern| workshop.leaf(pattern)) else {
        let name = format!("loft-{}-v-{}", facts.project, facts.name);
        return Some(name).filter(|name| name.len() <= LONGEST_NAMESPACE);
    };
    let resolved = Resolved::empty(node.span);
    match leaf.render(&Scene::new(facts, &resolved), findings) {
        Outcome::Known(text) => Some(text.to_string()),
        Outcome::Open(gaps) => {
            for gap in gaps {
                findings.open("the namespace in the host cluster", &gap, leaf.span);
            }
            None
        }
        Outcome::Failed => None,
    }
}

fn parameters(
    node: &Node,
    definition: &Definition<'_>,
    workshop: &Workshop<'_>,
    findings: &mut Findings,
) -> Resolved {
    let sources = workshop.manifests.sources;
    let supplied = match node.at(&["spec", "parameters"]) {
        None => Some(Node::map([], node.span)),
        Some(written) => parse(written, sources, findings),
    };
    match supplied {
        Some(supplied) => resolve(&definition.parameters, &supplied, findings),
        None => Resolved {
            partial: true,
            ..Resolved::empty(node.span)
        },
    }
}
