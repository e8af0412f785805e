//! From scalars and entries to nodes: maps without duplicates, shared text, merges.

use super::fault::Problem;
use super::node::{Entry, Key, Map, Node, Number, Value};
use super::numeral;
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

/// A map that is being read. Its entries lie on top of a stack that all open maps share.
#[derive(Debug)]
pub(super) struct MapBuilder {
    /// Where its entries begin on the stack.
    base: usize,
    /// What only few maps need.
    extra: Option<Box<Extra>>,
}

#[derive(Debug, Default)]
struct Extra {
    /// Places of the keys, kept once there are too many to look through.
    index: Option<BTreeMap<Arc<str>, usize>>,
    /// For each entry whether a merge brought it; empty until something is merged.
    merged: Vec<bool>,
    /// Where `<<` stands, first and again.
    merge: Option<Key>,
    merge_again: Option<Key>,
    /// A merged key was set again.
    overridden: bool,
}

impl MapBuilder {
    const FEW: usize = 16;

    pub(super) fn new(stack: &[Entry]) -> Self {
        Self {
            base: stack.len(),
            extra: None,
        }
    }

    /// Returns the place of a key among the entries.
    fn place(&mut self, stack: &[Entry], key: &str) -> Option<usize> {
        let entries = &stack[self.base..];
        if entries.len() <= Self::FEW {
            return entries.iter().position(|entry| &*entry.key.text == key);
        }
        let index = &mut self.extra.get_or_insert_default().index;
        index
            .get_or_insert_with(|| {
                let keys = entries.iter().map(|entry| entry.key.text.clone());
                keys.enumerate().map(|(place, key)| (key, place)).collect()
            })
            .get(key)
            .copied()
    }

    fn append(&mut self, stack: &mut Vec<Entry>, entry: Entry, merged: bool) {
        let place = stack.len() - self.base;
        if merged {
            self.extra.get_or_insert_default();
        }
        if let Some(extra) = &mut self.extra {
            if let Some(index) = &mut extra.index {
                index.insert(entry.key.text.clone(), place);
            }
            if merged || !extra.merged.is_empty() {
                extra.merged.resize(place, false);
                extra.merged.push(merged);
            }
        }
        stack.push(entry);
    }

    /// Sets a key that the map itself names. Returns the earlier key when the map named it before.
    pub(super) fn set(&mut self, stack: &mut Vec<Entry>, key: Key, node: Node) -> Option<Key> {
        let Some(place) = self.place(stack, &key.text) else {
            self.append(stack, Entry { key, node }, false);
            return None;
        };
        let mut was_merged = false;
        if let Some(extra) = &mut self.extra {
            was_merged = extra.merged.get_mut(place).is_some_and(std::mem::take);
            extra.overridden |= was_merged;
        }
        let before = std::mem::replace(&mut stack[self.base + place], Entry { key, node });
        (!was_merged).then_some(before.key)
    }

    /// Merges what stands under `<<`; later settings win, in the order of the text.
    pub(super) fn merge(
        &mut self,
        stack: &mut Vec<Entry>,
        key: Key,
        value: Value,
        alias: bool,
    ) -> Result<(), Problem> {
        match value {
            Value::Map(map) => self.merge_map(stack, map),
            Value::List(items) if !alias => {
                for item in items.into_iter().rev() {
                    match item.value {
                        Value::Map(map) => self.merge_map(stack, map),
                        _ => return Err(Problem::BadMerge),
                    }
                }
            }
            _ => return Err(Problem::BadMerge),
        }
        let extra = self.extra.get_or_insert_default();
        if extra.merge.is_none() {
            extra.merge = Some(key);
        } else {
            extra.merge_again = Some(key);
        }
        Ok(())
    }

    /// Returns both places of `<<` when it stands twice and what is merged collides: then it matters which comes last.
    pub(super) fn colliding_merges(&mut self) -> Option<(Key, Key)> {
        let extra = self.extra.as_mut().filter(|extra| extra.overridden)?;
        Some((extra.merge.clone()?, extra.merge_again.take()?))
    }

    fn merge_map(&mut self, stack: &mut Vec<Entry>, map: Map) {
        for entry in map {
            match self.place(stack, &entry.key.text) {
                Some(place) => {
                    stack[self.base + place].node = entry.node;
                    self.extra.get_or_insert_default().overridden = true;
                }
                None => self.append(stack, entry, true),
            }
        }
    }

    /// Takes the entries off the stack.
    pub(super) fn finish(self, stack: &mut Vec<Entry>) -> Map {
        Map::from_unique(stack.drain(self.base..).collect())
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
        Value::Number(Number::Float(value)) => (Arc::from(numeral::key_text(value)), None),
        Value::Number(Number::Uint(value)) => {
            (Arc::from(format!("\0{value}")), Some(Problem::KeyIsHuge))
        }
        Value::Null => (Arc::from("\0null"), Some(Problem::KeyIsNull)),
        Value::List(_) | Value::Map(_) => return Err(Problem::KeyIsCollection),
    })
}
