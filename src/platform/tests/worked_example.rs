//! The worked example of the reference, and what becomes of it when one line changes.

use super::{Given, given, labels};
use crate::yaml::{Node, emit};

pub(super) const WORLD: &str = "  platform: {host: vcp.example.org}
  connectedClusters: [{name: loft-cluster, annotations: {domain: lab.example.org}}]";

pub(super) const SHOP: &str = "apiVersion: management.loft.sh/v1
kind: Project
metadata: {name: shop}
spec:
  owner: {team: platform}
  allowedClusters: [{name: loft-cluster}]
  allowedTemplates:
    - {kind: VirtualClusterTemplate, group: storage.loft.sh, name: shop-std, isDefault: true}
  argoCD: {enabled: true, cluster: loft-cluster, namespace: argocd, project: {enabled: true}}
  namespacePattern: {virtualCluster: '{{.Values.loft.project}}-v-{{.Values.loft.name}}'}
---
apiVersion: management.loft.sh/v1
kind: VirtualClusterTemplate
metadata: {name: shop-std}
spec:
  versions:
    - version: 1.0.3
      template:
        metadata: {labels: {loft.sh/import-argocd: 'true'}}
        instanceTemplate:
          metadata:
            labels: {env: '{{ .Values.env }}', team: '{{ .Values.loft.project }}'}
        helmRelease:
          chart: {version: 0.34.0}
          values: |
            sleep: {auto: {afterInactivity: \"{{ .Values.sleepAfter }}m\"}}
      parameters:
        - {variable: env, options: [dev, qa, prod], defaultValue: dev}
        - {variable: sleepAfter, type: number, min: 5, max: 240, defaultValue: '45'}
---
apiVersion: management.loft.sh/v1
kind: VirtualClusterInstance
metadata: {name: shop-qa, namespace: p-shop}
spec:
  owner: {team: shop}
  templateRef: {name: shop-std, version: 1.0.x}
  clusterRef: {cluster: loft-cluster}
  parameters: \"env: qa\\n\"
---
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: env-addons, namespace: argocd}
spec:
  goTemplate: true
  goTemplateOptions: [missingkey=error]
  generators: [{clusters: {selector: {matchLabels: {env: qa}}}}]
  template:
    metadata: {name: 'addons-{{.name}}'}
    spec:
      project: 'loft-{{.metadata.labels.team}}'
      destination: {server: '{{.server}}', namespace: addons}
      source: {repoURL: https://git.example.org/gitops.git, targetRevision: main, path: 'addons/{{.metadata.labels.env}}'}
";

/// The example with one text in place of another.
pub(super) fn changed(from: &str, to: &str) -> Given {
    assert!(SHOP.contains(from), "{from}");
    given(&SHOP.replacen(from, to, 1), WORLD)
}

fn yaml(node: &Node) -> String {
    let mut text = String::new();
    emit(node, &mut text);
    text
}

#[test]
fn everything_is_predicted() {
    let given = given(SHOP, WORLD);
    assert_eq!(given.lines(), Vec::<String>::new());
    assert_eq!(given.unknown(), Vec::<String>::new());
    let instance = given.instance("shop-qa");
    let template = instance.template.as_ref().unwrap();
    assert_eq!(template.version.as_deref(), Some("1.0.3"));
    assert_eq!(yaml(&instance.parameters), "env: qa\nsleepAfter: 45\n");
    assert_eq!(instance.host_namespace.as_deref(), Some("shop-v-shop-qa"));
    let values = yaml(instance.values.as_ref().unwrap());
    assert_eq!(values, "sleep:\n  auto:\n    afterInactivity: 45m\n");
    assert_eq!(labels(&instance.labels), ["env=qa", "team=shop"]);
    assert_eq!(given.why("shop-qa"), "predicted");
    let secret = given.secret();
    assert_eq!(Some(&secret.name), instance.cluster_secret.as_ref());
    let wanted = "apiVersion: v1
kind: Secret
metadata:
  annotations:
    co-managed-by: loft.sh
    managed-by: argocd.argoproj.io
  labels:
    argocd.argoproj.io/secret-type: cluster
    env: qa
    loft.sh/vcluster-instance-name: shop-qa
    loft.sh/vcluster-instance-namespace: p-shop
    team: shop
  name: loft-shop-vcluster-shop-qa
  namespace: argocd
type: Opaque
data:
  config: eyJiZWFyZXJUb2tlbiI6InRva2VuLW9mLXRoZS1wbGF0Zm9ybSIsInRsc0NsaWVudENvbmZpZyI6eyJpbnNlY3VyZSI6ZmFsc2V9fQ==
  name: bG9mdC1zaG9wLXZjbHVzdGVyLXNob3AtcWE=
  server: aHR0cHM6Ly92Y3AuZXhhbXBsZS5vcmcva3ViZXJuZXRlcy9wcm9qZWN0L3Nob3AvdmlydHVhbGNsdXN0ZXIvc2hvcC1xYQ==
";
    assert_eq!(yaml(&secret.manifest), wanted);
    let project = &given.prediction.projects[0];
    let wanted = "apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata:
  name: loft-shop
  namespace: argocd
spec:
  sourceRepos:
  - '*'
  destinations:
  - name: loft-shop-vcluster-shop-qa
    namespace: '*'
    server: https://vcp.example.org/kubernetes/project/shop/virtualcluster/shop-qa
";
    assert_eq!(yaml(&project.manifest), wanted);
}

#[test]
fn every_label_tells_its_way() {
    let given = given(SHOP, WORLD);
    let env = &given.secret().labels[1];
    let way: Vec<String> = env
        .because
        .iter()
        .map(|step| {
            let span = step.span.unwrap();
            let at = given.sources.position(span.source, span.start);
            format!("{}:{} {}", at.line, at.column, step.what)
        })
        .collect();
    let wanted = [
        "22:27 template label `env`",
        "38:21 parameter `env`",
        "31:1 instance `p-shop/shop-qa`",
    ];
    assert_eq!(way, wanted);
}

#[test]
fn without_the_integration_there_is_no_secret() {
    let given = changed("argoCD: {enabled: true, ", "argoCD: {");
    assert!(given.prediction.secrets.is_empty());
    assert_eq!(given.codes(), ["import-without-project"]);
    assert!(
        given
            .why("shop-qa")
            .starts_with("none: the virtual cluster asks")
    );
    assert_eq!(given.prediction.projects.len(), 1);
}

#[test]
fn a_value_outside_of_the_options_is_taken_and_told() {
    let given = changed("env: qa\\n", "env: QA\\n");
    assert_eq!(given.codes(), ["parameter-value-not-in-options"]);
    assert_eq!(given.secret().labels[1].value, "QA");
    assert!(
        given.diagnostics[0]
            .help
            .as_ref()
            .unwrap()
            .contains("did you mean `qa`?")
    );
}

#[test]
fn the_example_of_the_readme_is_predicted() {
    let manifests = "apiVersion: management.loft.sh/v1
kind: Project
metadata: {name: api-framework}
spec:
  allowedTemplates: [{kind: VirtualClusterTemplate, group: storage.loft.sh, name: vcluster-pro-template}]
  allowedClusters: [{name: loft-cluster}]
  argoCD: {enabled: true, namespace: argocd}
---
apiVersion: management.loft.sh/v1
kind: VirtualClusterTemplate
metadata: {name: vcluster-pro-template}
spec:
  template:
    metadata:
      labels:
        loft.sh/import-argocd: 'true'
    instanceTemplate:
      metadata:
        labels:
          env: '{{ .Values.env }}'
          team: '{{ .Values.loft.project }}'
    helmRelease:
      chart: {version: 0.20.0}
  parameters:
    - variable: env
      options: [dev, qa, prod]
      defaultValue: dev
---
apiVersion: management.loft.sh/v1
kind: VirtualClusterInstance
metadata:
  name: api-framework-dev
  namespace: loft-p-api-framework
spec:
  owner: {user: admin}
  templateRef: {name: vcluster-pro-template}
  parameters: |
    env: dev
";
    let world = "  platform: {host: a1.us.demo.dev, projectNamespacePrefix: loft-p-}";
    let given = given(manifests, world);
    assert_eq!(given.lines(), Vec::<String>::new());
    assert_eq!(given.unknown(), Vec::<String>::new());
    let secret = given.secret();
    assert_eq!(secret.name, "loft-api-framework-vcluster-api-framework-dev");
    assert_eq!(
        secret.manifest.at(&["data", "name"]).unwrap().as_str(),
        Some("bG9mdC1hcGktZnJhbWV3b3JrLXZjbHVzdGVyLWFwaS1mcmFtZXdvcmstZGV2")
    );
    assert_eq!(
        secret.server,
        "https://a1.us.demo.dev/kubernetes/project/api-framework/virtualcluster/api-framework-dev"
    );
    assert_eq!(
        labels(&secret.labels),
        [
            "argocd.argoproj.io/secret-type=cluster",
            "env=dev",
            "loft.sh/vcluster-instance-name=api-framework-dev",
            "loft.sh/vcluster-instance-namespace=loft-p-api-framework",
            "team=api-framework",
        ]
    );
    let host = given
        .instance("api-framework-dev")
        .host_namespace
        .as_deref();
    assert_eq!(host, Some("loft-api-framework-v-api-framework-dev"));
}
