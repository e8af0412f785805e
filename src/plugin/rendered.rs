//! From what an Application asks for to manifests.

use super::NOTHING;
use super::parameters::Asked;
use crate::catalog::{AMBIGUOUS, Environment};
use crate::diagnostic::Diagnostic;
use crate::generate::{Object, Want, Workshop};
use crate::span::Span;
use std::rc::Rc;

/// Renders what is asked for: never nothing, unless the repository allows that. Faults are in `shop.catalog.out`, those about the
/// parameters as a whole at `place`; `None` when nothing could be rendered.
pub fn rendered(shop: &mut Workshop<'_, '_>, asked: Asked, place: Span) -> Option<Vec<Object>> {
    let environment = environment(shop, asked.environment.as_deref(), place)?;
    let want = match asked.use_case {
        Some(use_case) => Want::Payload {
            use_case,
            cluster: None,
        },
        None => Want::Platform,
    };
    let build = shop.build(&environment, &asked.request, &want);
    let payloads = build
        .payloads
        .into_iter()
        .flat_map(|payload| payload.objects);
    let mut objects: Vec<Object> = build.platform.into_iter().chain(payloads).collect();
    objects.retain(|object| asked.part.has(object));
    let allowed = shop.catalog.repository().allow_empty;
    if objects.is_empty() && !allowed && !shop.catalog.out.has_errors() {
        shop.catalog.out.push(
            Diagnostic::error(NOTHING, place, "there is no manifest for these parameters")
                .help("Argo CD would delete what it installed; if that is meant, say `allowEmpty: true` in the Repository"),
        );
    }
    Some(objects)
}

fn environment(
    shop: &mut Workshop<'_, '_>,
    name: Option<&str>,
    place: Span,
) -> Option<Rc<Environment>> {
    let names = shop.catalog.environment_names();
    if name.is_none() && names.len() > 1 {
        shop.catalog.out.push(which_environment(&names, place));
        return None;
    }
    shop.catalog.environment_or_only(name)
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
