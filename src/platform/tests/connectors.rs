//! The newer integration, alone and beside the project's.

use super::worked_example::{SHOP, WORLD};
use super::{Given, given};
use crate::platform::Target;
use crate::yaml::emit;

const VALUES: &str = "            integrations: {argoCD: {enabled: true, connector: main}}\n            sleep: {auto";

fn connected(text: &str, world: &str) -> Given {
    let text = text
        .replace("            sleep: {auto", VALUES)
        .replace("version: 0.34.0", "version: 0.36.0");
    given(&text, world)
}

fn alone() -> String {
    SHOP.replace(
        "metadata: {labels: {loft.sh/import-argocd: 'true'}}",
        "pro: {}",
    )
    .replace(", project: {enabled: true}}", "}")
}

#[test]
fn a_connector_makes_a_secret_that_nobody_can_name() {
    let text = format!(
        "{}---\n{}",
        alone(),
        "apiVersion: v1\nkind: Secret\nmetadata: {name: main, namespace: vcluster-platform, labels: {loft.sh/connector-type: argocd}}\n"
    );
    let given = connected(&text, WORLD);
    assert_eq!(given.lines(), Vec::<String>::new());
    assert!(given.prediction.secrets.is_empty());
    assert!(given.why("shop-qa").starts_with("unknown: a connector registers the virtual cluster, which Argo CD calls `loft-shop-virtualcluster-shop-qa-argocd`"));
    assert_eq!(given.unknown().len(), 1);
    let typo = connected(&text.replace("{name: main,", "{name: mian,"), WORLD);
    assert_eq!(typo.codes(), ["reference-missing"]);
}

#[test]
fn a_secret_of_world_is_the_one_of_the_connector() {
    let secret = "  clusters: [{apiVersion: v1, kind: Secret, metadata: {name: cluster-x, labels: {loft.sh/vcluster-instance-name: shop-qa, loft.sh/vcluster-instance-namespace: p-shop}}, stringData: {name: n, server: s}}]";
    let given = connected(&alone(), &format!("{WORLD}\n{secret}"));
    assert_eq!(given.why("shop-qa"), "predicted");
    assert_eq!(
        given.instance("shop-qa").cluster_secret.as_deref(),
        Some("cluster-x")
    );
    assert!(given.prediction.secrets.is_empty() && given.unknown().is_empty());
}

#[test]
fn a_registered_name_is_told() {
    let text = alone().replace(
        "namespace: p-shop}",
        "namespace: p-shop, annotations: {loft.sh/argocd-registered-cluster-name: loft-x-ab12cd}}",
    );
    assert!(
        connected(&text, WORLD)
            .why("shop-qa")
            .contains("Argo CD calls `loft-x-ab12cd`")
    );
}

#[test]
fn both_integrations_register_twice() {
    let given = connected(SHOP, WORLD);
    assert_eq!(given.codes(), ["argocd-registered-twice"]);
    assert_eq!(given.why("shop-qa"), "predicted");
    assert_eq!(given.prediction.secrets.len(), 1);
    assert!(given.unknown()[0].starts_with("the cluster Secret of instance"));
}

#[test]
fn an_old_chart_has_no_connector() {
    let text = alone().replace("            sleep: {auto", VALUES);
    let given = given(&text, WORLD);
    assert_eq!(given.codes(), ["chart-version-mismatch"]);
    assert!(given.why("shop-qa").starts_with("unknown: chart 0.34.0"));
    let without = connected(&alone(), WORLD).codes().len();
    assert_eq!(without, 0);
    let unnamed = text
        .replace(", connector: main", "")
        .replace("0.34.0", "0.36.0");
    assert_eq!(super::given(&unnamed, WORLD).codes(), ["connector-missing"]);
}

#[test]
fn values_that_are_not_known_may_ask_for_a_connector() {
    let text = alone().replace(
        "            sleep: {auto: {afterInactivity: \"{{ .Values.sleepAfter }}m\"}}",
        "            integrations: {argoCD: {enabled: {{ .Values.loft.space }}}}",
    );
    assert!(
        given(&text, WORLD)
            .why("shop-qa")
            .starts_with("unknown: the values are not known")
    );
}

const APPLICATIONS: &str = "---
apiVersion: management.loft.sh/v1
kind: ArgoCDApplicationTemplate
metadata: {name: guestbook}
spec:
  template:
    metadata: {labels: {tier: '{{ .Values.tier }}'}}
    spec:
      source: {repoURL: https://git.example.org/x.git, path: 'apps/{{ .Values.loft.name }}', targetRevision: '{{ .Values.other }}'}
  parameters: [{variable: tier, defaultValue: web}]
---
apiVersion: management.loft.sh/v1
kind: ArgoCDApplication
metadata: {name: book, namespace: p-shop}
spec:
  templateRef: {name: guestbook}
  parameters: {tier: db}
  destination: {virtualCluster: {name: shop-qa}}
---
apiVersion: management.loft.sh/v1
kind: ArgoCDApplication
metadata: {name: lost, namespace: p-shop}
spec:
  templateRef: {name: gestbook}
  destination: {virtualCluster: {name: shop-aq, target: host}}
";

#[test]
fn applications_of_the_platform_are_followed_as_far_as_they_can_be() {
    let given = given(&format!("{SHOP}{APPLICATIONS}"), WORLD);
    assert_eq!(
        given.codes(),
        [
            "parameter-undeclared",
            "reference-missing",
            "reference-missing"
        ]
    );
    let [book, lost] = given.prediction.applications.as_slice() else {
        panic!("two applications");
    };
    assert_eq!(book.labels["tier"], "db");
    assert_eq!(book.instance, Some(0));
    assert_eq!(
        book.target,
        Target::VirtualCluster("p-shop".to_owned(), "shop-qa".to_owned())
    );
    let mut spec = String::new();
    emit(book.spec.as_ref().unwrap(), &mut spec);
    assert_eq!(
        spec,
        "source:\n  repoURL: https://git.example.org/x.git\n  path: apps/shop-qa\n"
    );
    assert!(lost.spec.is_none() && lost.instance.is_none());
    let unknown = given.unknown();
    assert!(
        unknown[0].starts_with("`spec.source.targetRevision` of application `book`"),
        "{unknown:#?}"
    );
    assert!(unknown[1].contains("of the applications `book`, `lost`"));
}

#[test]
fn values_deploy_applications() {
    let deploy = "            deploy: {argoCD: {applications: [{name: a, inline: {source: {path: x}}}, {name: b, target: host, template: {name: guestbook, parameters: {tier: x}}}]}}\n            integrations: {argoCD: {enabled: true, connector: main}}\n            sleep: {auto";
    let text = alone()
        .replace("            sleep: {auto", deploy)
        .replace("version: 0.34.0", "version: 0.36.0");
    let given = given(
        &format!(
            "{text}{}",
            APPLICATIONS
                .split("---\n")
                .nth(1)
                .map(|one| format!("---\n{one}"))
                .unwrap()
        ),
        WORLD,
    );
    let names: Vec<&str> = given
        .prediction
        .applications
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(names, ["a", "b"]);
    let b = &given.prediction.applications[1];
    assert!(matches!(b.target, Target::Host(..)) && b.labels["tier"] == "x");
    assert_eq!(b.because[1].what, "ArgoCDApplicationTemplate `guestbook`");
}

#[test]
fn connected_clusters_can_be_registered() {
    let cluster = "---\napiVersion: management.loft.sh/v1\nkind: Cluster\nmetadata: {name: loft-cluster}\nspec: {argoCD: {enabled: true, connector: main}}\n";
    let given = given(&format!("{SHOP}{cluster}"), WORLD);
    assert!(
        given.unknown()[0]
            .starts_with("the cluster Secret of the connected cluster `loft-cluster`")
    );
}
