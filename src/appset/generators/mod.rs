//! The generators, one file each: a block in, parameter sets out.

mod cluster_decision;
mod clusters;
mod filter;
mod git;
mod git_path;
mod list;
mod matrix;
mod merge;
mod plugin;
mod pull_request;
mod raw_json;
mod scm_provider;

pub(super) use clusters::{SERVER, secrets};

use super::fail::Outcome;
use super::params::Params;
use super::set::Context;
use super::transform::Generator;

/// Returns the parameter sets of a generator, in the controller's order; where that is random, in the order of names.
///
/// # Errors
/// The controller's.
pub(super) fn params(context: &Context<'_>, generator: &Generator<'_>) -> Outcome<Vec<Params>> {
    let block = generator.block;
    match generator.kind {
        "list" => list::params(context, block),
        "clusters" => clusters::params(context, block),
        "git" => git::params(context, block),
        "scmProvider" => scm_provider::params(context, generator),
        "clusterDecisionResource" => cluster_decision::params(context, generator),
        "pullRequest" => pull_request::params(context, block),
        "matrix" => matrix::params(context, generator),
        "merge" => merge::params(context, generator),
        _ => plugin::params(context, generator),
    }
}
