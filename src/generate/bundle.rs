//! The platform bundle of an environment.

use crate::diagnostic::Diagnostic;
use crate::generate::bench::Bench;
use crate::generate::finish::finish;
use crate::generate::{ARGO_ELSEWHERE, Cluster, EMPTY, PATCH, Workshop, contribution, patch};

impl Bench<'_> {
    /// Without the matched cluster's name, charts become Applications on that cluster, where somebody must read them.
    pub(super) fn report_charts_elsewhere(&self, shop: &mut Workshop<'_, '_>) {
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

    pub(super) fn platform(&mut self, shop: &mut Workshop<'_, '_>) {
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
                Diagnostic::error(PATCH, node.span, message)
                    .help("select the use case, or remove the patch")
            })
            .collect();
        for fault in faults {
            shop.complain(fault);
        }
    }
}
