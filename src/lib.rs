//! dodona: a GitOps generator for vCluster Platform and Argo CD.

pub mod cause;
pub mod diagnostic;
pub mod span;

pub mod tree;
pub mod yaml;

#[expect(clippy::disallowed_methods, reason = "the door to the machine")]
pub mod shell;
