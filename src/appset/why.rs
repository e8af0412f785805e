//! Why a cluster is matched by an ApplicationSet, or is not.

use super::admission;
use super::application::Application;
use super::expand::{Surroundings, expand};
use super::generators::{SERVER, secrets};
use super::json;
use super::selector::{Operator, Requirement, Selector, Values};
use super::transform::kinds;
use crate::diagnostic::{Diagnostics, Level};
use crate::world::Cluster;
use crate::yaml::Node;
use std::collections::{BTreeMap, BTreeSet};

/// One term of a selector, held against a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// What is looked at, such as `metadata.labels.env`.
    pub term: String,
    /// What is wanted, such as `In [dev, qa]`.
    pub wanted: String,
    /// What was found; `None` where there is nothing.
    pub found: Option<String>,
    /// Whether the term holds.
    pub holds: bool,
}

/// One generator, held against a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratorMatch {
    /// Its place, such as `0` or `0.1` for the second child of the first entry.
    pub index: String,
    /// Its kind.
    pub kind: String,
    /// Whether the cluster is selected.
    pub matched: bool,
    /// The terms.
    pub terms: Vec<Term>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// Whether at least one Application goes to the cluster.
    pub matched: bool,
    /// Each generator that can select clusters.
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
    let implicit = Cluster {
        data: [("name", "in-cluster"), ("server", SERVER)]
            .map(|(key, text)| (key.to_owned(), text.to_owned()))
            .into(),
        ..Cluster::default()
    };
    let has_local = secrets(around.world).any(|cluster| cluster.server() == SERVER);
    let by_name = secrets(around.world).find(|known| known.name() == cluster);
    let found = by_name.or_else(|| secrets(around.world).find(|known| known.secret == cluster));
    let is_implicit = found.is_none() && !has_local && cluster == "in-cluster";
    let found = found.or(is_implicit.then_some(&implicit))?;
    let mut findings = Diagnostics::new();
    let expansion = expand(set, around, &mut findings);
    let errors = findings.iter().filter(|found| found.level == Level::Error);
    errors.for_each(|error| out.push(error.clone()));
    let made = expansion.applications.as_deref().unwrap_or_default();
    let mine: Vec<&Application> = made.iter().filter(|made| belongs(made, found)).collect();
    let admitted = admission::admit(set, "", &mut Diagnostics::new()).ok()?;
    let mut judge = Judge {
        cluster: found,
        is_implicit,
        entries: mine.iter().map(|made| made.origin.entry).collect(),
        out: Vec::new(),
    };
    let spec = admitted.get("spec");
    judge.all(
        spec.map_or(&[][..], |spec| json::items(spec, "generators")),
        "",
    );
    Some(Why {
        matched: !mine.is_empty(),
        generators: judge.out,
        applications: mine.iter().map(|made| made.name.to_string()).collect(),
    })
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

/// Holds generators against a cluster.
struct Judge<'j> {
    cluster: &'j Cluster,
    is_implicit: bool,
    /// The entries that made an Application for the cluster.
    entries: BTreeSet<usize>,
    out: Vec<GeneratorMatch>,
}

impl Judge<'_> {
    fn all(&mut self, entries: &[Node], above: &str) {
        for (at, entry) in entries.iter().enumerate() {
            let index = match above {
                "" => at.to_string(),
                above => format!("{above}.{at}"),
            };
            for kind in kinds(entry) {
                let Some(block) = entry.get(kind) else {
                    continue;
                };
                let terms = self.terms(kind, entry, block);
                let held = terms.iter().all(|term| term.holds);
                let made = !above.is_empty() || kind == "clusters" || self.entries.contains(&at);
                self.out.push(GeneratorMatch {
                    index: index.clone(),
                    kind: kind.to_owned(),
                    matched: held && made,
                    terms,
                });
                self.all(json::items(block, "generators"), &index);
            }
        }
    }

    fn terms(&self, kind: &str, entry: &Node, block: &Node) -> Vec<Term> {
        let mut terms = Vec::new();
        if kind == "clusters" {
            let label = |key: &str| self.cluster.labels.get(key).map(String::as_str);
            for term in &read(block, Values::Labels).terms {
                let name = format!("metadata.labels.{}", term.key);
                terms.push(held(term, &name, label(&term.key), self.is_implicit));
            }
        }
        for term in &read(entry, Values::Any).terms {
            if let Some(found) = parameter(self.cluster, &term.key) {
                terms.push(held(term, &term.key, found, false));
            }
        }
        terms
    }
}

/// Reads a selector; one that the controller refuses has no terms, and the refusal was told.
fn read(node: &Node, values: Values) -> Selector {
    let read = json::present(node, "selector").map(|node| Selector::read(node, values));
    read.and_then(Result::ok).unwrap_or_default()
}

/// Returns what a parameter of the cluster generator holds; `None` for parameters that are not the cluster's.
#[expect(
    clippy::option_option,
    reason = "unknown, absent and found are three outcomes"
)]
fn parameter<'c>(cluster: &'c Cluster, key: &str) -> Option<Option<&'c str>> {
    match key {
        "name" => return Some(Some(cluster.name())),
        "server" => return Some(Some(cluster.server())),
        "project" => return Some(Some(cluster.field("project"))),
        _ => {}
    }
    let of = |texts: &'c BTreeMap<String, String>, key: &str| texts.get(key).map(String::as_str);
    let label = key
        .strip_prefix("metadata.labels.")
        .map(|key| of(&cluster.labels, key));
    let annotation = key.strip_prefix("metadata.annotations.");
    label.or_else(|| annotation.map(|key| of(&cluster.annotations, key)))
}

/// The cluster that no Secret stands for has no labels, and a selector with terms leaves it out.
fn held(term: &Requirement, name: &str, found: Option<&str>, never: bool) -> Term {
    let listed = || format!("[{}]", term.values.join(", "));
    let wanted = match (term.operator, term.values.as_slice()) {
        (Operator::In, [only]) => only.clone(),
        (Operator::In, _) => format!("In {}", listed()),
        (Operator::NotIn, _) => format!("NotIn {}", listed()),
        (Operator::Exists, _) => "Exists".to_owned(),
        (Operator::DoesNotExist, _) => "DoesNotExist".to_owned(),
    };
    Term {
        term: name.to_owned(),
        wanted,
        found: found.map(str::to_owned),
        holds: !never && term.holds(found),
    }
}
