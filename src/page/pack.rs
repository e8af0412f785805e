//! Values that repeat are written once: the manifests of a thousand Applications differ in a few lines each.
//!
//! `{"shapes": [["name", "labels"]], "values": […], "root": 7}`: a list is `[-1, INDEX…]`, a map is `[SHAPE, INDEX…]` with
//! its keys in that shape, a number that a browser could not hold is `{"number": "TEXT"}`, all else is itself. Parts stand
//! before the whole, and an index below zero counts back from there. All text is ASCII, and `<`, `>` and `&` are escaped,
//! so that nothing in it ends the block around it.

use serde_json::{Map, Number, Value};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Beyond it a double skips whole numbers.
const EXACT: u64 = (1 << 53) - 1;

/// Returns the packed text of a value.
pub(super) fn pack(value: &Value) -> String {
    let mut shapes = Table::default();
    let mut values = Table::default();
    let root = put(value, &mut shapes, &mut values);
    format!(
        "{{\"shapes\":[{}],\n\"values\":[{}],\n\"root\":{root}}}",
        shapes.texts.join(",\n"),
        values.texts.join(",\n")
    )
}

/// Texts in the order in which they were first seen.
#[derive(Default)]
struct Table {
    texts: Vec<String>,
    places: BTreeMap<String, usize>,
}

impl Table {
    /// Returns the place of what is named so; what is new is written as `text` says for its place.
    fn place(&mut self, name: String, text: impl FnOnce(&str, usize) -> String) -> usize {
        if let Some(place) = self.places.get(&name) {
            return *place;
        }
        let place = self.texts.len();
        self.texts.push(text(&name, place));
        self.places.insert(name, place);
        place
    }

    fn leaf(&mut self, text: String) -> usize {
        self.place(text, |name, _| name.to_owned())
    }

    /// A list or a map of parts that have their places already.
    fn whole(&mut self, shape: Option<usize>, parts: &[usize]) -> usize {
        let name = bracketed(shape, parts.iter().map(usize::to_string));
        self.place(name, |_, own| {
            bracketed(shape, parts.iter().map(|part| index(*part, own)))
        })
    }
}

fn bracketed(shape: Option<usize>, parts: impl Iterator<Item = String>) -> String {
    let mut text = shape.map_or_else(|| "[-1".to_owned(), |shape| format!("[{shape}"));
    for part in parts {
        text.push(',');
        text.push_str(&part);
    }
    text.push(']');
    text
}

/// A place as seen from another one: from the start, or back from there if that is shorter.
fn index(part: usize, own: usize) -> String {
    let (far, near) = (part.to_string(), format!("-{}", own - part));
    if near.len() < far.len() { near } else { far }
}

fn put(value: &Value, shapes: &mut Table, values: &mut Table) -> usize {
    match value {
        Value::Null => values.leaf("null".to_owned()),
        Value::Bool(value) => values.leaf(value.to_string()),
        Value::Number(number) => values.leaf(numeral(number)),
        Value::String(text) => values.leaf(quoted(text)),
        Value::Array(items) => {
            let items: Vec<usize> = items.iter().map(|item| put(item, shapes, values)).collect();
            values.whole(None, &items)
        }
        Value::Object(map) => {
            let shape = shapes.leaf(shape(map));
            let items: Vec<usize> = map.values().map(|item| put(item, shapes, values)).collect();
            values.whole(Some(shape), &items)
        }
    }
}

fn shape(map: &Map<String, Value>) -> String {
    let keys: Vec<String> = map.keys().map(|key| quoted(key)).collect();
    format!("[{}]", keys.join(","))
}

fn numeral(number: &Number) -> String {
    let small = number.as_i64().map(i64::unsigned_abs).or(number.as_u64());
    if small.is_some_and(|small| small <= EXACT) {
        return number.to_string();
    }
    format!("{{\"number\":\"{number}\"}}")
}

/// A string of JSON in ASCII.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            ' '..='~' if !matches!(character, '<' | '>' | '&') => quoted.push(character),
            _ => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    write!(quoted, "\\u{unit:04x}").expect("a string takes everything");
                }
            }
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_repeats_is_written_once() {
        let app = json!({"name": "a", "spec": {"source": "x"}});
        let other = json!({"name": "b", "spec": {"source": "x"}});
        assert_eq!(
            pack(&json!([app, other])),
            "{\"shapes\":[[\"name\",\"spec\"],\n[\"source\"]],\n\"values\":[\"a\",\n\"x\",\n[1,1],\n[0,0,2],\n\"b\",\n\
             [0,4,2],\n[-1,3,5]],\n\"root\":6}"
        );
    }

    #[test]
    fn nothing_but_plain_ascii_is_left() {
        assert_eq!(
            quoted("a\"\\</b>&\u{202e}\u{1f600}\n~"),
            "\"a\\\"\\\\\\u003c/b\\u003e\\u0026\\u202e\\ud83d\\ude00\\u000a~\""
        );
    }

    #[test]
    fn numbers_keep_all_digits() {
        assert_eq!(numeral(&Number::from(-7)), "-7");
        assert_eq!(numeral(&Number::from(EXACT)), "9007199254740991");
        assert_eq!(
            numeral(&Number::from(EXACT + 1)),
            "{\"number\":\"9007199254740992\"}"
        );
        assert_eq!(
            numeral(&Number::from_f64(1.5).expect("finite")),
            "{\"number\":\"1.5\"}"
        );
    }
}
