//! AccessKey and OwnedAccessKey, vCluster Platform API v4.9.

use super::envelope::{API_VERSION, KIND, METADATA, STATUS};
use crate::manifest::shape::Type::{Bool, Bytes, Enum, Int, List, Object, Text};
use crate::manifest::shape::{Shape, TEXT_MAP, TEXTS, field};

pub(super) static ACCESS_KEY: Shape = Shape {
    name: "AccessKey",
    fields: &[
        API_VERSION,
        KIND,
        METADATA,
        field("spec", Object(&SPEC)),
        STATUS,
    ],
};

pub(super) static OWNED_ACCESS_KEY: Shape = Shape {
    name: "OwnedAccessKey",
    fields: &[
        API_VERSION,
        KIND,
        METADATA,
        field("spec", Object(&SPEC)),
        STATUS,
    ],
};

static SPEC: Shape = Shape {
    name: "AccessKey.spec",
    fields: &[
        field("description", Text),
        field("disabled", Bool),
        field("displayName", Text),
        field("groups", TEXTS),
        field("identity", Object(&IDENTITY)),
        field("identityRefresh", Text),
        field("key", Text),
        field("oidcLogin", Object(&OIDC_LOGIN)),
        field("oidcProvider", Object(&OIDC_PROVIDER)),
        field("parent", Text),
        field("scope", Object(&SCOPE)),
        field("subject", Text),
        field("team", Text),
        field("ttl", Int),
        field("ttlAfterLastActivity", Bool),
        field("type", Text),
        field("user", Text),
    ],
};

static IDENTITY: Shape = Shape {
    name: "AccessKeyIdentity",
    fields: &[
        field("connector", Text),
        field("connectorData", Bytes),
        field("email", Text),
        field("emailVerified", Bool),
        field("extraClaims", TEXT_MAP),
        field("groups", TEXTS),
        field("preferredUsername", Text),
        field("userId", Text),
        field("username", Text),
    ],
};

static OIDC_LOGIN: Shape = Shape {
    name: "AccessKeyOIDC",
    fields: &[
        field("accessToken", Bytes),
        field("idToken", Bytes),
        field("lastRefresh", Text),
        field("refreshToken", Bytes),
    ],
};

static OIDC_PROVIDER: Shape = Shape {
    name: "AccessKeyOIDCProvider",
    fields: &[
        field("clientId", Text),
        field("nonce", Text),
        field("redirectUri", Text),
        field("scopes", Text),
    ],
};

static SCOPE: Shape = Shape {
    name: "AccessKeyScope",
    fields: &[
        field("allowLoftCli", Bool),
        field("clusters", List(&Object(&SCOPE_CLUSTER))),
        field("projects", List(&Object(&SCOPE_PROJECT))),
        field("roles", List(&Object(&SCOPE_ROLE))),
        field("rules", List(&Object(&SCOPE_RULE))),
        field("spaces", List(&Object(&SCOPE_SPACE))),
        field("virtualClusters", List(&Object(&SCOPE_VIRTUAL_CLUSTER))),
    ],
};

static SCOPE_CLUSTER: Shape = Shape {
    name: "AccessKeyScopeCluster",
    fields: &[field("cluster", Text)],
};

static SCOPE_PROJECT: Shape = Shape {
    name: "AccessKeyScopeProject",
    fields: &[field("project", Text)],
};

static SCOPE_ROLE: Shape = Shape {
    name: "AccessKeyScopeRole",
    fields: &[
        field("projects", TEXTS),
        field(
            "role",
            Enum(&[
                "agent",
                "loft-cli",
                "network-peer",
                "runner",
                "vcluster",
                "workspace",
            ]),
        ),
        field("virtualClusters", TEXTS),
    ],
};

static SCOPE_RULE: Shape = Shape {
    name: "AccessKeyScopeRule",
    fields: &[
        field("cluster", Text),
        field("namespaces", TEXTS),
        field("nonResourceURLs", TEXTS),
        field("requestTargets", TEXTS),
        field("resources", List(&Object(&SCOPE_RESOURCES))),
        field("verbs", TEXTS),
        field("virtualClusters", List(&Object(&SCOPE_RULE_CLUSTER))),
    ],
};

static SCOPE_RESOURCES: Shape = Shape {
    name: "GroupResources",
    fields: &[
        field("group", Text),
        field("resourceNames", TEXTS),
        field("resources", TEXTS),
    ],
};

static SCOPE_RULE_CLUSTER: Shape = Shape {
    name: "AccessKeyVirtualCluster",
    fields: &[field("name", Text), field("namespace", Text)],
};

static SCOPE_SPACE: Shape = Shape {
    name: "AccessKeyScopeSpace",
    fields: &[field("project", Text), field("space", Text)],
};

static SCOPE_VIRTUAL_CLUSTER: Shape = Shape {
    name: "AccessKeyScopeVirtualCluster",
    fields: &[field("project", Text), field("virtualCluster", Text)],
};
