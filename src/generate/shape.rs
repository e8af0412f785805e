//! Documents that begin from a shape, so that what many manifests have in common is said once.

use crate::catalog::Named;
use crate::diagnostic::Diagnostic;
use crate::generate::merge::merge;
use crate::generate::{SHAPE_FORM, Workshop};
use crate::template::{Binding, Scope};
use crate::yaml::Node;
use std::sync::Arc;

/// Names the file that a document begins from.
const SHAPE: &str = "$shape";
/// Names for that file alone.
const WITH: &str = "$with";

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
        if self.shapes.contains(&file.text) {
            let message = format!("`{}` begins from itself", file.text);
            self.complain(
                Diagnostic::error(SHAPE_FORM, file.span, message).help(format!(
                    "remove `{SHAPE}` from one of the shapes in the circle"
                )),
            );
            return Vec::new();
        }
        self.shapes.push(Arc::clone(&file.text));
        let mut nodes = self.own_shape(&file, &inner);
        self.shapes.pop();
        for shaped in &mut nodes {
            merge(shaped, node.clone());
        }
        nodes
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
