//! Plans to look at: as `dodona plan -o json` gives them, in sizes and states that the page has to bear.

use serde_json::{Map, Value, json};

const ENVIRONMENTS: [&str; 3] = ["dev", "qa", "prod"];
const TEAMS: [&str; 5] = ["shop", "payments", "search", "data", "web"];
const SETS: [&str; 12] = [
    "cert-manager",
    "external-secrets",
    "ingress-nginx",
    "kyverno",
    "prometheus",
    "loki",
    "team-apps",
    "tenant-observability",
    "gatekeeper",
    "velero",
    "crossplane",
    "argo-rollouts",
];

/// Every plan by the name of its page.
pub(crate) fn all() -> Vec<(&'static str, Vec<Value>)> {
    vec![
        ("empty", vec![json!({"environment": null})]),
        ("one", vec![fleet("local", 1, 1)]),
        ("thirty", vec![troubled(fleet("dev", 10, 3))]),
        (
            "environments",
            vec![
                fleet("dev", 6, 5),
                troubled(fleet("qa", 4, 5)),
                fleet("prod", 3, 6),
            ],
        ),
        ("hostile", vec![hostile()]),
        ("wide", vec![troubled(fleet("prod", 100, 10))]),
        ("tall", vec![fleet("prod", 1000, 1)]),
    ]
}

/// A plan of `clusters` virtual clusters that `sets` ApplicationSets match, one Application for each.
pub(crate) fn fleet(environment: &str, clusters: usize, sets: usize) -> Value {
    let tenants: Vec<Tenant> = (0..clusters)
        .map(|number| Tenant::new(environment, number))
        .collect();
    let names = &SETS[..sets];
    let applications: Vec<Value> = names
        .iter()
        .flat_map(|set| tenants.iter().map(move |tenant| tenant.application(set)))
        .collect();
    let listed = |set: &&str| {
        let applications: Vec<String> = tenants.iter().map(|tenant| tenant.named(set)).collect();
        json!({"namespace": "argocd", "name": set, "applications": applications, "error": null, "errors": [],
            "file": format!("use-cases/{set}/usecase.yaml"), "line": 12})
    };
    json!({
        "environment": environment,
        "instances": tenants.iter().map(Tenant::instance).collect::<Vec<_>>(),
        "clusters": tenants.iter().map(Tenant::cluster).collect::<Vec<_>>(),
        "appProjects": [{"namespace": "argocd", "name": "loft-shop", "origin": "predicted"}],
        "applicationSets": names.iter().map(listed).collect::<Vec<_>>(),
        "applications": applications,
        "unknown": [],
        "problems": [],
    })
}

/// One virtual cluster and what follows from it.
struct Tenant {
    environment: String,
    team: &'static str,
    tier: &'static str,
    name: String,
    number: usize,
}

impl Tenant {
    fn new(environment: &str, number: usize) -> Self {
        let team = TEAMS[number % TEAMS.len()];
        let tier = ENVIRONMENTS[number / TEAMS.len() % ENVIRONMENTS.len()];
        Self {
            environment: environment.to_owned(),
            team,
            tier,
            name: format!("{team}-{tier}-{number:04}"),
            number,
        }
    }

    fn secret(&self) -> String {
        format!("loft-{}-vcluster-{}", self.team, self.name)
    }

    fn server(&self) -> String {
        format!(
            "https://vcp.example.org/kubernetes/project/{}/virtualcluster/{}",
            self.team, self.name
        )
    }

    fn named(&self, set: &str) -> String {
        format!("{set}-{}", self.secret())
    }

    fn labels(&self) -> Value {
        json!({
            "argocd.argoproj.io/secret-type": "cluster",
            "loft.sh/vcluster-instance-name": self.name,
            "loft.sh/vcluster-instance-namespace": format!("p-{}", self.team),
            "env": self.tier,
            "team": self.team,
        })
    }

    /// What the instance and everything after it hangs on.
    fn parameter(&self) -> Value {
        json!({"what": format!("parameter `env` is `{}`", self.tier),
            "file": format!("environments/{}/instances.yaml", self.environment), "line": 8 + 11 * self.number})
    }

    fn because(&self) -> Value {
        json!([
            {"what": "instance of template `shop-std` 1.0.3", "file": "templates/shop-std.yaml", "line": 4},
            self.parameter(),
            {"what": "label `loft.sh/import-argocd` is \"true\"", "file": "templates/shop-std.yaml", "line": 9},
            {"what": format!("project `{}` has its Argo CD integration on", self.team),
                "file": format!("projects/{}.yaml", self.team), "line": 14},
        ])
    }

    fn instance(&self) -> Value {
        json!({
            "namespace": format!("p-{}", self.team), "name": self.name, "project": self.team,
            "template": {"name": "shop-std", "version": "1.0.3"},
            "parameters": {"env": self.tier, "sleepAfter": 45, "nodes": self.number % 7},
            "labels": {"env": self.tier, "team": self.team},
            "hostNamespace": format!("{}-v-{}", self.team, self.name),
            "values": {
                "sync": {"toHost": {"ingresses": {"enabled": true}}, "fromHost": {"ingressClasses": {"enabled": true}}},
                "sleep": {"auto": {"afterInactivity": format!("{}m", 30 + self.number % 4 * 15)}},
                "controlPlane": {"distro": {"k8s": {"version": "v1.33.4"}}, "proxy": {"extraSANs": [format!("{}.example.org", self.name)]}},
            },
            "clusterSecret": self.secret(), "state": "predicted", "because": self.because(),
            "file": format!("environments/{}/instances.yaml", self.environment), "line": 1 + 11 * self.number,
        })
    }

    fn cluster(&self) -> Value {
        json!({
            "namespace": "argocd", "secret": self.secret(), "name": self.secret(), "server": self.server(),
            "labels": self.labels(),
            "annotations": {"managed-by": "argocd.argoproj.io", "co-managed-by": "loft.sh"},
            "origin": "predicted", "because": self.because(),
            "labelCauses": {
                "env": [{"what": "label `env` of the template", "file": "templates/shop-std.yaml", "line": 13}, self.parameter()],
                "team": [{"what": "label `team` of the template", "file": "templates/shop-std.yaml", "line": 14}],
            },
            "manifest": {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": self.secret()},
                "data": {"name": "bG9mdC1zaG9w", "server": "aHR0cHM6Ly92Y3AuZXhhbXBsZS5vcmc", "config": "PHRva2VuPg=="}},
        })
    }

    fn application(&self, set: &str) -> Value {
        let file = format!("use-cases/{set}/usecase.yaml");
        json!({
            "namespace": "argocd", "name": self.named(set), "applicationSet": set, "cluster": self.secret(),
            "project": format!("loft-{}", self.team), "refused": false, "problems": [],
            "environment": self.environment, "useCase": set,
            "manifest": self.manifest(set),
            "because": [
                {"what": format!("ApplicationSet `{set}`"), "file": file, "line": 12},
                {"what": "generator 0: clusters", "file": file, "line": 15},
                {"what": format!("selector: env in (dev, qa, prod), found `{}`", self.tier), "file": file, "line": 17},
                {"what": format!("Secret label `env: {}`", self.tier), "file": "templates/shop-std.yaml", "line": 13},
                self.parameter(),
                {"what": format!("layer: environment `{}`", self.environment),
                    "file": format!("environments/{}/environment.yaml", self.environment), "line": 6},
            ],
        })
    }

    fn manifest(&self, set: &str) -> Value {
        json!({
            "apiVersion": "argoproj.io/v1alpha1", "kind": "Application",
            "metadata": {
                "name": self.named(set), "namespace": "argocd",
                "labels": {"dodona.dev/use-case": set, "team": self.team},
                "annotations": {"argocd.argoproj.io/sync-wave": "10"},
                "finalizers": ["resources-finalizer.argocd.argoproj.io"],
            },
            "spec": {
                "project": format!("loft-{}", self.team),
                "destination": {"server": self.server(), "namespace": set},
                "source": {
                    "repoURL": "https://git.example.org/platform/gitops.git", "targetRevision": "main",
                    "path": format!("payloads/{set}/{}", self.tier),
                    "plugin": {"name": "dodona-v1", "parameters": [
                        {"name": "environment", "string": self.environment},
                        {"name": "use-case", "string": set},
                        {"name": "cluster-labels", "map": {"env": self.tier, "team": self.team}},
                        {"name": "script", "string": "set -eu\nfor name in a b; do\n  echo \"$name\"\ndone\n"},
                    ]},
                },
                "syncPolicy": {
                    "automated": {"prune": true, "selfHeal": true},
                    "syncOptions": ["CreateNamespace=true", "ServerSideApply=true"],
                    "retry": {"limit": 5, "backoff": {"duration": "5s", "factor": 2, "maxDuration": "3m0s"}},
                },
            },
        })
    }
}

/// The plan with one of each that can be wrong.
fn troubled(mut plan: Value) -> Value {
    for (number, application) in array(&mut plan, "applications").iter_mut().enumerate() {
        match number % 17 {
            3 => {
                application["problems"] =
                    json!(["path `payloads/cert-manager/qa` is not in the repository"])
            }
            11 => {
                application["refused"] = json!(true);
                application["problems"] = json!([format!(
                    "AppProject `loft-data` does not permit the destination namespace of line {number}"
                )]);
            }
            _ => {}
        }
    }
    array(&mut plan, "applications").retain(|application| {
        !(application["applicationSet"] == "ingress-nginx"
            && application["manifest"]["metadata"]["labels"]["team"] == "data")
    });
    let parent = array(&mut plan, "applications")[0].clone();
    for name in ["crds", "operator"] {
        let mut child = parent.clone();
        child["name"] = json!(format!("cert-manager-{name}"));
        child["manifest"]["metadata"]["name"] = child["name"].clone();
        child["applicationSet"] = Value::Null;
        child["parent"] = json!(format!(
            "argocd/{}",
            parent["name"].as_str().expect("a name")
        ));
        array(&mut plan, "applications").push(child);
    }
    array(&mut plan, "applicationSets").push(json!({"namespace": "argocd", "name": "broken", "applications": [],
        "error": "template: :1:14: executing \"\" at <.metadata.labels.zone>: map has no entry for key \"zone\"", "errors": []}));
    array(&mut plan, "instances").extend([
        json!({"namespace": "p-data", "name": "data-lab", "project": "data", "template": {"name": "bare", "version": null},
            "parameters": {}, "labels": {}, "hostNamespace": "data-v-data-lab", "values": {}, "clusterSecret": null, "state": "none",
            "because": [{"what": "no label `loft.sh/import-argocd`: \"true\"", "file": "templates/bare.yaml", "line": 7}]}),
        json!({"namespace": "p-web", "name": "web-new", "project": "web", "template": {"name": "shop-std", "version": "2.x"},
            "parameters": {}, "labels": {}, "hostNamespace": null, "values": {}, "clusterSecret": null, "state": "unknown",
            "because": "the connector names its Secret by a number that only the platform knows", "problems": ["version `2.x` matches none of 1.0.2, 1.0.3"]}),
    ]);
    plan["problems"] = json!([
        {"level": "warning", "code": "import-without-project", "message": "project `data` imports nothing: `spec.argoCD.enabled` is not true",
            "file": "projects/data.yaml", "line": 14, "help": "set `spec.argoCD.enabled: true`"},
        {"level": "error", "code": "template-version", "message": "template `shop-std` has no version that fits `2.x`",
            "file": "environments/dev/instances.yaml", "line": 88, "help": "did you mean `1.x`?"},
        {"level": "info", "code": "set-without-match", "message": "ApplicationSet `broken` matches no cluster", "file": null, "line": null, "help": null},
    ]);
    plan["unknown"] = json!([
        {"what": "cluster Secret of `p-web/web-new`", "because": "the connector names its Secret by a number that only the platform knows",
            "file": "environments/dev/instances.yaml", "line": 88},
    ]);
    plan
}

fn array<'p>(plan: &'p mut Value, key: &str) -> &'p mut Vec<Value> {
    plan[key].as_array_mut().expect("the plan has this list")
}

/// Names that would be markup, code, or another name, if they were anything but text.
pub(crate) const HOSTILE: [&str; 7] = [
    "</script><img src=x onerror=alert(1)>",
    "\"'&amp;<b>bold</b>",
    "<!--<script>",
    "{{data}}{{script}}",
    "__proto__",
    "evil\u{202e}txt.exe\u{0}\u{1b}[31m\u{200b}",
    "javascript:alert(1)//\u{2028}\n`${1}`",
];

/// A plan where everything that is text is hostile.
pub(crate) fn hostile() -> Value {
    let mut plan = json!({"environment": HOSTILE[0], "instances": [], "clusters": [], "appProjects": [], "applicationSets": [],
        "applications": [], "problems": [], "unknown": []});
    for name in HOSTILE {
        let labels = Map::from_iter([
            (name.to_owned(), json!(name)),
            ("constructor".to_owned(), json!(name)),
            ("7".to_owned(), json!(name)),
        ]);
        let cause = json!([{"what": name, "file": name, "line": 3}]);
        array(&mut plan, "instances").push(json!({"namespace": name, "name": name, "project": name, "template": {"name": name, "version": name},
            "parameters": labels, "labels": labels, "clusterSecret": name, "state": "predicted", "because": cause, "values": {name: name}}));
        array(&mut plan, "clusters").push(json!({"namespace": name, "secret": name, "name": name, "server": name, "labels": labels,
            "annotations": labels, "origin": name, "because": cause, "labelCauses": {name: cause}}));
        array(&mut plan, "applicationSets").push(json!({"namespace": name, "name": name, "applications": [name], "error": name, "errors": [name]}));
        array(&mut plan, "applications").push(json!({"namespace": name, "name": name, "applicationSet": name, "cluster": name, "project": name,
            "refused": true, "problems": [name], "because": cause, "environment": name, "useCase": name, "file": name, "line": 1,
            "manifest": {"metadata": {"name": name, "labels": labels}, "spec": {"source": {"path": name, "big": 9_007_199_254_740_993_u64}, name: name}}}));
        array(&mut plan, "problems").push(json!({"level": name, "code": name, "message": name, "file": name, "line": 1, "help": name}));
        array(&mut plan, "unknown").push(json!({"what": name, "because": name}));
    }
    plan
}
