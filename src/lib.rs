//! dodona: a GitOps generator for vCluster Platform and Argo CD.

pub mod cause;
pub mod diagnostic;
#[expect(clippy::disallowed_methods, reason = "the door to the machine")]
pub mod shell;
pub mod span;
pub mod tree;
pub mod yaml;
