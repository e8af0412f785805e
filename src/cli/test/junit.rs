//! What a test saw as a report: a suite for each environment, a case for each file.

use crate::cli::session::Findings;
use crate::cli::test::Seen;
use crate::diagnostic::render::{self, Style};
use crate::diagnostic::{Diagnostic, Level};
use crate::report::{Case, Outcome, Report, Suite, Trouble};
use crate::snapshot::Difference;
use crate::span::Sources;
use crate::tree::TreePath;
use std::collections::{BTreeMap, BTreeSet};

const NAME: &str = "dodona test";
/// Where files are shown that lie in no environment's folder.
const NOWHERE: &str = "snapshots";

/// Returns the report of a test; `findings` are those of the differences, in the same order.
pub(super) fn judged(seen: &Seen, differences: &[Difference], findings: &[Diagnostic]) -> Report {
    let failed: BTreeMap<&TreePath, (&Difference, &Diagnostic)> = differences
        .iter()
        .zip(findings)
        .map(|(difference, finding)| (&difference.path, (difference, finding)))
        .collect();
    let paths: BTreeSet<&TreePath> = seen.rendered.keys().chain(failed.keys().copied()).collect();
    let mut suites: Vec<Suite> = Vec::new();
    for path in paths {
        let name = path
            .as_str()
            .split_once('/')
            .map_or(NOWHERE, |(first, _)| first);
        if suites.last().is_none_or(|suite| suite.name != name) {
            suites.push(Suite {
                name: name.to_owned(),
                cases: Vec::new(),
            });
        }
        if let Some(suite) = suites.last_mut() {
            suite
                .cases
                .push(case(path, seen, failed.get(path).copied()));
        }
    }
    report(suites)
}

/// Returns the report of a run that could not compare anything: a case for each error.
pub(super) fn broken(findings: &Findings) -> Report {
    let sorted = findings.out.sorted(&findings.sources);
    let errors = sorted.iter().filter(|found| found.level == Level::Error);
    let cases = errors.map(|found| error(found, &findings.sources));
    report(vec![Suite {
        name: "render".to_owned(),
        cases: cases.collect(),
    }])
}

fn report(suites: Vec<Suite>) -> Report {
    Report {
        name: NAME.to_owned(),
        suites,
    }
}

fn case(path: &TreePath, seen: &Seen, failed: Option<(&Difference, &Diagnostic)>) -> Case {
    let folder = path
        .as_str()
        .rsplit_once('/')
        .map_or(NOWHERE, |(folder, _)| folder);
    let place = seen.folder.join(path.as_str()).display().to_string();
    let outcome = failed.map_or(Outcome::Passed, |(difference, finding)| {
        let message = render::line(finding, &seen.findings.sources);
        Outcome::Failed(Trouble {
            code: finding.code.name,
            text: format!("{message}\n{}", difference.diff),
            message,
        })
    });
    Case {
        class: folder.replace('/', "."),
        name: path.file_name().to_owned(),
        file: Some(place),
        line: failed.map(|(difference, _)| difference.line),
        outcome,
    }
}

fn error(found: &Diagnostic, sources: &Sources) -> Case {
    let place = found.span.map(|span| {
        (
            sources.path(span.source),
            sources.position(span.source, span.start),
        )
    });
    let mut bare = found.clone();
    bare.help = None;
    Case {
        class: format!("render.{}", found.code.name),
        name: render::line(&bare, sources),
        file: place.map(|(path, _)| path.to_string()),
        line: place.map(|(_, at)| at.line),
        outcome: Outcome::Broken(Trouble {
            code: found.code.name,
            message: render::line(found, sources),
            text: render::human(found, sources, Style::default()),
        }),
    }
}
