//! `dodona get parameters`.

use crate::cli::get::use_cases;
use crate::cli::listing::{Listing, place, place_facts, plain};
use crate::generate::{Build, Workshop};
use crate::params::{Declaration, Resolved, Values};
use crate::span::{Sources, Span};
use crate::yaml::{self, Node};
use serde_json::{Value, json};

/// What stands in the place of a password's value.
const REFERENCE: &str = "(reference)";

/// A parameter with the use case that it belongs to; none for the repository's.
type Owned = (Option<String>, Declaration);

/// Lists the declarations.
pub(super) fn declared(shop: &mut Workshop<'_, '_>) -> Listing {
    let mut listing = Listing::new(&["name", "type", "required", "default", "options", "declared"]);
    let declarations = declarations(shop);
    let sources = &shop.catalog.sources;
    for (owner, declaration) in &declarations {
        let cells = [
            full_name(owner.as_deref(), &declaration.variable),
            declaration.kind.as_str().to_owned(),
            declaration.required.to_string(),
            declaration.default.as_ref().map(plain).unwrap_or_default(),
            options(declaration).join(","),
            place(sources, declaration.name_span),
        ];
        listing.row(cells, facts(owner.as_deref(), declaration, sources));
    }
    listing
}

/// Lists the values in environments, with the layers that gave them.
pub(super) fn given(shop: &mut Workshop<'_, '_>, builds: &[Build]) -> Listing {
    let columns = ["name", "type", "value", "layer", "where"];
    let mut listing = Listing::by_environment(builds.len() > 1, &columns);
    let declarations = declarations(shop);
    let sources = &shop.catalog.sources;
    for build in builds {
        for (owner, declaration) in &declarations {
            let values = match owner {
                None => Some(&build.values),
                Some(use_case) => build.use_case_values.get(use_case.as_str()),
            };
            let Some(resolved) =
                values.and_then(|values: &Values| values.get(&declaration.variable))
            else {
                continue;
            };
            let cells = [
                full_name(owner.as_deref(), &declaration.variable),
                declaration.kind.as_str().to_owned(),
                shown(&resolved.node, resolved.secret),
                resolved.layer.as_str().to_owned(),
                place(sources, resolved.span),
            ];
            let mut facts = facts(owner.as_deref(), declaration, sources);
            add_value(&mut facts, resolved, sources);
            listing.row_of(&build.environment, cells, facts);
        }
    }
    listing
}

/// All declarations: the repository's, then those of each use case.
fn declarations(shop: &mut Workshop<'_, '_>) -> Vec<Owned> {
    let repository = shop.catalog.repository();
    let own = repository.parameters.iter().map(|one| (None, one.clone()));
    let mut all: Vec<Owned> = own.collect();
    for use_case in use_cases::all(shop) {
        let name = use_case.name.text.to_string();
        let of_it = use_case.parameters.iter();
        all.extend(of_it.map(|one| (Some(name.clone()), one.clone())));
    }
    all
}

fn full_name(owner: Option<&str>, variable: &str) -> String {
    match owner {
        Some(use_case) => format!("{use_case}:{variable}"),
        None => variable.to_owned(),
    }
}

fn options(declaration: &Declaration) -> Vec<&str> {
    let options = declaration.options.iter();
    options.map(|choice| choice.text.as_str()).collect()
}

fn facts(owner: Option<&str>, declaration: &Declaration, sources: &Sources) -> Value {
    json!({
        "name": full_name(owner, &declaration.variable),
        "variable": declaration.variable,
        "useCase": owner,
        "label": declaration.label,
        "description": declaration.description,
        "section": declaration.section,
        "type": declaration.kind.as_str(),
        "required": declaration.required,
        "default": declaration.default.as_ref().map(yaml::json::to_serde),
        "options": options(declaration),
        "min": declaration.min.map(|bound| bound.value),
        "max": declaration.max.map(|bound| bound.value),
        "validation": declaration.validation.as_ref().map(|pattern| &pattern.text),
        "invalidation": declaration.invalidation.as_ref().map(|pattern| &pattern.text),
        "declared": place_facts(sources, declaration.name_span),
    })
}

fn add_value(facts: &mut Value, resolved: &Resolved, sources: &Sources) {
    let value = |node: &Node| match resolved.secret && !node.is_null() {
        true => json!(REFERENCE),
        false => yaml::json::to_serde(node),
    };
    let given = |layer: &str, layer_name: &str, node: &Node, span: Span| {
        json!({
            "layer": layer,
            "layerName": layer_name,
            "value": value(node),
            "where": place_facts(sources, span),
        })
    };
    let overridden = resolved.overridden.iter().map(|one| {
        let layer = one.layer.as_str();
        given(layer, &one.layer_name, &one.node, one.span)
    });
    let layer = resolved.layer.as_str();
    let own = given(layer, &resolved.layer_name, &resolved.node, resolved.span);
    for field in ["value", "layer", "layerName", "where"] {
        facts[field] = own[field].clone();
    }
    facts["overridden"] = overridden.collect();
}

fn shown(node: &Node, secret: bool) -> String {
    match node.as_str() {
        _ if node.is_null() => String::new(),
        _ if secret => REFERENCE.to_owned(),
        Some("") => "\"\"".to_owned(),
        _ => plain(node),
    }
}
