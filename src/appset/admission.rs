//! What kubectl and the API server do before the controller sees an ApplicationSet.

use super::codes::{DROPPED, INVALID};
use super::decode;
use super::fail::{Fail, Outcome};
use super::numbers;
use super::shapes;
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::manifest::{Shape, Type};
use crate::span::Span;
use crate::yaml::{Map, Node, Number, Value};

/// Drops what the CustomResourceDefinition does not have, and holds the rest against it.
///
/// # Errors
/// The API server's own text, with everything that is wrong.
pub(super) fn admit(set: &Node, name: &str, out: &mut Diagnostics) -> Outcome<Node> {
    let mut admitted = set.clone();
    numbers::settle(&mut admitted);
    let mut judge = Judge {
        faults: Vec::new(),
        out,
    };
    match judge.spec(&mut admitted) {
        Some(()) => {}
        None => judge.fault(set.span, "spec: Required value".to_owned()),
    }
    if let Some(metadata) = admitted.present_at(&["metadata"]) {
        let typed = decode::object(metadata, shapes::object_meta(), "metadata");
        typed.map_err(|what| Fail::new(what).coded(INVALID).at(metadata.span))?;
    }
    judge.faults.sort_by(|a, b| a.0.cmp(&b.0));
    let span = judge.faults.first().map(|fault| fault.1);
    let texts: Vec<String> = judge.faults.into_iter().map(|fault| fault.0).collect();
    let told = match texts.as_slice() {
        [] => return Ok(admitted),
        [only] => only.clone(),
        many => format!("[{}]", many.join(", ")),
    };
    let text = format!("ApplicationSet.argoproj.io \"{name}\" is invalid: {told}");
    let fail = Fail::new(text).coded(INVALID);
    Err(fail.at(span.unwrap_or(set.span)))
}

struct Judge<'o> {
    faults: Vec<(String, Span)>,
    out: &'o mut Diagnostics,
}

impl Judge<'_> {
    fn spec(&mut self, set: &mut Node) -> Option<()> {
        let spec = set.as_map_mut()?.get_mut("spec")?;
        let field = shapes::set().field("spec")?;
        self.value(spec, &field.holds, "spec");
        Some(())
    }

    fn fault(&mut self, span: Span, text: String) {
        self.faults.push((text, span));
    }

    fn value(&mut self, node: &mut Node, holds: &'static Type, path: &str) {
        let span = node.span;
        match (&mut node.value, holds) {
            (_, Type::Any | Type::Removed(_)) => {}
            (Value::Map(map), Type::Object(shape)) => self.object(map, shape, span, path),
            (Value::Map(map), Type::Map(of)) => {
                for entry in map.iter_mut() {
                    self.value(&mut entry.node, of, &format!("{path}.{}", entry.key.text));
                }
            }
            (Value::List(items), Type::List(of)) => {
                for (at, item) in items.iter_mut().enumerate() {
                    self.value(item, of, &format!("{path}[{at}]"));
                }
            }
            (Value::Map(_), Type::AnyMap) => {}
            (Value::String(text), Type::Enum(words)) if !words.contains(&&**text) => {
                let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
                let words = words.join(", ");
                let told =
                    format!("{path}: Unsupported value: \"{text}\": supported values: {words}");
                self.fault(span, told);
            }
            (Value::String(text), Type::Path) if matches!(&**text, "" | "." | "/") => {
                let told = format!(
                    "{path}: Invalid value: \"{text}\": {path} in body should match '^.{{2,}}|[^./]$'"
                );
                self.fault(span, told);
            }
            (value, holds) if fits(value, holds) => {}
            (value, holds) => {
                let (found, wanted) = (found(value), wanted(holds));
                let told = format!(
                    "{path}: Invalid value: \"{found}\": {path} in body must be of type {wanted}: \"{found}\""
                );
                self.fault(span, told);
            }
        }
    }

    fn object(&mut self, map: &mut Map, shape: &'static Shape, span: Span, path: &str) {
        let unknown: Vec<String> = map
            .keys()
            .filter(|key| shape.field(key).is_none())
            .map(str::to_owned)
            .collect();
        for key in unknown {
            self.dropped(map, &key, shape, path);
        }
        for field in shape.fields.iter().filter(|field| field.required) {
            if map.get(field.name).is_none() {
                self.fault(span, format!("{path}.{}: Required value", field.name));
            }
        }
        for entry in map.iter_mut() {
            if let Some(field) = shape.field(&entry.key.text) {
                self.value(
                    &mut entry.node,
                    &field.holds,
                    &format!("{path}.{}", field.name),
                );
            }
        }
    }

    fn dropped(&mut self, map: &mut Map, key: &str, shape: &'static Shape, path: &str) {
        let place = map.entry(key).map(|entry| entry.key.span);
        map.remove(key);
        let message = format!("the API has no field `{path}.{key}`, so the server drops it");
        let known = shape.fields.iter().map(|field| field.name);
        let help = match nearest(key, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "take it out".to_owned(),
        };
        self.out
            .push(Diagnostic::warning(DROPPED, place, message).help(help));
    }
}

fn fits(value: &Value, holds: &Type) -> bool {
    match holds {
        Type::Bool => matches!(value, Value::Bool(_)),
        Type::Int => matches!(value, Value::Number(Number::Int(_))),
        Type::IntOrText => matches!(value, Value::Number(Number::Int(_)) | Value::String(_)),
        Type::Quantity => matches!(value, Value::Number(_) | Value::String(_)),
        Type::Bytes | Type::Enum(_) | Type::Path | Type::ShortText(_) | Type::Text => {
            matches!(value, Value::String(_))
        }
        Type::Any | Type::Removed(_) => true,
        Type::AnyMap | Type::List(_) | Type::Map(_) | Type::Object(_) => false,
    }
}

/// The names that the API server has for values.
fn found(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(Number::Float(_)) => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::List(_) => "array",
        Value::Map(_) => "object",
    }
}

fn wanted(holds: &Type) -> &'static str {
    match holds {
        Type::Bool => "boolean",
        Type::Int => "integer",
        Type::List(_) => "array",
        Type::AnyMap | Type::Map(_) | Type::Object(_) => "object",
        Type::IntOrText => "integer,string",
        _ => "string",
    }
}
