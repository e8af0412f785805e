//! `dodona cmp generate`.

use crate::catalog::AMBIGUOUS;
use crate::cli::Console;
use crate::cli::cmp::parameters::{self, Part};
use crate::cli::cmp::with_repository;
use crate::cli::codes::NOTHING;
use crate::diagnostic::Diagnostic;
use crate::generate::{Object, Want};
use crate::shell::Exit;
use crate::span::Span;
use crate::yaml;
use std::path::Path;

/// Returns the manifests that the Application asks for, as a YAML stream; never an empty one.
pub(super) fn manifests(folder: &Path, console: &Console) -> Result<String, Exit> {
    with_repository(folder, console, |shop| {
        let asked = match parameters::read(&console.environment, &mut shop.catalog.sources) {
            Ok(asked) => asked,
            Err(fault) => {
                shop.catalog.out.push(*fault);
                return Err(Exit::Unusable);
            }
        };
        if asked.environment.is_none() {
            let names = shop.catalog.environment_names();
            if names.len() > 1 {
                let place = parameters::place(&mut shop.catalog.sources);
                shop.catalog.out.push(which_environment(&names, place));
                return Err(Exit::Unusable);
            }
        }
        let environment = shop
            .catalog
            .environment_or_only(asked.environment.as_deref());
        let Some(environment) = environment else {
            return Err(Exit::Unusable);
        };
        let want = match asked.use_case {
            Some(use_case) => Want::Payload {
                use_case,
                cluster: None,
            },
            None => Want::Platform,
        };
        let build = shop.build(&environment, &asked.request, &want);
        let payloads = build.payloads.iter().flat_map(|payload| &payload.objects);
        let objects: Vec<&Object> = build
            .platform
            .iter()
            .chain(payloads)
            .filter(|object| is_in(object, asked.part))
            .collect();
        let allowed = shop.catalog.repository().allow_empty;
        if objects.is_empty() && !allowed && !shop.catalog.out.has_errors() {
            let place = parameters::place(&mut shop.catalog.sources);
            shop.catalog.out.push(
                Diagnostic::error(NOTHING, place, "there is no manifest for these parameters")
                    .help("Argo CD would delete what it installed; if that is meant, say `allowEmpty: true` in the Repository"),
            );
        }
        Ok(yaml::emit_stream(objects.iter().map(|object| &object.node)))
    })
}

fn which_environment(names: &[String], place: Span) -> Diagnostic {
    let message = format!(
        "the Application names none of the repository's {} environments",
        names.len()
    );
    let help = format!(
        "add `{{name: environment, string: NAME}}` to the plugin's parameters, with one of {}",
        names.join(", ")
    );
    Diagnostic::error(AMBIGUOUS, place, message).help(help)
}

fn is_in(object: &Object, part: Part) -> bool {
    let who = &object.identity;
    let is_application = who.group == "argoproj.io" && who.kind == "Application";
    match part {
        Part::Whole => true,
        Part::Applications => is_application,
        Part::Manifests => !is_application,
    }
}
