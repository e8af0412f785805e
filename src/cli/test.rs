//! `dodona test`.

use crate::cli::session::{self, Choice, Outcome, Place};
use crate::cli::{Console, Globals, USAGE};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::generate::Want;
use crate::shell::{self, Exit, WorkTree};
use crate::snapshot::{self, Difference, Kind};
use crate::span::{Sources, Span};
use crate::tree::{Limits, Tree, TreePath};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "Examples:
  dodona test
  dodona test my-platform -e local --update";

/// Arguments of `test`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    choice: Choice,
    /// The folder of accepted files [default: the repository's `snapshots`]
    #[arg(long, value_name = "DIR")]
    snapshots: Option<PathBuf>,
    /// Accept what is rendered now
    #[arg(long)]
    update: bool,
}

type Files = BTreeMap<TreePath, Vec<u8>>;

impl Args {
    pub(super) fn run(&self, globals: &Globals, console: &Console) -> Exit {
        match self.tested(globals, console) {
            Ok(exit) | Err(exit) => exit,
        }
    }

    fn tested(&self, globals: &Globals, console: &Console) -> Outcome<Exit> {
        if self.update && console.environment.ci {
            console.complain(
                Diagnostic::error(
                    USAGE,
                    None,
                    "`--update` is refused in CI, where nobody reads the change",
                )
                .help("run `dodona test --update` on your machine and commit the snapshots"),
            );
            return Err(Exit::Unusable);
        }
        let (tree, progress) = session::open(&self.place, globals, console)?;
        let all = self.choice.environments.is_empty();
        let (rendered, folder) = session::with_workshop(&tree, &progress, console, |shop| {
            let folder = shop.catalog.repository().snapshots.clone();
            let builds = session::build(shop, &self.choice, all, &Want::All);
            let files: Files = builds.iter().flat_map(snapshot::files).collect();
            Ok((files, folder))
        })?;
        let base = self
            .place
            .dir
            .clone()
            .or_else(|| globals.path.clone())
            .unwrap_or_default();
        let folder = self.snapshots.clone().unwrap_or_else(|| base.join(folder));
        let accepted = self.accepted(&folder, console)?;
        if self.update {
            return Ok(console.wrote(shell::exchange(&folder, &accepted, &rendered)));
        }
        Ok(report(&accepted, &rendered, &folder, console))
    }

    /// Returns the accepted files of the environments that are tested.
    fn accepted(&self, folder: &Path, console: &Console) -> Outcome<Files> {
        // Nothing accepted yet is a difference like any other, and no reason to stop.
        let Ok(source) = WorkTree::open(folder) else {
            return Ok(Files::new());
        };
        let tree = Tree::new(Box::new(source), Limits::default());
        let mut sources = Sources::new();
        let mut files = Files::new();
        let mut out = Diagnostics::new();
        for path in tree.walk_reporting(&TreePath::root(), &mut sources, &mut out) {
            let first = path.segments().next().unwrap_or_default().to_owned();
            if !self.choice.environments.is_empty() && !self.choice.environments.contains(&first) {
                continue;
            }
            match tree.read(&path, &mut sources) {
                Ok(source) => {
                    files.insert(path, sources.text(source).to_vec());
                }
                Err(fault) => out.push(*fault),
            }
        }
        if out.has_errors() {
            console.report(&out, &sources);
            return Err(Exit::Unusable);
        }
        Ok(files)
    }
}

fn report(accepted: &Files, rendered: &Files, folder: &Path, console: &Console) -> Exit {
    let differences = snapshot::compare(accepted, rendered);
    let mut sources = Sources::new();
    let mut out = Diagnostics::new();
    for difference in &differences {
        out.push(finding(difference, accepted, folder, &mut sources));
    }
    console.report(&out, &sources);
    let diffs: String = differences
        .iter()
        .filter(|difference| difference.kind == Kind::Different)
        .map(|difference| difference.diff.as_str())
        .collect();
    console.data(&diffs);
    let failed = differences.len();
    let passed = rendered.len()
        - differences
            .iter()
            .filter(|one| one.kind != Kind::Orphaned)
            .count();
    console.say(&format!("{passed} passed, {failed} failed"));
    if failed == 0 {
        Exit::Fine
    } else {
        Exit::Findings
    }
}

fn finding(
    difference: &Difference,
    accepted: &Files,
    folder: &Path,
    sources: &mut Sources,
) -> Diagnostic {
    let text = accepted
        .get(&difference.path)
        .map_or(&b""[..], Vec::as_slice);
    let shown = folder.join(difference.path.as_str()).display().to_string();
    let source = sources.add(shown, text);
    let start: usize = text
        .split_inclusive(|byte| *byte == b'\n')
        .take(difference.line - 1)
        .map(<[u8]>::len)
        .sum();
    let (span, message, help) = match difference.kind {
        Kind::Missing => (
            Span::whole(source),
            "is rendered and has no accepted file",
            "read it, then accept it with `dodona test --update`",
        ),
        Kind::Orphaned => (
            Span::whole(source),
            "is accepted and no longer rendered",
            "delete it with `dodona test --update` if that is meant",
        ),
        Kind::Different => (
            Span::new(source, start, start),
            "is rendered otherwise than accepted",
            "read the difference, then accept it with `dodona test --update`",
        ),
    };
    let message = format!("`{}` {message}", difference.path);
    Diagnostic::error(difference.kind.code(), span, message).help(help)
}
