//! Kubernetes objects: who they are, in what order they are written, and what fields they may have.
//!
//! In goes a node, out come its [`Identity`], its rank among others, and diagnostics where it is not what an API server
//! with strict field validation takes. Known by field are the kinds of vCluster Platform and Argo CD; of all others the
//! envelope only. The room knows neither parameters nor our documents, and not what one object wants of another.

mod identity;
mod kinds;
mod list;
mod literal;
mod order;
mod shape;
mod walk;
mod wording;

pub use identity::Identity;
pub use kinds::cluster_secret::SECRET_TYPE;
pub use kinds::{known, shape};
pub use list::{is_list, unlisted};
pub use order::{is_cluster_scoped, normalise, rank};
pub use shape::{Field, Shape, TEXT_MAP, TEXTS, Type, field, required};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::yaml::Node;
use walk::Walk;

/// A key that the table does not have.
pub const UNKNOWN_FIELD: Code = Code {
    name: "unknown-field",
    what: "The API has no such field: the server refuses the object, or drops the field without a word.",
};
/// A value of another type than the table says.
pub const WRONG_TYPE: Code = Code {
    name: "wrong-type",
    what: "The API wants another type here, such as a string where a bare number stands: the server refuses the object.",
};
const MISSING_FIELD: Code = Code {
    name: "missing-field",
    what: "The API refuses the object without this field.",
};
const BAD_VALUE: Code = Code {
    name: "bad-value",
    what: "The type is right, but the API does not take this value.",
};
const REMOVED_FIELD: Code = Code {
    name: "removed-field",
    what: "The API had this field once and has it no more: whatever it did does not happen.",
};
const GENERATE_NAME: Code = Code {
    name: "generate-name",
    what: "The server would invent the name: every sync makes another object, and nothing can refer to it.",
};

/// The codes of this room.
pub const CODES: &[Code] = &[
    UNKNOWN_FIELD,
    WRONG_TYPE,
    MISSING_FIELD,
    BAD_VALUE,
    REMOVED_FIELD,
    GENERATE_NAME,
];

/// Holds a document against a table of its fields, for documents whose values may be expressions of templates: what an
/// expression gives is only known later, so it passes everywhere.
pub fn check_document(node: &Node, shape: &'static Shape, out: &mut Diagnostics) {
    Walk::of_template(out).object(node, shape);
}

/// Holds one manifest against the API: envelope, and for kinds whose fields are known every field.
///
/// As the API server does, it takes `null` for a field that may be left out and for a map's value. A `List` is checked
/// item by item. An Argo CD cluster Secret is known by its label.
pub fn check(node: &Node, out: &mut Diagnostics) {
    let text = |key| node.text_at(&[key]);
    if text("kind") == "List" && text("apiVersion") == "v1" {
        for item in node.items_at(&["items"]) {
            check(item, out);
        }
        return;
    }
    if text("kind") == "Secret" && text("apiVersion") == "v1" {
        check_secret(node, out);
    } else if let Some(shape) = shape(text("apiVersion"), text("kind"))
        .or_else(|| kinds::config::shape(text("apiVersion"), text("kind")))
    {
        Walk::new(out).object(node, shape);
    } else {
        Walk::new(out).known_fields(node, &kinds::envelope::ENVELOPE);
    }
    check_name(node, out);
}

/// Findings about a Secret point before a value, never at it, so that no excerpt shows one.
fn check_secret(node: &Node, out: &mut Diagnostics) {
    let mut found = Diagnostics::new();
    if kinds::cluster_secret::is(node) {
        kinds::cluster_secret::check(node, &mut found);
    } else if let Some(shape) = kinds::config::shape("v1", "Secret") {
        Walk::new(&mut found).object(node, shape);
    }
    for finding in found.iter() {
        let span = finding.span.map(|span| span.part(0, 0));
        out.push(Diagnostic {
            span,
            ..finding.clone()
        });
    }
}

fn check_name(node: &Node, out: &mut Diagnostics) {
    let Some(metadata) = node.get("metadata").and_then(Node::as_map) else {
        return;
    };
    let generated = metadata
        .entry("generateName")
        .filter(|entry| !entry.node.is_null());
    if let Some(entry) = generated {
        out.push(
            Diagnostic::error(
                GENERATE_NAME,
                entry.key.span,
                "`metadata.generateName` lets the server invent the name",
            )
            .help("write `name:` with a name of your own"),
        );
    } else if metadata
        .get("name")
        .is_none_or(|name| name.is_null() || name.as_str() == Some(""))
    {
        let place = metadata
            .entry("name")
            .or(metadata.iter().next())
            .map_or(node.span, |entry| entry.key.span);
        out.push(
            Diagnostic::error(MISSING_FIELD, place, "`metadata.name` is missing")
                .help("write `name:` with a name below `metadata:`"),
        );
    }
    for field in ["name", "namespace"] {
        if let Some(entry) = metadata.entry(field)
            && let Some(text) = entry.node.as_str()
            && !is_segment(text)
        {
            let message = format!("`metadata.{field}` is no name: `{text}`");
            out.push(
                Diagnostic::error(BAD_VALUE, entry.node.span, message)
                    .help("a name stands in URLs and file names: take out `/`, `%`, `..` alone and control characters"),
            );
        }
    }
}

/// Says whether a text can be a segment of a path, as Kubernetes wants it of every name (`path.IsValidPathSegmentName`).
fn is_segment(text: &str) -> bool {
    !matches!(text, "." | "..") && !text.contains(['/', '%']) && !text.contains(char::is_control)
}

#[cfg(test)]
mod tests;
