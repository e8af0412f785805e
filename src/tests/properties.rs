//! Laws that hold for every input: what is written is read back, and the order of files does not count.

#![expect(
    clippy::unwrap_used,
    reason = "a test of generated input may fail loudly"
)]

use dodona::catalog::Catalog;
use dodona::diagnostic::Diagnostics;
use dodona::generate::{Request, Want, Workshop};
use dodona::span::{Sources, Span};
use dodona::template::{Engine, Limits as TemplateLimits};
use dodona::tree::Tree;
use dodona::yaml::{self, Key, Limits, Map, Node, Number, Reading, Value};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A place, for nodes that stand nowhere.
fn nowhere() -> Span {
    Span::whole(Sources::new().add("", &b""[..]))
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,8}",
        "[-?:,\\[\\]{}#&*!|>'\"%@`~=<+. \t\n\r\\\\0-9eExXyYnN_]{0,9}",
        "(?i:true|false|yes|no|on|off|null|y|n|\\.inf|\\.nan|<<|=|~|0x1f|1_0|1e3|2001-01-01|12:30)",
        "(a|b: c|- d| e|\t|# h|---|\\.\\.\\.|'|\"|\n|\n\n|\u{85}|\u{2028}|\u{feff}|\u{1F600}){0,6}",
    ]
}

fn number() -> impl Strategy<Value = Number> {
    prop_oneof![
        any::<i64>().prop_map(Number::Int),
        (i64::MAX as u64 + 1..).prop_map(Number::Uint),
        any::<f64>()
            .prop_filter("a manifest has finite numbers only", |float| {
                float.is_finite() && float.fract() != 0.0
            })
            .prop_map(Number::Float),
    ]
}

fn node() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        number().prop_map(Value::Number),
        text().prop_map(Value::from),
    ]
    .prop_map(|value| Node::new(value, nowhere()));
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5)
                .prop_map(|items| Node::new(Value::List(items), nowhere())),
            prop::collection::vec((text(), inner), 0..5).prop_map(map),
        ]
    })
}

fn map(entries: Vec<(String, Node)>) -> Node {
    let mut map = Map::new();
    for (key, node) in entries {
        map.insert(Key::new(key, nowhere()), node);
    }
    Node::new(map, nowhere())
}

fn emitted(node: &Node) -> String {
    let mut text = String::new();
    yaml::emit(node, &mut text);
    text
}

fn read(text: &str) -> Vec<Node> {
    let mut sources = Sources::new();
    let mut out = Diagnostics::new();
    let source = sources.add("written.yaml", text.as_bytes());
    let limits = Limits::default();
    yaml::read(source, text.as_bytes(), Reading::Strict, &limits, &mut out)
        .map_err(|fault| format!("{}\n{text}", fault.message))
        .unwrap()
}

/// A repository whose templates lie in files: each file holds some of the objects, in some order.
fn repository(files: &[Vec<usize>]) -> BTreeMap<String, Vec<u8>> {
    let documents = "apiVersion: dodona.dev/v1\nkind: Repository\nmetadata: {name: small}\nspec: {}\n---\n\
        apiVersion: dodona.dev/v1\nkind: Environment\nmetadata: {name: dev}\nspec: {}\n";
    let mut all = BTreeMap::from([("dodona.yaml".to_owned(), documents.as_bytes().to_vec())]);
    for (index, objects) in files.iter().enumerate() {
        let text: String = objects
            .iter()
            .map(|number| {
                format!(
                    "---\napiVersion: v1\nkind: {}\nmetadata: {{name: object-{number}, namespace: <%= environment.name %>}}\n",
                    ["ConfigMap", "Secret", "ServiceAccount"][number % 3]
                )
            })
            .collect();
        all.insert(format!("templates/{index}.yaml"), text.into_bytes());
    }
    all
}

fn rendered(files: BTreeMap<String, Vec<u8>>) -> String {
    let tree = Tree::memory(files);
    let engine = Engine::new(TemplateLimits::default());
    let catalog = Catalog::open(&tree).map_err(|_| "no catalog").unwrap();
    let mut workshop = Workshop::new(catalog, &engine);
    let environment = workshop.catalog.environment("dev").unwrap();
    let build = workshop.build(&environment, &Request::default(), &Want::Platform);
    assert!(!workshop.catalog.out.has_errors());
    yaml::emit_stream(build.platform.iter().map(|object| &object.node))
}

/// All objects below `count` in some order, cut into files.
fn spread_over_files(count: usize) -> impl Strategy<Value = Vec<Vec<usize>>> {
    let order = Just((0..count).collect::<Vec<_>>()).prop_shuffle();
    (order, prop::collection::vec(0..6_usize, count)).prop_map(|(order, places)| {
        let mut files = vec![Vec::new(); 6];
        for (object, place) in order.into_iter().zip(places) {
            files[place].push(object);
        }
        files
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back(node in node()) {
        let text = emitted(&node);
        let found = read(&text);
        // A document that is null is none.
        let expected: Vec<Node> = (!node.is_null()).then_some(node).into_iter().collect();
        prop_assert_eq!(&found, &expected, "{}", text);
        for again in &found {
            prop_assert_eq!(emitted(again), text.as_str());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_files_does_not_count(one in spread_over_files(12), other in spread_over_files(12)) {
        prop_assert_eq!(rendered(repository(&one)), rendered(repository(&other)));
    }
}
