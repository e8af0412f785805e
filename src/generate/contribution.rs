//! What use cases add to objects that others declare.

use crate::cause::Kind;
use crate::diagnostic::Diagnostic;
use crate::generate::claim::Claim;
use crate::generate::make::Maker;
use crate::generate::{CONTRIBUTION, Workshop};
use crate::span::Span;
use crate::yaml::{Entry, Map, Node, Value};
use std::sync::Arc;

/// One contribution of a use case: what to merge into which object.
#[derive(Debug)]
pub(super) struct Contribution {
    use_case: Arc<str>,
    kind: String,
    namespace: Option<String>,
    name: String,
    place: Span,
    fields: Node,
}

/// Reads the evaluated `contributes` of a use case.
pub(super) fn read(use_case: &Arc<str>, contributes: &Node) -> Vec<Contribution> {
    let projects = contributes
        .get("projects")
        .and_then(Node::as_map)
        .into_iter()
        .flatten();
    let mut all: Vec<Contribution> = projects
        .map(|entry| Contribution {
            use_case: Arc::clone(use_case),
            kind: "Project".to_owned(),
            namespace: None,
            name: entry.key.text.to_string(),
            place: entry.key.span,
            fields: project_fields(entry),
        })
        .collect();
    for object in contributes.items_at(&["objects"]) {
        let text = |field: &str| object.get(field).and_then(Node::as_str).map(str::to_owned);
        let (Some(kind), Some(name), Some(fields)) =
            (text("kind"), text("name"), object.get("merge"))
        else {
            continue;
        };
        all.push(Contribution {
            use_case: Arc::clone(use_case),
            kind,
            namespace: text("namespace"),
            name,
            place: object.get("name").map_or(object.span, |name| name.span),
            fields: fields.clone(),
        });
    }
    all
}

/// Fields of a Project's `spec`; a template that is named with one word gets the reference that the platform wants.
fn project_fields(entry: &Entry) -> Node {
    let mut fields = entry.node.clone();
    let allowed = fields
        .as_map_mut()
        .and_then(|map| map.get_mut("allowedTemplates"));
    if let Some(Node {
        value: Value::List(items),
        ..
    }) = allowed
    {
        for item in items {
            if item.as_str().is_some() {
                let at = Maker {
                    span: item.span,
                    cause: item.cause,
                };
                *item = at.map([
                    ("kind", at.node("VirtualClusterTemplate")),
                    ("group", at.node("storage.loft.sh")),
                    ("name", item.clone()),
                ]);
            }
        }
    }
    let at = Maker::written(entry.key.span);
    at.map([("spec", fields)])
}

impl Workshop<'_, '_> {
    /// Merges contributions into the objects that they name.
    pub(super) fn contribute(&mut self, contributions: Vec<Contribution>, nodes: &mut [Node]) {
        for contribution in contributions {
            if !self.charge(1 + nodes.len() as u64 / 4, contribution.place) {
                return;
            }
            let found = nodes.iter_mut().find(|node| contribution.fits(node));
            let Some(target) = found else {
                let diagnostic = contribution.unmatched(nodes);
                self.complain(diagnostic);
                continue;
            };
            let name = Arc::clone(&contribution.use_case);
            let kind = Kind::Contribution;
            let claim = Claim::new(&mut self.causes, kind, name, contribution.place);
            if !self.charge(effort(target, &contribution.fields), contribution.place) {
                return;
            }
            let mut clashes = Vec::new();
            let mut fields = contribution.fields.clone();
            claim.lay(&mut fields, &mut self.causes);
            add(target, fields, "", &mut clashes);
            for (path, theirs, ours) in clashes {
                let message = format!(
                    "use case `{}` contributes `{path}`, which is set otherwise already",
                    contribution.use_case
                );
                self.complain(
                    Diagnostic::error(CONTRIBUTION, ours, message)
                        .help("agree on one value, or set it by a patch of the environment")
                        .related(theirs, "it is set here"),
                );
            }
        }
    }
}

impl Contribution {
    fn fits(&self, node: &Node) -> bool {
        let text = |path: &[&str]| node.at(path).and_then(Node::as_str);
        text(&["kind"]) == Some(&self.kind)
            && text(&["metadata", "name"]) == Some(&self.name)
            && (self.namespace.is_none()
                || text(&["metadata", "namespace"]) == self.namespace.as_deref())
    }

    fn unmatched(&self, nodes: &[Node]) -> Diagnostic {
        let names: Vec<&str> = nodes
            .iter()
            .filter(|node| node.get("kind").and_then(Node::as_str) == Some(&self.kind))
            .filter_map(|node| node.at(&["metadata", "name"])?.as_str())
            .collect();
        let help = match crate::diagnostic::nearest(&self.name, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("add a {} `{}` to the templates", self.kind, self.name),
        };
        let message = format!(
            "use case `{}` contributes to {} `{}`, which is not rendered",
            self.use_case, self.kind, self.name
        );
        Diagnostic::error(CONTRIBUTION, self.place, message).help(help)
    }
}

/// Returns about how many steps it takes to add to a value: each key and item is looked for among those that are there.
fn effort(base: &Node, more: &Node) -> u64 {
    match (&base.value, &more.value) {
        (Value::Map(map), Value::Map(more)) => {
            let keys = more.len() as u64 * (1 + (map.len() + more.len()) as u64);
            let below = more.iter().filter_map(|entry| {
                let base = map.get(&entry.key.text)?;
                Some(effort(base, &entry.node))
            });
            keys + below.sum::<u64>()
        }
        (Value::List(items), Value::List(more)) => {
            more.len() as u64 * (1 + (items.len() + more.len()) as u64)
        }
        _ => 1,
    }
}

/// Adds to a value: maps merge, lists grow by what they lack, equal scalars agree, others clash.
fn add(base: &mut Node, more: Node, path: &str, clashes: &mut Vec<(String, Span, Span)>) {
    match (&mut base.value, more.value) {
        (Value::Map(map), Value::Map(more)) => add_map(map, more, path, clashes),
        (Value::List(items), Value::List(more)) => {
            for item in more {
                if !items.contains(&item) {
                    items.push(item);
                }
            }
        }
        (Value::Null, value) => {
            base.value = value;
            (base.span, base.cause) = (more.span, more.cause);
        }
        (value, more_value) => {
            if *value != more_value {
                clashes.push((path.to_owned(), base.span, more.span));
            }
        }
    }
}

fn add_map(map: &mut Map, more: Map, path: &str, clashes: &mut Vec<(String, Span, Span)>) {
    for entry in more {
        let below = if path.is_empty() {
            entry.key.text.to_string()
        } else {
            format!("{path}.{}", entry.key.text)
        };
        match map.get_mut(&entry.key.text) {
            Some(base) => add(base, entry.node, &below, clashes),
            None => {
                map.insert(entry.key, entry.node);
            }
        }
    }
}
