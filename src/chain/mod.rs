//! The whole chain, predicted: what a repository leads to once the platform and Argo CD have done their part.
//!
//! In go manifests that count as applied, a [`World`](crate::world::World) and a way to follow sources, out comes a [`Plan`]:
//! virtual clusters, cluster Secrets, ApplicationSets and Applications, each with its causes. The room composes `platform`,
//! `appset` and `project`, and knows nothing of formats and of people: `cli` and `page` show a plan.

mod applications;
mod around;
mod check;
mod cluster;
mod codes;
mod destinations;
mod directory;
mod follow;
mod follower;
mod hidden;
mod json;
mod labels;
mod levels;
mod names;
mod owner;
mod plan;
mod predict;
mod prove;
mod reasons;
mod round;
mod sets;
mod why;

pub use codes::CODES;
pub use follow::{Led, Payloads};
pub use follower::{Follower, Home, Repository};
pub use json::json;
pub use plan::{AppProject, Application, ApplicationSet, Cluster, Origin, Plan, Unknown};
pub use predict::{Ground, Limits, Manifest, predict};
pub use prove::{Failure, Proven, Proving, prove};
pub use reasons::{Reasons, labels_read};
pub use why::{Answer, Asked, Stranger, why};
