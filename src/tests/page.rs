//! Holds the page of a plan: what a plan says is data and nothing else, and a thousand Applications fit.
//!
//! `PAGES=target/page cargo test --test page` writes the pages that `src/tests/page.py` opens in a browser.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test writes its pages, and may fail loudly on generated input"
)]

#[path = "page/plans.rs"]
mod plans;

use dodona::page;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::env;
use std::fs;
use std::path::Path;

/// The block of data in a page, and the page without it.
fn split(page: &str) -> (String, String) {
    let mark = "id=\"plans\">";
    let (before, rest) = page.split_once(mark).expect("the page has its data");
    let (data, after) = rest.split_once("</script>").expect("the data ends");
    (data.to_owned(), format!("{before}{mark}</script>{after}"))
}

/// The plans that a page holds, read as its script reads them.
fn unpacked(data: &str) -> Value {
    let packed: Value = serde_json::from_str(data).expect("the data is JSON");
    let mut whole: Vec<Value> = Vec::new();
    for value in packed["values"].as_array().unwrap() {
        let part = match value {
            Value::Array(items) => unpacked_part(items, &packed["shapes"], &whole),
            Value::Object(number) => {
                serde_json::from_str(number["number"].as_str().unwrap()).unwrap()
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
        };
        whole.push(part);
    }
    whole[place(&packed["root"])].clone()
}

fn unpacked_part(items: &[Value], shapes: &Value, whole: &[Value]) -> Value {
    let parts = items[1..].iter().map(|item| {
        let back = item.as_i64().filter(|back| *back < 0);
        let back = back.map(|back| whole.len() - usize::try_from(-back).unwrap());
        whole[back.unwrap_or_else(|| place(item))].clone()
    });
    match items[0].as_u64() {
        None => Value::Array(parts.collect()),
        Some(_) => {
            let keys = shapes[place(&items[0])].as_array().unwrap().iter();
            let keys = keys.map(|key| key.as_str().unwrap().to_owned());
            Value::Object(keys.zip(parts).collect())
        }
    }
}

fn place(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "(</script>|<!--|-->|<|>|&|\"|'|\\\\|\\{\\{data\\}\\}|\u{202e}|\u{2028}|\n|\u{0}|a){0,6}",
        "[a-z]{0,3}",
    ]
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1000..1000_i32).prop_map(Value::from),
        any_text().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::vec((any_text(), inner), 0..6)
                .prop_map(|entries| Value::Object(Map::from_iter(entries))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever a plan says, the page around the data is the same, and the data is the plan again.
    #[test]
    fn a_plan_is_data(plans in prop::collection::vec(any_json(), 0..3)) {
        let (data, around) = split(&page::html(&plans));
        prop_assert!(data.is_ascii());
        prop_assert!(!data.contains(['<', '>', '&']));
        prop_assert_eq!(around, split(&page::html(&[])).1);
        prop_assert_eq!(unpacked(&data), Value::Array(plans));
    }

    /// Whatever a name says, the chart keeps its lines.
    #[test]
    fn a_name_breaks_no_chart(name in any_text(), set in any_text()) {
        let plan = json!({"applications": [{"name": name, "applicationSet": set, "cluster": name}]});
        let chart = page::mermaid(&plan);
        for line in chart.lines() {
            let quotes = line.matches('"').count();
            prop_assert!(quotes == 0 || quotes == 2, "{}", line);
            prop_assert!(!line.contains(['<', '`']), "{}", line);
        }
        prop_assert!(!chart.chars().any(|c| c.is_control() && c != '\n'));
    }
}

#[test]
fn a_thousand_applications_fit() {
    for (clusters, sets) in [(100, 10), (1000, 1)] {
        let page = page::html(&[plans::fleet("prod", clusters, sets)]);
        assert!(
            page.len() < 1_000_000,
            "{clusters} × {sets}: {} bytes",
            page.len()
        );
    }
}

#[test]
fn the_secret_of_a_cluster_stays_out() {
    let (data, _) = split(&page::html(&[plans::fleet("local", 1, 1)]));
    assert!(unpacked(&data)[0]["clusters"][0].get("manifest").is_none());
    assert!(!data.contains("PHRva2VuPg"));
}

#[test]
fn the_same_plans_give_the_same_page() {
    for (name, plans) in plans::all() {
        assert_eq!(page::html(&plans), page::html(&plans), "{name}");
    }
}

#[test]
fn a_small_plan_as_mermaid() {
    insta::assert_snapshot!(page::mermaid(&plans::all()[2].1[0]));
}

#[test]
fn a_plan_of_nothing_is_a_chart() {
    assert!(page::mermaid(&json!(null)).starts_with("flowchart LR\n"));
}

#[test]
fn pages_are_written_where_asked() {
    let Some(folder) = env::var_os("PAGES") else {
        return;
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    fs::create_dir_all(&folder).expect("a folder for the pages");
    for (name, plans) in plans::all() {
        fs::write(folder.join(format!("{name}.html")), page::html(&plans)).expect("a page");
        let json = serde_json::to_string(&plans).expect("plans are JSON");
        fs::write(folder.join(format!("{name}.json")), json).expect("its plans");
        let chart = page::mermaid(&plans[0]);
        fs::write(folder.join(format!("{name}.mmd")), chart).expect("its chart");
    }
}
