//! What if there were more of them: rows that stand for many instances.

use super::platform::Owner;
use super::read::Reader;
use crate::span::Span;
use crate::yaml::{Entry, Node, Number, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The most instances of one row.
const MOST: usize = 100_000;
/// The fields of a row.
const FIELDS: [&str; 10] = [
    "instances",
    "project",
    "template",
    "version",
    "namePattern",
    "parameters",
    "labels",
    "cluster",
    "owner",
    "first",
];

/// A row that stands for instances of one template in one project.
///
/// The values of its parameters are taken in turn: the instances walk through every combination, the last parameter changing
/// first, and begin anew behind the last combination.
#[derive(Clone, Debug)]
pub struct Generate {
    /// How many there are.
    pub instances: usize,
    /// The project's name, without prefix.
    pub project: String,
    /// The template's name.
    pub template: String,
    /// The version that is asked for.
    pub version: Option<String>,
    /// The labels of each.
    pub labels: BTreeMap<String, String>,
    /// The connected cluster of each.
    pub cluster: Option<String>,
    /// The owner of each.
    pub owner: Option<Owner>,
    /// Where it is written.
    pub span: Span,
    pattern: String,
    first: usize,
    parameters: Vec<Parameter>,
}

#[derive(Clone, Debug)]
struct Parameter {
    entry: Entry,
    values: Vec<Value>,
}

/// One instance of a row.
#[derive(Clone, Debug)]
pub struct Generated<'g> {
    /// Its name.
    pub name: String,
    /// Its parameters: a map.
    pub parameters: Node,
    /// The row.
    pub row: &'g Generate,
}

impl Generate {
    /// Returns the instances of the row, in order.
    pub fn each(&self) -> impl Iterator<Item = Generated<'_>> {
        (0..self.instances).map(|at| self.generated(at))
    }

    fn generated(&self, at: usize) -> Generated<'_> {
        let mut left = at;
        let mut entries: Vec<Entry> = Vec::with_capacity(self.parameters.len());
        for parameter in self.parameters.iter().rev() {
            let value = parameter.values[left % parameter.values.len()].clone();
            left /= parameter.values.len();
            let mut entry = parameter.entry.clone();
            entry.node.value = value;
            entries.push(entry);
        }
        entries.reverse();
        let name = self.name(self.first + at, &entries);
        Generated {
            name,
            parameters: Node::map(entries, self.span),
            row: self,
        }
    }

    fn name(&self, number: usize, entries: &[Entry]) -> String {
        let mut name = self.pattern.replace("{n}", &number.to_string());
        for entry in entries {
            let hole = format!("{{{}}}", entry.key.text);
            if name.contains(&hole) {
                name = name.replace(&hole, &text(&entry.node.value));
            }
        }
        name
    }
}

/// Returns a scalar as text.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.to_string(),
        Value::Bool(value) => value.to_string(),
        Value::Number(Number::Int(value)) => value.to_string(),
        Value::Number(Number::Uint(value)) => value.to_string(),
        Value::Number(Number::Float(value)) => value.to_string(),
        Value::Null | Value::List(_) | Value::Map(_) => String::new(),
    }
}

impl Generate {
    pub(super) fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        reader.map(node, &FIELDS)?;
        let project = wanted(node, "project", reader)?;
        let template = wanted(node, "template", reader)?;
        let parameters = parameters(node, reader)?;
        let version = Some(reader.text(node, "version")).filter(|text| !text.is_empty());
        let pattern = Some(reader.text(node, "namePattern")).filter(|text| !text.is_empty());
        let cluster = Some(reader.text(node, "cluster")).filter(|text| !text.is_empty());
        let row = Self {
            instances: count(node, &parameters, reader)?,
            pattern: pattern.unwrap_or_else(|| format!("{template}-{{n}}")),
            first: first(node, reader),
            labels: reader.texts(node.get("labels")),
            owner: Owner::read(node.get("owner"), reader),
            project,
            template,
            version,
            cluster,
            span: node.span,
            parameters,
        };
        row.check(node, reader).then_some(row)
    }

    /// Says whether every hole of the pattern has something to fill it, and all names differ.
    fn check(&self, node: &Node, reader: &mut Reader<'_>) -> bool {
        let place = node.get("namePattern").unwrap_or(node);
        let mut names = BTreeSet::new();
        for one in self.each() {
            if let Some((_, hole)) = one.name.split_once('{') {
                let hole = hole.split('}').next().unwrap_or_default();
                let what = format!("`namePattern` has `{{{hole}}}`, which nothing fills");
                let help = "write `{n}` for the number, or the name of one of the row's parameters in braces";
                reader.malformed_with(place, &what, help);
                return false;
            }
            if let Some(twice) = names.replace(one.name) {
                let what = format!("`namePattern` makes the name `{twice}` twice");
                reader.malformed_with(place, &what, "add `-{n}` to it");
                return false;
            }
        }
        true
    }
}

fn wanted(node: &Node, key: &str, reader: &mut Reader<'_>) -> Option<String> {
    let text = reader.text(node, key);
    if text.is_empty() {
        let help = "write `- {instances: 100, project: NAME, template: NAME, parameters: {env: [dev, qa]}}`";
        reader.malformed_with(node, &format!("a row names its {key}"), help);
        return None;
    }
    Some(text)
}

fn first(node: &Node, reader: &mut Reader<'_>) -> usize {
    match node.get("first") {
        None => 1,
        Some(_) => usize::try_from(reader.integer(node, "first")).unwrap_or(1),
    }
}

/// Returns how many are asked for; each combination once, where nothing is said.
fn count(node: &Node, parameters: &[Parameter], reader: &mut Reader<'_>) -> Option<usize> {
    let mut lengths = parameters.iter().map(|parameter| parameter.values.len());
    let asked = match node.get("instances") {
        Some(_) => usize::try_from(reader.integer(node, "instances")).ok(),
        None => lengths.try_fold(1_usize, |all, one| all.checked_mul(one)),
    };
    let allowed = asked.filter(|count| (1..=MOST).contains(count));
    if allowed.is_none() {
        let place = node.get("instances").unwrap_or(node);
        let what = format!("a row stands for 1 to {MOST} instances");
        reader.malformed_with(place, &what, "write `instances: 100`");
    }
    allowed
}

fn parameters(node: &Node, reader: &mut Reader<'_>) -> Option<Vec<Parameter>> {
    let Some(found) = node.present_at(&["parameters"]) else {
        return Some(Vec::new());
    };
    let Some(map) = found.as_map() else {
        reader.malformed_with(
            found,
            "`parameters` is a map",
            "write `parameters: {env: [dev, qa]}`",
        );
        return None;
    };
    let read = |entry: &Entry, reader: &mut Reader<'_>| {
        let values = values(&entry.node, reader)?;
        let entry = entry.clone();
        Some(Parameter { entry, values })
    };
    map.iter().map(|entry| read(entry, reader)).collect()
}

/// Returns what a parameter takes in turn: the items of a list, a range of integers, or one value.
fn values(node: &Node, reader: &mut Reader<'_>) -> Option<Vec<Value>> {
    let values = match &node.value {
        Value::List(items) => items.iter().map(|item| item.value.clone()).collect(),
        Value::Map(_) => range(node, reader)?,
        value => vec![value.clone()],
    };
    let is_scalar =
        |value: &Value| matches!(value, Value::String(_) | Value::Bool(_) | Value::Number(_));
    if values.is_empty() || !values.iter().all(is_scalar) {
        let help = "write a value, a list of values, or `{from: 1, to: 5}`";
        reader.malformed_with(
            node,
            "a parameter takes texts, numbers or booleans in turn",
            help,
        );
        return None;
    }
    Some(values)
}

fn range(node: &Node, reader: &mut Reader<'_>) -> Option<Vec<Value>> {
    reader.map(node, &["from", "to", "step"])?;
    let (from, to) = (reader.integer(node, "from"), reader.integer(node, "to"));
    let step = match node.get("step") {
        Some(_) => reader.integer(node, "step"),
        None => 1,
    };
    let length = to.checked_sub(from).map(|length| length / step.max(1));
    let fits = length.is_some_and(|length| (0..MOST as i64).contains(&length));
    if step < 1 || !fits || node.get("to").is_none() {
        let help = "write `{from: 1, to: 5}`, or with `step: 2`";
        reader.malformed_with(
            node,
            "a range goes up from `from` to `to` in steps of `step`",
            help,
        );
        return None;
    }
    let step = usize::try_from(step).unwrap_or(1);
    let numbers = (from..=to).step_by(step);
    Some(
        numbers
            .map(|number| Value::Number(Number::Int(number)))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::super::World;
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::span::Sources;
    use crate::yaml::{Limits, Reading, read};

    fn world(rows: &str) -> (World, Diagnostics) {
        let text = format!(
            "apiVersion: dodona.dev/v1\nkind: World\nmetadata: {{name: w}}\nspec:\n  generate:\n{rows}\n"
        );
        let source = Sources::new().add("world.yaml", text.as_bytes());
        let mut out = Diagnostics::new();
        let nodes = read(
            source,
            text.as_bytes(),
            Reading::Strict,
            &Limits::default(),
            &mut out,
        );
        let world = World::read(&nodes.unwrap()[0], &mut |_, _| None, &mut out);
        (world, out)
    }

    fn rows(world: &World) -> Vec<String> {
        let shown = |one: Generated<'_>| {
            let map = one.parameters.as_map().unwrap().clone();
            let values: Vec<String> = map.iter().map(|entry| text(&entry.node.value)).collect();
            format!("{} {}", one.name, values.join(" "))
        };
        world
            .generate
            .iter()
            .flat_map(Generate::each)
            .map(shown)
            .collect()
    }

    #[test]
    fn parameters_are_taken_in_turn() {
        let (world, out) = world(
            "    - {instances: 5, project: shop, template: std, parameters: {env: [dev, qa], size: {from: 1, to: 3, step: 2}, team: x}}",
        );
        assert!(out.is_empty(), "{out:?}");
        let wanted = [
            "std-1 dev 1 x",
            "std-2 dev 3 x",
            "std-3 qa 1 x",
            "std-4 qa 3 x",
            "std-5 dev 1 x",
        ];
        assert_eq!(rows(&world), wanted);
    }

    #[test]
    fn without_a_number_each_combination_stands_once() {
        let (world, out) = world(
            "    - {project: shop, template: std, namePattern: 'a-{env}-{n}', first: 7, parameters: {env: [dev, qa]}}",
        );
        assert!(out.is_empty(), "{out:?}");
        assert_eq!(rows(&world), ["a-dev-7 dev", "a-qa-8 qa"]);
    }

    #[test]
    fn what_is_no_row_is_told() {
        let cases = [
            ("{template: std}", "a row names its project"),
            (
                "{project: shop, template: std, instances: 0}",
                "a row stands for 1 to 100000",
            ),
            (
                "{project: shop, template: std, instances: 2, namePattern: a}",
                "name `a` twice",
            ),
            (
                "{project: shop, template: std, namePattern: 'a-{env}'}",
                "`{env}`, which nothing fills",
            ),
            (
                "{project: shop, template: std, parameters: {a: {from: 3, to: 1}}}",
                "a range goes up",
            ),
            (
                "{project: shop, template: std, parameters: {a: []}}",
                "a parameter takes",
            ),
        ];
        for (row, words) in cases {
            let (world, out) = world(&format!("    - {row}"));
            let first = out.iter().next().unwrap();
            assert!(first.message.contains(words), "{row}: {}", first.message);
            assert!(world.generate.is_empty() && first.help.is_some(), "{row}");
        }
    }
}
