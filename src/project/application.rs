//! Whether an Application may be what it is.

use super::app_project::AppProject;
use super::destination::Destination;
use super::refusal::{Refusal, Ruling};
use super::source;
use super::source_namespace;
use crate::span::Span;
use crate::yaml::Node;

impl AppProject {
    /// Returns why Argo CD refuses an Application: as it stands, and by its sources, its destination and its namespace.
    ///
    /// Without a cluster, and where the project cannot be judged, only what is certain is told.
    #[must_use]
    pub fn application(
        &self,
        application: &Node,
        cluster: Option<&Destination<'_>>,
        argocd_namespace: &str,
    ) -> Vec<Refusal> {
        if let Some(refusal) = self.no_application(application, argocd_namespace) {
            return vec![refusal];
        }
        let nothing = Node::new("", application.span);
        let spec = application.get("spec").unwrap_or(&nothing);
        let mut refusals = Vec::new();
        if self.sources(spec, &mut refusals) {
            refusals.extend(self.destination(spec, cluster));
        }
        refusals
    }

    /// Judges the namespace that the Application stands in.
    fn no_application(&self, application: &Node, argocd_namespace: &str) -> Option<Refusal> {
        let [name, namespace] =
            ["name", "namespace"].map(|key| application.text_at(&["metadata", key]));
        let is_home = namespace.is_empty() || namespace == argocd_namespace;
        let list = &self.spec.source_namespaces;
        if is_home || self.is_open || source_namespace::permits(list, namespace) != Some(false) {
            return None;
        }
        let project = &self.name;
        Some(Refusal {
            text: format!(
                "application '{name}' in namespace '{namespace}' is not permitted to use project '{project}'"
            ),
            span: list.span.or(self.span),
            at: span(application, &["metadata", "namespace"]),
            help: format!("add `- {namespace}` to spec.sourceNamespaces of AppProject '{project}'"),
        })
    }

    /// Judges the sources; false if one is so malformed that Argo CD looks no further.
    fn sources(&self, spec: &Node, out: &mut Vec<Refusal>) -> bool {
        if let Some(hydrator) = spec.present_at(&["sourceHydrator"]) {
            return self.hydrator(hydrator, out);
        }
        let several = spec.get("sources").and_then(Node::as_list);
        if let Some(several) = several.filter(|list| !list.is_empty()) {
            return several.iter().all(|source| self.source(source, true, out));
        }
        match spec.get("source") {
            Some(source) => self.source(source, false, out),
            None => self.source(&Node::new("", spec.span), false, out),
        }
    }

    fn source(&self, source: &Node, is_one_of_many: bool, out: &mut Vec<Refusal>) -> bool {
        if let Some(refusal) = malformed(source, is_one_of_many) {
            out.push(refusal);
            return false;
        }
        out.extend(self.repository(source, &["repoURL"], "application repo"));
        true
    }

    fn hydrator(&self, hydrator: &Node, out: &mut Vec<Refusal>) -> bool {
        let before = out.len();
        out.extend(malformed_hydrator(hydrator));
        if out.len() > before {
            return false;
        }
        let dry = &["drySource", "repoURL"];
        let sync = &["syncSource", "repoURL"];
        out.extend(self.repository(hydrator, dry, "application repo"));
        let other = hydrator.text_at(sync);
        if !other.is_empty() && other != hydrator.text_at(dry) {
            out.extend(self.repository(hydrator, sync, "sync source repo"));
        }
        true
    }

    fn repository(&self, source: &Node, keys: &[&str], what: &str) -> Option<Refusal> {
        let address = source.text_at(keys);
        let project = &self.name;
        let list = &self.spec.sources;
        let rule = match source::judge(list, address) {
            Ruling::Refused(rule) if !self.is_open => rule,
            _ => return None,
        };
        let help = match &rule {
            Some(rule) => format!(
                "take `- '{}'` out of spec.sourceRepos of AppProject '{project}', or use another repository",
                rule.text
            ),
            None => format!("add `- {address}` to spec.sourceRepos of AppProject '{project}'"),
        };
        Some(Refusal {
            text: format!("{what} {address} is not permitted in project '{project}'"),
            span: rule.map_or(list.span.or(self.span), |rule| rule.span),
            at: span(source, keys),
            help,
        })
    }

    fn destination(&self, spec: &Node, cluster: Option<&Destination<'_>>) -> Option<Refusal> {
        let [server, name, namespace] =
            ["server", "name", "namespace"].map(|key| spec.text_at(&["destination", key]));
        let at = span(spec, &["destination"]);
        if let Some(refusal) = malformed_destination(server, name, at) {
            return Some(refusal);
        }
        let cluster = cluster?;
        let rule = match self.place(Some(cluster), namespace) {
            Ruling::Refused(rule) if !self.is_open => rule,
            _ => return None,
        };
        let (key, shown) = match name {
            "" => ("server", cluster.server),
            _ => ("name", cluster.name),
        };
        let entry = format!("{{{key}: '{shown}', namespace: '{namespace}'}}");
        let written = rule.as_ref().map(|rule| rule.text.as_str());
        let lacking = self.spec.destinations.span.or(self.span);
        Some(Refusal {
            text: format!(
                "application destination server '{shown}' and namespace '{namespace}' do not match any of the allowed destinations in project '{}'",
                self.name
            ),
            help: self.place_help(&entry, cluster, written),
            span: rule.map_or(lacking, |rule| rule.span),
            at,
        })
    }
}

fn span(node: &Node, keys: &[&str]) -> Option<Span> {
    node.at(keys).map(|node| node.span)
}

fn refused(text: String, at: Option<Span>, help: &str) -> Refusal {
    Refusal {
        text,
        span: None,
        at,
        help: help.to_owned(),
    }
}

fn malformed(source: &Node, is_one_of_many: bool) -> Option<Refusal> {
    let has = |key| !source.text_at(&[key]).is_empty();
    let at = Some(source.span);
    let has_content = has("path") || has("chart") || (is_one_of_many && has("ref"));
    if !has("repoURL") || !has_content {
        let text = match is_one_of_many {
            true => format!(
                "spec.source.repoURL and either source.path, source.chart, or source.ref are required for source {}",
                source.text_at(&["repoURL"])
            ),
            false => {
                "spec.source.repoURL and either spec.source.path or spec.source.chart are required"
                    .to_owned()
            }
        };
        return Some(refused(
            text,
            at,
            "give the source `repoURL`, and `path` or `chart`",
        ));
    }
    let text = "spec.source.targetRevision is required if the manifest source is a helm chart";
    (has("chart") && !has("targetRevision")).then(|| {
        refused(
            text.to_owned(),
            at,
            "add the version of the chart as `targetRevision`",
        )
    })
}

fn malformed_hydrator(hydrator: &Node) -> Vec<Refusal> {
    let lacks = |keys: &[&str]| hydrator.text_at(keys).is_empty();
    let has_hydrate_to = hydrator
        .get("hydrateTo")
        .is_some_and(|node| !node.is_null());
    let faults = [
        (
            lacks(&["drySource", "repoURL"]),
            "spec.sourceHydrator.drySource.repoURL is required",
        ),
        (
            lacks(&["syncSource", "targetBranch"]),
            "spec.sourceHydrator.syncSource.targetBranch is required",
        ),
        (
            has_hydrate_to && lacks(&["hydrateTo", "targetBranch"]),
            "when spec.sourceHydrator.hydrateTo is set, spec.sourceHydrator.hydrateTo.targetBranch is required",
        ),
    ];
    let faults = faults.into_iter().filter(|(is_so, _)| *is_so);
    faults
        .map(|(_, text)| refused(text.to_owned(), Some(hydrator.span), "write the field"))
        .collect()
}

fn malformed_destination(server: &str, name: &str, at: Option<Span>) -> Option<Refusal> {
    let help = "give the destination either `server` or `name`";
    match (server, name) {
        ("", "") => {
            let text = "Destination server missing from app spec".to_owned();
            Some(refused(text, at, help))
        }
        ("", _) | (_, "") => None,
        _ => {
            let text = format!(
                "application destination can't have both name and server defined: {name} {server}"
            );
            Some(refused(text, at, help))
        }
    }
}
