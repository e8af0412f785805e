//! Options by which no ApplicationSet chooses.

use super::judge::{Fault, Seen};
use super::selection::Labels;
use super::sets::Sets;
use crate::chain::codes::OPTION_WITHOUT_SET;
use crate::diagnostic::{Diagnostic, nearest};
use crate::platform::{About, Combinations, Label, Step};
use crate::span::Span;
use crate::yaml::json::{self, Escapes};
use crate::yaml::{Node, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Values of labels that switch something off, so that nobody expects a set for them.
const OFF: [&str; 7] = ["", "false", "none", "no", "off", "disabled", "0"];

/// A parameter and one of its values, by place.
type Choice = (usize, usize);

/// What was seen of the choices, combination by combination.
#[derive(Debug, Default)]
pub(super) struct Choices {
    /// The labels that hang on each parameter.
    keys: BTreeMap<usize, BTreeSet<String>>,
    /// The values that labels had with a choice.
    values: BTreeMap<Choice, BTreeSet<(String, String)>>,
    /// Choices that some set chose clusters by.
    met: BTreeSet<Choice>,
    /// The labels that matter to the sets which chose, by what was seen.
    known: BTreeMap<Labels, BTreeSet<String>>,
}

impl Choices {
    /// Looks at a combination, if Argo CD gets a Secret for it.
    pub(super) fn add(&mut self, row: &[usize], all: &Combinations, seen: &Seen, sets: &Sets<'_>) {
        let Some(labels) = &seen.secret else {
            return;
        };
        let used = self
            .known
            .entry(labels.clone())
            .or_insert_with(|| chosen_by(labels, sets));
        for (place, varied) in all.varied.iter().enumerate() {
            let keys = self
                .keys
                .entry(place)
                .or_insert_with(|| hanging(&varied.variable, &seen.labels, sets));
            if keys.is_empty() {
                continue;
            }
            let choice = (place, row[place]);
            if keys.iter().any(|key| used.contains(key)) {
                self.met.insert(choice);
            }
            let values = self.values.entry(choice).or_default();
            let given = keys
                .iter()
                .filter_map(|key| Some((key.clone(), labels.get(key)?.clone())));
            values.extend(given);
        }
    }

    /// Returns the choices that no set chooses by, as combinations with a fault.
    pub(super) fn faults(
        &self,
        all: &Combinations,
        parameters: &[Node],
        sets: &Sets<'_>,
    ) -> Vec<(Fault, Vec<usize>)> {
        let mut faults = Vec::new();
        for (choice, values) in &self.values {
            let (place, at) = *choice;
            let varied = &all.varied[place];
            let value = &varied.values[at];
            let is_number = matches!(value.value, Value::Number(_));
            let is_meant = values.iter().all(|(key, value)| {
                OFF.contains(&value.to_lowercase().as_str()) || sets.leaves_out(key, value)
            });
            if self.met.contains(choice) || is_number || is_meant {
                continue;
            }
            let mut row = vec![0; all.varied.len()];
            row[place] = at;
            let declared = parameters
                .iter()
                .find(|one| variable(one) == varied.variable);
            faults.push((fault(&varied.variable, value, declared, values, sets), row));
        }
        faults
    }
}

/// The labels that matter to the sets which choose a cluster.
fn chosen_by(labels: &Labels, sets: &Sets<'_>) -> BTreeSet<String> {
    let terms = sets.all.iter().flat_map(|set| &set.selections);
    let met = terms.filter(|one| one.matches(labels));
    met.flat_map(|one| one.keys()).map(str::to_owned).collect()
}

/// The labels that hang on a parameter and that some set selects by.
fn hanging(variable: &str, labels: &[Label], sets: &Sets<'_>) -> BTreeSet<String> {
    let is_selected = |key: &String| {
        let mut terms = sets.all.iter().flat_map(|set| &set.selections);
        terms.any(|one| one.about(key).next().is_some())
    };
    let hanging = labels.iter().filter(|label| hangs_on(label, variable));
    let keys = hanging.map(|label| label.key.clone());
    keys.filter(is_selected).collect()
}

/// Returns the name that a declaration has.
pub(super) fn variable(declared: &Node) -> &str {
    declared.text_at(&["variable"])
}

fn hangs_on(label: &Label, variable: &str) -> bool {
    let is_it = |step: &Step| matches!(&step.about, About::Parameter(name) if name == variable);
    label.because.iter().any(is_it)
}

impl Sets<'_> {
    fn leaves_out(&self, key: &str, value: &str) -> bool {
        let terms = self.all.iter().flat_map(|set| &set.selections);
        terms
            .flat_map(|one| one.about(key))
            .any(|term| term.leaves_out(value))
    }
}

fn fault(
    variable: &str,
    value: &Node,
    declared: Option<&Node>,
    values: &BTreeSet<(String, String)>,
    sets: &Sets<'_>,
) -> Fault {
    let shown = shown(value);
    let (key, given) = values.first().map_or(("", ""), |(key, value)| (key, value));
    let terms = || {
        sets.all
            .iter()
            .flat_map(|set| &set.selections)
            .flat_map(|one| one.about(key))
    };
    let asked: BTreeSet<&str> = terms()
        .flat_map(|term| term.asked())
        .map(String::as_str)
        .collect();
    let help = help(key, given, &asked);
    let message = format!(
        "no ApplicationSet selects `{key}: {given}`, which parameter `{variable}` gives with `{shown}`"
    );
    let place = declared.map(|declared| option_place(declared, &shown));
    let mut finding = Diagnostic::error(OPTION_WITHOUT_SET, place, message).help(help);
    if let Some(term) = terms().next() {
        finding = finding.related(term.span, "a set selects by the label here");
    }
    Fault {
        key: format!("{variable}={shown}"),
        finding,
    }
}

fn help(key: &str, given: &str, asked: &BTreeSet<&str>) -> String {
    let list = asked.iter().take(10).map(|one| format!("`{one}`"));
    let list = list.collect::<Vec<_>>().join(", ");
    match nearest(given, asked.iter().copied()).filter(|near| *near != given) {
        Some(near) => format!("did you mean `{near}`? ApplicationSets select {list}"),
        None => format!(
            "select `{key}: {given}` in an ApplicationSet, or take the option away; selected are {list}"
        ),
    }
}

fn option_place(declared: &Node, option: &str) -> Span {
    let options = declared.items_at(&["options"]);
    let found = options.iter().find(|one| one.as_str() == Some(option));
    found.map_or(declared.span, |one| one.span)
}

/// Returns a value as people write it.
pub(super) fn shown(value: &Node) -> String {
    match &value.value {
        Value::String(text) => text.to_string(),
        _ => json::compact(value, Escapes::Needed),
    }
}
