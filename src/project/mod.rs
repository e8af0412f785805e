//! What an AppProject lets its Applications do, as Argo CD v3.5.1 judges it.
//!
//! In go the manifests of AppProjects, of Argo CD's Secrets and of the ConfigMap `argocd-cm`, out come [`Projects`] that say of an Application or of
//! an object whether it is permitted, and by which line it is refused. What cannot be known is said to be unknown. The room knows
//! neither where the manifests come from nor how a refusal is shown, and nothing of roles, sync windows and signatures.

mod app_project;
mod application;
mod destination;
mod global;
mod kinds;
mod object;
mod pattern;
mod projects;
mod refusal;
mod repository;
mod secret;
mod source;
mod source_namespace;
mod spec;

pub use app_project::AppProject;
pub use destination::Destination;
pub use object::Subject;
pub use projects::Projects;
pub use refusal::{Doubt, Refusal, Verdict};

#[cfg(test)]
mod tests;
