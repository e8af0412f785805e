//! ApplicationSets that mean harm: whatever is asked, there are Applications or an error with a name, within limits.

#![expect(
    clippy::unwrap_used,
    reason = "a test of generated input may fail loudly"
)]

use dodona::appset::{Expansion, Limits, NoCheckouts, Surroundings, expand};
use dodona::diagnostic::Diagnostics;
use dodona::span::Sources;
use dodona::world::World;
use dodona::yaml;
use proptest::prelude::*;
use serde_json::{Value, json};

/// Small enough that a set that goes on for ever is soon told.
const LIMITS: Limits = Limits {
    applications: 300,
    steps: 200_000,
    bytes: 8 << 20,
};

fn expanded(set: &Value) -> (Expansion, Diagnostics) {
    let text = set.to_string();
    let source = Sources::new().add("set.json", text.as_bytes());
    let read = yaml::json::parse(&text, source).unwrap();
    let mut out = Diagnostics::new();
    let around = Surroundings {
        world: &World::default(),
        checkouts: &NoCheckouts,
        projects: None,
        all_clusters: false,
        limits: LIMITS,
    };
    let expansion = expand(&read, &around, &mut out);
    (expansion, out)
}

fn set(go: bool, generator: &Value, text: &str, patch: Option<&str>) -> Value {
    let mut spec = json!({
        "goTemplate": go,
        "generators": [generator],
        "template": {
            "metadata": {"name": text, "labels": {text: text}},
            "spec": {
                "project": "default",
                "destination": {"server": text},
                "source": {"repoURL": text, "helm": {"valuesObject": {"a": text, text: [text, 1e300, null]}}}
            }
        }
    });
    if let Some(patch) = patch {
        spec["templatePatch"] = json!(patch);
    }
    json!({"apiVersion": "argoproj.io/v1alpha1", "kind": "ApplicationSet", "metadata": {"name": "set"}, "spec": spec})
}

/// Texts that are templates, or nearly.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("{{.k}}".to_owned()),
        Just("{{k}}".to_owned()),
        (0..100_000_u32)
            .prop_map(|turns| format!("{{{{range until {turns}}}}}{{{{.}}}}{{{{end}}}}")),
        (0..5_000_000_u32).prop_map(|times| format!("{{{{repeat {times} \"ab\"}}}}")),
        Just("{{define \"t\"}}{{template \"t\" .}}{{end}}{{template \"t\" .}}".to_owned()),
        Just("{{$_ := set . \"k\" .}}{{toJson .}}".to_owned()),
        "[{}.$ a-z|\"()]{0,30}",
        (0..3000_usize).prop_map(|deep| "{{if 1}}".repeat(deep) + &"{{end}}".repeat(deep)),
        (0..200_usize).prop_map(|deep| "[".repeat(deep)),
    ]
}

fn element() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        text().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        Just(Value::Null),
    ];
    leaf.prop_recursive(4, 20, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[k-n.]{0,2}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn generator() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        (prop::collection::vec(element(), 0..4), 1..200_usize).prop_map(|(elements, times)| {
            let all: Vec<Value> = elements.iter().cycle().take(elements.len() * times).cloned().collect();
            json!({"list": {"elements": all}})
        }),
        (1..400_usize).prop_map(|count| {
            let all: Vec<Value> = (0..count).map(|at| json!({"k": at.to_string()})).collect();
            json!({"list": {"elements": all}, "selector": {"matchLabels": {"k": "none"}}})
        }),
        text().prop_map(|text| json!({"list": {"elementsYaml": text}})),
        text().prop_map(|text| json!({"clusters": {"values": {"k": text}, "selector": {"matchLabels": {"k": text}}}})),
        element().prop_map(|any| json!({"list": any})),
    ];
    leaf.prop_recursive(5, 12, 3, |inner| {
        (prop::collection::vec(inner, 0..4), prop::bool::ANY).prop_map(|(all, matrix)| match matrix
        {
            true => json!({"matrix": {"generators": all}}),
            false => json!({"merge": {"generators": all, "mergeKeys": ["k"]}}),
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_set_ends_in_applications_or_in_an_error_with_a_name(
        go in any::<bool>(),
        generator in generator(),
        text in text(),
        patch in prop::option::of(text()),
    ) {
        let (expansion, out) = expanded(&set(go, &generator, &text, patch.as_deref()));
        match &expansion.applications {
            Some(made) => {
                prop_assert!(made.len() <= LIMITS.applications);
                prop_assert!(expansion.errors.is_empty());
            }
            None => {
                prop_assert_eq!(expansion.errors.len(), 1);
                prop_assert!(out.has_errors());
            }
        }
    }
}

#[test]
fn what_never_ends_is_told_by_its_name() {
    let many = |count: usize| -> Vec<Value> {
        (0..count).map(|at| json!({"k": at.to_string()})).collect()
    };
    let endless = "{{range until 9000}}{{range until 9000}}{{end}}{{end}}";
    let none =
        json!({"list": {"elements": many(1000)}, "selector": {"matchLabels": {"k": "none"}}});
    let list = json!({"list": {"elements": many(299)}});
    for (generator, text, code) in [
        (list.clone(), endless, "expansion-too-large"),
        (
            list.clone(),
            "{{repeat 100000 \"a\"}}",
            "expansion-too-large",
        ),
        (
            json!({"matrix": {"generators": [list, none]}}),
            "{{.k}}",
            "too-many-applications",
        ),
        (
            json!({"list": {"elements": many(301)}}),
            "{{.k}}",
            "too-many-applications",
        ),
    ] {
        let (expansion, out) = expanded(&set(true, &generator, text, None));
        let codes: Vec<&str> = out.iter().map(|found| found.code.name).collect();
        assert!(expansion.applications.is_none(), "{codes:?}");
        assert!(codes.contains(&code), "{codes:?} {:?}", expansion.errors);
    }
}
