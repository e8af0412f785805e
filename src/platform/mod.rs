//! What vCluster Platform makes of templates, projects and instances, before it does.
//!
//! In go manifests and a [`World`](crate::world::World), out comes a [`Prediction`]: virtual clusters with their labels
//! and values, the cluster Secrets and AppProjects that the Argo CD integration writes, and all that cannot be known. Source:
//! vCluster Platform API v4.12. The room knows neither ApplicationSets nor our documents; what the platform's behaviour leaves
//! open becomes an [`Unknown`], never a choice.

mod app_project;
mod argocd;
mod codes;
mod collisions;
mod combinations;
mod connector;
mod definition;
mod direct;
mod facts;
mod findings;
mod gap;
mod import;
mod instance;
mod labels;
mod leaf;
mod manifests;
mod node;
mod parameter;
mod place;
mod predict;
mod prediction;
mod project;
mod quota;
mod render;
mod scan;
mod secret;
mod settle;
mod supplied;
mod templates;
mod unknowns;
mod version;
mod what_if;
mod workshop;

pub use codes::CODES;
pub use combinations::{Combinations, Coverage, Fixed, Row, Varied};
pub use facts::Facts;
pub use manifests::{Manifests, is_read};
pub use predict::predict;
pub use prediction::{
    About, Chart, DirectApplication, Instance, Label, Prediction, Project, Secret, State, Step,
    Target, TemplateRef, Unknown,
};
pub use templates::{Rendering, Templates};
pub use what_if::make_instance;
pub use workshop::Texts;

#[cfg(test)]
mod tests;
