//! Where environments are rendered, and what comes out.

use crate::catalog::{Catalog, Environment, Named, Selected};
use crate::cause::Causes;
use crate::diagnostic::Diagnostic;
use crate::generate::bench::Bench;
use crate::generate::glob::glob;
use crate::generate::{Chosen, Cluster, GLOB, Object};
use crate::params::{Layer, Values};
use crate::template::{Budget, Delimiters, Engine, Template};
use crate::tree::TreePath;
use crate::yaml::{Map, Node};
use globset::GlobMatcher;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

/// What to render of an environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Want {
    /// The platform bundle.
    Platform,
    /// The payload of a use case, for a cluster where it depends on one.
    Payload {
        /// The use case.
        use_case: String,
        /// The cluster; none for payloads that are the same everywhere.
        cluster: Option<String>,
    },
    /// The bundle and all payloads.
    All,
    /// The Application that delivers the platform bundle, in the bundle's place.
    Bootstrap,
}

/// What a caller adds to the environment's document.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Layers above the documents, weakest first; a use case's parameter is `usecase:variable`.
    pub layers: Vec<Layer>,
    /// Replaces the environment's selection.
    pub use_cases: Option<Vec<Selected>>,
    /// The cluster that a payload is for, as Argo CD knows it: it need not be one that the environment lists.
    pub cluster: Option<Facts>,
}

/// What Argo CD says of the cluster that an ApplicationSet matched.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Its name.
    pub name: Option<Node>,
    /// Its API server.
    pub server: Option<Node>,
    /// Those of its labels that are passed on.
    pub labels: Map,
}

impl Facts {
    /// Says whether a fact that a use case lists is among them.
    #[must_use]
    pub fn has(&self, input: &Named) -> bool {
        match &*input.text {
            "name" => self.name.is_some(),
            "server" => self.server.is_some(),
            label => self.labels.get(label).is_some(),
        }
    }
}

/// One payload.
#[derive(Clone, Debug)]
pub struct Payload {
    /// The use case.
    pub use_case: Arc<str>,
    /// The cluster, where it depends on one.
    pub cluster: Option<Arc<str>>,
    /// What Argo CD installs.
    pub objects: Vec<Object>,
}

/// How Applications name a folder of a Git repository.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// The URL; empty when the repository does not say.
    pub url: String,
    /// The folder, without slashes around it; empty for the whole.
    pub folder: String,
}

/// What was rendered of an environment.
#[derive(Clone, Debug, Default)]
pub struct Build {
    /// The environment's name.
    pub environment: String,
    /// The platform bundle, if it was wanted.
    pub platform: Vec<Object>,
    /// The payloads that were wanted.
    pub payloads: Vec<Payload>,
    /// The use cases that take part, sorted by name.
    pub chosen: Vec<Chosen>,
    /// The environment's clusters with their labels.
    pub clusters: Vec<Cluster>,
    /// Where Argo CD finds the repository.
    pub address: Address,
    /// Where Argo CD finds rendered files, if they are delivered so.
    pub rendered: Option<Address>,
    /// The values of the repository's parameters.
    pub values: Values,
    /// The values of each use case's own parameters.
    pub use_case_values: BTreeMap<Arc<str>, Values>,
}

/// Where environments are rendered: the documents, the engine, and what was compiled already.
pub struct Workshop<'t, 'e> {
    /// The documents, with the texts and findings of the reading.
    pub catalog: Catalog<'t>,
    /// The graph that rendered nodes point into.
    pub causes: Causes,
    pub(super) engine: &'e Engine,
    pub(super) budget: Budget,
    pub(super) compiled: BTreeMap<TreePath, Rc<Vec<Template<'e>>>>,
    /// The shapes that are being rendered, each for a document of the one before.
    pub(super) shapes: Vec<Arc<str>>,
    /// Where shapes lie that documents begin from.
    pub(super) shape_folders: BTreeSet<TreePath>,
    pub(super) text_rules: TextRules,
}

/// Which files are in text mode, and what stands around the names in them.
pub(super) type TextRules = Vec<(GlobMatcher, Rc<Delimiters>)>;

/// How many rules there may be for text mode: each is tried on every file.
const MOST_RULES: usize = 100;

fn text_rules(catalog: &mut Catalog<'_>) -> TextRules {
    let repository = catalog.repository();
    let mut rules = TextRules::new();
    for (count, rule) in repository.text.iter().enumerate() {
        let why = match glob(&rule.files.text, true) {
            _ if count == MOST_RULES => format!("there are more than {MOST_RULES} of them"),
            Err(why) => why,
            Ok(files) => {
                rules.push((files, Rc::new(rule.delimiters.clone())));
                continue;
            }
        };
        let message = format!("`files` is no glob that can be used: {why}");
        catalog.out.push(
            Diagnostic::error(GLOB, rule.files.span, message)
                .help("write one such as `templates/legacy/*.yaml` or `**/*.{yaml,yml}`"),
        );
        break;
    }
    rules
}

impl std::fmt::Debug for Workshop<'_, '_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Workshop").finish_non_exhaustive()
    }
}

impl<'t, 'e> Workshop<'t, 'e> {
    /// Returns a workshop for the repository behind `catalog`.
    #[must_use]
    pub fn new(mut catalog: Catalog<'t>, engine: &'e Engine) -> Self {
        Self {
            text_rules: text_rules(&mut catalog),
            catalog,
            causes: Causes::new(),
            engine,
            budget: Budget::new(engine.limits.clone()),
            compiled: BTreeMap::new(),
            shapes: Vec::new(),
            shape_folders: BTreeSet::new(),
        }
    }

    /// Renders what is wanted of an environment. Faults are in `catalog.out`; with errors among them the result is not whole.
    pub fn build(
        &mut self,
        environment: &Rc<Environment>,
        request: &Request,
        want: &Want,
    ) -> Build {
        self.budget = self.budget.next(&self.engine.limits);
        let mut bench = Bench::prepare(self, environment, request, want);
        if self.catalog.out.has_errors() {
            return bench.build;
        }
        match want {
            Want::Platform => bench.platform(self),
            Want::Payload { use_case, cluster } => {
                bench.one_payload(self, use_case, cluster.as_deref())
            }
            Want::Bootstrap => bench.bootstrap(self),
            Want::All => {
                bench.platform(self);
                bench.payloads(self);
            }
        }
        bench.build
    }
}
