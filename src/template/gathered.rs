//! A map on its way, entry by entry, however many there are.

use crate::yaml::{Entry, Key, Map, Node};
use std::collections::BTreeMap;
use std::sync::Arc;

/// So many keys are found faster by looking at all of them.
const FEW: usize = 32;

/// Entries in the order in which their keys came.
pub(super) struct Gathered {
    entries: Vec<Entry>,
    /// Where the keys stand; empty while they are few.
    places: BTreeMap<Arc<str>, usize>,
}

impl Gathered {
    pub(super) fn with_capacity(capacity: usize) -> Self {
        Self {
            entries: Vec::with_capacity(capacity),
            places: BTreeMap::new(),
        }
    }

    /// Sets a key: in its place where it stands, else at the end.
    pub(super) fn put(&mut self, key: Key, node: Node) {
        if let Some(place) = self.place(&key.text) {
            self.entries[place].node = node;
            return;
        }
        self.entries.push(Entry { key, node });
        if self.entries.len() > FEW {
            let known = self.places.len();
            for (place, entry) in self.entries.iter().enumerate().skip(known) {
                self.places.insert(Arc::clone(&entry.key.text), place);
            }
        }
    }

    fn place(&self, key: &str) -> Option<usize> {
        if self.places.is_empty() {
            return self
                .entries
                .iter()
                .position(|entry| &*entry.key.text == key);
        }
        self.places.get(key).copied()
    }
}

impl From<Gathered> for Map {
    fn from(gathered: Gathered) -> Self {
        Self::from_unique(gathered.entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::{Sources, Span};
    use crate::yaml::{Number, Value};

    #[test]
    fn keys_keep_their_first_place_and_their_last_value() {
        let span = Span::whole(Sources::new().add("a", &b""[..]));
        let node = |number| Node::new(Value::Number(Number::Int(number)), span);
        let key = |number: i64| Key::new(number.to_string(), span);
        let mut gathered = Gathered::with_capacity(0);
        let mut map = Map::new();
        for number in (0..100).chain(20..60) {
            gathered.put(key(number), node(number));
            map.insert(key(number), node(number));
            gathered.put(key(number / 2), node(-number));
            map.insert(key(number / 2), node(-number));
        }
        let gathered = Map::from(gathered);
        assert!(gathered.keys().eq(map.keys()));
        assert_eq!(gathered, map);
    }
}
