//! Why a value is what it is: one graph of causes that every rendered node points into.
//!
//! A node that was copied from a file needs no entry: its span says all. Everything else (an expression, a parameter, a
//! built-in shape, a patch) is a [`Cause`] with the causes it was made from. `explain` walks the graph; the room knows
//! neither Kubernetes nor our documents.

use crate::span::Span;
use std::collections::BTreeMap;
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
    /// Text of a file that took part as it stands.
    Written,
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

/// One reason, and the reasons behind it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cause {
    /// What kind of reason this is.
    pub kind: Kind,
    /// A name for people: a parameter's, a layer's, a built-in shape's; empty where the span says all.
    pub name: Arc<str>,
    /// Where it stands, if it stands anywhere.
    pub span: Option<Span>,
    /// What it was made from, nearest first.
    pub from: Vec<CauseId>,
}

/// The graph: causes are added, never changed, and equal ones are one.
#[derive(Debug, Default)]
pub struct Causes {
    all: Vec<Cause>,
    known: BTreeMap<Cause, CauseId>,
}

impl Causes {
    /// Returns an empty graph.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a cause, or finds the equal one, and returns its id.
    ///
    /// # Panics
    /// When the graph would hold more than 2^32 causes; the limits on output are far below.
    pub fn add(&mut self, cause: Cause) -> CauseId {
        if let Some(&id) = self.known.get(&cause) {
            return id;
        }
        self.all.push(cause.clone());
        let id = CauseId(
            u32::try_from(self.all.len()).expect("the limits on output are far below 2^32"),
        );
        self.known.insert(cause, id);
        id
    }

    /// Returns a cause; `None` for [`CauseId::WRITTEN`].
    #[must_use]
    pub fn cause(&self, id: CauseId) -> Option<&Cause> {
        (id.0 as usize)
            .checked_sub(1)
            .and_then(|index| self.all.get(index))
    }

    /// Returns the cause of a text that took part as it stands at `span`.
    pub fn written(&mut self, span: Span) -> CauseId {
        self.add(Cause {
            kind: Kind::Written,
            name: Arc::from(""),
            span: Some(span),
            from: Vec::new(),
        })
    }

    /// Returns the cause behind a node: `cause` itself, or for a written node the text at `span`.
    pub fn of(&mut self, cause: CauseId, span: Span) -> CauseId {
        if cause == CauseId::WRITTEN {
            self.written(span)
        } else {
            cause
        }
    }
}
