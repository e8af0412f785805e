//! What a definition gives in given circumstances.

use super::codes::{CHART_VERSION, NOT_INHERITED, UNDECLARED, VALUE_UNKNOWN};
use super::definition::{Definition, Field, undocumented};
use super::facts::Scene;
use super::findings::Findings;
use super::gap::Gap;
use super::leaf::{Leaf, Outcome};
use super::prediction::{About, Chart, Step};
use super::version;
use super::workshop::Workshop;
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::yaml::Node;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What to do with a parameter of the root.
const INHERIT: &str = "write the parameter into the version's own `parameters`: versions do not inherit those of the root";

/// A label or annotation of a template, rendered.
#[derive(Clone, Debug)]
pub(super) struct Given {
    /// Its key.
    pub(super) key: String,
    /// What its value becomes.
    pub(super) value: Outcome,
    /// Where its value stands.
    pub(super) span: Span,
    /// The way that it came, nearest first.
    pub(super) because: Vec<Step>,
}

/// A rendered definition.
#[derive(Debug, Default)]
pub(super) struct Rendered {
    /// The labels that the instance gets.
    pub(super) labels: Vec<Given>,
    /// The annotations that the instance gets.
    pub(super) annotations: Vec<Given>,
    /// The labels of the virtual cluster.
    pub(super) own_labels: Vec<Given>,
    /// The chart.
    pub(super) chart: Option<Chart>,
    /// The values, if they are known and YAML.
    pub(super) values: Option<Arc<Node>>,
    /// The manifests inside, if they are known and YAML.
    pub(super) objects: Arc<[Arc<Node>]>,
}

/// Renders a definition. What the platform cannot render, or take, refuses the instance.
pub(super) fn render(
    definition: &Definition<'_>,
    scene: &Scene<'_>,
    workshop: &mut Workshop<'_>,
    findings: &mut Findings,
) -> Rendered {
    for field in &definition.others {
        other(field, scene, findings);
    }
    let fields = |fields: &[Field<'_>], what: &str, findings: &mut Findings| {
        let each = fields.iter();
        each.filter_map(|field| given(field, what, scene, findings))
            .collect()
    };
    let mut rendered = Rendered {
        labels: fields(&definition.labels, "label", findings),
        annotations: fields(&definition.annotations, "annotation", findings),
        own_labels: own(&definition.own_labels, scene, findings),
        chart: chart(definition, scene, findings),
        ..Rendered::default()
    };
    rendered.values = values(definition, scene, workshop, findings);
    rendered.objects = documents(
        definition.objects.as_ref(),
        "objects",
        scene,
        workshop,
        findings,
    );
    let space = definition.space_objects.as_ref();
    documents(space, "spaceTemplate.objects", scene, workshop, findings);
    inherited(definition, &mut findings.problems);
    rendered
}

/// Names the parameters that only the template's root declares; whoever gives one of them has not done anything wrong.
fn inherited(definition: &Definition<'_>, problems: &mut Vec<Diagnostic>) {
    let at_root = |found: &Diagnostic| {
        let path = found.message.split('`').nth(1)?;
        let is_root = definition.root_parameters.contains(&path);
        is_root.then(|| path.to_owned())
    };
    let mut read = BTreeSet::new();
    for found in problems.iter_mut().filter(|found| found.code == UNDECLARED) {
        if let Some(path) = at_root(found) {
            found.code = NOT_INHERITED;
            found.message = format!(
                "{} reads parameter `{path}`, which only the template's root declares",
                definition.title()
            );
            found.help = Some(INHERIT.to_owned());
            read.insert(path);
        }
    }
    problems.retain(|found| {
        let path = at_root(found).filter(|_| found.code == VALUE_UNKNOWN);
        path.is_none_or(|path| !read.contains(&path))
    });
    for found in problems
        .iter_mut()
        .filter(|found| found.code == VALUE_UNKNOWN)
    {
        if at_root(found).is_some() {
            found.help = Some(INHERIT.to_owned());
        }
    }
}

/// A text whose outcome is of no interest, as long as there is one.
fn other(field: &Field<'_>, scene: &Scene<'_>, findings: &mut Findings) {
    let Some(leaf) = &field.leaf else {
        return;
    };
    if let Some(name) = undocumented(&field.key) {
        findings.open(&format!("`{}`", field.key), &Gap::Field(name), leaf.span);
        return;
    }
    if let Outcome::Open(gaps) = leaf.render(scene, findings) {
        for gap in gaps {
            findings.open(&format!("`{}`", field.key), &gap, leaf.span);
        }
    }
}

fn given(
    field: &Field<'_>,
    what: &str,
    scene: &Scene<'_>,
    findings: &mut Findings,
) -> Option<Given> {
    let leaf = field.leaf.as_ref()?;
    let value = leaf.render(scene, findings);
    let own = format!("template {what} `{}`", field.key);
    let own = Step::new(own, Some(leaf.span)).about(About::TemplateField);
    Some(Given {
        because: because(own, leaf, scene),
        key: field.key.clone(),
        value,
        span: leaf.span,
    })
}

/// Returns the way of a text: itself, then the parameters that it reads.
fn because(own: Step, leaf: &Leaf<'_>, scene: &Scene<'_>) -> Vec<Step> {
    let origins = scene.resolved.origins.iter();
    let read = origins.filter(|(path, _)| leaf.mentions.reads(path));
    std::iter::once(own)
        .chain(read.map(|(_, step)| step.clone()))
        .collect()
}

/// Nobody documents whether the platform renders labels of virtual clusters: they are known if both ways give the same.
fn own(fields: &[Field<'_>], scene: &Scene<'_>, findings: &mut Findings) -> Vec<Given> {
    let mut all = Vec::new();
    for field in fields {
        let Some(leaf) = &field.leaf else {
            continue;
        };
        let mut attempt = Findings::default();
        let value = match leaf.is_plain() {
            true => Outcome::Known(Arc::clone(&leaf.text)),
            false => match leaf.render(scene, &mut attempt) {
                Outcome::Known(text) if text == leaf.text => Outcome::Known(text),
                _ => Outcome::Open(vec![Gap::Field("template.metadata.labels")]),
            },
        };
        findings.problems.append(&mut attempt.problems);
        let own = format!("label `{}` of the virtual cluster", field.key);
        all.push(Given {
            because: because(Step::new(own, Some(leaf.span)), leaf, scene),
            key: field.key.clone(),
            value,
            span: leaf.span,
        });
    }
    all
}

fn chart(definition: &Definition<'_>, scene: &Scene<'_>, findings: &mut Findings) -> Option<Chart> {
    let node = definition.node?;
    let name = match node.text_at(&["helmRelease", "chart", "name"]) {
        "" => "vcluster",
        name => name,
    };
    let place = super::node::place(node, &["helmRelease", "chart"]);
    let Some(leaf) = &definition.chart_version else {
        let what = format!("{} names no version of the chart", definition.title());
        findings.refuse(no_version(what, place));
        return None;
    };
    if !leaf.is_plain() {
        let _ = leaf.render(scene, findings);
        let gap = Gap::Field("helmRelease.chart.version");
        findings.open("the version of the chart", &gap, leaf.span);
        return None;
    }
    if !version::is_version(&leaf.text) {
        let what = format!("`{}` is no version of the chart", leaf.text);
        findings.refuse(no_version(what, leaf.span));
    }
    Some(Chart {
        name: name.to_owned(),
        version: leaf.text.to_string(),
        span: leaf.span,
    })
}

fn no_version(what: String, span: Span) -> Diagnostic {
    Diagnostic::error(CHART_VERSION, span, what).help("write `chart: {version: 0.34.0}`")
}

/// Returns vcluster.yaml. A text that is no YAML cannot be deployed.
fn values(
    definition: &Definition<'_>,
    scene: &Scene<'_>,
    workshop: &mut Workshop<'_>,
    findings: &mut Findings,
) -> Option<Arc<Node>> {
    let leaf = definition.values.as_ref()?;
    let field = "helmRelease.values";
    let rendered = known(leaf, "the values", scene, findings)?;
    match workshop.documents(&rendered, leaf, field) {
        Err(found) => {
            findings.doubt_secret(
                *found,
                "nobody documents whether a Secret is written before the chart is deployed",
            );
            None
        }
        Ok(documents) => documents.first().cloned(),
    }
}

/// Returns manifests. A text that is no YAML is told.
fn documents(
    leaf: Option<&Leaf<'_>>,
    field: &str,
    scene: &Scene<'_>,
    workshop: &mut Workshop<'_>,
    findings: &mut Findings,
) -> Arc<[Arc<Node>]> {
    let rendered = leaf.and_then(|leaf| {
        let text = known(leaf, &format!("`{field}`"), scene, findings)?;
        Some((text, leaf))
    });
    let Some((text, leaf)) = rendered else {
        return Arc::default();
    };
    workshop
        .documents(&text, leaf, field)
        .unwrap_or_else(|found| {
            findings.problem(*found);
            Arc::default()
        })
}

/// Returns the rendered text, if it is known.
fn known(
    leaf: &Leaf<'_>,
    what: &str,
    scene: &Scene<'_>,
    findings: &mut Findings,
) -> Option<Arc<str>> {
    match leaf.render(scene, findings) {
        Outcome::Known(text) => Some(text),
        Outcome::Open(gaps) => {
            for gap in gaps {
                findings.open(what, &gap, leaf.span);
            }
            None
        }
        Outcome::Failed => None,
    }
}
