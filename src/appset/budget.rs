//! What one expansion may cost, over all its templates and generators.

use super::codes::TOO_LARGE;
use super::expand::Limits;
use super::fail::{Fail, Outcome};
use crate::gotmpl;
use crate::yaml::{Node, Value};
use std::cell::Cell;

/// What a node takes in memory, roughly.
const NODE: u64 = 80;

/// What is left to an expansion.
pub(super) struct Budget {
    limits: Limits,
    steps: Cell<u64>,
    bytes: Cell<u64>,
}

impl Budget {
    /// Begins an expansion.
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            limits,
            steps: Cell::new(limits.steps),
            bytes: Cell::new(limits.bytes),
        }
    }

    /// Takes steps: one for each parameter set, node, or other thing that is looked at.
    ///
    /// # Errors
    /// Our own, when there are none left.
    pub(super) fn burn(&self, steps: usize) -> Outcome<()> {
        let left = self.steps.get().checked_sub(steps as u64);
        self.steps.set(left.unwrap_or(0));
        left.map(|_| ()).ok_or_else(|| self.steps_spent())
    }

    /// Takes memory.
    ///
    /// # Errors
    /// Our own, when there is none left.
    pub(super) fn claim(&self, bytes: u64) -> Outcome<()> {
        let left = self.bytes.get().checked_sub(bytes);
        self.bytes.set(left.unwrap_or(0));
        left.map(|_| ()).ok_or_else(|| self.bytes_spent())
    }

    /// Takes a step, and the memory of a node.
    ///
    /// # Errors
    /// Our own, when there is none left.
    pub(super) fn node(&self, size: Size) -> Outcome<()> {
        self.burn(1)?;
        self.claim(size.0)
    }

    /// Lets a template run within what is left, and takes what it used.
    ///
    /// # Errors
    /// The template's.
    pub(super) fn run<T>(
        &self,
        run: impl FnOnce(&mut gotmpl::Limits) -> Result<T, gotmpl::Error>,
    ) -> Result<T, gotmpl::Error> {
        let most = gotmpl::Limits::default();
        let bytes = usize::try_from(self.bytes.get()).unwrap_or(usize::MAX);
        let given = gotmpl::Limits {
            fuel: most.fuel.min(self.steps.get()),
            bytes: most.bytes.min(bytes),
            ..most
        };
        let mut left = given;
        let done = run(&mut left);
        self.steps.set(self.steps.get() - (given.fuel - left.fuel));
        let used = given.bytes - left.bytes;
        self.bytes.set(self.bytes.get() - used as u64);
        done
    }

    fn steps_spent(&self) -> Box<Fail> {
        let most = self.limits.steps;
        Self::spent(format!("the expansion takes more than {most} steps"))
    }

    fn bytes_spent(&self) -> Box<Fail> {
        let most = self.limits.bytes;
        Self::spent(format!("the expansion takes more than {most} bytes"))
    }

    fn spent(text: String) -> Box<Fail> {
        let mut fail = Fail::new(text).coded(TOO_LARGE);
        fail.help = Some("generate fewer parameter sets, or make templates smaller".to_owned());
        fail
    }
}

/// What a tree takes in memory, roughly.
#[derive(Clone, Copy)]
pub(super) struct Size(u64);

impl Size {
    /// The size of one node that holds no others.
    pub(super) const ONE: Self = Self(NODE);

    /// Measures a tree, whose texts are shared.
    pub(super) fn of(node: &Node) -> Self {
        let below: u64 = match &node.value {
            Value::List(items) => items.iter().map(|item| Self::of(item).0).sum(),
            Value::Map(map) => map.iter().map(|entry| Self::of(&entry.node).0).sum(),
            _ => 0,
        };
        Self(NODE + below)
    }
}
