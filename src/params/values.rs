//! What parameters are in the end.

use crate::params::layer::LayerKind;
use crate::span::Span;
use crate::yaml::{Key, Map, Node};
use std::sync::Arc;

/// A value that a stronger layer replaced.
#[derive(Clone, Debug)]
pub struct Overridden {
    /// The kind of layer it stood in.
    pub layer: LayerKind,
    /// That layer's name.
    pub layer_name: String,
    /// Where it stands.
    pub span: Span,
    /// The value, typed.
    pub node: Node,
}

/// The value of one parameter, and why it is that.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// The parameter.
    pub variable: String,
    /// The value: a string, boolean or whole number; for a secret the map under `secretRef`; `null` for a number or a
    /// secret that nobody gave. Its cause leads over parameter and layer to the text.
    pub node: Node,
    /// The kind of layer that gave it.
    pub layer: LayerKind,
    /// That layer's name.
    pub layer_name: String,
    /// Where it stands; the declaration where nobody gave a value.
    pub span: Span,
    /// What it replaced, strongest first; the declared default comes last.
    pub overridden: Vec<Overridden>,
    /// Whether it must never be shown.
    pub secret: bool,
    pub(super) name_span: Span,
}

/// All parameters of one owner, in the order of their declarations.
#[derive(Clone, Debug, Default)]
pub struct Values {
    pub(super) all: Vec<Resolved>,
}

impl Values {
    /// Returns the value of a parameter.
    #[must_use]
    pub fn get(&self, variable: &str) -> Option<&Resolved> {
        self.all
            .iter()
            .find(|resolved| resolved.variable == variable)
    }

    /// Returns all values in the order of their declarations.
    pub fn iter(&self) -> std::slice::Iter<'_, Resolved> {
        self.all.iter()
    }

    /// Returns the number of parameters.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Says whether there are no parameters.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Returns the values as templates see them: `a.b` is `b` in the map `a`.
    #[must_use]
    pub fn to_map(&self) -> Map {
        let mut root = Map::new();
        for resolved in &self.all {
            let mut segments = resolved.variable.split('.').collect::<Vec<_>>();
            let last = segments.pop().unwrap_or_default();
            let place = resolved.name_span;
            let map = segments.iter().fold(&mut root, |map, segment| {
                descend(map, Key::new(*segment, place))
            });
            map.insert(Key::new(last, place), resolved.node.clone());
        }
        root
    }
}

/// Returns the map under a key, made where it is missing; declarations never use one name for a value and for a map.
fn descend(map: &mut Map, key: Key) -> &mut Map {
    let name = Arc::clone(&key.text);
    if map.get(&name).and_then(Node::as_map).is_none() {
        let node = Node::new(Map::new(), key.span);
        map.insert(key, node);
    }
    map.get_mut(&name)
        .and_then(Node::as_map_mut)
        .expect("a map was just put there")
}

impl<'a> IntoIterator for &'a Values {
    type Item = &'a Resolved;
    type IntoIter = std::slice::Iter<'a, Resolved>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
