//! Why a cluster is matched by an ApplicationSet, or is not.

mod candidate;
mod judge;
mod term;

pub use term::Term;

use super::admission;
use super::application::Application;
use super::expand::{Surroundings, expand};
use super::generators::{SERVER, secrets};
use super::set::Context;
use crate::diagnostic::{Diagnostics, Level};
use crate::world::{Cluster, World};
use crate::yaml::Node;
use judge::Judge;

/// One generator, held against a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratorMatch {
    /// Its place, such as `0` or `0.1` for the second child of the first entry.
    pub index: String,
    /// Its kind.
    pub kind: String,
    /// Whether the cluster is selected.
    pub matched: bool,
    /// The terms: of the selector on labels, then of the selector after generation.
    pub terms: Vec<Term>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// Whether at least one Application goes to the cluster.
    pub matched: bool,
    /// Each generator, those in a matrix or merge behind what holds them.
    pub generators: Vec<GeneratorMatch>,
    /// The names of the Applications that go to the cluster.
    pub applications: Vec<String>,
}

/// Says why an ApplicationSet matches a cluster; `None` when World has no cluster or Secret of that name.
pub fn why(
    cluster: &str,
    set: &Node,
    around: &Surroundings<'_>,
    out: &mut Diagnostics,
) -> Option<Why> {
    let implicit = implicit();
    let known = known(cluster, around.world);
    let is_implicit = known.is_none() && is_implicit(cluster, around.world);
    let cluster = known.or(is_implicit.then_some(&implicit))?;
    let mut findings = Diagnostics::new();
    let expansion = expand(set, around, &mut findings);
    let errors = findings.iter().filter(|found| found.level == Level::Error);
    errors.for_each(|error| out.push(error.clone()));
    let made = expansion.applications.as_deref().unwrap_or_default();
    let mine = made.iter().filter(|made| belongs(made, cluster));
    let applications: Vec<String> = mine.map(|made| made.name.to_string()).collect();
    let admitted = admission::admit(set, "", &mut Diagnostics::new()).ok()?;
    let context = Context::new(&admitted, around);
    let judge = Judge {
        context: &context,
        cluster,
        is_implicit,
    };
    Some(Why {
        matched: !applications.is_empty(),
        generators: judge.entries(context.spec.items_at(&["generators"])),
        applications,
    })
}

/// Finds a cluster by its name, else by its Secret's.
fn known<'w>(cluster: &str, world: &'w World) -> Option<&'w Cluster> {
    let by_name = secrets(world).find(|known| known.name() == cluster);
    by_name.or_else(|| secrets(world).find(|known| known.secret == cluster))
}

/// The cluster that Argo CD runs in, when no Secret stands for it.
fn implicit() -> Cluster {
    let data = [("name", "in-cluster"), ("server", SERVER)];
    let data = data.map(|(key, text)| (key.to_owned(), text.to_owned()));
    Cluster {
        data: data.into(),
        ..Cluster::default()
    }
}

fn is_implicit(cluster: &str, world: &World) -> bool {
    cluster == "in-cluster" && !secrets(world).any(|cluster| cluster.server() == SERVER)
}

/// Says whether an Application was made for the cluster: by its parameters, else by where it goes.
fn belongs(made: &Application, cluster: &Cluster) -> bool {
    match &made.cluster {
        Some([name, server]) => {
            name.as_bytes() == cluster.name().as_bytes()
                && server.as_bytes() == cluster.server().as_bytes()
        }
        None => goes_to(&made.node, cluster),
    }
}

fn goes_to(application: &Node, cluster: &Cluster) -> bool {
    let text = |key: &str| {
        application
            .at(&["spec", "destination", key])
            .and_then(Node::as_str)
    };
    let server =
        |server: &str| server.trim_end_matches('/') == cluster.server().trim_end_matches('/');
    text("server").is_some_and(server) || text("name") == Some(cluster.name())
}
