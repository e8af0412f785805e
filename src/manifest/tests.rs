//! Every fault once, and manifests that have none.

use super::*;
use crate::span::{SourceId, Sources, Span};
use crate::yaml::{Entry, Key, Map, Number, Value};

/// A stand-in for the reader, which the room does not need otherwise: a place is where the text first occurs.
struct Reader<'t> {
    text: &'t str,
    source: SourceId,
}

impl Reader<'_> {
    fn place(&self, word: &str) -> Span {
        let start = self.text.find(word).unwrap_or(0);
        Span::new(self.source, start, start + word.len())
    }

    fn node(&self, value: &serde_yaml::Value) -> Node {
        let scalar = serde_yaml::to_string(value).unwrap();
        let span = self.place(scalar.trim());
        let value = match value {
            serde_yaml::Value::Null => Value::Null,
            serde_yaml::Value::Bool(value) => Value::Bool(*value),
            serde_yaml::Value::Number(number) => Value::Number(match number.as_i64() {
                Some(number) => Number::Int(number),
                None => Number::Float(number.as_f64().unwrap()),
            }),
            serde_yaml::Value::String(text) => Value::from(text.as_str()),
            serde_yaml::Value::Sequence(items) => {
                Value::List(items.iter().map(|item| self.node(item)).collect())
            }
            serde_yaml::Value::Mapping(map) => Value::Map(Map::from_unique(
                map.iter()
                    .map(|(key, value)| self.entry(key, value))
                    .collect(),
            )),
            serde_yaml::Value::Tagged(_) => panic!("no tags in these texts"),
        };
        Node::new(value, span)
    }

    fn entry(&self, key: &serde_yaml::Value, value: &serde_yaml::Value) -> Entry {
        let key = key.as_str().unwrap();
        Entry {
            key: Key::new(key, self.place(key)),
            node: self.node(value),
        }
    }
}

fn read(text: &str) -> Node {
    let source = Sources::new().add("test.yaml", text.as_bytes());
    Reader { text, source }.node(&serde_yaml::from_str(text).unwrap())
}

/// Returns what is found in a manifest, each as `code place: message; help`.
fn findings(text: &str) -> Vec<String> {
    let mut out = Diagnostics::new();
    check(&read(text), &mut out);
    let line = |found: &Diagnostic| {
        let span = found.span.unwrap();
        format!(
            "{} {}: {}; {}",
            found.code.name,
            &text[span.start as usize..span.end as usize],
            found.message,
            found.help.as_deref().unwrap_or("-")
        )
    };
    out.iter().map(line).collect()
}

fn platform(kind: &str, spec: &str) -> String {
    format!(
        "apiVersion: management.loft.sh/v1\nkind: {kind}\nmetadata: {{name: x}}\nspec: {spec}\n"
    )
}

#[test]
fn unknown_fields_are_named_with_what_was_meant() {
    assert_eq!(
        findings(&platform("Project", "{allowedTemplate: []}")),
        [
            "unknown-field allowedTemplate: `spec.allowedTemplate` is no field of Project.spec; \
             did you mean `allowedTemplates`?"
        ]
    );
    assert_eq!(
        findings(&platform("VirtualClusterInstance", "{helmRelease: {}}")),
        [
            "unknown-field helmRelease: `spec.helmRelease` is no field of VirtualClusterInstance.spec; \
             `helmRelease` is a field of `template`: move it below `template:`"
        ]
    );
    assert_eq!(
        findings(&platform(
            "SharedSecret",
            "{access: [{verbs: [get], zebra: 1}]}"
        )),
        [
            "unknown-field zebra: `spec.access[0].zebra` is no field of Access; \
             the fields of Access are `name`, `subresources`, `teams`, `users`, `verbs`"
        ]
    );
}

#[test]
fn long_lists_of_fields_are_cut() {
    let found = findings(&platform("User", "{zebra: 1}"));
    assert!(found[0].ends_with("`owner` and 5 more"), "{found:?}");
}

#[test]
fn text_must_be_text() {
    assert_eq!(
        findings(&platform("App", "{parameters: [{defaultValue: 5}]}")),
        [
            "wrong-type 5: `spec.parameters[0].defaultValue` is a number, not a string; quote it: '5'"
        ]
    );
    assert_eq!(
        findings(&platform("SpaceTemplate", "{template: {objects: {}}}")),
        [
            "wrong-type {}: `spec.template.objects` is a map, not a string; write `''` for an empty text"
        ]
    );
    assert_eq!(
        findings("apiVersion: v1\nkind: Pod\nmetadata: {name: x, labels: {a/b: true}}\n"),
        [
            "wrong-type true: `metadata.labels[\"a/b\"]` is a boolean, not a string; quote it: 'true'"
        ]
    );
}

#[test]
fn maps_that_were_meant_as_text_are_seen_through() {
    let help = |value: &str| {
        let found = findings(&platform("Project", &format!("{{displayName: {value}}}")));
        found[0].rsplit("; ").next().unwrap().to_owned()
    };
    assert_eq!(help("{REPLACE_NAME}"), "quote it: '{REPLACE_NAME}'");
    assert!(help("{a: b}").starts_with("write it as one text: `|` after the key"));
}

#[test]
fn limits_of_texts_are_kept() {
    let project = |length: usize| {
        let text = "\u{e4}".repeat(length);
        findings(&format!(
            "apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: {{name: x}}\nspec: {{description: {text}}}\n"
        ))
    };
    assert_eq!(project(255), [""; 0]);
    assert!(project(256)[0].ends_with("has 256 characters, more than 255; shorten it by 1"));
    let hydrated = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: x}\nspec: {project: a, \
         destination: {}, sourceHydrator: {drySource: {repoURL: a, path: b, targetRevision: c}, \
         syncSource: {targetBranch: d, path: .}}}\n";
    assert!(
        findings(hydrated)[0].starts_with("bad-value .: `spec.sourceHydrator.syncSource.path`")
    );
}

#[test]
fn other_types_say_how_to_write_them() {
    let found = findings(&platform(
        "App",
        "{wait: 'true', parameters: [{min: '3'}, {max: 1.5}], clusters: one, config: [], access: [null]}",
    ));
    let helps: Vec<&str> = found
        .iter()
        .map(|line| line.rsplit("; ").next().unwrap())
        .collect();
    assert_eq!(
        helps,
        [
            "write it without quotes: true",
            "write it without quotes: 3",
            "write a whole number without quotes",
            "write it as a list: `- ` before the value",
            "write it as a map: `key: value` without `- `",
            "write a map",
        ]
    );
}

#[test]
fn null_stands_for_a_field_left_out_and_no_more() {
    let text = platform(
        "Project",
        "{owner: null, quotas: {user: {a: null}}, allowedNodeTypes: null}",
    );
    assert_eq!(findings(&text), [""; 0]);
    assert_eq!(
        findings(&platform("Project", "{members: [{clusterRole: null}]}")),
        ["wrong-type null: `spec.members[0].clusterRole` is null, not a string; write a string"]
    );
}

#[test]
fn missing_fields_point_at_their_object() {
    assert_eq!(
        findings(&platform(
            "Project",
            "{members: [{group: storage.loft.sh}]}"
        )),
        [
            "missing-field group: `spec.members[0].clusterRole` is missing; write `clusterRole:` with a string"
        ]
    );
    assert_eq!(
        findings("apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: x}\n"),
        ["missing-field apiVersion: `spec` is missing; write `spec:` with a map"]
    );
}

#[test]
fn words_quantities_and_bytes_are_read() {
    assert_eq!(
        findings(
            "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: x}\n\
             spec: {generators: [], template: {metadata: {}, spec: {project: a, destination: {}}}, \
             syncPolicy: {applicationsSync: create-updates}}\n"
        ),
        [
            "bad-value create-updates: `spec.syncPolicy.applicationsSync` does not take `create-updates`; \
             did you mean `create-update`?"
        ]
    );
    assert_eq!(
        findings(&platform(
            "Cluster",
            "{metrics: {resources: {limits: {cpu: 2, memory: 1gb}}}}"
        ))
        .len(),
        1
    );
    let secret = findings(&platform(
        "ProjectSecret",
        "{data: {a: e30K, b: 'no base64', c: '<path:x#y>'}}",
    ));
    assert_eq!(
        secret,
        [
            "bad-value no base64: `spec.data.b` is not base64; write it in base64, as `base64 -w0` prints it"
        ]
    );
}

#[test]
fn removed_fields_say_what_to_do() {
    for (kind, spec) in [
        ("Project", "{rancher: {enabled: true}}"),
        ("Project", "{devPod: null}"),
        (
            "VirtualClusterTemplate",
            "{template: {workloadVirtualClusterTemplate: {}}}",
        ),
        ("VirtualClusterInstance", "{workloadClusterRef: {}}"),
        ("VirtualClusterInstance", "{accessPoint: {}}"),
    ] {
        let found = findings(&platform(kind, spec));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("removed-field "), "{found:?}");
    }
}

#[test]
fn names_are_the_authors_business() {
    let named = |metadata| {
        findings(&format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {metadata}\n"
        ))
    };
    assert_eq!(
        named("{generateName: x-}"),
        [
            "generate-name generateName: `metadata.generateName` lets the server invent the name; \
             write `name:` with a name of your own"
        ]
    );
    assert!(named("{namespace: a}")[0].starts_with("missing-field namespace: `metadata.name`"));
    assert!(named("{name: 5}")[0].starts_with("wrong-type 5:"));
    assert!(named("{name: a, lables: {}}")[0].ends_with("did you mean `labels`?"));
    assert!(named("[]")[0].starts_with("wrong-type []: `metadata` is a list"));
}

#[test]
fn of_other_kinds_only_the_envelope_is_known() {
    let text = "apiVersion: example.org/v1\nkind: Widget\nmetadata: {name: x}\nanything: {at: all}\nstatus: {}\n";
    assert_eq!(findings(text), [""; 0]);
    assert_eq!(findings("[]").len(), 1);
    assert_eq!(findings("{}").len(), 3);
    let list = "apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: Pod, metadata: {name: x}}, {}]\n";
    assert_eq!(findings(list).len(), 3);
}

#[test]
fn cluster_secrets_have_a_name_an_address_and_json() {
    let secret = |rest: &str| {
        findings(&format!(
            "apiVersion: v1\nkind: Secret\nmetadata: {{name: x, labels: {{argocd.argoproj.io/secret-type: cluster}}}}\n{rest}\n"
        ))
    };
    assert_eq!(
        secret("stringData: {name: a, server: b, config: '<path:a#b>'}"),
        [""; 0]
    );
    assert_eq!(
        secret("data: {name: YQ==}\nstringData: {server: b, config: '{\"a\": 1}'}"),
        [""; 0]
    );
    // No finding about a Secret points at more than an empty place.
    assert!(secret("stringData: {name: a}")[0].starts_with("missing-field : `server`"));
    for (part, config) in [
        ("stringData", r#"{"bearerToken": "x"}"#),
        ("stringData", r#"{"tlsClientConfig": {"keyData": "x"}}"#),
        ("stringData", r#"{"execProviderConfig": {"command": "sh"}}"#),
        ("data", "eyJwYXNzd29yZCI6ICJ4In0="),
    ] {
        let rest = format!("data: {{name: YQ==, server: Yg==}}\n{part}: {{config: '{config}'}}");
        let rest = if part == "data" {
            format!("data: {{name: YQ==, server: Yg==, config: '{config}'}}")
        } else {
            rest
        };
        assert!(
            secret(&rest)[0].starts_with("bad-value : `config`"),
            "{rest}"
        );
    }
    assert!(
        secret("stringData: {name: a, server: b, config: '{a: 1}'}")[0].starts_with("bad-value ")
    );
    assert!(secret("stringData: {name: a, server: b, config: {}}")[0].starts_with("wrong-type "));
}

#[test]
fn the_worked_example_has_no_fault() {
    for document in WORKED_EXAMPLE.split("---\n") {
        assert_eq!(findings(document), [""; 0]);
        assert_eq!(
            findings(&document.replace("management", "storage")),
            [""; 0]
        );
    }
}

#[test]
fn project_secrets_are_managements_alone() {
    assert!(shape("management.loft.sh/v1", "ProjectSecret").is_some());
    assert!(shape("storage.loft.sh/v1", "ProjectSecret").is_none());
}

#[test]
fn identity_needs_all_three() {
    let node = read(
        "apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: {name: a, namespace: b}\n",
    );
    let identity = Identity::of(&node).unwrap();
    assert_eq!(
        (&*identity.group, &*identity.version),
        ("argoproj.io", "v1alpha1")
    );
    assert_eq!((&*identity.namespace, &*identity.name), ("b", "a"));
    let pod = Identity::of(&read("{apiVersion: v1, kind: Pod, metadata: {name: a}}")).unwrap();
    assert_eq!(
        (&*pod.group, &*pod.version, &*pod.namespace),
        ("", "v1", "")
    );
    assert_eq!(
        Identity::of(&read(
            "{apiVersion: v1, kind: Pod, metadata: {generateName: a}}"
        )),
        None
    );
}

#[test]
fn order_puts_what_is_needed_first() {
    let kinds = [
        ("", "Namespace"),
        ("apiextensions.k8s.io", "CustomResourceDefinition"),
        ("", "Secret"),
        ("management.loft.sh", "Cluster"),
        ("storage.loft.sh", "Project"),
        ("management.loft.sh", "VirtualClusterTemplate"),
        ("management.loft.sh", "VirtualClusterInstance"),
        ("apps", "Deployment"),
        ("argoproj.io", "AppProject"),
        ("argoproj.io", "ApplicationSet"),
        ("example.org", "Widget"),
    ];
    assert!(kinds.is_sorted_by_key(|(group, kind)| rank(group, kind)));
    assert_eq!(rank("example.org", "Widget"), rank("", "Unheard"));
    assert_eq!(
        is_cluster_scoped("management.loft.sh", "Project"),
        Some(true)
    );
    assert_eq!(
        is_cluster_scoped("management.loft.sh", "ProjectSecret"),
        Some(false)
    );
    assert_eq!(is_cluster_scoped("example.org", "Project"), None);
}

#[test]
fn known_kinds_have_a_rank_of_their_own() {
    let last = rank("example.org", "Widget");
    for (api_version, kind) in known() {
        let group = api_version.split('/').next().unwrap();
        assert!(rank(group, kind) < last, "{api_version} {kind}");
    }
}

#[test]
fn normalise_moves_the_first_keys_and_no_others() {
    let mut node = read(
        "{spec: {b: 1, a: 2}, status: {}, metadata: {uid: u, annotations: {}, name: n, labels: {}}, \
         data: 1, kind: K, apiVersion: v1}",
    );
    normalise(&mut node);
    let keys = |node: &Node| {
        node.as_map()
            .unwrap()
            .keys()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        keys(&node),
        ["apiVersion", "kind", "metadata", "spec", "data"]
    );
    assert_eq!(
        keys(node.get("metadata").unwrap()),
        ["name", "labels", "annotations", "uid"]
    );
    assert_eq!(keys(node.get("spec").unwrap()), ["b", "a"]);
    let mut full = read("{status: {phase: Ready}}");
    normalise(&mut full);
    assert_eq!(keys(&full), ["status"]);
}

#[test]
fn tables_name_each_field_once() {
    fn walk(holds: &Type) {
        match holds {
            Type::Object(shape) => table(shape),
            Type::List(inner) | Type::Map(inner) => walk(inner),
            _ => {}
        }
    }
    fn table(shape: &Shape) {
        for (index, field) in shape.fields.iter().enumerate() {
            let twice = shape.fields[..index]
                .iter()
                .any(|other| other.name == field.name);
            assert!(!twice, "{}.{}", shape.name, field.name);
            walk(&field.holds);
        }
    }
    for (api_version, kind) in known() {
        table(shape(api_version, kind).unwrap());
    }
}

/// A project, a template with parameters, an instance of it, and an ApplicationSet that selects it.
const WORKED_EXAMPLE: &str = include_str!("tests/worked_example.yaml");
