//! The rules that an AppProject writes.

use super::destination::Target;
use super::kinds::KindRule;
use super::source::SourceRule;
use super::source_namespace::NamespaceRule;
use crate::span::Span;
use crate::yaml::Node;

/// Rules of one sort.
#[derive(Clone, Debug)]
pub(super) struct List<R> {
    pub(super) rules: Vec<R>,
    /// Whether there is a list at all: an empty one is not none.
    pub(super) is_given: bool,
    pub(super) span: Option<Span>,
}

impl<R> Default for List<R> {
    fn default() -> Self {
        Self {
            rules: Vec::new(),
            is_given: false,
            span: None,
        }
    }
}

impl<R: Clone> List<R> {
    fn read(spec: &Node, key: &str, rule: impl Fn(&Node) -> R) -> Self {
        let node = spec.present_at(&[key]);
        let items = node.and_then(Node::as_list).unwrap_or_default();
        Self {
            rules: items.iter().map(rule).collect(),
            is_given: node.is_some(),
            span: node.map(|node| node.span),
        }
    }

    /// Adds the rules of another list behind its own.
    pub(super) fn extend(&mut self, more: &Self) {
        self.is_given |= !more.rules.is_empty();
        self.rules.extend_from_slice(&more.rules);
        self.span = self.span.or(more.span);
    }
}

/// What an AppProject permits.
#[derive(Clone, Debug, Default)]
pub(super) struct Spec {
    pub(super) sources: List<SourceRule>,
    pub(super) destinations: List<Target>,
    pub(super) cluster_kinds: List<KindRule>,
    pub(super) no_cluster_kinds: List<KindRule>,
    pub(super) namespaced_kinds: List<KindRule>,
    pub(super) no_namespaced_kinds: List<KindRule>,
    pub(super) source_namespaces: List<NamespaceRule>,
    pub(super) only_scoped_clusters: bool,
}

impl Spec {
    /// Reads `spec` of an AppProject; what has a wrong type is as if it were not there, for the API server refuses it.
    pub(super) fn read(spec: &Node) -> Self {
        let only = spec.get("permitOnlyProjectScopedClusters");
        Self {
            sources: List::read(spec, "sourceRepos", SourceRule::read),
            destinations: List::read(spec, "destinations", Target::read),
            cluster_kinds: List::read(spec, "clusterResourceWhitelist", KindRule::read),
            no_cluster_kinds: List::read(spec, "clusterResourceBlacklist", KindRule::read),
            namespaced_kinds: List::read(spec, "namespaceResourceWhitelist", KindRule::read),
            no_namespaced_kinds: List::read(spec, "namespaceResourceBlacklist", KindRule::read),
            source_namespaces: List::read(spec, "sourceNamespaces", NamespaceRule::read),
            only_scoped_clusters: only.and_then(Node::as_bool).unwrap_or(false),
        }
    }

    /// The project `default` as Argo CD creates it.
    pub(super) fn of_default() -> Self {
        let one = |kind| List {
            rules: vec![kind],
            is_given: true,
            span: None,
        };
        Self {
            sources: List {
                rules: vec![SourceRule::new("*", None)],
                ..List::default()
            },
            destinations: List {
                rules: vec![Target::new("*", "", "*", None)],
                ..List::default()
            },
            cluster_kinds: one(KindRule::all()),
            ..Self::default()
        }
    }

    /// Takes over what a global project permits and forbids.
    pub(super) fn inherit(&mut self, global: &Self) {
        self.cluster_kinds.extend(&global.cluster_kinds);
        self.no_cluster_kinds.extend(&global.no_cluster_kinds);
        self.namespaced_kinds.extend(&global.namespaced_kinds);
        self.no_namespaced_kinds.extend(&global.no_namespaced_kinds);
        self.sources.extend(&global.sources);
        self.destinations.extend(&global.destinations);
    }
}
