//! One combination: rendered, and held against chart and sets.

use super::fields::{self, Fields, Misfit};
use super::selection::Labels;
use super::sets::Sets;
use super::{Proving, subject};
use crate::chain::cluster;
use crate::chain::codes::{COMBINATION_FAILS, NAME_COLLISION, VALUES_FIELD};
use crate::diagnostic::{Diagnostic, Diagnostics, Level};
use crate::manifest::SECRET_TYPE;
use crate::platform::{
    self, Facts, Label, Manifests, Prediction, Rendering, State, TemplateRef, Templates, Texts,
    Unknown, make_instance,
};
use crate::span::Span;
use crate::world::{self, World};
use crate::yaml::Node;
use std::collections::BTreeMap;

/// After so many renderings the parsed texts of the last ones are given back.
const KEPT: usize = 1_000;
/// The label by which a virtual cluster asks to be imported.
const IMPORT: &str = "loft.sh/import-argocd";
/// What the platform says of a parameter without a value that it takes.
const UNTRIED: &str = "parameter-value-invalid";

/// A fault of a combination.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    /// What tells it from other faults of its code and place.
    pub(super) key: String,
    /// What is wrong, as if it always were.
    pub(super) finding: Diagnostic,
}

/// What one combination gives.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// What is wrong.
    pub(super) faults: Vec<Fault>,
    /// The labels that come from the template.
    pub(super) labels: Vec<Label>,
    /// The labels of the Secret that Argo CD gets for it, if it gets one.
    pub(super) secret: Option<Labels>,
    /// What is open.
    pub(super) unknown: Vec<Unknown>,
    /// Why it could not be tried at all.
    pub(super) untried: Option<Diagnostic>,
}

/// Two clusters of Argo CD with what is wrong about both whatever their labels, or why there are none.
type Pair = Result<([world::Cluster; 2], Vec<Fault>), String>;

/// Judges the combinations of one version.
pub(super) struct Judge<'j, 'p> {
    templates: Templates<'j>,
    manifests: &'j Manifests<'j>,
    nodes: &'j [&'p Node],
    proving: &'j Proving<'p>,
    fields: &'j Fields,
    sets: &'j mut Sets<'p>,
    version: usize,
    reference: TemplateRef,
    values_span: Option<Span>,
    facts: Facts,
    names: [String; 2],
    pairs: BTreeMap<(bool, Option<String>), Pair>,
    by_labels: BTreeMap<Labels, Vec<Fault>>,
    rendered: usize,
}

/// What a judge begins with.
pub(super) struct Begin<'j, 'p> {
    pub(super) manifests: &'j Manifests<'j>,
    pub(super) nodes: &'j [&'p Node],
    pub(super) proving: &'j Proving<'p>,
    pub(super) fields: &'j Fields,
    pub(super) sets: &'j mut Sets<'p>,
    pub(super) version: usize,
    pub(super) reference: TemplateRef,
    pub(super) values_span: Option<Span>,
    pub(super) project: Option<&'j str>,
}

impl<'j, 'p> Judge<'j, 'p> {
    /// Begins with a version.
    pub(super) fn new(begin: Begin<'j, 'p>) -> Self {
        let names = subject::names(&begin.reference.name, begin.proving.plan);
        let mut templates = Templates::new(begin.manifests);
        let facts = subject::facts(&mut templates, begin.project, &names[0], begin.proving);
        begin.sets.begin();
        Self {
            templates,
            manifests: begin.manifests,
            nodes: begin.nodes,
            proving: begin.proving,
            fields: begin.fields,
            sets: begin.sets,
            version: begin.version,
            reference: begin.reference,
            values_span: begin.values_span,
            facts,
            names,
            pairs: BTreeMap::new(),
            by_labels: BTreeMap::new(),
            rendered: 0,
        }
    }

    /// Renders a combination and judges what comes of it.
    pub(super) fn look(&mut self, parameters: &Node) -> Seen {
        self.rendered += 1;
        if self.rendered.is_multiple_of(KEPT) {
            self.templates = Templates::new(self.manifests);
        }
        let rendering = self.templates.render(self.version, parameters, &self.facts);
        let mut seen = Seen {
            unknown: rendering.unknown.clone(),
            ..Seen::default()
        };
        for found in &rendering.problems {
            match found.code.name {
                UNTRIED => seen.untried = Some(found.clone()),
                _ if found.level == Level::Error => seen.faults.push(failed(found)),
                _ => {}
            }
        }
        self.values(&rendering, &mut seen);
        if !rendering.is_refused && seen.untried.is_none() {
            self.argocd(&rendering, parameters, &mut seen);
        }
        seen.labels = rendering.labels;
        seen
    }

    /// Returns why no combination was held against sets, if none was.
    pub(super) fn without_sets(&self) -> Option<String> {
        let mut reasons = self.pairs.values().map(|pair| pair.as_ref().err());
        let first = reasons.next().flatten().cloned();
        reasons
            .all(|reason| reason.is_some())
            .then_some(first)
            .flatten()
    }

    /// Says whether there were more sets and labels than are looked at.
    pub(super) fn is_full(&self) -> bool {
        self.sets.is_full()
    }

    /// Returns the sets.
    pub(super) fn sets(&self) -> &Sets<'p> {
        self.sets
    }

    fn values(&self, rendering: &Rendering, seen: &mut Seen) {
        let (Some(values), Some(chart)) = (&rendering.values, &rendering.chart) else {
            return;
        };
        if chart.name != "vcluster" {
            return;
        }
        match fields::minor(&chart.version) {
            Err(because) => seen.unknown.push(Unknown {
                what: "the fields of the values".to_owned(),
                because,
                span: Some(chart.span),
            }),
            Ok(minor) => {
                let misfits = self.fields.misfits(values, minor);
                seen.faults
                    .extend(misfits.into_iter().map(|misfit| self.misfit(misfit)));
            }
        }
    }

    fn misfit(&self, misfit: Misfit) -> Fault {
        let span = self.values_span.map(|span| self.line(span, &misfit.key));
        Fault {
            finding: Diagnostic::error(VALUES_FIELD, span, misfit.what).maybe_help(misfit.help),
            key: misfit.path,
        }
    }

    /// Returns where a text writes a key, if it does so once.
    fn line(&self, span: Span, key: &str) -> Span {
        let written = String::from_utf8_lossy(self.proving.sources.slice(span));
        let key = format!("{key}:");
        let starts_word = |at: usize| {
            let before = written[..at].chars().next_back();
            before.is_none_or(|c| c.is_whitespace() || matches!(c, '{' | ',' | '"' | '\''))
        };
        let mut places = written
            .match_indices(&key)
            .map(|(at, _)| at)
            .filter(|at| starts_word(*at));
        match (places.next(), places.next()) {
            (Some(at), None) => span.part(at, at + key.len() - 1),
            _ => span,
        }
    }

    fn argocd(&mut self, rendering: &Rendering, parameters: &Node, seen: &mut Seen) {
        let asked = rendering.labels.iter().find(|label| label.key == IMPORT);
        let wish = (
            rendering.asks_for_import,
            asked.map(|label| label.value.clone()),
        );
        if !self.pairs.contains_key(&wish) {
            let pair = self.predict(parameters);
            self.pairs.insert(wish.clone(), pair);
        }
        let Some(Ok((pair, faults))) = self.pairs.get(&wish) else {
            return;
        };
        seen.faults.extend(faults.iter().cloned());
        let pair = pair.clone().map(|mut cluster| {
            for label in &rendering.labels {
                relabel(&mut cluster.labels, label);
            }
            cluster
        });
        let key = pair[0].labels.clone();
        seen.secret = Some(key.clone());
        if !self.by_labels.contains_key(&key) {
            let faults = self.clusters(&pair);
            self.by_labels.insert(key.clone(), faults);
        }
        seen.faults
            .extend(self.by_labels.get(&key).into_iter().flatten().cloned());
    }

    /// Asks the platform for the Secrets of two instances with the same parameters.
    fn predict(&self, parameters: &Node) -> Pair {
        let namespace = &self.facts.namespace;
        let instance =
            |name: &String| make_instance([namespace, name], &self.reference, parameters);
        let instances = self.names.each_ref().map(instance);
        let manifests = Manifests::of(self.nodes.iter().copied().chain(&instances));
        let world = World {
            instances: Vec::new(),
            generate: Vec::new(),
            ..self.proving.world.clone()
        };
        let prediction = platform::predict(
            &manifests,
            &world,
            &mut Texts::default(),
            &mut Diagnostics::new(),
        );
        let secret = |name: &String| secret(name, &prediction);
        let (first, a) = secret(&self.names[0])?;
        let Ok((second, b)) = secret(&self.names[1]) else {
            return Ok(([a.clone(), a], Vec::new()));
        };
        let mut faults = Vec::new();
        let host = |at: Option<usize>| prediction.instances[at?].host_namespace.as_deref();
        if let (Some(one), Some(other)) = (host(first), host(second))
            && one == other
        {
            faults.push(self.collision("namespace in the host cluster", one, None));
        }
        if a.secret == b.secret {
            faults.push(self.collision("Secret in Argo CD", &a.secret, None));
        }
        Ok(([a, b], faults))
    }

    fn collision(&self, what: &str, name: &str, set: Option<(&str, Span)>) -> Fault {
        let [a, b] = &self.names;
        let by = set.map_or_else(String::new, |(set, _)| {
            format!(" from ApplicationSet `{set}`")
        });
        let message = format!("virtual clusters `{a}` and `{b}` get the same {what}{by}: `{name}`");
        let span = set.map(|(_, span)| span).or(self.values_span);
        Fault {
            key: format!("{what}{by}"),
            finding: Diagnostic::error(NAME_COLLISION, span, message)
                .help("put something into the name that differs between virtual clusters"),
        }
    }

    /// Holds two clusters against the sets that choose them.
    fn clusters(&mut self, pair: &[world::Cluster; 2]) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut names: BTreeMap<(String, String), usize> = BTreeMap::new();
        for at in self.sets.choosing(&pair[0].labels) {
            let Some(made) = self.sets.made(at, pair) else {
                continue;
            };
            let set = self.sets.all[at].set;
            let place = set.node.at(&["spec", "template", "metadata", "name"]);
            let place = place.unwrap_or(&set.node).span;
            if let Some(error) = made
                .error
                .as_ref()
                .filter(|error| set.error.as_ref() != Some(error))
            {
                faults.push(set_fails(&set.name, error, set.node.span));
            }
            for name in made
                .twins
                .iter()
                .filter(|_| pair[0].secret != pair[1].secret)
            {
                faults.push(self.collision("Application", name, Some((&set.name, place))));
            }
            for name in &made.names {
                let whole = (set.namespace.clone(), name.clone());
                let other = names
                    .get(&whole)
                    .map(|other| self.sets.all[*other].set.name.clone());
                if let Some(other) = other.or_else(|| self.planned(self.sets.all[at].at, &whole)) {
                    faults.push(twice(&set.name, &other, name, place));
                }
                names.entry(whole).or_insert(at);
            }
        }
        faults
    }

    /// Returns who else makes an Application of a name in the plan.
    fn planned(&self, set: usize, (namespace, name): &(String, String)) -> Option<String> {
        let plan = self.proving.plan;
        let same = plan.applications.iter().find(|one| {
            one.name == *name
                && one.namespace == *namespace
                && one.set != Some(set)
                && !one.is_direct()
        })?;
        let other = same.set.and_then(|at| plan.application_sets.get(at));
        Some(other.map_or_else(|| "a manifest".to_owned(), |other| other.name.clone()))
    }
}

/// Returns the place of an instance with its cluster in Argo CD, or why it gets none.
fn secret(name: &str, prediction: &Prediction) -> Result<(Option<usize>, world::Cluster), String> {
    let mut instances = prediction.instances.iter();
    let at = instances.position(|one| one.name == name);
    let mut secrets = prediction.secrets.iter();
    if let Some(made) = secrets.find(|secret| Some(secret.instance) == at) {
        let cluster = cluster::of_prediction(made, prediction);
        return Ok((at, cluster::to_world(&cluster)));
    }
    Err(match at.map(|at| &prediction.instances[at].state) {
        Some(State::None { because, .. } | State::Unknown { because, .. }) => because.clone(),
        Some(State::Predicted) | None => "no Secret is predicted".to_owned(),
    })
}

fn relabel(labels: &mut Labels, label: &Label) {
    let is_own =
        label.key.starts_with("loft.sh/vcluster-instance-name") || label.key == SECRET_TYPE;
    match label.doubt.is_some() && label.value.is_empty() {
        _ if is_own => {}
        true => drop(labels.remove(&label.key)),
        false => drop(labels.insert(label.key.clone(), label.value.clone())),
    }
}

fn failed(found: &Diagnostic) -> Fault {
    Fault {
        key: found.code.name.to_owned(),
        finding: Diagnostic {
            code: COMBINATION_FAILS,
            ..found.clone()
        },
    }
}

fn set_fails(set: &str, error: &str, span: Span) -> Fault {
    let message = format!("ApplicationSet `{set}` fails for such a virtual cluster: {error}");
    Fault {
        key: set.to_owned(),
        finding: Diagnostic::error(COMBINATION_FAILS, span, message)
            .help("let the set choose clusters that have all it reads"),
    }
}

fn twice(set: &str, other: &str, name: &str, span: Span) -> Fault {
    let message = format!(
        "Application `{name}` of ApplicationSet `{set}` has the name of one from `{other}`"
    );
    Fault {
        key: format!("{set} {other}"),
        finding: Diagnostic::error(NAME_COLLISION, span, message)
            .help("give one of the two another name"),
    }
}
