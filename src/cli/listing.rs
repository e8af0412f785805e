//! Facts for people and programs: as a table, as JSON, as YAML and as names.

use crate::cause::CauseId;
use crate::cli::table::Table;
use crate::span::{Sources, Span};
use crate::yaml::{self, Node};
use clap::ValueEnum;
use serde_json::{Value, json};

/// How a list is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Table,
    Wide,
    Json,
    Yaml,
    Name,
}

/// Things of one kind.
#[derive(Debug)]
pub(super) struct Listing {
    columns: Vec<&'static str>,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    cells: Vec<String>,
    /// A map with a `name`.
    facts: Value,
}

impl Listing {
    /// Returns a list without rows.
    pub(super) fn new(columns: &[&'static str]) -> Self {
        Self {
            columns: columns.to_vec(),
            rows: Vec::new(),
        }
    }

    /// Returns a list of things that belong to environments: with several of these, the first column says which.
    pub(super) fn by_environment(several: bool, columns: &[&'static str]) -> Self {
        let first = several.then_some("environment");
        Self {
            columns: first.into_iter().chain(columns.iter().copied()).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row: its cells, and its facts with a `name` among them.
    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = String>, facts: Value) {
        let cells = cells.into_iter().map(dashed).collect();
        self.rows.push(Row { cells, facts });
    }

    /// Adds a row of an environment; the environment joins cells and facts.
    pub(super) fn row_of(
        &mut self,
        environment: &str,
        cells: impl IntoIterator<Item = String>,
        mut facts: Value,
    ) {
        let several = self.columns.first() == Some(&"environment");
        if let Some(map) = facts.as_object_mut() {
            map.insert("environment".to_owned(), json!(environment));
        }
        let first = several.then(|| environment.to_owned());
        self.row(first.into_iter().chain(cells), facts);
    }

    /// Returns the text of the list.
    pub(super) fn text(&self, format: Format) -> String {
        match format {
            Format::Table | Format::Wide => self.table(),
            Format::Json => printed(&self.facts()),
            Format::Yaml => {
                let mut text = String::new();
                yaml::emit(&node(&self.facts()), &mut text);
                text
            }
            Format::Name => self.names(),
        }
    }

    fn table(&self) -> String {
        let mut table = Table::with_header(&self.columns);
        for row in &self.rows {
            table.row(row.cells.iter().cloned());
        }
        table.text()
    }

    fn facts(&self) -> Value {
        self.rows.iter().map(|row| row.facts.clone()).collect()
    }

    fn names(&self) -> String {
        let name = |row: &Row| format!("{}\n", row.facts["name"].as_str().unwrap_or_default());
        self.rows.iter().map(name).collect()
    }
}

/// Returns facts as JSON, with a line break at the end.
pub(super) fn printed(facts: &Value) -> String {
    yaml::json::pretty(&node(facts)) + "\n"
}

/// What is only printed is never pointed at, so its place is none.
fn node(facts: &Value) -> Node {
    let nowhere = Span::whole(Sources::new().add("", &b""[..]));
    yaml::json::from_serde(facts, nowhere, CauseId::WRITTEN)
}

/// An empty cell would shift the columns behind it for whoever splits at spaces.
fn dashed(cell: String) -> String {
    if cell.is_empty() {
        "-".to_owned()
    } else {
        cell
    }
}

/// Returns a place as people and editors take it: `file:line:column`.
pub(super) fn place(sources: &Sources, span: Span) -> String {
    let at = sources.position(span.source, span.start);
    format!("{}:{}:{}", sources.path(span.source), at.line, at.column)
}

/// Returns a place as JSON.
pub(super) fn place_facts(sources: &Sources, span: Span) -> Value {
    let mut facts = json!({});
    put_place(&mut facts, sources, span);
    facts
}

/// Adds a place to what is said of the thing that stands there.
pub(super) fn put_place(facts: &mut Value, sources: &Sources, span: Span) {
    let at = sources.position(span.source, span.start);
    facts["file"] = json!(&**sources.path(span.source));
    facts["line"] = json!(at.line);
    facts["column"] = json!(at.column);
}

/// Returns a scalar as a cell: text as it is, anything else as JSON.
pub(super) fn plain(node: &Node) -> String {
    match node.as_str() {
        Some(text) => text.to_owned(),
        None if node.is_null() => String::new(),
        None => yaml::json::compact(node, yaml::json::Escapes::Needed),
    }
}

/// Returns the value of a field as a cell; empty where it is missing.
pub(super) fn cell(node: &Node, path: &[&str]) -> String {
    node.at(path).map(plain).unwrap_or_default()
}

/// Returns the value of a field as JSON; null where it is missing.
pub(super) fn fact(node: &Node, path: &[&str]) -> Value {
    node.at(path).map_or(Value::Null, yaml::json::to_serde)
}
