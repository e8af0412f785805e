//! AppProjects, their globs and the addresses of repositories against what Argo CD v3.5.1 recorded.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads its corpus, and may fail loudly"
)]

use dodona::glob::Gobwas;
use dodona::project::{Destination, Projects, Refusal, Subject, Verdict};
use dodona::yaml::{Limits, Node, read_first};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use std::path::Path;

fn corpus(name: &str) -> Vec<Json> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/conformance/project");
    let text = std::fs::read_to_string(folder.join(name)).unwrap();
    let cases = text.lines().map(|line| serde_json::from_str(line).unwrap());
    cases.collect()
}

fn node(json: &Json) -> Node {
    read_first(json.to_string().as_bytes(), &Limits::default())
        .unwrap()
        .unwrap()
}

fn text<'j>(json: &'j Json, key: &str) -> &'j str {
    json[key].as_str().unwrap_or_default()
}

fn destination(json: &Json) -> Destination<'_> {
    Destination {
        server: text(json, "server"),
        name: text(json, "name"),
    }
}

/// What was answered, and how many cases could not be judged.
#[derive(Default)]
struct Tally {
    wrong: Vec<String>,
    unknown: usize,
    cases: usize,
}

impl Tally {
    fn count(&mut self, case: &Json, answer: Option<Json>) {
        self.cases += 1;
        match answer {
            None => self.unknown += 1,
            Some(answer) if answer == case["answer"] => {}
            Some(answer) => self.wrong.push(format!("{case}\n  answered {answer}")),
        }
    }

    fn end(&self, most_unknown: usize) {
        let (wrong, all) = (self.wrong.len(), self.cases);
        let shown = self.wrong.iter().take(20).cloned().collect::<Vec<_>>();
        assert!(wrong == 0, "{wrong} of {all}\n{}", shown.join("\n"));
        assert!(self.unknown <= most_unknown, "{} unknown", self.unknown);
        assert!(all > 1000, "{all} cases");
    }
}

#[test]
fn globs_fit_what_they_fit_in_argo_cd() {
    let mut tally = Tally::default();
    for case in corpus("globs.jsonl") {
        let separator = text(&case, "separator").chars().next();
        let answer = match Gobwas::new(text(&case, "pattern"), separator) {
            Ok(glob) => glob.matches(text(&case, "text")),
            Err(_) => Some(false),
        };
        let is_panic = case["answer"] == "panic";
        assert!(!is_panic || answer.is_none(), "{case}");
        tally.count(&case, answer.map(Json::from));
    }
    tally.end(60);
}

fn manifests(case: &Json) -> Vec<Node> {
    let mut all = Vec::new();
    for project in case["projects"].as_array().unwrap() {
        let mut project = project.clone();
        project["apiVersion"] = json!("argoproj.io/v1alpha1");
        project["kind"] = json!("AppProject");
        all.push(node(&project));
    }
    all.push(node(&json!({
        "apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "argocd-cm", "namespace": "argocd"},
        "data": {"globalProjects": text(case, "globalProjects")},
    })));
    all
}

fn projects(case: &Json) -> Projects {
    let mut projects = Projects::of(&manifests(case), "argocd");
    let none = Vec::new();
    for repository in case["repositories"].as_array().unwrap_or(&none) {
        projects.add_repository(text(repository, "project"), text(repository, "repo"));
    }
    for cluster in case["clusters"].as_array().unwrap_or(&none) {
        let namespaces = cluster["namespaces"].as_array().unwrap_or(&none);
        let namespaces: Vec<&str> = namespaces.iter().filter_map(Json::as_str).collect();
        projects.add_cluster(text(cluster, "project"), destination(cluster), &namespaces);
    }
    projects
}

/// What Argo CD prints of a source is Go's print of a struct; ours is its address.
fn comparable(text: &str) -> &str {
    text.find("required for source")
        .map_or(text, |at| &text[..at])
}

fn answer(case: &Json) -> Option<Json> {
    let projects = projects(case);
    let project = projects.get("own").unwrap();
    let cluster = destination(&case["cluster"]);
    let object = &case["object"];
    if object.is_null() {
        let refusals = project.application(&node(&case["application"]), Some(&cluster), "argocd");
        let texts = refusals.iter().map(|refusal| comparable(&refusal.text));
        return Some(texts.collect());
    }
    let subject = Subject {
        group: text(object, "group"),
        kind: text(object, "kind"),
        name: text(object, "name"),
        namespace: text(object, "namespace"),
        is_namespaced: object["namespaced"].as_bool(),
    };
    match project.object(&subject, Some(&cluster)) {
        Verdict::Permitted => Some(Json::Null),
        Verdict::Refused(refusal) => Some(refusal.text.into()),
        Verdict::Unknown(_) => None,
    }
}

#[test]
fn projects_permit_what_they_permit_in_argo_cd() {
    let mut tally = Tally::default();
    for mut case in corpus("projects.jsonl") {
        for text in case["answer"].as_array_mut().into_iter().flatten() {
            *text = comparable(text.as_str().unwrap()).into();
        }
        let answer = answer(&case);
        tally.count(&case, answer);
    }
    tally.end(0);
}

const PROJECT: &str = r"
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: own, namespace: argocd}
spec:
  sourceRepos: ['https://github.com/org/*', '!https://github.com/org/secret']
  destinations: [{server: '*', namespace: 'team-*'}, {server: '*', namespace: '!team-x'}]
  clusterResourceWhitelist: [{group: '', kind: Namespace, name: 'team-*'}]
  namespaceResourceBlacklist: [{group: '', kind: ResourceQuota}]
";

const APPLICATION: &str = r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: app, namespace: argocd}
spec:
  project: own
  source: {repoURL: https://github.com/org/secret, path: x}
  destination: {name: in-cluster, namespace: team-x}
";

const HERE: Destination<'_> = Destination {
    server: "https://kubernetes.default.svc",
    name: "in-cluster",
};

fn parsed(text: &str) -> Node {
    read_first(text.as_bytes(), &Limits::default())
        .unwrap()
        .unwrap()
}

fn written(text: &'static str, refusal: &Refusal) -> &'static str {
    let span = refusal.span.unwrap();
    &text[span.start as usize..span.end as usize]
}

#[test]
fn a_refusal_names_the_rule_and_what_to_type() {
    let projects = Projects::of([&parsed(PROJECT)], "argocd");
    let own = projects.get("own").unwrap();
    let refusals = own.application(&parsed(APPLICATION), Some(&HERE), "argocd");
    let rules: Vec<&str> = refusals
        .iter()
        .map(|refusal| written(PROJECT, refusal))
        .collect();
    assert_eq!(
        rules,
        [
            "'!https://github.com/org/secret'",
            "{server: '*', namespace: '!team-x'}"
        ]
    );
    let places = refusals.iter().map(|refusal| refusal.at.unwrap());
    let places: Vec<&str> = places
        .map(|at| &APPLICATION[at.start as usize..at.end as usize])
        .collect();
    assert_eq!(
        places,
        [
            "https://github.com/org/secret",
            "{name: in-cluster, namespace: team-x}"
        ]
    );
    assert_eq!(
        refusals[0].help,
        "take `- '!https://github.com/org/secret'` out of spec.sourceRepos of AppProject 'own', or use another repository"
    );
}

fn verdict(kind: &str, name: &str, is_namespaced: Option<bool>) -> Verdict {
    let projects = Projects::of([&parsed(PROJECT)], "argocd");
    let subject = Subject {
        group: "",
        kind,
        name,
        namespace: "team-a",
        is_namespaced,
    };
    projects.get("own").unwrap().object(&subject, Some(&HERE))
}

#[test]
fn the_scope_of_a_kind_is_asked_for_only_where_it_matters() {
    assert_eq!(verdict("Namespace", "team-b", None), Verdict::Permitted);
    assert!(matches!(
        verdict("Namespace", "x", None),
        Verdict::Unknown(_)
    ));
    assert!(matches!(
        verdict("ResourceQuota", "x", None),
        Verdict::Refused(_)
    ));
    assert!(matches!(
        verdict("Node", "x", Some(false)),
        Verdict::Refused(_)
    ));
}

#[test]
fn an_open_project_refuses_nothing_and_promises_nothing() {
    let mut projects = Projects::default().with_default();
    projects.add_open("other");
    assert_eq!(projects.names().collect::<Vec<_>>(), ["default", "other"]);
    let other = projects.get("other").unwrap();
    assert!(other.is_open());
    assert_eq!(
        other.application(&parsed(APPLICATION), Some(&HERE), "argocd"),
        []
    );
    let default = projects.get("").unwrap();
    assert_eq!(
        default.application(&parsed(APPLICATION), Some(&HERE), "argocd"),
        []
    );
}

#[test]
fn a_secret_opens_its_project_for_a_cluster() {
    let secret = parsed(
        "{apiVersion: v1, kind: Secret, metadata: {name: x, namespace: argocd, labels: {argocd.argoproj.io/secret-type: cluster}}, \
         data: {project: b3du}, stringData: {name: far, server: 'https://far.example.com/', namespaces: 'shop, bank'}}",
    );
    let closed =
        parsed("{apiVersion: argoproj.io/v1alpha1, kind: AppProject, metadata: {name: own}}");
    let projects = Projects::of([&secret, &closed], "argocd");
    let far = Destination {
        server: "https://far.example.com",
        name: "far",
    };
    let in_namespace = |namespace| {
        let subject = Subject {
            group: "",
            kind: "ConfigMap",
            name: "x",
            namespace,
            is_namespaced: Some(true),
        };
        projects.get("own").unwrap().object(&subject, Some(&far))
    };
    assert_eq!(in_namespace("bank"), Verdict::Permitted);
    assert!(matches!(in_namespace("other"), Verdict::Refused(_)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_project_panics(
        pattern in "[\\[\\]{},*?!\\\\/ab:@#%.^-]{0,40}|\\PC{0,20}|/[a-z(|)?*+{}\\[\\]\\\\^$]{0,20}/",
        value in "[\\[\\]{},*?!\\\\/ab:@#%.^-]{0,40}|\\PC{0,20}",
    ) {
        let rule = json!({"group": pattern, "kind": pattern, "name": pattern});
        let project = json!({"metadata": {"name": "own"}, "spec": {
            "sourceRepos": [pattern], "destinations": [{"server": pattern, "name": pattern, "namespace": pattern}],
            "clusterResourceWhitelist": [rule], "namespaceResourceWhitelist": [rule], "sourceNamespaces": [pattern],
        }});
        let application = json!({"metadata": {"name": "app", "namespace": value}, "spec": {
            "source": {"repoURL": value, "path": "x"}, "destination": {"server": value, "namespace": value},
        }});
        let case = json!({"projects": [project], "cluster": {"server": value, "name": value}});
        let projects = projects(&case);
        let own = projects.get("own").unwrap();
        let cluster = destination(&case["cluster"]);
        let mut found = own.application(&node(&application), Some(&cluster), "argocd").len();
        for is_namespaced in [None, Some(true), Some(false)] {
            let subject = Subject { group: &value, kind: &value, name: &value, namespace: &value, is_namespaced };
            found += usize::from(own.object(&subject, Some(&cluster)) != Verdict::Permitted);
        }
        prop_assert!(found <= 7);
    }
}
