//! The UseCase document.

use crate::catalog::Named;
use crate::catalog::document::{Document, names, text};
use crate::catalog::repository::RESERVED;
use crate::diagnostic::Diagnostics;
use crate::params::{self, Declaration, Patterns};
use crate::tree::{Read, TreePath};
use crate::yaml::Node;

/// One use case: the file that switches it on everywhere.
#[derive(Clone, Debug)]
pub struct UseCase {
    /// `metadata.name`.
    pub name: Named,
    /// The whole document.
    pub node: Node,
    /// `spec`, for the fields that hold expressions.
    pub spec: Node,
    /// Its folder, whether or not anything lies there.
    pub folder: TreePath,
    /// Whether its document stands in `dodona.yaml`, so that it may have no folder.
    pub is_inline: bool,
    /// For people; the name where the document says none.
    pub display_name: String,
    /// The cluster label that is its switch.
    pub label: Named,
    /// Further labels that must be `'true'` as well.
    pub labels: Vec<Named>,
    /// Use cases selected with it.
    pub requires: Vec<Named>,
    /// Use cases that exclude it.
    pub conflicts: Vec<Named>,
    /// Its own parameters.
    pub parameters: Vec<Declaration>,
    /// The platform parameter that offers it in templates.
    pub variable: Named,
    /// The cluster facts that its payload reads.
    pub cluster_inputs: Vec<Named>,
    /// Whether it has charts.
    pub has_charts: bool,
    /// Whether it has a folder `manifests/`.
    pub has_folder: bool,
    /// Whether it has manifests: in that folder, or in the document itself.
    pub has_manifests: bool,
    /// Whether its ApplicationSet has sources of its own.
    pub has_sources: bool,
    /// What its reading depends on.
    pub reads: Vec<Read>,
}

impl UseCase {
    pub(super) fn read(
        document: Document,
        folder: TreePath,
        is_inline: bool,
        has_folder: bool,
        (patterns, out): (&mut Patterns, &mut Diagnostics),
    ) -> Self {
        let spec = document.spec;
        let name = document.name;
        let has_objects = spec
            .get("manifests")
            .is_some_and(|manifests| !manifests.items_at(&["objects"]).is_empty());
        let named = |field: &str, default: String| {
            spec.get(field)
                .and_then(Named::of)
                .unwrap_or_else(|| Named {
                    text: default.into(),
                    span: name.span,
                })
        };
        Self {
            label: named("label", name.text.to_string()),
            variable: named("variable", lower_camel(&name.text)),
            display_name: text(&spec, "displayName").unwrap_or(&name.text).to_owned(),
            labels: names(&spec, "labels"),
            requires: names(&spec, "requires"),
            conflicts: names(&spec, "conflicts"),
            parameters: spec
                .get("parameters")
                .map(|list| params::declare(list, &RESERVED, patterns, out))
                .unwrap_or_default(),
            cluster_inputs: names(&spec, "clusterInputs"),
            has_charts: !spec.items_at(&["charts"]).is_empty(),
            has_sources: !spec.items_at(&["sources"]).is_empty(),
            has_manifests: has_folder || has_objects,
            has_folder,
            is_inline,
            reads: Vec::new(),
            node: document.node,
            spec,
            name,
            folder,
        }
    }

    /// Says whether Argo CD has anything to install for it.
    #[must_use]
    pub fn has_payload(&self) -> bool {
        self.has_charts || self.has_manifests
    }

    /// Says whether Argo CD's own cluster keeps the Applications of its charts, and they install on the matched cluster.
    ///
    /// That takes the matched cluster's name, so a use case says it by listing `name` among its inputs. Else the payload goes to
    /// the matched cluster as a whole, and the Applications in it need an Argo CD there.
    #[must_use]
    pub fn is_steered(&self) -> bool {
        self.has_charts
            && self
                .cluster_inputs
                .iter()
                .any(|input| &*input.text == "name")
    }

    /// Says whether it gets an ApplicationSet.
    #[must_use]
    pub fn has_application_set(&self) -> bool {
        self.has_payload() || self.has_sources
    }
}

/// `database-connector` becomes `databaseConnector`.
fn lower_camel(name: &str) -> String {
    let mut words = name.split(['-', '.', '_']).filter(|word| !word.is_empty());
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut characters = word.chars();
        camel.extend(characters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(characters.as_str());
    }
    camel
}
