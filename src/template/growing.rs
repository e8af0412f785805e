//! A map while it is made: keys are found fast, because a loop may make tens of thousands.

use crate::yaml::{Entry, Key, Map, Node};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A map that grows; a key stands in it once, where it came first.
#[derive(Debug, Default)]
pub(super) struct Growing {
    entries: Vec<Entry>,
    /// Where each key stands, and whether the map's own text gave it rather than a spread.
    places: BTreeMap<Arc<str>, (usize, bool)>,
}

impl Growing {
    /// Says whether the map's own text gave a key.
    pub(super) fn is_written(&self, key: &str) -> bool {
        self.places.get(key).is_some_and(|&(_, written)| written)
    }

    /// Sets what the map's own text gives: stronger than what was spread.
    pub(super) fn write(&mut self, key: Key, node: Node) {
        self.set(key, node, true);
    }

    /// Sets what is spread into the map: weaker than what is written.
    pub(super) fn spread(&mut self, entry: Entry) {
        if !self.is_written(&entry.key.text) {
            self.set(entry.key, entry.node, false);
        }
    }

    fn set(&mut self, key: Key, node: Node, written: bool) {
        let next = self.entries.len();
        let place = self
            .places
            .entry(Arc::clone(&key.text))
            .or_insert((next, written));
        place.1 = written;
        match self.entries.get_mut(place.0) {
            Some(entry) => entry.node = node,
            None => self.entries.push(Entry { key, node }),
        }
    }

    /// Returns the map as it is now.
    pub(super) fn into_map(self) -> Map {
        Map::from_unique(self.entries)
    }
}
