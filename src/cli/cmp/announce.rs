//! `dodona cmp parameters`.

use crate::cli::Console;
use crate::cli::cmp::with_repository;
use crate::diagnostic::render;
use crate::params::Declaration;
use crate::plugin::OWN;
use crate::shell::Exit;
use crate::yaml::{Node, json};
use serde_json::{Map, Value, json as literal};
use std::path::Path;

/// Returns the announcements as a JSON list: the plugin's own parameters, then those that the repository declares.
pub(super) fn announcements(folder: &Path, console: &Console) -> Result<String, Exit> {
    with_repository(folder, console, |shop| {
        let environments = shop.catalog.environment_names();
        let use_cases = shop.catalog.use_case_names();
        let repository = shop.catalog.repository();
        let mut all = own(&environments, &use_cases);
        for declaration in &repository.parameters {
            if OWN.contains(&declaration.variable.as_str()) || declaration.is_secret() {
                continue;
            }
            let given = repository.values.get(&declaration.variable);
            all.push(declared(declaration, given));
        }
        Ok(render::harmless_json(&format!("{}\n", Value::from(all))))
    })
}

fn own(environments: &[String], use_cases: &[String]) -> Vec<Value> {
    let only = match environments {
        [only] => only.as_str(),
        _ => "",
    };
    vec![
        literal!({
            "name": "environment",
            "title": "Environment",
            "tooltip": options("The environment to render", environments),
            "required": environments.len() > 1,
            "string": only,
        }),
        literal!({
            "name": "use-case",
            "title": "Use case",
            "tooltip": options("Render the payload of this use case instead of the platform bundle", use_cases),
        }),
        literal!({
            "name": "use-cases",
            "title": "Use cases",
            "tooltip": options("Replaces the environment's selection", use_cases),
            "collectionType": "array",
        }),
    ]
}

fn declared(declaration: &Declaration, given: Option<&Node>) -> Value {
    let choices: Vec<String> = declaration
        .options
        .iter()
        .map(|option| option.text.clone())
        .collect();
    let about = declaration.description.as_deref().unwrap_or_default();
    let default = given.or(declaration.default.as_ref());
    let mut announcement = Map::new();
    announcement.insert("name".to_owned(), declaration.variable.as_str().into());
    announcement.insert("title".to_owned(), declaration.title().into());
    announcement.insert("tooltip".to_owned(), options(about, &choices).into());
    announcement.insert(
        "required".to_owned(),
        (declaration.required && default.is_none()).into(),
    );
    announcement.insert("itemType".to_owned(), declaration.kind.as_str().into());
    if let Some(default) = default {
        announcement.insert("string".to_owned(), written(default).into());
    }
    announcement.into()
}

fn options(about: &str, choices: &[String]) -> String {
    match (about, choices) {
        (about, []) => about.to_owned(),
        ("", choices) => format!("One of {}", choices.join(", ")),
        (about, choices) => format!("{about}: one of {}", choices.join(", ")),
    }
}

fn written(node: &Node) -> String {
    match node.as_str() {
        Some(text) => text.to_owned(),
        None => json::compact(node, json::Escapes::Needed),
    }
}
