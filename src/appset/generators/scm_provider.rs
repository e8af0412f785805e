//! The SCM provider generator.

use super::filter::Pattern;
use crate::appset::fail::{Fail, Outcome};
use crate::appset::json;
use crate::appset::names::normalized;
use crate::appset::params::{self, Params};
use crate::appset::set::Context;
use crate::appset::transform::Generator;
use crate::gotmpl::Value;
use crate::world::{Answer, ScmRepository};
use crate::yaml::{self, Node, Number};
use std::collections::BTreeSet;

/// The providers, in the order in which they are looked for.
const PROVIDERS: [&str; 7] = [
    "github",
    "gitlab",
    "gitea",
    "bitbucketServer",
    "azureDevOps",
    "bitbucket",
    "awsCodeCommit",
];

/// Returns what World answers to a generator's provider block.
///
/// # Errors
/// `none` where there is no provider, else what to add to World's `list`.
pub(super) fn answer<'w, T>(
    block: &Node,
    providers: &[&'static str],
    answers: &'w [Answer<T>],
    list: &str,
    none: &str,
) -> Outcome<&'w [T]> {
    let found = providers
        .iter()
        .find_map(|&provider| Some((provider, block.present_at(&[provider])?)));
    let Some((provider, config)) = found else {
        return Err(Fail::new(none));
    };
    let fits = |answer: &&Answer<T>| {
        answer.asked.iter().all(|entry| match &*entry.key.text {
            "provider" => entry.node.as_str() == Some(provider),
            key => config.get(key) == Some(&entry.node),
        })
    };
    let answer = answers.iter().find(fits);
    answer.map(|answer| answer.items.as_slice()).ok_or_else(|| {
        let keys = [
            "organization",
            "group",
            "owner",
            "project",
            "repo",
            "teamProject",
            "region",
        ];
        let texts = keys
            .iter()
            .filter_map(|key| Some((key, config.get(key)?.as_str()?)));
        let asked: String = texts
            .map(|(key, text)| format!(", {key}: '{text}'"))
            .collect();
        let lines =
            format!("  {list}:\n    - for: {{provider: {provider}{asked}}}\n      items: []");
        let text = format!("World does not say what {provider} lists");
        Fail::unanswered(text, &lines).at(config.span)
    })
}

/// Returns the first bytes of a hash.
pub(super) fn short(sha: &str, length: usize) -> &str {
    sha.get(..length).unwrap_or(sha)
}

/// Returns one set for each branch that passes the filters.
pub(super) fn params(context: &Context<'_>, generator: &Generator<'_>) -> Outcome<Vec<Params>> {
    let block = generator.block;
    let none = "no SCM provider implementation configured";
    let items = answer(
        block,
        &PROVIDERS,
        &context.world.scm_repositories,
        "scmRepositories",
        none,
    )?;
    context.budget.burn(items.len())?;
    let filters = block.items_at(&["filters"]).iter();
    let filters = filters.map(|node| filter(node, generator.rendered));
    let filters = filters.collect::<Outcome<Vec<Filter>>>();
    let filters = filters.map_err(|fail| fail.within("error listing repos"))?;
    let https = block.text_at(&["cloneProtocol"]) == "https";
    let values = json::text_nodes(block, "values");
    let one = |item: &ScmRepository| {
        let set = one(item, https);
        params::append_values(&values, &set, context)
            .map_err(|fail| fail.within("failed to append templated values"))?;
        Ok(set)
    };
    passed(items, &filters).into_iter().map(one).collect()
}

/// Filters repositories, then the branches of those that are left.
fn passed<'i>(items: &'i [ScmRepository], filters: &[Filter]) -> Vec<&'i ScmRepository> {
    let of = |stage: Stage| {
        filters
            .iter()
            .filter(move |filter| filter.stage == Some(stage))
    };
    let passes = |stage: Stage, item: &ScmRepository| {
        of(stage).next().is_none() || of(stage).any(|filter| filter.passes(item, items))
    };
    let mut seen = BTreeSet::new();
    let mut kept = Vec::new();
    for item in items {
        if seen.insert(item.repository.as_str()) && passes(Stage::Repository, item) {
            kept.extend(
                items
                    .iter()
                    .filter(|other| other.repository == item.repository),
            );
        }
    }
    kept.retain(|item| passes(Stage::Branch, item));
    kept
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Repository,
    Branch,
}

struct Filter {
    stage: Option<Stage>,
    repository: Option<Pattern>,
    label: Option<Pattern>,
    branch: Option<Pattern>,
    exist: Vec<String>,
    do_not_exist: Vec<String>,
}

fn filter(node: &Node, rendered: bool) -> Outcome<Filter> {
    let pattern = |key: &str, name: &str| {
        let found = node.present_at(&[key]);
        let text = found.map(|found| found.as_str().unwrap_or_default());
        text.map(|text| Pattern::new(name, text)).transpose()
    };
    let paths = |key: &str| {
        let texts = node.items_at(&[key]).iter().filter_map(Node::as_str);
        texts
            .map(|text| text.trim_end_matches('/').to_owned())
            .collect()
    };
    let (repository, label) = (
        pattern("repositoryMatch", "RepositoryMatch")?,
        pattern("labelMatch", "LabelMatch")?,
    );
    let branch = pattern("branchMatch", "BranchMatch")?;
    let by_path = ["pathsExist", "pathsDoNotExist"];
    let by_path = rendered || by_path.iter().any(|key| node.present_at(&[key]).is_some());
    let stage = match (
        by_path || branch.is_some(),
        repository.is_some() || label.is_some(),
    ) {
        (true, _) => Some(Stage::Branch),
        (false, true) => Some(Stage::Repository),
        // Go's zero of the stage is neither.
        (false, false) => None,
    };
    Ok(Filter {
        stage,
        repository,
        label,
        branch,
        exist: paths("pathsExist"),
        do_not_exist: paths("pathsDoNotExist"),
    })
}

impl Filter {
    fn passes(&self, item: &ScmRepository, all: &[ScmRepository]) -> bool {
        let fits = |pattern: &Option<Pattern>, text: &str| {
            pattern.as_ref().is_none_or(|pattern| pattern.matches(text))
        };
        let labelled = |pattern: &Pattern| item.labels.iter().any(|label| pattern.matches(label));
        fits(&self.repository, &item.repository)
            && fits(&self.branch, &item.branch)
            && self.label.as_ref().is_none_or(labelled)
            && self.exist.iter().all(|path| has_path(item, all, path))
            && !self
                .do_not_exist
                .iter()
                .any(|path| has_path(item, all, path))
    }
}

fn has_path(item: &ScmRepository, all: &[ScmRepository], wanted: &str) -> bool {
    let same =
        |other: &&ScmRepository| other.repository == item.repository && other.branch == item.branch;
    let mut paths = all.iter().filter(same).flat_map(|other| &other.paths);
    paths.any(|path| {
        path.strip_prefix(wanted)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

fn one(item: &ScmRepository, https: bool) -> Params {
    let url = if https { &item.http_url } else { &item.url };
    params::params([
        ("organization", Value::from(item.organization.as_str())),
        ("repository", Value::from(item.repository.as_str())),
        ("repository_id", id(item.repository_id.as_ref())),
        ("url", Value::from(url.as_str())),
        ("branch", Value::from(item.branch.as_str())),
        ("sha", Value::from(item.sha.as_str())),
        ("short_sha", Value::from(short(&item.sha, 8))),
        ("short_sha_7", Value::from(short(&item.sha, 7))),
        ("labels", Value::from(item.labels.join(","))),
        ("branchNormalized", Value::from(normalized(&item.branch))),
    ])
}

fn id(node: Option<&Node>) -> Value {
    match node.map(|node| (&node.value, node)) {
        Some((yaml::Value::Number(Number::Int(number)), _)) => Value::Int64(*number),
        Some((_, node)) => params::value(node),
        None => Value::Nil,
    }
}
