//! What the demo repository has of the field: each chart in one place, each need as a requirement, and a page about all of it.
//!
//! `UPDATE=1 cargo test --test inventory` writes the page.

#![expect(
    clippy::disallowed_methods,
    reason = "a test reads the demo and runs the program"
)]

use dodona::diagnostic::Diagnostics;
use dodona::span::Sources;
use dodona::yaml::{self, Limits, Reading};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The charts of the field: name, where it comes from, version, and the one use case that declares it.
const CHARTS: &[(&str, &str, &str, &str)] = &[
    (
        "argo-cd",
        "ghcr.io/argoproj/argo-helm",
        "9.4.10",
        "argocd-in-vcluster",
    ),
    (
        "argo-rollouts",
        "https://argoproj.github.io/argo-helm",
        "2.40.8",
        "continuous-promotion",
    ),
    (
        "central-hostpath-mapper",
        "https://charts.loft.sh",
        "0.3.0-rc.1",
        "tenant-observability",
    ),
    (
        "cert-manager",
        "https://charts.jetstack.io",
        "v1.17.1",
        "continuous-promotion",
    ),
    (
        "cloudnative-pg",
        "https://cloudnative-pg.github.io/charts",
        "0.23.0",
        "cnpg",
    ),
    (
        "crossplane",
        "https://charts.crossplane.io/stable",
        "1.18.2",
        "crossplane",
    ),
    (
        "external-secrets",
        "https://charts.external-secrets.io",
        "2.2.0",
        "eso",
    ),
    (
        "flux-operator",
        "ghcr.io/controlplaneio-fluxcd/charts",
        "0.45.0",
        "flux",
    ),
    (
        "kargo",
        "ghcr.io/akuity/kargo-charts",
        "1.9.5",
        "continuous-promotion",
    ),
    (
        "komoplane",
        "https://helm-charts.komodor.io",
        "0.1.8",
        "crossplane",
    ),
    (
        "kuberay-operator",
        "https://ray-project.github.io/kuberay-helm",
        "1.1.1",
        "virtual-scheduler",
    ),
    (
        "kyverno",
        "https://kyverno.github.io/kyverno",
        "3.3.2",
        "kyverno",
    ),
    (
        "mysql-operator",
        "https://mysql.github.io/mysql-operator",
        "2.2.3",
        "mysql",
    ),
    (
        "postgres-operator",
        "https://opensource.zalando.com/postgres-operator/charts/postgres-operator",
        "1.13.0",
        "postgres-zalando",
    ),
    (
        "rancher",
        "https://releases.rancher.com/server-charts/stable",
        "2.11.3",
        "rancher",
    ),
    (
        "vcluster-platform",
        "https://charts.loft.sh",
        "4.8.0",
        "connected-host-cluster",
    ),
    (
        "vcluster-rancher-operator",
        "https://charts.loft.sh",
        "0.0.3",
        "rancher",
    ),
    (
        "volcano",
        "https://volcano-sh.github.io/helm-charts",
        "1.9.0",
        "virtual-scheduler",
    ),
];

/// Who cannot do without whom.
const NEEDS: &[(&str, &str)] = &[
    ("argocd-connector", "eso"),
    ("auto-nodes-aws", "eso"),
    ("connected-host-cluster", "flux"),
    ("custom-resource-sync", "cnpg"),
    ("database-connector", "cnpg"),
    ("database-connector", "eso"),
    ("flux-pull-requests", "crossplane"),
    ("flux-pull-requests", "flux"),
    ("github-webhooks", "crossplane"),
    ("hosted-argocd", "argocd-in-vcluster"),
    ("hosted-argocd", "crossplane"),
    ("mysql", "eso"),
    ("promotion-argocd", "continuous-promotion"),
    ("promotion-flux", "continuous-promotion"),
    ("promotion-flux", "flux"),
    ("pull-request-apps", "argocd-pull-requests"),
];

/// What others show and this repository does not, and why.
const LEFT_OUT: &[(&str, &str)] = &[
    (
        "auto nodes by the pod provider",
        "the same template as `auto-nodes-aws` with a provider for trials: pods that play machines",
    ),
    (
        "the vNode runtime",
        "it is installed with the nodes, before any cluster is there to run Argo CD; `vnode` needs it",
    ),
    (
        "the KAI scheduler",
        "it comes with the GPU nodes, like their drivers; `kai-scheduler` needs it",
    ),
    (
        "Kyverno, Argo CD and MySQL as platform Apps",
        "older forms of what `kyverno`, `argocd-in-vcluster` and `mysql` declare as charts",
    ),
    (
        "an inner ApplicationSet that a script of an App writes",
        "a script is no manifest; `argocd-pull-requests` and the claim of `crossplane` say the same",
    ),
    (
        "an AccessKey for the agent of a host cluster",
        "its key would stand in Git; the platform makes one for each Cluster",
    ),
];

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn demo() -> PathBuf {
    project().join("demo-usecases")
}

/// The catalog as the program tells it.
fn catalog() -> Vec<Value> {
    let output = Command::new(env!("CARGO_BIN_EXE_dodona"))
        .args(["get", "use-cases", "demo-usecases", "-o", "json"])
        .current_dir(project())
        .output()
        .expect("the program was just built");
    assert!(output.status.success(), "the catalog can be read");
    serde_json::from_slice(&output.stdout).expect("it is JSON")
}

fn name(use_case: &Value) -> &str {
    use_case["name"].as_str().expect("it has a name")
}

fn texts(list: &Value) -> Vec<&str> {
    let items = list.as_array().into_iter().flatten();
    items.filter_map(Value::as_str).collect()
}

/// The YAML files of a use case, sorted.
fn files(use_case: &str) -> Vec<PathBuf> {
    let folder = demo().join("use-cases").join(use_case);
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.expect("it can be listed").into_path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "yaml")
        })
        .collect();
    files.sort();
    files
}

fn documents(path: &Path) -> Vec<Value> {
    let text = fs::read(path).expect("it can be read");
    let (mut sources, mut out) = (Sources::new(), Diagnostics::new());
    let source = sources.add(path.display().to_string(), text.clone());
    let nodes = yaml::read(source, &text, Reading::Strict, &Limits::default(), &mut out);
    let nodes = nodes.expect("the demo is YAML");
    nodes.iter().map(yaml::json::to_serde).collect()
}

/// A chart as it is declared: name, where it comes from without a last slash, version.
type Chart = (String, String, String);

/// Finds the charts in a document, however its kind spells them.
fn charts_in(value: &Value, repository: &str, found: &mut Vec<Chart>) {
    let text = |key: &str| value[key].as_str();
    let chart = text("chart").or(text("name"));
    let version = text("version").or(text("targetRevision"));
    let from = text("repoURL").or(text("chart").map(|_| repository));
    if let (Some(chart), Some(version), Some(from)) = (chart, version, from)
        && !chart.starts_with("<%")
    {
        let from = from.trim_end_matches('/');
        found.push((chart.to_owned(), from.to_owned(), version.to_owned()));
    }
    match value {
        Value::Object(map) => map
            .values()
            .for_each(|below| charts_in(below, repository, found)),
        Value::Array(items) => items
            .iter()
            .for_each(|below| charts_in(below, repository, found)),
        _ => {}
    }
}

/// All charts of all use cases, with those that declare them.
fn declared() -> BTreeMap<Chart, Vec<String>> {
    let mut declared: BTreeMap<Chart, Vec<String>> = BTreeMap::new();
    for use_case in catalog() {
        let mut found = Vec::new();
        for file in files(name(&use_case)) {
            let documents = documents(&file);
            let repository = documents.iter().find_map(|one| one["spec"]["url"].as_str());
            for document in &documents {
                charts_in(document, repository.unwrap_or_default(), &mut found);
            }
        }
        found.sort();
        found.dedup();
        for chart in found {
            declared
                .entry(chart)
                .or_default()
                .push(name(&use_case).to_owned());
        }
    }
    declared
}

#[test]
fn each_chart_of_the_field_is_declared_in_one_use_case() {
    let declared = declared();
    for (chart, from, version, expected) in CHARTS {
        let of_name = declared.iter().filter(|((name, ..), _)| name == chart);
        let found: Vec<_> = of_name.collect();
        let wanted = (
            (*chart).to_owned(),
            (*from).to_owned(),
            (*version).to_owned(),
        );
        assert_eq!(found, [(&wanted, &vec![(*expected).to_owned()])], "{chart}");
    }
}

#[test]
fn every_chart_is_pinned() {
    for (chart, from, version) in declared().keys() {
        let is_number = |part: &str| part.starts_with(|c: char| c.is_ascii_digit());
        let parts: Vec<&str> = version.trim_start_matches('v').splitn(3, '.').collect();
        let exact = parts.len() == 3 && parts.iter().all(|part| is_number(part));
        assert!(exact, "{chart} of {from} has version {version}");
    }
}

#[test]
fn every_image_is_pinned() {
    for use_case in catalog() {
        for file in files(name(&use_case)) {
            let text = fs::read_to_string(&file).expect("it can be read");
            for image in images(&text) {
                let tag = image.rsplit_once(':').map(|(_, tag)| tag);
                let pinned = tag.is_some_and(|tag| tag.contains(|c: char| c.is_ascii_digit()));
                assert!(pinned, "{}: {image}", file.display());
            }
        }
    }
}

/// The images of a file, also of those that stand in texts: neither patterns of images nor names whose tag is in the next key.
fn images(text: &str) -> Vec<&str> {
    let next = text.lines().skip(1).chain([""]);
    let names = text.lines().zip(next).filter_map(|(line, next)| {
        let (_, image) = line.trim().split_once("image: ")?;
        let is_whole = !image.contains(['*', '{']) && !next.trim().starts_with("tag:");
        is_whole.then_some(image)
    });
    names.collect()
}

#[test]
fn every_need_is_a_requirement() {
    let catalog = catalog();
    let required: Vec<(&str, &str)> = catalog
        .iter()
        .flat_map(|one| {
            texts(&one["requires"])
                .into_iter()
                .map(|need| (name(one), need))
        })
        .collect();
    assert_eq!(required, NEEDS);
}

#[test]
fn the_catalog_is_whole() {
    let catalog = catalog();
    assert!(catalog.len() >= 34, "{} use cases", catalog.len());
    for use_case in &catalog {
        let readme = demo()
            .join("use-cases")
            .join(name(use_case))
            .join("README.md");
        let text = fs::read_to_string(&readme).unwrap_or_default();
        for part in ["**Needs:**", "**Look at:**"] {
            assert!(text.contains(part), "{} has no {part}", readme.display());
        }
        assert_ne!(
            use_case["selected"],
            Value::Array(Vec::new()),
            "nobody selects {}",
            name(use_case)
        );
        assert_ne!(use_case["description"], Value::Null, "{}", name(use_case));
    }
    let mut names = CHARTS.iter().map(|(chart, ..)| *chart);
    assert!(names.all(|chart| LEFT_OUT.iter().all(|(what, _)| *what != chart)));
}

/// Lines that say something.
fn lines(path: &Path) -> usize {
    let text = fs::read_to_string(path).expect("it can be read");
    let says = |line: &&str| !line.trim().is_empty() && !line.trim().starts_with('#');
    text.lines().filter(says).count()
}

/// Lines of the document, and of what it brings along.
fn sizes(use_case: &str) -> (usize, usize) {
    let (document, rest): (Vec<_>, Vec<_>) = files(use_case)
        .into_iter()
        .partition(|path| path.ends_with("usecase.yaml"));
    let sum = |paths: Vec<PathBuf>| paths.iter().map(|path| lines(path)).sum();
    (sum(document), sum(rest))
}

fn row(use_case: &Value, page: &mut String) {
    let name = name(use_case);
    let code = |items: Vec<&str>| {
        let items: Vec<String> = items.iter().map(|item| format!("`{item}`")).collect();
        items.join(", ")
    };
    let charts: Vec<String> = use_case["charts"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|chart| {
            let chart_name = chart["chart"].as_str().or(chart["name"].as_str());
            let version = chart["version"].as_str().unwrap_or_default();
            format!("{} {version}", chart_name.unwrap_or_default())
        })
        .collect();
    let labels = std::iter::once(use_case["label"].as_str().unwrap_or_default());
    let labels = labels.chain(texts(&use_case["labels"])).collect();
    let wave = use_case["syncWave"]
        .as_i64()
        .map_or(String::new(), |wave| wave.to_string());
    let (document, rest) = sizes(name);
    let shown = use_case["displayName"].as_str().unwrap_or_default();
    writeln!(
        page,
        "| [`{name}`](../demo-usecases/use-cases/{name}/README.md) | {shown} | {} | {} | {} | {wave} | {} | {document} + {rest} |",
        code(labels),
        code(texts(&use_case["requires"])),
        charts.join(", "),
        texts(&use_case["wavesInside"]).join(", "),
    )
    .expect("writing to a string does not fail");
}

/// The figures at the end of the page.
fn summary(catalog: &[Value]) -> String {
    let mut documents: Vec<usize> = catalog.iter().map(|one| sizes(name(one)).0).collect();
    documents.sort_unstable();
    let median = documents[documents.len() / 2];
    let (least, most) = (documents[0], documents[documents.len() - 1]);
    format!(
        "
## What a use case costs

By hand, a use case in such a repository is about 100 lines in three or four new files (Application, ApplicationSet, registry of
labels, form of the portal) that carry six facts, and edits in six to eight more files, before anything of its own is written. Here
it is one `usecase.yaml` and one line in each environment that selects it: the {} above have {least} to {most} lines, half of them
at most {median}, several charts and their values among them. What it brings along, the second number, is its own by either way; shapes keep
it to what differs.
",
        catalog.len()
    )
}

fn page() -> String {
    let catalog = catalog();
    let mut page = String::from(
        "# The use cases of the demo repository

Written from the catalog by `UPDATE=1 cargo test --test inventory`; `dodona get use-cases demo-usecases` prints the same, and who
selects what. Waves are those of the ApplicationSet and, inside, of charts and manifests. Lines are those of `usecase.yaml` and of what
lies beside it, without comments.

| name | shows | label | needs | charts | wave | inside | lines |
|---|---|---|---|---|---|---|---|
",
    );
    for use_case in &catalog {
        row(use_case, &mut page);
    }
    page += &summary(&catalog);
    page += "\n## Left out\n\n| what | why |\n|---|---|\n";
    for (what, why) in LEFT_OUT {
        writeln!(page, "| {what} | {why} |").expect("writing to a string does not fail");
    }
    page
}

#[test]
fn the_page_is_up_to_date() {
    let path = project().join("docs/use-cases.md");
    let page = page();
    if std::env::var("UPDATE").is_ok_and(|text| !text.is_empty() && text != "0") {
        fs::write(&path, &page).expect("the page can be written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written, page, "run `UPDATE=1 cargo test --test inventory`");
}
