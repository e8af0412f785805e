//! What the API server takes for names, labels and annotations.

use crate::label::{Release, aggregate, annotation_faults, key_faults, name_faults, value_faults};
use crate::span::Span;
use crate::strconv::quote;
use crate::yaml::{Entry, Node};

/// The API server's words; those of Kubernetes 1.34, which it was recorded from.
const WORDS: Release = Release::V0_34;

/// What the API server says.
pub(super) struct Refusal {
    pub(super) text: String,
    /// The first that it complains of.
    pub(super) span: Span,
}

/// Says why the API server refuses an Application: its name, its labels, its annotations and its finalizers (Kubernetes'
/// `ValidateObjectMeta`).
///
/// Go has no order of labels or annotations: their keys are sorted here.
pub(super) fn refusal(node: &Node) -> Option<Refusal> {
    let metadata = node.get("metadata")?;
    let name = metadata.get("name").unwrap_or(metadata);
    let text = name.as_str().unwrap_or_default();
    let mut faults = of_name(text, name.span);
    for entry in sorted(metadata, "labels") {
        faults.extend(of_label(entry));
    }
    for entry in sorted(metadata, "annotations") {
        faults.extend(of_annotation(entry));
    }
    for finalizer in metadata.items_at(&["finalizers"]) {
        faults.extend(of_finalizer(finalizer));
    }
    let span = faults.first()?.span;
    let texts: Vec<String> = faults.into_iter().map(|fault| fault.text).collect();
    let (name, told) = (quote(text.as_bytes()), aggregate(&texts)?);
    Some(Refusal {
        text: format!("Application.argoproj.io {name} is invalid: {told}"),
        span,
    })
}

fn sorted<'n>(metadata: &'n Node, field: &str) -> Vec<&'n Entry> {
    let map = metadata.get(field).and_then(Node::as_map);
    let mut entries: Vec<&Entry> = map.into_iter().flatten().collect();
    entries.sort_by(|a, b| a.key.text.cmp(&b.key.text));
    entries
}

fn of_name(name: &str, span: Span) -> Vec<Refusal> {
    if name.is_empty() {
        let text = "metadata.name: Required value: name or generateName is required".to_owned();
        return vec![Refusal { text, span }];
    }
    told("name", name, span, name_faults(name, WORDS)).collect()
}

fn of_label(entry: &Entry) -> impl Iterator<Item = Refusal> {
    let (key, span) = (&*entry.key.text, entry.node.span);
    let value = entry.node.as_str().unwrap_or_default();
    let of_key = told("labels", key, span, key_faults(key, WORDS));
    of_key.chain(told("labels", value, span, value_faults(value, WORDS)))
}

fn of_annotation(entry: &Entry) -> impl Iterator<Item = Refusal> {
    let key = &*entry.key.text;
    let faults = annotation_faults(key, WORDS);
    told("annotations", key, entry.node.span, faults)
}

fn of_finalizer(finalizer: &Node) -> impl Iterator<Item = Refusal> {
    let text = finalizer.as_str().unwrap_or_default();
    told("finalizers", text, finalizer.span, key_faults(text, WORDS))
}

/// Tells what is wrong with a text as Kubernetes does (`field.Invalid`).
fn told(
    field: &str,
    value: &str,
    span: Span,
    faults: Vec<String>,
) -> impl Iterator<Item = Refusal> {
    faults.into_iter().map(move |fault| Refusal {
        text: format!(
            "metadata.{field}: Invalid value: {}: {fault}",
            quote(value.as_bytes())
        ),
        span,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Sources;
    use crate::yaml::json;

    fn told(metadata: &str) -> String {
        let text = format!(r#"{{"metadata":{{{metadata}}}}}"#);
        let source = Sources::new().add("application.json", text.as_bytes());
        let refusal = refusal(&json::parse(&text, source).unwrap());
        refusal.map_or(String::new(), |refusal| refusal.text)
    }

    /// What Kubernetes 1.34 says, as Argo CD v3.5.1 passes it on.
    #[test]
    fn refusals_are_as_recorded() {
        for (metadata, wanted) in [
            (
                r#""name":"flat-x-{{y}}""#,
                r#"Application.argoproj.io "flat-x-{{y}}" is invalid: metadata.name: Invalid value: "flat-x-{{y}}": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"#,
            ),
            (
                r#""name":"ak-a","annotations":{"a b":""}"#,
                r#"Application.argoproj.io "ak-a" is invalid: metadata.annotations: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"#,
            ),
            (
                r#""name":"li-a","labels":{"a":"no spaces allowed"}"#,
                r#"Application.argoproj.io "li-a" is invalid: metadata.labels: Invalid value: "no spaces allowed": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"#,
            ),
            (
                r#""name":"lk-a","labels":{"UPPER.org/a":"x"}"#,
                r#"Application.argoproj.io "lk-a" is invalid: metadata.labels: Invalid value: "UPPER.org/a": prefix part a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"#,
            ),
            (
                r#""name":"""#,
                r#"Application.argoproj.io "" is invalid: metadata.name: Required value: name or generateName is required"#,
            ),
            (
                r#""name":"a","labels":{"x":"B_1"},"annotations":{"UPPER.org/a":"x y"}"#,
                "",
            ),
        ] {
            assert_eq!(told(metadata), wanted);
        }
    }

    #[test]
    fn what_is_too_long_is_told_with_its_text() {
        let (name, value) = ("n".repeat(254), "v".repeat(64));
        assert_eq!(
            told(&format!(r#""name":"{name}""#)),
            format!(
                r#"Application.argoproj.io "{name}" is invalid: metadata.name: Invalid value: "{name}": must be no more than 253 characters"#
            )
        );
        assert_eq!(
            told(&format!(r#""name":"lv-a","labels":{{"x":"{value}"}}"#)),
            format!(
                r#"Application.argoproj.io "lv-a" is invalid: metadata.labels: Invalid value: "{value}": must be no more than 63 characters"#
            )
        );
    }

    #[test]
    fn several_faults_are_told_at_once_in_the_order_of_fields_and_keys() {
        let long = "k".repeat(64);
        let metadata = format!(
            r#""annotations":{{"/x":""}},"labels":{{"{long}":"{long}","/b":"","/a":""}},"name":"""#
        );
        let too_long = "must be no more than 63 characters";
        let wanted = [
            "metadata.name: Required value: name or generateName is required".to_owned(),
            r#"metadata.labels: Invalid value: "/a": prefix part must be non-empty"#.to_owned(),
            r#"metadata.labels: Invalid value: "/b": prefix part must be non-empty"#.to_owned(),
            format!(r#"metadata.labels: Invalid value: "{long}": name part {too_long}"#),
            format!(r#"metadata.labels: Invalid value: "{long}": {too_long}"#),
            r#"metadata.annotations: Invalid value: "/x": prefix part must be non-empty"#
                .to_owned(),
        ];
        let wanted = wanted.join(", ");
        assert_eq!(
            told(&metadata),
            format!(r#"Application.argoproj.io "" is invalid: [{wanted}]"#)
        );
    }

    #[test]
    fn texts_are_quoted_as_go_quotes_them() {
        let text = told(r#""name":"Mu\u0308nchen\u0000'""#);
        let quoted = "\"Mu\u{308}nchen\\x00'\"";
        assert!(text.contains(&format!("Application.argoproj.io {quoted} is invalid")));
        assert!(text.contains(&format!("Invalid value: {quoted}: a lowercase")));
    }
}
