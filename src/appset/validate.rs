//! What the controller refuses after generation, Application by Application.

use super::application::{Application, Refused};
use super::codes::REFUSED;
use super::generators::{SERVER, secrets};
use super::set::Context;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::world::World;
use crate::yaml::Node;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// The name of Argo CD's own cluster while no Secret gives it another.
const LOCAL: &str = "in-cluster";

/// What became of the Applications, by name.
pub(super) struct Judged {
    /// Those that the controller writes.
    pub(super) valid: Vec<Application>,
    /// Those that it does not.
    pub(super) refused: Vec<Refused>,
}

/// Sorts Applications by name and parts those that are refused, which are reported.
pub(super) fn validate(
    context: &Context<'_>,
    mut applications: Vec<Application>,
    out: &mut Diagnostics,
) -> Judged {
    applications.sort_by(|a, b| a.name.cmp(&b.name));
    let twice = repeated(&applications);
    let judge = Judge {
        context,
        clusters: OnceCell::new(),
        servers: OnceCell::new(),
    };
    let mut judged = Judged {
        valid: Vec::with_capacity(applications.len()),
        refused: Vec::new(),
    };
    for (application, twice) in applications.into_iter().zip(twice) {
        let fault = match twice {
            true => Some(format!(
                "ApplicationSet {} contains applications with duplicate name: {}",
                context.name, application.name
            )),
            false => judge.fault(&application),
        };
        match fault {
            None => judged.valid.push(application),
            Some(error) => judged.refused.push(Refused { application, error }),
        }
    }
    report(context, &judged.refused, out);
    judged
}

/// Says of each Application whether another one has its name.
fn repeated(applications: &[Application]) -> Vec<bool> {
    let mut repeated = vec![false; applications.len()];
    for (at, pair) in applications.windows(2).enumerate() {
        if pair.iter().all(|made| made.name == pair[0].name) {
            repeated[at..at + 2].fill(true);
        }
    }
    repeated
}

/// Reports each name once.
fn report(context: &Context<'_>, refused: &[Refused], out: &mut Diagnostics) {
    let mut told = None;
    for Refused { application, error } in refused {
        if told.replace(&application.name) == Some(&application.name) {
            continue;
        }
        let message = format!("ApplicationSet `{}`: {error}", context.name);
        let place = match error.contains(" references project ") {
            true => application.node.at(&["spec", "project"]),
            false => None,
        };
        let place = place.unwrap_or(&application.node).span;
        let finding = Diagnostic::error(REFUSED, place, message);
        out.push(finding.maybe_help(help(error)));
    }
}

fn help(fault: &str) -> Option<String> {
    let help = if fault.contains("duplicate name") {
        "put a parameter into `metadata.name` that differs; all Applications of this name are skipped"
    } else if fault.contains("name and server") {
        "keep `destination.name` or `destination.server`, not both"
    } else if fault.contains("Destination server missing") {
        "write `destination.server` or `destination.name`"
    } else if fault.contains("error getting cluster")
        || fault.contains("no clusters with this name")
    {
        "name a cluster that Argo CD knows, or add its Secret to `clusters` of World"
    } else if let Some((_, named)) = fault.split_once("references project ") {
        return Some(project_help(named.split(' ').next().unwrap_or_default()));
    } else {
        return None;
    };
    Some(help.to_owned())
}

/// Returns what to write so that a project is there; those of the platform's projects begin with `loft-`.
fn project_help(name: &str) -> String {
    match name.strip_prefix("loft-") {
        Some(project) => format!(
            "write `argoCD: {{project: {{enabled: true}}}}` into `spec` of the platform's Project `{project}`, which makes it; else name another AppProject"
        ),
        None => "write `project:` with the name of an AppProject, or add it to World, below `spec:`: `argocd: {projects: [NAME]}`".to_owned(),
    }
}

fn cluster_names(world: &World) -> BTreeMap<&str, Vec<&str>> {
    let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for cluster in secrets(world) {
        names
            .entry(cluster.name())
            .or_default()
            .push(cluster.server());
    }
    names
}

/// What Applications are held against.
struct Judge<'j> {
    /// The servers behind each name of a cluster.
    clusters: OnceCell<BTreeMap<&'j str, Vec<&'j str>>>,
    /// All servers, without slashes at their ends.
    servers: OnceCell<BTreeSet<&'j str>>,
    context: &'j Context<'j>,
}

impl Judge<'_> {
    fn fault(&self, application: &Application) -> Option<String> {
        let spec = application.node.get("spec")?;
        let project = spec.text_at(&["project"]);
        if !self.context.has_project(project) {
            return Some(format!(
                "application references project {project} which does not exist"
            ));
        }
        let invalid = self.destination(spec.get("destination"))?;
        Some(format!(
            "application destination spec is invalid: {invalid}"
        ))
    }

    fn servers(&self, name: &str) -> Option<&[&str]> {
        let clusters = self
            .clusters
            .get_or_init(|| cluster_names(self.context.world));
        clusters.get(name).map(Vec::as_slice)
    }

    fn destination(&self, destination: Option<&Node>) -> Option<String> {
        let text = |key| destination.map_or("", |node| node.text_at(&[key]));
        let (name, server) = (text("name"), text("server"));
        match (name, server) {
            ("", "") => Some("Destination server missing from app spec".to_owned()),
            ("", server) => self.unknown_server(server),
            (name, "") => match self.servers(name) {
                Some(servers @ [_, _, ..]) => {
                    let (count, list) = (servers.len(), servers.join(" "));
                    Some(format!(
                        "there are {count} clusters with the same name: [{list}]"
                    ))
                }
                None if self.context.all_clusters && name != LOCAL => {
                    Some(format!("there are no clusters with this name: {name}"))
                }
                _ => None,
            },
            (name, server) => Some(format!(
                "application destination can't have both name and server defined: {name} {server}"
            )),
        }
    }

    /// Complains of a server that no Secret stands for; slashes at its end do not count.
    fn unknown_server(&self, server: &str) -> Option<String> {
        let wanted = server.trim_end_matches('/');
        let is_known =
            !self.context.all_clusters || wanted == SERVER || self.known_servers().contains(wanted);
        (!is_known).then(|| {
            format!(
                "error getting cluster by server \"{server}\": rpc error: code = NotFound desc = cluster \"{wanted}\" not found"
            )
        })
    }

    fn known_servers(&self) -> &BTreeSet<&str> {
        self.servers.get_or_init(|| {
            let all = secrets(self.context.world);
            all.map(|cluster| cluster.server().trim_end_matches('/'))
                .collect()
        })
    }
}
