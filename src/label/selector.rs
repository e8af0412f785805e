//! Label selectors, `matchLabels` and `matchExpressions`: of labels, and of parameters.

use super::aggregate::aggregate;
use super::operator::Operator;
use super::release::Release;
use super::syntax::{key_faults, value_faults};
use crate::span::Span;
use crate::strconv::quote;
use crate::yaml::{Node, Value, json};

/// Selectors are read by Argo CD's controllers.
const WORDS: Release = Release::V0_36;

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
    /// As the values of labels (Kubernetes' `LabelSelectorAsSelector`).
    Labels,
    /// Not at all, for parameters hold URLs (Argo CD's copy of it).
    Any,
}

impl Values {
    /// What an operator is called where it is none.
    fn operator(self) -> &'static str {
        match self {
            Self::Labels => "label selector operator",
            Self::Any => "pod selector operator",
        }
    }
}

/// A selector (Kubernetes' `LabelSelector`): all terms hold.
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
            let wanted = entry.node.as_str().unwrap_or_default();
            let term = Requirement {
                key: entry.key.text.to_string(),
                operator: Operator::In,
                values: vec![wanted.to_owned()],
                span: entry.key.span,
            };
            terms.push(term.checked(values)?);
        }
        for term in node.items_at(&["matchExpressions"]) {
            terms.push(Requirement::expression(term, values)?);
        }
        terms.sort_by(|a, b| a.key.cmp(&b.key));
        Ok(Self { terms })
    }

    /// Says whether all terms hold, given a way to look a label up; no term selects all.
    pub fn matches<'v>(&self, get: impl Fn(&str) -> Option<&'v str>) -> bool {
        self.terms.iter().all(|term| term.holds(get(&term.key)))
    }
}

impl Requirement {
    /// Says whether the term holds for what stands under its key.
    #[must_use]
    pub fn holds(&self, found: Option<&str>) -> bool {
        self.operator.holds(&self.values, found)
    }

    fn expression(node: &Node, values: Values) -> Result<Self, Fault> {
        let name = node.text_at(&["operator"]);
        let operator = Operator::named(name).ok_or_else(|| Fault {
            text: format!(
                "{} is not a valid {}",
                quote(name.as_bytes()),
                values.operator()
            ),
            span: node.span,
        })?;
        let wanted = node.items_at(&["values"]).iter().filter_map(Node::as_str);
        let term = Self {
            key: node.text_at(&["key"]).to_owned(),
            operator,
            values: wanted.map(str::to_owned).collect(),
            span: node.span,
        };
        term.checked(values)
    }

    fn checked(self, judged: Values) -> Result<Self, Fault> {
        let wrong = key_faults(&self.key, WORDS);
        let mut faults = Vec::new();
        if !wrong.is_empty() {
            let wrong = wrong.join("; ");
            let key = quote(self.key.as_bytes());
            faults.push(format!("key: Invalid value: {key}: {wrong}"));
        }
        faults.extend(self.miscounted());
        if judged == Values::Labels {
            faults.extend(self.no_labels());
        }
        match aggregate(&faults) {
            None => Ok(self),
            Some(text) => Err(Fault {
                text,
                span: self.span,
            }),
        }
    }

    /// Says whether the operator has too many or too few values.
    fn miscounted(&self) -> Option<String> {
        let values = &self.values;
        match self.operator {
            Operator::In | Operator::NotIn => values.is_empty().then(|| {
                "values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty"
                    .to_owned()
            }),
            Operator::Exists | Operator::DoesNotExist => (!values.is_empty()).then(|| {
                format!("values: Invalid value: {}: values set must be empty for exists and does not exist", self.listed())
            }),
        }
    }

    /// Returns the values as Go's JSON.
    fn listed(&self) -> String {
        let text = |value: &String| Node::new(value.as_str(), self.span);
        let texts = Value::List(self.values.iter().map(text).collect());
        json::compact(&Node::new(texts, self.span), json::Escapes::Go)
    }

    /// Returns what is wrong with the values that no label can have.
    fn no_labels(&self) -> impl Iterator<Item = String> {
        self.values.iter().enumerate().filter_map(|(at, value)| {
            let wrong = value_faults(value, WORDS);
            let place = format_args!("values[{at}][{}]", self.key);
            (!wrong.is_empty()).then(|| {
                let value = quote(value.as_bytes());
                format!("{place}: Invalid value: {value}: {}", wrong.join("; "))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Sources;

    fn read(text: &str, values: Values) -> Result<Selector, Fault> {
        let source = Sources::new().add("selector.json", text.as_bytes());
        Selector::read(&json::parse(text, source).unwrap(), values)
    }

    fn fault(key: &str, operator: &str, values: &str) -> String {
        let term = format!(r#"{{"key":"{key}","operator":"{operator}","values":{values}}}"#);
        let text = format!(r#"{{"matchExpressions":[{term}]}}"#);
        read(&text, Values::Labels).unwrap_err().text
    }

    #[test]
    fn all_terms_hold() {
        let text = r#"{"matchLabels":{"env":"dev"},"matchExpressions":[{"key":"tier","operator":"DoesNotExist"}]}"#;
        let selector = read(text, Values::Labels).unwrap();
        let labels = |key: &str| (key == "env").then_some("dev");
        assert!(selector.matches(labels));
        assert!(!selector.matches(|_| Some("dev")));
        assert!(!selector.matches(|_| None));
    }

    #[test]
    fn only_labels_have_values_that_are_judged() {
        let text = r#"{"matchLabels":{"server":"https://a.example.org"}}"#;
        assert!(read(text, Values::Any).is_ok());
        let fault = read(text, Values::Labels).unwrap_err();
        let wanted = r#"values[0][server]: Invalid value: "https://a.example.org": a valid label"#;
        assert!(fault.text.starts_with(wanted), "{}", fault.text);
    }

    #[test]
    fn operators_have_values_or_none() {
        assert_eq!(
            fault("a", "Exists", r#"["<x","b"]"#)
                .split("values set")
                .next(),
            Some(r#"[values: Invalid value: ["\u003cx","b"]: "#)
        );
        assert_eq!(
            fault("a", "NotIn", "[]"),
            "values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty"
        );
        assert_eq!(
            fault("a", "in", "[]"),
            r#""in" is not a valid label selector operator"#
        );
    }
}
