//! What an environment settles once for all that is rendered of it.

use crate::catalog::Named;
use crate::tree::Read;
use crate::yaml::Node;
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
    /// What the documents behind each use case's payload were read from.
    pub(super) documents: BTreeMap<Arc<str>, Rc<[Read]>>,
}
