//! What is predicted.

use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::yaml::Node;
use std::collections::BTreeMap;
use std::sync::Arc;

/// All that the platform would make, and all that cannot be known.
#[derive(Clone, Debug, Default)]
pub struct Prediction {
    /// The virtual clusters, by namespace and name.
    pub instances: Vec<Instance>,
    /// The cluster Secrets of Argo CD, by namespace and name.
    pub secrets: Vec<Secret>,
    /// The AppProjects of Argo CD, by namespace and name.
    pub projects: Vec<Project>,
    /// The Applications that the platform writes itself, by origin.
    pub applications: Vec<DirectApplication>,
    /// What the manifests and World leave open.
    pub unknown: Vec<Unknown>,
}

/// Where a predicted thing came from, for people; lists of steps begin with the nearest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it is, such as "template label `env`", "parameter `env`" or "instance `p-shop/shop-qa`".
    pub what: String,
    /// Where it stands.
    pub span: Option<Span>,
    /// The same for who has to tell steps apart.
    pub about: About,
}

/// What a [`Step`] is about, as far as it matters to anybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// A label or annotation that a VirtualClusterTemplate gives.
    TemplateField,
    /// A parameter, by its variable: what is given for it, or its default.
    Parameter(String),
    /// A label of a cluster's Secret, by its key.
    SecretLabel(String),
    /// The Application that applies this one.
    Parent,
    /// Anything else.
    Other,
}

impl Step {
    /// Returns a step that nobody has to tell from others.
    #[must_use]
    pub fn new(what: String, span: Option<Span>) -> Self {
        Self {
            what,
            span,
            about: About::Other,
        }
    }

    /// Says what the step is about.
    #[must_use]
    pub fn about(mut self, about: About) -> Self {
        self.about = about;
        self
    }
}

/// A label with the way that it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The key.
    pub key: String,
    /// The value; where there is a doubt, the likeliest, or nothing.
    pub value: String,
    /// The way that it came, nearest first.
    pub because: Vec<Step>,
    /// Why key or value are not certain. A doubtful label without a value is left out of manifests.
    pub doubt: Option<String>,
}

/// What becomes of an instance in Argo CD.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Argo CD gets a Secret for it: one of [`Prediction::secrets`], or one that World already has.
    Predicted,
    /// It certainly gets none.
    None {
        /// Why.
        because: String,
        /// The line to change.
        span: Option<Span>,
    },
    /// That cannot be known.
    Unknown {
        /// What is not known.
        because: String,
        /// The line that it hangs on.
        span: Option<Span>,
    },
}

/// A version of a VirtualClusterTemplate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TemplateRef {
    /// The template's name.
    pub name: String,
    /// The version; none where the template has no versions.
    pub version: Option<String>,
}

/// The Helm chart of a virtual cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// Its name, `vcluster` unless said otherwise.
    pub name: String,
    /// Its version, as it is rendered.
    pub version: String,
    /// Where the version stands.
    pub span: Span,
}

/// A virtual cluster.
#[derive(Clone, Debug)]
pub struct Instance {
    /// The project's namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// The project, without the prefix of its namespace.
    pub project: Option<String>,
    /// The template; none for an inline one, and where none is found.
    pub template: Option<TemplateRef>,
    /// The resolved parameters: a map of typed values, those without a declaration included; an empty map when they fail.
    pub parameters: Node,
    /// The texts among the parameters that are never shown: passwords, and values of names that sound secret.
    pub secrets: Vec<String>,
    /// The labels of the VirtualClusterInstance once the template is applied, by key.
    pub labels: Vec<Label>,
    /// The connected cluster that it runs in, if it is known.
    pub cluster: Option<String>,
    /// The namespace in the host cluster.
    pub host_namespace: Option<String>,
    /// The chart.
    pub chart: Option<Chart>,
    /// The rendered vcluster.yaml. All its places are that of the text that it is rendered from.
    pub values: Option<Arc<Node>>,
    /// The rendered manifests that are applied inside. Their places are as those of the values.
    pub objects: Arc<[Arc<Node>]>,
    /// The name of its Secret in Argo CD.
    pub cluster_secret: Option<String>,
    /// What becomes of it in Argo CD.
    pub state: State,
    /// Where it stands.
    pub span: Span,
    /// What was found about it, which is among the diagnostics as well.
    pub problems: Vec<Diagnostic>,
}

/// A cluster Secret of Argo CD.
#[derive(Clone, Debug)]
pub struct Secret {
    /// The namespace of Argo CD.
    pub namespace: String,
    /// Its name, which is the cluster's name in Argo CD too.
    pub name: String,
    /// The decoded `data.name`.
    pub cluster_name: String,
    /// The decoded `data.server`; its host is [`Secret::UNKNOWN_HOST`] where World does not name it.
    pub server: String,
    /// Its labels, by key.
    pub labels: Vec<Label>,
    /// Its annotations.
    pub annotations: BTreeMap<String, String>,
    /// The object: data in base64, the token a marker.
    pub manifest: Node,
    /// The place of its instance in [`Prediction::instances`].
    pub instance: usize,
}

impl Secret {
    /// What stands for the host of the platform where it is not known; nothing answers there (RFC 2606).
    pub const UNKNOWN_HOST: &'static str = "platform-host.invalid";
    /// What stands for the token, which is never written.
    pub const TOKEN: &'static str = "token-of-the-platform";
}

/// An AppProject of Argo CD that belongs to the platform.
#[derive(Clone, Debug)]
pub struct Project {
    /// The namespace of Argo CD.
    pub namespace: String,
    /// Its name, `loft-PROJECT`.
    pub name: String,
    /// The object.
    pub manifest: Node,
    /// The way that it came, nearest first.
    pub because: Vec<Step>,
}

/// Where a direct Application goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Into a virtual cluster: its namespace and name.
    VirtualCluster(String, String),
    /// Into the host cluster of a virtual cluster: that one's namespace and name.
    Host(String, String),
    /// Into a connected cluster.
    Cluster(String),
    /// The manifest does not say.
    Missing,
}

/// An Application that the platform writes through a connector, from an ArgoCDApplication or from `deploy.argoCD.applications`.
#[derive(Clone, Debug)]
pub struct DirectApplication {
    /// Its name as it is written; Argo CD's differs in a way that cannot be known.
    pub name: String,
    /// The project's namespace.
    pub namespace: String,
    /// Where it goes.
    pub target: Target,
    /// Its `spec` as far as it can be known: without project and destination, which the platform fills in.
    pub spec: Option<Node>,
    /// The labels of its template.
    pub labels: BTreeMap<String, String>,
    /// The way that it came, nearest first.
    pub because: Vec<Step>,
    /// The place of its virtual cluster in [`Prediction::instances`].
    pub instance: Option<usize>,
    /// Where it stands.
    pub span: Span,
}

/// Something that cannot be known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// What is not known, such as "label `env` of Secret `argocd/loft-shop-vcluster-shop-qa`".
    pub what: String,
    /// Why, and what to write so that it is known.
    pub because: String,
    /// The line that it hangs on.
    pub span: Option<Span>,
}
