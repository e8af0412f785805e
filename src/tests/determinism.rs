//! The same bytes on every machine: time zone, locale, working directory, threads and the order of files do not count.
#![expect(
    clippy::disallowed_methods,
    reason = "a test stands outside the core and runs the program"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const DODONA: &str = env!("CARGO_BIN_EXE_dodona");

fn demo() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("demo-usecases")
}

fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be listed").path();
        if path.is_dir() {
            files(&path, into);
        } else {
            into.push(path);
        }
    }
}

/// Copies a folder, its files created in the order that `step` strides through them.
fn copy(from: &Path, to: &Path, step: usize) {
    let mut all = Vec::new();
    files(from, &mut all);
    all.sort();
    let count = all.len();
    let mut order: Vec<usize> = (0..count).map(|index| (index * step) % count).collect();
    order.sort_unstable();
    order.dedup();
    assert_eq!(
        order.len(),
        count,
        "the stride {step} reaches every file of {count}"
    );
    for index in 0..count {
        let path = &all[(index * step) % count];
        let target = to.join(path.strip_prefix(from).expect("it lies below"));
        fs::create_dir_all(target.parent().expect("it has a parent")).expect("can be made");
        fs::copy(path, target).expect("can be copied");
    }
}

/// Returns a stride that reaches every file.
fn stride(wanted: usize, count: usize) -> usize {
    fn divisor(a: usize, b: usize) -> usize {
        if b == 0 { a } else { divisor(b, a % b) }
    }
    (wanted..)
        .find(|step| divisor(*step, count) == 1)
        .expect("one of them is coprime")
}

fn render(repository: &Path, environment: &str, round: usize, elsewhere: &Path) -> Vec<u8> {
    let zones = ["UTC", "Asia/Tokyo", "America/St_Johns"];
    let locales = ["C", "de_DE.UTF-8", "tr_TR.UTF-8"];
    let output = Command::new(DODONA)
        .args(["render", "-e", environment])
        .arg(repository)
        .env_clear()
        .env("TZ", zones[round % 3])
        .env("LANG", locales[round % 3])
        .env("LC_ALL", locales[(round + 1) % 3])
        .env("RAYON_NUM_THREADS", (round % 4 + 1).to_string())
        .env("HOME", elsewhere)
        .current_dir(if round.is_multiple_of(2) {
            elsewhere
        } else {
            repository
        })
        .output()
        .expect("dodona runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{environment}: {errors}");
    output.stdout
}

#[test]
fn ten_renders_give_the_same_bytes() {
    let mut all = Vec::new();
    files(&demo(), &mut all);
    for environment in ["local", "managed", "qa", "prod"] {
        let elsewhere = tempfile::tempdir().expect("a folder");
        let expected = render(&demo(), environment, 0, elsewhere.path());
        assert!(expected.starts_with(b"---\n"));
        for round in 1..10 {
            let copied = tempfile::tempdir().expect("a folder");
            copy(&demo(), copied.path(), stride(round * 7 + 1, all.len()));
            let again = render(copied.path(), environment, round, elsewhere.path());
            assert!(again == expected, "{environment}: round {round} differs");
        }
    }
}

#[test]
fn json_and_yaml_hold_the_same_objects() {
    let count = |format: &str| {
        let output = Command::new(DODONA)
            .args(["render", "-e", "local", "-o", format])
            .arg(demo())
            .output()
            .expect("dodona runs");
        assert!(output.status.success());
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let json: serde_json::Value = serde_json::from_str(&count("json")).expect("JSON");
    let objects = json.as_array().expect("an array");
    let stream = count("yaml");
    let documents: Vec<serde_json::Value> = stream
        .strip_prefix("---\n")
        .expect("each document begins so")
        .replace("\n---\n", "\n\0")
        .split('\0')
        .map(|document| serde_yaml::from_str(document).expect("a manifest"))
        .collect();
    assert_eq!(objects.len(), documents.len());
    for (object, document) in objects.iter().zip(&documents) {
        assert_eq!(object, document);
    }
    assert_eq!(count("name").lines().count(), objects.len());
}
