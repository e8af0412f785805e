//! Every combination of what a template's parameters can be, rendered and held against the ApplicationSets of a plan.
//!
//! In goes a plan with the manifests that it was made from, out comes a [`Proven`] for each version of each template: how many
//! combinations there are, and of every fault the smallest combination that has it. The room knows neither tables nor JSON.

mod fields;
mod judge;
mod options;
mod selection;
mod sets;
mod subject;
mod tally;
mod version;

use super::plan::{Plan, Unknown};
use crate::appset::Checkouts;
use crate::diagnostic::Diagnostic;
use crate::platform::{Coverage, TemplateRef};
use crate::span::{Sources, Span};
use crate::world::World;
use fields::Fields;
use sets::Sets;

/// What a proof goes by.
#[derive(Clone, Copy)]
pub struct Proving<'p> {
    /// The plan, with its manifests.
    pub plan: &'p Plan,
    /// What the live side knows.
    pub world: &'p World,
    /// The repositories that git generators read.
    pub checkouts: &'p dyn Checkouts,
    /// The texts that the manifests were read from.
    pub sources: &'p Sources,
    /// More combinations of one version than these become pairs of values.
    pub most: usize,
}

/// What came of a version of a template.
#[derive(Clone, Debug)]
pub struct Proven {
    /// The version.
    pub template: TemplateRef,
    /// Where it stands.
    pub span: Span,
    /// The project of the virtual clusters that were thought up; none where no project allows the template.
    pub project: Option<String>,
    /// How many combinations were rendered.
    pub rendered: usize,
    /// How many there are of the chosen coverage.
    pub combinations: usize,
    /// What they cover.
    pub coverage: Coverage,
    /// Why its virtual clusters are not held against ApplicationSets, where they are not.
    pub without_sets: Option<String>,
    /// What fails, the smallest combination first.
    pub failures: Vec<Failure>,
    /// What could not be checked.
    pub unknown: Vec<Unknown>,
}

/// A fault with the smallest combination that has it.
#[derive(Clone, Debug)]
pub struct Failure {
    /// What, where and what to do; an error.
    pub finding: Diagnostic,
    /// The parameters that differ from what a leaving out gives, with their values; none for all defaults.
    pub combination: Vec<(String, String)>,
    /// How many of the rendered combinations have it.
    pub count: usize,
}

/// Goes through all versions of all templates of a plan, by name.
#[must_use]
pub fn prove(proving: &Proving<'_>) -> Vec<Proven> {
    let fields = Fields::new();
    let mut sets = Sets::new(proving);
    let templates = subject::templates(proving.plan);
    let mut all = Vec::new();
    for template in templates {
        all.extend(version::of_template(template, proving, &fields, &mut sets));
    }
    all
}

#[cfg(test)]
mod tests;
