//! The fields of vcluster.yaml by version of the chart `vcluster`, and values held against them.

use crate::diagnostic::nearest;
use crate::yaml::{Map, Node, Value};

/// The facts: a line for each field, a space for each level, then name, type and the minor versions that have it where not all
/// do. `*` is any key, `[]` any item.
const FACTS: &str = include_str!("fields.txt");
/// The minor versions that the facts are about.
const KNOWN: [u32; 2] = [28, 36];

/// What stands in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Bool,
    TextOrBool,
    Int,
    List,
    /// A map with these fields and no other.
    Map,
    /// A map with these fields and others.
    Open,
    Any,
}

#[derive(Debug, Default)]
struct Field {
    name: &'static str,
    /// Types with the first and last minor version that has the field so.
    kinds: Vec<(Kind, u32, u32)>,
    children: Vec<usize>,
}

/// The fields of all known versions.
#[derive(Debug)]
pub(super) struct Fields {
    all: Vec<Field>,
}

/// A place of the values that the chart refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Misfit {
    /// The path, joined with dots.
    pub(super) path: String,
    /// The last key of the path that is written as such.
    pub(super) key: String,
    /// What is wrong with it.
    pub(super) what: String,
    /// What to write.
    pub(super) help: Option<String>,
}

/// Returns the minor version of a chart whose fields are known.
pub(super) fn minor(version: &str) -> Result<u32, String> {
    let mut parts = version.trim_start_matches('v').split(['.', '-', '+']);
    let major = parts.next();
    let minor = parts.next().and_then(|minor| minor.parse().ok());
    let [first, last] = KNOWN;
    match (major, minor) {
        (Some("0"), Some(minor)) if (first..=last).contains(&minor) => Ok(minor),
        _ => Err(format!(
            "the fields of chart {version} are not known: those of 0.{first} to 0.{last} are"
        )),
    }
}

impl Fields {
    /// Reads the facts.
    pub(super) fn new() -> Self {
        let root = Field {
            kinds: vec![(Kind::Map, KNOWN[0], KNOWN[1])],
            ..Field::default()
        };
        let mut fields = Self { all: vec![root] };
        let mut path = vec![0];
        for line in FACTS.lines() {
            let bare = line.trim_start();
            path.truncate(line.len() - bare.len() + 1);
            let parent = *path.last().expect("the root is never cut off");
            path.push(fields.add(parent, bare));
        }
        fields
    }

    /// Adds what a line says to the field of its name.
    fn add(&mut self, parent: usize, line: &'static str) -> usize {
        let mut words = line.split(' ');
        let name = words.next().unwrap_or_default();
        let kind = kind(words.next().unwrap_or_default());
        let [first, last] = KNOWN;
        let (from, to) = words
            .next()
            .and_then(|range| range.split_once(".."))
            .unwrap_or(("", ""));
        let range = (
            kind,
            from.parse().unwrap_or(first),
            to.parse().unwrap_or(last),
        );
        let at = self.child(parent, name).unwrap_or_else(|| {
            self.all.push(Field {
                name,
                ..Field::default()
            });
            let at = self.all.len() - 1;
            self.all[parent].children.push(at);
            at
        });
        self.all[at].kinds.push(range);
        at
    }

    fn child(&self, parent: usize, name: &str) -> Option<usize> {
        let mut children = self.all[parent].children.iter().copied();
        children.find(|at| self.all[*at].name == name)
    }

    fn kind(&self, at: usize, minor: u32) -> Option<Kind> {
        let mut kinds = self.all[at].kinds.iter();
        let found = kinds.find(|(_, first, last)| (*first..=*last).contains(&minor));
        found.map(|(kind, ..)| *kind)
    }

    /// Returns what a chart refuses of values, in their order.
    pub(super) fn misfits(&self, values: &Node, minor: u32) -> Vec<Misfit> {
        let mut check = Check {
            fields: self,
            minor,
            path: Vec::new(),
            found: Vec::new(),
        };
        check.value(values, 0);
        check.found
    }
}

fn kind(word: &str) -> Kind {
    match word {
        "text" => Kind::Text,
        "bool" => Kind::Bool,
        "text|bool" => Kind::TextOrBool,
        "int" => Kind::Int,
        "list" => Kind::List,
        "map" => Kind::Map,
        "open" => Kind::Open,
        _ => Kind::Any,
    }
}

struct Check<'c> {
    fields: &'c Fields,
    minor: u32,
    path: Vec<String>,
    found: Vec<Misfit>,
}

impl Check<'_> {
    /// Helm takes a null away before it looks at types.
    fn value(&mut self, node: &Node, at: usize) {
        let Some(kind) = self.fields.kind(at, self.minor) else {
            return;
        };
        match (&node.value, kind) {
            (Value::Null, _) | (_, Kind::Any) => {}
            (Value::Map(map), Kind::Map | Kind::Open) => self.map(map, at, kind),
            (Value::List(items), Kind::List) => self.list(items, at),
            (value, kind) if fits(value, kind) => {}
            (value, kind) => self.wrong_type(value, kind),
        }
    }

    fn list(&mut self, items: &[Node], at: usize) {
        let Some(item) = self.fields.child(at, "[]") else {
            return;
        };
        for (number, node) in items.iter().enumerate() {
            self.path.push(format!("[{number}]"));
            self.value(node, item);
            self.path.pop();
        }
    }

    fn map(&mut self, map: &Map, at: usize, kind: Kind) {
        let any = self.known(at, "*");
        for entry in map {
            let key = &*entry.key.text;
            self.path.push(key.to_owned());
            match self.known(at, key).or(any) {
                Some(child) => self.value(&entry.node, child),
                None if kind == Kind::Map => self.unknown(at, key),
                None => {}
            }
            self.path.pop();
        }
    }

    /// Returns a field that this version has.
    fn known(&self, at: usize, key: &str) -> Option<usize> {
        let child = self.fields.child(at, key)?;
        self.fields.kind(child, self.minor).map(|_| child)
    }

    fn unknown(&mut self, at: usize, key: &str) {
        let minor = self.minor;
        let other = self
            .fields
            .child(at, key)
            .map(|child| &self.fields.all[child].kinds);
        let help = match other {
            Some(kinds) => kinds
                .iter()
                .map(|(_, first, last)| span_of(*first, *last))
                .next(),
            None => self.nearest(at, key),
        };
        let what = format!("chart 0.{minor} has no field `{}`", self.joined());
        self.add(what, help);
    }

    fn nearest(&self, at: usize, key: &str) -> Option<String> {
        let children = self.fields.all[at].children.iter();
        let present = children.filter(|child| self.fields.kind(**child, self.minor).is_some());
        let found = nearest(key, present.map(|child| self.fields.all[*child].name))?;
        Some(format!("did you mean `{found}`?"))
    }

    fn wrong_type(&mut self, value: &Value, kind: Kind) {
        let wanted = match kind {
            Kind::Text => "a text",
            Kind::Bool => "true or false",
            Kind::TextOrBool => "a text, true or false",
            Kind::Int => "a whole number",
            Kind::List => "a list",
            Kind::Map | Kind::Open => "a map",
            Kind::Any => "anything",
        };
        let found = value.type_name();
        let what = format!(
            "`{}` is a {found}, where the chart takes {wanted}",
            self.joined()
        );
        let quote = matches!(value, Value::Bool(_) | Value::Number(_)) && kind == Kind::Text;
        self.add(what, quote.then(|| "put it in quotes".to_owned()));
    }

    fn add(&mut self, what: String, help: Option<String>) {
        let keys = self.path.iter().rev();
        let key = keys.clone().find(|key| !key.starts_with('['));
        self.found.push(Misfit {
            path: self.joined(),
            key: key.cloned().unwrap_or_default(),
            what,
            help,
        });
    }

    fn joined(&self) -> String {
        match self.path.is_empty() {
            true => "vcluster.yaml".to_owned(),
            false => self.path.join(".").replace(".[", "["),
        }
    }
}

fn fits(value: &Value, kind: Kind) -> bool {
    match value {
        Value::String(_) => matches!(kind, Kind::Text | Kind::TextOrBool),
        Value::Bool(_) => matches!(kind, Kind::Bool | Kind::TextOrBool),
        Value::Number(number) => kind == Kind::Int && is_whole(number),
        Value::Null | Value::List(_) | Value::Map(_) => false,
    }
}

/// JSON Schema takes `1.0` for an integer.
fn is_whole(number: &crate::yaml::Number) -> bool {
    match number {
        crate::yaml::Number::Float(number) => number.fract() == 0.0,
        crate::yaml::Number::Int(_) | crate::yaml::Number::Uint(_) => true,
    }
}

/// Says which versions have a field.
fn span_of(first: u32, last: u32) -> String {
    match (first == KNOWN[0], last == KNOWN[1]) {
        (true, _) => format!("the field was there until chart 0.{last}"),
        (false, true) => format!("the field is there from chart 0.{first} on"),
        (false, false) => format!("the field was there from chart 0.{first} to 0.{last}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::span::Sources;
    use crate::yaml::{Limits, Reading, read};

    fn misfits(text: &str, minor: u32) -> Vec<String> {
        let source = Sources::new().add("t", text.as_bytes());
        let mut out = Diagnostics::new();
        let limits = Limits::default();
        let nodes = read(source, text.as_bytes(), Reading::Kubectl, &limits, &mut out).unwrap();
        let found = Fields::new().misfits(&nodes[0], minor);
        let shown = found.into_iter();
        shown
            .map(|one| format!("{}: {}", one.what, one.help.unwrap_or_default()))
            .collect()
    }

    #[test]
    fn fields_change_with_the_chart() {
        let sleep = "sleepMode: {enabled: true}\n";
        assert!(misfits(sleep, 31).is_empty());
        assert_eq!(
            misfits(sleep, 32),
            ["chart 0.32 has no field `sleepMode`: the field was there until chart 0.31"]
        );
        let nodes = "privateNodes: {autoNodes: [{provider: p}]}\n";
        assert!(misfits(nodes, 34).is_empty());
        assert_eq!(misfits(nodes, 29).len(), 1);
    }

    #[test]
    fn names_and_types_are_checked_at_every_depth() {
        let text = "sync: {toHost: {persistentvolumeclaims: {enabled: true}, pods: {enabled: 'yes'}}}\n\
            controlPlane: {distro: {k8s: {version: 1.31}}, statefulSet: {labels: {a: b, c: 1}}}\n\
            policies: {resourceQuota: {enabled: auto, quota: {anything: 3}}}\nlogging: null\n";
        assert_eq!(
            misfits(text, 34),
            [
                "chart 0.34 has no field `sync.toHost.persistentvolumeclaims`: did you mean `persistentVolumeClaims`?",
                "`sync.toHost.pods.enabled` is a string, where the chart takes true or false: ",
                "`controlPlane.distro.k8s.version` is a number, where the chart takes a text: put it in quotes",
                "`controlPlane.statefulSet.labels.c` is a number, where the chart takes a text: put it in quotes",
            ]
        );
    }

    #[test]
    fn versions_outside_of_the_facts_are_told() {
        assert_eq!(minor("v0.34.7-rc.1"), Ok(34));
        assert!(minor("0.20.0").is_err() && minor("1.30.0").is_err() && minor("x").is_err());
    }
}
