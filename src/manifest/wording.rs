//! What the diagnostics of this room say.

use super::shape::{Shape, Type};
use crate::cause::CauseId;
use crate::diagnostic::nearest;
use crate::yaml::{Map, Node, Number, Value};

/// The most names that a help lists.
const LISTED: usize = 12;

/// Returns a key as a step of a path: `.name`, or `["a/b"]` when the key has dots or slashes of its own.
pub(super) fn step(key: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    if !key.is_empty() && key.chars().all(plain) {
        format!(".{key}")
    } else {
        format!("[{key:?}]")
    }
}

/// Returns what a value is, with an article.
pub(super) fn found(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::List(_) | Value::Map(_) => {
            format!("a {}", value.type_name())
        }
    }
}

/// Returns what to type instead of an unknown key: the field one level down, the one with nearly that name, or all.
pub(super) fn instead_of(key: &str, shape: &Shape) -> String {
    let below = shape.present().find(|field| match field.holds {
        Type::Object(inner) => inner.present().any(|field| field.name == key),
        _ => false,
    });
    let near = nearest(key, shape.present().map(|field| field.name));
    match (near, below) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, Some(parent)) => format!(
            "`{key}` is a field of `{0}`: move it below `{0}:`",
            parent.name
        ),
        (None, None) => {
            let names = shape.present().map(|field| field.name);
            format!("the fields of {} are {}", shape.name, listed(names))
        }
    }
}

/// Returns which words are taken, with the nearest first.
pub(super) fn one_of(text: &str, words: &[&'static str]) -> String {
    let words = words.iter().copied().filter(|word| !word.is_empty());
    match nearest(text, words.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write one of {}", listed(words)),
    }
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    match names.len().checked_sub(LISTED) {
        None | Some(0) => names.join(", "),
        Some(more) => format!("{} and {more} more", names[..LISTED].join(", ")),
    }
}

/// Returns how to write the value that was probably meant.
pub(super) fn how_to_write(node: &Node, wanted: &Type) -> String {
    match (wanted, &node.value) {
        (Type::IntOrText, _) => as_text(node),
        (text, _) if text.wanted() == Type::Text.wanted() => as_text(node),
        (Type::Bool, Value::String(text)) if matches!(&**text, "true" | "false") => {
            format!("write it without quotes: {text}")
        }
        (Type::Bool, _) => "write `true` or `false`".to_owned(),
        (Type::Int, Value::String(text)) if text.parse::<i64>().is_ok() => {
            format!("write it without quotes: {text}")
        }
        (Type::Int, _) => "write a whole number without quotes".to_owned(),
        (Type::Quantity, _) => {
            "write a number with a unit, such as `500m`, `2` or `1Gi`".to_owned()
        }
        (Type::List(_), Value::Map(_)) => "write each item on its own line, after `- `".to_owned(),
        (Type::List(_), Value::Bool(_) | Value::Number(_) | Value::String(_)) => {
            "write it as a list: `- ` before the value".to_owned()
        }
        (Type::AnyMap | Type::Map(_) | Type::Object(_), Value::List(_)) => {
            "write it as a map: `key: value` without `- `".to_owned()
        }
        _ => format!("write {}", wanted.wanted()),
    }
}

fn as_text(node: &Node) -> String {
    match &node.value {
        // Quotes around an expression would not help: it keeps the type of its value.
        Value::Bool(_) | Value::Number(_) if node.cause != CauseId::WRITTEN => {
            "make text of it: `<%= … | string %>`".to_owned()
        }
        Value::Null | Value::String(_) => "write a string".to_owned(),
        Value::Bool(value) => format!("quote it: '{value}'"),
        Value::Number(Number::Int(number)) => format!("quote it: '{number}'"),
        Value::Number(Number::Uint(number)) => format!("quote it: '{number}'"),
        Value::Number(Number::Float(number)) => format!("quote it: '{number}'"),
        Value::Map(map) if map.is_empty() => "write `''` for an empty text".to_owned(),
        Value::Map(map) if is_bare_placeholder(map) => {
            format!("quote it: '{{{}}}'", map.keys().collect::<String>())
        }
        Value::List(_) | Value::Map(_) => {
            "write it as one text: `|` after the key, the lines indented below it".to_owned()
        }
    }
}

/// Says whether a map is `{NAME}`: a placeholder that was meant as text.
fn is_bare_placeholder(map: &Map) -> bool {
    map.len() == 1 && map.iter().all(|entry| entry.node.is_null())
}
