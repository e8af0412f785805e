//! What a run may still make and do, and the faults it reports.

use crate::cause::Causes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::span::Span;
use crate::template::{LIMIT, Limits, fault};
use crate::yaml::{Node, Value};

/// How many faults of one run are told: a loop repeats its fault in every round.
const MOST_FAULTS: usize = 200;

/// What is left of the limits; one for all templates of a run.
#[derive(Debug)]
pub struct Budget {
    pub(super) limits: Limits,
    pub(super) nodes: usize,
    text: usize,
    rounds: usize,
    steps: u64,
    faults: usize,
    /// Values and bytes of text of the environments before.
    spent: (usize, usize),
    pub(super) stopped: bool,
}

impl Budget {
    /// Returns the limits of the next environment: all of them, or what is left of a quarter more for the whole run.
    #[must_use]
    pub fn next(&self, limits: &Limits) -> Self {
        let left =
            |limit: usize, spent: usize| limit.min((limit + limit / 4).saturating_sub(spent));
        let nodes = self.spent.0 + self.nodes;
        let text = self.spent.1 + self.text;
        let limits = Limits {
            nodes: left(limits.nodes, nodes),
            text_bytes: left(limits.text_bytes, text),
            ..limits.clone()
        };
        Self {
            spent: (nodes, text),
            ..Self::new(limits)
        }
    }

    /// Returns the full limits.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            nodes: 0,
            text: 0,
            rounds: 0,
            steps: 0,
            faults: 0,
            spent: (0, 0),
            stopped: false,
        }
    }
}

/// What a rendering needs beside its scope.
#[derive(Debug)]
pub struct Run<'a> {
    /// The graph that rendered nodes point into.
    pub causes: &'a mut Causes,
    /// Where faults go.
    pub out: &'a mut Diagnostics,
    /// What is left of the limits.
    pub budget: &'a mut Budget,
}

/// A fault was reported; what depended on it is left out.
#[derive(Debug)]
pub(super) struct Failed;

impl Run<'_> {
    pub(super) fn fail(&mut self, diagnostic: Diagnostic) -> Failed {
        if !self.budget.stopped {
            self.budget.faults += 1;
            self.budget.stopped = diagnostic.code == LIMIT || self.budget.faults >= MOST_FAULTS;
            self.out.push(diagnostic);
        }
        Failed
    }

    fn over(&mut self, span: Span, what: &str, limit: impl std::fmt::Display) -> Failed {
        self.fail(fault::limit(LIMIT, span, what, limit))
    }

    /// Counts values that the run makes.
    pub(super) fn spend_nodes(&mut self, count: usize, span: Span) -> Result<(), Failed> {
        self.budget.nodes += count;
        let limit = self.budget.limits.nodes;
        if self.budget.stopped || self.budget.nodes > limit {
            return Err(self.over(span, "values", limit));
        }
        Ok(())
    }

    /// Counts a value that the run makes, with all that is in it.
    pub(super) fn spend_whole(&mut self, node: &Node, span: Span) -> Result<(), Failed> {
        let (nodes, bytes) = weight(node);
        self.spend_nodes(nodes, span)?;
        self.spend_bytes(bytes, span)
    }

    /// Counts one text that the run makes.
    pub(super) fn spend_text(&mut self, bytes: usize, span: Span) -> Result<(), Failed> {
        let limit = self.budget.limits.scalar_bytes;
        if bytes > limit {
            return Err(self.over(span, "bytes in one text", limit));
        }
        self.spend_bytes(bytes, span)
    }

    fn spend_bytes(&mut self, bytes: usize, span: Span) -> Result<(), Failed> {
        self.budget.text += bytes;
        let limit = self.budget.limits.text_bytes;
        if self.budget.stopped || self.budget.text > limit {
            return Err(self.over(span, "bytes of text", limit));
        }
        Ok(())
    }

    /// Counts work that a caller does with what templates made; `false` when the limit is reached, which is then reported.
    pub fn charge(&mut self, steps: u64, span: Span) -> bool {
        self.spend_steps(steps, span).is_ok()
    }

    /// Counts a text that a caller makes; as [`Run::charge`].
    pub fn charge_text(&mut self, bytes: usize, span: Span) -> bool {
        self.spend_bytes(bytes, span).is_ok()
    }

    /// Counts a copy of a value that a caller makes; as [`Run::charge`].
    pub fn charge_copy(&mut self, node: &Node, span: Span) -> bool {
        self.spend_whole(node, span).is_ok()
    }

    /// Counts rounds of `$for`.
    pub(super) fn spend_round(&mut self, span: Span) -> Result<(), Failed> {
        self.budget.rounds += 1;
        let limit = self.budget.limits.rounds;
        if self.budget.stopped || self.budget.rounds > limit {
            return Err(self.over(span, "rounds of `$for`", limit));
        }
        Ok(())
    }

    /// Counts work that makes nothing: values that are looked at, steps of the engine.
    pub(super) fn spend_steps(&mut self, count: u64, span: Span) -> Result<(), Failed> {
        self.budget.steps = self.budget.steps.saturating_add(count);
        let limit = self.budget.limits.steps;
        if self.budget.stopped || self.budget.steps > limit {
            return Err(self.over(span, "steps", limit));
        }
        Ok(())
    }
}

/// Returns the number of values in a node, itself included, and the bytes of their texts and keys.
pub(super) fn weight(node: &Node) -> (usize, usize) {
    let sum = |(nodes, bytes): (usize, usize), (more, longer): (usize, usize)| {
        (nodes + more, bytes + longer)
    };
    match &node.value {
        Value::String(text) => (1, text.len()),
        Value::List(items) => items.iter().map(weight).fold((1, 0), sum),
        Value::Map(map) => map
            .iter()
            .map(|entry| sum(weight(&entry.node), (0, entry.key.text.len())))
            .fold((1, 0), sum),
        Value::Null | Value::Bool(_) | Value::Number(_) => (1, 0),
    }
}
