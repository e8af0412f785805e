//! A plan as JSON, in the shape of the contract.

use super::hidden::without;
use super::plan::{AppProject, Application, ApplicationSet, Cluster, Plan, Unknown};
use super::reasons::Reasons;
use crate::diagnostic::Diagnostic;
use crate::platform::{Instance, Label, State, Step};
use crate::span::{Sources, Span};
use crate::yaml::{Node, json as yaml_json};
use std::collections::BTreeMap;

/// Writes a plan: an object with the lists `instances`, `clusters`, `appProjects`, `applicationSets`, `applications` and `unknown`.
#[must_use]
pub fn json(plan: &Plan, sources: &Sources) -> String {
    let writer = Writer {
        plan,
        sources,
        reasons: Reasons::new(plan),
    };
    let list = |items: Vec<String>| format!("[{}]", items.join(",\n"));
    object(vec![
        ("environment", text_or_null(plan.environment.as_deref())),
        (
            "instances",
            list(
                plan.instances
                    .iter()
                    .map(|one| writer.instance(one))
                    .collect(),
            ),
        ),
        (
            "clusters",
            list(
                plan.clusters
                    .iter()
                    .map(|one| writer.cluster(one))
                    .collect(),
            ),
        ),
        (
            "appProjects",
            list(
                plan.app_projects
                    .iter()
                    .map(|one| writer.app_project(one))
                    .collect(),
            ),
        ),
        (
            "applicationSets",
            list(
                plan.application_sets
                    .iter()
                    .map(|one| writer.set(one))
                    .collect(),
            ),
        ),
        (
            "applications",
            list(
                plan.applications
                    .iter()
                    .map(|one| writer.application(one))
                    .collect(),
            ),
        ),
        (
            "unknown",
            list(plan.unknown.iter().map(|one| writer.unknown(one)).collect()),
        ),
        (
            "problems",
            list(
                plan.problems
                    .iter()
                    .map(|one| writer.finding(one))
                    .collect(),
            ),
        ),
    ])
}

/// Names and values that are JSON already.
type Fields = Vec<(&'static str, String)>;

fn object(fields: Fields) -> String {
    let fields = fields
        .iter()
        .map(|(key, value)| format!("\"{key}\":{value}"));
    format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
}

fn text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn text_or_null(found: Option<&str>) -> String {
    found.map_or_else(|| "null".to_owned(), text)
}

fn texts<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    format!("[{}]", texts.map(text).collect::<Vec<_>>().join(","))
}

fn pairs<'t>(pairs: impl Iterator<Item = (&'t str, &'t str)>) -> String {
    let pairs = pairs.map(|(key, value)| format!("{}:{}", text(key), text(value)));
    format!("{{{}}}", pairs.collect::<Vec<_>>().join(","))
}

fn labels(labels: &[Label]) -> String {
    let certain = labels
        .iter()
        .filter(|label| label.doubt.is_none() || !label.value.is_empty());
    pairs(certain.map(|label| (label.key.as_str(), label.value.as_str())))
}

fn node(node: &Node) -> String {
    yaml_json::compact(node, yaml_json::Escapes::Needed)
}

struct Writer<'w> {
    plan: &'w Plan,
    sources: &'w Sources,
    reasons: Reasons<'w>,
}

impl Writer<'_> {
    /// The file and line of a place, as fields.
    fn place(&self, span: Option<Span>) -> Fields {
        let Some(span) = span else {
            return Vec::new();
        };
        let position = self.sources.position(span.source, span.start);
        vec![
            ("file", text(self.sources.path(span.source))),
            ("line", position.line.to_string()),
        ]
    }

    fn step(&self, step: &Step) -> String {
        let mut fields = vec![("what", text(&step.what))];
        fields.extend(self.place(step.span));
        object(fields)
    }

    fn steps(&self, steps: &[Step]) -> String {
        let steps = steps.iter().map(|step| self.step(step));
        format!("[{}]", steps.collect::<Vec<_>>().join(","))
    }

    fn problems<'d>(&self, findings: impl Iterator<Item = &'d Diagnostic>) -> String {
        let told: Vec<String> = findings.map(|found| found.message.clone()).collect();
        texts(told.iter().map(String::as_str))
    }

    fn instance(&self, instance: &Instance) -> String {
        let template = instance.template.as_ref().map(|template| {
            object(vec![
                ("name", text(&template.name)),
                ("version", text_or_null(template.version.as_deref())),
            ])
        });
        let (state, because, span) = match &instance.state {
            State::Predicted => ("predicted", None, None),
            State::None { because, span } => ("none", Some(because), *span),
            State::Unknown { because, span } => ("unknown", Some(because), *span),
        };
        let null = || "null".to_owned();
        let values = instance.values.as_deref();
        let values = values.map(|values| without(values, &instance.secrets));
        let mut fields = vec![
            ("namespace", text(&instance.namespace)),
            ("name", text(&instance.name)),
            ("project", text_or_null(instance.project.as_deref())),
            ("template", template.unwrap_or_else(null)),
            (
                "parameters",
                node(&without(&instance.parameters, &instance.secrets)),
            ),
            ("labels", labels(&instance.labels)),
            (
                "hostNamespace",
                text_or_null(instance.host_namespace.as_deref()),
            ),
            ("values", values.map_or_else(null, |shown| node(&shown))),
            (
                "clusterSecret",
                text_or_null(instance.cluster_secret.as_deref()),
            ),
            ("state", text(state)),
            ("because", text_or_null(because.map(String::as_str))),
            ("problems", self.problems(instance.problems.iter())),
            ("labelCauses", self.label_causes(&instance.labels)),
        ];
        fields.extend(self.place(Some(instance.span)));
        if let Some(span) = span {
            fields.push(("becauseAt", object(self.place(Some(span)))));
        }
        object(fields)
    }

    fn label_causes(&self, labels: &[Label]) -> String {
        let causes = labels
            .iter()
            .map(|label| format!("{}:{}", text(&label.key), self.steps(&label.because)));
        format!("{{{}}}", causes.collect::<Vec<_>>().join(","))
    }

    fn cluster(&self, cluster: &Cluster) -> String {
        let annotations: &BTreeMap<String, String> = &cluster.annotations;
        let mut fields = vec![
            ("namespace", text(&cluster.namespace)),
            ("secret", text(&cluster.secret)),
            ("name", text(&cluster.name)),
            ("server", text(&cluster.server)),
            ("labels", labels(&cluster.labels)),
            (
                "annotations",
                pairs(
                    annotations
                        .iter()
                        .map(|(key, value)| (key.as_str(), value.as_str())),
                ),
            ),
            ("origin", text(cluster.origin.as_str())),
            ("manifest", node(&cluster.manifest)),
            ("labelCauses", self.label_causes(&cluster.labels)),
        ];
        fields.extend(self.place(cluster.span));
        object(fields)
    }

    fn app_project(&self, project: &AppProject) -> String {
        let mut fields = vec![
            ("namespace", text(&project.namespace)),
            ("name", text(&project.name)),
            ("origin", text(project.origin.as_str())),
        ];
        if let Some(manifest) = &project.manifest {
            fields.push(("manifest", node(manifest)));
            fields.extend(self.place(Some(manifest.span)));
        }
        object(fields)
    }

    fn set(&self, set: &ApplicationSet) -> String {
        let applications = set.applications.iter();
        let applications = applications.filter_map(|at| self.plan.applications.get(*at));
        let names = applications.filter(|one| !one.refused);
        let mut fields = vec![
            ("namespace", text(&set.namespace)),
            ("name", text(&set.name)),
            ("applications", texts(names.map(|one| one.name.as_str()))),
            ("error", text_or_null(set.error.as_deref())),
            ("errors", texts(set.errors.iter().map(String::as_str))),
        ];
        fields.extend(self.place(Some(set.node.span)));
        object(fields)
    }

    fn application(&self, application: &Application) -> String {
        let set = application
            .set
            .and_then(|at| self.plan.application_sets.get(at));
        let mut fields = vec![
            ("namespace", text(&application.namespace)),
            ("name", text(&application.name)),
            (
                "applicationSet",
                text_or_null(set.map(|set| set.name.as_str())),
            ),
            ("cluster", text(&application.cluster)),
            ("project", text(&application.project)),
            ("refused", application.refused.to_string()),
            ("manifest", node(&application.node)),
            ("problems", self.problems(application.problems.iter())),
            ("useCase", text_or_null(application.use_case.as_deref())),
            ("parent", text_or_null(application.parent.as_deref())),
            ("because", self.steps(&self.reasons.of(application))),
        ];
        fields.extend(self.place(Some(application.node.span)));
        object(fields)
    }

    fn finding(&self, finding: &Diagnostic) -> String {
        let mut fields = vec![
            ("level", text(finding.level.as_str())),
            ("code", text(finding.code.name)),
            ("message", text(&finding.message)),
            ("help", text_or_null(finding.help.as_deref())),
        ];
        fields.extend(self.place(finding.span));
        object(fields)
    }

    fn unknown(&self, unknown: &Unknown) -> String {
        let mut fields = vec![
            ("what", text(&unknown.what)),
            ("because", text(&unknown.because)),
        ];
        fields.extend(self.place(unknown.span));
        object(fields)
    }
}
