//! What all documents share: envelope, name, and access to their fields.

use crate::catalog::{API_VERSION, NAME, NOT_A_DOCUMENT};
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::manifest::{self, Shape};
use crate::span::Span;
use crate::yaml::{Map, Node};
use std::sync::Arc;

/// A name with its place.
#[derive(Clone, Debug)]
pub struct Named {
    /// The name.
    pub text: Arc<str>,
    /// Where it stands.
    pub span: Span,
}

impl Named {
    /// Returns the text of a string with its place.
    #[must_use]
    pub fn of(node: &Node) -> Option<Self> {
        Some(Self {
            text: Arc::from(node.as_str()?),
            span: node.span,
        })
    }
}

/// One of our documents, checked against its table: fields have the types that the table says.
#[derive(Clone, Debug)]
pub(super) struct Document {
    pub(super) name: Named,
    pub(super) spec: Node,
    pub(super) node: Node,
}

impl Document {
    /// Reads the envelope and checks every field; faults are reported, and a document with any is none.
    pub(super) fn read(
        node: Node,
        kind: &str,
        shape: &'static Shape,
        out: &mut Diagnostics,
    ) -> Option<Self> {
        check_kind(&node, kind, out)?;
        let mut found = Diagnostics::new();
        manifest::check_document(&node, shape, &mut found);
        let sound = !found.has_errors();
        out.append(found);
        if !sound {
            return None;
        }
        let name = Named::of(node.at(&["metadata", "name"])?)?;
        if !is_name(&name.text) {
            let message = format!(
                "`{}` is no name: up to 63 lower-case letters, digits, `-` and `.` are",
                name.text
            );
            let help = format!("such as `{}`", plain(&name.text));
            out.push(Diagnostic::error(NAME, name.span, message).help(help));
            return None;
        }
        let spec = node.get("spec")?.clone();
        Some(Self { name, spec, node })
    }

    /// Complains when the document is named otherwise than its file.
    pub(super) fn expect_name(&self, expected: &str, place: &str, out: &mut Diagnostics) {
        if &*self.name.text != expected {
            let message = format!(
                "`{}` is named otherwise than its {place}, `{expected}`",
                self.name.text
            );
            let help = format!("write `name: {expected}`, or rename the {place}");
            out.push(Diagnostic::error(NAME, self.name.span, message).help(help));
        }
    }
}

/// Returns the kind of a document of ours.
pub(super) fn kind(node: &Node) -> Option<&str> {
    node.get("kind").and_then(Node::as_str)
}

fn check_kind(node: &Node, wanted: &str, out: &mut Diagnostics) -> Option<()> {
    let mut differs = |field: &str, wanted: &str| -> Option<()> {
        let found = node.get(field);
        if found.and_then(Node::as_str) == Some(wanted) {
            return Some(());
        }
        let message = match found.and_then(Node::as_str) {
            Some(found) => format!("`{field}` is `{found}`, expected `{wanted}`"),
            None => format!("the document has no `{field}`, expected `{wanted}`"),
        };
        let span = found.map_or_else(|| beginning(node), |found| found.span);
        out.push(
            Diagnostic::error(NOT_A_DOCUMENT, span, message)
                .help(format!("write `{field}: {wanted}`")),
        );
        None
    };
    differs("apiVersion", API_VERSION)?;
    differs("kind", wanted)
}

/// Returns the place that speaks for a document as a whole: its first key.
pub(super) fn beginning(node: &Node) -> Span {
    node.as_map()
        .and_then(|map| map.iter().next())
        .map_or_else(|| node.span.part(0, 0), |first| first.key.span)
}

/// Makes a name of a text that is none.
fn plain(text: &str) -> String {
    let name: String = text
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .take(63)
        .collect();
    match name.trim_matches('-') {
        "" => "my-name".to_owned(),
        name => name.to_owned(),
    }
}

/// Says whether a text can be the name of a document: names become file names, label values and parts of object names, so
/// they are DNS subdomains.
#[must_use]
pub fn is_name(text: &str) -> bool {
    let edge = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    text.len() <= 63
        && text.starts_with(edge)
        && text.ends_with(edge)
        && text.chars().all(|c| edge(c) || matches!(c, '-' | '.'))
}

/// Returns the text of a field.
pub(super) fn text<'n>(node: &'n Node, field: &str) -> Option<&'n str> {
    node.get(field).and_then(Node::as_str)
}

/// Returns the names that a list field holds.
pub(super) fn names(node: &Node, field: &str) -> Vec<Named> {
    node.items_at(&[field])
        .iter()
        .filter_map(Named::of)
        .collect()
}

/// Returns the map of a field, empty where it is missing.
pub(super) fn map(node: &Node, field: &str) -> Map {
    node.get(field)
        .and_then(Node::as_map)
        .cloned()
        .unwrap_or_default()
}

/// Returns "did you mean" for a name, or what there is.
pub(super) fn suggest(wanted: &str, known: &[String], what: &str) -> String {
    match nearest(wanted, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => format!("the repository has no {what}"),
        None => {
            let listed: Vec<_> = known
                .iter()
                .take(12)
                .map(|name| format!("`{name}`"))
                .collect();
            let more = if known.len() > 12 { " …" } else { "" };
            format!("the {what} are {}{more}", listed.join(", "))
        }
    }
}
