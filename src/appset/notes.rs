//! What generators notice on their way, to be warned of at the end.

use crate::span::Span;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// What was noticed, each thing once.
#[derive(Default)]
pub(super) struct Notes {
    verbatim: RefCell<BTreeSet<(Span, String)>>,
    /// The selectors of clusters, and whether any cluster meets them.
    met: RefCell<BTreeMap<Span, bool>>,
}

impl Notes {
    /// Notes that a name stays in its braces.
    pub(super) fn left_verbatim(&self, name: &str, span: Span) {
        self.verbatim.borrow_mut().insert((span, name.to_owned()));
    }

    /// Notes whether clusters meet a selector, which may be asked several times.
    pub(super) fn selected(&self, selector: Span, any: bool) {
        *self.met.borrow_mut().entry(selector).or_default() |= any;
    }

    /// Returns the names that stay in their braces, by place.
    pub(super) fn verbatim(&self) -> BTreeSet<(Span, String)> {
        self.verbatim.take()
    }

    /// Returns the selectors that no cluster ever met.
    pub(super) fn unmet(&self) -> Vec<Span> {
        let met = self.met.borrow();
        let unmet = met.iter().filter(|(_, met)| !**met);
        unmet.map(|(span, _)| *span).collect()
    }
}
