//! Paths to fields: `spec.x[0].y`, `metadata.labels["a.b/c"]`.

use crate::cli::{UNKNOWN_FIELD, USAGE};
use crate::diagnostic::{Diagnostic, nearest};
use crate::span::Span;
use crate::yaml::{Node, Value};

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A key after a dot.
    Key(String),
    /// A key in brackets and quotes.
    Quoted(String),
    /// An item of a list.
    Index(usize),
}

/// A field and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Field<'n> {
    /// Its path, as it is written in full.
    pub(super) path: String,
    /// Its value.
    pub(super) node: &'n Node,
    /// Its key, if it has one.
    pub(super) key: Option<Span>,
}

/// Reads a path; `$` and a dot in front may stand there or not.
pub(super) fn read(text: &str) -> Result<Vec<Step>, Box<Diagnostic>> {
    let fault = || {
        let message = format!("`{text}` is no path");
        Box::new(
            Diagnostic::error(USAGE, None, message)
                .help("such as `spec.versions[0].version` or `metadata.labels[\"a.b/c\"]`"),
        )
    };
    let mut rest = text.strip_prefix('$').unwrap_or(text);
    let mut steps = Vec::new();
    while !rest.is_empty() {
        let (step, behind) = step(rest).ok_or_else(fault)?;
        steps.push(step);
        rest = behind;
    }
    Ok(steps)
}

fn step(text: &str) -> Option<(Step, &str)> {
    if let Some(inside) = text.strip_prefix('[') {
        for quote in ['"', '\''] {
            if let Some(quoted) = inside.strip_prefix(quote) {
                let (key, behind) = quoted.split_once(&format!("{quote}]"))?;
                return Some((Step::Quoted(key.to_owned()), behind));
            }
        }
        let (index, behind) = inside.split_once(']')?;
        return Some((Step::Index(index.parse().ok()?), behind));
    }
    let text = text.strip_prefix('.').unwrap_or(text);
    let end = text.find(['.', '[']).unwrap_or(text.len());
    let (key, behind) = text.split_at(end);
    (!key.is_empty()).then(|| (Step::Key(key.to_owned()), behind))
}

/// Returns the field at the end of a path.
pub(super) fn follow<'n>(root: &'n Node, steps: &[Step]) -> Result<Field<'n>, Box<Diagnostic>> {
    let mut field = Field {
        path: String::new(),
        node: root,
        key: None,
    };
    let mut rest = steps;
    while let Some((first, behind)) = rest.split_first() {
        let (next, taken) = match first {
            Step::Index(index) => (item(&field, *index), 1),
            Step::Quoted(key) => (entry(&field, key), 1),
            Step::Key(key) => dotted(&field, key, behind),
        };
        field = next.ok_or_else(|| Box::new(missing(&field, first)))?;
        rest = &rest[taken..];
    }
    Ok(field)
}

fn item<'n>(field: &Field<'n>, index: usize) -> Option<Field<'n>> {
    Some(Field {
        path: format!("{}[{index}]", field.path),
        node: field.node.as_list()?.get(index)?,
        key: None,
    })
}

fn entry<'n>(field: &Field<'n>, key: &str) -> Option<Field<'n>> {
    let entry = field.node.as_map()?.entry(key)?;
    Some(Field {
        path: below(&field.path, key),
        node: &entry.node,
        key: Some(entry.key.span),
    })
}

/// Takes a key that has dots in it also where nobody quoted it, and returns how many steps it was.
fn dotted<'n>(field: &Field<'n>, key: &str, behind: &[Step]) -> (Option<Field<'n>>, usize) {
    let mut whole = key.to_owned();
    let mut taken = 1;
    loop {
        if let Some(found) = entry(field, &whole) {
            return (Some(found), taken);
        }
        let Some(Step::Key(next)) = behind.get(taken - 1) else {
            return (None, taken);
        };
        whole = format!("{whole}.{next}");
        taken += 1;
    }
}

/// Returns the path of a key below another path.
pub(super) fn below(path: &str, key: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/');
    match (
        path.is_empty(),
        key.chars().all(is_plain) && !key.is_empty(),
    ) {
        (true, true) => key.to_owned(),
        (false, true) => format!("{path}.{key}"),
        (_, false) => format!("{path}[\"{key}\"]"),
    }
}

fn missing(field: &Field<'_>, step: &Step) -> Diagnostic {
    let at = if field.path.is_empty() {
        "the object".to_owned()
    } else {
        format!("`{}`", field.path)
    };
    let what = match step {
        Step::Index(index) => format!("no item [{index}]"),
        Step::Key(key) | Step::Quoted(key) => format!("no `{key}`"),
    };
    Diagnostic::error(UNKNOWN_FIELD, field.node.span, format!("{at} has {what}"))
        .help(what_is_there(field.node, step))
}

fn what_is_there(node: &Node, step: &Step) -> String {
    match (&node.value, step) {
        (Value::List(items), _) if items.is_empty() => "it is an empty list".to_owned(),
        (Value::List(items), Step::Index(_)) => {
            format!("its items are [0] to [{}]", items.len() - 1)
        }
        (Value::List(items), Step::Key(_) | Step::Quoted(_)) => {
            format!("it is a list of {}: say which, such as `[0]`", items.len())
        }
        (Value::Map(map), Step::Key(key) | Step::Quoted(key)) => {
            let keys: Vec<&str> = map.keys().collect();
            match nearest(key, keys.iter().copied()) {
                Some(near) => format!("did you mean `{near}`? It has {}", keys.join(", ")),
                None => format!("it has {}", keys.join(", ")),
            }
        }
        (other, _) => format!("it is a {}", other.type_name()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_keys_quotes_and_items() {
        let key = |text: &str| Step::Key(text.into());
        let quoted = |text: &str| Step::Quoted(text.into());
        let read = |text| read(text).ok();
        assert_eq!(read(""), Some(vec![]));
        assert_eq!(
            read("spec.x[0].y"),
            Some(vec![key("spec"), key("x"), Step::Index(0), key("y")])
        );
        let labels = vec![key("metadata"), key("labels"), quoted("a.b/c")];
        assert_eq!(read("metadata.labels[\"a.b/c\"]"), Some(labels.clone()));
        assert_eq!(read("$.metadata.labels['a.b/c']"), Some(labels));
        for bad in ["a..b", "a[", "a[x]", "a['b]", "."] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn odd_keys_are_quoted() {
        assert_eq!(below("a", "b-c"), "a.b-c");
        assert_eq!(below("a", "b.c"), "a[\"b.c\"]");
        assert_eq!(below("", "a"), "a");
    }
}
