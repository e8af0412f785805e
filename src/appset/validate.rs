//! What the controller refuses after generation, Application by Application.

use super::codes::REFUSED;
use super::expand::Application;
use super::generators::secrets;
use super::set::Context;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::yaml::Node;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The Applications that are left.
pub(super) struct Judged {
    /// Those that the controller writes, by name.
    pub(super) valid: Vec<Application>,
    /// How many it refuses.
    pub(super) refused: usize,
}

/// Sorts Applications by name and leaves out those that are refused, which are reported.
pub(super) fn validate(
    context: &Context<'_>,
    mut applications: Vec<Application>,
    out: &mut Diagnostics,
) -> Judged {
    let mut count: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    for application in &applications {
        *count.entry(Arc::clone(&application.name)).or_default() += 1;
    }
    applications.sort_by(|a, b| a.name.cmp(&b.name));
    let names = cluster_names(context);
    let before = applications.len();
    let mut told: Option<Arc<str>> = None;
    applications.retain(|application| {
        let fault = match count.get(&application.name) {
            Some(2..) => Some(format!(
                "ApplicationSet {} contains applications with duplicate name: {}",
                context.name, application.name
            )),
            _ => fault(application, &names),
        };
        if let Some(fault) = &fault
            && told.as_ref() != Some(&application.name)
        {
            told = Some(Arc::clone(&application.name));
            let message = format!("ApplicationSet `{}`: {fault}", context.name);
            let finding = Diagnostic::error(REFUSED, application.node.span, message);
            out.push(finding.maybe_help(help(fault)));
        }
        fault.is_none()
    });
    let refused = before - applications.len();
    Judged {
        valid: applications,
        refused,
    }
}

fn help(fault: &str) -> Option<String> {
    let help = if fault.contains("duplicate name") {
        "put a parameter into `metadata.name` that differs; all Applications of this name are skipped"
    } else if fault.contains("name and server") {
        "keep `destination.name` or `destination.server`, not both"
    } else if fault.contains("Destination server missing") {
        "write `destination.server` or `destination.name`"
    } else if fault.contains("references project") {
        "write `project:` with the name of an AppProject"
    } else {
        return None;
    };
    Some(help.to_owned())
}

fn cluster_names<'c>(context: &Context<'c>) -> BTreeMap<&'c str, Vec<&'c str>> {
    let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for cluster in secrets(context.world) {
        names
            .entry(cluster.name())
            .or_default()
            .push(cluster.server());
    }
    names
}

fn fault(application: &Application, names: &BTreeMap<&str, Vec<&str>>) -> Option<String> {
    let text = |path: &[&str]| {
        application
            .node
            .at(path)
            .and_then(Node::as_str)
            .unwrap_or_default()
    };
    if text(&["spec", "project"]).is_empty() {
        return Some("application references project  which does not exist".to_owned());
    }
    let name = text(&["spec", "destination", "name"]);
    let server = text(&["spec", "destination", "server"]);
    let invalid = |what: String| Some(format!("application destination spec is invalid: {what}"));
    match (name, server) {
        ("", "") => invalid("Destination server missing from app spec".to_owned()),
        ("", _) => None,
        (name, "") => match names.get(name).map(Vec::as_slice) {
            Some(servers @ [_, _, ..]) => {
                let (count, list) = (servers.len(), servers.join(" "));
                invalid(format!(
                    "there are {count} clusters with the same name: [{list}]"
                ))
            }
            _ => None,
        },
        (name, server) => invalid(format!(
            "application destination can't have both name and server defined: {name} {server}"
        )),
    }
}
