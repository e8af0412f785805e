//! A version of a template, taken apart once for all of its instances.

use super::leaf::Leaf;
use super::node::entries;
use super::parameter::Declared;
use super::prediction::TemplateRef;
use crate::gotmpl::Cache;
use crate::span::Sources;
use crate::yaml::{Node, Value};

/// What the platform makes virtual clusters of: a version of a template, or the template of an instance.
#[derive(Debug)]
pub(super) struct Definition<'m> {
    /// Its name and version; none for an instance's own template.
    pub(super) template: Option<TemplateRef>,
    /// The definition itself, if there is one.
    pub(super) node: Option<&'m Node>,
    /// Its parameters.
    pub(super) parameters: Vec<Declared<'m>>,
    /// The names of parameters that stand at the template's root instead.
    pub(super) root_parameters: Vec<&'m str>,
    /// The labels that instances get.
    pub(super) labels: Vec<Field<'m>>,
    /// The annotations that instances get.
    pub(super) annotations: Vec<Field<'m>>,
    /// The labels of virtual clusters.
    pub(super) own_labels: Vec<Field<'m>>,
    /// `helmRelease.values`.
    pub(super) values: Option<Leaf<'m>>,
    /// `objects`.
    pub(super) objects: Option<Leaf<'m>>,
    /// `spaceTemplate.objects`.
    pub(super) space_objects: Option<Leaf<'m>>,
    /// `helmRelease.chart.version`.
    pub(super) chart_version: Option<Leaf<'m>>,
    /// All other texts with placeholders, with their path.
    pub(super) others: Vec<Field<'m>>,
}

/// A text with its key.
#[derive(Debug)]
pub(super) struct Field<'m> {
    /// The key of a label, or the path of another field.
    pub(super) key: String,
    /// The text; none where something else than text stands.
    pub(super) leaf: Option<Leaf<'m>>,
}

/// What compiling needs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Compiler<'c, 'm> {
    /// The compiled templates.
    pub(super) cache: &'c Cache,
    /// The files, where they are at hand.
    pub(super) sources: Option<&'m Sources>,
}

impl<'m> Compiler<'_, 'm> {
    fn leaf(self, node: &'m Node) -> Option<Leaf<'m>> {
        Leaf::new(node, self.sources, self.cache)
    }

    fn at(self, node: Option<&'m Node>, path: &[&str]) -> Option<Leaf<'m>> {
        self.leaf(node?.at(path)?)
    }

    fn fields(self, node: Option<&'m Node>, path: &[&str]) -> Vec<Field<'m>> {
        let field = |entry: &'m crate::yaml::Entry| Field {
            key: entry.key.text.to_string(),
            leaf: self.leaf(&entry.node),
        };
        let node = node.into_iter();
        node.flat_map(|node| entries(node, path))
            .map(field)
            .collect()
    }

    /// Takes a definition apart.
    pub(super) fn definition(
        self,
        node: Option<&'m Node>,
        parameters: &'m [Node],
        template: Option<TemplateRef>,
    ) -> Definition<'m> {
        let mut others = Vec::new();
        if let Some(node) = node {
            self.others(node, String::new(), &mut others);
        }
        Definition {
            template,
            node,
            parameters: parameters.iter().map(Declared::read).collect(),
            root_parameters: Vec::new(),
            labels: self.fields(node, &["instanceTemplate", "metadata", "labels"]),
            annotations: self.fields(node, &["instanceTemplate", "metadata", "annotations"]),
            own_labels: self.fields(node, &["metadata", "labels"]),
            values: self.at(node, &["helmRelease", "values"]),
            objects: self.at(node, &["objects"]),
            space_objects: self.at(node, &["spaceTemplate", "objects"]),
            chart_version: self.at(node, &["helmRelease", "chart", "version"]),
            others,
        }
    }

    /// Collects the texts with placeholders that have no place of their own.
    fn others(self, node: &'m Node, path: String, found: &mut Vec<Field<'m>>) {
        if OWN.contains(&path.as_str()) {
            return;
        }
        match &node.value {
            Value::Map(map) => {
                for entry in map {
                    let key = &entry.key.text;
                    let below = match path.is_empty() {
                        true => key.to_string(),
                        false => format!("{path}.{key}"),
                    };
                    self.others(&entry.node, below, found);
                }
            }
            Value::List(items) => {
                for (at, item) in items.iter().enumerate() {
                    self.others(item, format!("{path}[{at}]"), found);
                }
            }
            _ => {
                let leaf = self.leaf(node).filter(|leaf| !leaf.is_plain());
                found.extend(leaf.map(|leaf| Field {
                    key: path,
                    leaf: Some(leaf),
                }));
            }
        }
    }
}

/// Paths of a definition that have a place of their own.
const OWN: [&str; 7] = [
    "instanceTemplate.metadata.labels",
    "instanceTemplate.metadata.annotations",
    "metadata.labels",
    "helmRelease.values",
    "helmRelease.chart.version",
    "objects",
    "spaceTemplate.objects",
];

impl Definition<'_> {
    /// Returns the name for people.
    pub(super) fn title(&self) -> String {
        match &self.template {
            None => "the instance's own template".to_owned(),
            Some(TemplateRef {
                name,
                version: None,
            }) => format!("template `{name}`"),
            Some(TemplateRef {
                name,
                version: Some(version),
            }) => format!("template `{name}` {version}"),
        }
    }
}

/// Returns the variables that a list of parameters declares.
pub(super) fn variables<'m>(node: &'m Node, path: &[&str]) -> Vec<&'m str> {
    let names = node.items_at(path).iter();
    names
        .filter_map(|parameter| parameter.get("variable")?.as_str())
        .collect()
}

/// Says whether the documentation shows that the platform renders a field, or [`Field`] is one where nobody does.
pub(super) fn undocumented(path: &str) -> Option<&'static str> {
    let fields = [
        ("metadata.labels", "template.metadata.labels"),
        ("metadata.annotations", "template.metadata.annotations"),
        ("helmRelease.chart", "helmRelease.chart"),
        ("access", "access"),
    ];
    let named = fields.iter().find(|(start, _)| {
        path.strip_prefix(start)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    });
    named.map(|(_, name)| *name)
}
