//! What is around the ApplicationSets of a plan.

use super::cluster;
use super::plan::Plan;
use crate::appset::{Checkouts, Limits, Surroundings};
use crate::world::{self, World};
use std::collections::BTreeSet;

/// World with the clusters and AppProjects of a plan.
pub(super) struct Around<'a> {
    world: World,
    projects: BTreeSet<String>,
    all_clusters: bool,
    checkouts: &'a dyn Checkouts,
    limits: Limits,
}

impl<'a> Around<'a> {
    pub(super) fn of(
        plan: &Plan,
        world: &World,
        checkouts: &'a dyn Checkouts,
        limits: Limits,
    ) -> Self {
        let projects = plan.app_projects.iter();
        Self {
            world: World {
                clusters: plan.clusters.iter().map(cluster::to_world).collect(),
                ..world.clone()
            },
            projects: projects.map(|one| one.name.clone()).collect(),
            all_clusters: Plan::knows_all_clusters(&plan.instances),
            checkouts,
            limits,
        }
    }

    /// Says whether sets make the same here as there; all else that is around them is the ground's.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.all_clusters == other.all_clusters
            && self.projects == other.projects
            && self.world.clusters == other.world.clusters
    }

    /// Returns the namespace of Argo CD.
    pub(super) fn argocd(&self) -> &str {
        &self.world.argocd.namespace
    }

    /// Puts other clusters in the place of the plan's, which need not be all.
    pub(super) fn suppose(&mut self, clusters: Vec<world::Cluster>) {
        self.world.clusters = clusters;
        self.all_clusters = false;
    }

    pub(super) fn surroundings(&self) -> Surroundings<'_> {
        Surroundings {
            world: &self.world,
            checkouts: self.checkouts,
            projects: Some(&self.projects),
            all_clusters: self.all_clusters,
            limits: self.limits,
        }
    }
}
