//! Each link from an instance to its Secret, broken once.

use super::worked_example::{SHOP, WORLD, changed};
use super::{Given, given};

/// What a change leads to: the finding with its line, and why there is no Secret.
fn leads_to(given: &Given, line: &str, why: &str) {
    let lines = given.lines();
    assert!(
        line.is_empty() || lines.iter().any(|found| found.starts_with(line)),
        "{line}: {lines:#?}"
    );
    let found = given.why(&given.prediction.instances[0].name);
    assert!(found.starts_with(why), "{why}: {found}");
    let is_predicted = why == "predicted";
    assert_eq!(given.prediction.secrets.len(), usize::from(is_predicted));
    for found in &given.diagnostics {
        assert!(found.help.is_some(), "{}", found.message);
    }
}

#[test]
fn broken_links_are_named_with_their_line() {
    let cases = [
        (
            "namespace: p-shop}",
            "namespace: p-shp}",
            "33 namespace-project-mismatch",
            "none: namespace `p-shp`",
        ),
        (
            "name: shop-qa, namespace: p-shop",
            "generateName: shop-, namespace: p-shop",
            "33 instance-without-name",
            "unknown: the instance has no name",
        ),
        (
            "cluster: loft-cluster, namespace: argocd",
            "cluster: lof-cluster, namespace: argocd",
            "9 reference-missing",
            "predicted",
        ),
        (
            "name: shop-std, version",
            "name: shop-sdt, version",
            "36 reference-missing no manifest",
            "none: project `shop` does not allow",
        ),
        (
            "name: shop-std, isDefault",
            "name: other, isDefault",
            "36 template-not-allowed",
            "none: project",
        ),
        (
            "clusterRef: {cluster: loft-cluster}",
            "clusterRef: {cluster: loft-clutser}",
            "37 cluster-not-allowed",
            "none: project",
        ),
        (
            "version: 1.0.x",
            "version: 2.0.x",
            "36 version-ref-unmatched",
            "none: no version",
        ),
        (
            "version: 1.0.x",
            "version: '1.0'",
            "36 version-ref-unmatched",
            "none: `1.0` asks",
        ),
        (
            "version: 1.0.3",
            "version: '1.0'",
            "17 version-not-semver",
            "none: no version",
        ),
        (
            "  templateRef: {name: shop-std, version: 1.0.x}\n",
            "  templateRef: {name: shop-std}\n  template: {helmRelease: {chart: {version: 0.34.0}}}\n",
            "37 template-and-template-ref",
            "none: the instance has a template",
        ),
        (
            "env: qa\\n",
            "env: [qa]\\n",
            "38 parameter-value-invalid",
            "none: parameter `env`",
        ),
        (
            "env: qa\\n",
            "env: 1.5\\n",
            "38 parameter-value-invalid",
            "none: parameter `env`",
        ),
        (
            "env: qa\\n",
            "- qa\\n",
            "38 parameters-malformed",
            "none: the parameters",
        ),
        (
            "env: qa\\n",
            "env: {\\n",
            "38 parameters-malformed",
            "none: the parameters",
        ),
        (
            "env: qa\\n",
            "sleepAfter: 4\\n",
            "38 parameter-value-invalid",
            "none: parameter `sleepAfter` is at least 5",
        ),
        (
            "env: qa\\n",
            "sleepAfter: soon\\n",
            "38 parameter-value-invalid",
            "none: parameter `sleepAfter` is an integer",
        ),
        (
            "defaultValue: '45'",
            "defaultValue: x",
            "29 parameter-default-invalid",
            "none: parameter `sleepAfter`",
        ),
        (
            "defaultValue: '45'",
            "defaultValue: 45",
            "29 parameter-default-not-string",
            "none: the default",
        ),
        (
            "type: number",
            "type: integer",
            "29 parameter-type-unknown",
            "none: parameter `sleepAfter`",
        ),
        (
            "env: qa\\n",
            "evn: qa\\n",
            "38 parameter-value-unknown",
            "predicted",
        ),
        ("env: qa\\n", "sleepAfter: '50'\\n", "", "predicted"),
        (
            "{{ .Values.env }}",
            "{{ .Values.evn }}",
            "22 parameter-undeclared",
            "predicted",
        ),
        (
            "{{ .Values.sleepAfter }}m",
            "{{ .Values.sleepAfter | nope }}m",
            "26 template-render-failed",
            "none: the template cannot",
        ),
        (
            "{{ .Values.sleepAfter }}m",
            "{{ .Values.loft.user.name }}m",
            "26 template-render-failed",
            "none: the template cannot",
        ),
        (
            "{{ .Values.sleepAfter }}m",
            "{{name}}m",
            "26 foreign-placeholder-unescaped",
            "none: the platform renders",
        ),
        (
            "{{ .Values.sleepAfter }}m",
            "{{ now }}m",
            "26 nondeterministic-template",
            "predicted",
        ),
        (
            "            sleep: {auto",
            "            sleep: [{auto",
            "26 rendered-yaml-malformed",
            "unknown: `helmRelease.values`",
        ),
        (
            "chart: {version: 0.34.0}",
            "chart: {version: latest}",
            "24 chart-version-invalid",
            "none: `latest`",
        ),
        (
            "chart: {version: 0.34.0}",
            "chart: {}",
            "24 chart-version-invalid",
            "none: template `shop-std` 1.0.3 names no",
        ),
        (
            "loft.sh/import-argocd: 'true'",
            "loft.sh/import-argocd: 'yes'",
            "19 import-label-value",
            "none: label",
        ),
        (
            "loft.sh/import-argocd: 'true'",
            "a: b",
            "22 labels-without-import",
            "none: neither",
        ),
        (
            "team: '{{ .Values.loft.project }}'",
            "team: 'a b'",
            "22 label-value-too-long",
            "none: label `team`",
        ),
        (
            "{{ .Values.loft.project }}'}\n        helm",
            "{{ slugify .Values.env }}'}\n        helm",
            "22 template-render-failed",
            "none: the template",
        ),
    ];
    for (from, to, line, why) in cases {
        leads_to(&changed(from, to), line, why);
    }
}

#[test]
fn the_default_template_is_taken_without_a_reference() {
    let given = changed("  templateRef: {name: shop-std, version: 1.0.x}\n", "");
    assert_eq!(given.lines(), Vec::<String>::new());
    assert_eq!(given.why("shop-qa"), "predicted");
    let text = SHOP
        .replace("  templateRef: {name: shop-std, version: 1.0.x}\n", "")
        .replace(", isDefault: true}", "}");
    let given = super::given(&text, WORLD);
    assert_eq!(given.codes(), ["template-required"]);
    assert!(
        given
            .why("shop-qa")
            .starts_with("unknown: the instance has no template")
    );
}

#[test]
fn a_prefix_that_world_does_not_name_is_asked_for() {
    let text = SHOP.replace("namespace: p-shop}", "namespace: loft-p-shop}");
    let first = given(&text, "  platform: {host: vcp.example.org}");
    assert_eq!(first.codes(), ["namespace-project-mismatch"]);
    assert!(first.why("shop-qa").starts_with("unknown: namespace"));
    assert!(first.unknown()[0].contains("platform: {projectNamespacePrefix: loft-p-}"));
    let world = "  platform: {host: vcp.example.org, projectNamespacePrefix: loft-p-}";
    assert_eq!(given(&text, world).why("shop-qa"), "predicted");
    let named = text.replace(
        "metadata: {name: shop}",
        "metadata: {name: shop, annotations: {loft.sh/project-namespace: loft-p-shop}}",
    );
    assert_eq!(given(&named, WORLD).why("shop-qa"), "predicted");
}

#[test]
fn quotas_count_instances() {
    let second = "---\napiVersion: management.loft.sh/v1\nkind: VirtualClusterInstance\nmetadata: {name: shop-dev, namespace: p-shop}\nspec: {owner: {team: shop}, templateRef: {name: shop-std}, clusterRef: {cluster: loft-cluster}}\n";
    let quota = "quotas: {project: {count/virtualclusterinstances: '1'}}\n  argoCD: {enabled";
    let text = format!("{SHOP}{second}").replace("argoCD: {enabled", quota);
    let given = given(&text, WORLD);
    assert_eq!(given.codes(), ["quota-exceeded"]);
    assert!(given.unknown()[0].starts_with("which 1 of the 2 instances of project `shop`"));
}

#[test]
fn a_quota_of_none_refuses_all() {
    let quota = "quotas: {project: {count/virtualclusterinstances: '0'}}\n  argoCD: {enabled";
    let given = given(&SHOP.replace("argoCD: {enabled", quota), WORLD);
    assert_eq!(given.codes(), ["quota-exceeded"]);
    assert_eq!(
        given.why("shop-qa"),
        "none: project `shop` has 1 instance, and the quota allows 0"
    );
    assert!(given.unknown().is_empty() && given.prediction.secrets.is_empty());
}

#[test]
fn a_long_name_is_told() {
    let given = changed(
        "name: shop-qa,",
        "name: pr-123-k8s-1-33-3-checkout-services,",
    );
    assert_eq!(given.codes(), ["cluster-name-too-long"]);
    assert_eq!(given.secret().name.len(), 49);
    assert!(given.unknown()[0].starts_with("the name of the Secret of instance"));
}

#[test]
fn another_namespace_than_argo_cds_is_told() {
    let given = changed("namespace: argocd, project", "namespace: argo, project");
    assert_eq!(given.codes(), ["argocd-namespace-mismatch"]);
    assert_eq!(given.secret().namespace, "argo");
}

#[test]
fn passwords_are_not_shown() {
    let text = SHOP
        .replace(
            "- {variable: env,",
            "- {variable: pin, type: password, validation: '^[0-9]+$'}\n        - {variable: env,",
        )
        .replace("env: qa\\n", "pin: hunter2\\n");
    let given = given(&text, WORLD);
    assert_eq!(given.codes(), ["parameter-value-invalid"]);
    assert!(!format!("{:?}", given.diagnostics).contains("hunter2"));
}

#[test]
fn an_external_instance_needs_no_template() {
    let text = SHOP
        .replace(
            "  templateRef: {name: shop-std, version: 1.0.x}\n",
            "  external: true\n",
        )
        .replace("  parameters: \"env: qa\\n\"\n", "")
        .replace(", isDefault: true}", "}")
        .replace(
            "namespace: p-shop}",
            "namespace: p-shop, labels: {env: qa, loft.sh/import-argocd: 'true'}}",
        );
    let given = given(&text, WORLD);
    assert_eq!(given.lines(), Vec::<String>::new());
    assert_eq!(given.why("shop-qa"), "predicted");
}

#[test]
fn the_instance_of_the_manifests_wins_over_the_one_of_world() {
    let world = format!(
        "{WORLD}\n  instances: [{{apiVersion: management.loft.sh/v1, kind: VirtualClusterInstance, metadata: {{name: shop-qa, namespace: p-shop}}, spec: {{templateRef: {{name: shop-std}}}}}}]"
    );
    let given = given(SHOP, &world);
    assert_eq!(given.codes(), ["instance-duplicate"]);
    assert_eq!(given.secret().labels[1].value, "qa");
}

#[test]
fn two_argo_cds_are_told() {
    let other = "---\napiVersion: management.loft.sh/v1\nkind: Project\nmetadata: {name: other}\nspec: {argoCD: {enabled: true, virtualClusterInstance: tools}}\n";
    let given = given(&format!("{SHOP}{other}"), WORLD);
    assert_eq!(given.codes(), ["argocd-several"]);
    assert!(given.unknown()[0].starts_with("which ApplicationSets see which Secrets"));
}

#[test]
fn a_template_of_an_instance_is_rendered_too() {
    let own = "  template:\n    metadata: {labels: {loft.sh/import-argocd: 'true'}}\n    instanceTemplate: {metadata: {labels: {env: '{{ .Values.loft.name }}'}}}\n    access: {rules: [{users: [a]}]}\n    helmRelease: {chart: {version: 0.34.0}}\n";
    let text = SHOP
        .replace("  templateRef: {name: shop-std, version: 1.0.x}\n", own)
        .replace("  parameters: \"env: qa\\n\"\n", "");
    let refused = given(&text, WORLD);
    assert_eq!(
        refused.codes(),
        ["template-required", "access-rule-without-role"]
    );
    let open = text
        .replace("{users: [a]}", "{users: [a], clusterRole: b}")
        .replace(
            "  argoCD: {enabled",
            "  requireTemplate: {disabled: true}\n  argoCD: {enabled",
        );
    let made = given(&open, WORLD);
    assert_eq!(made.lines(), Vec::<String>::new());
    assert_eq!(made.secret().labels[1].value, "shop-qa");
    assert!(made.instance("shop-qa").template.is_none());
}

#[test]
fn versions_and_defaults_that_mean_nothing_are_told() {
    let (head, tail) = SHOP.split_once("  versions:\n").unwrap();
    let (_, tail) = tail.split_once("      parameters:\n").unwrap();
    let (parameters, tail) = tail.split_once("---\n").unwrap();
    let template = "  template: {helmRelease: {chart: {version: 0.34.0}}}\n";
    let unversioned = format!("{head}{template}  parameters:\n{parameters}---\n{tail}");
    let ignored = given(&unversioned, WORLD);
    assert_eq!(ignored.codes(), ["version-ref-ignored"]);
    let root = "  parameters: [{variable: size, defaultValue: a}]\n  versions:\n";
    let inherited = SHOP.replace("  versions:\n", root).replace(
        "{{ .Values.loft.project }}'}\n        helm",
        "{{ .Values.size }}'}\n        helm",
    );
    assert_eq!(
        given(&inherited, WORLD).codes(),
        ["version-params-not-inherited"]
    );
    let two = "isDefault: true}\n    - {name: other, isDefault: true}";
    let ambiguous = SHOP
        .replace("isDefault: true}", two)
        .replace("  templateRef: {name: shop-std, version: 1.0.x}\n", "");
    let ambiguous = given(&ambiguous, WORLD);
    assert_eq!(ambiguous.codes(), ["default-template-ambiguous"]);
    assert!(
        ambiguous
            .why("shop-qa")
            .starts_with("unknown: templates `shop-std` and `other`")
    );
}

#[test]
fn names_that_two_share_are_told() {
    let second = "---\napiVersion: management.loft.sh/v1\nkind: VirtualClusterInstance\nmetadata: {name: shop-dev, namespace: p-shop}\nspec: {owner: {team: shop}, templateRef: {name: shop-std}, clusterRef: {cluster: loft-cluster}}\n";
    let text = format!("{SHOP}{second}").replace("-v-{{.Values.loft.name}}", "");
    let given = given(&text, WORLD);
    assert_eq!(given.codes(), ["host-namespace-collision"]);
    let project = "---\napiVersion: management.loft.sh/v1\nkind: Project\nmetadata: {name: shop-vcluster-shop}\nspec:\n  allowedClusters: [{name: loft-cluster}]\n  allowedTemplates: [{name: '*'}]\n  argoCD: {enabled: true, namespace: argocd}\n";
    let other = second.replace(
        "name: shop-dev, namespace: p-shop",
        "name: qa, namespace: p-shop-vcluster-shop",
    );
    let text = format!("{SHOP}{project}{other}").replace(
        "metadata: {name: shop-qa,",
        "metadata: {name: shop-vcluster-qa,",
    );
    let given = super::given(&text, WORLD);
    assert_eq!(given.codes(), ["instance-secret-collision"]);
}
