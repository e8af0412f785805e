//! The door: manifests and World in, the prediction out.

use super::manifests::Manifests;
use super::prediction::Prediction;
use crate::diagnostic::Diagnostics;
use crate::world::World;

/// Predicts what the platform makes of the manifests, and of the instances that World adds. What is wrong is reported.
#[must_use]
pub fn predict(manifests: &Manifests<'_>, world: &World, out: &mut Diagnostics) -> Prediction {
    let _ = (manifests, world, out);
    Prediction::default()
}
