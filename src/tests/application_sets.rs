//! The room `appset` against what Argo CD v3.5.1 recorded, and what it tells of Applications.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test reads its corpus, tells what is wrong, and may fail loudly"
)]

use dodona::appset::{
    Application, Checkout, Checkouts, Expansion, Limits, NoCheckouts, Refused, Surroundings, expand,
};
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
        projects: None,
        all_clusters: false,
        limits: Limits::default(),
    };
    Some(expand(nodes.first()?, &around, out))
}

/// Expands a set that is written here, with AppProjects that are known, or not.
fn of_text(set: &str, projects: Option<&[&str]>) -> Expansion {
    let mut sources = Sources::new();
    let source = sources.add("set.yaml", set.as_bytes());
    let (limits, mut out) = (yaml::Limits::default(), Diagnostics::new());
    let read = yaml::read(source, set.as_bytes(), Reading::Kubectl, &limits, &mut out);
    let projects = projects.map(|names| names.iter().map(|&name| name.to_owned()).collect());
    let around = Surroundings {
        world: &World::default(),
        checkouts: &NoCheckouts,
        projects: projects.as_ref(),
        all_clusters: false,
        limits: Limits::default(),
    };
    expand(&read.unwrap()[0], &around, &mut out)
}

const THREE: &str = "
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: set}
spec:
  goTemplate: true
  goTemplateOptions: [missingkey=error]
  generators:
  - list: {elements: [{k: a, p: known}, {k: b, p: other}]}
    clusters: {}
  - list: {elements: [{k: c, p: third}, {k: c, p: known}]}
  template:
    metadata: {name: '{{if hasKey . \"server\"}}{{.name}}{{else}}{{.k}}{{end}}'}
    spec: {project: '{{get . \"p\" | default \"known\"}}', destination: {server: https://x}}
";

fn names<'a>(made: impl Iterator<Item = &'a Application>) -> Vec<&'a str> {
    made.map(|made| &*made.name).collect()
}

#[test]
fn projects_count_where_they_are_known() {
    let all = of_text(THREE, None);
    assert_eq!(
        names(all.applications.iter().flatten()),
        ["a", "b", "in-cluster"]
    );
    let known = of_text(THREE, Some(&["known"]));
    assert_eq!(
        names(known.applications.iter().flatten()),
        ["a", "in-cluster"]
    );
    let refused = |refused: &Refused| (refused.application.name.to_string(), refused.error.clone());
    let refused: Vec<(String, String)> = known.refused.iter().map(refused).collect();
    let missing = "application references project other which does not exist";
    let twice = "ApplicationSet set contains applications with duplicate name: c";
    let wanted = [("b", missing), ("c", twice), ("c", twice)];
    assert_eq!(refused, wanted.map(|(a, b)| (a.to_owned(), b.to_owned())));
    assert_eq!(known.condition(), Some(format!("{twice} (and 1 more)")));
    assert!(known.has_failed() && known.errors.is_empty());
}

#[test]
fn an_application_knows_what_made_it() {
    let made = of_text(THREE, None).applications.unwrap();
    let origin = |made: &Application| (made.origin().entry, made.origin().kind);
    let origins: Vec<_> = made.iter().map(origin).collect();
    assert_eq!(origins, [(0, "list"), (0, "list"), (0, "clusters")]);
    let target = made[2].cluster().unwrap();
    assert_eq!(
        (&*target.name, &*target.server),
        ("in-cluster", "https://kubernetes.default.svc")
    );
    assert_eq!(made[0].cluster(), None);
}

#[test]
fn a_set_that_fails_as_a_whole_says_so_in_the_controllers_words() {
    let failed = of_text(&THREE.replace("{{.k}}", "{{.nope}}"), None);
    assert!(failed.applications.is_none() && failed.refused.is_empty());
    let [error] = failed.errors.as_slice() else {
        panic!("{:?}", failed.errors)
    };
    assert!(
        error.ends_with("map has no entry for key \"nope\""),
        "{error}"
    );
    assert_eq!(failed.condition().as_ref(), Some(error));
    let refused = of_text(&THREE.replace("spec: {project", "spec: {projects"), None);
    assert!(refused.errors[0].starts_with("ApplicationSet.argoproj.io \"set\" is invalid: "));
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
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/conformance");
    judge_folder(&fixtures.join("applicationset"));
    judge_folder(&fixtures.join("applicationset-more"));
    if let Some(folder) = std::env::var_os("DODONA_CONFORMANCE") {
        judge_folder(&PathBuf::from(folder).join("applicationset"));
    }
}
