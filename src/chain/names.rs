//! What the API server takes for names, labels and annotations.

use crate::span::Span;
use crate::yaml::Node;

/// What the API server says, nearly in its words.
pub(super) struct Refusal {
    pub(super) text: String,
    pub(super) span: Span,
}

/// Says why the API server refuses the name of an object, an RFC 1123 subdomain; `None` if it does not.
pub(super) fn of_object(name: &str) -> Option<String> {
    const LONGEST: usize = 253;
    if name.len() > LONGEST {
        return Some(format!("has {} characters, {LONGEST} at most", name.len()));
    }
    let is_inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let is_outer = |c: char| is_inner(c) && c != '-';
    let fits = |part: &str| {
        part.chars().all(is_inner) && part.starts_with(is_outer) && part.ends_with(is_outer)
    };
    let all_fit = name.split('.').all(fits);
    (!all_fit).then(|| {
        "is not made of small letters, digits, `-` and `.`, with a letter or digit at both ends of each part"
            .to_owned()
    })
}

/// Says why the API server refuses a label; `None` if it does not.
pub(super) fn of_label(key: &str, value: &str) -> Option<String> {
    let name = key.rsplit('/').next().unwrap_or_default();
    let prefix = key.rsplit_once('/').map(|(prefix, _)| prefix);
    if name.is_empty() || of_value(name).is_some() {
        return Some("has a key that is no name".to_owned());
    }
    if prefix.is_some_and(|prefix| of_object(prefix).is_some()) {
        return Some("has a prefix that is no domain".to_owned());
    }
    of_value(value)
}

/// Says why the API server refuses the key of an annotation; it looks at its small letters.
pub(super) fn of_annotation(key: &str) -> Option<String> {
    of_label(&key.to_ascii_lowercase(), "")
}

/// Says why the API server refuses an object: its name, its labels and its annotations.
pub(super) fn refusal(node: &Node) -> Option<Refusal> {
    let metadata = node.get("metadata")?;
    let name = metadata.get("name").unwrap_or(metadata);
    let text = name.as_str().unwrap_or_default();
    let refused = |field: &str, span, why| Refusal {
        text: format!("Application.argoproj.io \"{text}\" is invalid: metadata.{field}: {why}"),
        span,
    };
    if let Some(why) = of_object(text) {
        return Some(refused("name", name.span, format!("it {why}")));
    }
    let entries = |field| {
        metadata
            .get(field)
            .and_then(Node::as_map)
            .into_iter()
            .flatten()
    };
    for entry in entries("labels") {
        let value = entry.node.as_str().unwrap_or_default();
        if let Some(why) = of_label(&entry.key.text, value) {
            let why = format!("`{}` {why}", entry.key.text);
            return Some(refused("labels", entry.node.span, why));
        }
    }
    entries("annotations").find_map(|entry| {
        let why = of_annotation(&entry.key.text)?;
        let why = format!("`{}` {why}", entry.key.text);
        Some(refused("annotations", entry.node.span, why))
    })
}

fn of_value(value: &str) -> Option<String> {
    const LONGEST: usize = 63;
    if value.len() > LONGEST {
        return Some(format!("has {} characters, {LONGEST} at most", value.len()));
    }
    let is_outer = |c: char| c.is_ascii_alphanumeric();
    let is_inner = |c: char| is_outer(c) || matches!(c, '-' | '_' | '.');
    let fits = value.is_empty()
        || value.chars().all(is_inner) && value.starts_with(is_outer) && value.ends_with(is_outer);
    (!fits).then(|| {
        "is not made of letters, digits, `-`, `_` and `.`, with a letter or digit at both ends"
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_subdomains() {
        for good in ["a", "a-b.c1", "9", &"x".repeat(253)] {
            assert_eq!(of_object(good), None, "{good}");
        }
        for bad in ["", "A", "a_b", "-a", "a-", "a..b", "a.-b", &"x".repeat(254)] {
            assert!(of_object(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn labels_have_a_key_and_a_short_value() {
        assert_eq!(of_label("argocd.argoproj.io/x", "A_b.c"), None);
        assert_eq!(of_label("x", ""), None);
        for (key, value) in [
            ("", "a"),
            ("a/", "a"),
            ("A b", "a"),
            ("-/a", "a"),
            ("x", "a b"),
            ("x", "-a"),
        ] {
            assert!(of_label(key, value).is_some(), "{key}: {value}");
        }
        assert!(of_label("x", &"a".repeat(64)).is_some());
        assert!(of_label("UPPER.org/a", "").is_some());
        assert_eq!(of_annotation("UPPER.org/a"), None);
        assert!(of_annotation("a b").is_some());
    }
}
