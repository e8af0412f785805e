//! `dodona template eval --jsonl`: one line of JSON in, the rendered text or Go's error out.

use super::data::{from_node, make_text_list, make_text_map};
use super::map::Map;
use super::template::Template;
use super::value::Value;
use crate::span::Sources;
use crate::yaml::Node;
use crate::yaml::json::{self, Escapes};

/// Renders a line `{"id","template","options","data","string_maps","string_lists"}` to a line `{"id","output"}` or
/// `{"id","error"}`, without a line feed.
#[must_use]
pub fn eval_line(line: &str) -> String {
    let input = read(line);
    let id = input.as_ref().and_then(|input| input.get("id"));
    let id = id.map_or("null".to_owned(), |id| json::compact(id, Escapes::Needed));
    let rendered = match &input {
        Some(input) if input.as_map().is_some() => rendered(input),
        _ => Err("the line is no JSON object".to_owned()),
    };
    let (name, text) = match rendered {
        Ok(output) => ("output", output),
        Err(error) => ("error", error),
    };
    let text = serde_json::Value::from(text);
    format!("{{\"id\":{id},\"{name}\":{text}}}")
}

/// Reads a line; of a key that stands twice the last value counts, as in Go.
fn read(line: &str) -> Option<Node> {
    let source = Sources::new().add("line", line.as_bytes());
    if let Ok(node) = json::parse(line, source) {
        return Some(node);
    }
    let value: serde_json::Value = serde_json::from_str(line).ok()?;
    let text = value.to_string();
    json::parse(&text, source).ok()
}

fn rendered(input: &Node) -> Result<String, String> {
    let text = input.get("template").and_then(Node::as_str);
    let data = match input.get("data") {
        Some(data) if data.as_map().is_some() => from_node(data)?,
        Some(data) if !data.is_null() => return Err("`data` is no JSON object".to_owned()),
        _ => Value::Map(Map::any([])),
    };
    for path in texts(input, "string_maps") {
        make_text_map(&data, path)?;
    }
    for path in texts(input, "string_lists") {
        make_text_list(&data, path)?;
    }
    let options = texts(input, "options");
    let template = Template::compile(text.unwrap_or_default(), options).map_err(|e| e.message)?;
    template.execute(&data).map_err(|error| error.message)
}

fn texts<'n>(input: &'n Node, name: &str) -> impl Iterator<Item = &'n str> {
    let list = input.get(name).and_then(Node::as_list);
    list.unwrap_or_default().iter().filter_map(Node::as_str)
}
