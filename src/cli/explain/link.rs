//! The way back from what Argo CD and the platform make: through set, generator, label, template and parameter.

use crate::cause::{CauseId, Origin};
use crate::chain::{self, Application, Cluster, Plan, Reasons};
use crate::cli::explain::find::Wanted;
use crate::cli::explain::path::{self, Field};
use crate::cli::explain::story::{Step, Story, Teller};
use crate::cli::planned::Planned;
use crate::generate::Object;
use crate::manifest::Identity;
use crate::platform::{self, About};
use crate::span::Span;
use crate::yaml::{Node, Value};
use std::collections::{BTreeMap, BTreeSet};

/// A predicted object.
pub(super) enum Predicted<'p> {
    Application(&'p Application),
    Secret(&'p Cluster),
}

impl<'p> Predicted<'p> {
    /// Finds the predicted object that was asked for.
    pub(super) fn find(wanted: &Wanted<'_>, plan: &'p Plan) -> Option<Self> {
        let is_wanted = |node: &Node| Identity::of(node).is_some_and(|who| wanted.is(&who));
        let application = plan.applications.iter().find(|one| is_wanted(&one.node));
        let mut predicted = plan
            .clusters
            .iter()
            .filter(|cluster| cluster.origin == chain::Origin::Predicted);
        let secret = predicted.find(|cluster| is_wanted(&cluster.manifest));
        application
            .map(Self::Application)
            .or(secret.map(Self::Secret))
    }

    pub(super) fn node(&self) -> &'p Node {
        match self {
            Self::Application(application) => &application.node,
            Self::Secret(cluster) => &cluster.manifest,
        }
    }

    /// Says who makes it.
    pub(super) fn maker(&self, plan: &Plan) -> String {
        match self {
            Self::Application(application) => {
                let set = application.set.and_then(|at| plan.application_sets.get(at));
                match set {
                    Some(set) => format!("made by ApplicationSet `{}/{}`", set.namespace, set.name),
                    None => "as it is applied".to_owned(),
                }
            }
            Self::Secret(_) => "written by the platform".to_owned(),
        }
    }
}

/// Tells why a field of a predicted object has its value.
pub(super) fn tell(
    predicted: &Predicted<'_>,
    field: &Field<'_>,
    steps: &[path::Step],
    (plan, at): (&Plan, usize),
    planned: &Planned<'_, '_, '_>,
) -> Story {
    let build = planned.builds.get(at);
    let linker = Linker {
        plan,
        known: build.map_or_else(BTreeMap::new, |build| known(&build.platform)),
        teller: planned
            .shop
            .zip(build)
            .map(|(shop, build)| Teller::new(shop, build)),
    };
    linker.story(predicted, field, steps)
}

/// The cause of everything that is rendered, by its place.
fn known(objects: &[Object]) -> BTreeMap<Span, CauseId> {
    let mut found = BTreeMap::new();
    for object in objects {
        collect(&object.node, &mut found);
    }
    found
}

fn collect(node: &Node, found: &mut BTreeMap<Span, CauseId>) {
    if node.cause != CauseId::WRITTEN {
        found.entry(node.span).or_insert(node.cause);
    }
    match &node.value {
        Value::Map(map) => map.iter().for_each(|entry| collect(&entry.node, found)),
        Value::List(items) => items.iter().for_each(|item| collect(item, found)),
        _ => {}
    }
}

struct Linker<'l, 't, 'e> {
    plan: &'l Plan,
    known: BTreeMap<Span, CauseId>,
    teller: Option<Teller<'l, 't, 'e>>,
}

impl Linker<'_, '_, '_> {
    fn story(
        mut self,
        predicted: &Predicted<'_>,
        field: &Field<'_>,
        steps: &[path::Step],
    ) -> Story {
        let step = match predicted {
            Predicted::Application(application) => self.of_application(application, field, steps),
            Predicted::Secret(cluster) => self.of_secret(cluster, field),
        };
        Story {
            step,
            children: Vec::new(),
        }
    }

    fn of_application(
        &mut self,
        application: &Application,
        field: &Field<'_>,
        steps: &[path::Step],
    ) -> Step {
        let set = application
            .set
            .and_then(|at| self.plan.application_sets.get(at));
        let template = set.and_then(|set| set.node.at(&["spec", "template"]));
        let written = template
            .and_then(|template| path::follow(template, steps).ok())
            .map(|found| found.node);
        let mut from = Vec::new();
        from.extend(written.and_then(|node| self.rendered(node.origin())));
        from.extend(self.reasons(application, written));
        let span = written.map_or(field.node.span, |node| node.span);
        let name = match written {
            Some(_) => "line of the set's template",
            None if set.is_some() => "made by the generator, or by `templatePatch`",
            None => "line of the manifest",
        };
        Step {
            kind: "link",
            name: name.to_owned(),
            span: Some(span),
            from,
        }
    }

    /// A field tells of the labels that it reads, the object of all.
    fn reasons(&mut self, application: &Application, written: Option<&Node>) -> Vec<Step> {
        let mut read = BTreeSet::new();
        if let Some(written) = written {
            chain::labels_read(written, &mut read);
        }
        let mut told = Vec::new();
        let mut keeps = true;
        for step in Reasons::new(self.plan).of(application) {
            if let About::SecretLabel(key) = &step.about {
                keeps = read.is_empty() || read.contains(key);
            }
            if keeps || step.about == About::Parent {
                told.push(self.link(&step));
            }
        }
        told
    }

    fn of_secret(&mut self, cluster: &Cluster, field: &Field<'_>) -> Step {
        let key = field.path.strip_prefix("metadata.labels");
        let key = key.map(|key| key.trim_matches(['.', '[', ']', '"', '\'']));
        let label = key.and_then(|key| cluster.label(key));
        let because = match label {
            Some(label) => label.because.clone(),
            None => Vec::new(),
        };
        let from = because.iter().map(|step| self.link(step)).collect();
        let instance = cluster.instance.and_then(|at| self.plan.instances.get(at));
        let name = match instance {
            Some(instance) => format!("instance `{}/{}`", instance.namespace, instance.name),
            None => "the platform".to_owned(),
        };
        Step {
            kind: "link",
            name,
            span: cluster.span,
            from,
        }
    }

    /// One link, with what the place itself was made from.
    fn link(&mut self, step: &platform::Step) -> Step {
        let cause = step.span.and_then(|span| self.known.get(&span).copied());
        let origin = step
            .span
            .zip(cause)
            .map(|(span, cause)| Origin { span, cause });
        Step {
            kind: "link",
            name: step.what.clone(),
            span: step.span,
            from: origin
                .into_iter()
                .flat_map(|origin| self.rendered(origin))
                .collect(),
        }
    }

    fn rendered(&mut self, origin: Origin) -> Option<Step> {
        let told = origin.cause != CauseId::WRITTEN;
        self.teller
            .as_mut()
            .filter(|_| told)
            .map(|teller| teller.step(origin))
    }
}
