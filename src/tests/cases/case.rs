//! One case: what `case.yaml` says, and what the program did.

use crate::make::{self, Workplace};
use crate::process::{self, Seen};
use crate::root;
use dodona::diagnostic::{Diagnostics, render};
use dodona::span::Sources;
use dodona::yaml::{self, Limits, Reading};
use libtest_mimic::Failed;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The keys of `case.yaml`.
const KEYS: [&str; 11] = [
    "why", "input", "run", "in", "exit", "env", "stdin", "make", "stdout", "brief", "files",
];

/// What hostile fixtures put where a secret would stand, and into files outside the repository: no stream may hold it.
const SECRETS: [&str; 4] = ["hunter2", "aHVudGVyMg", "TRIPWIRE", "root:x:0:0"];

/// What a `case.yaml` says.
pub(crate) struct Case {
    /// The files to work on: the case's own, or those of the case that `input` names.
    folder: PathBuf,
    run: Vec<String>,
    /// The folder to run in, below the case's own.
    inside: String,
    exit: i32,
    env: BTreeMap<String, String>,
    stdin: Option<String>,
    make: Vec<Value>,
    stdout: String,
    brief: bool,
    /// The folder whose files are a snapshot too, when the run is over.
    written: Option<String>,
}

/// How the program is called in a case.
pub(crate) struct Call<'c> {
    pub(crate) arguments: Vec<String>,
    pub(crate) folder: PathBuf,
    pub(crate) env: &'c BTreeMap<String, String>,
    pub(crate) stdin: Option<PathBuf>,
}

impl Case {
    pub(crate) fn read(name: &str) -> Result<Self, Failed> {
        let folder = root().join("fixtures").join(name);
        let document = document(&folder.join("case.yaml"))?;
        let map = document
            .as_object()
            .ok_or("case.yaml holds no map of fields")?;
        if let Some(key) = map.keys().find(|key| !KEYS.contains(&key.as_str())) {
            return Err(format!("case.yaml has no field `{key}`; its fields are {KEYS:?}").into());
        }
        let why = document["why"].as_str().unwrap_or_default();
        if why.trim().is_empty() {
            return Err("case.yaml says no `why`".into());
        }
        let run = texts(&document["run"]);
        let input = document["input"].as_str();
        Ok(Self {
            folder: input.map_or(folder, |other| root().join("fixtures").join(other)),
            run: if run.is_empty() {
                vec!["render".to_owned(), "repo".to_owned()]
            } else {
                run
            },
            inside: document["in"].as_str().unwrap_or_default().to_owned(),
            exit: document["exit"]
                .as_i64()
                .map_or(Ok(0), i32::try_from)
                .map_err(|error| format!("exit: {error}"))?,
            env: document["env"]
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()))
                .collect(),
            stdin: document["stdin"].as_str().map(str::to_owned),
            make: document["make"].as_array().cloned().unwrap_or_default(),
            stdout: document["stdout"].as_str().unwrap_or("yaml").to_owned(),
            brief: document["brief"].as_bool().unwrap_or(false),
            written: document["files"].as_str().map(str::to_owned),
        })
    }

    /// Runs the case twice, and fails on whatever no case may do.
    pub(crate) fn run(&self) -> Result<Seen, Failed> {
        let place = self.place()?;
        let first = self.run_in(&place)?;
        // What writes gets the same beginning twice.
        let second = if self.writes() {
            self.run_in(&self.place()?)?
        } else {
            self.run_in(&place)?
        };
        if first != second {
            return Err(format!("two runs differ:\n{first:?}\n{second:?}").into());
        }
        let shown = || format!("{}\n{}", first.stdout_text(), first.stderr_text());
        match first.exit {
            Some(3) => return Err(format!("the program panicked:\n{}", shown()).into()),
            Some(exit) if exit == self.exit => {}
            other => {
                return Err(
                    format!("exit is {other:?}, expected {}:\n{}", self.exit, shown()).into(),
                );
            }
        }
        if self.exit == 2 && !first.stdout.is_empty() {
            return Err(format!("exit is 2, but standard output has:\n{}", shown()).into());
        }
        Ok(first)
    }

    fn writes(&self) -> bool {
        let writing = ["--output-dir", "--update"];
        self.written.is_some() || self.run.iter().any(|word| writing.contains(&&**word))
    }

    fn place(&self) -> Result<Workplace, Failed> {
        if self.make.is_empty() && !self.writes() {
            Ok(Workplace::of(&self.folder))
        } else {
            make::build(&self.folder, &self.make)
        }
    }

    /// Builds the case, and says how the program is called in it.
    pub(crate) fn prepare(&self) -> Result<(Workplace, Call<'_>), Failed> {
        let place = self.place()?;
        let call = self.call(&place);
        Ok((place, call))
    }

    fn call(&self, place: &Workplace) -> Call<'_> {
        let mut arguments = self.run.clone();
        if !self.brief {
            arguments.push("--verbose".to_owned());
        }
        Call {
            arguments,
            folder: place.path().join(&self.inside),
            env: &self.env,
            stdin: self.stdin.as_ref().map(|file| place.path().join(file)),
        }
    }

    fn run_in(&self, place: &Workplace) -> Result<Seen, Failed> {
        let call = self.call(place);
        let stdin = call.stdin.as_deref();
        let mut seen = process::run(&call.arguments, &call.folder, call.env, stdin)?;
        if let Some(folder) = &self.written {
            seen.files = tree(place.path(), folder)?;
        }
        let here = place.path().to_string_lossy().into_owned();
        for text in [seen.stdout_text(), seen.stderr_text(), seen.files.clone()] {
            if text.contains(&here) {
                return Err(format!("the output names this machine's `{here}`:\n{text}").into());
            }
            if let Some(word) = SECRETS.iter().find(|word| text.contains(**word)) {
                return Err(format!("the output holds `{word}`:\n{text}").into());
            }
            let forged = |c: &char| self.is_hostile() && render::is_hostile(*c) && *c != '\n';
            if let Some(c) = text.chars().find(forged) {
                return Err(format!("the output holds the character {c:?}:\n{text:?}").into());
            }
        }
        Ok(seen)
    }

    /// Whether nothing in the case may reach a terminal as it is; elsewhere manifests may hold what they like.
    fn is_hostile(&self) -> bool {
        self.folder
            .parent()
            .is_some_and(|room| room.ends_with("fixtures/hostile"))
    }

    /// The snapshots that this outcome asks for; an empty stream has none.
    pub(crate) fn files(&self, seen: &Seen) -> BTreeMap<String, Vec<u8>> {
        [
            (format!("stdout.{}", self.stdout), &seen.stdout),
            ("diagnostics.txt".to_owned(), &seen.stderr),
            ("files.txt".to_owned(), &seen.files.clone().into_bytes()),
        ]
        .into_iter()
        .filter(|(_, bytes)| !bytes.is_empty())
        .map(|(name, bytes)| (name, bytes.clone()))
        .collect()
    }
}

/// All files of a folder, or one file, as one text: a line `==> PATH <==` before each.
fn tree(base: &Path, path: &str) -> Result<String, Failed> {
    let place = base.join(path);
    if !place.is_dir() {
        let text = fs::read(&place).map_or_else(
            |_| "nothing is there\n".to_owned(),
            |bytes| String::from_utf8_lossy(&bytes).into_owned(),
        );
        return Ok(format!("==> {path} <==\n{text}"));
    }
    let mut names: Vec<String> = fs::read_dir(&place)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<std::io::Result<_>>()?;
    names.sort();
    names
        .iter()
        .map(|name| tree(base, &format!("{path}/{name}")))
        .collect()
}

/// The one document of a YAML file.
fn document(path: &Path) -> Result<Value, Failed> {
    let text = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut sources = Sources::new();
    let mut out = Diagnostics::new();
    let source = sources.add(path.display().to_string(), text.clone());
    let nodes = yaml::read(source, &text, Reading::Strict, &Limits::default(), &mut out)
        .map_err(|fault| render::line(&fault, &sources))?;
    match nodes.as_slice() {
        [node] => Ok(yaml::json::to_serde(node)),
        other => Err(format!("{} holds {} documents", path.display(), other.len()).into()),
    }
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array()
        .into_iter()
        .flatten()
        .map(|item| item.as_str().unwrap_or_default().to_owned())
        .collect()
}
