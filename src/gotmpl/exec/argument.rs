//! Arguments: evaluated, and checked against the type of the parameter.

use super::fault::Done;
use super::run::Run;
use crate::gotmpl::node::{Node, NodeKind, Place};
use crate::gotmpl::operand::Operand;
use crate::gotmpl::types::Type;
use crate::gotmpl::value::Value;

impl<'t> Run<'t> {
    /// Evaluates an argument for a parameter of a type.
    pub(super) fn argument(&mut self, node: &'t Node, of: Type) -> Done<Value> {
        self.place = Some(Place::Node(node));
        match &node.kind {
            NodeKind::Nil if of.can_be_nil() => Ok(Value::zero(of)),
            NodeKind::Nil => self.fault(format!("cannot assign nil to {}", of.name())),
            NodeKind::Bool(_) | NodeKind::Number(_) | NodeKind::Text { .. } => {
                self.literal_of(node, of)
            }
            _ => {
                let found = self.evaluated(node)?;
                match &found.value {
                    Value::Text(_) if matches!(of, Type::Text | Type::Any) => Ok(found.value),
                    _ => self.fitting(found, of),
                }
            }
        }
    }

    /// Evaluates an argument of a function that looks at what reflection knows.
    pub(super) fn reflected(&mut self, node: &'t Node) -> Done<Operand> {
        self.place = Some(Place::Node(node));
        match &node.kind {
            NodeKind::Nil => Ok(Operand::default()),
            _ => self.evaluated(node),
        }
    }

    /// Checks a value against the type of a parameter.
    pub(super) fn fitting(&self, found: Operand, of: Type) -> Done<Value> {
        let of_value = found.value.type_of();
        match of_value {
            Some(_) if of == Type::Any => Ok(found.value),
            Some(is) if is == of => Ok(found.value),
            None if found.boxed && of == Type::Any => Ok(Value::Nil),
            None if !found.boxed && of.can_be_nil() => Ok(Value::zero(of)),
            None if !found.boxed => self.fault(format!("invalid value; expected {}", of.name())),
            is => {
                let is = is.map_or("interface {}", Type::name);
                let of = of.name();
                self.fault(format!("wrong type for value; expected {of}; got {is}"))
            }
        }
    }
}
