//! Accepted files of a case: compared byte for byte, or written.

use libtest_mimic::Failed;
use similar::TextDiff;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

type Files = BTreeMap<String, Vec<u8>>;

/// Writes what was seen, and deletes what is no longer there.
pub(crate) fn write(folder: &Path, files: &Files) -> Result<(), Failed> {
    for name in read(folder)?.keys() {
        if !files.contains_key(name) {
            fs::remove_file(folder.join(name))?;
        }
    }
    fs::create_dir_all(folder)?;
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes)?;
    }
    Ok(())
}

/// Fails on every difference.
pub(crate) fn compare(folder: &Path, files: &Files) -> Result<(), Failed> {
    let accepted = read(folder)?;
    if accepted.is_empty() {
        return Err("the case has no snapshot: run `UPDATE=1 cargo test --test cases`, and read what it writes".into());
    }
    let names: BTreeSet<&String> = accepted.keys().chain(files.keys()).collect();
    let mut faults = String::new();
    for name in names {
        match (accepted.get(name), files.get(name)) {
            (Some(old), Some(new)) if old == new => {}
            (old, new) => faults += &difference(name, old, new),
        }
    }
    if faults.is_empty() {
        return Ok(());
    }
    Err(faults.into())
}

fn difference(name: &str, old: Option<&Vec<u8>>, new: Option<&Vec<u8>>) -> String {
    let text = |bytes: Option<&Vec<u8>>| {
        bytes.map_or_else(String::new, |bytes| {
            String::from_utf8_lossy(bytes).into_owned()
        })
    };
    let (old, new) = (text(old), text(new));
    TextDiff::from_lines(&old, &new)
        .unified_diff()
        .header(&format!("accepted {name}"), &format!("now {name}"))
        .to_string()
}

fn read(folder: &Path) -> Result<Files, Failed> {
    let mut files = Files::new();
    if !folder.is_dir() {
        return Ok(files);
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        files.insert(name, fs::read(entry.path())?);
    }
    Ok(files)
}
