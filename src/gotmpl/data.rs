//! Data of JSON and YAML as the values that Go makes of them.

use super::list::List;
use super::map::Map;
use super::text::Text;
use super::value::Value;
use crate::yaml;

/// How deeply data may be nested.
const MOST_NESTED: usize = 1000;

/// Returns what Go's `encoding/json` makes of the data: maps and lists of anything, every number a float.
///
/// # Errors
/// When the data are nested more deeply than 1,000 levels.
pub fn from_node(node: &yaml::Node) -> Result<Value, String> {
    nested(node, 0)
}

fn nested(node: &yaml::Node, depth: usize) -> Result<Value, String> {
    if depth > MOST_NESTED {
        return Err(format!("the data nest deeper than {MOST_NESTED} levels"));
    }
    Ok(match &node.value {
        yaml::Value::Null => Value::Nil,
        yaml::Value::Bool(value) => Value::Bool(*value),
        yaml::Value::Number(number) => Value::Float64(float(*number)),
        yaml::Value::String(text) => Value::text(&**text),
        yaml::Value::List(items) => {
            let items: Result<Vec<Value>, String> =
                items.iter().map(|item| nested(item, depth + 1)).collect();
            List::any(items?).into()
        }
        yaml::Value::Map(map) => {
            let entries: Result<Vec<(Text, Value)>, String> = map
                .iter()
                .map(|entry| Ok(((&*entry.key.text).into(), nested(&entry.node, depth + 1)?)))
                .collect();
            Map::any(entries?).into()
        }
    })
}

#[expect(clippy::cast_precision_loss, reason = "Go rounds here as well")]
fn float(number: yaml::Number) -> f64 {
    match number {
        yaml::Number::Int(value) => value as f64,
        yaml::Number::Uint(value) => value as f64,
        yaml::Number::Float(value) => value,
    }
}

/// Makes a `map[string]string` of what stands at a dotted path, such as `metadata.labels`; nothing if nothing does.
///
/// # Errors
/// When it is no map of texts.
pub fn make_text_map(data: &Value, path: &str) -> Result<(), String> {
    convert(data, path, |found| {
        let entries = found.as_map()?.entries();
        let texts: Option<Vec<(Text, Text)>> = entries
            .into_iter()
            .map(|(key, value)| Some((key, value.as_text()?.clone())))
            .collect();
        Some(Map::texts(texts?).into())
    })
}

/// Makes a `[]string` of what stands at a dotted path, such as `path.segments`; nothing if nothing does.
///
/// # Errors
/// When it is no list of texts.
pub fn make_text_list(data: &Value, path: &str) -> Result<(), String> {
    convert(data, path, |found| {
        let items = found.as_list()?.iter();
        let texts: Option<Vec<Text>> = items.map(|item| item.as_text().cloned()).collect();
        Some(List::texts(texts?).into())
    })
}

fn convert(
    data: &Value,
    path: &str,
    make: impl FnOnce(&Value) -> Option<Value>,
) -> Result<(), String> {
    let mut keys: Vec<&str> = path.split('.').collect();
    let last = keys.pop().unwrap_or_default();
    let mut at = data.clone();
    for key in keys {
        match at.as_map().and_then(|map| map.get(key.as_bytes())) {
            Some(next) => at = next,
            None => return Ok(()),
        }
    }
    let Some(map) = at.as_map() else {
        return Ok(());
    };
    let Some(found) = map.get(last.as_bytes()) else {
        return Ok(());
    };
    let made = make(&found).ok_or_else(|| format!("`{path}` holds something else than texts"))?;
    let inserted = map.insert(last.into(), made);
    inserted.map_err(|error| error.to_string())
}
