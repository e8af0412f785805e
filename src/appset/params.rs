//! Parameter sets: Go's `map[string]interface {}`.

use super::fail::Outcome;
use super::set::Context;
use crate::gotmpl::{List, Map, Template, Text, Type, Value, from_node};
use crate::yaml::Node;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A parameter set. Clones are the same set, as in Go.
pub(super) type Params = Map;

/// Makes a set.
pub(super) fn params<'k>(entries: impl IntoIterator<Item = (&'k str, Value)>) -> Params {
    let entries = entries.into_iter();
    Map::any(entries.map(|(key, value)| (Text::from(key), value)))
}

/// Puts a value into a set.
pub(super) fn put(params: &Params, key: &str, value: Value) {
    let done = params.insert(Text::from(key), value);
    done.expect("a parameter set is never the nil map");
}

/// Returns what `encoding/json` makes of a node.
pub(super) fn value(node: &Node) -> Value {
    from_node(node).expect("the reader of YAML nests less deeply")
}

static PRINT: LazyLock<Option<Template>> =
    LazyLock::new(|| Template::compile("{{ printf \"%v\" . }}", []).ok());

/// Prints a value as Go's `%v` does.
pub(super) fn print(value: &Value) -> String {
    match value {
        Value::Nil => "<nil>".to_owned(),
        Value::Text(text) => text.to_utf8(),
        other => {
            let printed = PRINT
                .as_ref()
                .and_then(|template| template.execute(other).ok());
            printed.unwrap_or_default()
        }
    }
}

/// Flattens a set as Argo CD does for files and plugins: lists and maps of anything are opened, keys joined with dots, empty ones
/// vanish, leaves become text.
pub(super) fn flatten(params: &Params) -> BTreeMap<String, String> {
    let mut flat = BTreeMap::new();
    open(&Value::Map(params.clone()), String::new(), true, &mut flat);
    flat
}

/// Flattens a set for a selector: maps of texts are opened too.
pub(super) fn flatten_for_selector(params: &Params) -> BTreeMap<String, String> {
    let mut flat = BTreeMap::new();
    open(&expanded(params), String::new(), true, &mut flat);
    flat
}

/// Makes maps of anything of maps of texts, not below lists.
fn expanded(map: &Map) -> Value {
    let entries = map.entries().into_iter().map(|(key, value)| match &value {
        Value::Map(inner) => (key, expanded(inner)),
        _ => (key, value),
    });
    Value::Map(Map::any(entries))
}

fn open(value: &Value, key: String, top: bool, flat: &mut BTreeMap<String, String>) {
    let below = |name: &str| match top {
        true => name.to_owned(),
        false => format!("{key}.{name}"),
    };
    match value {
        Value::Map(map) if map.type_of() == Type::AnyMap => {
            for (name, value) in map.entries() {
                open(&value, below(&name.to_utf8()), false, flat);
            }
        }
        Value::List(list) if list.type_of() == Type::AnyList => {
            for (at, value) in list.iter().enumerate() {
                open(value, below(&at.to_string()), false, flat);
            }
        }
        leaf => {
            flat.insert(key, print(leaf));
        }
    }
}

/// Makes a set of flattened texts.
pub(super) fn flat_params(from: &Params) -> Params {
    let flat = flatten(from).into_iter();
    Map::any(flat.map(|(key, text)| (Text::from(key), Value::from(text))))
}

/// Renders a generator's `values` with its own parameters and adds them.
///
/// # Errors
/// The controller's, of the first value that does not render.
pub(super) fn append_values(
    values: &[(&str, &Node)],
    params: &Params,
    context: &Context<'_>,
) -> Outcome<()> {
    let mut rendered = Vec::with_capacity(values.len());
    for (key, node) in values {
        let text = node.as_str().unwrap_or_default();
        let mut unknown = |name: &str| context.notes.left_verbatim(name, node.span);
        let done = context.engine.replace(text, params, &mut unknown);
        let done = done.map_err(|fail| {
            fail.within("failed to replace templated string with rendered values")
                .within("failed to replace templated string")
        })?;
        rendered.push((*key, done));
    }
    add_values(&rendered, params, context.go());
    Ok(())
}

/// Adds values as they are.
pub(super) fn add_values<T: AsRef<str>>(values: &[(&str, T)], params: &Params, go: bool) {
    if go && !values.is_empty() {
        let texts = values.iter();
        let texts = texts.map(|(key, text)| (Text::from(*key), Text::from(text.as_ref())));
        put(params, "values", Value::Map(Map::texts(texts)));
    } else if !go {
        for (key, text) in values {
            put(params, &format!("values.{key}"), Value::from(text.as_ref()));
        }
    }
}

/// Makes a `[]string`; none is Go's nil.
pub(super) fn texts(items: &[String]) -> Value {
    match items {
        [] => Value::List(List::nil(Type::TextList)),
        items => List::texts(items.iter().map(|item| Text::from(item.as_str()))).into(),
    }
}

/// Overlays one set on another in place as mergo does with override: maps are merged, all else is replaced, empty maps too. Nested maps stay
/// shared with the sets that they came from, as in Go.
///
/// # Errors
/// The text of Go's panic, when a map of texts would take something else.
pub(super) fn overlay(onto: &Map, from: &Map) -> Outcome<()> {
    for (key, value) in from.entries() {
        let below = onto.get(&key);
        match (&below, &value) {
            (Some(Value::Map(below)), Value::Map(above)) if !below.is_nil() => {
                if below.is_same(above) {
                    continue;
                }
                crash_check(below, above)?;
                let empty = below.is_empty();
                overlay(below, above)?;
                if empty {
                    put_text(onto, key, value);
                }
            }
            _ => put_text(onto, key, value),
        }
    }
    Ok(())
}

fn put_text(onto: &Map, key: Text, value: Value) {
    let done = onto.insert(key, value);
    done.expect("only maps that are not nil are overlaid");
}

fn crash_check(below: &Map, above: &Map) -> Outcome<()> {
    let crashes = below.type_of() == Type::TextMap && above.type_of() == Type::AnyMap;
    if crashes && !above.is_empty() {
        return Err(super::fail::Fail::new(
            "panic: reflect.Value.SetMapIndex: value of type interface {} is not assignable to type string",
        ));
    }
    Ok(())
}
