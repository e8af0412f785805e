//! Objects that several kinds of Argo CD have in common.

use super::argocd_source::{DIRECTORY, HELM, KUSTOMIZE, PLUGIN, SOURCE};
use super::core::NAME_VALUE;
use crate::manifest::shape::Type::{Bool, Int, List, Object, Path, Text};
use crate::manifest::shape::{Shape, TEXT_MAP, TEXTS, field, required};

pub(super) static RETRY: Shape = Shape {
    name: "RetryStrategy",
    fields: &[
        field("backoff", Object(&BACKOFF)),
        field("limit", Int),
        field("refresh", Bool),
    ],
};

static BACKOFF: Shape = Shape {
    name: "Backoff",
    fields: &[
        field("duration", Text),
        field("factor", Int),
        field("maxDuration", Text),
    ],
};

pub(super) static APPLICATION_SPEC: Shape = Shape {
    name: "Application.spec",
    fields: &[
        required("destination", Object(&DESTINATION)),
        field(
            "ignoreDifferences",
            List(&Object(&RESOURCE_IGNORE_DIFFERENCES)),
        ),
        field("info", List(&Object(&NAME_VALUE))),
        required("project", Text),
        field("revisionHistoryLimit", Int),
        field("source", Object(&SOURCE)),
        field("sourceHydrator", Object(&SOURCE_HYDRATOR)),
        field("sources", List(&Object(&SOURCE))),
        field("syncPolicy", Object(&SYNC_POLICY)),
    ],
};

pub(super) static DESTINATION: Shape = Shape {
    name: "ApplicationDestination",
    fields: &[
        field("name", Text),
        field("namespace", Text),
        field("server", Text),
    ],
};

pub(super) static RESOURCE_IGNORE_DIFFERENCES: Shape = Shape {
    name: "ResourceIgnoreDifferences",
    fields: &[
        field("group", Text),
        field("jqPathExpressions", TEXTS),
        field("jsonPointers", TEXTS),
        required("kind", Text),
        field("managedFieldsManagers", TEXTS),
        field("name", Text),
        field("namespace", Text),
    ],
};

pub(super) static SOURCE_HYDRATOR: Shape = Shape {
    name: "SourceHydrator",
    fields: &[
        required("drySource", Object(&DRY_SOURCE)),
        field("hydrateTo", Object(&HYDRATE_TO)),
        required("syncSource", Object(&SYNC_SOURCE)),
    ],
};

static DRY_SOURCE: Shape = Shape {
    name: "DrySource",
    fields: &[
        field("directory", Object(&DIRECTORY)),
        field("helm", Object(&HELM)),
        field("kustomize", Object(&KUSTOMIZE)),
        required("path", Text),
        field("plugin", Object(&PLUGIN)),
        required("repoURL", Text),
        required("targetRevision", Text),
    ],
};

static HYDRATE_TO: Shape = Shape {
    name: "HydrateTo",
    fields: &[required("targetBranch", Text)],
};

static SYNC_SOURCE: Shape = Shape {
    name: "SyncSource",
    fields: &[
        required("path", Path),
        field("repoURL", Text),
        required("targetBranch", Text),
    ],
};

pub(super) static SYNC_POLICY: Shape = Shape {
    name: "SyncPolicy",
    fields: &[
        field("automated", Object(&SYNC_POLICY_AUTOMATED)),
        field(
            "managedNamespaceMetadata",
            Object(&MANAGED_NAMESPACE_METADATA),
        ),
        field("retry", Object(&RETRY)),
        field("syncOptions", TEXTS),
    ],
};

static SYNC_POLICY_AUTOMATED: Shape = Shape {
    name: "SyncPolicyAutomated",
    fields: &[
        field("allowEmpty", Bool),
        field("enabled", Bool),
        field("prune", Bool),
        field("selfHeal", Bool),
    ],
};

pub(super) static CLUSTER_RESOURCE: Shape = Shape {
    name: "ClusterResourceRestrictionItem",
    fields: &[
        required("group", Text),
        required("kind", Text),
        field("name", Text),
    ],
};

pub(super) static GROUP_KIND: Shape = Shape {
    name: "GroupKind",
    fields: &[required("group", Text), required("kind", Text)],
};

static MANAGED_NAMESPACE_METADATA: Shape = Shape {
    name: "ManagedNamespaceMetadata",
    fields: &[field("annotations", TEXT_MAP), field("labels", TEXT_MAP)],
};
