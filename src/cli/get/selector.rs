//! Selectors as `kubectl -l` takes them.

use crate::cli::USAGE;
use crate::diagnostic::Diagnostic;
use crate::label::Operator;

/// All terms hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Selector(Vec<Term>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    key: String,
    operator: Operator,
    values: Vec<String>,
}

impl Selector {
    /// Reads `a=b,c!=d,e,!f,g in (h, i),j notin (k)`.
    pub(super) fn read(text: &str) -> Result<Self, Box<Diagnostic>> {
        let terms: Option<Vec<Term>> = split(text).into_iter().map(Term::read).collect();
        terms.map(Self).ok_or_else(|| {
            let message = format!("`-l {text}` is no selector");
            Box::new(
                Diagnostic::error(USAGE, None, message)
                    .help("such as `env=dev,team!=shop`, `tier in (a, b)`, `region` or `!region`"),
            )
        })
    }

    /// Says whether labels are selected, given a way to look one up.
    pub(super) fn matches<'l>(&self, label: impl Fn(&str) -> Option<&'l str>) -> bool {
        let holds = |term: &Term| term.operator.holds(&term.values, label(&term.key));
        self.0.iter().all(holds)
    }
}

/// Splits at commas that stand outside of parentheses.
fn split(text: &str) -> Vec<&str> {
    let mut depth = 0usize;
    let terms = text.split(|c: char| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ',' && depth == 0
    });
    terms
        .map(str::trim)
        .filter(|term| !term.is_empty())
        .collect()
}

impl Term {
    fn read(text: &str) -> Option<Self> {
        let term = |key: &str, operator, values: Vec<String>| {
            let key = key.trim();
            let is_key = !key.is_empty()
                && !key.contains(|c: char| c.is_whitespace() || "()=!,".contains(c));
            is_key.then(|| Self {
                key: key.to_owned(),
                operator,
                values,
            })
        };
        let one = |value: &str| vec![value.trim().to_owned()];
        if let Some((head, list)) = text.strip_suffix(')').and_then(|text| text.split_once('(')) {
            let values = list
                .split(',')
                .map(|value| value.trim().to_owned())
                .collect();
            let (key, operator) = head.trim().rsplit_once(char::is_whitespace)?;
            return match operator {
                "in" => term(key, Operator::In, values),
                "notin" => term(key, Operator::NotIn, values),
                _ => None,
            };
        }
        if let Some((key, value)) = text.split_once("!=") {
            return term(key, Operator::NotIn, one(value));
        }
        if let Some((key, value)) = text.split_once("==").or_else(|| text.split_once('=')) {
            return term(key, Operator::In, one(value));
        }
        match text.strip_prefix('!') {
            Some(key) => term(key, Operator::DoesNotExist, Vec::new()),
            None => term(text, Operator::Exists, Vec::new()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_those_of_kubectl() {
        let label = |key: &str| match key {
            "env" => Some("dev"),
            "team" => Some("shop"),
            _ => None,
        };
        for (text, wanted) in [
            ("", true),
            ("env=dev", true),
            ("env==dev,team!=x", true),
            ("env", true),
            ("!env", false),
            ("!region", true),
            ("region!=eu", true),
            ("region=eu", false),
            ("env in (qa, dev),team notin (a,b)", true),
            ("env notin (dev)", false),
            ("region notin (dev)", true),
        ] {
            let selector = Selector::read(text).unwrap();
            assert_eq!(selector.matches(label), wanted, "{text}");
        }
        for bad in ["a b", "=x", "a ins (b)", "a in b", "!!a", "a(b)"] {
            assert!(Selector::read(bad).is_err(), "{bad}");
        }
    }
}
