//! The room `appset` against what Argo CD v3.5.1 recorded.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test reads its corpus, tells what is wrong, and may fail loudly"
)]

use dodona::appset::{Checkout, Checkouts, Expansion, Limits, Surroundings, expand};
use dodona::diagnostic::Diagnostics;
use dodona::shell::WorkTree;
use dodona::span::Sources;
use dodona::world::{Repository, World};
use dodona::yaml::{self, Node, Reading};
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

type Json = serde_json::Value;

/// The folders of a case, as repositories.
struct Folders<'f>(&'f Path);

impl Checkouts for Folders<'_> {
    fn open(&self, repository: &Repository) -> Result<Rc<Checkout>, String> {
        let folder = self.0.join(&repository.folder);
        let source = WorkTree::open(&folder).map_err(|error| error.message)?;
        Ok(Rc::new(Checkout::new(Box::new(source))))
    }
}

fn documents(path: &Path, sources: &mut Sources) -> Option<Vec<Node>> {
    let text = fs::read(path).unwrap();
    let source = sources.add(path.to_string_lossy(), text.as_slice());
    let mut out = Diagnostics::new();
    yaml::read(
        source,
        &text,
        Reading::Kubectl,
        &yaml::Limits::default(),
        &mut out,
    )
    .ok()
}

fn world(path: &Path, sources: &mut Sources) -> World {
    if !path.exists() {
        return World::default();
    }
    let nodes = documents(path, sources).unwrap();
    let mut out = Diagnostics::new();
    let world = World::read(&nodes[0], &mut |_, _| None, &mut out);
    assert!(out.is_empty(), "{}: {out:?}", path.display());
    world
}

fn expanded(case: &Path, out: &mut Diagnostics) -> Option<Expansion> {
    let mut sources = Sources::new();
    let nodes = documents(&case.join("applicationset.yaml"), &mut sources)?;
    let world = world(&case.join("world.yaml"), &mut sources);
    let around = Surroundings {
        world: &world,
        checkouts: &Folders(case),
        limits: Limits::default(),
    };
    Some(expand(nodes.first()?, &around, out))
}

/// Says whether both are equal, numbers by value.
fn equal(a: &Json, b: &Json) -> bool {
    match (a, b) {
        (Json::Number(a), Json::Number(b)) => a.as_f64() == b.as_f64(),
        (Json::Array(a), Json::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b))
        }
        (Json::Object(a), Json::Object(b)) => {
            let same = |(key, a): (&String, &Json)| b.get(key).is_some_and(|b| equal(a, b));
            a.len() == b.len() && a.iter().all(same)
        }
        _ => a == b,
    }
}

/// Judges one case; says what is wrong, and whether the error's text is the controller's.
fn judge(case: &Path) -> (Option<String>, Option<bool>) {
    let mut out = Diagnostics::new();
    let expansion = expanded(case, &mut out);
    let failed = expansion.as_ref().is_none_or(Expansion::has_failed);
    let found = expansion.and_then(|expansion| expansion.applications);
    let found = found.map(|applications| {
        let nodes = applications.iter();
        Json::Array(
            nodes
                .map(|found| yaml::json::to_serde(&found.node))
                .collect(),
        )
    });
    let read = |name: &str| fs::read_to_string(case.join(name)).ok();
    let wanted: Option<Json> =
        read("expected.json").map(|text| serde_json::from_str(&text).unwrap());
    let error = read("expected-error.txt");
    let alike = error.as_ref().map(|error| {
        let ours: Vec<String> = out.iter().map(|found| found.message.clone()).collect();
        ours.iter().any(|ours| ours.ends_with(error.trim_end()))
    });
    let right = match (&found, &wanted) {
        (Some(found), Some(wanted)) => equal(found, wanted),
        (None, None) => true,
        _ => false,
    };
    if right && failed == error.is_some() {
        return (None, alike);
    }
    let told: Vec<String> = out.iter().map(|found| found.message.clone()).collect();
    let shown = |json: &Option<Json>| json.as_ref().map_or("nothing".to_owned(), Json::to_string);
    let fault = format!(
        "{}\n  error    {}\n  told     {told:?}\n  recorded {}\n  made     {}",
        case.display(),
        error.unwrap_or_default(),
        shown(&wanted),
        shown(&found)
    );
    (Some(fault), alike)
}

fn cases(folder: &Path) -> Vec<PathBuf> {
    let below = |folder: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        paths.filter(|path| path.is_dir()).collect()
    };
    let groups = below(folder);
    let mut cases: Vec<PathBuf> = groups.iter().flat_map(|group| below(group)).collect();
    cases.sort();
    cases
}

fn judge_folder(folder: &Path) {
    let only = std::env::var("DODONA_CASE").unwrap_or_default();
    let cases: Vec<PathBuf> = cases(folder)
        .into_iter()
        .filter(|case| case.to_string_lossy().contains(&only))
        .collect();
    let mut wrong = Vec::new();
    let (mut errors, mut alike) = (0, 0);
    for case in &cases {
        let (fault, text) = judge(case);
        wrong.extend(fault);
        errors += usize::from(text.is_some());
        alike += usize::from(text == Some(true));
    }
    eprintln!(
        "{} of {} cases are right; of {errors} errors {alike} have the recorded text",
        cases.len() - wrong.len(),
        cases.len()
    );
    for fault in wrong.iter().take(40) {
        eprintln!("{}", fault.chars().take(2500).collect::<String>());
    }
    assert!(wrong.is_empty(), "{} cases are wrong", wrong.len());
}

#[test]
fn the_corpus_is_expanded_as_recorded() {
    judge_folder(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/conformance/applicationset"),
    );
    if let Some(folder) = std::env::var_os("DODONA_CONFORMANCE") {
        judge_folder(&PathBuf::from(folder).join("applicationset"));
    }
}
