//! `dodona get use-cases`.

use crate::catalog::{Named, UseCase};
use crate::cli::get::environments::Selections;
use crate::cli::listing::{Listing, cell, fact, place_facts};
use crate::generate::Workshop;
use crate::yaml::Node;
use serde_json::{Value, json};
use std::rc::Rc;
use std::sync::Arc;

/// Lists all use cases; with environments, those that one of them selects or offers.
pub(super) fn list(shop: &mut Workshop<'_, '_>, environments: &[String]) -> Listing {
    let selections = Selections::of(shop, environments);
    let mut listing = Listing::new(&[
        "name", "label", "wave", "requires", "charts", "inside", "selected", "offered",
    ]);
    for use_case in all(shop) {
        let name = &use_case.name.text;
        let (selected, offered) = (selections.selecting(name), selections.offering(name));
        if !environments.is_empty() && selected.is_empty() && offered.is_empty() {
            continue;
        }
        let cells = [
            name.to_string(),
            labels(&use_case).join(","),
            cell(&use_case.spec, &["syncWave"]),
            texts(&use_case.requires).join(","),
            charts(&use_case).map(short).collect::<Vec<_>>().join(","),
            waves(&use_case).join(","),
            selected.join(","),
            offered.join(","),
        ];
        let mut facts = facts(&use_case);
        facts["selected"] = json!(selected);
        facts["selectable"] = json!(offered);
        facts["declared"] = place_facts(&shop.catalog.sources, use_case.name.span);
        listing.row(cells, facts);
    }
    listing
}

/// Reads all use cases of the repository.
pub(super) fn all(shop: &mut Workshop<'_, '_>) -> Vec<Rc<UseCase>> {
    let span = shop.catalog.repository().span();
    let names = shop.catalog.use_case_names();
    names
        .into_iter()
        .filter_map(|name| {
            let text = Arc::from(name);
            shop.catalog.use_case(&Named { text, span })
        })
        .collect()
}

fn facts(use_case: &UseCase) -> Value {
    let chart = |chart: &Node| {
        let mut facts = json!({});
        for field in [
            "name",
            "chart",
            "repoURL",
            "version",
            "namespace",
            "syncWave",
        ] {
            if chart.get(field).is_some() {
                facts[field] = fact(chart, &[field]);
            }
        }
        facts
    };
    json!({
        "name": &*use_case.name.text,
        "displayName": use_case.display_name,
        "description": fact(&use_case.spec, &["description"]),
        "label": &*use_case.label.text,
        "labels": texts(&use_case.labels),
        "variable": &*use_case.variable.text,
        "requires": texts(&use_case.requires),
        "conflicts": texts(&use_case.conflicts),
        "clusterInputs": texts(&use_case.cluster_inputs),
        "syncWave": fact(&use_case.spec, &["syncWave"]),
        "charts": charts(use_case).map(chart).collect::<Vec<_>>(),
        "wavesInside": waves(use_case),
        "manifests": use_case.has_manifests,
    })
}

fn charts(use_case: &UseCase) -> impl Iterator<Item = &Node> {
    let charts = use_case.spec.get("charts").and_then(Node::as_list);
    charts.unwrap_or_default().iter()
}

/// `external-secrets@2.2.0`
fn short(chart: &Node) -> String {
    let name = if chart.get("chart").is_some() {
        "chart"
    } else {
        "name"
    };
    format!("{}@{}", cell(chart, &[name]), cell(chart, &["version"]))
}

/// The waves in which its charts and manifests are applied, in their order.
fn waves(use_case: &UseCase) -> Vec<String> {
    let parts = charts(use_case).chain(use_case.spec.get("manifests"));
    let mut waves: Vec<String> = parts
        .map(|part| cell(part, &["syncWave"]))
        .filter(|wave| !wave.is_empty())
        .collect();
    waves.sort_by_key(|wave| wave.parse::<i64>().unwrap_or_default());
    waves.dedup();
    waves
}

fn labels(use_case: &UseCase) -> Vec<&str> {
    std::iter::once(&use_case.label)
        .chain(&use_case.labels)
        .map(|label| &*label.text)
        .collect()
}

fn texts(names: &[Named]) -> Vec<&str> {
    names.iter().map(|name| &*name.text).collect()
}
