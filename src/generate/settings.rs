//! What an environment settles once for all that is rendered of it.

use crate::catalog::Named;
use crate::yaml::Node;

/// What is settled for the whole environment.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) environment: Named,
    pub(super) source: Node,
    pub(super) argocd: Node,
    pub(super) rendered: Option<Node>,
}
