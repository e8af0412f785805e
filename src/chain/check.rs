//! What will not work, though Argo CD gets that far.

use super::cluster::IN_CLUSTER_NAME;
use super::codes::{DUPLICATE, NAME, NO_CLUSTER, NO_PATH, NO_PROJECT, NOT_PERMITTED, NOT_RENDERED};
use super::follow::Led;
use super::levels::Levels;
use super::names;
use super::owner;
use super::plan::{Application, Cluster, Plan, Unknown};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::generate::IN_CLUSTER;
use crate::manifest::{self, Identity};
use crate::project::{AppProject, Destination, Projects, Refusal, Subject, Verdict};
use crate::span::Span;
use crate::yaml::Node;
use std::collections::{BTreeMap, BTreeSet};

/// Holds every Application against names, projects, clusters and repositories; what is found is reported once for each line.
pub(super) fn check(plan: &mut Plan, projects: &Projects, levels: &Levels, out: &mut Diagnostics) {
    let twins = twins(plan);
    let clusters = Clusters::of(&plan.clusters);
    let mut findings: Vec<Vec<Diagnostic>> = Vec::with_capacity(plan.applications.len());
    for application in &plan.applications {
        let checks = Checks {
            application,
            plan,
            projects,
            clusters: &clusters,
            levels,
            led: levels.of(application),
        };
        let mut found = checks.all();
        if !application.refused && twins.contains(&application.title()) {
            found.push(checks.duplicate());
        }
        findings.push(found);
    }
    plan.unknown.extend(not_run(plan, levels));
    let mut told = Told::default();
    for (application, found) in plan.applications.iter_mut().zip(findings) {
        for finding in &found {
            told.add(finding);
        }
        application.problems = found;
    }
    told.report(out);
}

/// Titles that several Applications have.
fn twins(plan: &Plan) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let made = plan.applications.iter().filter(|one| !one.refused);
    let titles = made.map(Application::title);
    titles.filter(|title| !seen.insert(title.clone())).collect()
}

/// Findings of the same line are one finding.
#[derive(Default)]
struct Told {
    found: BTreeMap<(&'static str, Option<Span>), (Diagnostic, usize)>,
}

impl Told {
    fn add(&mut self, finding: &Diagnostic) {
        let key = (finding.code.name, finding.span);
        let entry = self.found.entry(key).or_insert((finding.clone(), 0));
        entry.1 += 1;
    }

    fn report(self, out: &mut Diagnostics) {
        for (finding, count) in self.found.into_values() {
            out.push(match count {
                1 => finding,
                _ => finding.note(format!(
                    "so do {} more Applications of this line",
                    count - 1
                )),
            });
        }
    }
}

/// What another tool renders may lead on; each source is named once.
fn not_run(plan: &Plan, levels: &Levels) -> Vec<Unknown> {
    let mut told = BTreeSet::new();
    let mut unknown = Vec::new();
    for application in &plan.applications {
        for led in levels.of(application) {
            let Led::NotRun(why) = led else {
                continue;
            };
            if told.insert(why.clone()) {
                unknown.push(Unknown {
                    what: format!("what Application `{}` applies", application.title()),
                    because: why.clone(),
                    span: Some(place(application, &["spec", "source", "path"])),
                });
            }
        }
    }
    unknown
}

/// Returns the place of a field, of the Application where there is no such field.
fn place(application: &Application, path: &[&str]) -> Span {
    let found = application.node.at(path);
    found.map_or(application.node.span, |node| node.span)
}

/// One Application under judgement.
struct Checks<'c> {
    application: &'c Application,
    plan: &'c Plan,
    projects: &'c Projects,
    clusters: &'c Clusters<'c>,
    levels: &'c Levels,
    led: &'c [Led],
}

impl Checks<'_> {
    fn all(&self) -> Vec<Diagnostic> {
        if self.application.refused {
            // Its set says why, but for what the API server refuses.
            return self.name().into_iter().collect();
        }
        let mut found: Vec<Diagnostic> = self.name().into_iter().collect();
        found.extend(self.sources());
        let cluster = self.cluster();
        found.extend(self.unknown_cluster(cluster.as_ref()));
        match self.projects.get(&self.application.project) {
            // The platform fills the project in.
            _ if self.application.is_direct() => {}
            None => found.push(self.no_project()),
            Some(project) if project.is_open() => {}
            Some(project) => found.extend(self.permissions(project, cluster.as_ref())),
        }
        found
    }

    fn warning(&self, code: Code, path: &[&str], message: String) -> Diagnostic {
        Diagnostic::warning(code, place(self.application, path), message)
    }

    fn name(&self) -> Option<Diagnostic> {
        let invalid = names::refusal(&self.application.node)?;
        let set = self
            .application
            .set
            .and_then(|at| self.plan.application_sets.get(at));
        // What the controller refuses never comes to the API server.
        let is_asked = set.is_none_or(|set| set.errors.contains(&invalid.text));
        if !is_asked {
            return None;
        }
        let help = "shorten or clean it, such as with `{{ .nameNormalized }}`; free texts belong into annotations' values";
        Some(Diagnostic::warning(NAME, invalid.span, invalid.text).help(help))
    }

    fn duplicate(&self) -> Diagnostic {
        let title = self.application.title();
        let sets: Vec<String> = self
            .plan
            .applications
            .iter()
            .filter(|other| !other.refused && other.title() == title)
            .map(
                |other| match other.set.and_then(|at| self.plan.application_sets.get(at)) {
                    Some(set) => format!("ApplicationSet `{}/{}`", set.namespace, set.name),
                    None => "a manifest".to_owned(),
                },
            )
            .collect();
        let message = format!(
            "Application `{title}` is made more than once: by {}",
            sets.join(" and ")
        );
        let help = "put the name of the set into the Application's name";
        self.warning(DUPLICATE, &["metadata", "name"], message)
            .help(help)
    }

    fn sources(&self) -> Vec<Diagnostic> {
        let title = self.application.title();
        let path = ["spec", "source", "path"];
        let finding = |led: &Led| match led {
            Led::Missing(why) => Some(
                self.warning(
                    NO_PATH,
                    &path,
                    format!("Application `{title}` finds nothing: {why}"),
                )
                .help("create the folder, or mend `source.path`"),
            ),
            Led::Failed(why) => {
                let message = format!("Application `{title}` can't be rendered: {why}");
                Some(self.warning(NOT_RENDERED, &path, message))
            }
            Led::Objects { .. } | Led::Elsewhere | Led::NotRun(_) => None,
        };
        self.led.iter().filter_map(finding).collect()
    }

    /// Returns the cluster that the Application goes to, if Argo CD knows it.
    fn cluster(&self) -> Option<Known<'_>> {
        let text = |key| {
            let node = self.application.node.at(&["spec", "destination", key]);
            node.and_then(Node::as_str).unwrap_or_default()
        };
        let (name, server) = (text("name"), text("server").trim_end_matches('/'));
        let found = match name {
            "" => self.clusters.by_server.get(server),
            _ => self.clusters.by_name.get(name),
        };
        let own = server == IN_CLUSTER || name == IN_CLUSTER_NAME;
        found.copied().or(own.then_some(Known {
            name: IN_CLUSTER_NAME,
            server: IN_CLUSTER,
        }))
    }

    fn unknown_cluster(&self, cluster: Option<&Known<'_>>) -> Option<Diagnostic> {
        let shown = &self.application.cluster;
        if cluster.is_some() || shown.is_empty() || self.application.is_direct() {
            return None;
        }
        let names = self
            .plan
            .clusters
            .iter()
            .map(|cluster| cluster.name.as_str());
        let help = match nearest(shown, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "render a cluster Secret for it, or add it to World's `clusters`".to_owned(),
        };
        let title = self.application.title();
        let message = format!(
            "Application `{title}` goes to `{shown}`, a cluster that Argo CD does not know"
        );
        Some(
            self.warning(NO_CLUSTER, &["spec", "destination"], message)
                .help(help),
        )
    }

    fn no_project(&self) -> Diagnostic {
        let name = &self.application.project;
        let title = self.application.title();
        let message =
            format!("Application `{title}` names AppProject `{name}`, which is not there");
        let near = nearest(name, self.projects.names());
        let platform = name.strip_prefix("loft-").filter(|_| near.is_none());
        let help = match (near, platform) {
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, Some(project)) => format!(
                "the platform makes it when Project `{project}` says `argoCD: {{enabled: true, project: {{enabled: true}}}}`"
            ),
            (None, None) => {
                "add the AppProject, or its name to World's `argocd.projects`".to_owned()
            }
        };
        self.warning(NO_PROJECT, &["spec", "project"], message)
            .help(help)
    }

    fn permissions(&self, project: &AppProject, cluster: Option<&Known<'_>>) -> Vec<Diagnostic> {
        let destination = cluster.map(|known| Destination {
            server: known.server,
            name: known.name,
        });
        let refused = |refusal: Refusal| {
            let title = self.application.title();
            let message = format!("Application `{title}`: {}", refusal.text);
            let project = place(self.application, &["spec", "project"]);
            let at = refusal.at.unwrap_or(project);
            let help = owner::help(&refusal, &self.application.project, self.plan);
            let finding = Diagnostic::warning(NOT_PERMITTED, at, message).help(help);
            match refusal.span {
                Some(span) => finding.related(span, "the AppProject says so here"),
                None => finding,
            }
        };
        let node = &self.application.node;
        let of_spec = project.application(node, destination.as_ref(), self.levels.argocd());
        let mut refusals: Vec<Refusal> = of_spec;
        refusals.extend(self.objects(project, destination.as_ref()));
        refusals.into_iter().map(refused).collect()
    }

    /// The objects of payloads that the project refuses, each kind once.
    fn objects(&self, project: &AppProject, cluster: Option<&Destination<'_>>) -> Vec<Refusal> {
        let default = self
            .application
            .node
            .at(&["spec", "destination", "namespace"]);
        let default = default.and_then(Node::as_str).unwrap_or_default();
        let mut texts = BTreeSet::new();
        let mut refusals = Vec::new();
        let objects = self.led.iter().flat_map(|led| match led {
            Led::Objects { objects, .. } => &objects[..],
            _ => &[],
        });
        for who in objects.filter_map(Identity::of) {
            let scoped = manifest::is_cluster_scoped(&who.group, &who.kind);
            let namespace = match who.namespace.as_str() {
                "" => default,
                own => own,
            };
            let subject = Subject {
                group: &who.group,
                kind: &who.kind,
                name: &who.name,
                namespace,
                is_namespaced: scoped.map(|scoped| !scoped),
            };
            let verdict = project.object(&subject, cluster);
            if let Verdict::Refused(refusal) = verdict
                && texts.insert(refusal.text.clone())
            {
                refusals.push(refusal);
            }
        }
        refusals
    }
}

/// The clusters that Argo CD knows, by what destinations name.
struct Clusters<'c> {
    by_name: BTreeMap<&'c str, Known<'c>>,
    by_server: BTreeMap<&'c str, Known<'c>>,
}

impl<'c> Clusters<'c> {
    fn of(clusters: &'c [Cluster]) -> Self {
        let mut known = Self {
            by_name: BTreeMap::new(),
            by_server: BTreeMap::new(),
        };
        for Cluster { name, server, .. } in clusters {
            let one = Known { name, server };
            known.by_name.entry(name).or_insert(one);
            let server = server.trim_end_matches('/');
            known.by_server.entry(server).or_insert(one);
        }
        known
    }
}

/// A cluster that Argo CD knows.
#[derive(Clone, Copy)]
struct Known<'k> {
    name: &'k str,
    server: &'k str,
}
