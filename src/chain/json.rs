//! A plan as JSON, in the shape of the contract.

use super::hidden::without;
use super::plan::{AppProject, Application, ApplicationSet, Cluster, Plan, Unknown};
use super::reasons::Reasons;
use crate::diagnostic::Diagnostic;
use crate::platform::{Instance, Label, State, Step};
use crate::span::{Sources, Span};
use crate::yaml::json::{Object, push_object};

/// Writes a plan: an object with the lists `instances`, `clusters`, `appProjects`, `applicationSets`, `applications` and `unknown`.
#[must_use]
pub fn json(plan: &Plan, sources: &Sources) -> String {
    let writer = Writer {
        plan,
        sources,
        reasons: Reasons::new(plan),
    };
    let mut text = String::with_capacity(ROOM);
    push_object(&mut text, |object| {
        object.text_or_null("environment", plan.environment.as_deref());
        object.lines("instances", &plan.instances, |object, one| {
            writer.instance(object, one);
        });
        object.lines("clusters", &plan.clusters, |object, one| {
            writer.cluster(object, one);
        });
        object.lines("appProjects", &plan.app_projects, |object, one| {
            writer.app_project(object, one);
        });
        object.lines("applicationSets", &plan.application_sets, |object, one| {
            writer.set(object, one);
        });
        object.lines("applications", &plan.applications, |object, one| {
            writer.application(object, one);
        });
        object.lines("unknown", &plan.unknown, |object, one| {
            writer.unknown(object, one);
        });
        object.lines("problems", &plan.problems, |object, one| {
            writer.finding(object, one);
        });
    });
    text
}

/// Room for the text of a common plan, in bytes: growing a text this long costs more than writing it.
const ROOM: usize = 1 << 20;

fn labels(object: &mut Object<'_>, labels: &[Label]) {
    let certain = labels
        .iter()
        .filter(|label| label.doubt.is_none() || !label.value.is_empty());
    object.object("labels", |object| {
        certain.for_each(|label| object.text(&label.key, &label.value));
    });
}

fn problems(object: &mut Object<'_>, findings: &[Diagnostic]) {
    object.texts(
        "problems",
        findings.iter().map(|found| found.message.as_str()),
    );
}

struct Writer<'w> {
    plan: &'w Plan,
    sources: &'w Sources,
    reasons: Reasons<'w>,
}

impl Writer<'_> {
    /// The file and line of a place, as fields.
    fn place(&self, object: &mut Object<'_>, span: Option<Span>) {
        if let Some(span) = span {
            let position = self.sources.position(span.source, span.start);
            object.text("file", self.sources.path(span.source));
            object.number("line", position.line);
        }
    }

    fn steps(&self, object: &mut Object<'_>, key: &str, steps: &[Step]) {
        object.objects(key, steps, |object, step| {
            object.text("what", &step.what);
            self.place(object, step.span);
        });
    }

    fn instance(&self, object: &mut Object<'_>, instance: &Instance) {
        let (state, because, span) = match &instance.state {
            State::Predicted => ("predicted", None, None),
            State::None { because, span } => ("none", Some(because), *span),
            State::Unknown { because, span } => ("unknown", Some(because), *span),
        };
        let parameters = without(&instance.parameters, &instance.secrets);
        let values = instance.values.as_deref();
        let values = values.map(|values| without(values, &instance.secrets));
        object.text("namespace", &instance.namespace);
        object.text("name", &instance.name);
        object.text_or_null("project", instance.project.as_deref());
        match &instance.template {
            Some(template) => object.object("template", |object| {
                object.text("name", &template.name);
                object.text_or_null("version", template.version.as_deref());
            }),
            None => object.text_or_null("template", None),
        }
        object.node("parameters", Some(&parameters));
        labels(object, &instance.labels);
        object.text_or_null("hostNamespace", instance.host_namespace.as_deref());
        object.node("values", values.as_deref());
        object.text_or_null("clusterSecret", instance.cluster_secret.as_deref());
        object.text("state", state);
        object.text_or_null("because", because.map(String::as_str));
        problems(object, &instance.problems);
        self.label_causes(object, &instance.labels);
        self.place(object, Some(instance.span));
        if let Some(span) = span {
            object.object("becauseAt", |object| self.place(object, Some(span)));
        }
    }

    fn label_causes(&self, object: &mut Object<'_>, labels: &[Label]) {
        object.object("labelCauses", |object| {
            for label in labels {
                self.steps(object, &label.key, &label.because);
            }
        });
    }

    fn cluster(&self, object: &mut Object<'_>, cluster: &Cluster) {
        object.text("namespace", &cluster.namespace);
        object.text("secret", &cluster.secret);
        object.text("name", &cluster.name);
        object.text("server", &cluster.server);
        labels(object, &cluster.labels);
        object.object("annotations", |object| {
            for (key, value) in &cluster.annotations {
                object.text(key, value);
            }
        });
        object.text("origin", cluster.origin.as_str());
        object.node("manifest", Some(&cluster.manifest));
        self.label_causes(object, &cluster.labels);
        self.place(object, cluster.span);
    }

    fn app_project(&self, object: &mut Object<'_>, project: &AppProject) {
        object.text("namespace", &project.namespace);
        object.text("name", &project.name);
        object.text("origin", project.origin.as_str());
        if let Some(manifest) = &project.manifest {
            object.node("manifest", Some(manifest));
            self.place(object, Some(manifest.span));
        }
    }

    fn set(&self, object: &mut Object<'_>, set: &ApplicationSet) {
        let applications = set.applications.iter();
        let applications = applications.filter_map(|at| self.plan.applications.get(*at));
        let written = applications.filter(|one| !one.refused);
        object.text("namespace", &set.namespace);
        object.text("name", &set.name);
        object.texts("applications", written.map(|one| one.name.as_str()));
        object.text_or_null("error", set.error.as_deref());
        object.texts("errors", set.errors.iter().map(String::as_str));
        self.place(object, Some(set.node.span));
    }

    fn application(&self, object: &mut Object<'_>, application: &Application) {
        let set = application
            .set
            .and_then(|at| self.plan.application_sets.get(at));
        object.text("namespace", &application.namespace);
        object.text("name", &application.name);
        object.text_or_null("applicationSet", set.map(|set| set.name.as_str()));
        object.text("cluster", &application.cluster);
        object.text("project", &application.project);
        object.boolean("refused", application.refused);
        object.node("manifest", Some(&application.node));
        problems(object, &application.problems);
        object.text_or_null("useCase", application.use_case.as_deref());
        object.text_or_null("parent", application.parent.as_deref());
        self.steps(object, "because", &self.reasons.of(application));
        self.place(object, Some(application.node.span));
    }

    fn finding(&self, object: &mut Object<'_>, finding: &Diagnostic) {
        object.text("level", finding.level.as_str());
        object.text("code", finding.code.name);
        object.text("message", &finding.message);
        object.text_or_null("help", finding.help.as_deref());
        self.place(object, finding.span);
    }

    fn unknown(&self, object: &mut Object<'_>, unknown: &Unknown) {
        object.text("what", &unknown.what);
        object.text("because", &unknown.because);
        self.place(object, unknown.span);
    }
}
