//! Faults counted, each with the smallest combination that has it.

use super::judge::Fault;
use crate::platform::Row;
use crate::span::Span;
use std::collections::BTreeMap;

/// How many different faults of one version are told.
const MOST: usize = 50;

/// What tells faults apart: code, place, and what else there is.
type Key = (&'static str, Option<Span>, String);

/// A fault that some combinations have.
#[derive(Debug)]
pub(super) struct Counted {
    /// The fault, as the smallest combination has it.
    pub(super) fault: Fault,
    /// The combination that has the fewest values which are not the first.
    pub(super) row: Row,
    /// How many combinations have it.
    pub(super) count: usize,
}

/// The faults of a version.
#[derive(Debug, Default)]
pub(super) struct Tally {
    all: BTreeMap<Key, Counted>,
    /// How many faults were left out.
    pub(super) left_out: usize,
}

/// Returns what tells a fault from others.
pub(super) fn key(fault: &Fault) -> Key {
    let finding = &fault.finding;
    (finding.code.name, finding.span, fault.key.clone())
}

/// Returns how many values of a combination are not the first.
pub(super) fn weight(row: &[usize]) -> usize {
    row.iter().filter(|at| **at > 0).count()
}

impl Tally {
    /// Counts a fault of a combination.
    pub(super) fn add(&mut self, fault: Fault, row: &[usize]) {
        let key = key(&fault);
        let is_known = self.all.contains_key(&key);
        if !is_known && self.all.len() >= MOST {
            self.left_out += 1;
            return;
        }
        let counted = self.all.entry(key).or_insert_with(|| Counted {
            fault: fault.clone(),
            row: row.to_vec(),
            count: 0,
        });
        counted.count += 1;
        if weight(row) < weight(&counted.row) {
            counted.row = row.to_vec();
            counted.fault = fault;
        }
    }

    /// Returns the faults.
    pub(super) fn into_all(self) -> impl Iterator<Item = Counted> {
        self.all.into_values()
    }
}

/// Makes a combination as small as can be: values become the first ones while it still fails, until none can.
pub(super) fn shrink(row: &[usize], mut fails: impl FnMut(&[usize]) -> bool) -> Row {
    let mut row = row.to_vec();
    loop {
        let before = weight(&row);
        for place in 0..row.len() {
            let kept = std::mem::take(&mut row[place]);
            if kept > 0 && !fails(&row) {
                row[place] = kept;
            }
        }
        if weight(&row) == before {
            return row;
        }
    }
}
