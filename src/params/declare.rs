//! Declarations from YAML.

use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::params::declaration::{Bound, Choice, Declaration, Kind};
use crate::params::name::{name, unique};
use crate::params::pattern::{Pattern, Patterns};
use crate::params::value;
use crate::span::Span;
use crate::yaml::{Entry, Map, Node, Number, Value};
use std::collections::BTreeMap;

const FIELDS: [&str; 13] = [
    "variable",
    "label",
    "description",
    "section",
    "placeholder",
    "type",
    "options",
    "min",
    "max",
    "required",
    "defaultValue",
    "validation",
    "invalidation",
];

/// Reads a list of parameters in the platform's vocabulary (`AppParameter`, vCluster Platform's `storage/v1`).
///
/// Names in `reserved` are refused, also as the first part of a dotted name. An entry with an unusable name is left out; other
/// faults leave out the field, so that later findings concern the value and not the declaration again.
pub fn declare(
    list: &Node,
    reserved: &[&str],
    patterns: &mut Patterns,
    out: &mut Diagnostics,
) -> Vec<Declaration> {
    let items = match &list.value {
        Value::List(items) => items.as_slice(),
        Value::Null => &[],
        _ => {
            let found = list.value.type_name();
            let message = format!("`parameters` must be a list of declarations, found a {found}");
            out.push(
                Diagnostic::error(super::DECLARATION, list.span, message)
                    .help("begin each with a dash: `- variable: NAME`"),
            );
            &[]
        }
    };
    let mut declarations: Vec<Declaration> = items
        .iter()
        .filter_map(|item| entry(item, reserved, patterns, out))
        .collect();
    let mut taken: BTreeMap<String, Span> = BTreeMap::new();
    declarations.retain(|declaration| unique(declaration, &mut taken, out));
    declarations
}

fn entry(
    item: &Node,
    reserved: &[&str],
    patterns: &mut Patterns,
    out: &mut Diagnostics,
) -> Option<Declaration> {
    let Some(map) = item.as_map() else {
        let message = format!("a parameter must be a map, found {}", value::shown(item));
        out.push(
            Diagnostic::error(super::DECLARATION, item.span, message)
                .help("write `- variable: NAME`"),
        );
        return None;
    };
    let variable = name(item, map, reserved, out);
    let mut reader = Reader {
        name: variable.clone().unwrap_or_default(),
        map,
        patterns,
        out,
    };
    reader.refuse_unknown();
    let declaration = reader.read(item.span);
    variable.map(|_| declaration)
}

/// Reads the fields of one entry.
struct Reader<'a> {
    name: String,
    map: &'a Map,
    patterns: &'a mut Patterns,
    out: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn refuse_unknown(&mut self) {
        for Entry { key, .. } in self.map {
            if FIELDS.contains(&&*key.text) {
                continue;
            }
            let help = match (&*key.text, nearest(&key.text, FIELDS)) {
                ("name", _) => "did you mean `variable`?".to_owned(),
                ("default" | "value", _) => "did you mean `defaultValue`?".to_owned(),
                (_, Some(meant)) => format!("did you mean `{meant}`?"),
                (_, None) => format!("fields are {}", FIELDS.map(|f| format!("`{f}`")).join(", ")),
            };
            let message = format!("a parameter has no field `{}`", value::cut(&key.text));
            self.out
                .push(Diagnostic::error(super::DECLARATION, key.span, message).help(help));
        }
    }

    fn read(&mut self, span: Span) -> Declaration {
        let kind = self.kind();
        let mut declaration = Declaration {
            variable: self.name.clone(),
            label: self.text("label"),
            description: self.text("description"),
            section: self.text("section"),
            placeholder: self.text("placeholder"),
            kind,
            options: self.options(kind),
            min: self.bound("min", kind),
            max: self.bound("max", kind),
            required: self.required(),
            default: None,
            validation: self.pattern("validation", kind),
            invalidation: self.pattern("invalidation", kind),
            span,
            name_span: self.map.get("variable").map_or(span, |node| node.span),
        };
        self.order(&mut declaration);
        declaration.default = self.default(&declaration);
        declaration
    }

    fn fault(&mut self, place: Span, message: String, help: impl Into<String>) {
        self.out
            .push(Diagnostic::error(super::DECLARATION, place, message).help(help));
    }

    /// Reports a field of the wrong type; the place is the field where nothing stands after it.
    fn mistyped(&mut self, field: &str, node: &Node, wanted: &str, help: impl Into<String>) {
        let message = format!(
            "`{field}` of parameter `{}` must be {wanted}, found {}",
            self.name,
            value::shown(node)
        );
        let empty = node.span.start == node.span.end;
        let place = match self.map.entry(field) {
            Some(entry) if empty => entry.key.span,
            _ => node.span,
        };
        self.fault(place, message, help);
    }

    /// A field that the platform decodes into a Go string.
    fn string(&mut self, field: &str) -> Option<&Node> {
        let map = self.map;
        let node = map.get(field)?;
        let help = match &node.value {
            Value::String(_) => return Some(node),
            Value::Null => "write a text, or leave the line out".to_owned(),
            other => quoted(other),
        };
        self.mistyped(field, node, "a string", help);
        None
    }

    fn text(&mut self, field: &str) -> Option<String> {
        self.string(field).and_then(Node::as_str).map(str::to_owned)
    }

    fn kind(&mut self) -> Kind {
        let Some(node) = self.string("type").cloned() else {
            return Kind::String;
        };
        let text = node.as_str().unwrap_or_default();
        if text.is_empty() {
            return Kind::String;
        }
        if let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.as_str() == text) {
            return kind;
        }
        let meant = meant_kind(text);
        let help = match meant {
            Some(kind) => format!("did you mean `{}`?", kind.as_str()),
            None => format!(
                "types are {}",
                Kind::ALL.map(|k| format!("`{}`", k.as_str())).join(", ")
            ),
        };
        let message = format!(
            "parameter `{}` has the unknown type `{}`",
            self.name,
            value::cut(text)
        );
        self.fault(node.span, message, help);
        meant.unwrap_or_default()
    }

    fn required(&mut self) -> bool {
        let map = self.map;
        let Some(node) = map.get("required") else {
            return false;
        };
        if node.as_bool().is_none() {
            self.mistyped("required", node, "a boolean", "write `true` or `false`");
        }
        node.as_bool().unwrap_or(false)
    }

    /// Says whether a field means something for the type, and reports it where it does not.
    fn applies(&mut self, field: &str, kind: Kind, means_something: bool) -> bool {
        if let Some(entry) = self.map.entry(field)
            && !means_something
        {
            let place = entry.key.span;
            let message = format!(
                "`{field}` means nothing for parameter `{}` of type `{}`",
                self.name,
                kind.as_str()
            );
            let help = match field {
                "min" | "max" => "add `type: number`, or remove the line",
                _ => "remove the line",
            };
            self.fault(place, message, help);
        }
        means_something
    }

    fn options(&mut self, kind: Kind) -> Vec<Choice> {
        let map = self.map;
        let Some(node) = map.get("options") else {
            return Vec::new();
        };
        if !self.applies("options", kind, kind.is_text() || kind == Kind::Number) {
            return Vec::new();
        }
        let Some(items) = node.as_list() else {
            self.mistyped("options", node, "a list of strings", "write `[one, two]`");
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| self.option(item, kind))
            .collect()
    }

    fn option(&mut self, item: &Node, kind: Kind) -> Option<Choice> {
        let Some(text) = item.as_str() else {
            let help = match item.get("value").and_then(Node::as_str) {
                Some(value) => format!("write the value alone: `{value}`"),
                None => quoted(&item.value),
            };
            self.mistyped("options", item, "a list of strings", help);
            return None;
        };
        if kind == Kind::Number && value::parse_int(text).is_none() {
            let help = "write whole numbers in quotes, such as `'5'`";
            self.mistyped("options", item, "a list of whole numbers in quotes", help);
            return None;
        }
        Some(Choice {
            text: text.to_owned(),
            span: item.span,
        })
    }

    fn bound(&mut self, field: &str, kind: Kind) -> Option<Bound> {
        let map = self.map;
        let node = map.get(field)?;
        if !self.applies(field, kind, kind == Kind::Number) {
            return None;
        }
        if let Value::Number(Number::Int(value)) = node.value {
            return Some(Bound {
                value,
                span: node.span,
            });
        }
        let help = match node.as_str().and_then(value::parse_int) {
            Some(value) => format!("write `{field}: {value}` without quotes"),
            None => format!("write a whole number, such as `{field}: 5`"),
        };
        self.mistyped(field, node, "a whole number", help);
        None
    }

    /// Refuses a lowest number above the highest; later checks then use neither.
    fn order(&mut self, declaration: &mut Declaration) {
        let (Some(min), Some(max)) = (declaration.min, declaration.max) else {
            return;
        };
        if min.value <= max.value {
            return;
        }
        let message = format!(
            "`min` of parameter `{}` is {}, above its `max` {}: no value fits",
            self.name, min.value, max.value
        );
        self.out.push(
            Diagnostic::error(super::DECLARATION, min.span, message)
                .help("swap the two")
                .related(max.span, "`max` is set here"),
        );
        (declaration.min, declaration.max) = (None, None);
    }

    fn pattern(&mut self, field: &str, kind: Kind) -> Option<Pattern> {
        if !self.applies(field, kind, kind.is_text()) {
            return None;
        }
        let node = self.string(field)?.clone();
        let text = node.as_str().filter(|text| !text.is_empty())?;
        match self.patterns.compile(text, node.span) {
            Ok(pattern) => Some(pattern),
            Err(reason) => {
                let message = format!(
                    "`{field}` of parameter `{}` is no regular expression: {reason}",
                    self.name
                );
                let help = "write an expression in Go's syntax (RE2), in single quotes";
                self.fault(node.span, message, help);
                None
            }
        }
    }

    fn default(&mut self, declaration: &Declaration) -> Option<Node> {
        if declaration.is_secret() {
            self.secret_default();
            return None;
        }
        let node = self.string("defaultValue")?.clone();
        if node.as_str() == Some("") {
            return None;
        }
        let subject = format!("the default of parameter `{}`", self.name);
        match value::typed(declaration, &node, true, &subject) {
            Ok(typed) => Some(typed),
            Err(fault) => {
                self.out.push(*fault);
                None
            }
        }
    }

    fn secret_default(&mut self) {
        let Some(node) = self.map.get("defaultValue") else {
            return;
        };
        let message = format!(
            "parameter `{}` is a password and can't have a default",
            self.name
        );
        let place = node.span.part(0, 0);
        self.out.push(
            Diagnostic::error(super::PLAIN_SECRET, place, message)
                .help("remove the line and set `required: true`")
                .note(super::COMMITTED),
        );
    }
}

/// What to type where text is wanted and something else stands.
fn quoted(value: &Value) -> String {
    match value {
        Value::Bool(value) => format!("write `'{value}'`"),
        Value::Number(Number::Int(value)) => format!("write `'{value}'`"),
        Value::Number(_) => "put it in quotes, so that every digit stays".to_owned(),
        Value::Null | Value::String(_) | Value::List(_) | Value::Map(_) => {
            "write one text in quotes".to_owned()
        }
    }
}

/// The type that a word from other languages stands for.
fn meant_kind(text: &str) -> Option<Kind> {
    match text.to_ascii_lowercase().as_str() {
        "bool" | "checkbox" | "switch" => Some(Kind::Boolean),
        "int" | "integer" | "int32" | "int64" | "float" => Some(Kind::Number),
        "text" | "str" | "select" | "enum" => Some(Kind::String),
        "textarea" => Some(Kind::Multiline),
        "secret" => Some(Kind::Password),
        _ => {
            let name = nearest(text, Kind::ALL.map(Kind::as_str))?;
            Kind::ALL.into_iter().find(|kind| kind.as_str() == name)
        }
    }
}

#[cfg(test)]
mod tests;
