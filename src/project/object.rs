//! Whether an object may be applied.

use super::app_project::AppProject;
use super::destination::Destination;
use super::kinds::{Kinds, Who};
use super::refusal::{Doubt, Refusal, Rule, Ruling, Verdict};

/// An object that an Application brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject<'a> {
    /// Its API group; empty for the core API.
    pub group: &'a str,
    /// Its kind.
    pub kind: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Where it would be applied: its own namespace, or else the one of the Application's destination.
    pub namespace: &'a str,
    /// Whether objects of the kind live in namespaces, if that is known.
    pub is_namespaced: Option<bool>,
}

type Judged = Result<(), Option<Rule>>;

impl AppProject {
    /// Judges an object as Argo CD does before it applies it: kind and name first, then the namespace.
    #[must_use]
    pub fn object(&self, subject: &Subject<'_>, cluster: Option<&Destination<'_>>) -> Verdict {
        if self.is_open {
            return Verdict::Unknown(Doubt::Project);
        }
        let Subject {
            group,
            kind,
            name,
            namespace,
            is_namespaced,
        } = *subject;
        let who = Who { group, kind, name };
        match is_namespaced {
            Some(true) => self.namespaced(who, namespace, cluster),
            Some(false) => match self.of_cluster(who) {
                Ok(()) => Verdict::Permitted,
                Err(rule) => Verdict::Refused(self.no_kind(who, rule, false)),
            },
            None => self.of_either(who, namespace, cluster),
        }
    }

    fn namespaced(
        &self,
        who: Who<'_>,
        namespace: &str,
        cluster: Option<&Destination<'_>>,
    ) -> Verdict {
        if let Err(rule) = self.in_namespaces(who) {
            return Verdict::Refused(self.no_kind(who, rule, true));
        }
        match (self.place(cluster, namespace), cluster) {
            (Ruling::Permitted, _) => Verdict::Permitted,
            (Ruling::Unknown(doubt), _) => Verdict::Unknown(doubt),
            (Ruling::Refused(_), None) => Verdict::Unknown(Doubt::Cluster),
            (Ruling::Refused(rule), Some(cluster)) => {
                Verdict::Refused(self.no_namespace(namespace, cluster, rule))
            }
        }
    }

    fn of_either(
        &self,
        who: Who<'_>,
        namespace: &str,
        cluster: Option<&Destination<'_>>,
    ) -> Verdict {
        let in_namespace = self.namespaced(who, namespace, cluster);
        match (in_namespace, self.of_cluster(who)) {
            (Verdict::Permitted, Ok(())) => Verdict::Permitted,
            (Verdict::Refused(refusal), Err(_)) => Verdict::Refused(refusal),
            _ => Verdict::Unknown(Doubt::Scope),
        }
    }

    fn in_namespaces(&self, who: Who<'_>) -> Judged {
        let kinds = Kinds {
            permitted: &self.spec.namespaced_kinds,
            refused: &self.spec.no_namespaced_kinds,
            is_open: true,
            by_name: false,
        };
        kinds.judge(who)
    }

    fn of_cluster(&self, who: Who<'_>) -> Judged {
        let kinds = Kinds {
            permitted: &self.spec.cluster_kinds,
            refused: &self.spec.no_cluster_kinds,
            is_open: false,
            by_name: true,
        };
        kinds.judge(who)
    }

    fn no_kind(&self, who: Who<'_>, rule: Option<Rule>, is_namespaced: bool) -> Refusal {
        let Who { group, kind, .. } = who;
        let project = &self.name;
        let (scope, list) = match is_namespaced {
            true => ("namespace", &self.spec.namespaced_kinds),
            false => ("cluster", &self.spec.cluster_kinds),
        };
        let help = match &rule {
            Some(rule) => format!(
                "take the entry `{}` out of spec.{scope}ResourceBlacklist of AppProject '{project}'",
                rule.text
            ),
            None => format!(
                "add `- {{group: '{group}', kind: {kind}}}` to spec.{scope}ResourceWhitelist of AppProject '{project}'"
            ),
        };
        Refusal {
            text: format!("resource {group}:{kind} is not permitted in project {project}"),
            span: rule.map_or(list.span.or(self.span), |rule| rule.span),
            at: None,
            help,
        }
    }

    fn no_namespace(
        &self,
        namespace: &str,
        cluster: &Destination<'_>,
        rule: Option<Rule>,
    ) -> Refusal {
        let entry = format!("{{server: '{}', namespace: {namespace}}}", cluster.server);
        let text = rule.as_ref().map(|rule| rule.text.as_str());
        let lacking = self.spec.destinations.span.or(self.span);
        Refusal {
            text: format!(
                "namespace {namespace} is not permitted in project '{}'",
                self.name
            ),
            help: self.place_help(&entry, cluster, text),
            span: rule.map_or(lacking, |rule| rule.span),
            at: None,
        }
    }
}
