//! One walk along a value and its table.

use super::literal::{is_base64, is_integer, is_placeholder, is_quantity};
use super::shape::{Field, Shape, Type};
use super::wording;
use super::{BAD_VALUE, MISSING_FIELD, REMOVED_FIELD, UNKNOWN_FIELD, WRONG_TYPE};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::yaml::{Entry, Map, Node, Value};
use std::sync::Arc;

/// The walk: where it stands, and what it found.
pub(super) struct Walk<'o> {
    /// The way from the root; a text only where there is something to complain about.
    steps: Vec<Step>,
    out: &'o mut Diagnostics,
    /// Whether scalars may be expressions, and maps may hold the forms of templates.
    template: bool,
}

enum Step {
    Field(&'static str),
    Key(Arc<str>),
    Index(usize),
}

impl<'o> Walk<'o> {
    pub(super) fn new(out: &'o mut Diagnostics) -> Self {
        Self {
            steps: Vec::new(),
            out,
            template: false,
        }
    }

    /// A walk along a document with expressions in it.
    pub(super) fn of_template(out: &'o mut Diagnostics) -> Self {
        Self {
            template: true,
            ..Self::new(out)
        }
    }

    /// Checks all fields of an object, and that it has no others.
    pub(super) fn object(&mut self, node: &Node, shape: &'static Shape) {
        self.known_fields(node, shape);
        for entry in node.as_map().into_iter().flatten() {
            if shape.field(&entry.key.text).is_none() {
                self.unknown_field(entry, shape);
            }
        }
    }

    /// Checks the fields that the table names, whatever else is there.
    pub(super) fn known_fields(&mut self, node: &Node, shape: &'static Shape) {
        let Some(map) = node.as_map() else {
            return self.wrong_type(node, &Type::AnyMap);
        };
        for entry in map {
            if let Some(field) = shape.field(&entry.key.text) {
                self.field(entry, field, shape);
            }
        }
        for field in shape.fields.iter().filter(|field| field.required) {
            if map.get(field.name).is_none() {
                self.missing_field(node, map, field);
            }
        }
    }

    fn field(&mut self, entry: &Entry, field: &'static Field, shape: &'static Shape) {
        if let Type::Removed(instead) = field.holds {
            let path = self.path_to(&entry.key.text);
            let message = format!("`{path}` is no field of {} any more", shape.name);
            let found = Diagnostic::error(REMOVED_FIELD, entry.key.span, message).help(instead);
            self.out.push(found);
        } else if field.required || !entry.node.is_null() {
            self.step(Step::Field(field.name), |walk| {
                walk.value(&entry.node, &field.holds);
            });
        }
    }

    fn value(&mut self, node: &Node, wanted: &'static Type) {
        if self.template && is_computed(node) {
            return;
        }
        match (wanted, &node.value) {
            (Type::Any, _)
            | (Type::AnyMap, Value::Map(_))
            | (Type::Bool, Value::Bool(_))
            | (Type::IntOrText | Type::Text, Value::String(_))
            | (Type::Quantity, Value::Number(_)) => {}
            (Type::Int | Type::IntOrText, Value::Number(number)) if is_integer(*number) => {}
            (Type::Bytes, Value::String(text)) => self.bytes(node, text),
            (Type::Enum(words), Value::String(text)) => self.word(node, text, words),
            (Type::Quantity, Value::String(text)) => self.quantity(node, text),
            (Type::Path, Value::String(text)) => self.path_below_root(node, text),
            (Type::ShortText(most), Value::String(text)) => self.length(node, text, *most),
            (Type::Object(shape), _) => self.object(node, shape),
            (Type::List(item), Value::List(items)) => {
                for (index, node) in items.iter().enumerate() {
                    self.step(Step::Index(index), |walk| walk.value(node, item));
                }
            }
            (Type::Map(value), Value::Map(map)) => {
                for entry in map.iter().filter(|entry| !entry.node.is_null()) {
                    self.step(Step::Key(Arc::clone(&entry.key.text)), |walk| {
                        walk.value(&entry.node, value);
                    });
                }
            }
            _ => self.wrong_type(node, wanted),
        }
    }

    fn step(&mut self, step: Step, inside: impl FnOnce(&mut Self)) {
        self.steps.push(step);
        inside(self);
        self.steps.pop();
    }

    fn path(&self) -> String {
        let mut path = String::new();
        for step in &self.steps {
            path.push_str(&match step {
                Step::Field(name) => format!(".{name}"),
                Step::Key(key) => wording::step(key),
                Step::Index(index) => format!("[{index}]"),
            });
        }
        without_dot(path)
    }

    fn path_to(&self, key: &str) -> String {
        without_dot(self.path() + &wording::step(key))
    }

    fn unknown_field(&mut self, entry: &Entry, shape: &Shape) {
        let path = self.path_to(&entry.key.text);
        let message = format!("`{path}` is no field of {}", shape.name);
        let help = (!self.out.are_many()).then(|| wording::instead_of(&entry.key.text, shape));
        self.out
            .push(Diagnostic::error(UNKNOWN_FIELD, entry.key.span, message).maybe_help(help));
    }

    /// Points at the first key of the object, because the whole object may be a page long.
    fn missing_field(&mut self, node: &Node, map: &Map, field: &Field) {
        let place = map.iter().next().map_or(node.span, |entry| entry.key.span);
        let message = format!("`{}` is missing", self.path_to(field.name));
        self.out.push(
            Diagnostic::error(MISSING_FIELD, place, message).help(format!(
                "write `{}:` with {}",
                field.name,
                field.holds.wanted()
            )),
        );
    }

    fn wrong_type(&mut self, node: &Node, wanted: &Type) {
        let found = wording::found(&node.value);
        let message = format!("{} is {found}, not {}", self.subject(), wanted.wanted());
        self.out.push(
            Diagnostic::error(WRONG_TYPE, node.span, message)
                .label(format!("found {found}"))
                .help(wording::how_to_write(node, wanted)),
        );
    }

    fn subject(&self) -> String {
        if self.steps.is_empty() {
            "the manifest".to_owned()
        } else {
            format!("`{}`", self.path())
        }
    }

    fn bad_value(&mut self, node: &Node, message: &str, help: String) {
        let message = format!("`{}` {message}", self.path());
        self.out
            .push(Diagnostic::error(BAD_VALUE, node.span, message).help(help));
    }

    fn bytes(&mut self, node: &Node, text: &str) {
        if !is_base64(text) && !is_placeholder(text) {
            let help = "write it in base64, as `base64 -w0` prints it".to_owned();
            self.bad_value(node, "is not base64", help);
        }
    }

    fn word(&mut self, node: &Node, text: &str, words: &[&'static str]) {
        if !words.contains(&text) {
            self.bad_value(
                node,
                &format!("does not take `{text}`"),
                wording::one_of(text, words),
            );
        }
    }

    fn quantity(&mut self, node: &Node, text: &str) {
        if !is_quantity(text) {
            self.bad_value(
                node,
                &format!("is no quantity: `{text}`"),
                "write a number with a unit, such as `500m`, `2` or `1Gi`".to_owned(),
            );
        }
    }

    fn path_below_root(&mut self, node: &Node, text: &str) {
        if matches!(text, "" | "." | "/") {
            self.bad_value(
                node,
                "is the root of the repository",
                "write a folder below the root".to_owned(),
            );
        }
    }

    fn length(&mut self, node: &Node, text: &str, most: usize) {
        let length = text.chars().count();
        if length > most {
            let message = format!("has {length} characters, more than {most}");
            let help = format!("shorten it by {}", length - most);
            self.bad_value(node, &message, help);
        }
    }
}

/// A path begins with a name.
fn without_dot(path: String) -> String {
    match path.strip_prefix('.') {
        Some(rest) => rest.to_owned(),
        None => path,
    }
}

/// Says whether a value is only known once its template is rendered.
fn is_computed(node: &Node) -> bool {
    match &node.value {
        Value::String(text) => text.contains("<%"),
        Value::Map(map) => map.keys().any(|key| key.starts_with('$')),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::List(_) => false,
    }
}
