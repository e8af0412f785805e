//! Project, vCluster Platform API v4.12; the fields for node types came with 4.10, those for node profiles with 4.11.

use super::core::SECRET_KEY_SELECTOR;
use super::envelope::{API_VERSION, KIND, METADATA, STATUS};
use super::project_argocd::ARGO_CD;
use super::shared::{ACCESS, METADATA_ONLY, NAME_REF, USER_OR_TEAM};
use crate::manifest::shape::Type::{Bool, List, Object, Removed, Text};
use crate::manifest::shape::{Shape, TEXT_MAP, field, required};

pub(super) static PROJECT: Shape = Shape {
    name: "Project",
    fields: &[
        API_VERSION,
        KIND,
        METADATA,
        field("spec", Object(&SPEC)),
        STATUS,
    ],
};

static SPEC: Shape = Shape {
    name: "Project.spec",
    fields: &[
        field("access", List(&Object(&ACCESS))),
        field("allowedClusters", List(&Object(&NAME_REF))),
        field("allowedNodeProfiles", List(&Object(&NAME_REF))),
        field("allowedNodeTypes", List(&Object(&NAME_REF))),
        field("allowedRunners", List(&Object(&NAME_REF))),
        field("allowedTemplates", List(&Object(&ALLOWED_TEMPLATE))),
        field("argoCD", Object(&ARGO_CD)),
        field("defaultNodeProfile", Text),
        field("description", Text),
        field(
            "devPod",
            Removed("the platform dropped DevPod in 4.5: delete it"),
        ),
        field("displayName", Text),
        field("members", List(&Object(&MEMBER))),
        field("namespacePattern", Object(&NAMESPACE_PATTERN)),
        field("namespaceTemplate", Object(&METADATA_ONLY)),
        field("owner", Object(&USER_OR_TEAM)),
        field("quotas", Object(&QUOTAS)),
        field(
            "rancher",
            Removed("the platform dropped the Rancher integration in 4.9: delete it"),
        ),
        field("requirePreset", Object(&DISABLED)),
        field("requireTemplate", Object(&DISABLED)),
        field("vault", Object(&VAULT)),
    ],
};

static ALLOWED_TEMPLATE: Shape = Shape {
    name: "AllowedTemplate",
    fields: &[
        field("group", Text),
        field("isDefault", Bool),
        field("kind", Text),
        field("name", Text),
    ],
};

static MEMBER: Shape = Shape {
    name: "Member",
    fields: &[
        required("clusterRole", Text),
        field("group", Text),
        field("kind", Text),
        field("name", Text),
    ],
};

static NAMESPACE_PATTERN: Shape = Shape {
    name: "NamespacePattern",
    fields: &[field("space", Text), field("virtualCluster", Text)],
};

static QUOTAS: Shape = Shape {
    name: "Quotas",
    fields: &[field("project", TEXT_MAP), field("user", TEXT_MAP)],
};

static DISABLED: Shape = Shape {
    name: "a requirement",
    fields: &[field("disabled", Bool)],
};

static VAULT: Shape = Shape {
    name: "VaultIntegrationSpec",
    fields: &[
        field("address", Text),
        field("auth", Object(&VAULT_AUTH)),
        field("enabled", Bool),
        field("namespace", Text),
        field("skipTLSVerify", Bool),
        field("syncInterval", Text),
    ],
};

static VAULT_AUTH: Shape = Shape {
    name: "VaultAuthSpec",
    fields: &[
        field("token", Text),
        field("tokenSecretRef", Object(&SECRET_KEY_SELECTOR)),
    ],
};
