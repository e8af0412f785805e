//! The demo repository: its accepted output holds, and every tampering with it is found.

use crate::make::copy_folder;
use crate::process;
use crate::root;
use libtest_mimic::{Failed, Trial};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The repository, and its folder below `snapshots`.
pub(crate) const NAME: &str = "demo-usecases";

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test(NAME, || expect(&accepted()?, 0)),
        Trial::test(format!("{NAME}/same-everywhere"), same_everywhere),
        Trial::test(format!("{NAME}/one-byte-differs"), || {
            tampered(|file| {
                let mut bytes = fs::read(file)?;
                bytes[0] ^= 1;
                fs::write(file, bytes)
            })
        }),
        Trial::test(format!("{NAME}/one-file-more"), || {
            tampered(|file| fs::write(file.with_file_name("one-file-more.yaml"), "kind: More\n"))
        }),
        Trial::test(format!("{NAME}/one-file-less"), || {
            tampered(|file| fs::remove_file(file))
        }),
    ]
}

/// Expects the same bytes wherever and under whatever settings the program runs.
fn same_everywhere() -> Result<(), Failed> {
    let elsewhere = TempDir::new()?;
    let absolute = root().join(NAME).to_string_lossy().into_owned();
    let settings = [
        ("TZ", "Asia/Kolkata"),
        ("LANG", "tr_TR.UTF-8"),
        ("LC_ALL", "de_DE.UTF-8"),
        ("HOME", "/nowhere"),
        ("COLUMNS", "40"),
        ("RUST_BACKTRACE", "1"),
        ("SOURCE_DATE_EPOCH", "1"),
    ];
    let settings = settings
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
    let render = |dir: &str| ["render", dir, "--all-environments", "-o", "json"].map(str::to_owned);
    let here = process::run(&render(NAME), root(), &BTreeMap::new(), None)?;
    let there = process::run(&render(&absolute), elsewhere.path(), &settings, None)?;
    if here.exit != Some(0) {
        return Err(here.stderr_text().into());
    }
    if here.stdout != there.stdout {
        return Err("another folder, time zone or language gives other bytes".into());
    }
    Ok(())
}

fn accepted() -> Result<PathBuf, Failed> {
    let folder = root().join("snapshots").join(NAME);
    if !folder.is_dir() {
        return Err(format!(
            "`snapshots/{NAME}` is missing: run `dodona test {NAME} --snapshots snapshots/{NAME} --update`"
        )
        .into());
    }
    Ok(folder)
}

/// Expects that `dodona test` fails after `change` to one file of a copy of the snapshots.
fn tampered(change: impl FnOnce(&Path) -> std::io::Result<()>) -> Result<(), Failed> {
    let copy = TempDir::new()?;
    copy_folder(&accepted()?, copy.path())?;
    let file = first_file(copy.path()).ok_or("no accepted file at all")?;
    change(&file)?;
    expect(copy.path(), 1)
}

fn expect(snapshots: &Path, exit: i32) -> Result<(), Failed> {
    let arguments = ["test", NAME, "--snapshots", &snapshots.to_string_lossy()].map(str::to_owned);
    let seen = process::run(&arguments, root(), &BTreeMap::new(), None)?;
    if seen.exit == Some(exit) {
        return Ok(());
    }
    let (stdout, stderr) = (seen.stdout_text(), seen.stderr_text());
    Err(format!(
        "exit is {:?}, expected {exit}:\n{stdout}\n{stderr}",
        seen.exit
    )
    .into())
}

/// The first file in the order of names, but none that begins with a dot.
fn first_file(folder: &Path) -> Option<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .ok()?
        .filter_map(Result::ok)
        .filter(|entry| !entry.file_name().to_string_lossy().starts_with('.'))
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    paths.into_iter().find_map(|path| {
        if path.is_dir() {
            first_file(&path)
        } else {
            Some(path)
        }
    })
}
