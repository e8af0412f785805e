//! The payloads of an environment: which there are, and for which clusters.

use crate::catalog::{self, Named, UseCase};
use crate::diagnostic::Diagnostic;
use crate::generate::bench::Bench;
use crate::generate::cluster::matches;
use crate::generate::finish::finish;
use crate::generate::make::Maker;
use crate::generate::{
    Chosen, Cluster, EMPTY, Facts, INPUT, NEEDS_CLUSTER, NO_PAYLOAD, NOT_SELECTED, Payload,
    Workshop, scope,
};
use crate::yaml::{Map, Node};
use std::sync::Arc;

impl Bench<'_> {
    pub(super) fn payloads(&mut self, shop: &mut Workshop<'_, '_>) {
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
        let clusters = &self.build.clusters;
        let labels: usize = clusters.iter().map(|cluster| cluster.labels.len()).sum();
        if !shop.charge(
            clusters.len() as u64 + labels as u64 / 8,
            choice.because.span,
        ) {
            return Vec::new();
        }
        self.build
            .clusters
            .iter()
            .filter(|cluster| matches(&selector, &cluster.labels))
            .cloned()
            .collect()
    }

    pub(super) fn one_payload(
        &mut self,
        shop: &mut Workshop<'_, '_>,
        name: &str,
        cluster: Option<&str>,
    ) {
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
        if let Some(given) = &self.request.cluster {
            let name = given.name.as_ref().and_then(Node::as_str);
            let is_it = |cluster: &&Cluster| Some(&*cluster.name.text) == name;
            return Ok(self.build.clusters.iter().find(is_it).cloned());
        }
        let matched = self.matched(shop, choice);
        let names = || {
            matched
                .iter()
                .map(|cluster| format!("`{}`", cluster.name.text))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let fault = |message: String| {
            let known = matched.iter().map(|cluster| &*cluster.name.text);
            let near = name.and_then(|name| crate::diagnostic::nearest(name, known));
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None if matched.is_empty() => {
                    "no cluster of the environment carries its labels".to_owned()
                }
                None => format!("add `--cluster` with one of {}", names()),
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
        if use_case.cluster_inputs.is_empty() {
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
        let mut scope = Arc::clone(&self.payload_scopes[name]);
        let mut facts = None;
        if !use_case.cluster_inputs.is_empty() {
            let given = self.request.cluster.as_ref();
            let findings = shop.catalog.out.len();
            let node = cluster_facts(shop, use_case, cluster, given);
            if shop.catalog.out.len() > findings {
                // A fact that is missing would be missed again wherever it is read.
                return Payload {
                    use_case: Arc::clone(name),
                    cluster: cluster.map(|cluster| Arc::clone(&cluster.name.text)),
                    objects: Vec::new(),
                };
            }
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
    given: Option<&Facts>,
) -> Node {
    let at = Maker::written(use_case.name.span);
    let whole = cluster.map(Cluster::node);
    let mut facts = Vec::new();
    let mut labels = Map::new();
    for input in &use_case.cluster_inputs {
        let fact = match &*input.text {
            name @ ("name" | "server") => {
                let given = given.and_then(|given| match name {
                    "name" => given.name.as_ref(),
                    _ => given.server.as_ref(),
                });
                given
                    .or_else(|| whole.as_ref().and_then(|node| node.get(name)))
                    .map(|node| facts.push((name, node.clone())))
            }
            label => {
                let of_cluster = cluster.and_then(|cluster| cluster.labels.get(label));
                given
                    .and_then(|given| given.labels.get(label))
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
    facts.push(("labels", at.node(labels)));
    at.map(facts)
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
