//! What the writer writes, other readers read: the recorded corpus and random texts through two YAML readers that are not
//! ours, and a list of everything that a plain text may be taken for that shares no code with the writer.

use dodona::span::Sources;
use dodona::yaml::{self, Node, Number, Value, json};
use libyaml_safer::{EventData, Parser, ScalarStyle};
use proptest::prelude::*;
use regex::RegexSet;
use std::sync::LazyLock;

/// What some YAML 1.1 or 1.2 reader takes for something other than text.
static MISTAKABLE: LazyLock<RegexSet> = LazyLock::new(|| {
    RegexSet::new([
        // YAML 1.1: null, merge, value
        r"^(~|null|Null|NULL|<<|=|)$",
        // YAML 1.1: booleans; here in any case, for readers that fold it
        r"^(?i-u:y|yes|n|no|true|false|on|off|null)$",
        // YAML 1.1: integers of base 2, 8, 10, 16, 60; signs after the prefix and capital prefixes as Go takes them
        r"^[-+]?0_*[bB][-+]?[01_]+$",
        r"^[-+]?0[oO]?[0-7_]+$",
        r"^[-+]?[0-9][0-9_,]*$",
        r"^[-+]?0_*[xX][-+]?[0-9a-fA-F_]+$",
        r"^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$",
        // YAML 1.1: floats, with as many points as its specification allows
        r"^[-+]?([0-9][0-9_,]*)?\.[0-9._]*([eE][-+]?[0-9]+)?$",
        r"^[-+]?[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?$",
        r"^(?i-u:[-+]?\.?(inf|infinity)|\.?nan)$",
        // YAML 1.1: timestamps
        r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        r"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt]|[ \t]+)[0-9]",
        // YAML 1.2 core
        r"^([-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$",
        r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$",
        // What Kubernetes' document splitter looks for before any YAML is read
        r"^(---|\.\.\.|\{)",
    ])
    .expect("the list is well-formed")
});

/// The keys and leaves that a reader meets as scalars, in order; for those that are not text the text is missing.
fn scalars<'a>(node: &'a Node, found: &mut Vec<Option<&'a str>>) {
    match &node.value {
        Value::String(text) => found.push(Some(text)),
        Value::List(items) => items.iter().for_each(|item| scalars(item, found)),
        Value::Map(map) => {
            for entry in map {
                found.push(Some(&entry.key.text));
                scalars(&entry.node, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => found.push(None),
    }
}

/// Says what libyaml sees otherwise than it was meant, or a plain text that could be something else.
fn fault_in_events(node: &Node, text: &str) -> Option<String> {
    let mut meant = Vec::new();
    scalars(node, &mut meant);
    let mut meant = meant.into_iter();
    let mut bytes = text.as_bytes();
    let mut parser = Parser::new();
    parser.set_input_string(&mut bytes);
    loop {
        let (value, style) = match parser.parse() {
            Err(error) => return Some(error.to_string()),
            Ok(event) => match event.data {
                EventData::StreamEnd => {
                    return meant.next().map(|left| format!("{left:?} is lost"));
                }
                EventData::Scalar { value, style, .. } => (value, style),
                _ => continue,
            },
        };
        let is_plain = style == ScalarStyle::Plain;
        let is_right = match meant.next() {
            Some(Some(text)) => text == value && !(is_plain && MISTAKABLE.is_match(text)),
            Some(None) => is_plain,
            None => false,
        };
        if !is_right {
            return Some(format!("{style:?} {value:?}"));
        }
    }
}

/// Says whether a second reader's value is the same, in type as well.
fn is_same(node: &Node, read: &serde_yaml::Value) -> bool {
    use serde_yaml::Value as Read;
    match (&node.value, read) {
        (Value::Null, Read::Null) => true,
        (Value::Bool(meant), Read::Bool(read)) => meant == read,
        (Value::Number(Number::Int(meant)), Read::Number(read)) => read.as_i64() == Some(*meant),
        (Value::Number(Number::Uint(meant)), Read::Number(read)) => read.as_u64() == Some(*meant),
        (Value::Number(Number::Float(meant)), Read::Number(read)) => {
            read.is_f64() && read.as_f64().map(f64::to_bits) == Some(meant.to_bits())
        }
        (Value::String(meant), Read::String(read)) => **meant == **read,
        (Value::List(meant), Read::Sequence(read)) => {
            meant.len() == read.len() && meant.iter().zip(read).all(|(a, b)| is_same(a, b))
        }
        (Value::Map(meant), Read::Mapping(read)) => {
            meant.len() == read.len()
                && meant.iter().zip(read).all(|(entry, (key, value))| {
                    key.as_str() == Some(&*entry.key.text) && is_same(&entry.node, value)
                })
        }
        _ => false,
    }
}

/// Says what a reader makes of the text otherwise than it was meant.
fn fault(node: &Node, text: &str, depth: usize) -> Option<String> {
    if let Some(fault) = fault_in_events(node, text) {
        return Some(format!("libyaml: {fault}"));
    }
    // yaml_serde gives up at a depth of 128.
    if depth > 120 {
        return None;
    }
    match serde_yaml::from_str(text) {
        Err(error) => Some(format!("yaml_serde: {error}")),
        Ok(read) => (!is_same(node, &read)).then(|| format!("yaml_serde: {read:?}")),
    }
}

fn depth(node: &Node) -> usize {
    let inner = match &node.value {
        Value::List(items) => items.iter().map(depth).max(),
        Value::Map(map) => map.iter().map(|entry| depth(&entry.node)).max(),
        _ => return 0,
    };
    1 + inner.unwrap_or(0)
}

fn read_json(text: &str) -> Node {
    json::parse(text, Sources::new().add("", [])).expect("the corpus holds JSON")
}

fn text_of<'a>(line: &'a serde_json::Value, field: &str) -> &'a str {
    line[field].as_str().expect("the line has the field")
}

/// Runs a corpus of lines `{"id","json"}` through the contract, and returns what failed.
fn failures(corpus: &str) -> Vec<String> {
    let mut failures = Vec::new();
    for line in corpus.lines() {
        let answer: serde_json::Value =
            serde_json::from_str(&yaml::write_line(line)).expect("an answer is JSON");
        let asked: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
        assert_eq!(answer["id"], asked["id"]);
        let node = read_json(text_of(&asked, "json"));
        if let Some(fault) = fault(&node, text_of(&answer, "yaml"), depth(&node)) {
            failures.push(format!("{}: {fault}", asked["id"]));
        }
    }
    failures
}

const CORPUS: &str = include_str!("../../fixtures/conformance/yaml/write.jsonl");

#[test]
fn the_corpus_is_read_back_as_it_was_meant() {
    assert_eq!(CORPUS.lines().count(), 4894);
    assert_eq!(failures(CORPUS), Vec::<String>::new());
}

/// `DODONA_CONFORMANCE` names a folder with a newer recording.
#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the folder of a newer recording is named by the environment"
)]
fn a_newer_corpus_is_read_back_as_it_was_meant() {
    let Some(folder) = std::env::var_os("DODONA_CONFORMANCE") else {
        return;
    };
    let path = std::path::Path::new(&folder).join("yaml/write.jsonl");
    let corpus = std::fs::read_to_string(path).expect("the folder holds yaml/write.jsonl");
    assert_eq!(failures(&corpus), Vec::<String>::new());
}

#[test]
fn both_json_texts_hold_the_same_values() {
    for line in CORPUS.lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
        let node = read_json(text_of(&line, "json"));
        let again = read_json(&json::pretty(&node));
        for escapes in [json::Escapes::Needed, json::Escapes::Go] {
            assert_eq!(read_json(&json::compact(&node, escapes)), again);
        }
        // Floats such as 1.0 lose their point in JSON.
        if !text_of(&line, "json").contains(['.', 'e', 'E']) {
            assert_eq!(again, node, "{}", line["id"]);
        }
    }
}

#[test]
fn a_stream_has_a_line_before_each_document() {
    let nodes = [
        read_json(r#"{"kind":"A","items":[{"a":1,"b":[]},[[1],"x\ny\n"],"p\n\n"]}"#),
        read_json("[]"),
        read_json(r#""---""#),
    ];
    assert_eq!(
        yaml::emit_stream(&nodes),
        "---\nkind: A\nitems:\n- a: 1\n  b: []\n- - - 1\n  - |\n    x\n    y\n- |+\n  p\n\n---\n[]\n---\n'---'\n"
    );
}

#[test]
fn a_long_key_is_announced() {
    let long = "k".repeat(901);
    let short = "k".repeat(900);
    let node = read_json(&format!(
        r#"[{{"{long}":[1],"{short}":[1]}},{{"a":{{"{long}":{{"b":"x\n"}}}}}}]"#
    ));
    let mut text = String::new();
    yaml::emit(&node, &mut text);
    assert_eq!(
        text,
        format!(
            "- ? {long}\n  :\n    - 1\n  {short}:\n  - 1\n- a:\n    ? {long}\n    :\n      b: |\n        x\n"
        )
    );
    assert_eq!(fault(&node, &text, 4), None);
}

#[test]
fn depth_costs_no_stack() {
    let depth = json::MAX_DEPTH;
    let text = format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    let node = read_json(&text);
    let mut yaml = String::new();
    yaml::emit(&node, &mut yaml);
    assert_eq!(yaml, format!("{}1\n", "- ".repeat(depth)));
    assert_eq!(json::compact(&node, json::Escapes::Needed), text);
}

fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        "[-?:,\\[\\]{}#&*!|>'\"%@`~=<+. \t\n\r\\\\0-9eExXoObByYnN_]{0,10}",
        "[-0-9_:.+eExXoObB, tTzZ]{1,9}",
        "(a|b: c|- d| e|f |\tg|# h|---|\\.\\.\\.|'|\"|\n|\n\n|\u{85}|\u{2028}|\u{feff}|\u{a0}|\u{1F600}){0,8}",
        "[\\x00-\u{ff}]{1,6}",
        "(?i:true|false|yes|no|on|off|null|y|n|\\.inf|\\.nan|<<|=|~)[: #\n]{0,2}",
        "[a\u{e9}\u{1} ]{440,920}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_survives_everywhere(text in hostile(), other in hostile()) {
        let text = serde_json::Value::from(text).to_string();
        let other = serde_json::Value::from(other).to_string();
        for tree in [
            text.clone(),
            format!("{{{text}:{other}}}"),
            format!("[{text},[{other},[{text}]],{{{text}:[{other}],\"another, with a blank\":{{{other}:{text}}}}}]"),
        ] {
            let node = read_json(&tree);
            let mut yaml = String::new();
            yaml::emit(&node, &mut yaml);
            prop_assert_eq!(fault(&node, &yaml, 4), None, "{}", yaml);
        }
    }
}
