//! Holds the order of the rooms: a room uses rooms below it only, and nobody but the shell touches the machine.

#![expect(
    clippy::disallowed_methods,
    reason = "a test reads the sources from the disk"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What only the shell may name, outside of tests.
const MACHINE: [&str; 9] = [
    "std::fs",
    "std::env",
    "std::process",
    "std::time",
    "std::net",
    "std::thread",
    "thread_local!",
    "HashMap",
    "HashSet",
];

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The rooms in `lib.rs`, bottom up; a blank line begins a floor.
fn floors() -> BTreeMap<String, usize> {
    let lib = fs::read_to_string(sources().join("lib.rs")).expect("lib.rs is there");
    let mut floors = BTreeMap::new();
    let mut floor = 0;
    for line in lib.lines() {
        if line.trim().is_empty() {
            floor += 1;
        }
        let room = line
            .strip_prefix("pub mod ")
            .and_then(|rest| rest.strip_suffix(';'));
        if let Some(room) = room {
            floors.insert(room.to_owned(), floor);
        }
    }
    floors
}

/// All files of a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a folder of the sources")
        .map(|entry| entry.expect("an entry of the sources").path())
        .collect();
    paths.sort();
    let (folders, mut found): (Vec<_>, Vec<_>) = paths.into_iter().partition(|path| path.is_dir());
    found.extend(folders.iter().flat_map(|folder| files(folder)));
    found.retain(|path| path.extension().is_some_and(|ext| ext == "rs"));
    found
}

/// One line of code, without its comment.
struct Line {
    file: String,
    number: usize,
    text: String,
}

/// The lines of a room that are no comments and no tests.
fn lines(room: &str) -> Vec<Line> {
    let folder = sources().join(room);
    files(&folder)
        .iter()
        .filter(|path| !is_test(path))
        .flat_map(|path| {
            let file = path.strip_prefix(sources()).expect("below the sources");
            let file = format!("src/{}", file.display());
            code(&fs::read_to_string(path).expect("a source file"))
                .into_iter()
                .map(move |(number, text)| Line {
                    file: file.clone(),
                    number,
                    text,
                })
        })
        .collect()
}

/// Files that only tests are made of.
fn is_test(path: &Path) -> bool {
    let named = |name: &str| path.iter().any(|part| part == name);
    named("tests.rs") || named("tests") || named("example.rs")
}

/// The numbered lines of a file up to its tests, without comments.
fn code(text: &str) -> Vec<(usize, String)> {
    let lines: Vec<&str> = text.lines().collect();
    let tests = lines.windows(2).position(|pair| {
        pair[0].trim() == "#[cfg(test)]"
            && pair[1].trim_start().starts_with("mod ")
            && pair[1].ends_with('{')
    });
    lines[..tests.unwrap_or(lines.len())]
        .iter()
        .enumerate()
        .map(|(index, line)| (index + 1, line.split("//").next().unwrap_or("").to_owned()))
        .collect()
}

/// The rooms that a line names.
fn uses(line: &str) -> impl Iterator<Item = &str> {
    line.split("crate::").skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        &rest[..end.unwrap_or(rest.len())]
    })
}

fn report(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn rooms_use_rooms_below() {
    let floors = floors();
    assert!(floors.len() > 10, "lib.rs lists the rooms: {floors:?}");
    let mut faults = Vec::new();
    for (room, floor) in &floors {
        for line in lines(room) {
            if line.text.contains("crate::{") {
                faults.push(format!(
                    "{}:{}: name one room per `use`, without `crate::{{…}}`",
                    line.file, line.number
                ));
            }
            for used in uses(&line.text).filter(|used| used != room) {
                if floors.get(used).is_some_and(|other| other >= floor) {
                    faults.push(format!(
                        "{}:{}: `{room}` looks up at `{used}`",
                        line.file, line.number
                    ));
                }
            }
        }
    }
    report(&faults);
}

#[test]
fn every_folder_is_a_room() {
    let floors = floors();
    let stray: Vec<String> = fs::read_dir(sources())
        .expect("the sources")
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name != "tests" && !floors.contains_key(name))
        .map(|name| format!("src/{name}: lib.rs does not list this folder"))
        .collect();
    report(&stray);
}

#[test]
fn only_the_shell_touches_the_machine() {
    let mut faults = Vec::new();
    for room in floors().keys().filter(|room| *room != "shell") {
        for line in lines(room) {
            for name in MACHINE.iter().filter(|name| line.text.contains(**name)) {
                faults.push(format!(
                    "{}:{}: `{room}` names `{name}`, which only the shell may",
                    line.file, line.number
                ));
            }
        }
    }
    report(&faults);
}

#[test]
fn the_check_sees_what_it_should() {
    let found: Vec<&str> = uses("use crate::yaml::Node; crate::span::Span").collect();
    assert_eq!(found, ["yaml", "span"]);
    let text = "use crate::a; // crate::b\n\n#[cfg(test)]\nmod tests {\n    use crate::c;\n";
    let lines: Vec<String> = code(text).into_iter().map(|(_, text)| text).collect();
    assert_eq!(lines, ["use crate::a; ", ""]);
}
