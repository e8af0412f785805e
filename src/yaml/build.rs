//! From scalars and entries to nodes: maps without duplicates, shared text, merges.

use super::fault::Problem;
use super::node::{Entry, Key, Map, Node, Number, Value};
use super::number;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Text that comes often is stored once.
#[derive(Debug)]
pub(super) struct Interner {
    slots: Vec<Option<Arc<str>>>,
}

impl Interner {
    const SLOTS: usize = 512;
    const LONGEST: usize = 40;

    pub(super) fn new() -> Self {
        Self {
            slots: vec![None; Self::SLOTS],
        }
    }

    /// Returns the text, shared with an earlier equal one where that is still known.
    pub(super) fn share(&mut self, text: &str) -> Arc<str> {
        if text.len() > Self::LONGEST {
            return Arc::from(text);
        }
        let hash = text.bytes().fold(0x811C_9DC5_u32, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        });
        let slot = &mut self.slots[(hash ^ (hash >> 15)) as usize % Self::SLOTS];
        match slot {
            Some(known) if **known == *text => known.clone(),
            _ => slot.insert(Arc::from(text)).clone(),
        }
    }
}

/// A map that is being read.
#[derive(Debug, Default)]
pub(super) struct MapBuilder {
    entries: Vec<Entry>,
    /// Places of the keys, kept once there are too many to look through.
    index: Option<BTreeMap<Arc<str>, usize>>,
    /// For each entry whether the map itself names it; empty until something is merged.
    merged: Vec<bool>,
    /// Where `<<` stands, first and again.
    merge: Option<Key>,
    merge_again: Option<Key>,
    /// A merged key was set again.
    overridden: bool,
}

impl MapBuilder {
    const FEW: usize = 16;

    fn place(&mut self, key: &str) -> Option<usize> {
        if self.entries.len() <= Self::FEW {
            return self
                .entries
                .iter()
                .position(|entry| &*entry.key.text == key);
        }
        let entries = &self.entries;
        self.index
            .get_or_insert_with(|| {
                let places = entries.iter().enumerate();
                places
                    .map(|(place, entry)| (entry.key.text.clone(), place))
                    .collect()
            })
            .get(key)
            .copied()
    }

    fn append(&mut self, entry: Entry, merged: bool) {
        if let Some(index) = &mut self.index {
            index.insert(entry.key.text.clone(), self.entries.len());
        }
        if merged || !self.merged.is_empty() {
            self.merged.resize(self.entries.len(), false);
            self.merged.push(merged);
        }
        self.entries.push(entry);
    }

    /// Sets a key that the map itself names. Returns the earlier key when the map named it before.
    pub(super) fn set(&mut self, key: Key, node: Node) -> Option<Key> {
        let Some(place) = self.place(&key.text) else {
            self.append(Entry { key, node }, false);
            return None;
        };
        let was_merged = self.merged.get_mut(place).is_some_and(std::mem::take);
        self.overridden |= was_merged;
        let before = std::mem::replace(&mut self.entries[place], Entry { key, node });
        (!was_merged).then_some(before.key)
    }

    /// Merges what stands under `<<`; later settings win, in the order of the text.
    pub(super) fn merge(&mut self, key: Key, value: Value, alias: bool) -> Result<(), Problem> {
        match value {
            Value::Map(map) => self.merge_map(map),
            Value::List(items) if !alias => {
                for item in items.into_iter().rev() {
                    match item.value {
                        Value::Map(map) => self.merge_map(map),
                        _ => return Err(Problem::BadMerge),
                    }
                }
            }
            _ => return Err(Problem::BadMerge),
        }
        if self.merge.is_none() {
            self.merge = Some(key);
        } else {
            self.merge_again = Some(key);
        }
        Ok(())
    }

    /// Returns both places of `<<` when it stands twice and what is merged collides: then it matters which comes last.
    pub(super) fn colliding_merges(&mut self) -> Option<(Key, Key)> {
        if !self.overridden {
            return None;
        }
        Some((self.merge.clone()?, self.merge_again.take()?))
    }

    fn merge_map(&mut self, map: Map) {
        for entry in map {
            match self.place(&entry.key.text) {
                Some(place) => {
                    self.entries[place].node = entry.node;
                    self.overridden = true;
                }
                None => self.append(entry, true),
            }
        }
    }

    pub(super) fn finish(self) -> Map {
        Map::from_unique(self.entries)
    }
}

/// Returns the text that a value becomes as a key. Keys that Kubernetes refuses, though only where they last to the end, get a
/// text that no other key has, and a problem.
pub(super) fn key_text(
    value: Value,
    share: &mut Interner,
) -> Result<(Arc<str>, Option<Problem>), Problem> {
    Ok(match value {
        Value::String(text) => (text, None),
        Value::Bool(true) => (share.share("true"), None),
        Value::Bool(false) => (share.share("false"), None),
        Value::Number(Number::Int(value)) => (Arc::from(value.to_string()), None),
        Value::Number(Number::Float(value)) => (Arc::from(number::key_text(value)), None),
        Value::Number(Number::Uint(value)) => {
            (Arc::from(format!("\0{value}")), Some(Problem::KeyIsHuge))
        }
        Value::Null => (Arc::from("\0null"), Some(Problem::KeyIsNull)),
        Value::List(_) | Value::Map(_) => return Err(Problem::KeyIsCollection),
    })
}
