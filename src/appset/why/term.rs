//! A term of a selector, held against what is there.

use crate::label::{Operator, Requirement};
use crate::span::Span;

/// One term of a selector, held against a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// What is looked at, such as `metadata.labels.env`.
    pub term: String,
    /// What is wanted, such as `In [dev, qa]`.
    pub wanted: String,
    /// What was found; `None` where there is nothing.
    pub found: Option<String>,
    /// Whether the term holds.
    pub holds: bool,
    /// Where the term is written.
    pub span: Span,
}

impl Term {
    /// Holds a requirement against what was found; `never` if it cannot be met.
    pub(super) fn held(
        requirement: &Requirement,
        name: &str,
        found: Option<&str>,
        never: bool,
    ) -> Self {
        Self {
            term: name.to_owned(),
            wanted: wanted(requirement),
            found: found.map(str::to_owned),
            holds: !never && requirement.holds(found),
            span: requirement.span,
        }
    }
}

fn wanted(requirement: &Requirement) -> String {
    let listed = || format!("[{}]", requirement.values.join(", "));
    match (requirement.operator, requirement.values.as_slice()) {
        (Operator::In, [only]) => only.clone(),
        (Operator::In, _) => format!("In {}", listed()),
        (Operator::NotIn, _) => format!("NotIn {}", listed()),
        (Operator::Exists, _) => "Exists".to_owned(),
        (Operator::DoesNotExist, _) => "DoesNotExist".to_owned(),
    }
}
