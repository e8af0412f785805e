//! The annotation `argocd.argoproj.io/manifest-generate-paths` of whatever delivers a payload through the plugin: all that its
//! rendering reads, and nothing else. The judge is the plugin itself, run in archives from which the rest was taken, or in which
//! the rest was spoilt.

#![expect(
    clippy::disallowed_methods,
    reason = "a test runs the program in archives of its own making"
)]

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const ANNOTATION: &str = "argocd.argoproj.io/manifest-generate-paths";

/// The files of an archive by their paths in the Git repository.
type Files = BTreeMap<String, Vec<u8>>;

/// An Application's source as the plugin gets it.
struct Delivery {
    name: String,
    folder: String,
    parameters: String,
    paths: Vec<String>,
}

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn dodona(folder: &Path, arguments: &[&str], parameters: Option<&str>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dodona"));
    command.args(arguments).current_dir(folder);
    if let Some(parameters) = parameters {
        command.env("ARGOCD_APP_PARAMETERS", parameters);
    }
    command.output().expect("the program was just built")
}

/// The files of a repository, as they lie in the Git repository below `folder`.
fn archive(repository: &Path, folder: &str) -> Files {
    let walk = walkdir::WalkDir::new(repository).into_iter();
    walk.map(|entry| entry.expect("it can be listed"))
        .filter(|entry| entry.file_type().is_file() && entry.file_name() != "case.yaml")
        .map(|entry| {
            let path = entry.path().strip_prefix(repository).expect("below it");
            let path = Path::new(folder).join(path);
            let bytes = fs::read(entry.path()).expect("it can be read");
            (path.to_str().expect("plain names").to_owned(), bytes)
        })
        .collect()
}

/// A folder of this disk that becomes one archive after another; only what differs is written.
struct Place {
    root: tempfile::TempDir,
    holds: Files,
}

impl Place {
    fn new() -> Self {
        Self {
            root: tempfile::tempdir().expect("the disk has room"),
            holds: Files::new(),
        }
    }

    /// What the plugin prints for a delivery in an archive of these files; `None` when it fails.
    fn generate<'f>(
        &mut self,
        files: impl IntoIterator<Item = (&'f String, &'f [u8])>,
        delivery: &Delivery,
    ) -> Option<Vec<u8>> {
        self.become_archive(files);
        let folder = self.root.path().join(&delivery.folder);
        fs::create_dir_all(&folder).expect("can be made");
        let output = dodona(&folder, &["cmp", "generate"], Some(&delivery.parameters));
        output.status.success().then_some(output.stdout)
    }

    fn become_archive<'f>(&mut self, files: impl IntoIterator<Item = (&'f String, &'f [u8])>) {
        let mut before = std::mem::take(&mut self.holds);
        for (path, bytes) in files {
            if before.remove(path).as_deref() != Some(bytes) {
                let at = self.root.path().join(path);
                fs::create_dir_all(at.parent().expect("below the root")).expect("can be made");
                fs::write(at, bytes).expect("can be written");
            }
            self.holds.insert(path.clone(), bytes.to_vec());
        }
        for path in before.keys() {
            self.remove(path);
        }
    }

    /// Removes a file, and the folders that nothing else is in: an archive holds files only.
    fn remove(&self, path: &str) {
        let at = self.root.path().join(path);
        fs::remove_file(&at).expect("it was written");
        let folders = at.ancestors().skip(1);
        let below = folders.take_while(|folder| *folder != self.root.path());
        for folder in below {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }
}

/// Whether Argo CD takes a change of the file for one of the Application (v3.5.1, `AppFilesHaveChanged`).
fn is_watched(file: &str, paths: &[String]) -> bool {
    let file = format!("/{file}");
    paths.iter().any(|path| {
        let folder = path.trim_end_matches('/');
        file == *path || file.starts_with(&format!("{folder}/"))
    })
}

/// The deliveries of an environment, for a cluster that the selectors match.
fn deliveries(repository: &Path, folder: &str, environment: &str) -> Vec<Delivery> {
    let output = dodona(
        repository,
        &["render", "-e", environment, "-o", "json"],
        None,
    );
    assert!(output.status.success(), "{environment} renders");
    let objects: Vec<Value> = serde_json::from_slice(&output.stdout).expect("it is JSON");
    // Sources that a use case writes itself deliver no payload.
    let sets = objects.iter().filter(|one| {
        one["kind"] == "ApplicationSet" && one["spec"]["template"]["spec"]["source"].is_object()
    });
    let mut found = Vec::new();
    for set in sets {
        let selector = &set["spec"]["generators"][0]["clusters"]["selector"]["matchLabels"];
        let cluster = cluster(&objects, selector);
        let template = &set["spec"]["template"];
        let name = set["metadata"]["name"].as_str().expect("it has a name");
        found.extend(delivery(
            &format!("{environment}/{name}"),
            template,
            &cluster,
        ));
    }
    let files = archive(repository, folder);
    let steered: Vec<Delivery> = found
        .iter()
        .filter(|one| one.parameters.contains(r#""applications""#))
        .flat_map(|one| of_payload(one, &files))
        .collect();
    found.extend(steered);
    found
}

/// The deliveries among the Applications of a payload.
fn of_payload(delivery: &Delivery, files: &Files) -> Vec<Delivery> {
    let all = files.iter().map(|(path, bytes)| (path, &**bytes));
    let text = Place::new()
        .generate(all, delivery)
        .expect("the payload renders");
    let text = String::from_utf8(text).expect("all output is text");
    text.split("---\n")
        .filter(|document| !document.is_empty())
        .map(|document| serde_yaml::from_str(document).expect("it is YAML"))
        .filter(|object: &Value| object["spec"]["source"]["plugin"].is_object())
        .filter_map(|object| {
            self::delivery(&format!("{}/manifests", delivery.name), &object, &json!({}))
        })
        .collect()
}

/// The first cluster of the environment with these labels; where there is none, one that somebody creates later.
fn cluster(objects: &[Value], wanted: &Value) -> Value {
    let wanted = wanted.as_object().expect("generated selectors have labels");
    let carries = |secret: &&Value| {
        let labels = &secret["metadata"]["labels"];
        labels["argocd.argoproj.io/secret-type"] == "cluster"
            && wanted.iter().all(|(key, value)| labels[key] == *value)
    };
    match objects.iter().find(carries) {
        Some(secret) => json!({
            "name": secret["stringData"]["name"],
            "server": secret["stringData"]["server"],
            "labels": secret["metadata"]["labels"],
        }),
        None => json!({"name": "later", "server": "https://later.example.org", "labels": wanted}),
    }
}

fn delivery(name: &str, application: &Value, cluster: &Value) -> Option<Delivery> {
    let source = &application["spec"]["source"];
    let parameters = source["plugin"]["parameters"].to_string();
    Some(Delivery {
        name: name.to_owned(),
        folder: source["path"].as_str()?.to_owned(),
        parameters: filled(&parameters, cluster),
        paths: application["metadata"]["annotations"][ANNOTATION]
            .as_str()
            .unwrap_or_else(|| panic!("{name} has no annotation"))
            .split(';')
            .map(str::to_owned)
            .collect(),
    })
}

/// Fills in what the cluster generator would.
fn filled(text: &str, cluster: &Value) -> String {
    let mut text = text.to_owned();
    for fact in ["name", "server"] {
        let value = cluster[fact].as_str().unwrap_or_default();
        text = text.replace(&format!("{{{{.{fact}}}}}"), value);
    }
    while let Some(start) = text.find("{{") {
        let length = text[start..].find("}}").expect("it is closed") + 2;
        let label = text[start..start + length].trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let key = label
            .rsplit(['.', '"', ' '])
            .next()
            .expect("it names a label");
        let value = cluster["labels"][key]
            .as_str()
            .unwrap_or("unknown")
            .to_owned();
        text.replace_range(start..start + length, &value);
    }
    text
}

/// Takes away or spoils what is not watched: nothing may change. Spoils each path that is: something must.
fn judge(
    place: &mut Place,
    (repository, folder): (&Path, &str),
    delivery: &Delivery,
    files: &Files,
) {
    let name = &delivery.name;
    let whole = place.generate(files.iter().map(|(path, bytes)| (path, &**bytes)), delivery);
    assert!(
        whole.is_some(),
        "{name} renders in {}",
        repository.display()
    );
    let watched = |path: &str| is_watched(path, &delivery.paths);
    let part = files.iter().filter(|(path, _)| watched(path));
    let part = place.generate(part.map(|(path, bytes)| (path, &**bytes)), delivery);
    assert_eq!(part, whole, "{name}: the watched files are enough");
    let spoil = |place: &mut Place, spoilt: &dyn Fn(&str) -> bool| {
        let bytes = files.iter().map(|(path, bytes)| match spoilt(path) {
            true => (path, &b"\0"[..]),
            false => (path, &**bytes),
        });
        place.generate(bytes, delivery)
    };
    assert_eq!(
        spoil(place, &|path| !watched(path)),
        whole,
        "{name}: no other file counts"
    );
    for path in &delivery.paths {
        let here = std::slice::from_ref(path);
        if files.keys().any(|file| is_watched(file, here)) {
            let spoilt = spoil(place, &|file| is_watched(file, here));
            assert_ne!(spoilt, whole, "{name}: {path} counts");
        } else {
            let new = (format!("{}/new.yaml", &path[1..]), b"\0".to_vec());
            let new = if path.ends_with(".yaml") || path.ends_with(".yml") {
                (path[1..].to_owned(), new.1)
            } else {
                new
            };
            let mut more = files.clone();
            more.extend([new]);
            let more = place.generate(more.iter().map(|(path, bytes)| (path, &**bytes)), delivery);
            assert_ne!(
                more, whole,
                "{name}: what appears at {path} counts in {folder}"
            );
        }
    }
}

fn judge_all(repository: &Path, folder: &str, environment: &str) -> usize {
    let files = archive(repository, folder);
    let all = deliveries(repository, folder, environment);
    let mut place = Place::new();
    for delivery in &all {
        judge(&mut place, (repository, folder), delivery, &files);
    }
    all.len()
}

fn fixture(name: &str) -> PathBuf {
    project().join("fixtures").join(name)
}

fn judge_demo(environment: &str) {
    let judged = judge_all(
        &project().join("demo-usecases"),
        "demo-usecases",
        environment,
    );
    assert!(judged >= 6, "the demo delivers more than {judged} payloads");
}

#[test]
fn demo_usecases_local() {
    judge_demo("local");
}

#[test]
fn demo_usecases_prod() {
    judge_demo("prod");
}

#[test]
fn one_file_repositories_and_steered_use_cases() {
    assert_eq!(judge_all(&fixture("cmp/part-applications"), "", "local"), 3);
}

#[test]
fn a_use_case_that_others_require_depends_on_all_that_are_named() {
    assert_eq!(
        judge_all(&fixture("generate/selectable/repo"), "", "dev"),
        3
    );
}
