//! Values that were seen before, found without comparing each with each where that is possible.

use super::super::context::Context;
use super::super::function::FnError;
use super::super::text::Text;
use super::super::value::Value;
use super::equality::equal;
use std::collections::BTreeSet;

/// A value that is equal to another exactly when the keys are.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Nil,
    Bool(bool),
    Int(i64),
    Int64(i64),
    Uint8(u8),
    Float(u64),
    Text(Text),
}

/// Returns the key of a value that has one.
fn key(value: &Value) -> Option<Key> {
    Some(match value {
        Value::Nil => Key::Nil,
        Value::Bool(value) => Key::Bool(*value),
        Value::Int(value) => Key::Int(*value),
        Value::Int64(value) => Key::Int64(*value),
        Value::Uint8(value) => Key::Uint8(*value),
        // 0 and -0 are equal; what is no number equals nothing.
        Value::Float64(value) if !value.is_nan() => Key::Float((value + 0.0).to_bits()),
        Value::Text(text) => Key::Text(text.clone()),
        _ => return None,
    })
}

/// The values that were seen.
#[derive(Default)]
pub(super) struct Seen {
    keys: BTreeSet<Key>,
    others: Vec<Value>,
}

impl Seen {
    /// Adds a value; says whether it is new.
    pub(super) fn add(
        &mut self,
        context: &mut Context<'_>,
        value: &Value,
    ) -> Result<bool, FnError> {
        if let Some(key) = key(value) {
            return Ok(self.keys.insert(key));
        }
        let new = !self.has(context, value)?;
        if new {
            self.others.push(value.clone());
        }
        Ok(new)
    }

    /// Says whether a value was seen.
    pub(super) fn has(&self, context: &mut Context<'_>, value: &Value) -> Result<bool, FnError> {
        if let Some(key) = key(value) {
            return Ok(self.keys.contains(&key));
        }
        for other in &self.others {
            if equal(context, value, other)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
