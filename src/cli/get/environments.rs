//! `dodona get environments`.

use crate::catalog::{self, Environment, Named};
use crate::cli::listing::{Listing, cell, place_facts};
use crate::generate::Workshop;
use crate::yaml::{Map, Node};
use serde_json::json;
use std::rc::Rc;
use std::sync::Arc;

/// Lists the environments, all unless some are named.
pub(super) fn list(shop: &mut Workshop<'_, '_>, names: &[String]) -> Listing {
    let mut listing = Listing::new(&["name", "display name", "clusters", "use cases", "offered"]);
    for one in Selections::of(shop, names).all {
        let environment = &one.environment;
        let clusters: Vec<String> = clusters(environment)
            .map(|node| cell(node, &["name"]))
            .collect();
        let display = cell(&environment.spec, &["displayName"]);
        let facts = json!({
            "name": &*environment.name.text,
            "displayName": if display.is_empty() { &environment.name.text } else { &*display },
            "clusters": clusters,
            "useCases": one.selected,
            "selectable": one.offered,
            "declared": place_facts(&shop.catalog.sources, environment.name.span),
        });
        let cells = [
            environment.name.text.to_string(),
            display,
            clusters.join(","),
            one.selected.join(","),
            one.offered.join(","),
        ];
        listing.row(cells, facts);
    }
    listing
}

/// Which use cases environments select and offer, what those require included.
pub(super) struct Selections {
    all: Vec<Selection>,
}

struct Selection {
    environment: Rc<Environment>,
    selected: Vec<String>,
    offered: Vec<String>,
}

impl Selections {
    /// Reads the named environments, or all.
    pub(super) fn of(shop: &mut Workshop<'_, '_>, names: &[String]) -> Self {
        let names = match names {
            [] => shop.catalog.environment_names(),
            some => some.to_vec(),
        };
        let all = names
            .iter()
            .filter_map(|name| shop.catalog.environment(name))
            .collect::<Vec<_>>()
            .into_iter()
            .map(|environment| selection(shop, environment))
            .collect();
        Self { all }
    }

    /// Returns the environments that select a use case.
    pub(super) fn selecting(&self, use_case: &str) -> Vec<&str> {
        self.naming(use_case, |one| &one.selected)
    }

    /// Returns the environments that offer a use case to whoever creates a virtual cluster.
    pub(super) fn offering(&self, use_case: &str) -> Vec<&str> {
        self.naming(use_case, |one| &one.offered)
    }

    fn naming(&self, use_case: &str, list: impl Fn(&Selection) -> &Vec<String>) -> Vec<&str> {
        self.all
            .iter()
            .filter(|one| list(one).iter().any(|name| name == use_case))
            .map(|one| &*one.environment.name.text)
            .collect()
    }
}

fn selection(shop: &mut Workshop<'_, '_>, environment: Rc<Environment>) -> Selection {
    let everywhere = environment.use_cases.iter().map(|one| one.name.clone());
    let on_clusters = clusters(&environment).flat_map(own_use_cases);
    let wanted: Vec<Named> = everywhere.chain(on_clusters).collect();
    Selection {
        selected: closed(shop, wanted),
        offered: closed(shop, environment.selectable.clone()),
        environment,
    }
}

fn closed(shop: &mut Workshop<'_, '_>, names: Vec<Named>) -> Vec<String> {
    let wanted = names.into_iter().map(|name| (name, Map::new()));
    catalog::select(&mut shop.catalog, wanted, false)
        .iter()
        .map(|selection| selection.use_case.name.text.to_string())
        .collect()
}

fn clusters(environment: &Environment) -> impl Iterator<Item = &Node> {
    let list = environment.spec.get("clusters").and_then(Node::as_list);
    list.unwrap_or_default().iter()
}

/// The use cases of one cluster alone; an expression is not known without rendering.
fn own_use_cases(cluster: &Node) -> impl Iterator<Item = Named> {
    let list = cluster.get("useCases").and_then(Node::as_list);
    list.unwrap_or_default()
        .iter()
        .filter_map(|node| node.as_str().map(|text| (text, node.span)))
        .filter(|(text, _)| !text.contains("<%"))
        .map(|(text, span)| Named {
            text: Arc::from(text),
            span,
        })
}
