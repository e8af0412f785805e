//! The layers of parameters, and what they must not do.

use crate::catalog::{Environment, UseCase};
use crate::diagnostic::Diagnostic;
use crate::generate::{Chosen, FOREIGN, Request, SHADOWED, Workshop};
use crate::params::{self, Layer, LayerKind, Values};
use crate::span::Span;
use crate::yaml::Map;
use std::collections::BTreeSet;
use std::sync::Arc;

/// All layers above the declared defaults, weakest first.
pub(super) fn layers(
    shop: &Workshop<'_, '_>,
    environment: &Environment,
    request: &Request,
) -> Vec<Layer> {
    let repository = shop.catalog.repository();
    let mut layers = vec![
        Layer {
            kind: LayerKind::Repository,
            name: "the repository".to_owned(),
            values: repository.values.clone(),
            textual: false,
        },
        Layer {
            kind: LayerKind::Environment,
            name: format!("environment `{}`", environment.name.text),
            values: environment.parameters.clone(),
            textual: false,
        },
    ];
    layers.extend(request.layers.iter().cloned());
    layers
}

/// The part of a layer that speaks to the repository's parameters, or to those of one use case.
fn part(layer: &Layer, use_case: Option<&str>) -> Layer {
    let mut values = Map::new();
    for entry in &layer.values {
        let mut key = entry.key.clone();
        match (key.text.split_once(':'), use_case) {
            (None, None) => {}
            (Some((owner, variable)), Some(use_case)) if owner == use_case => {
                key.text = Arc::from(variable)
            }
            _ => continue,
        }
        values.insert(key, entry.node.clone());
    }
    Layer {
        kind: layer.kind,
        name: layer.name.clone(),
        values,
        textual: layer.textual,
    }
}

/// Returns how many values layers give: whoever looks for its own looks at all of them.
fn size(layers: &[Layer]) -> u64 {
    layers.iter().map(|layer| layer.values.len() as u64).sum()
}

pub(super) fn resolve(
    shop: &mut Workshop<'_, '_>,
    declarations: &[params::Declaration],
    layers: &[Layer],
    use_case: Option<&str>,
    at: Span,
) -> Values {
    if !shop.charge(1 + size(layers) / 4, at) {
        return Values::default();
    }
    let parts: Vec<Layer> = layers.iter().map(|layer| part(layer, use_case)).collect();
    let parts: Vec<&Layer> = parts.iter().collect();
    let owner = use_case.map_or_else(
        || "the repository".to_owned(),
        |name| format!("use case `{name}`"),
    );
    params::resolve(
        declarations,
        &parts,
        &owner,
        at,
        &mut shop.causes,
        &mut shop.catalog.out,
    )
}

/// A use case's own values: its entry is stronger than the documents and weaker than the command line.
pub(super) fn resolve_own(
    shop: &mut Workshop<'_, '_>,
    use_case: &UseCase,
    layers: &[Layer],
    entry: Layer,
    at: Span,
) -> Values {
    let name = &use_case.name.text;
    if !shop.charge(1 + size(layers) / 4, at) {
        return Values::default();
    }
    let mut parts: Vec<Layer> = layers.iter().map(|layer| part(layer, Some(name))).collect();
    parts.push(entry);
    parts.sort_by_key(|layer| layer.kind);
    let parts: Vec<&Layer> = parts.iter().collect();
    let owner = format!("use case `{name}`");
    params::resolve(
        &use_case.parameters,
        &parts,
        &owner,
        at,
        &mut shop.causes,
        &mut shop.catalog.out,
    )
}

/// Values for use cases that do not take part would be read by nobody.
pub(super) fn report_foreign(shop: &mut Workshop<'_, '_>, layers: &[Layer], chosen: &[Chosen]) {
    let chosen: BTreeSet<&str> = chosen
        .iter()
        .map(|choice| &*choice.use_case.name.text)
        .collect();
    let mut names: Option<BTreeSet<String>> = None;
    for layer in layers {
        for entry in &layer.values {
            let Some((owner, _)) = entry.key.text.split_once(':') else {
                continue;
            };
            if chosen.contains(owner) {
                continue;
            }
            let names =
                names.get_or_insert_with(|| shop.catalog.use_case_names().into_iter().collect());
            // The repository speaks to all environments, so there the use case need only exist.
            if layer.kind != LayerKind::Environment && names.contains(owner) {
                continue;
            }
            let message = format!(
                "{} sets `{}`, but use case `{owner}` is not selected",
                layer.name, entry.key.text
            );
            let search = !shop.catalog.out.are_many();
            let known = names.iter().map(String::as_str).filter(|_| search);
            let help = match crate::diagnostic::nearest(owner, known) {
                Some(near) if near != owner => format!("did you mean `{near}`?"),
                _ => "select the use case, or remove the value".to_owned(),
            };
            shop.complain(Diagnostic::error(FOREIGN, entry.key.span, message).help(help));
        }
    }
}

pub(super) fn report_shadows(shop: &mut Workshop<'_, '_>, use_case: &UseCase) {
    let repository = shop.catalog.repository();
    for own in &use_case.parameters {
        let twin = repository
            .parameters
            .iter()
            .find(|other| other.variable == own.variable);
        if let Some(twin) = twin {
            let message = format!(
                "use case `{}` declares `{}`, which is a parameter of the repository",
                use_case.name.text, own.variable
            );
            shop.complain(
                Diagnostic::error(SHADOWED, own.name_span, message)
                    .help("give it another name, or use the repository's")
                    .related(twin.name_span, "declared here for the repository"),
            );
        }
    }
}
