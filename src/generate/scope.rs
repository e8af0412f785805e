//! What expressions see: the repository's and the environment's names, a use case's own, a payload's cluster.

use crate::catalog::{Environment, Repository, UseCase};
use crate::generate::cluster::Cluster;
use crate::generate::make::Maker;
use crate::params::Values;
use crate::template::{Binding, Scope};
use crate::yaml::{Map, Node};
use std::sync::Arc;

/// Binds parameters: `a.b` becomes `b` in the map `a`.
pub(super) fn bind_values(scope: &mut Scope, values: &Values) {
    for entry in values.to_map() {
        let secret = values
            .get(&entry.key.text)
            .is_some_and(|resolved| resolved.secret);
        let binding = if secret {
            Binding::secret(entry.node)
        } else {
            Binding::new(entry.node)
        };
        scope.bind(entry.key.text, binding);
    }
}

/// Binds `repository` and the names of `environment`, its labels still to come.
pub(super) fn bind_names(scope: &mut Scope, repository: &Repository, environment: &Environment) {
    let at = Maker::written(repository.name.span);
    let name = at.node(&*repository.name.text);
    scope.bind("repository", Binding::new(at.map([("name", name)])));
    bind_environment(scope, environment, Map::new());
}

/// Binds `environment` with its labels.
pub(super) fn bind_environment(scope: &mut Scope, environment: &Environment, labels: Map) {
    let at = Maker::written(environment.name.span);
    let name = at.node(&*environment.name.text);
    let display = environment.spec.get("displayName").cloned();
    let node = at.map([
        ("displayName", display.unwrap_or_else(|| name.clone())),
        ("name", name),
        ("labels", at.node(labels)),
    ]);
    scope.bind("environment", Binding::new(node));
}

/// Binds `useCase`.
pub(super) fn bind_use_case(scope: &mut Scope, use_case: &UseCase) {
    scope.bind("useCase", Binding::new(use_case_node(use_case)));
}

/// Returns a use case as templates see it.
pub(super) fn use_case_node(use_case: &UseCase) -> Node {
    let at = Maker::written(use_case.name.span);
    let display = use_case.spec.get("displayName").cloned();
    at.map([
        ("name", at.node(&*use_case.name.text)),
        (
            "label",
            Maker::written(use_case.label.span).node(&*use_case.label.text),
        ),
        (
            "displayName",
            display.unwrap_or_else(|| at.node(use_case.display_name.as_str())),
        ),
    ])
}

/// Binds `clusters`: all of the environment.
pub(super) fn bind_clusters(scope: &mut Scope, environment: &Environment, clusters: &[Cluster]) {
    let at = Maker::written(environment.name.span);
    let items = clusters.iter().map(Cluster::node).collect();
    scope.bind("clusters", Binding::new(at.list(items)));
}

/// Returns a scope inside `outer` with one more name.
pub(super) fn with(outer: &Arc<Scope>, name: &str, node: Node) -> Arc<Scope> {
    let mut scope = Scope::inside(outer);
    scope.bind(name, Binding::new(node));
    Arc::new(scope)
}
