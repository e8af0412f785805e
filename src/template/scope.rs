//! The names that expressions see, each with the node behind it.

use crate::template::convert;
use crate::yaml::Node;
use minijinja::value::{Enumerator, Object, Value};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// What a name stands for.
#[derive(Debug)]
pub struct Binding {
    node: Node,
    secret: bool,
    value: OnceLock<Value>,
}

impl Binding {
    /// Returns a binding to a node.
    #[must_use]
    pub fn new(node: Node) -> Self {
        Self {
            node,
            secret: false,
            value: OnceLock::new(),
        }
    }

    /// Returns a binding to a reference to a secret: it renders only where a field takes a reference.
    #[must_use]
    pub fn secret(node: Node) -> Self {
        Self {
            secret: true,
            ..Self::new(node)
        }
    }

    pub(super) fn value(&self) -> &Value {
        self.value.get_or_init(|| convert::to_value(&self.node))
    }
}

/// Names and what they stand for; an inner scope sees the names of the outer one.
#[derive(Debug, Default)]
pub struct Scope {
    names: BTreeMap<Arc<str>, Binding>,
    outer: Option<Arc<Scope>>,
}

impl Scope {
    /// Returns a scope without names.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns a scope without names of its own that sees those of `outer`.
    #[must_use]
    pub fn inside(outer: &Arc<Scope>) -> Self {
        Self {
            names: BTreeMap::new(),
            outer: Some(Arc::clone(outer)),
        }
    }

    /// Binds a name; the innermost binding counts.
    pub fn bind(&mut self, name: impl Into<Arc<str>>, binding: Binding) {
        self.names.insert(name.into(), binding);
    }

    /// Returns all names that are visible, innermost first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.chain()
            .flat_map(|scope| scope.names.keys().map(|name| &**name))
    }

    fn chain(&self) -> impl Iterator<Item = &Scope> {
        std::iter::successors(Some(self), |scope| scope.outer.as_deref())
    }

    pub(super) fn binding(&self, name: &str) -> Option<&Binding> {
        self.chain().find_map(|scope| scope.names.get(name))
    }

    /// Returns the node at the end of a path of names, and whether it is a reference to a secret.
    pub(super) fn node(&self, path: &[Arc<str>]) -> Option<(&Node, bool)> {
        let (first, rest) = path.split_first()?;
        let binding = self.binding(first)?;
        let node = rest
            .iter()
            .try_fold(&binding.node, |node, key| node.get(key))?;
        Some((node, binding.secret && rest.is_empty()))
    }

    /// Returns the longest beginning of a path that exists, as its node and its number of names.
    pub(super) fn reach(&self, path: &[Arc<str>]) -> Option<(&Node, usize)> {
        (1..=path.len())
            .rev()
            .find_map(|length| Some((self.node(&path[..length])?.0, length)))
    }
}

/// A scope as the engine asks for its names.
#[derive(Debug)]
pub(super) struct Names(pub(super) Arc<Scope>);

impl Object for Names {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.0.binding(key).map(|binding| binding.value().clone())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::NonEnumerable
    }
}
