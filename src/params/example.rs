//! YAML texts as nodes, for the tests of this room.

use crate::cause::Causes;
use crate::diagnostic::render::line;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::params::{Declaration, Layer, LayerKind, Patterns, Values, declare, resolve};
use crate::span::{SourceId, Sources, Span};
use crate::yaml::{Key, Map, Node, Number, Value};
use libyaml_safer::{Event, EventData, Parser, ScalarStyle};

/// Texts, what was made of them and what was found.
#[derive(Default)]
pub(super) struct Example {
    pub(super) sources: Sources,
    pub(super) causes: Causes,
    pub(super) out: Diagnostics,
}

impl Example {
    pub(super) fn node(&mut self, path: &str, text: &str) -> Node {
        let source = self.sources.add(path, text.as_bytes());
        let mut input = text.as_bytes();
        let mut parser = Parser::new();
        parser.set_input_string(&mut input);
        let mut reader = Reader { parser, source };
        loop {
            let event = reader.parser.parse().unwrap();
            match event.data {
                EventData::StreamStart { .. } | EventData::DocumentStart { .. } => {}
                _ => return reader.node(event),
            }
        }
    }

    pub(super) fn declare(&mut self, text: &str) -> Vec<Declaration> {
        let list = self.node("dodona.yaml", text);
        declare(&list, &["loft"], &mut Patterns::default(), &mut self.out)
    }

    pub(super) fn layer(&mut self, kind: LayerKind, text: &str) -> Layer {
        let node = self.node(&format!("{}.yaml", kind.as_str()), text);
        Layer {
            kind,
            name: format!("the {}", kind.as_str()),
            values: node.as_map().unwrap().clone(),
            textual: kind >= LayerKind::Plugin,
        }
    }

    pub(super) fn resolve(&mut self, declarations: &[Declaration], layers: &[&Layer]) -> Values {
        let at = Span::whole(self.sources.add("environments/local.yaml", b"".as_slice()));
        let owner = "the repository";
        resolve(
            declarations,
            layers,
            owner,
            at,
            &mut self.causes,
            &mut self.out,
        )
    }

    /// Returns what was found, each as its line and its related places.
    pub(super) fn lines(&self) -> Vec<String> {
        let place = |span: Span| {
            let at = self.sources.position(span.source, span.start);
            format!(
                "{}:{}:{}",
                self.sources.path(span.source),
                at.line,
                at.column
            )
        };
        let text = |found: &Diagnostic| {
            let mut text = line(found, &self.sources);
            for other in &found.related {
                text.push_str(&format!(" | {} {}", place(other.span), other.message));
            }
            text
        };
        self.out.iter().map(text).collect()
    }
}

struct Reader<'r, 'b> {
    parser: Parser<&'r mut &'b [u8]>,
    source: SourceId,
}

impl Reader<'_, '_> {
    fn node(&mut self, event: Event) -> Node {
        let start = event.start_mark.index as usize;
        let mut end = event.end_mark.index as usize;
        let value = match event.data {
            EventData::Scalar {
                value,
                style: ScalarStyle::Plain,
                ..
            } => plain(&value),
            EventData::Scalar { value, .. } => Value::from(value),
            EventData::SequenceStart { .. } => {
                let mut items = Vec::new();
                while let Some(item) = self.next(&mut end) {
                    items.push(item);
                }
                Value::List(items)
            }
            EventData::MappingStart { .. } => {
                let mut map = Map::new();
                while let Some(key) = self.next(&mut end) {
                    let key = Key::new(key.as_str().unwrap(), key.span);
                    let node = self.next(&mut end).unwrap();
                    map.insert(key, node);
                }
                Value::Map(map)
            }
            other => panic!("not for these tests: {other:?}"),
        };
        Node::new(value, Span::new(self.source, start, end))
    }

    fn next(&mut self, end: &mut usize) -> Option<Node> {
        let event = self.parser.parse().unwrap();
        *end = event.end_mark.index as usize;
        match event.data {
            EventData::SequenceEnd | EventData::MappingEnd => None,
            _ => Some(self.node(event)),
        }
    }
}

fn plain(text: &str) -> Value {
    match text {
        "" | "null" => Value::Null,
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => match (text.parse(), text.parse(), text.parse()) {
            (Ok(value), _, _) => Value::Number(Number::Int(value)),
            (_, Ok(value), _) => Value::Number(Number::Uint(value)),
            (_, _, Ok(value)) => Value::Number(Number::Float(value)),
            _ => Value::from(text),
        },
    }
}
