//! `templatePatch`: Kubernetes' strategic merge patch with the Go type of an Application as its schema.

use super::decode;
use super::fail::{Fail, Outcome};
use super::json;
use super::numbers;
use super::shapes;
use crate::manifest::{Shape, Type};
use crate::span::Span;
use crate::yaml::{Entry, Limits, Map, Node, Refusal, Value, json as yaml_json, read_first};

const DIRECTIVE: &str = "$patch";
const RETAIN: &str = "$retainKeys";
const DELETE: &str = "$deleteFromPrimitiveList/";
const ORDER: &str = "$setElementOrder/";

/// Applies a rendered patch to an Application's `metadata` and `spec`; the project stays as it was.
///
/// # Errors
/// The controller's: no YAML, a value of another type, a directive or place that the merge does not know.
pub(super) fn apply(application: Node, text: &str, span: Span) -> Outcome<Node> {
    let (patch, shown) = read(text, span)?;
    let invalid =
        |what: String| Fail::new(format!("invalid templatePatch {shown:?}: {what}")).at(span);
    if patch.is_null() {
        return Ok(application);
    }
    if patch.as_map().is_none() {
        let found = decode::json_type(&patch);
        let what =
            format!("json: cannot unmarshal {found} into Go value of type v1alpha1.Application");
        return Err(invalid(what));
    }
    for part in shapes::PARTS {
        if let Some(found) = json::present(&patch, part) {
            decode::object(found, shapes::part(part), part).map_err(invalid)?;
        }
    }
    let project = application.at(&["spec", "project"]).cloned();
    let merged = merge_top(application, &patch).map_err(|what| {
        let told = format!("error while applying templatePatch template to json {shown:?}: {what}");
        Fail::new(told).at(span)
    })?;
    Ok(with_project(merged, project, span))
}

/// Reads the patch; with the JSON that messages show.
fn read(text: &str, span: Span) -> Outcome<(Node, String)> {
    let wrong = |what: String| {
        Fail::new(format!(
            "error while converting template to json {text:?}: {what}"
        ))
        .at(span)
    };
    if text.trim_start().starts_with('{') {
        let value: Result<serde_json::Value, _> = serde_json::from_str(text);
        let value = value.map_err(|error| {
            Fail::new(format!("invalid templatePatch {text:?}: {error}")).at(span)
        })?;
        let mut node = yaml_json::from_serde(&value, span, crate::cause::CauseId::WRITTEN);
        numbers::settle(&mut node);
        return Ok((node, text.to_owned()));
    }
    let read =
        read_first(text.as_bytes(), &Limits::default()).map_err(|refusal| match refusal {
            Refusal::Fault(what) => wrong(what),
            Refusal::Limit => wrong("the document is too large".to_owned()),
        })?;
    let mut node = read.unwrap_or_else(|| Node::new(Value::Null, span));
    respan(&mut node, span);
    numbers::settle(&mut node);
    let shown = yaml_json::compact(&node, yaml_json::Escapes::Needed);
    Ok((node, shown))
}

/// Lets every node stand where the patch is written.
fn respan(node: &mut Node, span: Span) {
    node.span = span;
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| respan(item, span)),
        Value::Map(map) => map.iter_mut().for_each(|entry| {
            entry.key.span = span;
            respan(&mut entry.node, span);
        }),
        _ => {}
    }
}

fn with_project(mut application: Node, project: Option<Node>, span: Span) -> Node {
    let Some(map) = application.as_map_mut() else {
        return application;
    };
    let project = project.unwrap_or_else(|| Node::new("", span));
    match map.get_mut("spec").and_then(Node::as_map_mut) {
        Some(spec) => {
            spec.insert(json::entry("project", "", span).key, project);
        }
        None => {
            let mut entry = json::entry("project", "", span);
            entry.node = project;
            let spec = Map::from_unique(vec![entry]);
            let entry = json::entry("spec", spec, span);
            map.insert(entry.key, entry.node);
        }
    }
    application
}

type Merged<T> = Result<T, String>;

/// What the merge knows of a place.
#[derive(Clone, Copy)]
enum Schema {
    Top,
    Struct(&'static Shape),
    Map,
    /// Free JSON, below which the merge finds nothing.
    Free,
}

impl Schema {
    /// Returns what is known below a key; the error is Kubernetes' own.
    fn below(self, key: &str) -> Merged<Self> {
        let (name, holds) = match self {
            Self::Top if shapes::PARTS.contains(&key) => {
                return Ok(Self::Struct(shapes::part(key)));
            }
            Self::Top => ("Application", None),
            Self::Struct(shape) => (shape.name, shape.field(key).map(|field| &field.holds)),
            Self::Map => return Ok(Self::Map),
            Self::Free => ("RawExtension", None),
        };
        match holds {
            Some(Type::Object(shape)) => Ok(Self::Struct(shape)),
            Some(Type::AnyMap | Type::Any) => Ok(Self::Free),
            Some(_) => Ok(Self::Map),
            None => Err(format!(
                "unable to find api field in struct {name} for the json field {key:?}"
            )),
        }
    }
}

fn merge_top(application: Node, patch: &Node) -> Merged<Node> {
    let span = application.span;
    let patch = patch.as_map().cloned().unwrap_or_default();
    let map = match application.value {
        Value::Map(map) => map,
        _ => Map::new(),
    };
    Ok(Node::new(merge(map, patch, Schema::Top)?, span))
}

fn merge(mut onto: Map, mut patch: Map, schema: Schema) -> Merged<Map> {
    if let Some(directive) = patch.remove(DIRECTIVE) {
        return replaced(directive.as_str(), patch);
    }
    if let Some(keep) = patch.remove(RETAIN) {
        retain(&mut onto, &patch, &keep)?;
    }
    for Entry { key, node } in patch {
        if let Some(list) = key.text.strip_prefix(DELETE) {
            delete(&mut onto, list, &node);
            continue;
        }
        if key.text.starts_with(ORDER) {
            continue;
        }
        if node.is_null() {
            onto.remove(&key.text);
            continue;
        }
        let node = match (onto.get(&key.text).cloned(), node) {
            (Some(old), new) => merged_value(old, new, &key.text, schema)?,
            (None, new) => stripped(new),
        };
        onto.insert(key, node);
    }
    Ok(onto)
}

fn merged_value(old: Node, new: Node, key: &str, schema: Schema) -> Merged<Node> {
    let span = new.span;
    Ok(match (old.value, new.value) {
        (Value::Map(old), Value::Map(new)) => {
            let below = schema.below(key)?;
            Node::new(merge(old, new, below)?, span)
        }
        (Value::List(old), Value::List(new)) => {
            schema.below(key)?;
            let union = matches!(schema, Schema::Struct(shape) if shape.name == "ObjectMeta")
                && key == "finalizers";
            let items = match union {
                true => united(new, old),
                false => new,
            };
            stripped_list(items, span, union)
        }
        (_, new) => stripped(Node::new(new, span)),
    })
}

fn stripped_list(items: Vec<Node>, span: Span, union: bool) -> Node {
    match union {
        true => Node::new(Value::List(items), span),
        false => stripped(Node::new(Value::List(items), span)),
    }
}

/// The items of the patch come first, each once.
fn united(patch: Vec<Node>, old: Vec<Node>) -> Vec<Node> {
    let mut all: Vec<Node> = Vec::with_capacity(patch.len() + old.len());
    for item in patch.into_iter().chain(old) {
        if !all.contains(&item) {
            all.push(item);
        }
    }
    all
}

fn replaced(directive: Option<&str>, patch: Map) -> Merged<Map> {
    match directive {
        Some("replace") => Ok(patch),
        Some("delete") => Ok(Map::new()),
        other => {
            let other = other.unwrap_or_default();
            Err(format!(
                "unknown patch type: {other} in map: map[$patch:{other}]"
            ))
        }
    }
}

fn retain(onto: &mut Map, patch: &Map, keep: &Node) -> Merged<()> {
    let Some(keep) = keep.as_list() else {
        return Err("invalid patch format of retainKeys in patch".to_owned());
    };
    let kept = |key: &str| keep.iter().any(|item| item.as_str() == Some(key));
    if patch
        .iter()
        .any(|entry| !entry.node.is_null() && !kept(&entry.key.text))
    {
        return Err("bad patch format: the keys of a map must be listed in $retainKeys".to_owned());
    }
    let gone: Vec<String> = onto
        .keys()
        .filter(|key| !kept(key))
        .map(str::to_owned)
        .collect();
    for key in gone {
        onto.remove(&key);
    }
    Ok(())
}

fn delete(onto: &mut Map, list: &str, gone: &Node) {
    let gone = gone.as_list().unwrap_or_default();
    if let Some(Value::List(items)) = onto.get_mut(list).map(|node| &mut node.value) {
        items.retain(|item| !gone.contains(item));
    }
}

/// Takes directives and the nulls of maps out of what is new.
fn stripped(mut node: Node) -> Node {
    match &mut node.value {
        Value::Map(map) => {
            let kept = std::mem::take(map).into_iter().filter(|entry| {
                let key = &*entry.key.text;
                let directive = key == DIRECTIVE || key == RETAIN;
                let directive = directive || key.starts_with(DELETE) || key.starts_with(ORDER);
                !directive && !entry.node.is_null()
            });
            let entries = kept.map(|entry| Entry {
                key: entry.key,
                node: stripped(entry.node),
            });
            *map = Map::from_unique(entries.collect());
        }
        Value::List(items) => {
            *items = std::mem::take(items).into_iter().map(stripped).collect();
        }
        _ => {}
    }
    node
}
