//! The kinds whose fields are known, one table each.

mod access_key;
mod app;
mod app_project;
mod application;
mod application_set;
mod application_set_generators;
mod argocd_application;
mod argocd_application_template;
mod argocd_shared;
mod argocd_source;
mod cluster;
pub(super) mod cluster_secret;
pub(super) mod config;
mod core;
pub(super) mod envelope;
mod node_provider;
mod project;
mod project_argocd;
mod project_secret;
mod pull_request_generator;
mod scm_provider_generator;
mod shared;
mod shared_secret;
mod space_instance;
mod space_template;
mod team;
mod user;
mod virtual_cluster_instance;
mod virtual_cluster_template;

use crate::manifest::shape::Shape;

const MANAGEMENT: &str = "management.loft.sh/v1";
const STORAGE: &str = "storage.loft.sh/v1";
const BOTH: &[&str] = &[MANAGEMENT, STORAGE];
const ARGO: &[&str] = &["argoproj.io/v1alpha1"];

/// Each kind with the versions of the API that share its table; the table bears the kind's name.
static KINDS: &[(&[&str], &Shape)] = &[
    (ARGO, &app_project::APP_PROJECT),
    (ARGO, &application::APPLICATION),
    (ARGO, &application_set::APPLICATION_SET),
    (&[STORAGE], &access_key::ACCESS_KEY),
    (&[MANAGEMENT], &access_key::OWNED_ACCESS_KEY),
    (&[MANAGEMENT], &project_secret::PROJECT_SECRET),
    (BOTH, &app::APP),
    (BOTH, &argocd_application::ARGOCD_APPLICATION),
    (
        BOTH,
        &argocd_application_template::ARGOCD_APPLICATION_TEMPLATE,
    ),
    (BOTH, &cluster::CLUSTER),
    (BOTH, &node_provider::NODE_PROVIDER),
    (BOTH, &project::PROJECT),
    (BOTH, &shared_secret::SHARED_SECRET),
    (BOTH, &space_instance::SPACE_INSTANCE),
    (BOTH, &space_template::SPACE_TEMPLATE),
    (BOTH, &team::TEAM),
    (BOTH, &user::USER),
    (BOTH, &virtual_cluster_instance::VIRTUAL_CLUSTER_INSTANCE),
    (BOTH, &virtual_cluster_template::VIRTUAL_CLUSTER_TEMPLATE),
];

/// Returns the fields of a kind, when they are known.
///
/// Sources: Argo CD v3.5.1; vCluster Platform API v4.12, for AccessKey, OwnedAccessKey and NodeProvider v4.9.
#[must_use]
pub fn shape(api_version: &str, kind: &str) -> Option<&'static Shape> {
    KINDS
        .iter()
        .find(|(versions, shape)| versions.contains(&api_version) && shape.name == kind)
        .map(|&(_, shape)| shape)
}

/// Returns `apiVersion` and `kind` of every kind whose fields are known.
pub fn known() -> impl Iterator<Item = (&'static str, &'static str)> {
    KINDS
        .iter()
        .flat_map(|&(versions, shape)| versions.iter().map(|&version| (version, shape.name)))
}
