//! Runs every folder `fixtures/<room>/<case>/` that holds a `case.yaml` against its `snapshots/<room>/<case>/`.
//!
//! A case needs no Rust: copy the nearest folder, change the input, write the `why`, run
//! `UPDATE=1 cargo test --test cases`, and read the difference as a reviewer would.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test reads its corpus and runs the program"
)]

#[path = "cases/case.rs"]
mod case;
#[path = "cases/coverage.rs"]
mod coverage;
#[path = "cases/demo.rs"]
mod demo;
#[path = "cases/figures.rs"]
mod figures;
#[path = "cases/make.rs"]
mod make;
#[path = "cases/outside.rs"]
mod outside;
#[path = "cases/process.rs"]
mod process;
#[path = "cases/snapshot.rs"]
mod snapshot;

use case::Case;
use libtest_mimic::{Arguments, Failed, Trial};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The project's folder.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let set = |name: &str, off: &str| {
        std::env::var(name).is_ok_and(|text| !text.is_empty() && text != off)
    };
    let update = set("UPDATE", "0");
    if update && set("CI", "false") {
        eprintln!("UPDATE is refused in CI, where nobody reads the change");
        return ExitCode::from(2);
    }
    let rooms = rooms();
    let mut trials: Vec<Trial> = rooms
        .iter()
        .flat_map(|room| folders(&root().join("fixtures").join(room)).map(move |case| (room, case)))
        .map(|(room, case)| trial(&format!("{room}/{case}"), update))
        .collect();
    trials.push(Trial::test("snapshots-have-fixtures", move || {
        orphans(&rooms)
    }));
    trials.push(Trial::test("codes-have-cases", coverage::check));
    trials.extend(demo::trials());
    trials.extend(mistakes());
    trials.push(outside::trial());
    trials.push(figures::trial());
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn trial(name: &str, update: bool) -> Trial {
    let owned = name.to_owned();
    Trial::test(name, move || {
        let case = Case::read(&owned)?;
        let seen = case.run()?;
        let folder = root().join("snapshots").join(&owned);
        let files = case.files(&seen);
        if update {
            snapshot::write(&folder, &files)
        } else {
            snapshot::compare(&folder, &files)
        }
    })
}

/// Repositories that render without a word although each holds one common mistake of virtual clusters.
fn mistakes() -> Vec<Trial> {
    let folder = root().join("fixtures/lint");
    folders(&folder)
        .map(|mistake| {
            let repository = folder.join(&mistake).join("repo");
            Trial::test(format!("lint/{mistake}"), move || {
                let dir = repository.to_string_lossy().into_owned();
                let seen =
                    process::run(&["render".to_owned(), dir], root(), &BTreeMap::new(), None)?;
                match seen.exit == Some(0) && seen.stderr.is_empty() {
                    true => Ok(()),
                    false => Err(seen.stderr_text().into()),
                }
            })
        })
        .collect()
}

/// The folders of `fixtures` in which any folder is a case; the others belong to other tests.
fn rooms() -> Vec<String> {
    let fixtures = root().join("fixtures");
    folders(&fixtures)
        .filter(|room| {
            folders(&fixtures.join(room))
                .any(|case| fixtures.join(room).join(case).join("case.yaml").is_file())
        })
        .collect()
}

/// The names of the folders in a folder, sorted.
fn folders(folder: &Path) -> impl Iterator<Item = String> + use<> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names.into_iter()
}

/// Fails on snapshots that no fixture would make.
fn orphans(rooms: &[String]) -> Result<(), Failed> {
    let snapshots = root().join("snapshots");
    let orphans: Vec<PathBuf> = folders(&snapshots)
        .filter(|room| room != demo::NAME)
        .flat_map(|room| {
            let inside = snapshots.join(&room);
            folders(&inside).map(move |case| PathBuf::from(&room).join(case))
        })
        .filter(|case| {
            !root()
                .join("fixtures")
                .join(case)
                .join("case.yaml")
                .is_file()
        })
        .collect();
    if !orphans.is_empty() {
        return Err(format!("snapshots without a fixture: {orphans:?}").into());
    }
    if rooms.is_empty() {
        return Err("`fixtures` holds no case at all".into());
    }
    Ok(())
}
