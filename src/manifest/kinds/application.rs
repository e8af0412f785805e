//! Application, Argo CD v3.5.1.

use super::argocd_shared::{APPLICATION_SPEC, RETRY};
use super::argocd_source::SOURCE;
use super::core::NAME_VALUE;
use super::envelope::{API_VERSION, KIND, METADATA, STATUS};
use crate::manifest::shape::Type::{Bool, Int, List, Object, Text};
use crate::manifest::shape::{Shape, TEXTS, field, required};

pub(super) static APPLICATION: Shape = Shape {
    name: "Application",
    fields: &[
        API_VERSION,
        KIND,
        METADATA,
        field("operation", Object(&OPERATION)),
        required("spec", Object(&APPLICATION_SPEC)),
        STATUS,
    ],
};

static OPERATION: Shape = Shape {
    name: "Operation",
    fields: &[
        field("info", List(&Object(&NAME_VALUE))),
        field("initiatedBy", Object(&INITIATED_BY)),
        field("retry", Object(&RETRY)),
        field("sync", Object(&SYNC)),
    ],
};

static INITIATED_BY: Shape = Shape {
    name: "OperationInitiator",
    fields: &[field("automated", Bool), field("username", Text)],
};

static SYNC: Shape = Shape {
    name: "SyncOperation",
    fields: &[
        field("autoHealAttemptsCount", Int),
        field("dryRun", Bool),
        field("manifests", TEXTS),
        field("prune", Bool),
        field("resources", List(&Object(&SYNC_RESOURCE))),
        field("revision", Text),
        field("revisions", TEXTS),
        field("source", Object(&SOURCE)),
        field("sources", List(&Object(&SOURCE))),
        field("syncOptions", TEXTS),
        field("syncStrategy", Object(&SYNC_STRATEGY)),
    ],
};

static SYNC_RESOURCE: Shape = Shape {
    name: "SyncOperationResource",
    fields: &[
        field("group", Text),
        required("kind", Text),
        required("name", Text),
        field("namespace", Text),
    ],
};

static SYNC_STRATEGY: Shape = Shape {
    name: "SyncStrategy",
    fields: &[
        field("apply", Object(&SYNC_STRATEGY_FORCE)),
        field("hook", Object(&SYNC_STRATEGY_FORCE)),
    ],
};

static SYNC_STRATEGY_FORCE: Shape = Shape {
    name: "a sync strategy's details",
    fields: &[field("force", Bool)],
};
