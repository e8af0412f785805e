//! The templates that are being parsed, innermost last.

use super::parser::Complaint;
use crate::gotmpl::node::Pipe;
use crate::gotmpl::program::{Routine, Step};
use crate::gotmpl::text::Text;
use std::collections::BTreeMap;

/// A block that waits for its `{{end}}`.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) kind: OpenKind,
    /// The step whose target is not known yet: where `{{else}}` begins.
    pub(super) head: usize,
    /// The jump behind the first part; there once `{{else}}` was seen.
    pub(super) over: Option<usize>,
    /// How many variables were known before it, and once its own were declared.
    pub(super) vars: usize,
    pub(super) own_vars: usize,
    /// Jumps to its end: from `{{break}}` in the `{{else}}` of a range.
    pub(super) breaks: Vec<usize>,
    /// Begun by `{{else if}}`, so that it ends with the block around it.
    pub(super) chained: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OpenKind {
    If,
    With,
    Range,
}

impl OpenKind {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::If => "if",
            Self::With => "with",
            Self::Range => "range",
        }
    }
}

/// Where a template is defined.
#[derive(Debug)]
pub(super) enum Origin {
    Root,
    Define,
    /// With what the surrounding template is to call it with.
    Block {
        at: usize,
        start: usize,
        pipe: Pipe,
        /// The end of the block's head, `}}`.
        head: std::ops::Range<usize>,
    },
}

/// A variable; one that is being declared is not known to its own value yet.
#[derive(Debug)]
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) slot: Option<usize>,
    pub(super) pending: bool,
}

#[derive(Debug)]
pub(super) struct Tree {
    pub(super) name: Text,
    pub(super) origin: Origin,
    pub(super) steps: Vec<Step>,
    pub(super) open: Vec<Open>,
    pub(super) vars: Vec<Variable>,
    slots: usize,
    pub(super) ranges: usize,
    /// Where the action begins that Go says a fault was in.
    pub(super) action: Option<usize>,
    /// There is more than white space in it.
    pub(super) is_full: bool,
}

impl Tree {
    pub(super) fn new(name: Text, origin: Origin) -> Self {
        let root = Variable {
            name: "$".to_owned(),
            slot: Some(0),
            pending: false,
        };
        Self {
            name,
            origin,
            steps: Vec::new(),
            open: Vec::new(),
            vars: vec![root],
            slots: 1,
            ranges: 0,
            action: None,
            is_full: false,
        }
    }

    /// Adds a step that does more than write white space.
    pub(super) fn push(&mut self, step: Step) {
        self.is_full = true;
        self.steps.push(step);
    }

    /// Adds what `{{break}}` does. In the `{{else}}` of a range, Go leaves that range and not the loop around it.
    pub(super) fn push_break(&mut self) {
        let ranges = |open: &Open| open.kind == OpenKind::Range;
        let innermost = self.open.iter().rposition(ranges);
        let in_else = |open: &&mut Open| open.over.is_some();
        let at = innermost.unwrap_or_default();
        let inner = self.open.get(at + 1..).unwrap_or_default();
        let dots = inner
            .iter()
            .filter(|open| open.kind == OpenKind::With && open.over.is_none())
            .count();
        let Some(range) = self.open.get_mut(at).filter(in_else) else {
            return self.push(Step::Break);
        };
        range.breaks.push(self.steps.len() + dots);
        self.steps.extend((0..dots).map(|_| Step::EndWith));
        self.push(Step::Jump(0));
    }

    /// Makes room for a variable.
    pub(super) fn slot(&mut self) -> usize {
        let slot = self.slots;
        self.slots += 1;
        slot
    }

    /// Finds the innermost variable of that name; `None` if it is not known at all.
    pub(super) fn variable(&self, name: &str) -> Option<Option<usize>> {
        let mut named = self.vars.iter().rev().filter(|var| var.name == name);
        let known = named.clone().find(|var| !var.pending && var.slot.is_some());
        match known {
            Some(var) => Some(var.slot),
            None => named.next().map(|_| None),
        }
    }

    /// Takes their values from the variables of a block's first part: Go's parser still knows them in the second.
    pub(super) fn forget(&mut self, own_vars: usize) {
        for variable in self.vars.iter_mut().skip(own_vars) {
            variable.slot = None;
        }
    }

    /// Sets the targets of a block whose `{{end}}` comes next.
    pub(super) fn close(&mut self, open: &Open) {
        let here = self.steps.len();
        if open.over.is_none() {
            self.aim(open.head, here);
        }
        for jump in open.over.iter().chain(&open.breaks) {
            self.aim(*jump, here);
        }
        if let Some(Step::Range(range)) = self.steps.get_mut(open.head) {
            range.end = here;
        }
        self.vars.truncate(open.vars);
    }

    /// Sets the target of a step.
    pub(super) fn aim(&mut self, step: usize, to: usize) {
        match self.steps.get_mut(step) {
            Some(Step::If(_, target) | Step::With(_, target) | Step::Jump(target)) => *target = to,
            Some(Step::Range(range)) => range.otherwise = to,
            _ => {}
        }
    }

    /// Puts the finished template beside the others; Go's rules for names that were there before.
    pub(super) fn finish(self, done: &mut BTreeMap<Text, Routine>) -> Result<(), Complaint> {
        let routine = Routine {
            name: self.name.clone(),
            steps: self.steps,
            slots: self.slots,
            is_empty: !self.is_full,
        };
        match done.get(&self.name) {
            Some(other) if !other.is_empty && routine.is_empty => {}
            Some(other) if !other.is_empty => {
                let name = crate::strconv::quote(&routine.name);
                return Err(Complaint::here(format!(
                    "template: multiple definition of template {name}"
                )));
            }
            _ => drop(done.insert(self.name, routine)),
        }
        Ok(())
    }
}
