//! Adds a use case to the `useCases` of an environment's text and leaves every other byte alone.

use crate::diagnostic::Diagnostics;
use crate::span::{Sources, Span};
use crate::yaml::{self, Key, Limits, Map, Node, Reading, Value};

const LIST: &str = "useCases";

/// Returns the text with the use case at the end of the list; none where that cannot be done without changing anything else.
pub(super) fn select(text: &str, environment: &str, use_case: &str) -> Option<String> {
    let documents = read(text)?;
    let wanted = documents.iter().find(|node| is_it(node, environment))?;
    let (at, added) = addition(text, wanted.get("spec")?, &scalar(use_case))?;
    let new = format!("{}{added}{}", text.get(..at)?, text.get(at..)?);
    let mut expected = documents.clone();
    let changed = expected
        .iter_mut()
        .find(|node| is_it(node, environment))
        .and_then(|node| node.as_map_mut()?.get_mut("spec")?.as_map_mut())?;
    append(changed, use_case, wanted.span);
    (read(&new)? == expected).then_some(new)
}

/// Returns a text as a scalar of YAML, quoted where it has to be.
pub(super) fn scalar(text: &str) -> String {
    let nowhere = Span::whole(Sources::new().add("", &b""[..]));
    let mut written = String::new();
    yaml::emit(&Node::new(text, nowhere), &mut written);
    written.trim_end().to_owned()
}

fn read(text: &str) -> Option<Vec<Node>> {
    let source = Sources::new().add("", text.as_bytes());
    let mut out = Diagnostics::new();
    yaml::read(
        source,
        text.as_bytes(),
        Reading::Strict,
        &Limits::default(),
        &mut out,
    )
    .ok()
}

fn is_it(node: &Node, environment: &str) -> bool {
    node.text_at(&["kind"]) == "Environment"
        && node.at(&["metadata", "name"]).and_then(Node::as_str) == Some(environment)
}

fn append(spec: &mut Map, use_case: &str, span: Span) {
    let item = Node::new(use_case, span);
    if let Some(Node {
        value: Value::List(items),
        ..
    }) = spec.get_mut(LIST)
    {
        items.push(item);
        return;
    }
    spec.insert(
        Key::new(LIST, span),
        Node::new(Value::List(vec![item]), span),
    );
}

/// Where to write, and what.
fn addition(text: &str, spec: &Node, item: &str) -> Option<(usize, String)> {
    let Some(entry) = spec.as_map()?.entry(LIST) else {
        let first = spec.as_map()?.iter().next()?;
        let indent = indent(text, first.key.span)?;
        let step = format!("{indent}  - {item}");
        let at = line_end(text, spec.span.end as usize);
        let end = ending(text);
        return Some((at, format!("{end}{indent}{LIST}:{end}{step}")));
    };
    let list = &entry.node;
    match list.as_list() {
        None => {
            let indent = indent(text, entry.key.span)?;
            let at = line_end(text, entry.key.span.end as usize);
            Some((at, format!("{}{indent}  - {item}", ending(text))))
        }
        Some(items) if text.get(list.span.start as usize..)?.starts_with('[') => {
            Some(match items.last() {
                Some(last) => (last.span.end as usize, format!(", {item}")),
                None => (list.span.start as usize + 1, item.to_owned()),
            })
        }
        Some(items) => {
            let dashed = indent(text, items.first()?.span)?;
            let at = line_end(text, items.last()?.span.end as usize);
            Some((at, format!("{}{dashed}- {item}", ending(text))))
        }
    }
}

/// The spaces before a key, or before the dash of an item.
fn indent(text: &str, span: Span) -> Option<&str> {
    let before = text.get(..span.start as usize)?;
    let line = before.rsplit('\n').next()?;
    let dashed = line.trim_end();
    let indent = dashed.strip_suffix('-').unwrap_or(dashed);
    match indent.trim_matches(' ').is_empty() {
        true if dashed.is_empty() => Some(line),
        true => Some(indent),
        false => None,
    }
}

/// The end of the line in which the last text before `end` stands, in front of its line break.
fn line_end(text: &str, end: usize) -> usize {
    let last = text.get(..end).unwrap_or(text).trim_end().len();
    let behind = &text[last..];
    let rest = behind.find('\n').unwrap_or(behind.len());
    last + behind[..rest].trim_end_matches('\r').len()
}

fn ending(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "kind: Environment\nmetadata: {name: local}\nspec:\n";

    fn selected(body: &str) -> Option<String> {
        let text = select(&format!("{HEAD}{body}"), "local", "new")?;
        Some(text.strip_prefix(HEAD).unwrap_or(&text).to_owned())
    }

    #[test]
    fn the_item_joins_the_list_however_it_is_written() {
        let cases = [
            (
                "  useCases:\n    - a\n",
                "  useCases:\n    - a\n    - new\n",
            ),
            (
                "  useCases:\n  - a # why\n\n  labels: {}\n",
                "  useCases:\n  - a # why\n  - new\n\n  labels: {}\n",
            ),
            (
                "  useCases:\n    - name: a\n      parameters:\n        b: 1\n  # end\n",
                "  useCases:\n    - name: a\n      parameters:\n        b: 1\n    - new\n  # end\n",
            ),
            ("  useCases: [a, b]\n", "  useCases: [a, b, new]\n"),
            ("  useCases: [] # none\n", "  useCases: [new] # none\n"),
            ("  useCases:\n", "  useCases:\n    - new\n"),
            (
                "  labels:\n    a: b",
                "  labels:\n    a: b\n  useCases:\n    - new",
            ),
            (
                "  useCases:\r\n    - a\r\n",
                "  useCases:\r\n    - a\r\n    - new\r\n",
            ),
        ];
        for (body, expected) in cases {
            assert_eq!(selected(body).as_deref(), Some(expected), "{body}");
        }
    }

    #[test]
    fn what_would_change_more_is_left_alone() {
        for body in ["  useCases: ~\n", "  useCases: a\n", "  {}\n"] {
            assert_eq!(selected(body), None, "{body}");
        }
        assert_eq!(select(HEAD, "other", "new"), None);
    }

    #[test]
    fn names_that_look_like_numbers_are_quoted() {
        assert_eq!(scalar("1.5"), "'1.5'");
        assert_eq!(scalar("eso"), "eso");
    }
}
