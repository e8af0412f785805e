//! Selectors as `kubectl -l` takes them.

use crate::cli::USAGE;
use crate::diagnostic::Diagnostic;

/// All terms hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Selector(Vec<Term>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    key: String,
    /// The values that it may have; `None` for any.
    values: Option<Vec<String>>,
    /// Whether the label must not fit.
    negated: bool,
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
        self.0.iter().all(|term| term.holds(label(&term.key)))
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
        let term = |key: &str, values: Option<Vec<String>>, negated| {
            let key = key.trim();
            let is_key = !key.is_empty()
                && !key.contains(|c: char| c.is_whitespace() || "()=!,".contains(c));
            is_key.then(|| Self {
                key: key.to_owned(),
                values,
                negated,
            })
        };
        let one = |value: &str| Some(vec![value.trim().to_owned()]);
        if let Some((head, list)) = text.strip_suffix(')').and_then(|text| text.split_once('(')) {
            let values = list
                .split(',')
                .map(|value| value.trim().to_owned())
                .collect();
            let (key, operator) = head.trim().rsplit_once(char::is_whitespace)?;
            return match operator {
                "in" => term(key, Some(values), false),
                "notin" => term(key, Some(values), true),
                _ => None,
            };
        }
        if let Some((key, value)) = text.split_once("!=") {
            return term(key, one(value), true);
        }
        if let Some((key, value)) = text.split_once("==").or_else(|| text.split_once('=')) {
            return term(key, one(value), false);
        }
        match text.strip_prefix('!') {
            Some(key) => term(key, None, true),
            None => term(text, None, false),
        }
    }

    fn holds(&self, found: Option<&str>) -> bool {
        let fits = match (&self.values, found) {
            (None, found) => found.is_some(),
            (Some(values), Some(found)) => values.iter().any(|value| value == found),
            (Some(_), None) => false,
        };
        fits != self.negated
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
