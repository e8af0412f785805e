//! A text whose names were substituted, and the way back to the file.

use crate::cause::{Cause, CauseId, Causes, Kind, Origin};
use crate::span::{SourceId, Span};
use crate::yaml::{Node, Value};
use std::ops::Range;
use std::sync::Arc;

/// A text whose names were substituted.
#[derive(Debug)]
pub struct Substituted {
    pub(super) text: Vec<u8>,
    source: SourceId,
    /// In the order of the text.
    parts: Vec<Part>,
}

/// A name that was substituted.
#[derive(Debug)]
struct Part {
    name: Arc<str>,
    /// Where it stands in the file, delimiters included.
    old: Span,
    /// Where its value stands in the new text.
    new: Range<usize>,
    /// Where its value comes from.
    from: Origin,
}

impl Substituted {
    pub(super) fn new(source: SourceId, length: usize) -> Self {
        Self {
            text: Vec::with_capacity(length),
            source,
            parts: Vec::new(),
        }
    }

    /// Adds the value of a name.
    pub(super) fn put(&mut self, value: &str, name: &str, old: Span, from: Origin) {
        let start = self.text.len();
        self.text.extend_from_slice(value.as_bytes());
        self.parts.push(Part {
            name: Arc::from(name),
            old,
            new: start..self.text.len(),
            from,
        });
    }

    /// Returns the new text.
    #[must_use]
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// Leads a node that was read from the new text, and all below it, back to the file: their places are those in the file,
    /// and a scalar with a substituted name in it has that for its cause. `read` is the new text.
    pub fn trace(&self, node: &mut Node, read: SourceId, causes: &mut Causes) {
        if node.span.source == read {
            let is_scalar = !matches!(node.value, Value::List(_) | Value::Map(_));
            if is_scalar && node.cause == CauseId::WRITTEN {
                node.cause = self.cause(node.span, causes);
            }
            node.span = self.back(node.span);
        }
        match &mut node.value {
            Value::List(items) => {
                for item in items {
                    self.trace(item, read, causes);
                }
            }
            Value::Map(map) => {
                for entry in map.iter_mut() {
                    if entry.key.span.source == read {
                        entry.key.span = self.back(entry.key.span);
                    }
                    self.trace(&mut entry.node, read, causes);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// The cause of what stands in a range: the names that were substituted in it.
    fn cause(&self, span: Span, causes: &mut Causes) -> CauseId {
        let range = span.start as usize..span.end as usize;
        let first = self
            .parts
            .partition_point(|part| part.new.end < range.start);
        let parts = self.parts[first..]
            .iter()
            .take_while(|part| part.new.start < range.end)
            .filter(|part| part.new.end > range.start || part.new.is_empty());
        let from: Vec<Origin> = parts
            .map(|part| Origin {
                span: part.old,
                cause: causes.add(Cause {
                    kind: Kind::Expression,
                    name: Arc::clone(&part.name),
                    span: Some(part.old),
                    from: vec![part.from],
                }),
            })
            .collect();
        match from.as_slice() {
            [] => CauseId::WRITTEN,
            [only] => only.cause,
            _ => causes.add(Cause {
                kind: Kind::Expression,
                name: Arc::from(""),
                span: Some(self.back(span)),
                from,
            }),
        }
    }

    /// The range of the file that a range of the new text was made from.
    fn back(&self, span: Span) -> Span {
        let start = self.offset(span.start as usize, |part| part.old.start as usize);
        let end = self.offset(span.end as usize, |part| part.old.end as usize);
        Span::new(self.source, start, end)
    }

    /// The offset in the file of an offset in the new text; inside a value it is that end of its name which `inside` gives.
    fn offset(&self, new: usize, inside: impl Fn(&Part) -> usize) -> usize {
        let behind = self.parts.partition_point(|part| part.new.start <= new);
        match behind.checked_sub(1).map(|index| &self.parts[index]) {
            None => new,
            Some(part) if new < part.new.end || new == part.new.start => inside(part),
            Some(part) => part.old.end as usize + (new - part.new.end),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Sources;

    #[test]
    fn places_lead_back_to_the_file() {
        let old = "a: x\nb: {N}!\nc: z\n";
        let mut sources = Sources::new();
        let source = sources.add("old", old.as_bytes());
        let at = |from: usize, to: usize| Span::new(source, from, to);
        let name = at(8, 11);
        let mut substituted = Substituted::new(source, 0);
        substituted.text.extend_from_slice(b"a: x\nb: ");
        let from = Origin {
            span: at(0, 1),
            cause: CauseId::WRITTEN,
        };
        substituted.put("long", "N", name, from);
        substituted.text.extend_from_slice(b"!\nc: z\n");
        let read = sources.add("new", substituted.text());
        let mut causes = Causes::new();
        let mut traced = |from: usize, to: usize| {
            let mut node = Node::new("", Span::new(read, from, to));
            substituted.trace(&mut node, read, &mut causes);
            (node.span, node.cause == CauseId::WRITTEN)
        };
        assert_eq!(traced(3, 4), (at(3, 4), true));
        assert_eq!(traced(8, 13), (at(8, 12), false));
        assert_eq!(traced(17, 18), (at(16, 17), true));
    }
}
