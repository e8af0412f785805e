//! Times `dodona expand`, the whole process, on made fleets; and Argo CD's own code on the same fleet in the same run.
//!
//! `APPSET_ORACLE` is the program that recorded `conformance/applicationset`; without it only our own times are told.

#![expect(
    clippy::disallowed_methods,
    reason = "a measuring program needs the clock, the disk and processes"
)]

#[expect(dead_code, reason = "this program tells plain lines")]
mod report;

use report::say;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

const LABELS: [&str; 3] = ["env", "team", "region"];

/// One measurement: clusters, sets, and whether Go's engine is asked for.
const FLEETS: [(usize, usize, bool); 4] = [
    (1, 1, true),
    (1_000, 10, true),
    (1_000, 10, false),
    (10_000, 10, true),
];

fn main() -> ExitCode {
    let folder = tempfile::tempdir().expect("the disk has room");
    for (clusters, sets, go) in FLEETS {
        write_fleet(folder.path(), clusters, sets, go);
        let ours = best(folder.path());
        let engine = if go { "goTemplate" } else { "fasttemplate" };
        let theirs = argo_cd(clusters, sets, go);
        let ratio = theirs.map_or(String::new(), |theirs| {
            format!("  Argo CD {theirs:8.3} s, {:6.1} times", theirs / ours)
        });
        say(&format!(
            "{clusters:6} clusters x {sets:2} sets, {engine:12} {ours:8.4} s{ratio}"
        ));
    }
    ExitCode::SUCCESS
}

/// Seconds of the whole process: the best of five.
fn best(folder: &Path) -> f64 {
    let run = |_| {
        let start = Instant::now();
        let done = Command::new(env!("CARGO_BIN_EXE_dodona"))
            .args(["expand", "sets.yaml", "--world", "world.yaml", "-o", "json"])
            .current_dir(folder)
            .output()
            .expect("the program was just built");
        assert!(done.status.success());
        start.elapsed().as_secs_f64()
    };
    (0..5).map(run).fold(f64::INFINITY, f64::min)
}

/// Seconds that Argo CD's own code takes for generating alone.
fn argo_cd(clusters: usize, sets: usize, go: bool) -> Option<f64> {
    let oracle = std::env::var_os("APPSET_ORACLE")?;
    let mut command = Command::new(oracle);
    command.args(["bench", "--clusters", &clusters.to_string()]);
    command.args(["--appsets", &sets.to_string()]);
    if go {
        command.arg("--go-template");
    }
    let output = command.output().ok()?;
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).ok()?;
    answer["seconds"].as_f64()
}

fn write_fleet(folder: &Path, clusters: usize, sets: usize, go: bool) {
    let sets: Vec<String> = (0..sets).map(|at| set(at, go)).collect();
    let secrets: String = (0..clusters).map(secret).collect();
    let world = format!(
        "apiVersion: dodona.dev/v1\nkind: World\nmetadata: {{name: bench}}\nspec:\n  clusters:\n{secrets}"
    );
    let written = [("sets.yaml", sets.join("---\n")), ("world.yaml", world)];
    for (name, text) in written {
        fs::write(folder.join(name), text).expect("the disk has room");
    }
}

fn secret(at: usize) -> String {
    let pick = |words: &[&'static str]| words[at % words.len()];
    let (env, team, region) = (
        pick(&["dev", "qa", "prod"]),
        pick(&["a", "b", "c", "d", "e"]),
        pick(&["eu", "us", "ap", "sa"]),
    );
    let switches = [
        at.is_multiple_of(2),
        !at.is_multiple_of(2),
        (at / 2).is_multiple_of(2),
    ];
    let [first, second, third] = switches;
    format!(
        "  - apiVersion: v1
    kind: Secret
    metadata:
      name: cluster-{at:04}
      namespace: argocd
      labels: {{argocd.argoproj.io/secret-type: cluster, env: {env}, team: {team}, region: {region}, use0: '{first}', use1: '{second}', use2: '{third}'}}
    stringData: {{name: cluster-{at:04}, server: 'https://cluster-{at:04}.example.org:6443', config: '{{}}'}}
"
    )
}

fn set(at: usize, go: bool) -> String {
    let (dot, engine) = match go {
        true => (
            ".",
            "\n  goTemplate: true\n  goTemplateOptions: [missingkey=error]",
        ),
        false => ("", ""),
    };
    let switch = at % 3;
    let [env, team, region] = LABELS.map(|label| format!("{{{{{dot}metadata.labels.{label}}}}}"));
    let [name, server] = ["name", "server"].map(|name| format!("{{{{{dot}{name}}}}}"));
    format!(
        "apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {{name: use-case-{at}, namespace: argocd}}
spec:{engine}
  generators:
  - clusters: {{selector: {{matchLabels: {{use{switch}: 'true'}}}}}}
  template:
    metadata:
      name: 'use-case-{at}-{name}'
      labels: {{env: '{env}', team: '{team}', region: '{region}'}}
    spec:
      project: default
      source:
        repoURL: 'https://git.example.org/{team}/platform.git'
        path: 'use-cases/{at}/{env}'
        targetRevision: main
        helm:
          valuesObject:
            host: '{name}.{region}.example.org'
            global: {{cluster: '{name}', env: '{env}'}}
            labels: {{team: '{team}'}}
            url: '{server}/healthz'
            replicas: 3
      destination: {{server: '{server}', namespace: 'use-case-{at}-{env}'}}
      syncPolicy:
        automated: {{prune: true, selfHeal: true}}
        syncOptions: [CreateNamespace=true]
"
    )
}
