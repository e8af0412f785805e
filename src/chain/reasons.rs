//! Why an Application is there: set, generator, labels of the cluster, and what gave them.

use super::labels;
use super::plan::{Application, ApplicationSet, Cluster, Plan};
use crate::platform::{About, Step};
use crate::yaml::{Node, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Tells of every Application of a plan why it is there.
pub struct Reasons<'p> {
    plan: &'p Plan,
    sets: Vec<SetReasons>,
}

/// What the Applications of a set have in common.
struct SetReasons {
    set: Step,
    /// By the place of the generator's entry.
    entries: BTreeMap<usize, (Step, BTreeSet<String>)>,
    /// Labels that the template reads.
    read: BTreeSet<String>,
}

impl<'p> Reasons<'p> {
    /// Prepares to tell.
    #[must_use]
    pub fn new(plan: &'p Plan) -> Self {
        Self {
            plan,
            sets: plan.application_sets.iter().map(SetReasons::of).collect(),
        }
    }

    /// Returns the way that an Application came, nearest first.
    #[must_use]
    pub fn of(&self, application: &Application) -> Vec<Step> {
        let mut steps = application.because.clone();
        let set = application.set.and_then(|at| self.sets.get(at));
        if let Some(set) = set {
            steps.push(set.set.clone());
            let entry = application.origin.map(|origin| origin.entry);
            let entry = entry.and_then(|entry| set.entries.get(&entry));
            let cluster = application
                .matched
                .and_then(|at| self.plan.clusters.get(at));
            if let Some((step, keys)) = entry {
                steps.push(step.clone());
                for key in keys.union(&set.read) {
                    steps.extend(cluster.into_iter().flat_map(|one| label(one, key)));
                }
            }
        } else if steps.is_empty() {
            let what = format!("manifest of Application `{}`", application.title());
            steps.push(Step::new(what, Some(application.node.span)));
        }
        steps.extend(application.parent.as_ref().map(|parent| {
            let what = format!("Application `{parent}` applies it");
            Step::new(what, None).about(About::Parent)
        }));
        steps
    }
}

impl SetReasons {
    fn of(set: &ApplicationSet) -> Self {
        let title = format!("ApplicationSet `{}/{}`", set.namespace, set.name);
        let entries = set.node.items_at(&["spec", "generators"]).iter();
        let entries = entries.enumerate().map(|(at, entry)| {
            let kinds: Vec<&str> = entry
                .as_map()
                .into_iter()
                .flat_map(|map| map.keys())
                .collect();
            let what = format!("generator {at} ({})", kinds.join(", "));
            let step = Step::new(what, Some(entry.span));
            (at, (step, labels::selected(entry)))
        });
        let mut read = BTreeSet::new();
        for part in ["template", "templatePatch", "generators"] {
            if let Some(part) = set.node.at(&["spec", part]) {
                labels_read(part, &mut read);
            }
        }
        Self {
            entries: entries.collect(),
            set: Step::new(title, Some(set.node.span)),
            read,
        }
    }
}

/// Returns the way of one label.
pub(super) fn label(cluster: &Cluster, key: &str) -> Vec<Step> {
    let Some(label) = cluster.label(key) else {
        return Vec::new();
    };
    let own = format!("label `{key}: {}` of the cluster's Secret", label.value);
    let own = Step::new(own, None).about(About::SecretLabel(key.to_owned()));
    match label.because.as_slice() {
        [only] if matches!(only.about, About::SecretLabel(_)) => vec![Step {
            span: only.span,
            ..own
        }],
        because => std::iter::once(own)
            .chain(because.iter().cloned())
            .collect(),
    }
}

/// Collects the labels of clusters that texts with expressions name.
pub fn labels_read(node: &Node, keys: &mut BTreeSet<String>) {
    match &node.value {
        Value::String(text) => of_text(text, keys),
        Value::List(items) => items.iter().for_each(|item| labels_read(item, keys)),
        Value::Map(map) => map.iter().for_each(|entry| labels_read(&entry.node, keys)),
        _ => {}
    }
}

/// Finds `metadata.labels.KEY` and `index .metadata.labels "KEY"`.
pub(super) fn of_text(text: &str, keys: &mut BTreeSet<String>) {
    for expression in text.split("{{").skip(1) {
        let expression = expression.split("}}").next().unwrap_or_default();
        for rest in expression.split("metadata.labels").skip(1) {
            let name = match rest.strip_prefix('.') {
                Some(rest) => rest
                    .split(|c: char| c.is_whitespace() || matches!(c, ')' | '|'))
                    .next(),
                None => rest
                    .trim_start()
                    .strip_prefix(['"', '`'])
                    .and_then(|rest| rest.split(['"', '`']).next()),
            };
            keys.extend(name.filter(|name| !name.is_empty()).map(str::to_owned));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_engines_and_index_are_understood() {
        let mut keys = BTreeSet::new();
        of_text(
            "a {{metadata.labels.env}} {{ .metadata.labels.team | lower }}",
            &mut keys,
        );
        of_text(r#"{{ index .metadata.labels "loft.sh/x" }}"#, &mut keys);
        of_text(
            "metadata.labels.none {{ (.metadata.labels.tier) }}",
            &mut keys,
        );
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        assert_eq!(keys, ["env", "loft.sh/x", "team", "tier"]);
    }
}
