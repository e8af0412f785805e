//! Where Applications go: the clusters that Argo CD knows, by what destinations name.

use super::cluster::IN_CLUSTER_NAME;
use super::plan::Cluster;
use crate::generate::IN_CLUSTER;
use crate::project::Destination;
use crate::yaml::Node;
use std::collections::BTreeMap;

/// The places of clusters in a plan; of two that share a name or a server the first counts.
pub(super) struct Destinations {
    names: BTreeMap<String, usize>,
    servers: BTreeMap<String, usize>,
    both: BTreeMap<(String, String), usize>,
}

impl Destinations {
    pub(super) fn of(clusters: &[Cluster]) -> Self {
        let mut all = Self {
            names: BTreeMap::new(),
            servers: BTreeMap::new(),
            both: BTreeMap::new(),
        };
        for (at, Cluster { name, server, .. }) in clusters.iter().enumerate() {
            let both = (name.clone(), server.clone());
            all.names.entry(name.clone()).or_insert(at);
            all.servers.entry(trimmed(server).to_owned()).or_insert(at);
            all.both.entry(both).or_insert(at);
        }
        all
    }

    /// Returns the place of the cluster that has a name and a server.
    pub(super) fn place(&self, name: &str, server: &str) -> Option<usize> {
        let both = (name.to_owned(), server.to_owned());
        self.both.get(&both).copied()
    }

    /// Returns the cluster that an Application goes to, if Argo CD knows it. Argo CD's own is known without a Secret.
    pub(super) fn of_application<'c>(
        &self,
        application: &Node,
        clusters: &'c [Cluster],
    ) -> Option<Destination<'c>> {
        let (name, server) = named(application);
        let place = match name {
            "" => self.servers.get(trimmed(server)),
            _ => self.names.get(name),
        };
        let known = place.and_then(|at| clusters.get(*at));
        let is_own = trimmed(server) == IN_CLUSTER || name == IN_CLUSTER_NAME;
        let own = is_own.then_some(Destination {
            server: IN_CLUSTER,
            name: IN_CLUSTER_NAME,
        });
        let known = known.map(|cluster| Destination {
            server: trimmed(&cluster.server),
            name: &cluster.name,
        });
        known.or(own)
    }

    /// Returns what to call the cluster that an Application goes to: its name, or its server where Argo CD knows none of it.
    pub(super) fn title(&self, application: &Node, clusters: &[Cluster]) -> String {
        let (name, server) = named(application);
        let known = self.of_application(application, clusters);
        match (name, known) {
            ("", Some(known)) => known.name.to_owned(),
            ("", None) => server.to_owned(),
            _ => name.to_owned(),
        }
    }
}

/// Says whether a destination is the cluster that Argo CD runs in.
pub(super) fn is_own(destination: &Destination<'_>) -> bool {
    trimmed(destination.server) == IN_CLUSTER
}

/// The name and the server of a destination, as they are written.
fn named(application: &Node) -> (&str, &str) {
    let text = |key| application.text_at(&["spec", "destination", key]);
    (text("name"), text("server"))
}

/// Argo CD takes a server with and without a slash at its end for the same.
fn trimmed(server: &str) -> &str {
    server.trim_end_matches('/')
}
