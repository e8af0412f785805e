//! An Application as it lies in the cluster: what the controller changes when it writes.

use super::json::is_empty;
use crate::yaml::{Key, Map, Node};

/// The project of Applications that name none.
const PROJECT: &str = "default";

/// What the controller copies of `metadata`.
const COPIED: [&str; 5] = ["annotations", "finalizers", "labels", "name", "namespace"];

/// What makes a `syncPolicy` worth keeping, by being there.
const POLICIES: [&str; 3] = ["automated", "managedNamespaceMetadata", "retry"];

/// What Argo CD does not look at when it asks whether `kustomize` is empty.
const OVERLOOKED: [&str; 5] = [
    "commonAnnotationsEnvsubst",
    "forceCommonAnnotations",
    "forceCommonLabels",
    "labelIncludeTemplates",
    "labelWithoutSelector",
];

/// Returns an Application as Argo CD v3.5.1's controller stores it: without what it does not copy, its `spec` normalised. Owner
/// references are left out.
#[must_use]
pub fn stored(application: &Node) -> Node {
    let mut stored = application.clone();
    let Some(map) = stored.as_map_mut() else {
        return stored;
    };
    map.remove("status");
    if let Some(metadata) = map.get_mut("metadata").and_then(Node::as_map_mut) {
        retain(metadata, |key, _| COPIED.contains(&key));
    }
    if let Some(spec) = map.get_mut("spec") {
        normalise(spec);
    }
    stored
}

fn normalise(spec: &mut Node) {
    let several = !spec.items_at(&["sources"]).is_empty();
    let span = spec.span;
    let Some(map) = spec.as_map_mut() else {
        return;
    };
    if map.get("project").is_none_or(is_empty) {
        map.insert(Key::new("project", span), Node::new(PROJECT, span));
        map.sort();
    }
    if map.get("syncPolicy").is_some_and(is_idle) {
        map.remove("syncPolicy");
    }
    // With `sources` the controller normalises copies and throws them away.
    if let (false, Some(source)) = (several, map.get_mut("source").and_then(Node::as_map_mut)) {
        normalise_source(source);
    }
}

fn is_idle(policy: &Node) -> bool {
    let here = |key: &&str| policy.present_at(&[key]).is_some();
    !POLICIES.iter().any(here) && policy.items_at(&["syncOptions"]).is_empty()
}

fn normalise_source(source: &mut Map) {
    if source.get("kustomize").is_some_and(is_plain_kustomize) {
        source.remove("kustomize");
    }
    if source.get("helm").is_some_and(is_plain_helm) {
        source.remove("helm");
    }
    let Some(directory) = source.get_mut("directory") else {
        return;
    };
    if directory.is_true_at(&["recurse"]) || has_jsonnet(directory) {
        return;
    }
    if let Some(map) = directory.as_map_mut() {
        let kept = |key: &str, node: &Node| matches!(key, "exclude" | "include") && !is_empty(node);
        retain(map, kept);
    }
    if is_empty(directory) {
        source.remove("directory");
    }
}

fn is_plain_kustomize(kustomize: &Node) -> bool {
    let mut fields = kustomize.as_map().into_iter().flatten();
    fields.all(|field| OVERLOOKED.contains(&&*field.key.text) || is_empty(&field.node))
}

/// An empty `valuesObject` is not nothing: it is the document `{}`.
fn is_plain_helm(helm: &Node) -> bool {
    let mut fields = helm.as_map().into_iter().flatten();
    helm.present_at(&["valuesObject"]).is_none() && fields.all(|field| is_empty(&field.node))
}

fn has_jsonnet(directory: &Node) -> bool {
    let jsonnet = directory.get("jsonnet").and_then(Node::as_map);
    let mut lists = jsonnet.into_iter().flatten();
    lists.any(|list| !is_empty(&list.node))
}

fn retain(map: &mut Map, keep: impl Fn(&str, &Node) -> bool) {
    let entries = std::mem::take(map).into_iter();
    let kept = entries.filter(|entry| keep(&entry.key.text, &entry.node));
    *map = Map::from_unique(kept.collect());
}

#[cfg(test)]
mod tests {
    use super::stored;
    use crate::diagnostic::Diagnostics;
    use crate::span::Sources;
    use crate::yaml::{self, Node, Reading, json};

    fn node(text: &str) -> Node {
        let source = Sources::new().add("", text.as_bytes());
        let limits = yaml::Limits::default();
        let mut out = Diagnostics::new();
        let read = yaml::read(source, text.as_bytes(), Reading::Strict, &limits, &mut out);
        read.expect("the test is sound").remove(0)
    }

    /// Says what becomes of a `spec`, without its project.
    fn spec(text: &str) -> String {
        let made = stored(&node(&format!("spec: {text}")));
        json::compact(made.get("spec").expect("kept"), json::Escapes::Needed)
    }

    #[test]
    fn an_application_without_a_project_is_of_the_default_one() {
        assert_eq!(spec("{project: ''}"), r#"{"project":"default"}"#);
        assert_eq!(spec("{}"), r#"{"project":"default"}"#);
        assert_eq!(spec("{project: p}"), r#"{"project":"p"}"#);
    }

    #[test]
    fn a_sync_policy_that_says_nothing_is_left_out() {
        for gone in ["{}", "{syncOptions: []}", "{refresh: true}"] {
            assert_eq!(
                spec(&format!("{{project: p, syncPolicy: {gone}}}")),
                r#"{"project":"p"}"#
            );
        }
        for kept in [
            r#"{"automated":{}}"#,
            r#"{"retry":{}}"#,
            r#"{"managedNamespaceMetadata":{}}"#,
            r#"{"syncOptions":["A=b"]}"#,
        ] {
            let whole = format!(r#"{{"project":"p","syncPolicy":{kept}}}"#);
            assert_eq!(spec(&whole), whole);
        }
    }

    #[test]
    fn empty_tools_of_the_one_source_are_left_out() {
        for (source, left) in [
            ("kustomize: {}", "{}"),
            ("kustomize: {images: [], namePrefix: ''}", "{}"),
            (
                "kustomize: {forceCommonLabels: true, labelWithoutSelector: true}",
                "{}",
            ),
            (
                r#""kustomize":{"ignoreMissingComponents":true}"#,
                r#"{"kustomize":{"ignoreMissingComponents":true}}"#,
            ),
            ("helm: {}", "{}"),
            ("helm: {values: '', parameters: []}", "{}"),
            (
                "helm: {valuesObject: {}}",
                r#"{"helm":{"valuesObject":{}}}"#,
            ),
            ("helm: {skipCrds: true}", r#"{"helm":{"skipCrds":true}}"#),
            ("directory: {}", "{}"),
            ("directory: {recurse: false, jsonnet: {}}", "{}"),
            ("directory: {jsonnet: {libs: []}}", "{}"),
            (
                "directory: {recurse: false, exclude: a, jsonnet: {}}",
                r#"{"directory":{"exclude":"a"}}"#,
            ),
            (
                "directory: {exclude: a, include: b}",
                r#"{"directory":{"exclude":"a","include":"b"}}"#,
            ),
            (
                "directory: {recurse: true, jsonnet: {}}",
                r#"{"directory":{"recurse":true,"jsonnet":{}}}"#,
            ),
            (
                "directory: {jsonnet: {libs: [l]}}",
                r#"{"directory":{"jsonnet":{"libs":["l"]}}}"#,
            ),
            ("plugin: {}", r#"{"plugin":{}}"#),
        ] {
            let made = spec(&format!("{{project: p, source: {{{source}}}}}"));
            assert_eq!(made, format!(r#"{{"project":"p","source":{left}}}"#));
        }
    }

    #[test]
    fn several_sources_stay_as_they_are() {
        let whole = r#"{"project":"p","source":{"helm":{}},"sources":[{"helm":{}},{"kustomize":{},"directory":{}}]}"#;
        assert_eq!(spec(whole), whole);
        let none = spec("{project: p, source: {helm: {}}, sources: []}");
        assert_eq!(none, r#"{"project":"p","source":{},"sources":[]}"#);
    }

    #[test]
    fn only_what_is_significant_of_the_metadata_is_copied() {
        let made = stored(&node(
            "metadata: {name: a, namespace: ns, labels: {l: v}, annotations: {a: v}, finalizers: [f], generateName: g, ownerReferences: [{name: x}], uid: u}\nstatus: {sync: {}}\nspec: {project: p}",
        ));
        let want = r#"{"metadata":{"name":"a","namespace":"ns","labels":{"l":"v"},"annotations":{"a":"v"},"finalizers":["f"]},"spec":{"project":"p"}}"#;
        assert_eq!(json::compact(&made, json::Escapes::Needed), want);
    }

    #[test]
    fn storing_twice_is_storing_once() {
        let once = stored(&node(
            "spec: {syncPolicy: {}, source: {helm: {}, directory: {include: x}}}",
        ));
        assert_eq!(stored(&once), once);
    }
}
