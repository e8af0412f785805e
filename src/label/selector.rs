//! Label selectors: on the labels of Secrets, and on parameters.

use super::syntax::{key_faults, value_faults};
use crate::span::Span;
use crate::yaml::Node;

/// What a selector wants of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// It is there, with one of the values.
    In,
    /// It is not there with one of the values.
    NotIn,
    /// It is there.
    Exists,
    /// It is not there.
    DoesNotExist,
}

/// One term of a selector.
#[derive(Clone, Debug)]
pub struct Requirement {
    /// The key that it looks at.
    pub key: String,
    /// What it wants of the key.
    pub operator: Operator,
    /// The values that it lists.
    pub values: Vec<String>,
    /// Where the term is written.
    pub span: Span,
}

/// Why a selector is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What Kubernetes says.
    pub text: String,
    /// The term that it says it of.
    pub span: Span,
}

/// How values are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Values {
    /// As the values of labels.
    Labels,
    /// Not at all: parameters hold URLs.
    Any,
}

/// A selector: all terms hold.
#[derive(Clone, Debug, Default)]
pub struct Selector {
    /// The terms, sorted by key.
    pub terms: Vec<Requirement>,
}

impl Selector {
    /// Reads a selector.
    ///
    /// # Errors
    /// Kubernetes' own, for the first term that is none.
    pub fn read(node: &Node, values: Values) -> Result<Self, Fault> {
        let mut terms = Vec::new();
        let labels = node.get("matchLabels").and_then(Node::as_map);
        for entry in labels.into_iter().flatten() {
            let wanted = entry.node.as_str().unwrap_or_default().to_owned();
            let key = entry.key.text.to_string();
            terms.push(checked(
                key,
                Operator::In,
                vec![wanted],
                values,
                entry.key.span,
            )?);
        }
        for term in items(node, "matchExpressions") {
            terms.push(expression(term, values)?);
        }
        terms.sort_by(|a, b| a.key.cmp(&b.key));
        Ok(Self { terms })
    }

    /// Says whether all terms hold.
    pub fn matches<'v>(&self, get: impl Fn(&str) -> Option<&'v str>) -> bool {
        self.terms.iter().all(|term| term.holds(get(&term.key)))
    }
}

impl Requirement {
    /// Says whether the term holds for what stands under its key.
    pub fn holds(&self, found: Option<&str>) -> bool {
        let listed = |found: &str| self.values.iter().any(|value| value == found);
        match self.operator {
            Operator::In => found.is_some_and(listed),
            Operator::NotIn => !found.is_some_and(listed),
            Operator::Exists => found.is_some(),
            Operator::DoesNotExist => found.is_none(),
        }
    }
}

fn expression(term: &Node, values: Values) -> Result<Requirement, Fault> {
    let operator = match text(term, "operator") {
        "In" => Operator::In,
        "NotIn" => Operator::NotIn,
        "Exists" => Operator::Exists,
        "DoesNotExist" => Operator::DoesNotExist,
        other => {
            let kind = match values {
                Values::Labels => "label selector operator",
                Values::Any => "pod selector operator",
            };
            return Err(Fault {
                text: format!("{other:?} is not a valid {kind}"),
                span: term.span,
            });
        }
    };
    let wanted = items(term, "values").iter().filter_map(Node::as_str);
    let wanted = wanted.map(str::to_owned).collect();
    checked(
        text(term, "key").to_owned(),
        operator,
        wanted,
        values,
        term.span,
    )
}

fn checked(
    key: String,
    operator: Operator,
    values: Vec<String>,
    judged: Values,
    span: Span,
) -> Result<Requirement, Fault> {
    let mut faults = Vec::new();
    let wrong = key_faults(&key);
    if !wrong.is_empty() {
        faults.push(format!("key: Invalid value: {key:?}: {}", wrong.join("; ")));
    }
    match operator {
        Operator::In | Operator::NotIn if values.is_empty() => faults.push(
            "values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty"
                .to_owned(),
        ),
        Operator::Exists | Operator::DoesNotExist if !values.is_empty() => faults.push(format!(
            "values: Invalid value: {values:?}: values set must be empty for exists and does not exist"
        )),
        _ => {}
    }
    if judged == Values::Labels {
        for (at, value) in values.iter().enumerate() {
            let wrong = value_faults(value);
            if !wrong.is_empty() {
                let wrong = wrong.join("; ");
                faults.push(format!(
                    "values[{at}][{key}]: Invalid value: {value:?}: {wrong}"
                ));
            }
        }
    }
    match faults.as_slice() {
        [] => Ok(Requirement {
            key,
            operator,
            values,
            span,
        }),
        [only] => Err(Fault {
            text: only.clone(),
            span,
        }),
        many => Err(Fault {
            text: format!("[{}]", many.join(", ")),
            span,
        }),
    }
}

fn text<'n>(node: &'n Node, key: &str) -> &'n str {
    node.get(key).and_then(Node::as_str).unwrap_or_default()
}

fn items<'n>(node: &'n Node, key: &str) -> &'n [Node] {
    node.get(key).and_then(Node::as_list).unwrap_or_default()
}
