//! Between our nodes and the engine's values.

use crate::cause::CauseId;
use crate::span::Span;
use crate::template::gathered::Gathered;
use crate::yaml::{Key, Map, Node, Number, Value};
use minijinja::value::{Value as Dynamic, ValueKind};
use std::sync::Arc;

/// Returns the engine's value of a node; places and causes stay behind.
pub(super) fn to_value(node: &Node) -> Dynamic {
    match &node.value {
        Value::Null => Dynamic::from(()),
        Value::Bool(value) => Dynamic::from(*value),
        Value::Number(Number::Int(value)) => Dynamic::from(*value),
        Value::Number(Number::Uint(value)) => Dynamic::from(*value),
        Value::Number(Number::Float(value)) => Dynamic::from(*value),
        Value::String(text) => Dynamic::from(Arc::clone(text)),
        Value::List(items) => Dynamic::from(items.iter().map(to_value).collect::<Vec<_>>()),
        Value::Map(map) => Dynamic::from_pairs(map.iter().map(|entry| {
            (
                Dynamic::from(Arc::clone(&entry.key.text)),
                to_value(&entry.node),
            )
        })),
    }
}

/// Why a value of the engine is no node.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// The expression ended in something undefined.
    Undefined,
    /// A number that is infinite, not a number, or beyond 64 bits.
    Number(String),
    /// Something that is no data, such as a function.
    Kind(String),
    /// More nodes than `budget`, or deeper than a document may be.
    TooLarge,
}

/// Makes nodes from the engine's values, all at one place and for one reason.
pub(super) struct Taker {
    pub(super) span: Span,
    pub(super) cause: CauseId,
    /// How many nodes may still be made.
    pub(super) budget: usize,
}

const MAX_DEPTH: usize = 100;

impl Taker {
    pub(super) fn take(&mut self, value: &Dynamic, depth: usize) -> Result<Node, Unfit> {
        if depth > MAX_DEPTH || self.budget == 0 {
            return Err(Unfit::TooLarge);
        }
        self.budget -= 1;
        let taken = match value.kind() {
            ValueKind::Undefined => return Err(Unfit::Undefined),
            ValueKind::None => Value::Null,
            ValueKind::Bool => Value::Bool(value.is_true()),
            ValueKind::Number => Value::Number(number(value)?),
            ValueKind::String => Value::String(value.to_str().unwrap_or_default()),
            ValueKind::Seq | ValueKind::Iterable => Value::List(self.list(value, depth)?),
            ValueKind::Map => Value::Map(self.map(value, depth)?),
            _ => return Err(Unfit::Kind(value.kind().to_string())),
        };
        Ok(Node::caused(taken, self.span, self.cause))
    }

    fn list(&mut self, value: &Dynamic, depth: usize) -> Result<Vec<Node>, Unfit> {
        let items = value
            .try_iter()
            .map_err(|_| Unfit::Kind(value.kind().to_string()))?;
        items.map(|item| self.take(&item, depth + 1)).collect()
    }

    fn map(&mut self, value: &Dynamic, depth: usize) -> Result<Map, Unfit> {
        let keys = value
            .try_iter()
            .map_err(|_| Unfit::Kind(value.kind().to_string()))?;
        let mut map = Gathered::with_capacity(0);
        for key in keys {
            let text = match key.kind() {
                ValueKind::String => key.to_str().unwrap_or_default(),
                ValueKind::Number | ValueKind::Bool => Arc::from(key.to_string()),
                _ => {
                    return Err(Unfit::Kind(format!(
                        "map with a key of type {}",
                        key.kind()
                    )));
                }
            };
            let item = value.get_item(&key).map_err(|_| Unfit::Undefined)?;
            let node = self.take(&item, depth + 1)?;
            map.put(Key::new(text, self.span), node);
        }
        Ok(map.into())
    }
}

fn number(value: &Dynamic) -> Result<Number, Unfit> {
    if value.is_integer() {
        return i64::try_from(value.clone())
            .map(Number::Int)
            .or_else(|_| u64::try_from(value.clone()).map(Number::Uint))
            .map_err(|_| Unfit::Number(value.to_string()));
    }
    match f64::try_from(value.clone()) {
        Ok(float) if float.is_finite() => Ok(Number::Float(float)),
        _ => Err(Unfit::Number(value.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Sources;

    #[test]
    fn numbers_keep_their_kind_both_ways() {
        let mut sources = Sources::new();
        let span = Span::whole(sources.add("a", &b""[..]));
        let mut taker = Taker {
            span,
            cause: CauseId::WRITTEN,
            budget: 100,
        };
        for number in [
            Number::Int(-5),
            Number::Uint(u64::MAX),
            Number::Float(2.0),
            Number::Int(i64::MAX),
        ] {
            let node = Node::new(Value::Number(number), span);
            assert_eq!(taker.take(&to_value(&node), 0), Ok(node));
        }
        assert_eq!(
            taker.take(&Dynamic::from(f64::INFINITY), 0),
            Err(Unfit::Number("inf".to_owned()))
        );
    }
}
