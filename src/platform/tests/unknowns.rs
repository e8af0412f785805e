//! What cannot be known is said, and only where something hangs on it.

use super::worked_example::{SHOP, WORLD, changed};
use super::{given, labels};

/// One change, and how the only thing that is unknown then begins; nothing is, for the empty text.
fn leaves_open(from: &str, to: &str, unknown: &str) {
    let given = changed(from, to);
    let found = given.unknown();
    match unknown {
        "" => assert_eq!(found, Vec::<String>::new(), "{to}"),
        words => {
            assert!(!found.is_empty(), "{to}: {:?}", given.lines());
            assert!(
                found.iter().any(|one| one.contains(words)),
                "{to}: {found:#?}"
            );
        }
    }
}

#[test]
fn what_the_documentation_leaves_open_is_said_where_it_matters() {
    let team = "{{ .Values.loft.project }}'}\n        helm";
    let with = |text: &str| format!("{text}'}}\n        helm");
    let cases = [
        (
            "{{ .Values.loft.space }}",
            "label `team` of instance `p-shop/shop-qa`: the documentation says",
        ),
        (
            "{{ .Values.loft.namespace }}",
            "nobody documents `.Values.loft.namespace`",
        ),
        (
            "{{ .Values.loft.team.email }}",
            "nobody documents `.Values.loft.team.email`",
        ),
        (
            "{{ .Values.other }}",
            "whether the platform writes `<no value>`",
        ),
        ("{{ if .Values.other }}a{{ else }}b{{ end }}", ""),
        ("{{ .Values.other | default \"x\" }}", ""),
        (
            "{{ .Values.loft.clusterAnnotations.zone }}",
            "annotation `zone` of the connected cluster `loft-cluster`",
        ),
        (
            "{{ index .Values.loft.clusterAnnotations \"zone\" }}",
            "annotation `zone`",
        ),
        ("{{ index .Values.loft.clusterAnnotations \"domain\" }}", ""),
        ("{{ .Values.loft.clusterAnnotations.domain }}", ""),
        (
            "{{ .Values.env | toToml }}",
            "dodona does not know the function `toToml`",
        ),
        ("{{ randAlphaNum 3 }}", "depends on the clock or on chance"),
        ("{{ .Values.loft.virtualClusterNamespace }}", ""),
    ];
    for (text, unknown) in cases {
        leaves_open(team, &with(text), unknown);
    }
}

#[test]
fn facts_that_world_lacks_are_asked_for() {
    let text = SHOP.replace("  owner: {team: shop}\n", "").replace(
        "{{ .Values.loft.project }}'}\n        helm",
        "{{ with .Values.loft.team }}{{ .name }}{{ end }}'}\n        helm",
    );
    let unknown = given(&text, WORLD).unknown();
    assert_eq!(unknown.len(), 1, "{unknown:#?}");
    assert!(
        unknown[0].contains("platform: {owner: {user: NAME}}"),
        "{unknown:#?}"
    );
    let world = WORLD.replace(
        "{host: vcp.example.org}",
        "{host: vcp.example.org, owner: {team: x}}",
    );
    let known = given(&text, &world);
    assert_eq!(known.unknown(), Vec::<String>::new());
    assert_eq!(
        labels(&known.instance("shop-qa").labels),
        ["env=qa", "team=x"]
    );
    let nothing = given(SHOP, "  platform: {}");
    assert_eq!(nothing.unknown().len(), 1);
    assert!(nothing.unknown()[0].contains("platform: {host: HOST}"));
    assert!(
        nothing
            .secret()
            .server
            .starts_with("https://platform-host.invalid/")
    );
    let text = SHOP.replace(
        "{{ .Values.sleepAfter }}m",
        "{{ .Values.loft.clusterAnnotations.domain }}",
    );
    let unknown = given(&text, "  platform: {host: h}").unknown();
    assert!(
        unknown[0]
            .contains("connectedClusters: [{name: loft-cluster, annotations: {domain: VALUE}}]"),
        "{unknown:#?}"
    );
}

#[test]
fn a_clash_of_labels_is_open_where_a_set_selects_it() {
    let both = changed(
        "metadata: {name: shop-qa, namespace: p-shop}",
        "metadata: {name: shop-qa, namespace: p-shop, labels: {env: prod, team: shop, free: a}}",
    );
    assert_eq!(both.codes(), ["label-clash"]);
    assert_eq!(
        labels(&both.instance("shop-qa").labels),
        ["env=prod?", "free=a", "team=shop"]
    );
    assert!(both.unknown()[0].starts_with("label `env` of instance"));
    let text = SHOP
        .replace("env: qa}", "region: eu}")
        .replace("{{.metadata.labels.env}}", "x")
        .replace(
            "metadata: {name: shop-qa, namespace: p-shop}",
            "metadata: {name: shop-qa, namespace: p-shop, labels: {env: prod}}",
        );
    let unselected = given(&text, WORLD);
    assert_eq!(unselected.codes(), ["label-clash"]);
    assert_eq!(unselected.unknown(), Vec::<String>::new());
}

#[test]
fn the_import_label_counts_where_it_is_documented() {
    let none = SHOP.replace(
        "metadata: {labels: {loft.sh/import-argocd: 'true'}}",
        "pro: {}",
    );
    let own = none.replace(
        "namespace: p-shop}",
        "namespace: p-shop, labels: {loft.sh/import-argocd: 'true'}}",
    );
    let on_instance = given(&own, WORLD);
    assert_eq!(on_instance.why("shop-qa"), "predicted");
    assert_eq!(on_instance.unknown(), Vec::<String>::new());
    let label = &on_instance.secret().labels[2];
    assert!(label.key == "loft.sh/import-argocd" && label.doubt.is_some());
    let inside = none.replace(
        "labels: {env:",
        "labels: {loft.sh/import-argocd: 'true', env:",
    );
    let below = given(&inside, WORLD);
    assert!(
        below.why("shop-qa").starts_with("unknown: label"),
        "{}",
        below.why("shop-qa")
    );
    let rendered = SHOP.replace(
        "import-argocd: 'true'",
        "import-argocd: '{{ eq .Values.env \"qa\" }}'",
    );
    assert!(
        given(&rendered, WORLD)
            .why("shop-qa")
            .starts_with("unknown: nobody documents whether")
    );
}

#[test]
fn a_boolean_in_quotes_is_open_where_it_shows() {
    let declare = SHOP.replace(
        "        - {variable: env,",
        "        - {variable: big, type: boolean, defaultValue: 'false'}\n        - {variable: env,",
    );
    let shown = declare
        .replace("env: qa\\n", "big: 'false'\\nenv: qa\\n")
        .replace(
            "{{ .Values.loft.project }}'}\n        helm",
            "{{ .Values.big }}'}\n        helm",
        );
    let prints = given(&shown, WORLD);
    assert_eq!(prints.codes(), ["boolean-parameter-quoted"]);
    assert_eq!(prints.unknown(), Vec::<String>::new());
    let branch = shown.replace(
        "{{ .Values.big }}",
        "{{ if .Values.big }}big{{ else }}small{{ end }}",
    );
    let open = given(&branch, WORLD);
    assert!(
        open.unknown()[0].contains("`big` is written in quotes"),
        "{:?}",
        open.unknown()
    );
    assert_eq!(
        labels(&open.instance("shop-qa").labels),
        ["env=qa", "team=?"]
    );
}

#[test]
fn a_value_that_nothing_declares_is_open_where_it_is_read() {
    let text = SHOP.replace("env: qa\\n", "env: qa\\nextra: a\\n").replace(
        "{{ .Values.loft.project }}'}\n        helm",
        "{{ .Values.extra }}'}\n        helm",
    );
    let read = given(&text, WORLD);
    assert_eq!(
        read.codes(),
        ["parameter-value-unknown", "parameter-undeclared"]
    );
    assert!(read.unknown()[0].contains("which the instance gives and nothing declares"));
}

#[test]
fn texts_that_read_everything_hang_on_everything() {
    let dump = "{{ toYaml .Values | sha256sum | trunc 8 }}'}\n        helm";
    let text = SHOP.replace("{{ .Values.loft.project }}'}\n        helm", dump);
    assert_eq!(given(&text, WORLD).unknown(), Vec::<String>::new());
    let text = text
        .replace("  owner: {team: shop}\n", "")
        .replace("env: qa\\n", "env: qa\\nextra: a\\n");
    let unknown = given(&text, WORLD).unknown();
    assert_eq!(unknown.len(), 2, "{unknown:#?}");
    assert!(unknown[0].contains("names no owner") && unknown[1].contains("parameter `extra`"));
}

#[test]
fn many_are_said_at_once() {
    let text = SHOP.replace(
        "{{ .Values.sleepAfter }}m",
        "{{ .Values.loft.clusterAnnotations.zone }}",
    );
    let world = format!(
        "{WORLD}\n  generate: [{{instances: 1000, project: shop, template: shop-std, cluster: loft-cluster, owner: {{team: a}}, namePattern: 'i{{n}}'}}]"
    );
    let many = given(&text, &world);
    assert_eq!(many.prediction.secrets.len(), 1001);
    let unknown = many.unknown();
    assert_eq!(unknown.len(), 1, "{unknown:#?}");
    assert!(unknown[0].starts_with(
        "the values of instances `p-shop/i1`, `p-shop/i10`, `p-shop/i100` and 998 more"
    ));
}
