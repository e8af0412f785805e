//! The Environment document.

use crate::catalog::Named;
use crate::catalog::document::{Document, map, names};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::tree::Read;
use crate::yaml::{Map, Node, Value};

/// A use case that an environment selects, with what it is told.
#[derive(Clone, Debug)]
pub struct Selected {
    /// The use case.
    pub name: Named,
    /// Values of the layer *use-case entry*.
    pub parameters: Map,
}

/// The selection: parameters, use cases, clusters.
#[derive(Clone, Debug)]
pub struct Environment {
    /// `metadata.name`.
    pub name: Named,
    /// The whole document.
    pub node: Node,
    /// `spec`, for the fields that hold expressions.
    pub spec: Node,
    /// Values of the environment's layer.
    pub parameters: Map,
    /// Use cases for every cluster.
    pub use_cases: Vec<Selected>,
    /// Use cases offered to whoever creates a virtual cluster.
    pub selectable: Vec<Named>,
    /// Overrides the repository's list.
    pub selectable_in: Option<Vec<Named>>,
    /// The last word on what was rendered.
    pub patches: Vec<Node>,
    /// What its reading depends on.
    pub reads: Vec<Read>,
}

impl Environment {
    pub(super) fn read(document: Document, out: &mut Diagnostics) -> Self {
        let spec = document.spec;
        Self {
            name: document.name,
            node: document.node,
            parameters: map(&spec, "parameters"),
            use_cases: selected(spec.items_at(&["useCases"]), out),
            selectable: names(&spec, "selectable"),
            selectable_in: spec
                .get("selectableIn")
                .map(|_| names(&spec, "selectableIn")),
            patches: spec.items_at(&["patches"]).to_vec(),
            spec,
            reads: Vec::new(),
        }
    }

    /// Returns all use cases that the document names: for every cluster, for one, or to be chosen later.
    #[must_use]
    pub fn named_use_cases(&self) -> Vec<Named> {
        let of_clusters = self
            .spec
            .items_at(&["clusters"])
            .iter()
            .flat_map(|cluster| names(cluster, "useCases"));
        let everywhere = self.use_cases.iter().map(|selected| selected.name.clone());
        everywhere
            .chain(of_clusters)
            .chain(self.selectable.iter().cloned())
            .collect()
    }
}

/// Reads entries that are a name or `{name, parameters}`.
fn selected(entries: &[Node], out: &mut Diagnostics) -> Vec<Selected> {
    let mut all: Vec<Selected> = Vec::new();
    for entry in entries {
        let Some(one) = entry_of(entry, out) else {
            continue;
        };
        if let Some(first) = all.iter().find(|other| other.name.text == one.name.text) {
            let message = format!("use case `{}` is selected twice", one.name.text);
            out.push(
                Diagnostic::error(super::SELECTED_TWICE, one.name.span, message)
                    .help("keep one of the two")
                    .related(first.name.span, "selected here"),
            );
            continue;
        }
        all.push(one);
    }
    all
}

fn entry_of(entry: &Node, out: &mut Diagnostics) -> Option<Selected> {
    if let Some(name) = Named::of(entry) {
        return Some(Selected {
            name,
            parameters: Map::new(),
        });
    }
    let fault = |node: &Node, message: String| {
        Diagnostic::error(crate::manifest::WRONG_TYPE, node.span, message)
            .help("write the use case's name, or `{name: NAME, parameters: {…}}`")
    };
    let Value::Map(map) = &entry.value else {
        let message = format!(
            "a selected use case is a name or a map, found a {}",
            entry.value.type_name()
        );
        out.push(fault(entry, message));
        return None;
    };
    for other in map
        .iter()
        .filter(|entry| !matches!(&*entry.key.text, "name" | "parameters"))
    {
        let message = format!(
            "a selected use case has `name` and `parameters`, no `{}`",
            other.key.text
        );
        out.push(
            Diagnostic::error(crate::manifest::UNKNOWN_FIELD, other.key.span, message)
                .help("values of its parameters go below `parameters:`"),
        );
    }
    let Some(name) = map.get("name").and_then(Named::of) else {
        out.push(fault(entry, "a selected use case has no `name`".to_owned()));
        return None;
    };
    let parameters = match map.get("parameters") {
        None => Map::new(),
        Some(node) => match &node.value {
            Value::Map(map) => map.clone(),
            Value::Null => Map::new(),
            other => {
                let message = format!("`parameters` is a map, found a {}", other.type_name());
                out.push(fault(node, message));
                return None;
            }
        },
    };
    Some(Selected { name, parameters })
}
