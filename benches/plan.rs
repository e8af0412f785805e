//! Times `dodona plan -o json`, the whole process, on a made fleet and on the demo.
//!
//! With `--check` a missed goal is an exit code of 1.

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
use report::{Report, say};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

const RUNS: usize = 9;
/// The most that 1,000 instances and 100 sets may take, and KiB of memory.
const MOST: (Duration, u32) = (Duration::from_millis(1000), 300_000);
/// The most that an environment of the demo may take.
const DEMO: Duration = Duration::from_millis(30);

fn main() -> ExitCode {
    let folder = tempfile::tempdir().expect("the disk has room");
    let (program, note) = dodona();
    note.into_iter()
        .for_each(|note| say(&format!("note: {note}")));
    let mut report = Report::default();
    report.heading("plan -o json, the whole process");
    fleet(&program, folder.path(), &mut report);
    demo(&program, &mut report);
    let checks = std::env::args().any(|argument| argument == "--check");
    ExitCode::from(u8::from(checks && report.missed() > 0))
}

/// Ten of the hundred sets select each instance: 10,000 Applications.
fn fleet(program: &Path, folder: &Path, report: &mut Report) {
    fs::write(folder.join("manifests.yaml"), manifests(1_000, 100)).expect("a file is written");
    fs::write(folder.join("world.yaml"), WORLD).expect("a file is written");
    let figures = planned(
        program,
        folder.join("manifests.yaml"),
        &folder.join("world.yaml"),
    );
    let what = "1,000 instances, 100 sets, 10,000 Applications";
    budget::time(report, what, figures.wall, MOST.0);
    budget::memory(report, &figures, MOST.1);
}

fn demo(program: &Path, report: &mut Report) {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo-usecases");
    for environment in ["local", "managed", "qa", "prod"] {
        let world = demo.join(format!("worlds/{environment}.yaml"));
        let program = Program::new(program).args([
            "plan".into(),
            demo.clone().into_os_string(),
            "-e".into(),
            environment.into(),
            "--world".into(),
            world.into_os_string(),
            "-o".into(),
            "json".into(),
        ]);
        let figures = in_turn(&[&program], RUNS).remove(0);
        let what = format!("demo-usecases, environment {environment}");
        budget::time(report, &what, figures.wall, DEMO);
    }
}

fn planned(program: &Path, manifests: PathBuf, world: &Path) -> Figures {
    let program = Program::new(program).args([
        "plan".into(),
        manifests.into_os_string(),
        "--world".into(),
        world.as_os_str().to_owned(),
        "-o".into(),
        "json".into(),
    ]);
    in_turn(&[&program], RUNS).remove(0)
}

const WORLD: &str = "apiVersion: dodona.dev/v1
kind: World
metadata: {name: bench}
spec:
  platform: {host: vcp.example.org}
  connectedClusters: [{name: loft-cluster, annotations: {domain: lab.example.org}}]
";

const PROJECT: &str = "apiVersion: management.loft.sh/v1
kind: Project
metadata: {name: fleet}
spec:
  allowedClusters: [{name: loft-cluster}]
  allowedTemplates: [{kind: VirtualClusterTemplate, group: storage.loft.sh, name: std}]
  argoCD: {enabled: true, namespace: argocd, project: {enabled: true}}
---
apiVersion: management.loft.sh/v1
kind: VirtualClusterTemplate
metadata: {name: std}
spec:
  versions:
    - version: 1.0.0
      template:
        metadata: {labels: {loft.sh/import-argocd: 'true'}}
        instanceTemplate:
          metadata:
            labels: {env: '{{ .Values.env }}', tier: 'tier-{{ .Values.tier }}', team: '{{ .Values.loft.project }}'}
        helmRelease:
          chart: {version: 0.34.0}
          values: |
            sleep: {auto: {afterInactivity: \"{{ .Values.sleepAfter }}m\"}}
            sync: {toHost: {ingresses: {enabled: true}}}
      parameters:
        - {variable: env, options: [dev, qa, prod], defaultValue: dev}
        - {variable: tier, defaultValue: '0'}
        - {variable: sleepAfter, type: number, defaultValue: '45'}
";

fn manifests(instances: usize, sets: usize) -> String {
    let mut text = PROJECT.to_owned();
    for at in 0..instances {
        let env = ["dev", "qa", "prod"][at % 3];
        let tier = at % 10;
        write!(
            text,
            "---\napiVersion: management.loft.sh/v1\nkind: VirtualClusterInstance\nmetadata: {{name: vc-{at:04}, namespace: p-fleet}}\nspec:\n  owner: {{team: fleet}}\n  templateRef: {{name: std, version: 1.0.x}}\n  clusterRef: {{cluster: loft-cluster}}\n  parameters: |\n    env: {env}\n    tier: '{tier}'\n",
        )
        .expect("a string takes everything");
    }
    for at in 0..sets {
        let tier = at % 10;
        write!(
            text,
            "---\n{}",
            SET.replace("@AT@", &format!("{at:02}"))
                .replace("@TIER@", &tier.to_string())
        )
        .expect("a string takes everything");
    }
    text
}

const SET: &str = "apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: set-@AT@, namespace: argocd}
spec:
  goTemplate: true
  goTemplateOptions: [missingkey=error]
  generators: [{clusters: {selector: {matchLabels: {tier: tier-@TIER@}}}}]
  template:
    metadata: {name: 'set-@AT@-{{.name}}', labels: {env: '{{.metadata.labels.env}}'}}
    spec:
      project: 'loft-{{.metadata.labels.team}}'
      destination: {server: '{{.server}}', namespace: 'addons-@AT@'}
      source: {repoURL: 'https://git.example.org/gitops.git', targetRevision: main, path: 'sets/@AT@/{{.metadata.labels.env}}'}
";
