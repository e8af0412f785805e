//! One AppProject, with all that it inherits.

use super::destination::{self, Destination};
use super::refusal::{Doubt, Ruling};
use super::spec::Spec;
use crate::span::Span;

/// What an AppProject lets its Applications do.
#[derive(Clone, Debug, Default)]
pub struct AppProject {
    pub(super) name: String,
    pub(super) spec: Spec,
    /// Its clusters: server and name.
    pub(super) clusters: Vec<(String, String)>,
    pub(super) is_open: bool,
    pub(super) span: Option<Span>,
}

impl AppProject {
    /// Returns its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Says whether it is known by its name only, or inherits from one that is: what it permits is unknown.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// Returns where its name is written; `None` for a project without a manifest.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.span
    }

    /// Judges a namespace of a cluster.
    pub(super) fn place(&self, cluster: Option<&Destination<'_>>, namespace: &str) -> Ruling {
        let Some(cluster) = cluster else {
            return Ruling::Unknown(Doubt::Cluster);
        };
        let ruling = destination::judge(&self.spec.destinations, *cluster, namespace);
        let is_own =
            |(server, name): &(String, String)| *server == cluster.server || *name == cluster.name;
        let is_closed = self.spec.only_scoped_clusters && !self.clusters.iter().any(is_own);
        match ruling {
            Ruling::Permitted if is_closed => Ruling::Refused(None),
            ruling => ruling,
        }
    }

    /// What to type when a place is refused.
    pub(super) fn place_help(
        &self,
        entry: &str,
        cluster: &Destination<'_>,
        rule: Option<&str>,
    ) -> String {
        let name = &self.name;
        if let Some(rule) = rule {
            return format!(
                "take the entry `{rule}` out of spec.destinations of AppProject '{name}', or go to another place"
            );
        }
        let is_own = self
            .clusters
            .iter()
            .any(|(server, _)| server == cluster.server);
        if self.spec.only_scoped_clusters && !is_own {
            return format!(
                "give the Secret of cluster '{}' the key `project: {name}`, or take permitOnlyProjectScopedClusters out of AppProject '{name}'",
                cluster.name
            );
        }
        format!("add `- {entry}` to spec.destinations of AppProject '{name}'")
    }
}
