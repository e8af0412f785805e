//! Documents that begin from a shape, so that what many manifests have in common is said once.

use crate::catalog::Named;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::generate::merge::merge;
use crate::generate::{SHAPE_FORM, Workshop};
use crate::span::SourceId;
use crate::template::{Binding, Scope};
use crate::tree::TreePath;
use crate::yaml::{self, Limits, Node, Reading, Value};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Names the file that a document begins from.
const SHAPE: &str = "$shape";
/// Names for that file alone.
const WITH: &str = "$with";
/// How many shapes may begin from one another.
const DEEPEST: usize = 32;

impl Workshop<'_, '_> {
    /// Returns a rendered document as it is, or, where it names a `$shape`, that shape rendered with the names of `$with`, the
    /// document's other fields merged in.
    pub(super) fn on_shape(&mut self, mut node: Node, scope: &Arc<Scope>) -> Vec<Node> {
        let mut take = |key: &str| node.as_map_mut().and_then(|map| map.remove(key));
        let (shape, with) = (take(SHAPE), take(WITH));
        let (Some(shape), Some(inner)) = (&shape, inside(scope, with.as_ref())) else {
            if let Some(odd) = with {
                self.complain(odd_names(&odd));
            }
            return vec![node];
        };
        let Some(file) = Named::of(shape) else {
            let message = format!(
                "`{SHAPE}` takes a path, found a {}",
                shape.value.type_name()
            );
            self.complain(
                Diagnostic::error(SHAPE_FORM, shape.span, message)
                    .help("name a file of the repository, such as `$shape: shapes/project.yaml`"),
            );
            return Vec::new();
        };
        if self.shapes.contains(&file.text) || self.shapes.len() == DEEPEST {
            let message = match self.shapes.len() {
                DEEPEST => format!("more than {DEEPEST} shapes begin from one another"),
                _ => format!("`{}` begins from itself", file.text),
            };
            self.complain(
                Diagnostic::error(SHAPE_FORM, file.span, message)
                    .help(format!("remove `{SHAPE}` from one of the shapes")),
            );
            return Vec::new();
        }
        self.note_folder(&file);
        self.shapes.push(Arc::clone(&file.text));
        let mut nodes = self.own_shape(&file, &inner);
        self.shapes.pop();
        for shaped in &mut nodes {
            if self.charge_copy(&node, shape.span) {
                merge(shaped, node.clone());
            }
        }
        nodes
    }

    fn note_folder(&mut self, file: &Named) {
        let folder = TreePath::new(&file.text)
            .ok()
            .and_then(|path| path.parent());
        self.shape_folders
            .extend(folder.filter(|folder| !folder.is_root()));
    }

    /// Refuses a `$shape` that is known only once it is rendered: Argo CD is told beforehand which files a payload is made of.
    pub(super) fn check_shapes(&mut self, document: &Node) {
        let mut named = Vec::new();
        shapes_of(document, &mut named);
        for file in named.iter().filter(|file| file.text.contains("<%")) {
            let message = format!("`{SHAPE}` takes a path as it is, found an expression");
            self.complain(
                Diagnostic::error(SHAPE_FORM, file.span, message)
                    .help("name the file; `$if` and `$for` beside it choose whether and how often"),
            );
        }
    }

    /// Passes over a file and the shapes that its documents begin from.
    pub(super) fn touch_with_shapes(&mut self, file: &TreePath) {
        let tree = self.catalog.tree;
        let (mut seen, mut left) = (BTreeSet::new(), vec![file.clone()]);
        while let Some(file) = left.pop() {
            if seen.contains(&file) {
                continue;
            }
            tree.touch(&file);
            if let Ok(source) = tree.read(&file, &mut self.catalog.sources) {
                let shapes = self.shapes_in(source);
                left.extend(
                    shapes
                        .iter()
                        .filter_map(|shape| TreePath::new(&shape.text).ok()),
                );
            }
            seen.insert(file);
        }
    }

    /// What is wrong with the file is told when it is rendered.
    fn shapes_in(&self, source: SourceId) -> Vec<Named> {
        let text = Arc::clone(self.catalog.sources.text(source));
        let mut named = Vec::new();
        if memchr::memmem::find(&text, SHAPE.as_bytes()).is_none() {
            return named;
        }
        let (limits, mut out) = (Limits::default(), Diagnostics::new());
        let documents = yaml::read(source, &text, Reading::Strict, &limits, &mut out);
        for document in documents.unwrap_or_default() {
            shapes_of(&document, &mut named);
        }
        named
    }
}

/// The names that a shape sees: those of its user and, before them, those of `$with`.
fn inside(scope: &Arc<Scope>, with: Option<&Node>) -> Option<Arc<Scope>> {
    let mut inner = Scope::inside(scope);
    let Some(with) = with else {
        return Some(Arc::new(inner));
    };
    for entry in with.as_map()? {
        inner.bind(
            Arc::clone(&entry.key.text),
            Binding::new(entry.node.clone()),
        );
    }
    Some(Arc::new(inner))
}

fn odd_names(with: &Node) -> Diagnostic {
    let message = match with.as_map() {
        Some(_) => format!("`{WITH}` stands without `{SHAPE}`"),
        None => format!(
            "`{WITH}` takes a map of names, found a {}",
            with.value.type_name()
        ),
    };
    Diagnostic::error(SHAPE_FORM, with.span, message).help(format!(
        "write `{SHAPE}: FILE` and, beside it, `{WITH}: {{name: value}}`"
    ))
}

/// Collects the shapes that a document may begin from, wherever `$if` and `$for` put them.
fn shapes_of(node: &Node, named: &mut Vec<Named>) {
    match &node.value {
        Value::Map(map) => {
            for entry in map.iter() {
                match &*entry.key.text {
                    SHAPE => named.extend(Named::of(&entry.node)),
                    _ => shapes_of(&entry.node, named),
                }
            }
        }
        Value::List(items) => items.iter().for_each(|item| shapes_of(item, named)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
