//! `dodona template eval --jsonl`: one line of JSON in, the rendered text or Go's error out.

use super::list::List;
use super::map::Map;
use super::template::Template;
use super::text::Text;
use super::value::Value;
use serde_json::Value as Json;

/// Renders a line `{"id","template","options","data","string_maps","string_lists"}` to a line `{"id","output"}` or
/// `{"id","error"}`, without a line feed.
#[must_use]
pub fn eval_line(line: &str) -> String {
    let input: Json = serde_json::from_str(line).unwrap_or_default();
    let id = input.get("id").unwrap_or(&Json::Null);
    let (name, text) = match rendered(&input) {
        Ok(output) => ("output", output),
        Err(error) => ("error", error),
    };
    format!("{{\"id\":{id},\"{name}\":{}}}", Json::from(text))
}

fn rendered(input: &Json) -> Result<String, String> {
    if !input.is_object() {
        return Err("the line is no JSON object".to_owned());
    }
    let empty = Json::default();
    let field = |name: &str| input.get(name).unwrap_or(&empty);
    let text = field("template").as_str().unwrap_or_default();
    let data = match field("data") {
        Json::Null => Value::Map(Map::any([])),
        Json::Object(_) => value(field("data")),
        _ => return Err("`data` is no JSON object".to_owned()),
    };
    for path in texts(field("string_maps")) {
        convert(&data, path, &as_text_map)?;
    }
    for path in texts(field("string_lists")) {
        convert(&data, path, &as_text_list)?;
    }
    let template = Template::compile(text, texts(field("options"))).map_err(|e| e.message)?;
    template.execute(&data).map_err(|error| error.message)
}

fn texts(list: &Json) -> impl Iterator<Item = &str> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(Json::as_str)
}

/// Returns the value that Go's `encoding/json` makes of JSON: every number is a float.
#[must_use]
pub fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Nil,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => Value::Float64(number.as_f64().unwrap_or_default()),
        Json::String(text) => Value::text(text.as_str()),
        Json::Array(items) => List::any(items.iter().map(value).collect()).into(),
        Json::Object(entries) => {
            let entries = entries.iter();
            Map::any(entries.map(|(key, item)| (Text::from(key.as_str()), value(item)))).into()
        }
    }
}

/// Replaces what stands at a dotted path, if anything does.
fn convert(data: &Value, path: &str, make: &dyn Fn(&Value) -> Option<Value>) -> Result<(), String> {
    let (parents, last) = path.rsplit_once('.').unwrap_or(("", path));
    let mut at = data.clone();
    for key in parents.split('.').filter(|key| !key.is_empty()) {
        match at.as_map().and_then(|map| map.get(key.as_bytes())) {
            Some(next) => at = next,
            None => return Ok(()),
        }
    }
    let Some((map, found)) = at
        .as_map()
        .and_then(|map| Some((map, map.get(last.as_bytes())?)))
    else {
        return Ok(());
    };
    let made = make(&found).ok_or_else(|| format!("`{path}` cannot be converted"))?;
    map.insert(last.into(), made)
        .map_err(|error| error.to_string())
}

fn as_text_map(value: &Value) -> Option<Value> {
    let entries = value.as_map()?.entries();
    let texts: Option<Vec<(Text, Text)>> = entries
        .into_iter()
        .map(|(key, value)| Some((key, value.as_text()?.clone())))
        .collect();
    Some(Map::texts(texts?).into())
}

fn as_text_list(value: &Value) -> Option<Value> {
    let items: Option<Vec<Text>> = value
        .as_list()?
        .iter()
        .map(|item| item.as_text().cloned())
        .collect();
    Some(List::texts(items?).into())
}
