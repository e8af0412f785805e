//! What will not work, though Argo CD gets that far.

use super::codes::{DUPLICATE, NO_CLUSTER, NO_PATH, NO_PROJECT, NOT_PERMITTED, NOT_RENDERED};
use super::destinations::Destinations;
use super::follow::Led;
use super::levels::Levels;
use super::owner;
use super::plan::{Application, Plan, Unknown};
use super::round::Round;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::manifest::{self, Identity};
use crate::project::{AppProject, Destination, Projects, Refusal, Subject, Verdict};
use crate::span::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Holds every Application against names, projects, clusters and repositories; what is found is reported once for each line.
pub(super) fn check(round: &mut Round<'_>, levels: &Levels, out: &mut Diagnostics) {
    let plan = &round.plan;
    let makers = makers(plan);
    let mut findings: Vec<Vec<Diagnostic>> = Vec::with_capacity(plan.applications.len());
    for application in plan.applications.iter() {
        let checks = Checks {
            application,
            plan,
            projects: &round.projects,
            destinations: &round.destinations,
            levels,
            led: levels.of(application),
        };
        findings.push(match application.refused {
            // Its set says why.
            true => Vec::new(),
            false => checks.all(&makers),
        });
    }
    let unknown = not_run(plan, levels);
    round.plan.unknown.extend(unknown);
    let mut told = Told::default();
    for (application, found) in round.plan.applications.iter_mut().zip(findings) {
        application.problems.extend(found);
        for finding in &application.problems {
            told.add(finding);
        }
    }
    told.report(out);
}

/// Who makes an Application of a title: places of sets, `None` for a manifest.
type Makers = BTreeMap<String, Vec<Option<usize>>>;

fn makers(plan: &Plan) -> Makers {
    let mut makers = Makers::new();
    for application in plan.applications.iter().filter(|one| !one.refused) {
        let title = application.title();
        makers.entry(title).or_default().push(application.set);
    }
    makers
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
    destinations: &'c Destinations,
    levels: &'c Levels,
    led: &'c [Led],
}

impl Checks<'_> {
    fn all(&self, makers: &Makers) -> Vec<Diagnostic> {
        let mut found = self.sources();
        let clusters = &self.plan.clusters;
        let cluster = self
            .destinations
            .of_application(&self.application.node, clusters);
        found.extend(self.unknown_cluster(cluster.as_ref()));
        match self.projects.get(&self.application.project) {
            // The platform fills the project in.
            _ if self.application.is_direct() => {}
            None => found.push(self.no_project()),
            Some(project) if project.is_open() => {}
            Some(project) => found.extend(self.permissions(project, cluster.as_ref())),
        }
        found.extend(self.duplicate(makers));
        found
    }

    fn warning(&self, code: Code, path: &[&str], message: String) -> Diagnostic {
        Diagnostic::warning(code, place(self.application, path), message)
    }

    fn duplicate(&self, makers: &Makers) -> Option<Diagnostic> {
        let title = self.application.title();
        let makers = makers.get(&title).filter(|makers| makers.len() > 1)?;
        let maker =
            |set: &Option<usize>| match set.and_then(|at| self.plan.application_sets.get(at)) {
                Some(set) => format!("ApplicationSet `{}/{}`", set.namespace, set.name),
                None => "a manifest".to_owned(),
            };
        let makers: Vec<String> = makers.iter().map(maker).collect();
        let message = format!(
            "Application `{title}` is made more than once: by {}",
            makers.join(" and ")
        );
        let help = "put the name of the set into the Application's name";
        let found = self.warning(DUPLICATE, &["metadata", "name"], message);
        Some(found.help(help))
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
            Led::Objects(_) | Led::Elsewhere | Led::NotRun(_) => None,
        };
        self.led.iter().filter_map(finding).collect()
    }

    fn unknown_cluster(&self, cluster: Option<&Destination<'_>>) -> Option<Diagnostic> {
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

    fn permissions(
        &self,
        project: &AppProject,
        destination: Option<&Destination<'_>>,
    ) -> Vec<Diagnostic> {
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
        let of_spec = project.application(node, destination, self.levels.argocd());
        let mut refusals: Vec<Refusal> = of_spec;
        refusals.extend(self.objects(project, destination));
        refusals.into_iter().map(refused).collect()
    }

    /// The objects of payloads that the project refuses, each kind once.
    fn objects(&self, project: &AppProject, cluster: Option<&Destination<'_>>) -> Vec<Refusal> {
        let node = &self.application.node;
        let default = node.text_at(&["spec", "destination", "namespace"]);
        let mut texts = BTreeSet::new();
        let mut refusals = Vec::new();
        let objects = self.led.iter().flat_map(|led| match led {
            Led::Objects(objects) => &objects[..],
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
