//! The field tables of `manifest` against the JSON schemas of the API.
//!
//! `fixtures/conformance/schemas` records the fields of each schema, one a line; the tables must say the same. With
//! `DODONA_CONFORMANCE` set to a folder that has `schemas/`, the record itself is held against the schemas, and
//! `UPDATE=1` writes it anew.

#![expect(
    clippy::disallowed_methods,
    reason = "a test reads its recorded truth from the disk"
)]
#![expect(clippy::print_stderr, reason = "a test says what it skipped")]

use dodona::manifest::{Shape, Type, known, shape};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const RECORD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/conformance/schemas");

/// Kinds that the platform has since 4.10; the schemas are of 4.9.
const WITHOUT_SCHEMA: &[&str] = &["ArgoCDApplication", "ArgoCDApplicationTemplate"];

/// Fields of a shape that the schemas do not have, and why the tables do.
const EXPLAINED: &[(&str, &str, &str)] = &[
    ("Cluster.spec", "argoCD", "since 4.10"),
    ("Project.spec", "allowedNodeProfiles", "since 4.11"),
    ("Project.spec", "allowedNodeTypes", "since 4.10"),
    ("Project.spec", "defaultNodeProfile", "since 4.11"),
    (
        "TemplateMetadata",
        "creationTimestamp",
        "the type keeps unknown fields, and tools write this one as null",
    ),
    (
        "VirtualClusterTemplateDefinition",
        "forwardTokenMode",
        "since 4.11",
    ),
];

/// Checked otherwise: the schemas say little about the metadata, and the status is the server's.
const ENVELOPE: &[&str] = &["apiVersion", "kind", "metadata", "status"];

/// What both sides are turned into.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tree {
    Leaf(String),
    List(Box<Tree>),
    Map(Box<Tree>),
    Object(BTreeMap<String, (bool, Tree)>),
}

impl Tree {
    fn leaf(name: &str) -> Self {
        Self::Leaf(name.to_owned())
    }

    fn of_type(holds: &Type) -> Self {
        match holds {
            Type::Any => Self::leaf("any"),
            Type::AnyMap => Self::Map(Box::new(Self::leaf("any"))),
            Type::Bool => Self::leaf("boolean"),
            Type::Bytes => Self::leaf("bytes"),
            Type::Enum(words) => Self::words(words.iter().copied()),
            Type::Int => Self::leaf("integer"),
            Type::IntOrText => Self::leaf("integer-or-string"),
            Type::List(item) => Self::List(Box::new(Self::of_type(item))),
            Type::Map(value) => Self::Map(Box::new(Self::of_type(value))),
            Type::Object(shape) => Self::of_shape(shape),
            Type::Path => Self::leaf("string-below-root"),
            Type::ShortText(most) => Self::Leaf(format!("string-up-to-{most}")),
            Type::Quantity => Self::leaf("quantity"),
            Type::Removed(_) => unreachable!("only present fields are walked"),
            Type::Text => Self::leaf("string"),
        }
    }

    fn of_shape(shape: &Shape) -> Self {
        let explained = |name: &str| {
            EXPLAINED
                .iter()
                .any(|&(of, field, _)| of == shape.name && field == name)
        };
        let fields = shape.present().filter(|field| !explained(field.name));
        Self::Object(
            fields
                .map(|field| {
                    let tree = Self::of_type(&field.holds);
                    (field.name.to_owned(), (field.required, tree))
                })
                .collect(),
        )
    }

    fn words<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let sorted: BTreeSet<&str> = words.collect();
        let words: Vec<&str> = sorted.into_iter().collect();
        Self::Leaf(format!("one of {}", words.join("|")))
    }

    /// Reads the dialect that the schemas' own page describes: null is allowed by rule, so it says nothing here.
    fn of_schema(schema: &Value, root: &Value) -> Self {
        if let Some(then) = schema.get("then") {
            return Self::of_schema(then, root);
        }
        if let Some(target) = schema["$ref"].as_str() {
            let pointer = target.trim_start_matches('#');
            return Self::of_schema(root.pointer(pointer).expect("the schema is whole"), root);
        }
        if let Some(words) = schema["enum"].as_array() {
            return Self::words(words.iter().filter_map(Value::as_str));
        }
        let mut types = types_of(schema);
        if let Some(choices) = schema["anyOf"].as_array() {
            types.extend(choices.iter().flat_map(types_of));
        }
        types.remove("null");
        match &*types.into_iter().collect::<Vec<_>>() {
            [] if schema.get("properties").is_none() => Self::leaf("any"),
            ["array"] => Self::List(Box::new(Self::of_schema(&schema["items"], root))),
            [] | ["object"] => Self::of_object(schema, root),
            ["string"] => Self::of_text(schema),
            ["number", "string"] => Self::leaf("quantity"),
            types => Self::Leaf(types.join("-or-")),
        }
    }

    fn of_text(schema: &Value) -> Self {
        match (schema["pattern"].as_str(), schema["maxLength"].as_u64()) {
            (Some("^.{2,}|[^./]$"), None) => Self::leaf("string-below-root"),
            (Some(pattern), None) if pattern.contains("[A-Za-z0-9+/]{4}") => Self::leaf("bytes"),
            (None, Some(most)) => Self::Leaf(format!("string-up-to-{most}")),
            (None, None) => Self::leaf("string"),
            (pattern, most) => panic!("a text with rules of its own: {pattern:?} {most:?}"),
        }
    }

    fn of_object(schema: &Value, root: &Value) -> Self {
        let Some(properties) = schema["properties"].as_object() else {
            return match &schema["additionalProperties"] {
                Value::Bool(false) => Self::Object(BTreeMap::new()),
                values => Self::Map(Box::new(Self::of_schema(values, root))),
            };
        };
        let required: BTreeSet<&str> = schema["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let field = |(name, schema): (&String, &Value)| {
            let tree = Self::of_schema(schema, root);
            (name.clone(), (required.contains(&**name), tree))
        };
        Self::Object(properties.iter().map(field).collect())
    }

    fn without_envelope(mut self) -> Self {
        if let Self::Object(fields) = &mut self {
            fields.retain(|name, _| !ENVELOPE.contains(&&**name));
        }
        self
    }
}

fn types_of(schema: &Value) -> BTreeSet<&str> {
    match &schema["type"] {
        Value::String(name) => BTreeSet::from([&**name]),
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => BTreeSet::new(),
    }
}

/// One line per field; an object that was there before is named by its first place.
#[derive(Default)]
struct Lines<'t> {
    seen: BTreeMap<&'t Tree, String>,
    text: String,
}

impl<'t> Lines<'t> {
    fn of(tree: &'t Tree) -> String {
        let mut lines = Self::default();
        lines.fields("", tree);
        lines.text
    }

    fn fields(&mut self, path: &str, tree: &'t Tree) {
        let Tree::Object(fields) = tree else { return };
        for (name, (required, tree)) in fields {
            let path = if path.is_empty() {
                name.clone()
            } else {
                format!("{path}.{name}")
            };
            let mark = if *required { " required" } else { "" };
            self.line(path, mark, tree);
        }
    }

    fn line(&mut self, path: String, mark: &str, tree: &'t Tree) {
        match tree {
            Tree::Leaf(name) => self.text += &format!("{path} {name}{mark}\n"),
            Tree::List(item) => self.line(path + "[]", mark, item),
            Tree::Map(value) => self.line(path + "{}", mark, value),
            Tree::Object(_) => match self.seen.get(tree) {
                Some(first) => self.text += &format!("{path} = {first}{mark}\n"),
                None => {
                    self.text += &format!("{path} object{mark}\n");
                    self.seen.insert(tree, path.clone());
                    self.fields(&path, tree);
                }
            },
        }
    }
}

/// Returns the lines of the schema, after it was held against the record or written there.
fn from_schema(schemas: &Path, api_version: &str, kind: &str, record: &Path) -> String {
    let folder = match api_version {
        "argoproj.io/v1alpha1" => "argocd/v3.5.1",
        _ => "vcluster-platform/v4.9.0",
    };
    let file = format!("{}_{kind}.json", api_version.replace('/', "_"));
    let path = schemas.join(folder).join(file);
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let root: Value = serde_json::from_slice(&bytes).expect("schemas are JSON");
    let lines = Lines::of(&Tree::of_schema(&root, &root).without_envelope());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(RECORD).expect("the record has a folder");
        std::fs::write(record, &lines).expect("the record can be written");
    }
    assert_eq!(read(record), lines, "{} is old: UPDATE=1", record.display());
    lines
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Says which lines only one side has.
fn differences(schema: &str, table: &str) -> Vec<String> {
    let lines = |text: &str| -> BTreeSet<String> { text.lines().map(str::to_owned).collect() };
    let (schema, table) = (lines(schema), lines(table));
    let only_schema = schema
        .difference(&table)
        .map(|line| format!("only the schema: {line}"));
    let only_table = table
        .difference(&schema)
        .map(|line| format!("only the table: {line}"));
    only_schema.chain(only_table).collect()
}

#[test]
fn tables_and_schemas_have_the_same_fields() {
    let schemas = std::env::var_os("DODONA_CONFORMANCE")
        .map(|folder| PathBuf::from(folder).join("schemas"))
        .filter(|folder| folder.is_dir());
    if schemas.is_none() {
        eprintln!("skipped: manifest_schemas (DODONA_CONFORMANCE is not set)");
    }
    let mut found = Vec::new();
    for (api_version, kind) in known().filter(|(_, kind)| !WITHOUT_SCHEMA.contains(kind)) {
        let group = api_version.split('/').next().unwrap();
        let record = Path::new(RECORD).join(format!("{group}_{kind}.fields.txt"));
        let recorded = match &schemas {
            Some(schemas) => from_schema(schemas, api_version, kind, &record),
            None => read(&record),
        };
        let table = Tree::of_shape(shape(api_version, kind).unwrap()).without_envelope();
        let differs = differences(&recorded, &Lines::of(&table));
        found.extend(
            differs
                .into_iter()
                .map(|line| format!("{group} {kind}: {line}")),
        );
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn explained_fields_are_in_the_tables() {
    fn mark(holds: &Type, met: &mut BTreeSet<(&'static str, &'static str)>) {
        match holds {
            Type::Object(shape) => {
                for field in shape.present() {
                    met.insert((shape.name, field.name));
                    mark(&field.holds, met);
                }
            }
            Type::List(inner) | Type::Map(inner) => mark(inner, met),
            _ => {}
        }
    }
    let mut met = BTreeSet::new();
    for (api_version, kind) in known() {
        mark(&Type::Object(shape(api_version, kind).unwrap()), &mut met);
    }
    for (of, field, why) in EXPLAINED {
        assert!(met.contains(&(*of, *field)), "{of}.{field}: {why}");
    }
}
