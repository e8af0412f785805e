//! Makes nodes that stand nowhere: all at one place and for one reason.

use crate::cause::{Cause, CauseId, Causes, Kind, Origin};
use crate::span::Span;
use crate::yaml::{Entry, Key, Map, Node, Value};
use std::sync::Arc;

/// The place and reason of what is made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Maker {
    pub(super) span: Span,
    pub(super) cause: CauseId,
}

impl Maker {
    /// Makes what stands at `span` because of nothing but the text there.
    pub(super) fn written(span: Span) -> Self {
        Self {
            span,
            cause: CauseId::WRITTEN,
        }
    }

    /// Makes what follows from `from`, for the reason `kind` called `name`.
    pub(super) fn caused(
        causes: &mut Causes,
        kind: Kind,
        name: &str,
        span: Span,
        from: Vec<Origin>,
    ) -> Self {
        let cause = causes.add(Cause {
            kind,
            name: Arc::from(name),
            span: Some(span),
            from,
        });
        Self { span, cause }
    }

    /// Makes what the program itself puts there: `name` says what, `span` the line that asks for it.
    pub(super) fn built_in(
        causes: &mut Causes,
        name: &str,
        span: Span,
        from: impl IntoIterator<Item = Origin>,
    ) -> Self {
        Self::caused(causes, Kind::BuiltIn, name, span, Vec::from_iter(from))
    }

    pub(super) fn node(self, value: impl Into<Value>) -> Node {
        Node::caused(value, self.span, self.cause)
    }

    pub(super) fn list(self, items: Vec<Node>) -> Node {
        self.node(Value::List(items))
    }

    pub(super) fn key(self, text: &str) -> Key {
        Key::new(text, self.span)
    }

    /// Makes a map of entries whose keys differ.
    pub(super) fn map<'k>(self, entries: impl IntoIterator<Item = (&'k str, Node)>) -> Node {
        let entries = entries
            .into_iter()
            .map(|(key, node)| Entry {
                key: self.key(key),
                node,
            })
            .collect();
        self.node(Map::from_unique(entries))
    }
}
