//! Why a cluster is matched by an ApplicationSet, or is not.

use super::admission;
use super::expand::{Surroundings, expand};
use super::generators::{SERVER, secrets};
use super::json;
use super::selector::{Operator, Requirement, Selector, Values};
use super::transform::kinds;
use crate::diagnostic::Diagnostics;
use crate::world::Cluster;
use crate::yaml::Node;

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
    let mut known = secrets(around.world);
    let has_local = secrets(around.world).any(|cluster| cluster.server() == SERVER);
    let found = known.find(|known| known.name() == cluster || known.secret == cluster);
    let is_implicit = found.is_none() && !has_local && cluster == "in-cluster";
    let found = found.or(is_implicit.then_some(&implicit))?;
    let expansion = expand(set, around, out);
    let goes = |node: &&Node| goes_to(node, found);
    let nodes = expansion.applications.iter().flatten();
    let applications: Vec<String> = nodes
        .filter(|application| goes(&&application.node))
        .map(|application| application.name.to_string())
        .collect();
    let mut generators = Vec::new();
    let admitted = admission::admit(set, "", &mut Diagnostics::new()).ok()?;
    let entries = admitted
        .get("spec")
        .map_or(&[][..], |spec| json::items(spec, "generators"));
    judge_all(entries, "", found, is_implicit, &mut generators);
    Some(Why {
        matched: !applications.is_empty(),
        generators,
        applications,
    })
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

fn judge_all(
    entries: &[Node],
    above: &str,
    cluster: &Cluster,
    implicit: bool,
    out: &mut Vec<GeneratorMatch>,
) {
    for (at, entry) in entries.iter().enumerate() {
        let index = match above {
            "" => at.to_string(),
            above => format!("{above}.{at}"),
        };
        for kind in kinds(entry) {
            let Some(block) = entry.get(kind) else {
                continue;
            };
            out.push(judge(&index, kind, entry, block, cluster, implicit));
            judge_all(
                json::items(block, "generators"),
                &index,
                cluster,
                implicit,
                out,
            );
        }
    }
}

fn judge(
    index: &str,
    kind: &str,
    entry: &Node,
    block: &Node,
    cluster: &Cluster,
    implicit: bool,
) -> GeneratorMatch {
    let mut terms = Vec::new();
    if kind == "clusters" {
        let selector = json::present(block, "selector");
        let read = selector.map(|node| Selector::read(node, Values::Labels));
        let read = read.transpose().ok().flatten().unwrap_or_default();
        let label = |key: &str| cluster.labels.get(key).map(String::as_str);
        for term in &read.terms {
            terms.push(held(
                term,
                &format!("metadata.labels.{}", term.key),
                label(&term.key),
                implicit,
            ));
        }
    }
    if let Some(node) = json::present(entry, "selector")
        && let Ok(selector) = Selector::read(node, Values::Any)
    {
        for term in &selector.terms {
            if let Some(found) = parameter(cluster, &term.key) {
                terms.push(held(term, &term.key, found, false));
            }
        }
    }
    GeneratorMatch {
        index: index.to_owned(),
        kind: kind.to_owned(),
        matched: terms.iter().all(|term| term.holds),
        terms,
    }
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
    let of = |texts: &'c std::collections::BTreeMap<String, String>, key: &str| {
        texts.get(key).map(String::as_str)
    };
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
