//! What becomes of an instance in Argo CD: a Secret, none, or nobody knows.

use super::codes::{NAME_TOO_LONG, TWICE};
use super::findings::Findings;
use super::import;
use super::instance::Looked;
use super::manifests::Manifests;
use super::prediction::{Secret, State};
use super::{app_project, connector, secret};
use crate::diagnostic::Diagnostic;
use crate::world::World;
use crate::yaml::Node;

/// Makes the Secret of an instance that is imported, and settles its state.
pub(super) fn settle(
    looked: &mut Looked<'_>,
    place: usize,
    world: &World,
    manifests: &Manifests<'_>,
) -> Option<Secret> {
    if let Some(state) = looked.findings.stopped.take() {
        looked.instance.state = state;
        return None;
    }
    let connected = looked.connection.clone();
    let connected = connected.map(|connection| connector::register(looked, &connection, world));
    let imported = looked.import == State::Predicted;
    looked.instance.state = match (&connected, imported) {
        (Some(State::None { .. }), true) => State::Predicted,
        (Some(_), true) => {
            both(looked);
            State::Predicted
        }
        (Some(state), false) => state.clone(),
        (None, _) => looked.import.clone(),
    };
    let project = looked.project.filter(|_| imported)?;
    Some(secret(looked, project, place, world, manifests))
}

/// The project and a connector both register it.
fn both(looked: &mut Looked<'_>) {
    let what = "the project's integration and a connector both register the virtual cluster: Argo CD gets two Secrets for one server, and ApplicationSets make everything twice";
    let help = "take `loft.sh/import-argocd` or `integrations.argoCD` away";
    let span = looked.instance.span;
    let found = Diagnostic::warning(TWICE, span, what).help(help);
    looked.findings.problem(found);
}

fn secret(
    looked: &mut Looked<'_>,
    project: &Node,
    place: usize,
    world: &World,
    manifests: &Manifests<'_>,
) -> Secret {
    let instance = &mut looked.instance;
    let name = instance.project.clone().unwrap_or_default();
    check_name(&name, &instance.name, instance.span, &mut looked.findings);
    let mut made = secret::make(&secret::Made {
        argocd: app_project::namespace(project),
        host: world.platform.host.as_deref(),
        project: &name,
        namespace: &instance.namespace,
        name: &instance.name,
        labels: &instance.labels,
        span: instance.span,
        instance: place,
    });
    doubt_copies(
        &mut made,
        &looked.annotations,
        manifests,
        &mut looked.findings,
    );
    instance.cluster_secret = Some(made.name.clone());
    made
}

/// What is known of long names is known of the newer integration.
fn check_name(project: &str, instance: &str, span: crate::span::Span, findings: &mut Findings) {
    let full = secret::full_name(project, instance);
    let cut = secret::cut(&full);
    if full == cut {
        return;
    }
    let most = instance.len().saturating_sub(full.len() - 49);
    let what = format!(
        "the cluster of `{instance}` is called `{full}` in Argo CD, which is longer than 49 characters"
    );
    let help = format!("call the instance something of at most {most} characters");
    findings.problem(Diagnostic::warning(NAME_TOO_LONG, span, what).help(help.clone()));
    findings.unknown(
        "the name of the Secret",
        format!("the newer integration makes `{cut}` of `{full}`, and nobody documents whether the project's does as well; `{cut}` is taken for it: {help}"),
        span,
    );
}

/// Nobody documents whether the import label and annotations are copied; it matters where ApplicationSets look at them.
fn doubt_copies(
    made: &mut Secret,
    annotations: &[String],
    manifests: &Manifests<'_>,
    findings: &mut Findings,
) {
    let copied = made.labels.iter_mut();
    for label in copied.filter(|label| label.key == import::LABEL) {
        let doubt = format!(
            "nobody documents whether `{}` is copied from the instance to its Secret: write it into the template's `metadata.labels`, which are not copied",
            label.key
        );
        if manifests.is_asked_for(&label.key) {
            let span = label.because.first().and_then(|step| step.span);
            findings.unknown(&format!("label `{}`", label.key), doubt.clone(), span);
        }
        label.doubt = Some(doubt);
    }
    for key in annotations {
        let read = [
            format!("annotations.{key}"),
            format!("annotations \"{key}\""),
            format!("annotations `{key}`"),
        ];
        if read.iter().any(|word| manifests.is_asked_for(word)) {
            let because = "an ApplicationSet reads the annotation, and nobody documents whether annotations are copied from the instance to its Secret: read a label instead";
            findings.unknown(&format!("annotation `{key}`"), because, None);
        }
    }
}
