//! Templated trees: compiled once, rendered for each parameter set.
//!
//! The walk is the controller's: struct fields, list items, keys and values of maps, each text a template of its own.

use super::budget::Size;
use super::engine::{Engine, Prepared};
use super::fail::Outcome;
use super::json::is_empty;
use super::normalise::keeps_empty;
use super::numbers;
use super::params::Params;
use super::shapes;
use crate::manifest::{Shape, Type};
use crate::span::Span;
use crate::yaml::{Entry, Key, Map, Node, Number, Value};
use std::sync::Arc;

/// A compiled tree.
pub(super) enum Part {
    /// Nothing to fill in; with what a copy takes.
    Fixed(Node, Size),
    /// A text.
    Text(Prepared, Span),
    /// A list.
    List(Vec<Part>, Span),
    /// A struct or map.
    Map(Vec<Slot>, Span),
    /// A generator's `values`, which are resolved as far as they can be.
    Values(Vec<(Key, Prepared, Arc<str>)>, Span),
}

/// An entry of a struct or map.
pub(super) struct Slot {
    name: Name,
    part: Part,
    /// Whether it is written when nothing is in it.
    keeps_empty: bool,
}

/// A key of a struct or map.
pub(super) enum Name {
    Fixed(Key),
    Text(Prepared, Span),
}

/// What compiling needs.
pub(super) struct Compiler<'e> {
    /// Renders texts.
    pub(super) engine: &'e Engine,
    /// Resolves `values` early; none outside of generators.
    pub(super) strict: Option<&'e Engine>,
    /// Whether what renders to nothing is left out, as `encoding/json` does.
    pub(super) tidy: bool,
}

impl Compiler<'_> {
    /// Compiles an object of a known table.
    pub(super) fn object(&self, node: &Node, shape: &'static Shape) -> Part {
        let Some(map) = node.as_map() else {
            return fixed(node.clone());
        };
        let parts = map.iter().filter_map(|entry| {
            let field = shape.field(&entry.key.text)?;
            let early = field.name == "values" && matches!(field.holds, Type::Map(_));
            let part = match early && self.strict.is_some() {
                true => self.values(&entry.node),
                false => self.typed(&entry.node, &field.holds),
            };
            Some(Slot {
                name: Name::Fixed(entry.key.clone()),
                part,
                keeps_empty: !self.tidy || keeps_empty(field, shape),
            })
        });
        gathered(parts.collect(), node)
    }

    /// Compiles `metadata` and `spec` of an Application.
    pub(super) fn parts(&self, node: &Node) -> Part {
        let entries = node.as_map().into_iter().flatten();
        let slots = entries.map(|entry| Slot {
            name: Name::Fixed(entry.key.clone()),
            part: self.object(&entry.node, shapes::part(&entry.key.text)),
            keeps_empty: true,
        });
        Part::Map(slots.collect(), node.span)
    }

    fn slot(&self, key: &Key, part: Part) -> Slot {
        Slot {
            name: self.name(key),
            part,
            keeps_empty: true,
        }
    }

    fn typed(&self, node: &Node, holds: &'static Type) -> Part {
        match (&node.value, holds) {
            (Value::Map(_), Type::Object(shape)) => self.object(node, shape),
            (Value::Map(map), Type::Map(values)) => {
                let parts = map
                    .iter()
                    .map(|entry| self.slot(&entry.key, self.typed(&entry.node, values)));
                gathered(parts.collect(), node)
            }
            (Value::List(items), Type::List(of)) => {
                let parts = items.iter().map(|item| self.typed(item, of));
                listed(parts.collect(), node)
            }
            (_, Type::Any | Type::AnyMap) => self.free(node),
            (Value::String(text), _) => self.text(text, node),
            _ => fixed(node.clone()),
        }
    }

    /// Compiles free JSON: numbers become floats, nulls in maps vanish.
    pub(super) fn free(&self, node: &Node) -> Part {
        match &node.value {
            Value::Map(map) => {
                let kept = map.iter().filter(|entry| !entry.node.is_null());
                let parts: Vec<_> = kept
                    .map(|entry| self.slot(&entry.key, self.free(&entry.node)))
                    .collect();
                gathered(parts, node)
            }
            Value::List(items) => listed(items.iter().map(|item| self.free(item)).collect(), node),
            Value::String(text) => self.text(text, node),
            Value::Number(number) => {
                let mut made = Node::new(Value::Null, node.span);
                made.value = Value::Number(Number::Float(numbers::float(*number)));
                numbers::settle(&mut made);
                fixed(made)
            }
            Value::Null | Value::Bool(_) => fixed(node.clone()),
        }
    }

    fn text(&self, text: &Arc<str>, node: &Node) -> Part {
        let prepared = self.engine.prepare(text);
        match prepared.is_plain() {
            true => fixed(node.clone()),
            false => Part::Text(prepared, node.span),
        }
    }

    fn name(&self, key: &Key) -> Name {
        let prepared = self.engine.prepare(&key.text);
        match prepared.is_plain() {
            true => Name::Fixed(key.clone()),
            false => Name::Text(prepared, key.span),
        }
    }

    fn values(&self, node: &Node) -> Part {
        let engine = self.strict.unwrap_or(self.engine);
        let entries = node.as_map().into_iter().flatten();
        let values = entries.filter_map(|entry| {
            let Value::String(text) = &entry.node.value else {
                return None;
            };
            Some((entry.key.clone(), engine.prepare(text), Arc::clone(text)))
        });
        Part::Values(values.collect(), node.span)
    }
}

fn fixed(node: Node) -> Part {
    let size = Size::of(&node);
    Part::Fixed(node, size)
}

fn gathered(mut slots: Vec<Slot>, node: &Node) -> Part {
    if !slots.iter().all(Slot::is_fixed) {
        if slots.iter().any(|slot| matches!(slot.name, Name::Text(..))) {
            slots.sort_by(|a, b| a.name.source().cmp(b.name.source()));
        }
        return Part::Map(slots, node.span);
    }
    let entries = slots
        .into_iter()
        .filter_map(|slot| match (slot.name, slot.part) {
            (Name::Fixed(key), Part::Fixed(node, _)) => Some(Entry { key, node }),
            _ => None,
        });
    fixed(Node::map(entries, node.span))
}

impl Slot {
    fn is_fixed(&self) -> bool {
        matches!((&self.name, &self.part), (Name::Fixed(_), Part::Fixed(..)))
    }
}

fn listed(parts: Vec<Part>, node: &Node) -> Part {
    if !parts.iter().all(|part| matches!(part, Part::Fixed(..))) {
        return Part::List(parts, node.span);
    }
    let items = parts.into_iter().filter_map(|part| match part {
        Part::Fixed(node, _) => Some(node),
        _ => None,
    });
    fixed(Node::new(Value::List(items.collect()), node.span))
}

impl Name {
    fn source(&self) -> &str {
        match self {
            Self::Fixed(key) => &key.text,
            Self::Text(prepared, _) => prepared.text(),
        }
    }
}

/// What rendering needs.
pub(super) struct Renderer<'r> {
    /// Renders texts.
    pub(super) engine: &'r Engine,
    /// Resolves `values` early.
    pub(super) strict: Option<&'r Engine>,
    /// The parameters.
    pub(super) params: &'r Params,
    /// Is told of names that stay as they are.
    pub(super) unknown: &'r mut dyn FnMut(&str, Span),
}

impl Renderer<'_> {
    /// Renders a compiled tree.
    ///
    /// # Errors
    /// The controller's, for the first text that does not render.
    pub(super) fn render(&mut self, part: &Part) -> Outcome<Node> {
        let size = match part {
            Part::Fixed(_, size) => *size,
            _ => Size::ONE,
        };
        self.engine.budget().node(size)?;
        Ok(match part {
            Part::Fixed(node, _) => node.clone(),
            Part::Text(prepared, span) => {
                Node::new(Value::String(self.fill(prepared, *span)?), *span)
            }
            Part::List(parts, span) => {
                let items: Outcome<Vec<Node>> =
                    parts.iter().map(|part| self.render(part)).collect();
                Node::new(Value::List(items?), *span)
            }
            Part::Map(parts, span) => Node::new(Value::Map(self.map(parts)?), *span),
            Part::Values(values, span) => Node::new(Value::Map(self.values(values)?), *span),
        })
    }

    fn fill(&mut self, prepared: &Prepared, span: Span) -> Outcome<Arc<str>> {
        let unknown = &mut *self.unknown;
        let filled = self
            .engine
            .fill(prepared, self.params, &mut |name| unknown(name, span));
        filled.map_err(|fail| fail.at(span))
    }

    fn map(&mut self, slots: &[Slot]) -> Outcome<Map> {
        let mut entries = Vec::with_capacity(slots.len());
        let mut unique = true;
        for slot in slots {
            let node = self.render(&slot.part)?;
            if !slot.keeps_empty && is_empty(&node) {
                continue;
            }
            let key = match &slot.name {
                Name::Fixed(key) => key.clone(),
                Name::Text(prepared, span) => {
                    unique = false;
                    Key::new(self.fill(prepared, *span)?, *span)
                }
            };
            entries.push(Entry { key, node });
        }
        if unique {
            return Ok(Map::from_unique(entries));
        }
        Ok(last_of_each(entries))
    }

    fn values(&mut self, values: &[(Key, Prepared, Arc<str>)]) -> Outcome<Map> {
        let engine = self.strict.unwrap_or(self.engine);
        let mut entries = Vec::with_capacity(values.len());
        for (key, prepared, raw) in values {
            let text = match engine.fill(prepared, self.params, &mut |_| ()) {
                Ok(text) => text,
                Err(fail) if fail.missing_key => Arc::clone(raw),
                Err(fail) => {
                    let what = format!("failed to pre-resolve Values key {:?}", &*key.text);
                    return Err(fail.within(&what).at(key.span));
                }
            };
            let node = Node::new(Value::String(text), key.span);
            entries.push(Entry {
                key: key.clone(),
                node,
            });
        }
        Ok(Map::from_unique(entries))
    }
}

/// Sorts entries by key; of several with one key the last counts.
fn last_of_each(mut entries: Vec<Entry>) -> Map {
    entries.reverse();
    entries.sort_by(|a, b| a.key.text.cmp(&b.key.text));
    entries.dedup_by(|later, first| later.key.text == first.key.text);
    Map::from_unique(entries)
}
