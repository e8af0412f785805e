//! dodona: a GitOps generator for vCluster Platform and Argo CD.

pub mod span;

pub mod cause;

pub mod diagnostic;

pub mod tree;
pub mod yaml;

pub mod manifest;
pub mod params;
pub mod template;

pub mod catalog;

pub mod generate;

pub mod snapshot;

#[expect(clippy::disallowed_methods, reason = "the door to the machine")]
pub mod shell;

pub mod cli;
