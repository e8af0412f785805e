//! The Argo CD integration of a Project, vCluster Platform API v4.12.

use super::argocd_shared::{CLUSTER_RESOURCE, DESTINATION, GROUP_KIND};
use crate::manifest::shape::Type::{Bool, List, Object, Text};
use crate::manifest::shape::{Shape, TEXT_MAP, TEXTS, field};

pub(super) static ARGO_CD: Shape = Shape {
    name: "ArgoIntegrationSpec",
    fields: &[
        field("cluster", Text),
        field("enabled", Bool),
        field("namespace", Text),
        field("project", Object(&ARGO_PROJECT)),
        field("sso", Object(&ARGO_SSO)),
        field("virtualClusterInstance", Text),
    ],
};

static ARGO_PROJECT: Shape = Shape {
    name: "ArgoProjectSpec",
    fields: &[
        field("clusterResourceBlacklist", List(&Object(&CLUSTER_RESOURCE))),
        field("clusterResourceWhitelist", List(&Object(&CLUSTER_RESOURCE))),
        field("destinations", List(&Object(&DESTINATION))),
        field("enabled", Bool),
        field("metadata", Object(&ARGO_PROJECT_METADATA)),
        field("namespaceResourceBlacklist", List(&Object(&GROUP_KIND))),
        field("namespaceResourceWhitelist", List(&Object(&GROUP_KIND))),
        field("roles", List(&Object(&ARGO_PROJECT_ROLE))),
        field("sourceNamespaces", TEXTS),
        field("sourceRepos", TEXTS),
    ],
};

static ARGO_PROJECT_METADATA: Shape = Shape {
    name: "ArgoProjectSpecMetadata",
    fields: &[
        field("description", Text),
        field("extraAnnotations", TEXT_MAP),
        field("extraLabels", TEXT_MAP),
    ],
};

static ARGO_PROJECT_ROLE: Shape = Shape {
    name: "ArgoProjectRole",
    fields: &[
        field("description", Text),
        field("groups", TEXTS),
        field("name", Text),
        field("rules", List(&Object(&ARGO_PROJECT_RULE))),
    ],
};

static ARGO_PROJECT_RULE: Shape = Shape {
    name: "ArgoProjectPolicyRule",
    fields: &[
        field("action", Text),
        field("application", Text),
        field("kind", Text),
        field("permission", Bool),
    ],
};

static ARGO_SSO: Shape = Shape {
    name: "ArgoSSOSpec",
    fields: &[
        field("assignedRoles", TEXTS),
        field("enabled", Bool),
        field("host", Text),
    ],
};
