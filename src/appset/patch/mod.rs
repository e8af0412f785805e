//! `templatePatch`: Kubernetes' strategic merge patch with the Go type of an Application as its schema.

mod list;
mod merge;
mod schema;

use super::decode;
use super::fail::{Fail, Outcome};
use super::numbers;
use super::shapes;
use crate::span::Span;
use crate::yaml::{Entry, Key, Limits, Node, Refusal, Value, json, read_first};
use merge::Merged;
use schema::Schema;

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
    decode::object(&patch, shapes::envelope(), "").map_err(invalid)?;
    for part in shapes::PARTS {
        if let Some(found) = patch.present_at(&[part]) {
            decode::object(found, shapes::part(part), part).map_err(invalid)?;
        }
    }
    let project = application.at(&["spec", "project"]).cloned();
    let merged = merged(application, patch).map_err(|what| {
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
        let mut node = json::from_serde(&value, span, crate::cause::CauseId::WRITTEN);
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
    let shown = json::compact(&node, json::Escapes::Needed);
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
            spec.insert(Key::new("project", span), project);
        }
        None => {
            let key = Key::new("project", span);
            let spec = Node::map([Entry { key, node: project }], span);
            map.insert(Key::new("spec", span), spec);
        }
    }
    application
}

fn merged(application: Node, patch: Node) -> Merged<Node> {
    let span = application.span;
    match (application.value, patch.value) {
        (Value::Map(onto), Value::Map(patch)) => {
            let merged = merge::merge(onto, patch, Schema::Top)?;
            Ok(Node::new(merged, span))
        }
        (onto, _) => Ok(Node::new(onto, span)),
    }
}
