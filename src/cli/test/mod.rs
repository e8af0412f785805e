//! `dodona test`.

mod accept;
mod finding;
mod junit;

use crate::cli::session::{self, Choice, Findings, Outcome, Place};
use crate::cli::{Console, Globals, USAGE};
use crate::diagnostic::Diagnostic;
use crate::generate::Want;
use crate::report::{self, Report};
use crate::shell::{self, Exit, Progress, Scope, WorkTree};
use crate::snapshot::{self, Difference, Kind};
use crate::tree::{Limits, Tree, TreePath};
use clap::ValueEnum;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

const EXAMPLES: &str = "Examples:
  dodona test
  dodona test my-platform -e local --update
  dodona test --junit report.xml --pending out/pending
  dodona test --unreferenced delete";

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
    /// Whether accepted files that nothing renders any more fail the test or are deleted [default: reject; delete with `--update`]
    #[arg(long, value_name = "WHAT")]
    unreferenced: Option<Unreferenced>,
    /// Write what differs or is missing as files below this folder, and prune what dodona wrote there before
    #[arg(long, value_name = "DIR")]
    pending: Option<PathBuf>,
    /// Write the results as JUnit XML; `-` is standard output, in place of the differences
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Unreferenced {
    Reject,
    Delete,
}

type Files = BTreeMap<TreePath, Vec<u8>>;

/// What is compared, and what was found on the way there.
struct Seen {
    rendered: Files,
    accepted: Files,
    folder: PathBuf,
    findings: Findings,
}

impl Args {
    pub(super) fn run(&self, globals: &Globals, console: &Console) -> Exit {
        if let Some(refusal) = self.refusal(console) {
            console.complain(refusal);
            return Exit::Unusable;
        }
        match self.seen(globals, console) {
            Ok(seen) => match self.judged(seen, globals, console) {
                Ok(exit) | Err(exit) => exit,
            },
            Err(findings) => {
                console.report(&findings.out, &findings.sources);
                match self.hand_in(&junit::broken(&findings), console) {
                    Ok(()) | Err(_) => Exit::Unusable,
                }
            }
        }
    }

    fn deletes(&self) -> bool {
        let usual = match self.update {
            true => Unreferenced::Delete,
            false => Unreferenced::Reject,
        };
        self.unreferenced.unwrap_or(usual) == Unreferenced::Delete
    }

    /// Nothing is accepted or deleted in CI.
    fn refusal(&self, console: &Console) -> Option<Diagnostic> {
        if !console.environment.ci {
            return None;
        }
        let option = match (self.update, self.deletes()) {
            (true, _) => "--update",
            (false, true) => "--unreferenced delete",
            (false, false) => return None,
        };
        let message = format!("`{option}` is refused in CI, where nobody reads the change");
        let help = format!("run `dodona test {option}` on your machine and commit the snapshots");
        Some(Diagnostic::error(USAGE, None, message).help(help))
    }

    fn seen(&self, globals: &Globals, console: &Console) -> Result<Seen, Findings> {
        let progress = Rc::new(Progress::new(&console.environment));
        let place = self.place.folder(globals);
        let tree = session::watched(&place, globals.rev.as_deref(), &progress)
            .map_err(|error| Findings::from(Diagnostic::from(error)))?;
        let all = self.choice.environments.is_empty();
        let (made, mut findings) = session::worked(&tree, &progress, |shop| {
            let folder = shop.catalog.repository().snapshots.clone();
            let builds = session::build(shop, &self.choice, all, &Want::All);
            let files: Files = builds.iter().flat_map(snapshot::files).collect();
            (files, folder)
        });
        let (rendered, folder) = match made {
            Some(made) if !findings.out.has_errors() => made,
            _ => return Err(findings),
        };
        let folder = self.snapshots.clone().unwrap_or_else(|| {
            let base = self.place.dir.clone().or_else(|| globals.path.clone());
            base.unwrap_or_default().join(folder)
        });
        match self.accepted(&folder, &mut findings) {
            Some(accepted) => Ok(Seen {
                rendered,
                accepted,
                folder,
                findings,
            }),
            None => Err(findings),
        }
    }

    /// Returns the accepted files of the environments that are tested.
    fn accepted(&self, folder: &Path, findings: &mut Findings) -> Option<Files> {
        let source = match WorkTree::open_if_there(folder) {
            Ok(Some(source)) => source,
            // Nothing accepted yet is a difference like any other, and no reason to stop.
            Ok(None) => return Some(Files::new()),
            Err(error) => {
                findings.out.push(error.into());
                return None;
            }
        };
        let tree = Tree::new(Box::new(source), Limits::default());
        let Findings { out, sources } = findings;
        let mut files = Files::new();
        for path in tree.walk_reporting(&TreePath::root(), sources, out) {
            let first = path.segments().next().unwrap_or_default().to_owned();
            if !self.choice.environments.is_empty() && !self.choice.environments.contains(&first) {
                continue;
            }
            match tree.read(&path, sources) {
                Ok(source) => {
                    files.insert(path, sources.text(source).to_vec());
                }
                Err(fault) => out.push(*fault),
            }
        }
        (!out.has_errors()).then_some(files)
    }

    fn judged(&self, mut seen: Seen, globals: &Globals, console: &Console) -> Outcome<Exit> {
        self.check_places(&seen.folder, console)?;
        if self.update || self.deletes() {
            self.accept(&mut seen, console)?;
        }
        let differences = snapshot::compare(&seen.accepted, &seen.rendered);
        let findings = finding::all(&differences, &mut seen);
        let pending = self.put_aside(&differences, &seen, console)?;
        self.hand_in(&junit::judged(&seen, &differences, &findings), console)?;
        console.report_lines(&seen.findings.out, &seen.findings.sources);
        if self.junit.as_deref() != Some(Path::new("-")) {
            let diffs: String = differences.iter().map(|one| one.diff.as_str()).collect();
            whole(console.data(&diffs))?;
        }
        if let (Some(count), Some(folder)) = (pending, &self.pending) {
            console.say(&format!("{count} pending in `{}`", folder.display()));
        }
        self.conclude(&differences, seen.rendered.len(), globals, console);
        Ok(match differences.is_empty() {
            true => Exit::Fine,
            false => Exit::Findings,
        })
    }

    /// Counts, and says what to type.
    fn conclude(
        &self,
        differences: &[Difference],
        rendered: usize,
        globals: &Globals,
        console: &Console,
    ) {
        if !(self.update && differences.is_empty()) {
            console.say(&summary(differences, rendered));
        }
        let is_acceptable = |one: &Difference| one.kind != Kind::Foreign;
        if !self.update && differences.iter().any(is_acceptable) {
            console.say(&self.way_to_accept(globals, console));
        }
    }

    /// Refuses to write into the folder of snapshots what is none.
    fn check_places(&self, folder: &Path, console: &Console) -> Outcome<()> {
        let stdout = Path::new("-");
        let places = [
            ("--pending", self.pending.as_deref()),
            (
                "--junit",
                self.junit.as_deref().filter(|file| *file != stdout),
            ),
        ];
        for (option, place) in places {
            if let Some(place) = place.filter(|place| shell::lies_in(place, folder)) {
                let message = format!(
                    "`{option} {}` lies in the folder of snapshots `{}`, which holds accepted files only",
                    place.display(),
                    folder.display()
                );
                let help = format!(
                    "name a place outside of it, such as `{option} out/{}`",
                    &option[2..]
                );
                console.complain(Diagnostic::error(USAGE, None, message).help(help));
                return Err(Exit::Unusable);
            }
        }
        Ok(())
    }

    /// Writes the report that was asked for.
    fn hand_in(&self, report: &Report, console: &Console) -> Outcome<()> {
        let Some(file) = &self.junit else {
            return Ok(());
        };
        let text = report::junit(report);
        if file == Path::new("-") {
            return whole(console.data(&text));
        }
        shell::write_file(file, text.as_bytes()).map_err(|error| {
            console.complain(error);
            Exit::Unusable
        })
    }

    /// Writes what waits to be accepted to where people asked for it, prunes what no longer waits there, and returns how many do.
    fn put_aside(
        &self,
        differences: &[Difference],
        seen: &Seen,
        console: &Console,
    ) -> Outcome<Option<usize>> {
        let Some(folder) = &self.pending else {
            return Ok(None);
        };
        let files: Files = differences
            .iter()
            .filter_map(|one| Some((one.path.clone(), seen.rendered.get(&one.path)?.clone())))
            .collect();
        let mut scope = Scope::all();
        // What was put aside is made anew at will: nobody's work is lost with it.
        scope.force = true;
        if !self.choice.environments.is_empty() {
            let names = self.choice.environments.iter();
            scope.folders = names.map(|name| TreePath::root().child(name)).collect();
        }
        if let Err(errors) = shell::write_folder(folder, &files, &scope) {
            errors.into_iter().for_each(|error| console.complain(error));
            return Err(Exit::Unusable);
        }
        Ok(Some(files.len()))
    }
}

fn whole(exit: Exit) -> Outcome<()> {
    match exit {
        Exit::Fine => Ok(()),
        other => Err(other),
    }
}

/// `317 passed, 2 failed (1 different, 1 missing)`
fn summary(differences: &[Difference], rendered: usize) -> String {
    let count = |kind: Kind| differences.iter().filter(|one| one.kind == kind).count();
    let kinds = [
        (Kind::Different, "different"),
        (Kind::Missing, "missing"),
        (Kind::Orphaned, "orphaned"),
        (Kind::Foreign, "not dodona's"),
    ];
    let parts: Vec<String> = kinds
        .into_iter()
        .map(|(kind, word)| (count(kind), word))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    let passed = rendered - count(Kind::Different) - count(Kind::Missing);
    let failed = differences.len();
    match parts.is_empty() {
        true => format!("{passed} passed, {failed} failed"),
        false => format!("{passed} passed, {failed} failed ({})", parts.join(", ")),
    }
}
