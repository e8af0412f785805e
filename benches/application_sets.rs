//! Times `dodona expand -o json`, the whole process, on made fleets; and Argo CD's own code on the same fleet in the same run.
//!
//! `APPSET_ORACLE` is the program that recorded `conformance/applicationset`; without it only our own figures are told. With `--check`
//! a missed goal is an exit code of 1.

#![expect(
    clippy::disallowed_methods,
    reason = "a measuring program needs the clock, the disk and processes"
)]

mod budget;
#[expect(dead_code, reason = "other programs compare with jsonnet")]
mod measure;
#[expect(dead_code, reason = "other programs tell of misses in words")]
mod report;

use measure::{Figures, Program, dodona, in_turn};
use report::{Report, Row, ms, ratio, say};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

const LABELS: [&str; 3] = ["env", "team", "region"];
/// How often each fleet is expanded.
const RUNS: usize = 9;
/// The most that 50,000 Applications may take, in time and KiB.
const MOST: (Duration, u32) = (Duration::from_millis(800), 390_625);
/// The most that one set over one cluster may take.
const LEAST: Duration = Duration::from_millis(4);
/// How many times faster than Argo CD's own code 5,000 Applications are, with Go's engine and with fasttemplate.
const FASTER: [(bool, f64); 2] = [(true, 100.0), (false, 5.0)];

fn main() -> ExitCode {
    let folder = tempfile::tempdir().expect("the disk has room");
    let (program, note) = dodona();
    note.into_iter()
        .for_each(|note| say(&format!("note: {note}")));
    let bench = Bench {
        program,
        folder: folder.path().to_owned(),
    };
    let mut report = Report::default();
    report.heading("expand -o json, the whole process");
    bench.small(&mut report);
    for (go, times) in FASTER {
        bench.beside(go, times, &mut report);
    }
    bench.large(&mut report);
    let checks = std::env::args().any(|argument| argument == "--check");
    ExitCode::from(u8::from(checks && report.missed() > 0))
}

struct Bench {
    program: PathBuf,
    folder: PathBuf,
}

impl Bench {
    fn figures(&self, clusters: usize, sets: usize, go: bool) -> Figures {
        write_fleet(&self.folder, clusters, sets, go);
        let file = |name: &str| self.folder.join(name).into_os_string();
        let program = Program::new(&self.program).args([
            "expand".into(),
            file("sets.yaml"),
            "--world".into(),
            file("world.yaml"),
            "-o".into(),
            "json".into(),
        ]);
        let mut figures = in_turn(&[&program], RUNS);
        figures.remove(0)
    }

    fn small(&self, report: &mut Report) {
        let figures = self.figures(1, 1, true);
        budget::time(report, "one set over one cluster", figures.wall, LEAST);
    }

    /// 1,000 clusters and 10 sets: 5,000 Applications.
    fn beside(&self, go: bool, times: f64, report: &mut Report) {
        let engine = if go { "goTemplate" } else { "fasttemplate" };
        let figures = self.figures(1_000, 10, go);
        let theirs = argo_cd(1_000, 10, go);
        report.row(&Row {
            what: &format!("5,000 Applications, {engine}; beside Argo CD"),
            ours: ms(figures.wall),
            other: theirs.map_or("-".to_owned(), ms),
            figure: theirs.map_or(0.0, |theirs| ratio(figures.wall, theirs)),
            goal: theirs.map(|_| 1.0 / times),
        });
    }

    /// 10,000 clusters and 10 sets: 50,000 Applications; beside a tenth of it.
    fn large(&self, report: &mut Report) {
        for go in [true, false] {
            let engine = if go { "goTemplate" } else { "fasttemplate" };
            let tenth = self.figures(1_000, 10, go);
            let figures = self.figures(10_000, 10, go);
            let what = format!("50,000 Applications, {engine}");
            budget::time(report, &what, figures.wall, MOST.0);
            report.row(&Row {
                what: "  the same, processor time",
                ours: figures.processor.map_or("-".to_owned(), ms),
                other: String::new(),
                figure: 0.0,
                goal: None,
            });
            report.row(&Row {
                what: "  beside 5,000",
                ours: ms(figures.wall),
                other: ms(tenth.wall),
                figure: ratio(figures.wall, tenth.wall),
                goal: Some(20.0),
            });
            budget::memory(report, &figures, MOST.1);
        }
    }
}

/// The time that Argo CD's own code takes for generating alone.
fn argo_cd(clusters: usize, sets: usize, go: bool) -> Option<Duration> {
    let oracle = std::env::var_os("APPSET_ORACLE")?;
    let mut command = Command::new(oracle);
    command.args(["bench", "--clusters", &clusters.to_string()]);
    command.args(["--appsets", &sets.to_string()]);
    if go {
        command.arg("--go-template");
    }
    let output = command.output().ok()?;
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).ok()?;
    answer["seconds"].as_f64().map(Duration::from_secs_f64)
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
