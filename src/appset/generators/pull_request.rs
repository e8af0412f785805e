//! The pull request generator.

use super::filter::Pattern;
use super::scm_provider::{answer, short};
use crate::appset::fail::{Fail, Outcome};
use crate::appset::json;
use crate::appset::params::{self, Params};
use crate::appset::set::Context;
use crate::appset::slug::slug;
use crate::gotmpl::Value;
use crate::world::PullRequest;
use crate::yaml::Node;

/// The providers, in the order in which they are looked for.
const PROVIDERS: [&str; 6] = [
    "github",
    "gitlab",
    "gitea",
    "bitbucketServer",
    "bitbucket",
    "azuredevops",
];

/// The fields of a filter, each with the name that Go has for it.
const FIELDS: [(&str, &str); 3] = [
    ("branchMatch", "BranchMatch"),
    ("targetBranchMatch", "TargetBranchMatch"),
    ("titleMatch", "TitleMatch"),
];

/// Returns one set for each pull request that passes the filters.
pub(super) fn params(context: &Context<'_>, block: &Node) -> Outcome<Vec<Params>> {
    let none = "failed to select pull request service provider: no Pull Request provider implementation configured";
    let asked = answer(
        block,
        &PROVIDERS,
        &context.world.pull_requests,
        "pullRequests",
        none,
    )?;
    let filters = block.items_at(&["filters"]).iter().map(filter);
    let filters = filters.collect::<Outcome<Vec<_>>>();
    let filters = filters.map_err(|fail| fail.within("error listing repos"))?;
    context.budget.burn(asked.len())?;
    let values = json::text_nodes(block, "values");
    let passes = |pull: &&PullRequest| {
        filters.is_empty() || filters.iter().any(|filter| filter.passes(pull))
    };
    let one = |pull: &PullRequest| {
        let set = one(pull, context.go());
        params::append_values(&values, &set, context)
            .map_err(|fail| fail.within("failed to append templated values"))?;
        Ok(set)
    };
    asked.iter().filter(passes).map(one).collect()
}

/// The patterns of a filter, in the order of [`FIELDS`].
struct Filter([Option<Pattern>; 3]);

impl Filter {
    fn passes(&self, pull: &PullRequest) -> bool {
        let texts = [&pull.branch, &pull.target_branch, &pull.title];
        let mut pairs = self.0.iter().zip(texts);
        pairs.all(|(pattern, text)| pattern.as_ref().is_none_or(|pattern| pattern.matches(text)))
    }
}

fn filter(node: &Node) -> Outcome<Filter> {
    let mut patterns = [None, None, None];
    for (pattern, (key, name)) in patterns.iter_mut().zip(FIELDS) {
        if let Some(found) = node.present_at(&[key]) {
            let text = found.as_str().unwrap_or_default();
            *pattern =
                Some(Pattern::new(name, text).map_err(|fail: Box<Fail>| fail.at(found.span))?);
        }
    }
    Ok(Filter(patterns))
}

fn one(pull: &PullRequest, go: bool) -> Params {
    let text = |text: &str| Value::from(text);
    let set = params::params([
        ("number", Value::from(pull.number.to_string())),
        ("title", text(&pull.title)),
        ("branch", text(&pull.branch)),
        ("branch_slug", Value::from(slug(&pull.branch))),
        ("target_branch", text(&pull.target_branch)),
        ("target_branch_slug", Value::from(slug(&pull.target_branch))),
        ("head_sha", text(&pull.head_sha)),
        ("head_short_sha", text(short(&pull.head_sha, 8))),
        ("head_short_sha_7", text(short(&pull.head_sha, 7))),
        ("author", text(&pull.author)),
    ]);
    if go {
        params::put(&set, "labels", params::texts(&pull.labels));
    }
    set
}
