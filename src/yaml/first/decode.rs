//! What Go says of a document that it can parse and cannot decode.

use super::super::fault::Problem;
use super::super::node::Number;
use super::super::outline::{Event, Outline, Written};
use super::super::resolve::{self, Scalar};
use super::super::timestamp;
use super::any::Any;
use super::{Refusal, fault};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Most values inside each other, and most values at all, that are decoded for the sake of an error; those count that aliases
/// repeat.
const DEEPEST: usize = 900;
const MOST: usize = 500_000;

/// Returns what `go.yaml.in/yaml/v2` v2.4.3 or `sigs.k8s.io/yaml` v1.6.0 says of a document that it refuses.
pub(super) fn refusal(outline: &Outline<'_>) -> Refusal {
    let mut decoder = Decoder {
        outline,
        open: Vec::new(),
        depth: 0,
        left: MOST,
    };
    match decoder.value(0) {
        Ok((value, _)) => value.refusal().map_or(Refusal::Limit, Refusal::Fault),
        Err(refusal) => refusal,
    }
}

struct Decoder<'o> {
    outline: &'o Outline<'o>,
    /// The aliases whose values are being decoded, by their events.
    open: Vec<usize>,
    depth: usize,
    left: usize,
}

impl<'o> Decoder<'o> {
    /// Decodes the value that begins at an event; second comes the event behind it.
    fn value(&mut self, at: usize) -> Result<(Any, usize), Refusal> {
        self.deepen()?;
        let value = match self.event(at)? {
            Event::Scalar(written) => (scalar(written)?, at + 1),
            Event::List(_) => self.list(at)?,
            Event::Map(_) => {
                let mut entries = Entries::default();
                let behind = self.map(at, &mut entries)?;
                (Any::Map(entries.all), behind)
            }
            Event::Alias(name, anchor) => {
                let target = self.enter(at, name, *anchor)?;
                let (value, _) = self.value(target)?;
                self.open.pop();
                (value, at + 1)
            }
            Event::End => return Err(Refusal::Limit),
        };
        self.depth -= 1;
        Ok(value)
    }

    fn deepen(&mut self) -> Result<(), Refusal> {
        self.left = self.left.checked_sub(1).ok_or(Refusal::Limit)?;
        self.depth += 1;
        match self.depth {
            0..=DEEPEST => Ok(()),
            _ => Err(Refusal::Limit),
        }
    }

    fn event(&self, at: usize) -> Result<&'o Event<'o>, Refusal> {
        self.outline.events.get(at).ok_or(Refusal::Limit)
    }

    /// Steps into the value that an alias stands for.
    fn enter(&mut self, at: usize, name: &str, anchor: usize) -> Result<usize, Refusal> {
        if self.open.contains(&at) {
            return Err(fault(&format!("anchor '{name}' value contains itself")));
        }
        self.open.push(at);
        self.outline.target(anchor).ok_or(Refusal::Limit)
    }

    fn list(&mut self, at: usize) -> Result<(Any, usize), Refusal> {
        let mut items = Vec::new();
        let mut at = at + 1;
        while !matches!(self.event(at)?, Event::End) {
            let (item, behind) = self.value(at)?;
            items.push(item);
            at = behind;
        }
        Ok((Any::List(items), at + 1))
    }

    /// Decodes a map into the entries of one that may hold some already.
    fn map(&mut self, at: usize, entries: &mut Entries) -> Result<usize, Refusal> {
        let mut at = at + 1;
        loop {
            let key = match self.event(at)? {
                Event::End => return Ok(at + 1),
                Event::Scalar(written) if written.is_merge() => {
                    self.merge(at + 1, entries)?;
                    at = self.behind(at + 1)?;
                    continue;
                }
                _ => self.value(at)?,
            };
            if let (Any::List(_) | Any::Map(_), _) = key {
                return Err(fault(&format!("invalid map key: {}", key.0.go_syntax())));
            }
            let (value, behind) = self.value(key.1)?;
            entries.set(key.0, value);
            at = behind;
        }
    }

    /// Decodes what stands under `<<`: a map, or a list of maps, of which the first one wins.
    fn merge(&mut self, at: usize, entries: &mut Entries) -> Result<(), Refusal> {
        let Event::List(behind) = *self.event(at)? else {
            return self.merge_one(at, entries);
        };
        let mut items = Vec::new();
        let mut item = at + 1;
        while item + 1 < behind {
            items.push(item);
            item = self.behind(item)?;
        }
        let mut items = items.into_iter().rev();
        items.try_for_each(|item| self.merge_one(item, entries))
    }

    fn merge_one(&mut self, at: usize, entries: &mut Entries) -> Result<(), Refusal> {
        self.deepen()?;
        match self.event(at)? {
            Event::Map(_) => self.map(at, entries)?,
            Event::Alias(name, anchor) => {
                let target = self.enter(at, name, *anchor)?;
                if !matches!(self.event(target)?, Event::Map(_)) {
                    return Err(no_map());
                }
                let behind = self.map(target, entries)?;
                self.open.pop();
                behind
            }
            _ => return Err(no_map()),
        };
        self.depth -= 1;
        Ok(())
    }

    /// Returns the event behind the value that begins at one.
    fn behind(&self, at: usize) -> Result<usize, Refusal> {
        Ok(match self.event(at)? {
            Event::List(behind) | Event::Map(behind) => *behind,
            Event::Scalar(_) | Event::Alias(..) | Event::End => at + 1,
        })
    }
}

/// The entries of a map, in the order in which they were set first.
#[derive(Default)]
struct Entries {
    all: Vec<(Any, Any)>,
    places: BTreeMap<String, usize>,
}

impl Entries {
    fn set(&mut self, key: Any, value: Any) {
        match self.places.entry(key.identity()) {
            Entry::Occupied(known) => self.all[*known.get()].1 = value,
            Entry::Vacant(place) => {
                place.insert(self.all.len());
                self.all.push((key, value));
            }
        }
    }
}

fn no_map() -> Refusal {
    fault("map merge requires map or sequence of maps as the value")
}

fn scalar(written: &Written<'_>) -> Result<Any, Refusal> {
    let scalar = resolve::written(written.clone()).map_err(|problem| match problem {
        Problem::BadBase64 => fault("!!binary value contains invalid base64 data"),
        _ => mismatch(written),
    })?;
    Ok(match scalar {
        Scalar::Null => Any::Nil,
        Scalar::Bool(value) => Any::Bool(value),
        Scalar::Number(number) => Any::Number(number),
        Scalar::Text(text) => Any::Text(text.into_owned()),
    })
}

/// Says that a value is not what its tag says.
fn mismatch(written: &Written<'_>) -> Refusal {
    let text = &*written.text;
    let tag = written.tag.as_deref().unwrap_or_default();
    let tag = tag.strip_prefix(resolve::STANDARD).unwrap_or(tag);
    let found = match resolve::plain(Cow::Borrowed(text)) {
        Scalar::Null => "null",
        Scalar::Bool(_) => "bool",
        Scalar::Number(Number::Float(_)) => "float",
        Scalar::Number(_) => "int",
        Scalar::Text(_) if tag == "timestamp" && timestamp::is_timestamp(text) => "timestamp",
        Scalar::Text(_) => "str",
    };
    fault(&format!("cannot decode !!{found} `{text}` as a !!{tag}"))
}
