//! By which labels an ApplicationSet chooses clusters.

use crate::label::Operator;
use crate::span::Span;
use crate::yaml::Node;
use std::collections::{BTreeMap, BTreeSet};

/// The labels of a cluster.
pub(super) type Labels = BTreeMap<String, String>;

/// One term.
#[derive(Clone, Debug)]
pub(super) struct Term {
    pub(super) key: String,
    operator: Operator,
    values: Vec<String>,
    /// Where it stands.
    pub(super) span: Span,
}

/// A generator of clusters: all terms on the way to it hold.
#[derive(Clone, Debug, Default)]
pub(super) struct Selection {
    pub(super) terms: Vec<Term>,
}

impl Selection {
    /// Returns the generators of clusters below an entry of a set, with what selects around them.
    pub(super) fn of(entry: &Node, around: &Self) -> Vec<Self> {
        let mut around = around.clone();
        let outer = entry.get("selector").into_iter().flat_map(terms);
        around.terms.extend(outer.filter_map(of_parameters));
        let mut found = Vec::new();
        if let Some(clusters) = entry.get("clusters") {
            let mut own = around.clone();
            own.terms
                .extend(clusters.get("selector").into_iter().flat_map(terms));
            found.push(own);
        }
        for kind in ["matrix", "merge"] {
            for nested in entry.items_at(&[kind, "generators"]) {
                found.extend(Self::of(nested, &around));
            }
        }
        found
    }

    /// Says whether all terms hold.
    pub(super) fn matches(&self, labels: &Labels) -> bool {
        self.terms
            .iter()
            .all(|term| term.holds(labels.get(&term.key)))
    }

    /// Returns the terms about a label.
    pub(super) fn about(&self, key: &str) -> impl Iterator<Item = &Term> {
        self.terms.iter().filter(move |term| term.key == key)
    }

    /// Returns the keys of all labels that matter.
    pub(super) fn keys(&self) -> BTreeSet<&str> {
        self.terms.iter().map(|term| term.key.as_str()).collect()
    }
}

impl Term {
    fn holds(&self, found: Option<&String>) -> bool {
        let found = found.map(String::as_str);
        self.operator.holds(&self.values, found)
    }

    /// Says whether the term leaves out a value by its name.
    pub(super) fn leaves_out(&self, value: &str) -> bool {
        self.operator == Operator::NotIn && self.values.iter().any(|one| one == value)
    }

    /// Returns the values that the term asks for.
    pub(super) fn asked(&self) -> &[String] {
        match self.operator {
            Operator::In => &self.values,
            _ => &[],
        }
    }
}

/// A selector behind a generator sees labels as parameters.
fn of_parameters(term: Term) -> Option<Term> {
    let key = term.key.strip_prefix("metadata.labels.")?.to_owned();
    Some(Term { key, ..term })
}

fn terms(selector: &Node) -> Vec<Term> {
    let labels = selector.get("matchLabels").and_then(Node::as_map);
    let labels = labels.into_iter().flatten().map(|entry| Term {
        key: entry.key.text.to_string(),
        operator: Operator::In,
        values: entry.node.as_str().map(str::to_owned).into_iter().collect(),
        span: entry.node.span,
    });
    let all = selector.items_at(&["matchExpressions"]).iter();
    labels.chain(all.filter_map(expression)).collect()
}

fn expression(node: &Node) -> Option<Term> {
    let text = |key| node.get(key).and_then(Node::as_str);
    let values = node.items_at(&["values"]).iter().filter_map(Node::as_str);
    Some(Term {
        key: text("key")?.to_owned(),
        operator: Operator::named(text("operator")?)?,
        values: values.map(str::to_owned).collect(),
        span: node.span,
    })
}
