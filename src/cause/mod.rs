//! Why a value is what it is: one graph of causes that every rendered node points into.
//!
//! A node that was copied from a file needs no entry: its span says all. Everything else (an expression, a parameter, a
//! built-in shape, a patch) is a [`Cause`] with the causes it was made from. `explain` walks the graph; the room knows
//! neither Kubernetes nor our documents.

use crate::span::Span;
use std::sync::Arc;

/// Names one cause of a [`Causes`] graph; [`CauseId::WRITTEN`] needs no graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CauseId(u32);

impl CauseId {
    /// The value stands in a file, at its span, as it is.
    pub const WRITTEN: CauseId = CauseId(0);
}

/// What kind of reason a cause is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An expression was evaluated.
    Expression,
    /// A parameter gave the value; the name says which.
    Parameter,
    /// A layer gave the parameter its value; the name says which.
    Layer,
    /// The program's own shape; the name says which.
    BuiltIn,
    /// A selection brought it in; the name says what was selected.
    Selection,
    /// Something was merged in from elsewhere; the name says from where.
    Contribution,
    /// A patch set it.
    Patch,
}

/// Where a value came from: the text that made it and the reason, together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The text.
    pub span: Span,
    /// The reason; [`CauseId::WRITTEN`] when the text says all.
    pub cause: CauseId,
}

/// One reason, and what it was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// What kind of reason this is.
    pub kind: Kind,
    /// A name for people: a parameter's, a layer's, a built-in shape's; empty where the span says all.
    pub name: Arc<str>,
    /// Where it stands, if it stands anywhere.
    pub span: Option<Span>,
    /// What it was made from, nearest first.
    pub from: Vec<Origin>,
}

/// The graph: causes are added and never changed.
#[derive(Debug, Default)]
pub struct Causes {
    /// All but the last block are full: a fleet has millions, and one that grows would be copied as a whole.
    blocks: Vec<Vec<Cause>>,
}

/// Causes of one block.
const BLOCK: usize = 4096;

impl Causes {
    /// Returns an empty graph.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a cause and returns its id.
    ///
    /// # Panics
    /// When the graph would hold more than 2^32 causes; the limits on output are far below.
    pub fn add(&mut self, cause: Cause) -> CauseId {
        if self.blocks.last().is_none_or(|block| block.len() == BLOCK) {
            self.blocks.push(Vec::new());
        }
        let full = (self.blocks.len() - 1) * BLOCK;
        let last = self.blocks.last_mut().expect("one was just added");
        last.push(cause);
        CauseId(u32::try_from(full + last.len()).expect("the limits on output are far below 2^32"))
    }

    /// Returns a cause; `None` for [`CauseId::WRITTEN`].
    #[must_use]
    pub fn cause(&self, id: CauseId) -> Option<&Cause> {
        let index = (id.0 as usize).checked_sub(1)?;
        self.blocks.get(index / BLOCK)?.get(index % BLOCK)
    }
}
