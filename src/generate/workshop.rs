//! The order of work: selection, names, clusters, bundle, payloads.

use crate::catalog::{self, Catalog, Environment, Named, Selected, Selection, UseCase};
use crate::cause::Causes;
use crate::diagnostic::Diagnostic;
use crate::generate::application_set::Settings;
use crate::generate::cluster::{matches, switch_on};
use crate::generate::finish::{Object, finish};
use crate::generate::make::Maker;
use crate::generate::merge::merge;
use crate::generate::{
    ARGO_ELSEWHERE, Cluster, EMPTY, FOREIGN, INPUT, NEEDS_CLUSTER, NO_PAYLOAD, NOT_SELECTED,
    SHADOWED, contribution, patch, scope,
};
use crate::params::{self, Layer, LayerKind, Values};
use crate::span::Span;
use crate::template::{Binding, Budget, Engine, Scope, Template};
use crate::tree::TreePath;
use crate::yaml::{Map, Node, Value};
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
}

/// What a caller adds to the environment's document.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Layers above the documents, weakest first; a use case's parameter is `usecase:variable`.
    pub layers: Vec<Layer>,
    /// Replaces the environment's selection.
    pub use_cases: Option<Vec<Selected>>,
    /// Labels of a cluster that the environment does not list, for a payload.
    pub cluster_labels: Option<Map>,
}

/// A use case that takes part in an environment.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// The use case.
    pub use_case: Rc<UseCase>,
    /// Where it is selected, required or offered.
    pub because: Named,
    /// Whether it is on for every cluster.
    pub everywhere: bool,
    /// The clusters that have it by themselves.
    pub clusters: BTreeSet<Arc<str>>,
    /// Where it is offered to whoever creates a virtual cluster.
    pub offered: Option<Named>,
    /// Whether the environment's `selectable` names it, rather than what it names requiring it.
    pub named: bool,
    /// All use cases that it requires, directly or not, among the offered.
    pub requires: BTreeSet<Arc<str>>,
    parameters: Map,
}

impl Chosen {
    /// Says whether the use case is switched on for a cluster.
    #[must_use]
    pub fn is_on(&self, cluster: &Cluster) -> bool {
        self.everywhere || self.clusters.contains(&cluster.name.text)
    }

    /// Says whether it is selected, not only offered.
    #[must_use]
    pub fn is_selected(&self) -> bool {
        self.everywhere || !self.clusters.is_empty()
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
}

impl std::fmt::Debug for Workshop<'_, '_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Workshop").finish_non_exhaustive()
    }
}

impl<'t, 'e> Workshop<'t, 'e> {
    /// Returns a workshop for the repository behind `catalog`.
    #[must_use]
    pub fn new(catalog: Catalog<'t>, engine: &'e Engine) -> Self {
        Self {
            catalog,
            causes: Causes::new(),
            engine,
            budget: Budget::new(engine.limits.clone()),
            compiled: BTreeMap::new(),
        }
    }

    /// Renders what is wanted of an environment. Faults are in `catalog.out`; with errors among them the result is not whole.
    pub fn build(
        &mut self,
        environment: &Rc<Environment>,
        request: &Request,
        want: &Want,
    ) -> Build {
        let mut bench = Bench::prepare(self, environment, request);
        if self.catalog.out.has_errors() {
            return bench.build;
        }
        match want {
            Want::Platform => bench.platform(self),
            Want::Payload { use_case, cluster } => {
                bench.one_payload(self, use_case, cluster.as_deref())
            }
            Want::All => {
                bench.platform(self);
                bench.payloads(self);
            }
        }
        bench.build
    }
}

impl Workshop<'_, '_> {
    /// Returns the environments whose documents name a use case, themselves or through `requires`.
    fn selected_in(&mut self, name: &str) -> Vec<String> {
        // What is wrong with other environments is not the question here.
        let found = std::mem::take(&mut self.catalog.out);
        let mut selecting = Vec::new();
        for other in self.catalog.environment_names() {
            let Some(environment) = self.catalog.environment(&other) else {
                continue;
            };
            let wanted: Vec<(Named, Map)> = environment
                .named_use_cases()
                .into_iter()
                .map(|named| (named, Map::new()))
                .collect();
            let selected = catalog::select(&mut self.catalog, wanted, false);
            if selected.iter().any(|one| &*one.use_case.name.text == name) {
                selecting.push(format!("`{other}`"));
            }
        }
        self.catalog.out = found;
        selecting
    }
}

/// One environment on the bench: its names are settled.
struct Bench<'r> {
    environment: Rc<Environment>,
    request: &'r Request,
    scope: Arc<Scope>,
    scopes: BTreeMap<Arc<str>, Arc<Scope>>,
    settings: Settings,
    build: Build,
}

impl<'r> Bench<'r> {
    fn prepare(
        shop: &mut Workshop<'_, '_>,
        environment: &Rc<Environment>,
        request: &'r Request,
    ) -> Self {
        let repository = shop.catalog.repository();
        let layers = layers(shop, environment, request);
        let values = resolve(
            shop,
            &repository.parameters,
            &layers,
            None,
            environment.name.span,
        );
        let mut base = Scope::new();
        scope::bind_values(&mut base, &values);
        scope::bind_names(&mut base, &repository, environment);
        let base = Arc::new(base);
        let at = Maker::written(repository.name.span);
        let mut bench = Self {
            environment: Rc::clone(environment),
            request,
            scope: Arc::clone(&base),
            scopes: BTreeMap::new(),
            settings: Settings {
                environment: environment.name.clone(),
                source: at.node(Value::Null),
                argocd: at.node(Value::Null),
                rendered: None,
            },
            build: Build {
                environment: environment.name.text.to_string(),
                values,
                ..Build::default()
            },
        };
        if !shop.catalog.out.has_errors() {
            bench.settle(shop, &base, &layers);
        }
        bench
    }

    /// Settles the environment's labels, the source, Argo CD, clusters and use cases, and binds their names.
    fn settle(&mut self, shop: &mut Workshop<'_, '_>, base: &Arc<Scope>, layers: &[Layer]) {
        let repository = shop.catalog.repository();
        let environment = Rc::clone(&self.environment);
        let field = |shop: &mut Workshop<'_, '_>, name: &str| -> Map {
            let node = environment
                .spec
                .get(name)
                .and_then(|node| shop.evaluate(node, base));
            node.as_ref()
                .and_then(Node::as_map)
                .cloned()
                .unwrap_or_default()
        };
        let labels = field(shop, "labels");
        let annotations = field(shop, "annotations");
        let at = Maker::built_in(&mut shop.causes, "default", repository.name.span, []);
        let defaults = at.map([("targetRevision", at.node("main")), ("path", at.node(""))]);
        let from = [
            repository.spec.get("source"),
            environment.spec.get("source"),
        ];
        self.settings.source = settled(shop, defaults, &from, base);
        let defaults = at.map([
            ("namespace", at.node("argocd")),
            ("project", at.node("default")),
            ("version", at.node("3.5")),
        ]);
        self.settings.argocd = settled(shop, defaults, &[repository.spec.get("argocd")], base);
        self.settings.rendered = repository
            .spec
            .get("rendered")
            .and_then(|node| shop.evaluate(node, base));

        let mut scope = Scope::inside(base);
        scope::bind_environment(&mut scope, &environment, labels.clone());
        scope.bind("source", Binding::new(self.settings.source.clone()));
        scope.bind("argocd", Binding::new(self.settings.argocd.clone()));
        let scope = Arc::new(scope);
        let namespace = self
            .settings
            .argocd
            .get("namespace")
            .cloned()
            .unwrap_or_else(|| at.node("argocd"));
        let mut clusters = shop.clusters(&environment, &scope, &namespace, (&labels, &annotations));
        let chosen = choose(shop, &environment, self.request, &clusters);
        switch_on(&mut clusters, &chosen, &mut shop.causes);
        self.build.clusters = clusters;
        self.build.chosen = chosen;
        report_foreign(shop, layers, &self.build.chosen);
        self.bind_selection(&scope);
        self.bind_use_cases(shop, layers);
        self.report_charts_elsewhere(shop);
    }

    fn bind_selection(&mut self, outer: &Arc<Scope>) {
        let at = Maker::written(self.environment.name.span);
        let list = |keep: &dyn Fn(&Chosen) -> bool| {
            let items = self.build.chosen.iter().filter(|choice| keep(choice));
            at.list(
                items
                    .map(|choice| scope::use_case_node(&choice.use_case))
                    .collect(),
            )
        };
        let (selected, offered) = (
            list(&Chosen::is_selected),
            list(&|choice| choice.offered.is_some()),
        );
        let mut scope = Scope::inside(outer);
        scope::bind_clusters(&mut scope, &self.environment, &self.build.clusters);
        scope.bind("useCases", Binding::new(selected));
        scope.bind("selectable", Binding::new(offered));
        self.scope = Arc::new(scope);
    }

    fn bind_use_cases(&mut self, shop: &mut Workshop<'_, '_>, layers: &[Layer]) {
        for choice in &self.build.chosen {
            let use_case = &choice.use_case;
            let name = &use_case.name.text;
            report_shadows(shop, use_case);
            let entry = Layer {
                kind: LayerKind::UseCaseEntry,
                name: format!("the entry of use case `{name}`"),
                values: choice.parameters.clone(),
                textual: false,
            };
            let values = resolve_own(shop, use_case, layers, entry, choice.because.span);
            let mut scope = Scope::inside(&self.scope);
            scope::bind_values(&mut scope, &values);
            scope::bind_use_case(&mut scope, use_case);
            self.scopes.insert(Arc::clone(name), Arc::new(scope));
            self.build.use_case_values.insert(Arc::clone(name), values);
        }
    }

    /// Without the matched cluster's name, charts become Applications on that cluster, where somebody must read them.
    fn report_charts_elsewhere(&self, shop: &mut Workshop<'_, '_>) {
        for choice in &self.build.chosen {
            let use_case = &choice.use_case;
            let whole = use_case.has_charts && !use_case.is_steered();
            if !whole || use_case.spec.get("destination").is_some() {
                continue;
            }
            let elsewhere = |cluster: &&Cluster| choice.is_on(cluster) && !cluster.in_cluster();
            let cluster = self.build.clusters.iter().find(elsewhere);
            let (where_to, place, other) = match (cluster, &choice.offered) {
                (Some(cluster), _) => {
                    let name = format!("cluster `{}`", cluster.name.text);
                    (name, choice.because.span, Some(cluster.name.span))
                }
                (None, Some(offered)) => ("a virtual cluster".to_owned(), offered.span, None),
                (None, None) => continue,
            };
            let message = format!(
                "use case `{}` has charts: {where_to} would get their Applications, although Argo CD may not run there",
                use_case.name.text
            );
            let mut warning = Diagnostic::warning(ARGO_ELSEWHERE, place, message).help(
                "add `clusterInputs: [name]` to the use case: its Applications then stay with Argo CD and install on the matched cluster",
            );
            if let Some(other) = other {
                warning = warning.related(other, "this cluster");
            }
            shop.complain(warning);
        }
    }

    fn platform(&mut self, shop: &mut Workshop<'_, '_>) {
        let repository = shop.catalog.repository();
        let mut nodes = Vec::new();
        if let Some(folder) = shop.catalog.path(&repository.templates) {
            nodes.extend(shop.render_folder(&folder, &self.scope));
        }
        let mut contributions = Vec::new();
        for choice in &self.build.chosen {
            let scope = &self.scopes[&choice.use_case.name.text];
            nodes.extend(shop.render_folder(&choice.use_case.folder.child("templates"), scope));
            if choice.use_case.has_application_set() {
                nodes.extend(shop.application_set(choice, &self.settings, scope));
            }
            if let Some(contributes) = shop.field(&choice.use_case, "contributes", scope) {
                contributions.extend(contribution::read(&choice.use_case.name.text, &contributes));
            }
        }
        for cluster in &self.build.clusters {
            nodes.extend(shop.cluster_secret(cluster, &self.scope));
        }
        let templates = self
            .environment
            .selectable_in
            .as_ref()
            .unwrap_or(&repository.selectable_in);
        shop.offer(
            &self.build.chosen,
            &self.environment.selectable,
            templates,
            &mut nodes,
        );
        shop.contribute(contributions, &mut nodes);
        for patches in [&repository.patches, &self.environment.patches] {
            shop.patch(patches, None, &self.scope, &mut nodes);
        }
        self.report_patches_elsewhere(shop);
        if nodes.is_empty() && !repository.allow_empty && !shop.catalog.out.has_errors() {
            let message = format!(
                "environment `{}` renders no manifest",
                self.build.environment
            );
            shop.complain(
                Diagnostic::error(EMPTY, self.environment.name.span, message)
                    .help("add templates, clusters or use cases; if nothing is meant, say `allowEmpty: true` in the Repository"),
            );
        }
        self.build.platform = finish(nodes, &mut shop.catalog.out);
    }

    /// A patch for the payload of a use case that is not selected would never be tried.
    fn report_patches_elsewhere(&self, shop: &mut Workshop<'_, '_>) {
        let names: Vec<&str> = self
            .build
            .chosen
            .iter()
            .map(|choice| &*choice.use_case.name.text)
            .collect();
        let faults: Vec<Diagnostic> = patch::unselected(&self.environment.patches, &names)
            .map(|node| {
                let message = format!(
                    "the patch is for use case `{}`, which the environment does not select",
                    node.as_str().unwrap_or_default()
                );
                Diagnostic::error(super::PATCH, node.span, message)
                    .help("select the use case, or remove the patch")
            })
            .collect();
        for fault in faults {
            shop.complain(fault);
        }
    }

    fn payloads(&mut self, shop: &mut Workshop<'_, '_>) {
        let mut payloads = Vec::new();
        let chosen: Vec<&Chosen> = self
            .build
            .chosen
            .iter()
            .filter(|choice| choice.use_case.has_payload())
            .collect();
        for choice in chosen {
            if choice.use_case.cluster_inputs.is_empty() {
                payloads.push(self.payload(shop, choice, None));
                continue;
            }
            for cluster in self.matched(shop, choice) {
                payloads.push(self.payload(shop, choice, Some(&cluster)));
            }
        }
        self.build.payloads = payloads;
    }

    /// The environment's clusters that the use case's ApplicationSet would match.
    fn matched(&self, shop: &mut Workshop<'_, '_>, choice: &Chosen) -> Vec<Cluster> {
        let scope = &self.scopes[&choice.use_case.name.text];
        let selector = shop.selector(&choice.use_case, scope);
        self.build
            .clusters
            .iter()
            .filter(|cluster| matches(&selector, &cluster.labels))
            .cloned()
            .collect()
    }

    fn one_payload(&mut self, shop: &mut Workshop<'_, '_>, name: &str, cluster: Option<&str>) {
        let Some(choice) = self
            .build
            .chosen
            .iter()
            .find(|choice| &*choice.use_case.name.text == name)
        else {
            let fault = self.not_selected(shop, name);
            shop.complain(fault);
            return;
        };
        let choice = choice.clone();
        if !choice.use_case.has_payload() {
            let message =
                format!("use case `{name}` has neither charts nor manifests: nothing to render");
            shop.complain(Diagnostic::info(
                NO_PAYLOAD,
                choice.use_case.name.span,
                message,
            ));
            return;
        }
        let cluster = match self.cluster_for(shop, &choice, cluster) {
            Ok(cluster) => cluster,
            Err(fault) => return shop.complain(*fault),
        };
        let payload = self.payload(shop, &choice, cluster.as_ref());
        self.build.payloads = vec![payload];
    }

    /// Says which environments do select a use case, or which use cases this one selects.
    fn not_selected(&self, shop: &mut Workshop<'_, '_>, name: &str) -> Diagnostic {
        let here = &self.build.environment;
        let message = format!("environment `{here}` does not select use case `{name}`");
        let elsewhere = shop.selected_in(name);
        let known = self
            .build
            .chosen
            .iter()
            .map(|choice| &*choice.use_case.name.text);
        let help = match crate::diagnostic::nearest(name, known.clone()) {
            _ if !elsewhere.is_empty() => format!("selected in {}", elsewhere.join(", ")),
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                let known: Vec<&str> = known.collect();
                format!(
                    "no environment selects it; `{here}` selects {}",
                    known.join(", ")
                )
            }
        };
        Diagnostic::error(NOT_SELECTED, self.environment.name.span, message).help(help)
    }

    fn cluster_for(
        &self,
        shop: &mut Workshop<'_, '_>,
        choice: &Chosen,
        name: Option<&str>,
    ) -> Result<Option<Cluster>, Box<Diagnostic>> {
        let use_case = &choice.use_case;
        let matched = self.matched(shop, choice);
        let names = || {
            matched
                .iter()
                .map(|cluster| format!("`{}`", cluster.name.text))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let fault = |message: String| {
            let help = if matched.is_empty() {
                "no cluster of the environment carries its labels".to_owned()
            } else {
                format!("its clusters are {}", names())
            };
            Box::new(Diagnostic::error(NEEDS_CLUSTER, use_case.name.span, message).help(help))
        };
        if let Some(name) = name {
            let found = matched.iter().find(|cluster| &*cluster.name.text == name);
            return match found {
                Some(cluster) => Ok((!use_case.cluster_inputs.is_empty()).then(|| cluster.clone())),
                None => Err(fault(format!(
                    "use case `{}` is not for a cluster `{name}` of environment `{}`",
                    use_case.name.text, self.build.environment
                ))),
            };
        }
        if use_case.cluster_inputs.is_empty() || self.request.cluster_labels.is_some() {
            return Ok(None);
        }
        match matched.as_slice() {
            [only] => Ok(Some(only.clone())),
            _ => Err(fault(format!(
                "the payload of use case `{}` depends on the cluster, and none is named",
                use_case.name.text
            ))),
        }
    }

    fn payload(
        &self,
        shop: &mut Workshop<'_, '_>,
        choice: &Chosen,
        cluster: Option<&Cluster>,
    ) -> Payload {
        let use_case = &choice.use_case;
        let name = &use_case.name.text;
        let mut scope = Arc::clone(&self.scopes[name]);
        let mut facts = None;
        if !use_case.cluster_inputs.is_empty() {
            let given = self.request.cluster_labels.as_ref();
            let node = cluster_facts(shop, use_case, cluster, given);
            scope = scope::with(&scope, "cluster", node.clone());
            facts = Some(node);
        }
        let mut nodes = shop.payload(use_case, &self.settings, &scope, facts.as_ref());
        if let Some(patches) = use_case.spec.get("patches").and_then(Node::as_list) {
            shop.patch_own(patches, &scope, &mut nodes);
        }
        let repository = shop.catalog.repository();
        for patches in [&repository.patches, &self.environment.patches] {
            shop.patch(patches, Some(name), &scope, &mut nodes);
        }
        if nodes.is_empty() && !repository.allow_empty && !shop.catalog.out.has_errors() {
            let message = format!(
                "the payload of use case `{name}` has no manifest in environment `{}`",
                self.build.environment
            );
            shop.complain(
                Diagnostic::error(EMPTY, use_case.name.span, message)
                    .help("Argo CD would delete what it installed before; if that is meant, say `allowEmpty: true` in the Repository"),
            );
        }
        Payload {
            use_case: Arc::clone(name),
            cluster: cluster.map(|cluster| Arc::clone(&cluster.name.text)),
            objects: finish(nodes, &mut shop.catalog.out),
        }
    }
}

/// The facts of a cluster that a payload may read: those that `clusterInputs` lists.
fn cluster_facts(
    shop: &mut Workshop<'_, '_>,
    use_case: &UseCase,
    cluster: Option<&Cluster>,
    given: Option<&Map>,
) -> Node {
    let at = Maker::written(use_case.name.span);
    let whole = cluster.map(Cluster::node);
    let mut facts = Vec::new();
    let mut labels = Map::new();
    for input in &use_case.cluster_inputs {
        let fact = match &*input.text {
            name @ ("name" | "server") => whole
                .as_ref()
                .and_then(|node| node.get(name))
                .map(|node| facts.push((name, node.clone()))),
            label => {
                let of_cluster = cluster.and_then(|cluster| cluster.labels.get(label));
                given
                    .and_then(|given| given.get(label))
                    .or(of_cluster)
                    .map(|node| {
                        labels.insert(Maker::written(input.span).key(label), node.clone());
                    })
            }
        };
        if fact.is_none() {
            let message = match cluster {
                Some(cluster) => format!(
                    "use case `{}` reads `{}` of the cluster, which `{}` does not have",
                    use_case.name.text, input.text, cluster.name.text
                ),
                None => format!(
                    "use case `{}` reads `{}` of the cluster, which is not given",
                    use_case.name.text, input.text
                ),
            };
            let mut fault = Diagnostic::error(INPUT, input.span, message).help(format!(
                "add the label `{}` to the cluster, or take it out of `clusterInputs`",
                input.text
            ));
            if let Some(cluster) = cluster {
                fault = fault.related(cluster.name.span, "this cluster");
            }
            shop.complain(fault);
        }
    }
    facts.push(("labels", at.node(Value::Map(labels))));
    at.map(facts)
}

/// Evaluates fields onto their defaults, weakest first.
fn settled(
    shop: &mut Workshop<'_, '_>,
    mut settled: Node,
    from: &[Option<&Node>],
    scope: &Arc<Scope>,
) -> Node {
    for node in from.iter().flatten() {
        if let Some(over) = shop.evaluate(node, scope) {
            merge(&mut settled, over);
        }
    }
    settled
}

/// All layers above the declared defaults, weakest first.
fn layers(shop: &Workshop<'_, '_>, environment: &Environment, request: &Request) -> Vec<Layer> {
    let repository = shop.catalog.repository();
    let mut layers = vec![
        Layer {
            kind: LayerKind::Repository,
            name: "the repository".to_owned(),
            values: repository.values.clone(),
            textual: false,
        },
        Layer {
            kind: LayerKind::Environment,
            name: format!("environment `{}`", environment.name.text),
            values: environment.parameters.clone(),
            textual: false,
        },
    ];
    layers.extend(request.layers.iter().cloned());
    layers
}

/// The part of a layer that speaks to the repository's parameters, or to those of one use case.
fn part(layer: &Layer, use_case: Option<&str>) -> Layer {
    let mut values = Map::new();
    for entry in &layer.values {
        let mut key = entry.key.clone();
        match (key.text.split_once(':'), use_case) {
            (None, None) => {}
            (Some((owner, variable)), Some(use_case)) if owner == use_case => {
                key.text = Arc::from(variable)
            }
            _ => continue,
        }
        values.insert(key, entry.node.clone());
    }
    Layer {
        values,
        ..layer.clone()
    }
}

fn resolve(
    shop: &mut Workshop<'_, '_>,
    declarations: &[params::Declaration],
    layers: &[Layer],
    use_case: Option<&str>,
    at: Span,
) -> Values {
    let parts: Vec<Layer> = layers.iter().map(|layer| part(layer, use_case)).collect();
    let parts: Vec<&Layer> = parts.iter().collect();
    let owner = use_case.map_or_else(
        || "the repository".to_owned(),
        |name| format!("use case `{name}`"),
    );
    params::resolve(
        declarations,
        &parts,
        &owner,
        at,
        &mut shop.causes,
        &mut shop.catalog.out,
    )
}

/// A use case's own values: its entry is stronger than the documents and weaker than the command line.
fn resolve_own(
    shop: &mut Workshop<'_, '_>,
    use_case: &UseCase,
    layers: &[Layer],
    entry: Layer,
    at: Span,
) -> Values {
    let name = &use_case.name.text;
    let mut parts: Vec<Layer> = layers.iter().map(|layer| part(layer, Some(name))).collect();
    parts.push(entry);
    parts.sort_by_key(|layer| layer.kind);
    let parts: Vec<&Layer> = parts.iter().collect();
    let owner = format!("use case `{name}`");
    params::resolve(
        &use_case.parameters,
        &parts,
        &owner,
        at,
        &mut shop.causes,
        &mut shop.catalog.out,
    )
}

/// Values for use cases that do not take part would be read by nobody.
fn report_foreign(shop: &mut Workshop<'_, '_>, layers: &[Layer], chosen: &[Chosen]) {
    for layer in layers {
        for entry in &layer.values {
            let Some((owner, _)) = entry.key.text.split_once(':') else {
                continue;
            };
            if chosen
                .iter()
                .any(|choice| &*choice.use_case.name.text == owner)
            {
                continue;
            }
            let names = shop.catalog.use_case_names();
            // The repository speaks to all environments, so there the use case need only exist.
            if layer.kind != LayerKind::Environment && names.iter().any(|name| name == owner) {
                continue;
            }
            let message = format!(
                "{} sets `{}`, but use case `{owner}` is not selected",
                layer.name, entry.key.text
            );
            let help = match crate::diagnostic::nearest(owner, names.iter().map(String::as_str)) {
                Some(near) if near != owner => format!("did you mean `{near}`?"),
                _ => "select the use case, or remove the value".to_owned(),
            };
            shop.complain(Diagnostic::error(FOREIGN, entry.key.span, message).help(help));
        }
    }
}

fn report_shadows(shop: &mut Workshop<'_, '_>, use_case: &UseCase) {
    let repository = shop.catalog.repository();
    for own in &use_case.parameters {
        let twin = repository
            .parameters
            .iter()
            .find(|other| other.variable == own.variable);
        if let Some(twin) = twin {
            let message = format!(
                "use case `{}` declares `{}`, which is a parameter of the repository",
                use_case.name.text, own.variable
            );
            shop.complain(
                Diagnostic::error(SHADOWED, own.name_span, message)
                    .help("give it another name, or use the repository's")
                    .related(twin.name_span, "declared here for the repository"),
            );
        }
    }
}

/// Which use cases take part, and how: selected for all clusters, for some, or offered.
fn choose(
    shop: &mut Workshop<'_, '_>,
    environment: &Environment,
    request: &Request,
    clusters: &[Cluster],
) -> Vec<Chosen> {
    let wanted = request.use_cases.as_ref().unwrap_or(&environment.use_cases);
    let everywhere: Vec<(Named, Map)> = wanted
        .iter()
        .map(|one| (one.name.clone(), one.parameters.clone()))
        .collect();
    let mut chosen: BTreeMap<Arc<str>, Chosen> = BTreeMap::new();
    for selection in catalog::select(&mut shop.catalog, everywhere.clone(), true) {
        entry(&mut chosen, &selection).everywhere = true;
    }
    for cluster in clusters
        .iter()
        .filter(|cluster| !cluster.use_cases.is_empty())
    {
        let own = cluster
            .use_cases
            .iter()
            .map(|name| (name.clone(), Map::new()));
        let both: Vec<_> = everywhere.iter().cloned().chain(own).collect();
        for selection in catalog::select(&mut shop.catalog, both, true) {
            entry(&mut chosen, &selection)
                .clusters
                .insert(Arc::clone(&cluster.name.text));
        }
    }
    let offered = environment
        .selectable
        .iter()
        .map(|name| (name.clone(), Map::new()));
    for selection in catalog::select(&mut shop.catalog, offered, false) {
        let requires = catalog::requirements(&mut shop.catalog, &selection.use_case);
        let choice = entry(&mut chosen, &selection);
        choice.offered = Some(selection.because.clone());
        choice.named = selection.required_by.is_none();
        choice.requires = requires;
    }
    chosen.into_values().collect()
}

fn entry<'c>(chosen: &'c mut BTreeMap<Arc<str>, Chosen>, selection: &Selection) -> &'c mut Chosen {
    let name = Arc::clone(&selection.use_case.name.text);
    chosen.entry(name).or_insert_with(|| Chosen {
        use_case: Rc::clone(&selection.use_case),
        because: selection.because.clone(),
        everywhere: false,
        clusters: BTreeSet::new(),
        offered: None,
        named: false,
        requires: BTreeSet::new(),
        parameters: selection.parameters.clone(),
    })
}
