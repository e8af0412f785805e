//! What becomes of an ApplicationSet.

use crate::gotmpl::Text;
use crate::yaml::Node;
use std::sync::Arc;

/// An Application that the controller makes.
#[derive(Clone, Debug)]
pub struct Application {
    /// Its name.
    pub name: Arc<str>,
    /// The object: `apiVersion`, `kind`, `metadata`, `spec`, keys sorted.
    pub node: Node,
    /// The generator that made it.
    pub(super) origin: Origin,
    /// The parameters `name` and `server`, where there are both.
    pub(super) cluster: Option<[Text; 2]>,
}

/// Which generator of the set made an Application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The place of the entry in `spec.generators`.
    pub entry: usize,
    /// The kind within the entry, such as `clusters` or `matrix`.
    pub kind: &'static str,
}

/// The parameters that name a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The parameter `name`.
    pub name: String,
    /// The parameter `server`.
    pub server: String,
}

impl Application {
    /// Returns the generator that made it.
    #[must_use]
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// Returns the cluster that it was made for: the parameters `name` and `server`, where there are both.
    #[must_use]
    pub fn cluster(&self) -> Option<Target> {
        let [name, server] = self.cluster.as_ref()?;
        Some(Target {
            name: name.to_utf8(),
            server: server.to_utf8(),
        })
    }
}

/// An Application that the controller makes and then refuses to write.
#[derive(Clone, Debug)]
pub struct Refused {
    /// What was made.
    pub application: Application,
    /// The controller's text.
    pub error: String,
}

/// What became of an ApplicationSet.
#[derive(Clone, Debug)]
pub struct Expansion {
    /// The set's name.
    pub name: String,
    /// The namespace of the set and its Applications.
    pub namespace: String,
    /// The Applications by name, as the controller has them before [`stored`](super::stored()); `None` when the set failed as a whole.
    pub applications: Option<Vec<Application>>,
    /// The Applications that are refused after generation, by name.
    pub refused: Vec<Refused>,
    /// Why the set failed as a whole, in the words of the API server or the controller.
    pub errors: Vec<String>,
}

impl Expansion {
    /// Says whether the controller would report an error.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.applications.is_none() || !self.refused.is_empty()
    }

    /// Returns the message of the condition `ErrorOccurred`: of several refused Applications the last by name speaks.
    #[must_use]
    pub fn condition(&self) -> Option<String> {
        if let Some(error) = self.errors.first() {
            return Some(error.clone());
        }
        let mut names: Vec<&str> = self.refused.iter().map(Refused::name).collect();
        names.dedup();
        let last = &self.refused.last()?.error;
        Some(match names.len() {
            1 => last.clone(),
            several => format!("{last} (and {} more)", several - 1),
        })
    }
}

impl Refused {
    fn name(&self) -> &str {
        &self.application.name
    }
}
