//! One walk along a value and its table.

use super::shape::{Field, Shape, Type};
use super::wording;
use super::{BAD_VALUE, MISSING_FIELD, REMOVED_FIELD, UNKNOWN_FIELD, WRONG_TYPE};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::yaml::{Entry, Map, Node, Number, Value};
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::general_purpose::{GeneralPurpose, PAD};

/// Go's decoder, behind the API server, does not look at the bits left over in the last letter.
const BASE64: GeneralPurpose =
    GeneralPurpose::new(&STANDARD, PAD.with_decode_allow_trailing_bits(true));

/// The walk: where it stands, and what it found.
pub(super) struct Walk<'o> {
    path: String,
    out: &'o mut Diagnostics,
}

impl<'o> Walk<'o> {
    pub(super) fn new(out: &'o mut Diagnostics) -> Self {
        Self {
            path: String::new(),
            out,
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
            self.step(&format!(".{}", field.name), |walk| {
                walk.value(&entry.node, &field.holds);
            });
        }
    }

    fn value(&mut self, node: &Node, wanted: &'static Type) {
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
            (Type::Object(shape), _) => self.object(node, shape),
            (Type::List(item), Value::List(items)) => {
                for (index, node) in items.iter().enumerate() {
                    self.step(&format!("[{index}]"), |walk| walk.value(node, item));
                }
            }
            (Type::Map(value), Value::Map(map)) => {
                for entry in map.iter().filter(|entry| !entry.node.is_null()) {
                    self.step(&wording::step(&entry.key.text), |walk| {
                        walk.value(&entry.node, value);
                    });
                }
            }
            _ => self.wrong_type(node, wanted),
        }
    }

    fn step(&mut self, step: &str, inside: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        let step = if length == 0 {
            step.trim_start_matches('.')
        } else {
            step
        };
        self.path.push_str(step);
        inside(self);
        self.path.truncate(length);
    }

    fn path_to(&self, key: &str) -> String {
        let step = wording::step(key);
        if self.path.is_empty() {
            return step.trim_start_matches('.').to_owned();
        }
        format!("{}{step}", self.path)
    }

    fn unknown_field(&mut self, entry: &Entry, shape: &Shape) {
        let path = self.path_to(&entry.key.text);
        let message = format!("`{path}` is no field of {}", shape.name);
        self.out.push(
            Diagnostic::error(UNKNOWN_FIELD, entry.key.span, message)
                .help(wording::instead_of(&entry.key.text, shape)),
        );
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
                .help(wording::how_to_write(&node.value, wanted)),
        );
    }

    fn subject(&self) -> String {
        if self.path.is_empty() {
            "the manifest".to_owned()
        } else {
            format!("`{}`", self.path)
        }
    }

    fn bad_value(&mut self, node: &Node, message: &str, help: String) {
        let message = format!("`{}` {message}", self.path);
        self.out
            .push(Diagnostic::error(BAD_VALUE, node.span, message).help(help));
    }

    fn bytes(&mut self, node: &Node, text: &str) {
        let letters: String = text.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
        if BASE64.decode(letters).is_err() && !is_placeholder(text) {
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
}

/// Says whether a text stands for another that a plugin or template engine puts in later.
pub(super) fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    (text.starts_with('<') && text.ends_with('>')) || text.contains("{{")
}

fn is_integer(number: Number) -> bool {
    match number {
        Number::Int(_) | Number::Uint(_) => true,
        Number::Float(float) => float.fract() == 0.0,
    }
}

/// Follows `resource.Quantity` of Kubernetes: sign, decimal number, then a unit or an exponent.
fn is_quantity(text: &str) -> bool {
    let number = |text: &str| {
        text.bytes().any(|byte| byte.is_ascii_digit())
            && text.bytes().filter(|&byte| byte == b'.').count() <= 1
    };
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let end = unsigned
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(unsigned.len());
    let (digits, unit) = unsigned.split_at(end);
    let is_exponent = || {
        unit.strip_prefix(['e', 'E'])
            .map(|exponent| exponent.strip_prefix(['+', '-']).unwrap_or(exponent))
            .is_some_and(|digits| {
                number(digits) && digits.bytes().all(|b| b != b'.' && b.is_ascii_digit())
            })
    };
    const UNITS: &[&str] = &[
        "", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei",
    ];
    number(digits) && (UNITS.contains(&unit) || is_exponent())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_numbers_with_a_unit() {
        for good in [
            "1", "0.5", "500m", "1Gi", "-2", "1e3", ".5", "5.", "2E-3", "1E",
        ] {
            assert!(is_quantity(good), "{good}");
        }
        for bad in ["", "Gi", "1.2.3", "1gb", "1 Gi", "e3", "1e", "1e1.5", "+-1"] {
            assert!(!is_quantity(bad), "{bad}");
        }
    }
}
