//! `dodona plan --prove`: every combination of what templates take.

use super::{Args, Format, as_yaml};
use crate::chain::{Failure, Plan, Proven, Proving, Unknown, prove};
use crate::cli::Console;
use crate::cli::listing::place;
use crate::cli::planned::Planned;
use crate::cli::session::Outcome;
use crate::cli::table::{Table, one_line, or_dash};
use crate::diagnostic::Diagnostics;
use crate::span::Sources;
use serde_json::{Map, Value, json};

/// A plan with what came of its templates.
type Proved<'p> = (&'p Plan, Vec<Proven>);

/// Proves all plans: the text for standard output, and whether everything holds. Failures are reported.
pub(super) fn proved(
    args: &Args,
    planned: &Planned<'_, '_, '_>,
    console: &Console,
) -> Outcome<(String, bool)> {
    let proving = |plan| Proving {
        plan,
        world: planned.world,
        checkouts: planned.folders,
        sources: planned.sources,
        most: args.max_combinations,
    };
    let plans = planned.plans.iter();
    let all: Vec<Proved<'_>> = plans.map(|plan| (plan, prove(&proving(plan)))).collect();
    let mut out = Diagnostics::new();
    let versions = || all.iter().flat_map(|(_, versions)| versions);
    for failure in versions().flat_map(|version| &version.failures) {
        out.push(failure.finding.clone());
    }
    console.report(&out, planned.sources);
    let is_open = versions().any(|version| !version.unknown.is_empty());
    let holds = out.is_empty() && !(args.strict && is_open);
    let text = match args.output {
        Format::Json => value(&all, planned.sources).to_string() + "\n",
        Format::Yaml => as_yaml(&value(&all, planned.sources).to_string()),
        _ => all.iter().map(table).collect::<Vec<_>>().join("\n"),
    };
    Ok((text, holds))
}

fn table((plan, versions): &Proved<'_>) -> String {
    let mut parts = Vec::new();
    if let Some(environment) = plan.environment.as_deref() {
        parts.push(format!("Environment {environment}\n"));
    }
    if !versions.is_empty() {
        parts.push(rows(versions));
    }
    let failures: usize = versions.iter().map(|one| one.failures.len()).sum();
    if failures > 0 {
        parts.push(failing(versions));
    }
    let unknown = || versions.iter().flat_map(|one| &one.unknown);
    if unknown().next().is_some() {
        parts.push(unknown().map(line).collect());
    }
    parts.push(sum(versions, failures, unknown().count()));
    parts.join("\n")
}

fn rows(versions: &[Proven]) -> String {
    let header = [
        "template",
        "version",
        "project",
        "combinations",
        "how",
        "failures",
        "not held against sets",
    ];
    let mut table = Table::with_header(&header);
    for one in versions {
        let combinations = match one.rendered == one.combinations {
            true => one.rendered.to_string(),
            false => format!("{} of {}", one.rendered, one.combinations),
        };
        table.row([
            one.template.name.clone(),
            or_dash(one.template.version.as_deref()),
            or_dash(one.project.as_deref()),
            combinations,
            one.how().to_owned(),
            one.failures.len().to_string(),
            one.without_sets.clone().unwrap_or_default(),
        ]);
    }
    table.text()
}

/// The smallest combination of each fault.
fn failing(versions: &[Proven]) -> String {
    let mut table = Table::with_header(&["fails", "version", "with", "how often", "fault"]);
    for one in versions {
        for failure in &one.failures {
            table.row([
                one.template.name.clone(),
                or_dash(one.template.version.as_deref()),
                combination(failure),
                format!("{} of {}", failure.count, one.rendered),
                failure.finding.code.name.to_owned(),
            ]);
        }
    }
    table.text()
}

fn combination(failure: &Failure) -> String {
    let pairs = failure.combination.iter();
    let pairs: Vec<String> = pairs
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    match pairs.is_empty() {
        true => "first values".to_owned(),
        false => pairs.join(" "),
    }
}

fn line(unknown: &Unknown) -> String {
    one_line(format!("unknown: {}: {}", unknown.what, unknown.because)) + "\n"
}

fn sum(versions: &[Proven], failures: usize, unknown: usize) -> String {
    let rendered: usize = versions.iter().map(|one| one.rendered).sum();
    let count = |number: usize, one: &str| match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {one}s"),
    };
    let mut parts = vec![format!(
        "{} of {} rendered",
        count(rendered, "combination"),
        count(versions.len(), "template version"),
    )];
    for how in ["pairwise", "one by one"] {
        match versions.iter().filter(|one| one.how() == how).count() {
            0 => {}
            number => parts.push(format!("{number} of them {how}")),
        }
    }
    let end = match (failures, unknown) {
        (0, 0) => "all hold".to_owned(),
        (0, _) => format!("none fails, {}", count(unknown, "unknown")),
        (_, 0) => count(failures, "failure"),
        _ => format!(
            "{}, {}",
            count(failures, "failure"),
            count(unknown, "unknown")
        ),
    };
    format!("{}: {end}\n", parts.join(", "))
}

/// One object for each environment, so that scripts need not tell one from many.
fn value(all: &[Proved<'_>], sources: &Sources) -> Value {
    let proof = |(plan, versions): &Proved<'_>| {
        let versions: Vec<Value> = versions.iter().map(|one| version(one, sources)).collect();
        json!({"environment": plan.environment, "templates": versions})
    };
    json!({"proofs": all.iter().map(proof).collect::<Vec<_>>()})
}

fn version(one: &Proven, sources: &Sources) -> Value {
    let failures: Vec<Value> = one
        .failures
        .iter()
        .map(|failure| failed(failure, sources))
        .collect();
    let unknown = |open: &Unknown| json!({"what": open.what, "because": open.because, "at": open.span.map(|span| place(sources, span))});
    json!({
        "template": one.template.name,
        "version": one.template.version,
        "at": place(sources, one.span),
        "project": one.project,
        "combinations": one.combinations,
        "rendered": one.rendered,
        "how": one.how(),
        "withoutSets": one.without_sets,
        "failures": failures,
        "unknown": one.unknown.iter().map(unknown).collect::<Vec<_>>(),
    })
}

fn failed(failure: &Failure, sources: &Sources) -> Value {
    let finding = &failure.finding;
    let pairs = failure.combination.iter();
    let combination: Map<String, Value> = pairs
        .map(|(name, value)| (name.clone(), Value::from(value.as_str())))
        .collect();
    json!({
        "code": finding.code.name,
        "message": finding.message,
        "help": finding.help,
        "combination": combination,
        "count": failure.count,
        "at": finding.span.map(|span| place(sources, span)),
    })
}
