//! Values as Go's decoder holds them: the keys of maps have types of their own.

use super::super::node::Number;
use super::super::numeral;
use crate::strconv::{self, Style};
use std::borrow::Cow;

#[derive(Debug)]
pub(super) enum Any {
    Nil,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Any>),
    Map(Vec<(Any, Any)>),
}

impl Any {
    /// Returns what `sigs.k8s.io/yaml` says of a value that JSON cannot hold.
    pub(super) fn refusal(&self) -> Option<String> {
        self.bad_key().or_else(|| {
            let number = strconv::float(self.not_finite()?, Style::G, None);
            Some(format!("json: unsupported value: {number}"))
        })
    }

    fn bad_key(&self) -> Option<String> {
        match self {
            Self::List(items) => items.iter().find_map(Self::bad_key),
            Self::Map(entries) => entries.iter().find_map(|(key, value)| {
                let kind = match key {
                    Self::Nil => "%!s(<nil>)",
                    Self::Number(Number::Uint(_)) => "uint64",
                    _ => return value.bad_key(),
                };
                Some(format!(
                    "unsupported map key of type: {kind}, key: {}, value: {}",
                    key.go_syntax(),
                    value.go_syntax()
                ))
            }),
            _ => None,
        }
    }

    /// Finds infinity or NaN in the order in which Go writes JSON.
    fn not_finite(&self) -> Option<f64> {
        match self {
            Self::Number(Number::Float(value)) if !value.is_finite() => Some(*value),
            Self::List(items) => items.iter().find_map(Self::not_finite),
            Self::Map(entries) => {
                let mut entries: Vec<_> = entries
                    .iter()
                    .map(|(key, value)| (key.key_text(), value))
                    .collect();
                entries.sort_by(|(one, _), (other, _)| one.cmp(other));
                entries
                    .into_iter()
                    .find_map(|(_, value)| value.not_finite())
            }
            _ => None,
        }
    }

    fn key_text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(Number::Float(value)) => Cow::Owned(numeral::key_text(*value)),
            other => Cow::Owned(other.go_syntax()),
        }
    }

    /// Returns what no other key has, of whatever type.
    pub(super) fn identity(&self) -> String {
        let kind = match self {
            Self::Bool(_) => 'b',
            Self::Number(Number::Float(_)) => 'f',
            _ => ' ',
        };
        format!("{kind}{}", self.go_syntax())
    }

    /// Writes the value as Go's `%#v` does.
    pub(super) fn go_syntax(&self) -> String {
        match self {
            Self::Nil => "<nil>".to_owned(),
            Self::Bool(value) => value.to_string(),
            Self::Number(Number::Int(value)) => value.to_string(),
            Self::Number(Number::Uint(value)) => format!("{value:#x}"),
            Self::Number(Number::Float(value)) => strconv::float(*value, Style::G, None),
            Self::Text(text) => strconv::quote(text.as_bytes()),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(Self::inner_syntax).collect();
                format!("[]interface {{}}{{{}}}", items.join(", "))
            }
            Self::Map(entries) => {
                let mut entries: Vec<&(Self, Self)> = entries.iter().collect();
                entries.sort_by(|(one, _), (other, _)| one.cmp_keys(other));
                let entries: Vec<String> = entries
                    .into_iter()
                    .map(|(key, value)| format!("{}:{}", key.inner_syntax(), value.inner_syntax()))
                    .collect();
                format!(
                    "map[interface {{}}]interface {{}}{{{}}}",
                    entries.join(", ")
                )
            }
        }
    }

    /// Writes the value as it stands in a list or map.
    fn inner_syntax(&self) -> String {
        match self {
            Self::Nil => "interface {}(nil)".to_owned(),
            other => other.go_syntax(),
        }
    }

    /// Compares keys as Go's `fmt` does; their types follow each other as they lie in a program, which is up to Go's linker.
    fn cmp_keys(&self, other: &Self) -> std::cmp::Ordering {
        let rank = |key: &Self| match key {
            Self::Nil => 0,
            Self::Text(_) => 1,
            Self::Number(Number::Uint(_)) => 2,
            Self::Number(Number::Int(_)) => 3,
            Self::Number(Number::Float(_)) => 4,
            Self::Bool(_) => 5,
            Self::List(_) | Self::Map(_) => 6,
        };
        match (self, other) {
            (Self::Bool(one), Self::Bool(other)) => one.cmp(other),
            (Self::Number(Number::Int(one)), Self::Number(Number::Int(other))) => one.cmp(other),
            (Self::Number(Number::Uint(one)), Self::Number(Number::Uint(other))) => one.cmp(other),
            (Self::Number(Number::Float(one)), Self::Number(Number::Float(other))) => {
                // NaN comes first.
                let order = other.is_nan().cmp(&one.is_nan());
                order.then_with(|| one.total_cmp(other))
            }
            (Self::Text(one), Self::Text(other)) => one.cmp(other),
            _ => rank(self).cmp(&rank(other)),
        }
    }
}
