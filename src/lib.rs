//! dodona: a GitOps generator for vCluster Platform and Argo CD.

pub mod cause;
pub mod diagnostic;
pub mod params;
pub mod span;
pub mod template;
pub mod yaml;
