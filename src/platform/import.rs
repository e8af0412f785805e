//! Whether a project's integration imports a virtual cluster into Argo CD.

use super::codes::{IMPORT_VALUE, IMPORT_WITHOUT_PROJECT, LABELS_WITHOUT_IMPORT};
use super::findings::Findings;
use super::leaf::Outcome;
use super::manifests::Manifests;
use super::node::{entries, key_place, place};
use super::prediction::State;
use super::render::{Given, Rendered};
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::yaml::Node;

/// The label that asks for it.
pub(super) const LABEL: &str = "loft.sh/import-argocd";

/// Where the label can stand, and what it says there.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Wish {
    /// It asks for the import.
    Yes(Span),
    /// It says something else.
    No(Span, String),
    /// Nobody knows what it says.
    Open(Span, String),
}

/// Says whether the project's integration is on.
pub(super) fn is_enabled(project: &Node) -> bool {
    project.is_true_at(&["spec", "argoCD", "enabled"])
}

/// Says whether a template asks for the import where that is documented to count.
pub(super) fn is_asked_for(rendered: &Rendered) -> bool {
    let own = rendered.own_labels.iter().find(|label| label.key == LABEL);
    own.is_some_and(|label| matches!(&label.value, Outcome::Known(value) if **value == *"true"))
}

/// Decides. The state says why there is no import, or why nobody knows.
pub(super) fn decide(
    project: &Node,
    instance: &Node,
    rendered: &Rendered,
    findings: &mut Findings,
) -> State {
    let written =
        entries(instance, &["metadata", "labels"]).find(|entry| &*entry.key.text == LABEL);
    let written = written.map(|entry| wish(entry.node.as_str(), entry.node.span, findings));
    let own = of(&rendered.own_labels, findings);
    let given = of(&rendered.labels, findings);
    let wanted = match (own, written) {
        (Some(Wish::Yes(_)), Some(Wish::No(span, value)))
        | (Some(Wish::No(span, value)), Some(Wish::Yes(_))) => {
            let because = format!(
                "label `{LABEL}` is `true` in one place and `{value}` in another, and nobody documents which one holds"
            );
            Wish::Open(span, because)
        }
        (Some(Wish::Yes(span)), _) | (_, Some(Wish::Yes(span))) => Wish::Yes(span),
        (Some(wish @ Wish::Open(..)), _) => wish,
        (own, written) => match (given, own.or(written)) {
            (Some(Wish::Yes(span) | Wish::Open(span, _)), _) => Wish::Open(span, from_instance()),
            (Some(wish), _) | (None, Some(wish)) => wish,
            (None, None) => return no_label(instance),
        },
    };
    settle(project, wanted, findings)
}

fn from_instance() -> String {
    format!(
        "label `{LABEL}` stands below `instanceTemplate` only, and nobody documents whether it counts there: write it into the template's `metadata.labels`"
    )
}

fn settle(project: &Node, wanted: Wish, findings: &mut Findings) -> State {
    match wanted {
        Wish::No(span, value) => State::None {
            because: format!("label `{LABEL}` is `{value}`, and only `true` imports"),
            span: Some(span),
        },
        Wish::Open(span, because) if is_enabled(project) => {
            findings.unknown("the import into Argo CD", because.clone(), span);
            State::Unknown {
                because,
                span: Some(span),
            }
        }
        Wish::Yes(_) if is_enabled(project) => State::Predicted,
        Wish::Yes(span) | Wish::Open(span, _) => {
            let found = without_project(project, span);
            let state = State::None {
                because: found.message.clone(),
                span: found.span,
            };
            findings.problem(found);
            state
        }
    }
}

fn without_project(project: &Node, span: Span) -> Diagnostic {
    let title = project.text_at(&["metadata", "name"]);
    let path = ["spec", "argoCD", "enabled"];
    let what = format!(
        "the virtual cluster asks to be imported into Argo CD, but project `{title}` does not set `argoCD.enabled: true`"
    );
    Diagnostic::error(IMPORT_WITHOUT_PROJECT, place(project, &path), what)
        .help("write `argoCD: {enabled: true, namespace: argocd}` into the project's `spec`")
        .related(span, "asked for here")
}

fn wish(value: Option<&str>, span: Span, findings: &mut Findings) -> Wish {
    match value {
        Some("true") => Wish::Yes(span),
        Some(other) => {
            findings.problem(other_value(&format!("`{other}`"), span));
            Wish::No(span, other.to_owned())
        }
        None => {
            findings.problem(other_value("no text", span));
            Wish::No(span, "no text".to_owned())
        }
    }
}

fn other_value(value: &str, span: Span) -> Diagnostic {
    let what = format!("label `{LABEL}` is {value}, and only the text `true` imports");
    Diagnostic::error(IMPORT_VALUE, span, what).help(format!("write `{LABEL}: 'true'`"))
}

fn of(labels: &[Given], findings: &mut Findings) -> Option<Wish> {
    let found = labels.iter().find(|label| label.key == LABEL)?;
    Some(match &found.value {
        Outcome::Known(value) => wish(Some(value), found.span, findings),
        Outcome::Open(gaps) => {
            let because = gaps.first().map_or(String::new(), super::gap::Gap::because);
            Wish::Open(found.span, because)
        }
        Outcome::Failed => Wish::Open(found.span, "the label cannot be rendered".to_owned()),
    })
}

fn no_label(instance: &Node) -> State {
    let span = match instance.at(&["metadata", "labels"]) {
        Some(labels) => labels.span,
        None => key_place(instance, &["metadata"]),
    };
    let because = "neither the template's `metadata.labels` nor the instance has";
    State::None {
        because: format!("{because} `{LABEL}: 'true'`"),
        span: Some(span),
    }
}

/// Warns that ApplicationSets select labels of a template whose virtual clusters nothing brings into Argo CD.
pub(super) fn warn_unselected(
    project: &Node,
    instance: &Node,
    rendered: &Rendered,
    manifests: &Manifests<'_>,
    findings: &mut Findings,
) {
    let mut given = rendered.labels.iter().chain(&rendered.own_labels);
    let has_label = given.any(|label| label.key == LABEL)
        || instance
            .present_at(&["metadata", "labels", LABEL])
            .is_some();
    if has_label || !is_enabled(project) {
        return;
    }
    let mut selected = rendered.labels.iter();
    let Some(label) = selected.find(|label| manifests.is_selected(&label.key)) else {
        return;
    };
    let what = format!(
        "ApplicationSets select label `{}`, but nothing imports the virtual cluster into Argo CD",
        label.key
    );
    let help = format!("add `metadata: {{labels: {{{LABEL}: 'true'}}}}` to the template");
    findings.problem(Diagnostic::warning(LABELS_WITHOUT_IMPORT, label.span, what).help(help));
}
