//! The labels of an instance once its template is applied.

use super::codes::{LABEL_CLASH, LABEL_INVALID};
use super::findings::Findings;
use super::leaf::Outcome;
use super::manifests::Manifests;
use super::node::entries;
use super::prediction::{Label, Step};
use super::render::Given;
use crate::diagnostic::Diagnostic;
use crate::label::is_value;
use crate::yaml::{Entry, Node};

/// The longest value.
const LONGEST: usize = 63;

/// Returns the effective labels, by key: those of the instance and those that its template gives.
pub(super) fn effective(
    instance: &Node,
    title: &str,
    given: &[Given],
    manifests: &Manifests<'_>,
    findings: &mut Findings,
) -> Vec<Label> {
    let whole = Step::new(format!("instance `{title}`"), Some(instance.span));
    let own: Vec<&Entry> = entries(instance, &["metadata", "labels"]).collect();
    let mut labels: Vec<Label> = own
        .iter()
        .filter_map(|entry| written(entry, &whole))
        .collect();
    for one in given {
        let clash = own.iter().find(|entry| *entry.key.text == *one.key);
        match clash {
            None => labels.push(rendered(one, &whole, findings)),
            Some(entry) => merge(entry, one, &mut labels, manifests, findings),
        }
    }
    labels.sort_by(|a, b| a.key.cmp(&b.key));
    labels
}

fn written(entry: &Entry, whole: &Step) -> Option<Label> {
    let what = format!("label `{}` of the instance", entry.key.text);
    let own = Step::new(what, Some(entry.node.span));
    Some(Label {
        key: entry.key.text.to_string(),
        value: entry.node.as_str()?.to_owned(),
        because: vec![own, whole.clone()],
        doubt: None,
    })
}

fn rendered(one: &Given, whole: &Step, findings: &mut Findings) -> Label {
    let mut because = one.because.clone();
    because.push(whole.clone());
    let (value, doubt) = match &one.value {
        Outcome::Known(value) => {
            check(one, value, findings);
            (value.to_string(), None)
        }
        Outcome::Open(gaps) => {
            for gap in gaps {
                findings.open(&format!("label `{}`", one.key), gap, one.span);
            }
            let doubt = gaps.iter().map(super::gap::Gap::because).next();
            (String::new(), doubt.or(Some(String::new())))
        }
        Outcome::Failed => (String::new(), Some("it cannot be rendered".to_owned())),
    };
    Label {
        key: one.key.clone(),
        value,
        because,
        doubt,
    }
}

/// Both give the label: it is certain if they agree.
fn merge(
    entry: &Entry,
    one: &Given,
    labels: &mut [Label],
    manifests: &Manifests<'_>,
    findings: &mut Findings,
) {
    let key = &one.key;
    let Some(label) = labels.iter_mut().find(|label| label.key == *key) else {
        return;
    };
    let other = match &one.value {
        Outcome::Known(value) if **value == label.value => return,
        Outcome::Known(value) => format!("`{value}`"),
        Outcome::Open(_) | Outcome::Failed => "another value".to_owned(),
    };
    let what = format!(
        "label `{key}` is `{}` on the instance and {other} in its template",
        label.value
    );
    let help = "take it out of one of the two";
    findings.problem(
        Diagnostic::warning(LABEL_CLASH, entry.node.span, what.clone())
            .help(help)
            .related(one.span, "the template's"),
    );
    let doubt = format!("{what}, and nobody documents which one holds: {help}");
    if manifests.is_asked_for(key) {
        findings.unknown(&format!("label `{key}`"), doubt.clone(), entry.node.span);
    }
    label.because.extend(one.because.iter().cloned());
    label.doubt = Some(doubt);
}

/// The API refuses labels that are none, on the instance and on the Secret.
fn check(one: &Given, value: &str, findings: &mut Findings) {
    if is_value(value) {
        return;
    }
    let shown: String = value.chars().take(80).collect();
    let what = format!(
        "label `{}` becomes `{shown}`, which is no value of a label",
        one.key
    );
    let help = match value.len() > LONGEST {
        true => format!("make it {LONGEST} characters at most, or write an annotation instead"),
        false => {
            "begin and end with a letter or digit; `-`, `_` and `.` may stand between".to_owned()
        }
    };
    findings.refuse(Diagnostic::error(LABEL_INVALID, one.span, what).help(help));
}
