//! The tree: every node with its byte range and its cause.

use crate::cause::{CauseId, Origin};
use crate::span::Span;
use std::sync::Arc;

/// A number as Kubernetes' JSON path keeps it apart: integers up to 64 bits are exact, everything else is a float.
#[derive(Clone, Copy, Debug)]
pub enum Number {
    /// An integer that fits 64 bits with a sign.
    Int(i64),
    /// An integer above `i64::MAX`; smaller ones are always [`Number::Int`].
    Uint(u64),
    /// Any other number; never infinite, never NaN.
    Float(f64),
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => a == b,
            (Self::Uint(a), Self::Uint(b)) => a == b,
            (Self::Float(a), Self::Float(b)) => a.to_bits() == b.to_bits(),
            _ => false,
        }
    }
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Value {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// Text; shared, because templates copy it to many places.
    String(Arc<str>),
    /// A list.
    List(Vec<Node>),
    /// A map, in the order of the text.
    Map(Map),
}

impl Value {
    /// Returns the type's name as messages use it: `null`, `boolean`, `number`, `string`, `list` or `map`.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "boolean",
            Self::Number(_) => "number",
            Self::String(_) => "string",
            Self::List(_) => "list",
            Self::Map(_) => "map",
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(Arc::from(text))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::String(Arc::from(text))
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<Map> for Value {
    fn from(map: Map) -> Self {
        Self::Map(map)
    }
}

/// A value with the place it came from.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it holds.
    pub value: Value,
    /// Where it stands in a file; for computed values the text that made them.
    pub span: Span,
    /// Why it is so; [`CauseId::WRITTEN`] for what was read from a file.
    pub cause: CauseId,
}

/// Nodes are equal when their values are; place and cause do not count.
impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Node {
    /// Returns a node that stands at `span` as it is.
    #[must_use]
    pub fn new(value: impl Into<Value>, span: Span) -> Self {
        Self {
            value: value.into(),
            span,
            cause: CauseId::WRITTEN,
        }
    }

    /// Returns a node with a cause of its own.
    #[must_use]
    pub fn caused(value: impl Into<Value>, span: Span, cause: CauseId) -> Self {
        Self {
            value: value.into(),
            span,
            cause,
        }
    }

    /// Returns a map that stands at `span` as it is, of entries of which no two share a key: the caller has seen to that.
    #[must_use]
    pub fn map(entries: impl IntoIterator<Item = Entry>, span: Span) -> Self {
        Self::new(Map::from_unique(Vec::from_iter(entries)), span)
    }

    /// Returns a map of texts that stands at `span` as it is; no two share a key.
    #[must_use]
    pub fn texts<'t>(
        texts: impl IntoIterator<Item = (&'t String, &'t String)>,
        span: Span,
    ) -> Self {
        let texts = texts.into_iter();
        Self::map(
            texts.map(|(key, text)| Entry::new(key.as_str(), text.as_str(), span)),
            span,
        )
    }

    /// Returns where the node came from: its text and its cause.
    #[must_use]
    pub fn origin(&self) -> Origin {
        Origin {
            span: self.span,
            cause: self.cause,
        }
    }

    /// Returns the text of a string node.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the value of a boolean node.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match &self.value {
            Value::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// Returns the items of a list node.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// Returns the map of a map node.
    #[must_use]
    pub fn as_map(&self) -> Option<&Map> {
        match &self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// Returns the map of a map node, to change it.
    pub fn as_map_mut(&mut self) -> Option<&mut Map> {
        match &mut self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// Says whether the node is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// Returns the value under a key, for map nodes that have it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_map().and_then(|map| map.get(key))
    }

    /// Returns the value at the end of a path of keys.
    #[must_use]
    pub fn at(&self, keys: &[&str]) -> Option<&Node> {
        keys.iter().try_fold(self, |node, key| node.get(key))
    }

    /// Returns the text at the end of a path of keys, empty if there is none.
    #[must_use]
    pub fn text_at(&self, keys: &[&str]) -> &str {
        self.at(keys).and_then(Self::as_str).unwrap_or_default()
    }

    /// Returns the items of the list at the end of a path of keys, none if there is none.
    #[must_use]
    pub fn items_at(&self, keys: &[&str]) -> &[Node] {
        self.at(keys).and_then(Self::as_list).unwrap_or_default()
    }

    /// Returns what stands at the end of a path of keys, unless it is `null`.
    #[must_use]
    pub fn present_at(&self, keys: &[&str]) -> Option<&Node> {
        self.at(keys).filter(|found| !found.is_null())
    }

    /// Says whether `true` stands at the end of a path of keys.
    #[must_use]
    pub fn is_true_at(&self, keys: &[&str]) -> bool {
        self.at(keys).and_then(Self::as_bool).unwrap_or(false)
    }
}

/// The key of a map entry; keys are always text, as in JSON.
#[derive(Clone, Debug)]
pub struct Key {
    /// The key.
    pub text: Arc<str>,
    /// Where it stands.
    pub span: Span,
}

impl Key {
    /// Returns a key that stands at `span`.
    #[must_use]
    pub fn new(text: impl Into<Arc<str>>, span: Span) -> Self {
        Self {
            text: text.into(),
            span,
        }
    }
}

/// One entry of a [`Map`].
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key and its place.
    pub key: Key,
    /// The value.
    pub node: Node,
}

impl Entry {
    /// Returns an entry whose key and value stand at `span` as they are.
    #[must_use]
    pub fn new(key: impl Into<Arc<str>>, value: impl Into<Value>, span: Span) -> Self {
        Self::of(key, Node::new(value, span))
    }

    /// Returns an entry whose key stands where its value does.
    #[must_use]
    pub fn of(key: impl Into<Arc<str>>, node: Node) -> Self {
        Self {
            key: Key::new(key, node.span),
            node,
        }
    }
}

/// A map in the order of the text; a key stands in it once.
#[derive(Clone, Debug, Default)]
pub struct Map {
    entries: Vec<Entry>,
}

/// Maps are equal when the same keys hold equal values; order does not count.
impl PartialEq for Map {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len()
            && self
                .entries
                .iter()
                .all(|entry| other.get(&entry.key.text) == Some(&entry.node))
    }
}

impl Map {
    /// Returns an empty map.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns a map of these entries, of which no two share a key: the caller has seen to that.
    #[must_use]
    pub fn from_unique(entries: Vec<Entry>) -> Self {
        Self { entries }
    }

    /// Returns the number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Says whether there are no entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns the entries in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Entry> {
        self.entries.iter()
    }

    /// Returns the entries in order, to change their values.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Entry> {
        self.entries.iter_mut()
    }

    /// Returns the keys in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| &*entry.key.text)
    }

    /// Returns the entry of a key.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| &*entry.key.text == key)
    }

    /// Returns the value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// Returns the value of a key, to change it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.entries
            .iter_mut()
            .find(|entry| &*entry.key.text == key)
            .map(|entry| &mut entry.node)
    }

    /// Sets a key: in its place where it stands, else at the end. Returns the value that was there.
    pub fn insert(&mut self, key: Key, node: Node) -> Option<Node> {
        match self
            .entries
            .iter_mut()
            .find(|entry| entry.key.text == key.text)
        {
            Some(entry) => Some(std::mem::replace(&mut entry.node, node)),
            None => {
                self.entries.push(Entry { key, node });
                None
            }
        }
    }

    /// Takes a key out and returns its value.
    pub fn remove(&mut self, key: &str) -> Option<Node> {
        let at = self
            .entries
            .iter()
            .position(|entry| &*entry.key.text == key)?;
        Some(self.entries.remove(at).node)
    }

    /// Sorts the entries by key, byte by byte.
    pub fn sort(&mut self) {
        self.entries.sort_by(|a, b| a.key.text.cmp(&b.key.text));
    }
}

impl IntoIterator for Map {
    type Item = Entry;
    type IntoIter = std::vec::IntoIter<Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<'a> IntoIterator for &'a Map {
    type Item = &'a Entry;
    type IntoIter = std::slice::Iter<'a, Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.iter()
    }
}
