//! One parameter of a template, and what the platform takes for it: as its own CLI v0.37 checks values.

use crate::diagnostic::nearest;
use crate::params::Pattern;
use crate::span::Span;
use crate::yaml::{Node, Number, Value};

/// A declaration: an entry of `parameters`.
#[derive(Debug)]
pub(super) struct Declared<'m> {
    /// Its name; dots make maps.
    pub(super) variable: &'m str,
    /// Its type, empty where none is written.
    pub(super) kind: &'m str,
    /// The only values that people are offered.
    pub(super) options: Vec<&'m str>,
    /// The lowest number.
    pub(super) min: Option<i64>,
    /// The highest number.
    pub(super) max: Option<i64>,
    /// The value where none is given.
    pub(super) default: &'m str,
    /// Where it stands.
    pub(super) node: &'m Node,
    required: bool,
    validation: Option<Expression<'m>>,
    invalidation: Option<Expression<'m>>,
}

#[derive(Debug)]
struct Expression<'m> {
    text: &'m str,
    compiled: Result<Pattern, String>,
}

/// Why a value is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// There is none.
    Missing,
    /// It is no boolean.
    NotBoolean,
    /// It is no integer.
    NotNumber,
    /// It lies below the lowest number.
    Below(i64),
    /// It lies above the highest number.
    Above(i64),
    /// It does not match the expression.
    Unmatched(String),
    /// It matches the expression.
    Matched(String),
    /// The expression is none; which, and why.
    Broken(String, String),
    /// The declaration has a type that is none.
    UnknownType,
}

/// A value that is taken.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Taken {
    /// The typed value.
    pub(super) value: Value,
    /// Whether it is the default.
    pub(super) is_default: bool,
}

impl<'m> Declared<'m> {
    /// Reads a declaration.
    pub(super) fn read(node: &'m Node) -> Self {
        let options = node.items_at(&["options"]).iter().filter_map(Node::as_str);
        let expression = |key| {
            let text = node.text_at(&[key]);
            (!text.is_empty()).then(|| Expression {
                text,
                compiled: Pattern::new(text, node.span),
            })
        };
        Self {
            variable: node.text_at(&["variable"]),
            kind: node.text_at(&["type"]),
            options: options.collect(),
            min: integer(node, "min"),
            max: integer(node, "max"),
            default: node.text_at(&["defaultValue"]),
            required: node.is_true_at(&["required"]),
            validation: expression("validation"),
            invalidation: expression("invalidation"),
            node,
        }
    }

    /// Returns where a field of the declaration stands, else the whole.
    pub(super) fn place(&self, field: &str) -> Span {
        self.node
            .get(field)
            .map_or(self.node.span, |node| node.span)
    }

    /// Returns what the platform makes of a value; the empty text is none.
    pub(super) fn take(&self, given: &str) -> Result<Taken, Refused> {
        let is_default = given.is_empty() && !self.default.is_empty();
        let value = match is_default {
            true => self.default,
            false => given,
        };
        if self.is_known() && value.is_empty() && self.required {
            return Err(Refused::Missing);
        }
        let value = match self.kind {
            "" | "string" | "multiline" | "password" => self.matched(value).map(Value::from),
            "boolean" => boolean(value).map(Value::from).ok_or(Refused::NotBoolean),
            "number" => self.number(value, is_default),
            _ => Err(Refused::UnknownType),
        }?;
        Ok(Taken { value, is_default })
    }

    fn is_known(&self) -> bool {
        matches!(
            self.kind,
            "" | "string" | "multiline" | "password" | "boolean" | "number"
        )
    }

    /// An option is taken whatever the expressions say.
    fn matched<'v>(&self, value: &'v str) -> Result<&'v str, Refused> {
        if self.options.contains(&value) {
            return Ok(value);
        }
        let wanted = [(&self.validation, true), (&self.invalidation, false)];
        for (expression, wanted) in wanted {
            let Some(expression) = expression else {
                continue;
            };
            let text = expression.text.to_owned();
            match &expression.compiled {
                Err(reason) => return Err(Refused::Broken(text, reason.clone())),
                Ok(pattern) if pattern.matches(value) == wanted => {}
                Ok(_) if wanted => return Err(Refused::Unmatched(text)),
                Ok(_) => return Err(Refused::Matched(text)),
            }
        }
        Ok(value)
    }

    /// The default is held against no limit.
    fn number(&self, value: &str, is_default: bool) -> Result<Value, Refused> {
        let number: i64 = value.parse().map_err(|_| Refused::NotNumber)?;
        if !is_default {
            if let Some(min) = self.min.filter(|min| number < *min) {
                return Err(Refused::Below(min));
            }
            if let Some(max) = self.max.filter(|max| number > *max) {
                return Err(Refused::Above(max));
            }
        }
        Ok(Value::Number(Number::Int(number)))
    }
}

fn integer(node: &Node, key: &str) -> Option<i64> {
    match node.get(key)?.value {
        Value::Number(Number::Int(number)) => Some(number),
        _ => None,
    }
}

/// Go's `strconv.ParseBool`.
pub(super) fn boolean(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "TRUE" | "true" | "True" => Some(true),
        "0" | "f" | "F" | "FALSE" | "false" | "False" => Some(false),
        _ => None,
    }
}

/// Returns the type to write instead of one that is none.
pub(super) fn known_type(kind: &str) -> String {
    const TYPES: [&str; 5] = ["string", "multiline", "boolean", "number", "password"];
    let meant = match kind {
        "int" | "integer" => Some("number"),
        "bool" => Some("boolean"),
        "text" => Some("string"),
        other => nearest(other, TYPES),
    };
    match meant {
        Some(meant) => format!("did you mean `{meant}`? The types are {}", TYPES.join(", ")),
        None => format!("write `type:` with one of {}", TYPES.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::span::Sources;
    use crate::yaml::{Limits, Reading, read};

    fn take(declaration: &str, given: &str) -> Result<String, Refused> {
        let source = Sources::new().add("t", declaration.as_bytes());
        let mut out = Diagnostics::new();
        let nodes = read(
            source,
            declaration.as_bytes(),
            Reading::Strict,
            &Limits::default(),
            &mut out,
        );
        let nodes = nodes.unwrap();
        let taken = Declared::read(&nodes[0]).take(given)?;
        Ok(match taken.value {
            Value::String(text) => format!("{text:?}"),
            Value::Bool(value) => value.to_string(),
            Value::Number(Number::Int(number)) => number.to_string(),
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn values_are_taken_as_the_table_says() {
        let pattern = "^[a-z]+$".to_owned();
        let broken = take("{variable: v, validation: '('}", "a");
        assert!(matches!(broken, Err(Refused::Broken(..))));
        let cases: Vec<(&str, &str, Result<&str, Refused>)> = vec![
            ("{variable: v}", "", Ok("\"\"")),
            ("{variable: v, defaultValue: d}", "", Ok("\"d\"")),
            ("{variable: v, required: true}", "", Err(Refused::Missing)),
            (
                "{variable: v, required: true, defaultValue: d}",
                "",
                Ok("\"d\""),
            ),
            (
                "{variable: v, options: [A], validation: '^[a-z]+$'}",
                "A",
                Ok("\"A\""),
            ),
            ("{variable: v, options: [A]}", "B", Ok("\"B\"")),
            (
                "{variable: v, type: multiline, validation: '^[a-z]+$'}",
                "B",
                Err(Refused::Unmatched(pattern.clone())),
            ),
            (
                "{variable: v, validation: '^[a-z]+$'}",
                "",
                Err(Refused::Unmatched(pattern.clone())),
            ),
            (
                "{variable: v, type: password, invalidation: '^[a-z]+$'}",
                "b",
                Err(Refused::Matched(pattern)),
            ),
            (
                "{variable: v, validation: dev}",
                "mydevbox",
                Ok("\"mydevbox\""),
            ),
            ("{variable: v, type: boolean}", "", Err(Refused::NotBoolean)),
            (
                "{variable: v, type: boolean, required: true}",
                "",
                Err(Refused::Missing),
            ),
            (
                "{variable: v, type: boolean, defaultValue: T}",
                "",
                Ok("true"),
            ),
            (
                "{variable: v, type: boolean, defaultValue: maybe}",
                "",
                Err(Refused::NotBoolean),
            ),
            ("{variable: v, type: boolean}", "False", Ok("false")),
            (
                "{variable: v, type: boolean}",
                "yes",
                Err(Refused::NotBoolean),
            ),
            ("{variable: v, type: number}", "", Err(Refused::NotNumber)),
            (
                "{variable: v, type: number, min: 1, defaultValue: '-5'}",
                "",
                Ok("-5"),
            ),
            (
                "{variable: v, type: number, min: 1}",
                "-5",
                Err(Refused::Below(1)),
            ),
            (
                "{variable: v, type: number, max: 3, options: ['9']}",
                "9",
                Err(Refused::Above(3)),
            ),
            ("{variable: v, type: number}", "+7", Ok("7")),
            (
                "{variable: v, type: number}",
                "1.5",
                Err(Refused::NotNumber),
            ),
            (
                "{variable: v, type: integer, required: true}",
                "",
                Err(Refused::UnknownType),
            ),
        ];
        for (declaration, given, wanted) in cases {
            let wanted = wanted.map(str::to_owned);
            assert_eq!(take(declaration, given), wanted, "{declaration} {given:?}");
        }
    }
}
