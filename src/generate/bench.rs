//! One environment on the bench: its names are settled, and nothing is rendered yet.

use crate::catalog::{Delivery, Environment};
use crate::generate::chosen::{choose, choose_one};
use crate::generate::cluster::switch_on;
use crate::generate::layers::{layers, report_foreign, report_shadows, resolve, resolve_own};
use crate::generate::make::Maker;
use crate::generate::merge::merge;
use crate::generate::settings::{Given, Settings};
use crate::generate::source::{address, rendered_address};
use crate::generate::{Build, Chosen, Request, Want, Workshop, scope};
use crate::params::{Layer, LayerKind};
use crate::template::{Binding, Scope};
use crate::yaml::{Map, Node, Value};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// One environment on the bench: its names are settled.
pub(super) struct Bench<'r> {
    pub(super) environment: Rc<Environment>,
    pub(super) request: &'r Request,
    /// What the environment's own templates see.
    pub(super) scope: Arc<Scope>,
    /// What the templates of each use case see.
    pub(super) scopes: BTreeMap<Arc<str>, Arc<Scope>>,
    /// What the payload of each use case sees: nothing of the environment's selection, so that it depends on its own use case alone.
    pub(super) payload_scopes: BTreeMap<Arc<str>, Arc<Scope>>,
    pub(super) settings: Settings,
    pub(super) build: Build,
}

impl<'r> Bench<'r> {
    pub(super) fn prepare(
        shop: &mut Workshop<'_, '_>,
        environment: &Rc<Environment>,
        request: &'r Request,
        want: &Want,
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
            payload_scopes: BTreeMap::new(),
            settings: Settings {
                environment: environment.name.clone(),
                source: at.node(Value::Null),
                argocd: at.node(Value::Null),
                rendered: None,
                given: Given::of(request),
                documents: BTreeMap::new(),
            },
            build: Build {
                environment: environment.name.text.to_string(),
                values,
                ..Build::default()
            },
        };
        if !shop.catalog.out.has_errors() {
            bench.settle(shop, &base, &layers, want);
        }
        bench
    }

    /// Settles the environment's labels, the source, Argo CD, clusters and use cases, and binds their names.
    fn settle(
        &mut self,
        shop: &mut Workshop<'_, '_>,
        base: &Arc<Scope>,
        layers: &[Layer],
        want: &Want,
    ) {
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
        self.build.address = address(&self.settings.source);
        self.build.rendered =
            (repository.delivery == Delivery::Rendered).then(|| rendered_address(&self.settings));

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
        let one = choose_one(shop, &environment, self.request, &clusters, want);
        let tree = shop.catalog.tree;
        let (chosen, reads) = tree.recorded(|| match one {
            Some(one) => vec![one],
            None => {
                let chosen = choose(shop, &environment, self.request, &clusters);
                report_foreign(shop, layers, &chosen);
                chosen
            }
        });
        switch_on(&mut clusters, &chosen, shop);
        self.build.clusters = clusters;
        self.build.chosen = chosen;
        self.note_documents(shop, &reads);
        self.bind_selection(&scope);
        self.bind_use_cases(shop, layers, &scope);
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

    fn bind_use_cases(
        &mut self,
        shop: &mut Workshop<'_, '_>,
        layers: &[Layer],
        common: &Arc<Scope>,
    ) {
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
            let inside = |outer: &Arc<Scope>| {
                let mut scope = Scope::inside(outer);
                scope::bind_values(&mut scope, &values);
                scope::bind_use_case(&mut scope, use_case);
                Arc::new(scope)
            };
            self.scopes.insert(Arc::clone(name), inside(&self.scope));
            self.payload_scopes.insert(Arc::clone(name), inside(common));
            self.build.use_case_values.insert(Arc::clone(name), values);
        }
    }
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
