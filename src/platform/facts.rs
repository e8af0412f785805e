//! What templates see beside the parameters: `.Values.loft`.

use super::gap::Gap;
use super::supplied::Resolved;
use crate::gotmpl::{self, List, Map, Text};
use crate::world::Owner;
use crate::yaml::{Entry, Node, Number, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The circumstances of an instance, as far as they are known.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The instance's name.
    pub name: String,
    /// The project's name.
    pub project: String,
    /// The project's namespace.
    pub namespace: String,
    /// The instance's owner.
    pub owner: Option<Owner>,
    /// The connected cluster.
    pub cluster: Option<String>,
    /// The annotations of that cluster.
    pub annotations: Option<Arc<BTreeMap<String, String>>>,
    /// The virtual cluster's name.
    pub virtual_cluster: String,
    /// Its namespace in the host cluster.
    pub host_namespace: Option<String>,
}

/// What stands in the place of a fact that is not known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fill<'f> {
    /// The text.
    pub(super) text: &'f str,
    /// Whether an owner that is not known is a team.
    pub(super) team: bool,
    /// The annotations that are read.
    pub(super) keys: &'f [String],
}

impl Facts {
    /// Returns what is open about a path below `.Values.loft`, if anything is.
    pub(super) fn gap(&self, path: &str) -> Option<Gap> {
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        let known = match first {
            "name" | "project" | "virtualClusterName" => true,
            "user" | "team" => {
                let is_name = matches!(rest, "" | "name");
                if self.owner.is_some() && !is_name {
                    return Some(Gap::Loft(format!("loft.{path}")));
                }
                self.owner.is_some()
            }
            "cluster" => self.cluster.is_some(),
            "clusterAnnotations" => self.has_annotation(rest),
            "virtualClusterNamespace" => self.host_namespace.is_some(),
            "space" => return Some(Gap::Space),
            "namespace" => return Some(Gap::Namespace),
            _ => return Some(Gap::Loft(format!("loft.{path}"))),
        };
        match first {
            _ if known => None,
            "cluster" => Some(Gap::Cluster),
            "clusterAnnotations" => Some(self.annotation_gap(rest)),
            "virtualClusterNamespace" => Some(Gap::HostNamespace),
            _ => Some(Gap::Owner),
        }
    }

    /// Says whether an annotation is known; all of them, for the empty key.
    pub(super) fn has_annotation(&self, key: &str) -> bool {
        let known = self.annotations.as_ref();
        known.is_some_and(|known| key.is_empty() || known.contains_key(key))
    }

    /// Returns that an annotation is not known.
    pub(super) fn annotation_gap(&self, key: &str) -> Gap {
        let keys = Some(key.to_owned()).filter(|key| !key.is_empty());
        Gap::Annotations {
            cluster: self.cluster.clone(),
            keys: keys.into_iter().collect(),
        }
    }

    /// Says whether a fact is missing that World or the instance could give.
    pub(super) fn is_whole(&self) -> bool {
        self.owner.is_some()
            && self.cluster.is_some()
            && self.annotations.is_some()
            && self.host_namespace.is_some()
    }

    /// Returns the dot of a template. Facts that are not known are left out, or filled.
    pub(super) fn dot(&self, values: &Node, fill: Option<Fill<'_>>) -> gotmpl::Value {
        let mut entries: Vec<(Text, gotmpl::Value)> = match &values.value {
            Value::Map(map) => map.iter().map(pair).collect(),
            _ => Vec::new(),
        };
        entries.push(("loft".into(), self.loft(fill).into()));
        let values = Map::any(entries);
        Map::any([(Text::from("Values"), gotmpl::Value::Map(values))]).into()
    }

    fn loft(&self, fill: Option<Fill<'_>>) -> Map {
        let filled = fill.map(|fill| fill.text);
        let mut entries: Vec<(Text, gotmpl::Value)> = Vec::with_capacity(10);
        let mut add = |key: &str, value: Option<&str>| {
            if let Some(value) = value {
                entries.push((key.into(), value.into()));
            }
        };
        add("name", Some(&self.name));
        add("project", Some(&self.project));
        add("virtualClusterName", Some(&self.virtual_cluster));
        add("cluster", self.cluster.as_deref().or(filled));
        add(
            "virtualClusterNamespace",
            self.host_namespace.as_deref().or(filled),
        );
        add("space", filled);
        add("namespace", filled);
        if let Some([user, team]) = self.owners(fill) {
            entries.push(("user".into(), user));
            entries.push(("team".into(), team));
        }
        if let Some(annotations) = self.annotations(fill) {
            entries.push(("clusterAnnotations".into(), annotations));
        }
        Map::any(entries)
    }

    /// Returns user and team, of which one is nothing.
    fn owners(&self, fill: Option<Fill<'_>>) -> Option<[gotmpl::Value; 2]> {
        let named = |name: &str| gotmpl::Value::Map(Map::any([(Text::from("name"), name.into())]));
        Some(match (&self.owner, fill) {
            (Some(Owner::User(name)), _) => [named(name), gotmpl::Value::Nil],
            (Some(Owner::Team(name)), _) => [gotmpl::Value::Nil, named(name)],
            (None, Some(fill)) if fill.team => [gotmpl::Value::Nil, named(fill.text)],
            (None, Some(fill)) => [named(fill.text), gotmpl::Value::Nil],
            (None, None) => return None,
        })
    }

    fn annotations(&self, fill: Option<Fill<'_>>) -> Option<gotmpl::Value> {
        let pair = |key: &str, text: &str| (Text::from(key), gotmpl::Value::from(text));
        let map = match (&self.annotations, fill) {
            (Some(known), _) => Map::any(known.iter().map(|(key, text)| pair(key, text))),
            (None, Some(fill)) => Map::any(fill.keys.iter().map(|key| pair(key, fill.text))),
            (None, None) => return None,
        };
        Some(map.into())
    }
}

fn pair(entry: &Entry) -> (Text, gotmpl::Value) {
    (Text::from(&*entry.key.text), value(&entry.node))
}

/// Integers of parameters are Go's `int`.
fn value(node: &Node) -> gotmpl::Value {
    match &node.value {
        Value::Null => gotmpl::Value::Nil,
        Value::Bool(value) => (*value).into(),
        Value::Number(Number::Int(number)) => gotmpl::Value::Int(*number),
        Value::Number(Number::Uint(number)) => gotmpl::Value::Uint64(*number),
        Value::Number(Number::Float(number)) => (*number).into(),
        Value::String(text) => gotmpl::Value::text(&**text),
        Value::List(items) => List::any(items.iter().map(value).collect()).into(),
        Value::Map(map) => Map::any(map.iter().map(pair)).into(),
    }
}

/// The parameters and circumstances that one instance's templates see.
#[derive(Debug)]
pub(super) struct Scene<'s> {
    /// The circumstances.
    pub(super) facts: &'s Facts,
    /// The parameters.
    pub(super) resolved: &'s Resolved,
    /// The dot, with all that is certain and nothing else.
    pub(super) certain: gotmpl::Value,
}

impl<'s> Scene<'s> {
    /// Sets the scene.
    pub(super) fn new(facts: &'s Facts, resolved: &'s Resolved) -> Self {
        Self {
            certain: facts.dot(&resolved.declared, None),
            facts,
            resolved,
        }
    }

    /// Returns all that is open, for texts that read all values at once.
    pub(super) fn gaps(&self) -> Vec<Gap> {
        let facts = [
            "user",
            "cluster",
            "clusterAnnotations",
            "virtualClusterNamespace",
        ];
        let facts = facts.iter().filter_map(|path| self.facts.gap(path));
        let given = self.resolved.all.as_map();
        let keys = given.into_iter().flat_map(|map| map.keys());
        let extra = keys.filter(|key| self.resolved.declared.get(key).is_none());
        let extra = extra.map(|path| Gap::Undeclared {
            path: path.to_owned(),
            supplied: true,
        });
        facts.chain(extra).collect()
    }

    /// Says whether the instance gives values that nothing declares.
    pub(super) fn has_undeclared(&self) -> bool {
        self.resolved.all != self.resolved.declared
    }

    /// Says whether the instance gives a value at a path.
    pub(super) fn is_supplied(&self, path: &str) -> bool {
        let keys: Vec<&str> = path.split('.').collect();
        self.resolved.all.at(&keys).is_some()
    }
}
