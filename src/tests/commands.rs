//! The commands from outside: `init`, `new`, `get`, `explain`, `schema`, and what they do when asked for what is not there.

#![expect(
    clippy::disallowed_methods,
    reason = "tests run the program and read the repository's files"
)]

use std::fs;
use std::path::Path;
use std::process::Command;

/// How a run ended, and what it wrote.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn run(arguments: &[&str]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_dodona"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("CI")
        .output()
        .expect("the program was just built");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("all output is text");
    Ran {
        code: output.status.code().expect("nobody kills it"),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// Runs a command that must succeed without any finding, and returns its data.
fn good(arguments: &[&str]) -> String {
    let ran = run(arguments);
    assert_eq!((ran.code, &*ran.err), (0, ""), "{arguments:?}");
    ran.out
}

/// Runs a command that must fail as bad usage, and returns its complaint.
fn bad(arguments: &[&str]) -> String {
    let ran = run(arguments);
    assert_eq!((ran.code, &*ran.out), (2, ""), "{arguments:?}");
    ran.err
}

fn utf8(path: &Path) -> &str {
    path.to_str().expect("temporary folders have plain names")
}

#[test]
fn a_new_repository_renders_at_once_and_takes_a_use_case() {
    let folder = tempfile::tempdir().expect("the disk has room");
    let root = folder.path().join("shop");
    let root = utf8(&root);
    let dry = good(&["init", root, "--dry-run"]);
    assert!(dry.contains("dodona.yaml\n") && !Path::new(root).exists());
    good(&["init", root, "-q"]);
    let before = good(&["render", root, "-o", "name"]);
    assert!(
        before.contains("VirtualClusterTemplate//small\n"),
        "{before}"
    );
    assert!(before.contains("ApplicationSet/argocd/hello\n"), "{before}");
    assert!(!before.contains("my-platform"), "{before}");

    good(&["new", "use-case", "y", "--label", "y", "--path", root, "-q"]);
    let after = good(&["render", root, "-o", "name"]);
    assert!(after.contains("ApplicationSet/argocd/y\n"), "{after}");
    let payload = good(&["render", root, "--use-case", "y", "-o", "name"]);
    assert_eq!(payload, "Namespace//y\nConfigMap/y/message\n");
}

#[test]
fn a_use_case_with_a_chart_has_an_application() {
    let folder = tempfile::tempdir().expect("the disk has room");
    let root = utf8(folder.path());
    good(&["init", root, "-q"]);
    let chart = [
        "--chart",
        "external-secrets",
        "--repo",
        "https://charts.external-secrets.io",
        "--version",
        "2.10",
        "--namespace",
        "secrets",
    ];
    let new = [
        "new", "use-case", "eso", "--path", root, "-e", "local", "-q",
    ];
    good(&[&new[..], &chart[..]].concat());
    let apps = good(&["get", "apps", root]);
    let row = "eso-external-secrets  eso       -      external-secrets";
    assert!(apps.contains(row), "{apps}");
    let set = good(&[
        "get",
        "apps",
        root,
        "-o",
        "name",
        "-l",
        "dodona.dev/use-case=eso",
    ]);
    assert_eq!(set, "eso-in-cluster\neso-external-secrets\n");
}

#[test]
fn nothing_of_people_is_overwritten() {
    let folder = tempfile::tempdir().expect("the disk has room");
    let root = utf8(folder.path());
    good(&["init", root, "-q"]);
    let again = bad(&["init", root]);
    assert!(
        again.contains("error[exists]") && again.contains("`dodona.yaml`"),
        "{again}"
    );
    good(&["init", root, "--force", "-q"]);
    let twice = bad(&["new", "use-case", "hello", "--path", root]);
    assert!(
        twice.contains("there is a use case `hello` already"),
        "{twice}"
    );
    let name = bad(&["new", "use-case", "No Name", "--path", root]);
    assert!(name.contains("`No Name` can't be the name"), "{name}");
    let nowhere = bad(&["new", "use-case", "x", "--path", root, "-e", "locl"]);
    assert!(nowhere.contains("did you mean `local`?"), "{nowhere}");
    assert!(!folder.path().join("use-cases/x").exists());
}

#[test]
fn an_environment_that_cannot_be_edited_is_left_alone() {
    let folder = tempfile::tempdir().expect("the disk has room");
    let root = utf8(folder.path());
    good(&["init", root, "-q"]);
    let file = folder.path().join("environments/local.yaml");
    let text = fs::read_to_string(&file).expect("init wrote it");
    let odd = text.replace("useCases:\n    - hello\n", "useCases: null\n");
    fs::write(&file, &odd).expect("the disk has room");
    let ran = run(&["new", "use-case", "x", "--path", root]);
    assert_eq!(ran.code, 0);
    let line = "add this line to `useCases` in environments/local.yaml: - x";
    assert!(ran.err.contains(line), "{}", ran.err);
    assert_eq!(fs::read_to_string(&file).expect("it is still there"), odd);
}

#[test]
fn lists_are_tables_names_and_json() {
    insta::with_settings!({snapshot_path => "../../snapshots/get", prepend_module_to_snapshot => false, omit_expression => true}, {
        for kind in ["use-cases", "environments", "parameters"] {
            insta::assert_snapshot!(kind, good(&["get", kind, "demo-usecases"]));
        }
        for kind in ["templates", "clusters", "apps"] {
            insta::assert_snapshot!(kind, run(&["get", kind, "demo-usecases", "-e", "local"]).out);
        }
        let values = run(&["get", "parameters", "demo-usecases", "-e", "local"]).out;
        insta::assert_snapshot!("values", values);
    });
    let names = good(&["get", "Use-Case", "demo-usecases", "-o", "name"]);
    assert!(
        names.starts_with("argocd-connector\nargocd-in-vcluster\n"),
        "{names}"
    );
    for kind in [
        "use-cases",
        "environments",
        "parameters",
        "templates",
        "clusters",
        "apps",
    ] {
        let json = run(&[
            "get",
            kind,
            "demo-usecases",
            "-e",
            "local",
            "-e",
            "qa",
            "-o",
            "json",
        ])
        .out;
        let list: serde_json::Value = serde_json::from_str(&json).expect("JSON is JSON");
        let list = list.as_array().expect("a list is a list");
        assert!(!list.is_empty(), "{kind}");
        assert!(list.iter().all(|item| item["name"].is_string()), "{kind}");
    }
    let unknown = bad(&["get", "clustrs", "demo-usecases"]);
    assert!(unknown.contains("'clusters'"), "{unknown}");
}

#[test]
fn passwords_are_never_listed() {
    let folder = tempfile::tempdir().expect("the disk has room");
    let root = utf8(folder.path());
    good(&["init", root, "-q"]);
    let replace = |name: &str, from: &str, to: &str| {
        let file = folder.path().join(name);
        let text = fs::read_to_string(&file).expect("init wrote it");
        assert!(text.contains(from), "{name}");
        fs::write(&file, text.replacen(from, to, 1)).expect("the disk has room");
    };
    replace(
        "dodona.yaml",
        "  parameters:\n",
        "  parameters:\n    - variable: token\n      type: password\n",
    );
    replace(
        "environments/local.yaml",
        "  parameters:\n",
        "  parameters:\n    token: {secretRef: {name: vault-name, key: vault-key}}\n",
    );
    for format in ["table", "json", "yaml", "name"] {
        let list = good(&["get", "parameters", root, "-e", "local", "-o", format]);
        assert!(list.contains("token") && !list.contains("vault"), "{list}");
        assert_eq!(list.contains("(reference)"), format != "name", "{list}");
    }
}

#[test]
fn explanations_lead_to_the_lines() {
    let fields = [
        (
            "selected-label",
            "local",
            "Secret/argocd/cluster-local",
            "metadata.labels.eso",
        ),
        (
            "environment-label",
            "local",
            "secret/cluster-local",
            "metadata.labels.env",
        ),
        (
            "secret-name",
            "prod",
            "ExternalSecret/cluster-prod-eu",
            "metadata.name",
        ),
        (
            "cluster-server",
            "prod",
            "ExternalSecret/cluster-prod-eu",
            "spec.target.template.data.server",
        ),
        (
            "selector",
            "local",
            "ApplicationSet/eso",
            "spec.generators[0].clusters.selector.matchLabels.eso",
        ),
        (
            "source-url",
            "local",
            "ApplicationSet/eso",
            "spec.template.spec.source.repoURL",
        ),
        (
            "source-path",
            "local",
            "ApplicationSet/eso",
            "spec.template.spec.source.path",
        ),
        (
            "source-revision",
            "qa",
            "ApplicationSet/eso",
            "spec.template.spec.source.targetRevision",
        ),
        (
            "plugin-parameters",
            "local",
            "ApplicationSet/env-addons",
            "spec.template.spec.source.plugin.parameters",
        ),
        (
            "plugin-environment",
            "local",
            "ApplicationSet/eso",
            "spec.template.spec.source.plugin.parameters[0].string",
        ),
        (
            "merged-field",
            "local",
            "ApplicationSet/eso",
            "spec.template.spec.syncPolicy.retry.limit",
        ),
        (
            "sync-wave",
            "local",
            "ApplicationSet/eso",
            "metadata.annotations[\"argocd.argoproj.io/sync-wave\"]",
        ),
        (
            "chart-version",
            "local",
            "Application/eso-external-secrets",
            "spec.source.targetRevision",
        ),
        (
            "chart-values",
            "prod",
            "Application/kyverno",
            "spec.source.helm.valuesObject.admissionController.replicas",
        ),
        (
            "application-name",
            "local",
            "Application/argocd/eso-external-secrets",
            "metadata.name",
        ),
        (
            "template-parameter",
            "local",
            "VirtualClusterTemplate/default-template",
            "spec.versions[0].template.helmRelease.chart.version",
        ),
        (
            "overridden-parameter",
            "prod",
            "Project/default",
            "spec.quotas.project[\"count/virtualclusterinstances\"]",
        ),
        (
            "contributed-templates",
            "local",
            "Project/default",
            "spec.allowedTemplates",
        ),
        (
            "contributed-field",
            "local",
            "ConfigMap/use-case-catalog",
            "data.policies",
        ),
        (
            "selectable-parameter",
            "local",
            "VirtualClusterTemplate/demo-environment",
            "spec.versions[0].parameters[4].variable",
        ),
        (
            "selectable-label",
            "local",
            "VirtualClusterTemplate/demo-environment",
            "spec.versions[0].template.instanceTemplate.metadata.labels.flux",
        ),
        ("added-namespace", "local", "Namespace/eso-demo", "metadata"),
    ];
    insta::with_settings!({snapshot_path => "../../snapshots/explain", prepend_module_to_snapshot => false, omit_expression => true}, {
        for (name, environment, object, path) in fields {
            let arguments = ["explain", object, path, "--path", "demo-usecases", "-q", "-e", environment];
            insta::assert_snapshot!(name, good(&arguments));
        }
    });
}

#[test]
fn patches_and_what_they_used_are_explained() {
    let folder = tempfile::tempdir().expect("the disk has room");
    let root = utf8(folder.path());
    good(&["init", root, "-q"]);
    let file = folder.path().join("environments/local.yaml");
    let mut text = fs::read_to_string(&file).expect("init wrote it");
    text.push_str(
        "  patches:\n    - target: {kind: ApplicationSet}\n      path: $.spec.template.spec.project\n      set: <%= team %>-apps\n",
    );
    fs::write(&file, text).expect("the disk has room");
    let path = "spec.template.spec.project";
    let text = good(&["explain", "applicationset/hello", path, "--path", root]);
    insta::with_settings!({snapshot_path => "../../snapshots/explain", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("patched-field", text);
    });
}

#[test]
fn text_mode_leads_back_to_the_file_as_it_is() {
    let folder = tempfile::tempdir().expect("the disk has room");
    let root = utf8(folder.path());
    good(&["init", root, "-q"]);
    let file = folder.path().join("dodona.yaml");
    let mut text = fs::read_to_string(&file).expect("init wrote it");
    text.push_str("  text:\n    - {files: templates/odd.yaml, open: '{REPLACE_', close: '}', names: {DOMAIN: baseDomain}}\n");
    fs::write(&file, text).expect("the disk has room");
    let odd = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: odd\n  namespace: {REPLACE_team}\ndata:\n  both: {REPLACE_team}.{REPLACE_DOMAIN}\n  none: x\n";
    fs::write(folder.path().join("templates/odd.yaml"), odd).expect("the disk has room");
    let explain = |path: &str| good(&["explain", "ConfigMap/odd", path, "--path", root]);
    insta::with_settings!({snapshot_path => "../../snapshots/explain", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("text-mode", explain("data.both"));
        insta::assert_snapshot!("text-mode-plain", explain("data.none"));
    });
}

#[test]
fn an_environment_beside_the_repository_is_edited_in_place() {
    let folder = tempfile::tempdir().expect("the disk has room");
    let file = folder.path().join("dodona.yaml");
    let text = "apiVersion: dodona.dev/v1\nkind: Repository\nmetadata: {name: one}\nspec:\n  source: {repoURL: 'https://git.example.org/one.git'}\n---\n# dev\napiVersion: dodona.dev/v1\nkind: Environment\nmetadata: {name: dev}\nspec: {clusters: [], useCases: []}\n---\napiVersion: dodona.dev/v1\nkind: Environment\nmetadata: {name: qa}\nspec:\n  useCases: [] # later\n";
    fs::write(&file, text).expect("the disk has room");
    let root = utf8(folder.path());
    good(&[
        "new", "use-case", "a", "--path", root, "-e", "dev", "-e", "qa", "-q",
    ]);
    let expected = text
        .replacen("useCases: []}", "useCases: [a]}", 1)
        .replacen("useCases: [] #", "useCases: [a] #", 1);
    assert_eq!(
        fs::read_to_string(&file).expect("it is still there"),
        expected
    );
    let ran = run(&["new", "use-case", "b", "--path", root]);
    assert!(
        ran.err.contains("select it where it is wanted"),
        "{}",
        ran.err
    );
}

#[test]
fn explanations_as_json_hold_the_same() {
    let object = "VirtualClusterTemplate/default-template";
    let path = "spec.versions[0].template.helmRelease.chart.version";
    let json = good(&[
        "explain",
        object,
        path,
        "--path",
        "demo-usecases",
        "-e",
        "local",
        "-o",
        "json",
    ]);
    let answer: serde_json::Value = serde_json::from_str(&json).expect("JSON is JSON");
    assert_eq!(answer["value"], "0.34.0");
    assert_eq!(answer["cause"]["kind"], "expression");
    let parameter = &answer["cause"]["from"][0];
    assert_eq!(
        (&parameter["kind"], &parameter["name"]),
        (&"parameter".into(), &"vclusterVersion".into())
    );
    assert_eq!(parameter["from"][0]["kind"], "layer");
    assert_eq!(parameter["from"][0]["text"], "defaultValue: 0.34.0");
}

#[test]
fn what_is_not_there_is_told_with_what_is() {
    let explain = |object: &str, path: &str| {
        bad(&[
            "explain",
            object,
            path,
            "--path",
            "demo-usecases",
            "-e",
            "local",
        ])
    };
    let cases = [
        (
            "ApplicationSet/esoo",
            "spec",
            "error[object-unknown]",
            "did you mean `ApplicationSet/argocd/eso`?",
        ),
        (
            "ApplicationSet/eso",
            "spec.tmplate",
            "error[path-unknown]",
            "did you mean `template`? It has goTemplate",
        ),
        (
            "ApplicationSet/eso",
            "spec.generators[3]",
            "error[path-unknown]",
            "its items are [0] to [0]",
        ),
        (
            "ApplicationSet/eso",
            "spec.generators.clusters",
            "error[path-unknown]",
            "it is a list of 1",
        ),
        (
            "ApplicationSet/eso",
            "spec[",
            "error[usage]",
            "such as `spec.versions[0].version`",
        ),
        (
            "ProjectSecret/registry-login",
            "spec",
            "error[object-ambiguous]",
            "name one of ProjectSecret/p-api-framework/registry-login, ProjectSecret/p-default/registry-login",
        ),
    ];
    for (object, path, code, help) in cases {
        let text = explain(object, path);
        assert!(
            text.contains(code) && text.contains(help),
            "{object} {path}: {text}"
        );
    }
}

#[test]
fn every_code_is_explained() {
    for code in dodona::codes() {
        let text = good(&["explain", code.name]);
        assert!(
            text.starts_with(code.name) && text.ends_with(".\n"),
            "{text}"
        );
    }
    assert!(bad(&["explain", "param-unknwn"]).contains("did you mean `param-unknown`?"));
}

#[test]
fn every_key_of_the_demo_documents_is_in_the_schema() {
    let mut seen = 0;
    for file in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("demo-usecases")) {
        let text = fs::read_to_string(&file).expect("the demo is readable");
        for document in text.split("\n---\n") {
            let value: serde_json::Value = match serde_yaml::from_str(document) {
                Ok(value) => value,
                Err(_) => continue,
            };
            if value["apiVersion"] != dodona::catalog::API_VERSION {
                continue;
            }
            let kind = value["kind"].as_str().expect("our documents have a kind");
            let schema = dodona::schema::of(kind).expect("our kinds have a schema");
            seen += 1;
            let mut faults = Vec::new();
            keys(&value, &schema, &schema, "", &mut faults);
            assert_eq!(faults, Vec::<String>::new(), "{}", file.display());
        }
    }
    assert!(seen > 10, "{seen} documents");
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).expect("the demo is a folder");
    let mut all = Vec::new();
    for entry in entries.filter_map(Result::ok) {
        match entry.path() {
            path if path.is_dir() => all.extend(files(&path)),
            path if path.extension().is_some_and(|end| end == "yaml") => all.push(path),
            _ => {}
        }
    }
    all
}

/// Collects the keys that no branch of a schema has.
fn keys(
    value: &serde_json::Value,
    schema: &serde_json::Value,
    root: &serde_json::Value,
    path: &str,
    faults: &mut Vec<String>,
) {
    if let Some(name) = schema["$ref"]
        .as_str()
        .and_then(|text| text.strip_prefix("#/$defs/"))
    {
        return keys(value, &root["$defs"][name], root, path, faults);
    }
    if let Some(branches) = schema["anyOf"].as_array() {
        let of_branch = |branch| {
            let mut found = Vec::new();
            keys(value, branch, root, path, &mut found);
            found
        };
        let least = branches.iter().map(of_branch).min_by_key(Vec::len);
        faults.extend(least.unwrap_or_default());
        return;
    }
    if schema["pattern"].is_string() && !value.is_string() || schema["required"][0] == "$for" {
        faults.push(path.to_owned());
        return;
    }
    for (key, below) in value.as_object().into_iter().flatten() {
        let path = format!("{path}.{key}");
        match (&schema["properties"][key], &schema["additionalProperties"]) {
            (serde_json::Value::Null, serde_json::Value::Bool(false)) => faults.push(path),
            (serde_json::Value::Null, inner) => keys(below, inner, root, &path, faults),
            (inner, _) => keys(below, inner, root, &path, faults),
        }
    }
    for item in value.as_array().into_iter().flatten() {
        keys(item, &schema["items"], root, path, faults);
    }
}

#[test]
fn shells_and_manuals_are_served() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(
            good(&["completions", shell]).contains("use-case"),
            "{shell}"
        );
    }
    assert!(good(&["man"]).contains(".TH dodona 1"));
    let folder = tempfile::tempdir().expect("the disk has room");
    good(&["man", "--output-dir", utf8(folder.path()), "-q"]);
    assert!(folder.path().join("dodona.1").is_file());
    assert!(folder.path().join("dodona-new-use-case.1").is_file());
    let version = format!("dodona {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(good(&["--version"]), version);
    assert_eq!(good(&["schema", "usecase"]), good(&["schema", "UseCase"]));
    assert!(bad(&["rendr"]).contains("'render'"));
}
