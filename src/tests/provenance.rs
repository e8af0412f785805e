//! What claims to be written in a file is written there: no rendered scalar of the demo points at a line that does not hold it.

use dodona::catalog::Catalog;
use dodona::cause::CauseId;
use dodona::diagnostic::Diagnostics;
use dodona::generate::{Request, Want, Workshop};
use dodona::shell::WorkTree;
use dodona::span::Sources;
use dodona::template::{self, Engine};
use dodona::tree::{Limits, Tree};
use dodona::yaml::{self, Node, Reading, Value};
use std::path::Path;

#[test]
fn what_is_written_stands_at_its_place() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo-usecases");
    let source = WorkTree::open(&folder).expect("the demo is there");
    let tree = Tree::new(Box::new(source), Limits::default());
    let engine = Engine::new(template::Limits::default());
    let catalog = Catalog::open(&tree).expect("the demo is sound");
    let mut shop = Workshop::new(catalog, &engine);
    let mut judged = 0;
    let mut faults = Vec::new();
    for name in shop.catalog.environment_names() {
        let environment = shop.catalog.environment(&name).expect("it was just listed");
        let build = shop.build(&environment, &Request::default(), &Want::All);
        let payloads = build.payloads.iter().flat_map(|payload| &payload.objects);
        for object in build.platform.iter().chain(payloads) {
            let who = format!("{name} {:?}", object.identity);
            judge(
                &object.node,
                &who,
                &shop.catalog.sources,
                (&mut judged, &mut faults),
            );
        }
    }
    assert!(judged > 1000, "{judged} values");
    assert_eq!(faults, Vec::<String>::new());
}

fn judge(
    node: &Node,
    path: &str,
    sources: &Sources,
    (judged, faults): (&mut usize, &mut Vec<String>),
) {
    match &node.value {
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                judge(item, &format!("{path}[{index}]"), sources, (judged, faults));
            }
        }
        Value::Map(map) => {
            for entry in map {
                let path = format!("{path}.{}", entry.key.text);
                judge(&entry.node, &path, sources, (judged, faults));
            }
        }
        _ if node.cause == CauseId::WRITTEN => {
            *judged += 1;
            let text = String::from_utf8_lossy(sources.slice(node.span)).into_owned();
            if !holds(&text, node) {
                faults.push(format!("{path}: {:?} is not {text:?}", node.value));
            }
        }
        _ => {}
    }
}

/// Says whether a text read by itself gives the value; of a block scalar the lines are compared.
fn holds(text: &str, node: &Node) -> bool {
    if let (Some(value), true) = (node.as_str(), text.starts_with(['|', '>'])) {
        let mut lines = text.lines().skip(1).map(str::trim);
        return value
            .lines()
            .all(|line| lines.any(|other| other == line.trim()));
    }
    let source = Sources::new().add("", text.as_bytes());
    let mut out = Diagnostics::new();
    let limits = yaml::Limits::default();
    let read = yaml::read(source, text.as_bytes(), Reading::Strict, &limits, &mut out);
    match read.as_deref() {
        // The wave of a folder is a number in our document and text in an annotation.
        Ok([only]) => {
            only == node
                || node.as_str() == Some(&yaml::json::compact(only, yaml::json::Escapes::Needed))
        }
        _ => text.is_empty() && node.is_null(),
    }
}
