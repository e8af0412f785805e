//! All AppProjects of an Argo CD.

use super::app_project::AppProject;
use super::destination::{Destination, Target};
use super::global::{self, Global};
use super::secret::{self, Gift};
use super::source::SourceRule;
use super::spec::Spec;
use crate::span::Span;
use crate::yaml::Node;
use std::collections::BTreeMap;

/// The AppProjects of an Argo CD, each with what it inherits from its global projects.
#[derive(Clone, Debug, Default)]
pub struct Projects {
    written: BTreeMap<String, Written>,
    globals: Vec<Global>,
    scoped: Vec<Scoped>,
    ready: BTreeMap<String, AppProject>,
}

/// A project by itself.
#[derive(Clone, Debug, Default)]
struct Written {
    spec: Spec,
    labels: Option<Node>,
    span: Option<Span>,
    is_open: bool,
}

/// What a Secret with a `project` adds to that project.
#[derive(Clone, Debug)]
struct Scoped {
    project: String,
    what: Thing,
}

#[derive(Clone, Debug)]
enum Thing {
    Repository(SourceRule),
    Cluster {
        server: String,
        name: String,
        targets: Vec<Target>,
    },
}

impl Thing {
    fn cluster(cluster: Destination<'_>, namespaces: &[&str]) -> Self {
        let everywhere: &[&str] = &["*"];
        let namespaces = match namespaces {
            [] => everywhere,
            some => some,
        };
        let target = |namespace: &&str| Target::new(cluster.server, "", namespace, None);
        Self::Cluster {
            server: cluster.server.to_owned(),
            name: cluster.name.to_owned(),
            targets: namespaces.iter().map(target).collect(),
        }
    }

    fn of(gift: &Gift) -> Self {
        match gift {
            Gift::Repository(address) => Self::Repository(SourceRule::new(address, None)),
            Gift::Cluster {
                server,
                name,
                namespaces,
            } => {
                let namespaces: Vec<&str> = namespaces.iter().map(String::as_str).collect();
                Self::cluster(Destination { server, name }, &namespaces)
            }
        }
    }
}

impl Projects {
    /// Takes AppProjects, `globalProjects` of ConfigMap `argocd-cm`, and Secrets of repositories and clusters that belong to a
    /// project, from the manifests of Argo CD's namespace.
    ///
    /// A manifest without a namespace counts as one of this namespace; other kinds are passed over. Of two manifests of one name
    /// the later counts.
    #[must_use]
    pub fn of<'m>(manifests: impl IntoIterator<Item = &'m Node>, namespace: &str) -> Self {
        let mut projects = Self::default();
        for node in manifests {
            let own = node.text_at(&["metadata", "namespace"]);
            if own.is_empty() || own == namespace {
                projects.take(node);
            }
        }
        projects.make_ready();
        projects
    }

    /// Adds the project `default` as Argo CD creates it, unless there is one.
    #[must_use]
    pub fn with_default(mut self) -> Self {
        self.written
            .entry("default".to_owned())
            .or_insert_with(|| Written {
                spec: Spec::of_default(),
                ..Written::default()
            });
        self.make_ready();
        self
    }

    /// Adds a project that is known by its name only, unless there is one of this name.
    pub fn add_open(&mut self, name: &str) {
        self.written
            .entry(name.to_owned())
            .or_insert_with(|| Written {
                is_open: true,
                ..Written::default()
            });
        self.make_ready();
    }

    /// Adds a repository whose Secret names a project: the project permits it.
    pub fn add_repository(&mut self, project: &str, address: &str) {
        self.scope(project, Thing::Repository(SourceRule::new(address, None)));
        self.make_ready();
    }

    /// Adds a cluster whose Secret names a project: the project permits it, in the Secret's namespaces or, without any, in all.
    pub fn add_cluster(&mut self, project: &str, cluster: Destination<'_>, namespaces: &[&str]) {
        self.scope(project, Thing::cluster(cluster, namespaces));
        self.make_ready();
    }

    /// Returns the names of all projects, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.ready.keys().map(String::as_str)
    }

    /// Returns a project with all that it inherits; an Application without a project belongs to `default`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&AppProject> {
        let name = if name.is_empty() { "default" } else { name };
        self.ready.get(name)
    }

    fn take(&mut self, node: &Node) {
        let group = node.text_at(&["apiVersion"]).split_once('/');
        let is_project = group.is_some_and(|(group, _)| group == "argoproj.io");
        let name = node.text_at(&["metadata", "name"]);
        match node.text_at(&["kind"]) {
            "AppProject" if is_project && !name.is_empty() => {
                let written = Written {
                    spec: node.get("spec").map(Spec::read).unwrap_or_default(),
                    labels: node.at(&["metadata", "labels"]).cloned(),
                    span: node.at(&["metadata", "name"]).map(|name| name.span),
                    is_open: false,
                };
                self.written.insert(name.to_owned(), written);
            }
            "ConfigMap" if group.is_none() && name == "argocd-cm" => {
                self.globals = global::read(node);
            }
            "Secret" if group.is_none() => {
                if let Some((project, gift)) = secret::read(node) {
                    self.scope(&project, Thing::of(&gift));
                }
            }
            _ => {}
        }
    }

    fn scope(&mut self, project: &str, what: Thing) {
        self.scoped.push(Scoped {
            project: project.to_owned(),
            what,
        });
    }

    fn make_ready(&mut self) {
        let made = self
            .written
            .iter()
            .map(|(name, written)| (name.clone(), self.made(name, written)))
            .collect();
        self.ready = made;
    }

    fn made(&self, name: &str, written: &Written) -> AppProject {
        let mut project = AppProject {
            name: name.to_owned(),
            spec: written.spec.clone(),
            clusters: Vec::new(),
            is_open: written.is_open,
            span: written.span,
        };
        self.add_scoped(&mut project);
        self.inherit(&mut project, written);
        project
    }

    /// Adds repositories and clusters of the project, in the order in which Argo CD does.
    fn add_scoped(&self, project: &mut AppProject) {
        let own = self.scoped.iter().filter(|of| of.project == project.name);
        for scoped in own {
            match &scoped.what {
                Thing::Repository(rule) => project.spec.sources.rules.push(rule.clone()),
                Thing::Cluster {
                    server,
                    name,
                    targets,
                } => {
                    project.spec.destinations.rules.extend_from_slice(targets);
                    project.clusters.push((server.clone(), name.clone()));
                }
            }
        }
    }

    /// Adds what global projects permit and forbid; the first entry that Argo CD cannot follow ends the list.
    fn inherit(&self, project: &mut AppProject, written: &Written) {
        for global in &self.globals {
            if global.name == project.name {
                continue;
            }
            let Some(selector) = &global.selector else {
                return;
            };
            let labels = written.labels.as_ref();
            if !selector.matches(|key| labels?.get(key)?.as_str()) {
                continue;
            }
            let Some(parent) = self.written.get(&global.name) else {
                return;
            };
            project.is_open |= parent.is_open;
            project.spec.inherit(&parent.spec);
        }
    }
}
