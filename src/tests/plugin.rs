//! The config-management plugin from outside: where it looks for its repository.

#![expect(
    clippy::disallowed_methods,
    reason = "a test runs the program in folders of its own making"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const REPOSITORY: &str = "\
apiVersion: dodona.dev/v1
kind: Repository
metadata: {name: shop}
spec: {}
---
apiVersion: dodona.dev/v1
kind: Environment
metadata: {name: local}
spec:
  clusters: [{name: in-cluster, server: 'https://kubernetes.default.svc'}]
";

fn generate(folder: &Path, source_path: Option<&str>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dodona"));
    command.args(["cmp", "generate"]).current_dir(folder);
    command.env_remove("ARGOCD_APP_SOURCE_PATH");
    if let Some(path) = source_path {
        command.env("ARGOCD_APP_SOURCE_PATH", path);
    }
    command.output().expect("the program was just built")
}

/// A repository with a folder `apps/shop`, in which nothing lies.
fn repository() -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("the disk has room");
    fs::create_dir_all(root.path().join("apps/shop")).expect("can be made");
    fs::write(root.path().join("dodona.yaml"), REPOSITORY).expect("can be written");
    root
}

#[test]
fn an_application_may_lie_anywhere_in_the_archive() {
    let root = repository();
    let folder = root.path().join("apps/shop");
    for path in ["apps/shop", "./apps//shop/", "apps/other/../shop"] {
        let output = generate(&folder, Some(path));
        assert!(output.status.success(), "{path}: {output:?}");
        assert!(!output.stdout.is_empty());
    }
}

#[test]
fn what_lies_above_the_archive_is_not_looked_at() {
    let root = repository();
    let folder = root.path().join("apps/shop");
    for path in ["shop", ".", "", "..", "shop/.."] {
        let output = generate(&folder, Some(path));
        assert_eq!(output.status.code(), Some(2), "{path}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn outside_argo_cd_the_git_repository_is_the_bound() {
    let root = repository();
    let folder = root.path().join("apps/shop");
    assert!(generate(&folder, None).status.success());
    fs::create_dir(root.path().join("apps/.git")).expect("can be made");
    assert_eq!(generate(&folder, None).status.code(), Some(2));
}

fn dodona(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_dodona"))
        .args(arguments)
        .output()
        .expect("the program was just built");
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).expect("all output is text")
}

/// The Applications with which Argo CD begins watch whatever the platform bundle reads, and are what dodona writes now.
#[test]
fn the_demo_begins_with_applications_of_its_own() {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo-usecases");
    let copy = tempfile::tempdir().expect("the disk has room");
    let root = copy.path().join("demo-usecases");
    for entry in walkdir::WalkDir::new(&demo) {
        let entry = entry.expect("it can be listed");
        let target = root.join(entry.path().strip_prefix(&demo).expect("it lies below"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).expect("can be made");
        } else {
            fs::copy(entry.path(), target).expect("can be copied");
        }
    }
    let path = root.to_str().expect("temporary folders have plain names");
    for environment in dodona(&["get", "environments", path, "-o", "name"]).lines() {
        dodona(&["new", "bootstrap", environment, "--path", path, "--force"]);
        let file = format!("bootstrap/{environment}.yaml");
        let made = fs::read_to_string(root.join(&file)).expect("it was written");
        let kept = fs::read_to_string(demo.join(&file)).unwrap_or_default();
        assert_eq!(
            kept, made,
            "{file}: `dodona new bootstrap {environment} --force` writes it anew"
        );
        let paths = made
            .split("manifest-generate-paths: ")
            .nth(1)
            .expect("it is annotated");
        let paths: Vec<&str> = paths
            .lines()
            .next()
            .expect("in one line")
            .split(';')
            .collect();
        for read in dodona(&["render", path, "-e", environment, "--reads"]).lines() {
            let read = format!("/demo-usecases/{}", read.trim_end_matches('/'));
            let is_watched = |path: &&str| read == **path || read.starts_with(&format!("{path}/"));
            assert!(paths.iter().any(is_watched), "{file} watches {read}");
        }
    }
}
