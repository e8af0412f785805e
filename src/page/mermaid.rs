//! The chain as a mermaid flowchart.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// More nodes nobody can follow, and mermaid's own limits (v11) are 500 edges and 50,000 characters.
const NODES: usize = 300;
const EDGES: usize = 450;
const BYTES: usize = 42_000;
/// As much of a name as a node shows.
const NAME: usize = 100;

const CLASSES: &str = "  classDef problem stroke:#9a5b00,stroke-width:2px
  classDef refused stroke:#b3261e,stroke-width:2px
  classDef none stroke-dasharray:4
";

/// Returns one plan, as `dodona plan -o json` gives it, as a flowchart: instance, cluster Secret, ApplicationSet, Application.
///
/// A plan that is too large for a picture ends in a note that says how many Applications are missing.
///
/// ```
/// let plan = serde_json::json!({"applications": [{"name": "shop", "applicationSet": "apps", "cluster": "prod"}]});
/// let chart = dodona::page::mermaid(&plan);
/// assert!(chart.contains("  s0{{\"apps\"}}\n  c0 --> s0\n"));
/// ```
#[must_use]
pub fn mermaid(plan: &Value) -> String {
    let mut applications: Vec<&Value> = items(plan, "applications").iter().collect();
    let mut chart = Chart::new(plan);
    let mut missing = chart.draw(&applications);
    if missing > 0 {
        // Each set has its turn, or the first one would take all the room.
        let turns = turns(&applications);
        let mut sorted: Vec<(usize, &Value)> = turns.into_iter().zip(applications).collect();
        sorted.sort_by_key(|(turn, _)| *turn);
        applications = sorted
            .into_iter()
            .map(|(_, application)| application)
            .collect();
        chart = Chart::new(plan);
        missing = chart.draw(&applications);
    } else {
        chart.rest(plan);
    }
    chart.finish(missing)
}

/// Which place each Application has in its set, from 1.
fn turns(applications: &[&Value]) -> Vec<usize> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let turns = applications.iter().map(|application| {
        let turn = seen.entry(text(application, "applicationSet")).or_default();
        *turn += 1;
        *turn
    });
    turns.collect()
}

fn items<'p>(plan: &'p Value, key: &str) -> &'p [Value] {
    plan[key].as_array().map_or(&[], Vec::as_slice)
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

/// What tells a thing from all others of its kind.
fn full(thing: &Value) -> String {
    format!("{}/{}", text(thing, "namespace"), text(thing, "name"))
}

fn has_failed(set: &Value) -> bool {
    !set["error"].is_null() || !items(set, "errors").is_empty()
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Instance,
    Cluster,
    Set,
    Application,
}

impl Kind {
    /// The letter of its nodes, and what stands around their names.
    fn shape(self) -> (char, &'static str, &'static str) {
        match self {
            Self::Instance => ('i', "([", "])"),
            Self::Cluster => ('c', "[(", ")]"),
            Self::Set => ('s', "{{", "}}"),
            Self::Application => ('a', "[", "]"),
        }
    }
}

/// A chart as far as it is drawn.
struct Chart<'p> {
    /// Clusters by each of their names.
    clusters: BTreeMap<&'p str, &'p Value>,
    /// Instances by the Secret that they lead to.
    instances: BTreeMap<&'p str, &'p Value>,
    nodes: BTreeMap<(Kind, String), usize>,
    /// Applications that are drawn, which others may come from.
    applications: BTreeMap<String, String>,
    edges: BTreeSet<(String, String)>,
    text: String,
}

impl<'p> Chart<'p> {
    fn new(plan: &'p Value) -> Self {
        let named = items(plan, "clusters").iter().flat_map(|cluster| {
            ["name", "secret", "server"].map(|key| (text(cluster, key), cluster))
        });
        let instances = items(plan, "instances").iter();
        Self {
            clusters: named.filter(|(name, _)| !name.is_empty()).collect(),
            instances: instances
                .map(|instance| (text(instance, "clusterSecret"), instance))
                .filter(|(secret, _)| !secret.is_empty())
                .collect(),
            nodes: BTreeMap::new(),
            applications: BTreeMap::new(),
            edges: BTreeSet::new(),
            text: "flowchart LR\n".to_owned(),
        }
    }

    /// Says whether an Application with all that leads to it still fits.
    fn has_room(&self) -> bool {
        self.nodes.len() + 4 <= NODES && self.edges.len() + 3 <= EDGES && self.text.len() <= BYTES
    }

    /// Draws Applications as long as there is room, and returns how many are left.
    fn draw(&mut self, applications: &[&Value]) -> usize {
        let drawn = applications
            .iter()
            .take_while(|one| self.application(one))
            .count();
        applications.len() - drawn
    }

    /// Draws what leads to no Application, as long as there is room.
    fn rest(&mut self, plan: &Value) {
        for cluster in items(plan, "clusters") {
            let names = ["name", "secret", "server"].map(|key| text(cluster, key));
            if self.has_room() {
                let name = names.into_iter().find(|name| !name.is_empty());
                self.cluster(name.unwrap_or_default());
            }
        }
        for set in items(plan, "applicationSets") {
            if self.has_room() {
                let name = text(set, "name");
                let class = if has_failed(set) { "refused" } else { "none" };
                self.node(Kind::Set, name, name, class);
            }
        }
        for instance in items(plan, "instances") {
            if instance["clusterSecret"].is_null() && self.has_room() {
                let class = match instance["state"] == "unknown" {
                    true => "problem",
                    false => "none",
                };
                let name = text(instance, "name");
                self.node(Kind::Instance, &full(instance), name, class);
            }
        }
    }

    /// Draws an Application with all that leads to it, and says whether there was room.
    fn application(&mut self, application: &Value) -> bool {
        if !self.has_room() {
            return false;
        }
        let parent = self.applications.get(text(application, "parent")).cloned();
        let mut before = parent.or_else(|| self.cluster(text(application, "cluster")));
        let set = text(application, "applicationSet");
        if !set.is_empty() {
            let set = self.node(Kind::Set, set, set, "");
            self.edge(before.as_ref(), &set);
            before = Some(set);
        }
        let class = match &application["problems"] {
            _ if application["refused"] == true => "refused",
            Value::Array(problems) if !problems.is_empty() => "problem",
            _ => "",
        };
        // Two Applications of one name are a fault that the picture has to show.
        let place = format!("{} {set} {:?}", full(application), before);
        let name = text(application, "name");
        let node = self.node(Kind::Application, &place, name, class);
        self.edge(before.as_ref(), &node);
        self.applications.insert(full(application), node);
        true
    }

    /// Draws a cluster and the instance that it comes from.
    fn cluster(&mut self, name: &str) -> Option<String> {
        if name.is_empty() {
            return None;
        }
        let Some(cluster) = self.clusters.get(name).copied() else {
            return Some(self.node(Kind::Cluster, name, name, "none"));
        };
        let secret = text(cluster, "secret");
        let shown = [text(cluster, "name"), secret, name];
        let shown = shown.into_iter().find(|text| !text.is_empty());
        let instance = self.instances.get(secret).copied();
        let from = instance
            .map(|instance| self.node(Kind::Instance, &full(instance), text(instance, "name"), ""));
        let node = self.node(
            Kind::Cluster,
            shown.unwrap_or(name),
            shown.unwrap_or(name),
            "",
        );
        self.edge(from.as_ref(), &node);
        Some(node)
    }

    /// Draws a node unless it is there, and returns its name.
    fn node(&mut self, kind: Kind, place: &str, name: &str, class: &str) -> String {
        let (letter, open, close) = kind.shape();
        let place = (kind, place.to_owned());
        if let Some(number) = self.nodes.get(&place) {
            return format!("{letter}{number}");
        }
        let number = self
            .nodes
            .keys()
            .filter(|(other, _)| *other == kind)
            .count();
        self.nodes.insert(place, number);
        let name = escaped(name);
        let class = if class.is_empty() {
            String::new()
        } else {
            format!(":::{class}")
        };
        writeln!(
            self.text,
            "  {letter}{number}{open}\"{name}\"{close}{class}"
        )
        .expect("a string takes everything");
        format!("{letter}{number}")
    }

    fn edge(&mut self, from: Option<&String>, to: &str) {
        let Some(from) = from else { return };
        if self.edges.insert((from.clone(), to.to_owned())) {
            writeln!(self.text, "  {from} --> {to}").expect("a string takes everything");
        }
    }

    fn finish(mut self, missing: usize) -> String {
        if missing > 0 {
            let what = if missing == 1 {
                "Application is"
            } else {
                "Applications are"
            };
            writeln!(
                self.text,
                "  note[\"{missing} more {what} not drawn\"]:::none"
            )
            .expect("a string takes everything");
        }
        self.text + CLASSES
    }
}

/// A name between quotes: mermaid reads markdown, HTML and `#NUMBER;` in it, so all but letters and harmless signs is a number.
fn escaped(name: &str) -> String {
    let mut escaped = String::new();
    for character in name.chars().take(NAME) {
        match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' | '-' | '.' | '/' | ':' => {
                escaped.push(character)
            }
            _ if character.is_alphanumeric() => escaped.push(character),
            // A browser would follow a direction or drop a control character, so its number is shown as text.
            _ if !character.is_ascii_graphic() => {
                write!(escaped, "U+{:04X}", u32::from(character))
                    .expect("a string takes everything");
            }
            _ => write!(escaped, "#{};", u32::from(character)).expect("a string takes everything"),
        }
    }
    if name.chars().nth(NAME).is_some() {
        escaped.push('…');
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_name_is_nothing_but_a_name() {
        assert_eq!(escaped("a-b.c/d"), "a-b.c/d");
        assert_eq!(escaped("\"]`#<b>&;"), "#34;#93;#96;#35;#60;b#62;#38;#59;");
        assert_eq!(escaped("a\u{202e}b\nc"), "aU+202EbU+000Ac");
        assert_eq!(escaped("käse"), "käse");
        assert_eq!(escaped(&"x".repeat(101)), format!("{}…", "x".repeat(100)));
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        let application = |number: usize| {
            let set = format!("s{}", number % 10);
            json!({"name": format!("a{number}"), "applicationSet": set, "cluster": format!("c{number}")})
        };
        let applications: Vec<Value> = (0..1000).map(application).collect();
        let chart = mermaid(&json!({"applications": applications}));
        let nodes = chart.lines().filter(|line| line.contains("[\"a")).count();
        assert!((100..300).contains(&nodes), "{nodes}");
        let note = format!("note[\"{} more Applications are not drawn\"]", 1000 - nodes);
        assert!(chart.contains(&note), "{chart}");
        assert_eq!(chart.matches("{{\"s").count(), 10, "every set has its turn");
        assert!(chart.matches("-->").count() <= 500);
        assert!(chart.len() < 50_000, "{}", chart.len());
    }
}
