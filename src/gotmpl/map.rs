//! Go's maps from texts: references, so that `set` is seen by everyone who holds the map.

use super::function::FnError;
use super::list;
use super::text::Text;
use super::types::Type;
use super::value::Value;
use std::cell::RefCell;
use std::rc::Rc;

/// A Go map with its type, sorted by key. Cheap to clone; all clones are the same map.
#[derive(Clone)]
pub struct Map(Rc<Entries>);

struct Entries {
    of: Type,
    nil: bool,
    entries: RefCell<Vec<(Text, Value)>>,
}

impl Map {
    /// Makes a map of the given map type; of equal keys the last wins.
    #[must_use]
    pub fn new(of: Type, entries: impl IntoIterator<Item = (Text, Value)>) -> Self {
        let mut all: Vec<(Text, Value)> = entries.into_iter().collect();
        if !all.is_sorted_by(|(a, _), (b, _)| a < b) {
            all.sort_by(|(a, _), (b, _)| a.cmp(b));
            all.reverse();
            all.dedup_by(|(a, _), (b, _)| a == b);
            all.reverse();
        }
        Self(Rc::new(Entries {
            of,
            nil: false,
            entries: RefCell::new(all),
        }))
    }

    /// Makes a `map[string]interface {}`.
    #[must_use]
    pub fn any(entries: impl IntoIterator<Item = (Text, Value)>) -> Self {
        Self::new(Type::AnyMap, entries)
    }

    /// Makes a `map[string]string`.
    #[must_use]
    pub fn texts(entries: impl IntoIterator<Item = (Text, Text)>) -> Self {
        let entries = entries.into_iter();
        Self::new(
            Type::TextMap,
            entries.map(|(key, text)| (key, Value::Text(text))),
        )
    }

    /// Makes the nil of a map type: empty, not to be written to, `null` in JSON.
    #[must_use]
    pub fn nil(of: Type) -> Self {
        Self(Rc::new(Entries {
            of,
            nil: true,
            entries: RefCell::new(Vec::new()),
        }))
    }

    /// Returns the map's type, such as `map[string]string`.
    #[must_use]
    pub fn type_of(&self) -> Type {
        self.0.of
    }

    /// Says whether it is the nil of its type.
    #[must_use]
    pub fn is_nil(&self) -> bool {
        self.0.nil
    }

    /// Says whether both are the same map in memory.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    /// Returns the number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.entries.borrow().len()
    }

    /// Says whether there are no entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the value under a key.
    #[must_use]
    pub fn get(&self, key: &[u8]) -> Option<Value> {
        let entries = self.0.entries.borrow();
        let at = find(&entries, key).ok()?;
        entries.get(at).map(|(_, value)| value.clone())
    }

    /// Says whether there is such a key.
    #[must_use]
    pub fn has(&self, key: &[u8]) -> bool {
        find(&self.0.entries.borrow(), key).is_ok()
    }

    /// Puts a value under a key, for everyone who holds the map.
    ///
    /// # Errors
    /// Go's own for the nil of a map type.
    pub fn insert(&self, key: Text, value: Value) -> Result<(), FnError> {
        if self.0.nil {
            return Err(FnError::new("assignment to entry in nil map"));
        }
        let mut entries = self.0.entries.borrow_mut();
        match find(&entries, &key) {
            Ok(at) => {
                let old = entries
                    .get_mut(at)
                    .map(|(_, old)| std::mem::replace(old, value));
                drop(entries);
                drop(old);
            }
            Err(at) => entries.insert(at, (key, value)),
        }
        Ok(())
    }

    /// Takes a key out, for everyone who holds the map.
    pub fn remove(&self, key: &[u8]) -> Option<Value> {
        let mut entries = self.0.entries.borrow_mut();
        let at = find(&entries, key).ok()?;
        Some(entries.remove(at).1)
    }

    /// Returns the entries as they are now, sorted by key.
    #[must_use]
    pub fn entries(&self) -> Vec<(Text, Value)> {
        self.0.entries.borrow().clone()
    }

    /// Returns the keys as they are now, sorted.
    #[must_use]
    pub fn keys(&self) -> Vec<Text> {
        let entries = self.0.entries.borrow();
        entries.iter().map(|(key, _)| key.clone()).collect()
    }

    /// Hands the entries, sorted by key, to `look`, which must not write to the map.
    pub fn with<T>(&self, look: impl FnOnce(&[(Text, Value)]) -> T) -> T {
        look(&self.0.entries.borrow())
    }

    /// Hands what stands under the keys, one map within the other, to `see`; false if nothing stands there, or `see` says so.
    ///
    /// Recurses once per key.
    pub(super) fn look(&self, keys: &[Text], see: &mut dyn FnMut(&Value, Type) -> bool) -> bool {
        let Some((key, rest)) = keys.split_first() else {
            return false;
        };
        let entries = self.0.entries.borrow();
        let found = find(&entries, key).ok().and_then(|at| entries.get(at));
        match found {
            None => false,
            Some((_, value)) if rest.is_empty() => see(value, self.0.of.element()),
            Some((_, Value::Map(inner))) => inner.look(rest, see),
            Some(_) => false,
        }
    }

    /// Returns a copy that shares no map with this one.
    #[must_use]
    pub fn deep_copy(&self) -> Self {
        let entries = self.0.entries.borrow();
        let copies = entries
            .iter()
            .map(|(key, value)| (key.clone(), value.deep_copy()));
        Self(Rc::new(Entries {
            of: self.0.of,
            nil: self.0.nil,
            entries: RefCell::new(copies.collect()),
        }))
    }

    /// Empties the map, which ends a cycle through it.
    pub(super) fn clear(&self) {
        let entries = self.0.entries.take();
        list::release(&mut entries.into_iter().map(|(_, value)| value).collect());
    }

    /// Moves the values of a map that nobody else holds to `open`.
    pub(super) fn dissolve(self, open: &mut Vec<Value>) {
        if let Ok(inner) = Rc::try_unwrap(self.0) {
            let entries = inner.entries.take();
            open.extend(entries.into_iter().map(|(_, value)| value));
        }
    }
}

impl Drop for Entries {
    fn drop(&mut self) {
        let entries = self.entries.take();
        if entries.iter().any(|(_, value)| nested(value)) {
            list::release(&mut entries.into_iter().map(|(_, value)| value).collect());
        }
    }
}

fn nested(value: &Value) -> bool {
    matches!(value, Value::List(_) | Value::Map(_))
}

impl std::fmt::Debug for Map {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let entries = self.keys();
        write!(out, "{} with the keys {entries:?}", self.0.of.name())
    }
}

/// Up to this many entries are looked at one by one, which is quicker: most keys are of another length.
const FEW: usize = 32;

fn find(entries: &[(Text, Value)], key: &[u8]) -> Result<usize, usize> {
    if entries.len() <= FEW
        && let Some(at) = entries
            .iter()
            .position(|(other, _)| other.as_bytes() == key)
    {
        return Ok(at);
    }
    entries.binary_search_by(|(other, _)| other.as_bytes().cmp(key))
}
