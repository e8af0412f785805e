//! The Repository document.

use crate::catalog::Named;
use crate::catalog::document::{Document, map, names, text};
use crate::diagnostic::Diagnostics;
use crate::params::{self, Declaration, Patterns};
use crate::span::Span;
use crate::template::Delimiters;
use crate::tree::{Read, TreePath};
use crate::yaml::{Map, Node};
use std::collections::BTreeMap;

/// Names that expressions use for something else, so that no parameter may take them.
pub(super) const RESERVED: [&str; 9] = [
    "environment",
    "repository",
    "source",
    "argocd",
    "clusters",
    "useCases",
    "selectable",
    "useCase",
    "cluster",
];

/// How payloads reach Argo CD.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// The plugin renders them when Argo CD asks.
    Plugin,
    /// They are rendered to files beforehand.
    Rendered,
}

/// Files that are no YAML until their names are substituted.
#[derive(Clone, Debug)]
pub struct TextRule {
    /// A glob over paths in the repository.
    pub files: Named,
    /// What stands around the names.
    pub delimiters: Delimiters,
}

/// What holds for the whole repository.
#[derive(Clone, Debug)]
pub struct Repository {
    /// `metadata.name`.
    pub name: Named,
    /// The whole document.
    pub node: Node,
    /// Declared parameters.
    pub parameters: Vec<Declaration>,
    /// Values of the repository's layer.
    pub values: Map,
    /// `spec`, for the fields that hold expressions.
    pub spec: Node,
    /// How payloads reach Argo CD.
    pub delivery: Delivery,
    /// Folder of the platform bundle.
    pub templates: String,
    /// Folder of the use cases.
    pub use_cases: String,
    /// Folder of the environments.
    pub environments: String,
    /// Folder of the accepted output.
    pub snapshots: String,
    /// Templates that offer the selectable use cases.
    pub selectable_in: Vec<Named>,
    /// Files in text mode.
    pub text: Vec<TextRule>,
    /// Patches for all environments.
    pub patches: Vec<Node>,
    /// Whether an empty result is no error.
    pub allow_empty: bool,
    /// What its reading depends on.
    pub reads: Vec<Read>,
}

impl Repository {
    pub(super) fn read(document: Document, patterns: &mut Patterns, out: &mut Diagnostics) -> Self {
        let spec = document.spec;
        let folder = |field: &str, default: &str| {
            spec.at(&["folders", field])
                .and_then(Node::as_str)
                .unwrap_or(default)
                .trim_end_matches('/')
                .to_owned()
        };
        report_folders(&spec, out);
        let parameters = spec
            .get("parameters")
            .map(|list| params::declare(list, &RESERVED, patterns, out))
            .unwrap_or_default();
        Self {
            name: document.name,
            parameters,
            values: map(&spec, "values"),
            delivery: match text(&spec, "delivery") {
                Some("rendered") => Delivery::Rendered,
                _ => Delivery::Plugin,
            },
            templates: folder("templates", "templates"),
            use_cases: folder("useCases", "use-cases"),
            environments: folder("environments", "environments"),
            snapshots: folder("snapshots", "snapshots"),
            selectable_in: names(&spec, "selectableIn"),
            text: spec
                .items_at(&["text"])
                .iter()
                .filter_map(text_rule)
                .collect(),
            patches: spec.items_at(&["patches"]).to_vec(),
            allow_empty: spec.get("allowEmpty").and_then(Node::as_bool) == Some(true),
            reads: Vec::new(),
            node: document.node,
            spec,
        }
    }

    /// Returns the place that speaks for the whole document.
    #[must_use]
    pub fn span(&self) -> Span {
        self.name.span
    }

    /// Returns the path of a file that replaces a built-in shape.
    #[must_use]
    pub fn shape(&self, name: &str) -> Option<Named> {
        self.spec.at(&["shapes", name]).and_then(Named::of)
    }
}

/// Reports folders that lie outside the repository, also those that this run needs not.
fn report_folders(spec: &Node, out: &mut Diagnostics) {
    for entry in spec
        .get("folders")
        .and_then(Node::as_map)
        .into_iter()
        .flatten()
    {
        let text = entry.node.as_str().unwrap_or_default();
        if let Err(error) = TreePath::new(text) {
            out.push(*error.diagnostic(text, entry.node.span));
        }
    }
}

fn text_rule(node: &Node) -> Option<TextRule> {
    let names: BTreeMap<String, String> = map(node, "names")
        .iter()
        .filter_map(|entry| Some((entry.key.text.to_string(), entry.node.as_str()?.to_owned())))
        .collect();
    Some(TextRule {
        files: Named::of(node.get("files")?)?,
        delimiters: Delimiters {
            open: text(node, "open")?.to_owned(),
            close: text(node, "close")?.to_owned(),
            names,
        },
    })
}
