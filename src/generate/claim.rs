//! Who brought a value: a use case that contributes it, or a patch.

use crate::cause::{Cause, CauseId, Causes, Kind};
use crate::span::Span;
use crate::yaml::{Node, Value};
use std::sync::Arc;

/// The reason for which values are brought into an object.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    cause: Cause,
    /// The reason for all values that have no other.
    pub(super) id: CauseId,
}

impl Claim {
    pub(super) fn new(causes: &mut Causes, kind: Kind, name: Arc<str>, span: Span) -> Self {
        let cause = Cause {
            kind,
            name,
            span: Some(span),
            from: Vec::new(),
        };
        let id = causes.add(cause.clone());
        Self { cause, id }
    }

    /// Lets a value and all below it say who brought them; a reason that one has already stands behind that.
    pub(super) fn lay(&self, node: &mut Node, causes: &mut Causes) {
        node.cause = match node.cause {
            CauseId::WRITTEN => self.id,
            _ => causes.add(Cause {
                from: vec![node.origin()],
                ..self.cause.clone()
            }),
        };
        match &mut node.value {
            Value::List(items) => items.iter_mut().for_each(|item| self.lay(item, causes)),
            Value::Map(map) => map
                .iter_mut()
                .for_each(|entry| self.lay(&mut entry.node, causes)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}
