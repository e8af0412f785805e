//! What is predicted.

use super::predict::Manifest;
use crate::appset;
use crate::diagnostic::Diagnostic;
use crate::platform::{Instance, Label, State, Step};
use crate::span::Span;
use crate::yaml::Node;
use std::collections::BTreeMap;
use std::rc::Rc;

pub use crate::platform::Unknown;

/// The chain: each list in the order that it is shown in.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The environment; `None` for a folder of manifests.
    pub environment: Option<String>,
    /// Virtual clusters, by namespace and name.
    pub instances: Vec<Instance>,
    /// What Argo CD knows of clusters, by namespace and name of the Secret.
    pub clusters: Vec<Cluster>,
    /// The AppProjects, by namespace and name.
    pub app_projects: Vec<AppProject>,
    /// The sets, by namespace and name.
    pub application_sets: Vec<ApplicationSet>,
    /// Set by set in the controller's order, then those of no set, by namespace and name.
    pub applications: Vec<Application>,
    /// What cannot be known.
    pub unknown: Vec<Unknown>,
    /// All that was found: warnings and notes.
    pub problems: Vec<Diagnostic>,
    /// What counts as applied, all levels together.
    pub manifests: Vec<Manifest>,
}

/// Where a manifest of the plan comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// dodona renders it.
    Rendered,
    /// It stands in a file as it is.
    Repository,
    /// The platform writes it.
    Predicted,
    /// World says that it is there.
    World,
}

impl Origin {
    /// Returns the word of the contract.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rendered => "rendered",
            Self::Repository => "repository",
            Self::Predicted => "predicted",
            Self::World => "world",
        }
    }
}

impl Plan {
    /// Says whether Argo CD knows no other clusters: an instance that may have a Secret may be a destination as well.
    #[must_use]
    pub(super) fn knows_all_clusters(instances: &[Instance]) -> bool {
        let is_open = |one: &Instance| matches!(one.state, State::Unknown { .. });
        !instances.iter().any(is_open)
    }
}

/// A cluster Secret.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub secret: String,
    /// The cluster's name, decoded.
    pub name: String,
    /// The address of the cluster's API, decoded.
    pub server: String,
    /// Its labels, by key.
    pub labels: Vec<Label>,
    /// Its annotations.
    pub annotations: BTreeMap<String, String>,
    /// Where it comes from.
    pub origin: Origin,
    /// The Secret: data in base64, credentials replaced by a marker.
    pub manifest: Node,
    /// The place of its virtual cluster in [`Plan::instances`].
    pub instance: Option<usize>,
    /// Where it is written, if it is.
    pub span: Option<Span>,
}

/// An AppProject.
#[derive(Clone, Debug)]
pub struct AppProject {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Where it comes from.
    pub origin: Origin,
    /// The object; `None` if only its name is known.
    pub manifest: Option<Node>,
    /// The way that it came, nearest first.
    pub because: Vec<Step>,
}

/// An ApplicationSet and what became of it.
#[derive(Clone, Debug)]
pub struct ApplicationSet {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// The manifest.
    pub node: Rc<Node>,
    /// Its Applications, as places in [`Plan::applications`], refused ones included.
    pub applications: Vec<usize>,
    /// Why it failed as a whole, in the controller's words.
    pub error: Option<String>,
    /// Why some of its Applications are refused, in the controller's words.
    pub errors: Vec<String>,
    /// Where that is told, as findings.
    pub findings: Vec<Diagnostic>,
    /// The Application whose source brought it, as a place in [`Plan::applications`].
    pub parent: Option<String>,
}

/// An Application.
#[derive(Clone, Debug)]
pub struct Application {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// The set that makes it, as a place in [`Plan::application_sets`].
    pub set: Option<usize>,
    /// Which generator of the set made it.
    pub origin: Option<appset::Origin>,
    /// The cluster that the set matched, as a place in [`Plan::clusters`].
    pub matched: Option<usize>,
    /// Where it goes: the name of the cluster, or the server where that has none.
    pub cluster: String,
    /// Its AppProject.
    pub project: String,
    /// Whether the controller refuses to write it.
    pub refused: bool,
    /// The object as the controller stores it.
    pub node: Node,
    /// What will not work.
    pub problems: Vec<Diagnostic>,
    /// The Application whose source brought it or its set: `namespace/name`.
    pub parent: Option<String>,
    /// The use case that it belongs to.
    pub use_case: Option<String>,
    /// The way that it came, nearest first, where the platform writes it.
    pub because: Vec<Step>,
}

impl Application {
    /// Returns `namespace/name`.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{}/{}", self.namespace, self.name)
    }

    /// Says whether the platform writes it, so that Argo CD knows its cluster by a name of the platform's.
    #[must_use]
    pub fn is_direct(&self) -> bool {
        !self.because.is_empty()
    }
}

impl Cluster {
    /// Returns the value of a label.
    #[must_use]
    pub fn label(&self, key: &str) -> Option<&Label> {
        self.labels.iter().find(|label| label.key == key)
    }

    /// Says whether this is the cluster of a name or of a Secret's name.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.secret == name
    }
}
