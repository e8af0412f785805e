//! AppProject, Argo CD v3.5.1.

use super::argocd_shared::{CLUSTER_RESOURCE, DESTINATION, GROUP_KIND};
use super::envelope::{API_VERSION, KIND, METADATA, STATUS};
use crate::manifest::shape::Type::{Bool, Int, List, Object, ShortText, Text};
use crate::manifest::shape::{Shape, TEXTS, field, required};

pub(super) static APP_PROJECT: Shape = Shape {
    name: "AppProject",
    fields: &[
        API_VERSION,
        KIND,
        METADATA,
        required("spec", Object(&SPEC)),
        STATUS,
    ],
};

static SPEC: Shape = Shape {
    name: "AppProject.spec",
    fields: &[
        field("clusterResourceBlacklist", List(&Object(&CLUSTER_RESOURCE))),
        field("clusterResourceWhitelist", List(&Object(&CLUSTER_RESOURCE))),
        field("description", ShortText(255)),
        field(
            "destinationServiceAccounts",
            List(&Object(&DESTINATION_SERVICE_ACCOUNT)),
        ),
        field("destinations", List(&Object(&DESTINATION))),
        field("namespaceResourceBlacklist", List(&Object(&GROUP_KIND))),
        field("namespaceResourceWhitelist", List(&Object(&GROUP_KIND))),
        field("orphanedResources", Object(&ORPHANED_RESOURCES)),
        field("permitOnlyProjectScopedClusters", Bool),
        field("roles", List(&Object(&ROLE))),
        field("signatureKeys", List(&Object(&SIGNATURE_KEY))),
        field("sourceIntegrity", Object(&SOURCE_INTEGRITY)),
        field("sourceNamespaces", TEXTS),
        field("sourceRepos", TEXTS),
        field("syncWindows", List(&Object(&SYNC_WINDOW))),
    ],
};

static DESTINATION_SERVICE_ACCOUNT: Shape = Shape {
    name: "ApplicationDestinationServiceAccount",
    fields: &[
        required("defaultServiceAccount", Text),
        field("namespace", Text),
        required("server", Text),
    ],
};

static ORPHANED_RESOURCES: Shape = Shape {
    name: "OrphanedResourcesMonitorSettings",
    fields: &[
        field("ignore", List(&Object(&ORPHANED_RESOURCE_KEY))),
        field("warn", Bool),
    ],
};

static ORPHANED_RESOURCE_KEY: Shape = Shape {
    name: "OrphanedResourceKey",
    fields: &[
        field("group", Text),
        field("kind", Text),
        field("name", Text),
    ],
};

static ROLE: Shape = Shape {
    name: "ProjectRole",
    fields: &[
        field("description", Text),
        field("groups", TEXTS),
        field("jwtTokens", List(&Object(&JWT_TOKEN))),
        required("name", Text),
        field("policies", TEXTS),
    ],
};

static JWT_TOKEN: Shape = Shape {
    name: "JWTToken",
    fields: &[field("exp", Int), required("iat", Int), field("id", Text)],
};

static SIGNATURE_KEY: Shape = Shape {
    name: "SignatureKey",
    fields: &[required("keyID", Text)],
};

static SOURCE_INTEGRITY: Shape = Shape {
    name: "SourceIntegrity",
    fields: &[required("git", Object(&SOURCE_INTEGRITY_GIT))],
};

static SOURCE_INTEGRITY_GIT: Shape = Shape {
    name: "SourceIntegrityGit",
    fields: &[required(
        "policies",
        List(&Object(&SOURCE_INTEGRITY_POLICY)),
    )],
};

static SOURCE_INTEGRITY_POLICY: Shape = Shape {
    name: "SourceIntegrityGitPolicy",
    fields: &[
        required("gpg", Object(&SOURCE_INTEGRITY_GPG)),
        required("repos", List(&Object(&SOURCE_INTEGRITY_REPO))),
    ],
};

static SOURCE_INTEGRITY_GPG: Shape = Shape {
    name: "SourceIntegrityGitPolicyGPG",
    fields: &[required("keys", TEXTS), required("mode", Text)],
};

static SOURCE_INTEGRITY_REPO: Shape = Shape {
    name: "SourceIntegrityGitPolicyRepo",
    fields: &[required("url", Text)],
};

static SYNC_WINDOW: Shape = Shape {
    name: "SyncWindow",
    fields: &[
        field("andOperator", Bool),
        field("applications", TEXTS),
        field("clusters", TEXTS),
        field("description", Text),
        field("duration", Text),
        field("kind", Text),
        field("manualSync", Bool),
        field("namespaces", TEXTS),
        field("schedule", Text),
        field("syncOverrun", Bool),
        field("timeZone", Text),
    ],
};
