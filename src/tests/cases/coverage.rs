//! Every fault that the program can find is found in some case.

use crate::{folders, root};
use libtest_mimic::Failed;
use std::collections::BTreeSet;
use std::fs;

/// Faults without a case, and why.
const WITHOUT: &[(&str, &str)] = &[
    (
        "duplicate-key",
        "answered on standard output by `yaml write`",
    ),
    (
        "repository-too-large",
        "needs 128 MiB of files: a unit test of the tree has it",
    ),
    (
        "stdin-unreadable",
        "needs a gigabyte of input or a broken stream",
    ),
    ("unreadable", "root may read everything"),
    ("unwritable", "root may write everything"),
];

pub(crate) fn check() -> Result<(), Failed> {
    let codes = dodona::codes();
    let names: BTreeSet<&str> = codes.iter().map(|code| code.name).collect();
    let mut faults = Vec::new();
    if names.len() != codes.len() {
        faults.push("two codes have the same name".to_owned());
    }
    let seen = diagnostics()?;
    let is_seen = |name: &str| seen.contains(&format!("[{name}]"));
    for name in &names {
        let why = WITHOUT.iter().find(|(without, _)| without == name);
        match (is_seen(name), why) {
            (false, None) => faults.push(format!("`{name}` has no case")),
            (true, Some(_)) => faults.push(format!(
                "`{name}` has a case: take it off the list of those without"
            )),
            _ => {}
        }
    }
    for (name, _) in WITHOUT.iter().filter(|(name, _)| !names.contains(name)) {
        faults.push(format!("`{name}` is no code"));
    }
    if faults.is_empty() {
        return Ok(());
    }
    Err(faults.join("\n").into())
}

/// All findings of all cases.
fn diagnostics() -> Result<String, Failed> {
    let mut all = String::new();
    let snapshots = root().join("snapshots");
    for room in folders(&snapshots) {
        for case in folders(&snapshots.join(&room)) {
            let path = snapshots.join(&room).join(case).join("diagnostics.txt");
            if path.is_file() {
                all += &fs::read_to_string(path)?;
            }
        }
    }
    Ok(all)
}
