//! What an environment settles once for all that is rendered of it.

use crate::catalog::{Named, Selected};
use crate::generate::Request;
use crate::tree::Read;
use crate::yaml::{Map, Node};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// What is settled for the whole environment.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) environment: Named,
    pub(super) source: Node,
    pub(super) argocd: Node,
    pub(super) rendered: Option<Node>,
    pub(super) given: Given,
    /// What the documents behind each use case's payload were read from.
    pub(super) documents: BTreeMap<Arc<str>, Rc<[Read]>>,
}

/// What the caller adds to the documents: the payloads must be rendered with it too, when Argo CD asks for them.
#[derive(Clone, Debug)]
pub(super) struct Given {
    /// The names that replace the environment's selection.
    pub(super) use_cases: Option<Vec<Named>>,
    /// Values of parameters, the stronger layer's where two give one.
    pub(super) values: Map,
}

impl Given {
    pub(super) fn of(request: &Request) -> Self {
        let mut values = Map::new();
        for entry in request.layers.iter().flat_map(|layer| &layer.values) {
            values.insert(entry.key.clone(), entry.node.clone());
        }
        let names = |all: &Vec<Selected>| all.iter().map(|one| one.name.clone()).collect();
        Self {
            use_cases: request.use_cases.as_ref().map(names),
            values,
        }
    }
}
