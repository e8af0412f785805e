//! Label selectors, as Kubernetes reads them.

use super::spec::text;
use crate::yaml::{Map, Node};

/// A selector: all of its terms hold.
#[derive(Clone, Debug, Default)]
pub(super) struct Selector(Vec<Term>);

#[derive(Clone, Debug)]
struct Term {
    key: String,
    operator: Operator,
    values: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    In,
    NotIn,
    Exists,
    DoesNotExist,
}

impl Selector {
    /// Reads a selector; `None` for one that Kubernetes refuses.
    pub(super) fn read(node: &Node) -> Option<Self> {
        let labels = node.get("matchLabels").and_then(Node::as_map);
        let mut terms = Vec::new();
        for entry in labels.into_iter().flat_map(Map::iter) {
            terms.push(Term {
                key: entry.key.text.to_string(),
                operator: Operator::In,
                values: vec![entry.node.as_str()?.to_owned()],
            });
        }
        let expressions = node.get("matchExpressions").and_then(Node::as_list);
        for node in expressions.unwrap_or_default() {
            terms.push(Term::read(node)?);
        }
        terms.iter().all(Term::is_sound).then_some(Self(terms))
    }

    /// Says whether labels are selected; no term selects all.
    pub(super) fn matches(&self, labels: Option<&Node>) -> bool {
        let label = |key: &str| labels?.get(key)?.as_str();
        self.0.iter().all(|term| term.holds(label(&term.key)))
    }
}

impl Term {
    fn read(node: &Node) -> Option<Self> {
        let operator = match text(node, &["operator"]) {
            "In" => Operator::In,
            "NotIn" => Operator::NotIn,
            "Exists" => Operator::Exists,
            "DoesNotExist" => Operator::DoesNotExist,
            _ => return None,
        };
        let values = node.get("values").and_then(Node::as_list);
        let values = values.unwrap_or_default().iter();
        Some(Self {
            key: text(node, &["key"]).to_owned(),
            operator,
            values: values
                .map(|value| value.as_str().map(str::to_owned))
                .collect::<Option<_>>()?,
        })
    }

    fn is_sound(&self) -> bool {
        let wants_values = matches!(self.operator, Operator::In | Operator::NotIn);
        is_key(&self.key)
            && wants_values != self.values.is_empty()
            && self
                .values
                .iter()
                .all(|value| value.is_empty() || is_name(value))
    }

    fn holds(&self, found: Option<&str>) -> bool {
        let is_listed = found.is_some_and(|found| self.values.iter().any(|value| value == found));
        match self.operator {
            Operator::In => is_listed,
            Operator::NotIn => !is_listed,
            Operator::Exists => found.is_some(),
            Operator::DoesNotExist => found.is_none(),
        }
    }
}

/// Says whether a text is the key of a label: a name, perhaps with a domain before it.
fn is_key(text: &str) -> bool {
    let (domain, name) = match text.split_once('/') {
        Some((domain, name)) => (Some(domain), name),
        None => (None, text),
    };
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let is_part = |part: &str| {
        part.starts_with(plain)
            && part.ends_with(plain)
            && part.chars().all(|c| plain(c) || c == '-')
    };
    let is_domain = |domain: &str| domain.len() <= 253 && domain.split('.').all(is_part);
    is_name(name) && domain.is_none_or(is_domain)
}

/// Says whether a text is the name of a label, or the value of one.
fn is_name(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric();
    text.len() <= 63
        && text.starts_with(plain)
        && text.ends_with(plain)
        && text.chars().all(|c| plain(c) || "-_.".contains(c))
}
