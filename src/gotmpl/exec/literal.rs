//! Literals: on their own, and where a parameter says what they are to be.

use super::fault::Done;
use super::run::Run;
use crate::gotmpl::node::{Node, NodeKind, Number};
use crate::gotmpl::operand::Operand;
use crate::gotmpl::types::Type;
use crate::gotmpl::value::Value;

impl<'t> Run<'t> {
    /// Evaluates a literal that says itself what it is.
    pub(super) fn literal(&mut self, node: &'t Node) -> Done<Operand> {
        let value = match &node.kind {
            NodeKind::Dot => return Ok(self.dot.clone()),
            NodeKind::Bool(value) => Value::Bool(*value),
            NodeKind::Text { value, .. } => Value::Text(value.clone()),
            NodeKind::Number(number) => match ideal(number) {
                Some(value) => value,
                None => return self.fault(format!("{} overflows int", number.literal)),
            },
            _ => Value::Nil,
        };
        Ok(Operand::plain(value))
    }

    /// Evaluates a literal for a parameter of a type.
    pub(super) fn literal_of(&mut self, node: &'t Node, of: Type) -> Done<Value> {
        let number = match &node.kind {
            NodeKind::Number(number) => Some(number),
            _ => None,
        };
        let (found, expected) = match of {
            Type::Any | Type::Reflect => return self.literal(node).map(|found| found.value),
            Type::Bool => match &node.kind {
                NodeKind::Bool(value) => (Some(Value::Bool(*value)), "bool"),
                _ => (None, "bool"),
            },
            Type::Text => match &node.kind {
                NodeKind::Text { value, .. } => (Some(Value::Text(value.clone())), "string"),
                _ => (None, "string"),
            },
            Type::Int => (number.and_then(|n| n.int).map(Value::Int), "integer"),
            Type::Int64 | Type::Named("time.Duration") => {
                (number.and_then(|n| n.int).map(Value::Int64), "integer")
            }
            Type::Uint8 | Type::Uint32 | Type::Uint64 => {
                let uint = number.and_then(|n| n.uint);
                (uint.map(|uint| unsigned(uint, of)), "unsigned integer")
            }
            Type::Float64 => (number.and_then(|n| n.float).map(Value::Float64), "float"),
            Type::Complex => {
                let complex = number.and_then(|n| n.complex);
                let complex = complex.map(|(real, imaginary)| Value::Complex(real, imaginary));
                (complex, "complex")
            }
            _ => {
                let name = of.name();
                return self.fault(format!("can't handle {node} for arg of type {name}"));
            }
        };
        match found {
            Some(value) => Ok(value),
            None => self.fault(format!("expected {expected}; found {node}")),
        }
    }
}

/// Cuts a number to the width of an unsigned type, as Go's reflection does.
#[expect(clippy::cast_possible_truncation, reason = "Go cuts here as well")]
fn unsigned(value: u64, of: Type) -> Value {
    match of {
        Type::Uint8 => Value::Uint8(value as u8),
        Type::Uint32 => Value::Uint32(value as u32),
        _ => Value::Uint64(value),
    }
}

/// Returns the value of a number where nothing says what it is to be; `None` if it is too large for an `int`.
fn ideal(number: &Number) -> Option<Value> {
    let text = number.literal.as_str();
    let has = |chars: &[char]| text.contains(chars);
    let is_hexadecimal =
        text.len() > 2 && (text.starts_with("0x") || text.starts_with("0X")) && !has(&['p', 'P']);
    let is_float = !is_hexadecimal && !text.starts_with('\'') && has(&['.', 'e', 'E', 'p', 'P']);
    match (number.complex, number.float, number.int) {
        (Some((real, imaginary)), _, _) => Some(Value::Complex(real, imaginary)),
        (None, Some(float), _) if is_float => Some(Value::Float64(float)),
        (None, _, Some(int)) => Some(Value::Int(int)),
        _ => None,
    }
}
