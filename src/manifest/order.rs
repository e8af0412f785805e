//! In what order objects, and their first keys, are written.

use crate::yaml::{Map, Node};
use Scope::{Cluster, Namespaced};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    Cluster,
    Namespaced,
}

const LOFT: &[&str] = &["management.loft.sh", "storage.loft.sh"];
const ARGO: &[&str] = &["argoproj.io"];
const CORE: &[&str] = &[""];
const APPS: &[&str] = &["apps"];
const BATCH: &[&str] = &["batch"];
const RBAC: &[&str] = &["rbac.authorization.k8s.io"];
const STORAGE: &[&str] = &["storage.k8s.io"];
const NETWORK: &[&str] = &["networking.k8s.io"];
const ADMISSION: &[&str] = &["admissionregistration.k8s.io"];

/// The known kinds in the order of the output: what others need comes first. Scopes: Kubernetes 1.36, Argo CD v3.5.1,
/// vCluster Platform v4.9.0.
static ORDER: &[(&[&str], &str, Scope)] = &[
    (CORE, "Namespace", Cluster),
    (
        &["apiextensions.k8s.io"],
        "CustomResourceDefinition",
        Cluster,
    ),
    (&["scheduling.k8s.io"], "PriorityClass", Cluster),
    (STORAGE, "StorageClass", Cluster),
    (NETWORK, "IngressClass", Cluster),
    (&["node.k8s.io"], "RuntimeClass", Cluster),
    (CORE, "ResourceQuota", Namespaced),
    (CORE, "LimitRange", Namespaced),
    (CORE, "ServiceAccount", Namespaced),
    (RBAC, "ClusterRole", Cluster),
    (RBAC, "ClusterRoleBinding", Cluster),
    (RBAC, "Role", Namespaced),
    (RBAC, "RoleBinding", Namespaced),
    (CORE, "ConfigMap", Namespaced),
    (CORE, "Secret", Namespaced),
    (LOFT, "Config", Cluster),
    (LOFT, "DatabaseConnector", Cluster),
    (LOFT, "OIDCClient", Cluster),
    (LOFT, "NetworkPeer", Cluster),
    (LOFT, "SSHKey", Cluster),
    (LOFT, "OSImage", Cluster),
    (LOFT, "Cluster", Cluster),
    (LOFT, "ClusterRoleTemplate", Cluster),
    (LOFT, "User", Cluster),
    (LOFT, "Team", Cluster),
    (LOFT, "ClusterAccess", Cluster),
    (LOFT, "AccessKey", Cluster),
    (LOFT, "OwnedAccessKey", Cluster),
    (LOFT, "NodeProvider", Cluster),
    (LOFT, "NodeType", Cluster),
    (LOFT, "Project", Cluster),
    (LOFT, "SharedSecret", Namespaced),
    (LOFT, "ProjectSecret", Namespaced),
    (LOFT, "NodeEnvironment", Namespaced),
    (LOFT, "NodeClaim", Namespaced),
    (LOFT, "App", Cluster),
    (LOFT, "SpaceTemplate", Cluster),
    (LOFT, "VirtualClusterTemplate", Cluster),
    (LOFT, "SpaceInstance", Namespaced),
    (LOFT, "VirtualClusterInstance", Namespaced),
    (LOFT, "Task", Cluster),
    (LOFT, "ArgoCDApplicationTemplate", Cluster),
    (LOFT, "ArgoCDApplication", Namespaced),
    (CORE, "PersistentVolume", Cluster),
    (CORE, "PersistentVolumeClaim", Namespaced),
    (CORE, "Service", Namespaced),
    (APPS, "DaemonSet", Namespaced),
    (CORE, "Pod", Namespaced),
    (APPS, "ReplicaSet", Namespaced),
    (APPS, "Deployment", Namespaced),
    (APPS, "StatefulSet", Namespaced),
    (BATCH, "Job", Namespaced),
    (BATCH, "CronJob", Namespaced),
    (&["autoscaling"], "HorizontalPodAutoscaler", Namespaced),
    (&["policy"], "PodDisruptionBudget", Namespaced),
    (NETWORK, "NetworkPolicy", Namespaced),
    (NETWORK, "Ingress", Namespaced),
    (&["apiregistration.k8s.io"], "APIService", Cluster),
    (ADMISSION, "MutatingWebhookConfiguration", Cluster),
    (ADMISSION, "ValidatingWebhookConfiguration", Cluster),
    (ADMISSION, "ValidatingAdmissionPolicy", Cluster),
    (ADMISSION, "ValidatingAdmissionPolicyBinding", Cluster),
    (ARGO, "AppProject", Namespaced),
    (ARGO, "Application", Namespaced),
    (ARGO, "ApplicationSet", Namespaced),
];

fn position(group: &str, kind: &str) -> Option<usize> {
    ORDER
        .iter()
        .position(|&(groups, known, _)| known == kind && groups.contains(&group))
}

/// Returns the place of a kind in the output, smallest first; kinds that are not known share the last place, and the
/// caller sorts them by name.
#[must_use]
pub fn rank(group: &str, kind: &str) -> u32 {
    let place = position(group, kind).unwrap_or(ORDER.len());
    u32::try_from(place).expect("the table is short")
}

/// Custom kinds of well-known operators that live outside namespaces, by the names of their CRDs.
const CUSTOM_CLUSTER_SCOPED: &[(&str, &[&str])] = &[
    (
        "external-secrets.io",
        &[
            "ClusterExternalSecret",
            "ClusterPushSecret",
            "ClusterSecretStore",
        ],
    ),
    ("generators.external-secrets.io", &["ClusterGenerator"]),
    ("kyverno.io", &["ClusterCleanupPolicy", "ClusterPolicy"]),
    (
        "policies.kyverno.io",
        &[
            "ImageValidatingPolicy",
            "MutatingPolicy",
            "ValidatingPolicy",
        ],
    ),
    ("cert-manager.io", &["ClusterIssuer"]),
    ("trust.cert-manager.io", &["Bundle"]),
    (
        "pkg.crossplane.io",
        &[
            "Configuration",
            "ConfigurationRevision",
            "DeploymentRuntimeConfig",
            "Function",
            "FunctionRevision",
            "ImageConfig",
            "Lock",
            "Provider",
            "ProviderRevision",
        ],
    ),
    (
        "apiextensions.crossplane.io",
        &[
            "CompositeResourceDefinition",
            "Composition",
            "CompositionRevision",
            "EnvironmentConfig",
            "Usage",
        ],
    ),
    (
        "kubernetes.crossplane.io",
        &["Object", "ObservedObjectCollection", "ProviderConfig"],
    ),
    ("helm.crossplane.io", &["ProviderConfig", "Release"]),
    ("github.upbound.io", &["ProviderConfig", "StoreConfig"]),
    (
        "repo.github.upbound.io",
        &["Repository", "RepositoryWebhook"],
    ),
    ("scheduling.volcano.sh", &["Queue"]),
    ("scheduling.run.ai", &["Queue"]),
    (
        "kargo.akuity.io",
        &["ClusterConfig", "ClusterPromotionTask", "Project"],
    ),
    (
        "argoproj.io",
        &["ClusterAnalysisTemplate", "ClusterWorkflowTemplate"],
    ),
    (
        "management.cattle.io",
        &["Cluster", "GlobalRole", "Setting"],
    ),
    ("karpenter.sh", &["NodeClaim", "NodePool"]),
];

/// Says whether objects of a kind live outside namespaces; `None` for kinds that are not known.
#[must_use]
pub fn is_cluster_scoped(group: &str, kind: &str) -> Option<bool> {
    let custom = || {
        let (_, kinds) = CUSTOM_CLUSTER_SCOPED
            .iter()
            .find(|(known, _)| *known == group)?;
        kinds.contains(&kind).then_some(true)
    };
    position(group, kind)
        .map(|place| ORDER[place].2 == Cluster)
        .or_else(custom)
}

/// Puts the first keys of a manifest into the order that people expect, and drops an empty `status`.
///
/// First come apiVersion, kind and metadata, and in metadata name, namespace, labels and annotations; all other keys
/// stay in the order of the source.
pub fn normalise(node: &mut Node) {
    let Some(map) = node.as_map_mut() else {
        return;
    };
    if map
        .get("status")
        .and_then(Node::as_map)
        .is_some_and(Map::is_empty)
    {
        map.remove("status");
    }
    put_first(map, &["apiVersion", "kind", "metadata"]);
    if let Some(metadata) = map.get_mut("metadata").and_then(Node::as_map_mut) {
        put_first(metadata, &["name", "namespace", "labels", "annotations"]);
    }
}

fn put_first(map: &mut Map, first: &[&str]) {
    let place = |key: &str| {
        first
            .iter()
            .position(|&name| name == key)
            .unwrap_or(first.len())
    };
    let mut entries: Vec<_> = std::mem::take(map).into_iter().collect();
    entries.sort_by_key(|entry| place(&entry.key.text));
    *map = Map::from_unique(entries);
}
