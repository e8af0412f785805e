//! `dodona cmp generate`.

use crate::cli::Console;
use crate::cli::cmp::with_repository;
use crate::diagnostic::Diagnostic;
use crate::plugin::{self, Asked};
use crate::shell::{Environment, Exit};
use crate::span::{Sources, Span};
use crate::yaml;
use std::path::Path;

/// The name of the text that holds the plugin's parameters.
const PARAMETERS: &str = "ARGOCD_APP_PARAMETERS";

/// Returns the manifests that the Application asks for, as a YAML stream; never an empty one.
pub(super) fn manifests(folder: &Path, console: &Console) -> Result<String, Exit> {
    with_repository(folder, console, |shop| {
        let asked = match asked(&console.environment, &mut shop.catalog.sources) {
            Ok(asked) => asked,
            Err(fault) => {
                shop.catalog.out.push(*fault);
                return Err(Exit::Unusable);
            }
        };
        let place = Span::whole(shop.catalog.sources.add(PARAMETERS, &b""[..]));
        let objects = plugin::rendered(shop, asked, place).ok_or(Exit::Unusable)?;
        Ok(yaml::emit_stream(objects.iter().map(|object| &object.node)))
    })
}

/// Reads what Argo CD says of the Application; without a text it asks for nothing in particular.
fn asked(environment: &Environment, sources: &mut Sources) -> Result<Asked, Box<Diagnostic>> {
    let text = environment.app_parameters.as_deref().unwrap_or_default();
    let mut asked = match text.trim().is_empty() {
        true => Asked::default(),
        false => {
            let source = sources.add(PARAMETERS, text.as_bytes());
            Asked::read(&yaml::json::parse(text, source)?)?
        }
    };
    let fallback = environment.environment.clone();
    asked.environment = asked
        .environment
        .or(fallback.filter(|name| !name.is_empty()));
    Ok(asked)
}
