//! Manifests in, predictions out.

mod broken_links;
mod connectors;
mod proof;
mod unknowns;
mod worked_example;

use super::{Instance, Manifests, Prediction, Secret, State, Texts, predict};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::span::Sources;
use crate::world::World;
use crate::yaml::{Limits, Node, Reading, read};

/// What a prediction gave.
pub(super) struct Given {
    pub(super) prediction: Prediction,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) sources: Sources,
}

impl Given {
    pub(super) fn instance(&self, name: &str) -> &Instance {
        let mut all = self.prediction.instances.iter();
        all.find(|instance| instance.name == name)
            .expect("the instance")
    }

    pub(super) fn secret(&self) -> &Secret {
        assert_eq!(self.prediction.secrets.len(), 1, "{:?}", self.lines());
        &self.prediction.secrets[0]
    }

    /// `LINE CODE MESSAGE` of each finding.
    pub(super) fn lines(&self) -> Vec<String> {
        let line = |found: &Diagnostic| {
            let span = found.span.map_or(0, |span| {
                self.sources.position(span.source, span.start).line
            });
            format!("{span} {} {}", found.code.name, found.message)
        };
        self.diagnostics.iter().map(line).collect()
    }

    pub(super) fn codes(&self) -> Vec<&str> {
        let codes = self.diagnostics.iter();
        codes.map(|found| found.code.name).collect()
    }

    /// `WHAT: BECAUSE` of all that is unknown.
    pub(super) fn unknown(&self) -> Vec<String> {
        let all = self.prediction.unknown.iter();
        all.map(|one| format!("{}: {}", one.what, one.because))
            .collect()
    }

    /// Why an instance has no Secret.
    pub(super) fn why(&self, name: &str) -> String {
        match &self.instance(name).state {
            State::Predicted => "predicted".to_owned(),
            State::None { because, .. } => format!("none: {because}"),
            State::Unknown { because, .. } => format!("unknown: {because}"),
        }
    }
}

/// `key=value` of labels; doubtful ones with a question mark.
pub(super) fn labels(labels: &[super::Label]) -> Vec<String> {
    let shown = |label: &super::Label| {
        let doubt = if label.doubt.is_some() { "?" } else { "" };
        format!("{}={}{doubt}", label.key, label.value)
    };
    labels.iter().map(shown).collect()
}

fn nodes(path: &str, text: &str, sources: &mut Sources, out: &mut Diagnostics) -> Vec<Node> {
    let source = sources.add(path, text.as_bytes());
    let limits = Limits::default();
    read(source, text.as_bytes(), Reading::Kubectl, &limits, out).expect("sound YAML")
}

/// Predicts from the texts of manifests and of World's `spec`.
pub(super) fn given(manifests: &str, world: &str) -> Given {
    let mut sources = Sources::new();
    let mut out = Diagnostics::new();
    let nodes_of = nodes("manifests.yaml", manifests, &mut sources, &mut out);
    let world =
        format!("apiVersion: dodona.dev/v1\nkind: World\nmetadata: {{name: w}}\nspec:\n{world}\n");
    let worlds = nodes("world.yaml", &world, &mut sources, &mut out);
    let world = World::read(&worlds[0], &mut |_, _| None, &mut out);
    let all = Manifests::of(&nodes_of).with_sources(&sources);
    let prediction = predict(&all, &world, &mut Texts::default(), &mut out);
    Given {
        prediction,
        diagnostics: out.iter().cloned().collect(),
        sources,
    }
}
