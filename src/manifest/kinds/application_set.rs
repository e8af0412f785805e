//! ApplicationSet, Argo CD v3.5.1.

use super::application_set_generators::{GENERATOR, TEMPLATE};
use super::envelope::{API_VERSION, KIND, METADATA, STATUS};
use crate::manifest::shape::Type::{Bool, Enum, IntOrText, List, Object, Text};
use crate::manifest::shape::{Shape, TEXTS, field, required};

pub(super) static APPLICATION_SET: Shape = Shape {
    name: "ApplicationSet",
    fields: &[
        API_VERSION,
        KIND,
        METADATA,
        required("spec", Object(&SPEC)),
        STATUS,
    ],
};

static SPEC: Shape = Shape {
    name: "ApplicationSet.spec",
    fields: &[
        field("applyNestedSelectors", Bool),
        required("generators", List(&Object(&GENERATOR))),
        field("goTemplate", Bool),
        field("goTemplateOptions", TEXTS),
        field(
            "ignoreApplicationDifferences",
            List(&Object(&IGNORE_DIFFERENCES)),
        ),
        field("preservedFields", Object(&PRESERVED_FIELDS)),
        field("strategy", Object(&STRATEGY)),
        field("syncPolicy", Object(&SYNC_POLICY)),
        required("template", Object(&TEMPLATE)),
        field("templatePatch", Text),
    ],
};

static IGNORE_DIFFERENCES: Shape = Shape {
    name: "ApplicationSetResourceIgnoreDifferences",
    fields: &[
        field("jqPathExpressions", TEXTS),
        field("jsonPointers", TEXTS),
        field("name", Text),
    ],
};

static PRESERVED_FIELDS: Shape = Shape {
    name: "ApplicationPreservedFields",
    fields: &[field("annotations", TEXTS), field("labels", TEXTS)],
};

static STRATEGY: Shape = Shape {
    name: "ApplicationSetStrategy",
    fields: &[
        field("deletionOrder", Text),
        field("rollingSync", Object(&ROLLING_SYNC)),
        field("type", Text),
    ],
};

static ROLLING_SYNC: Shape = Shape {
    name: "ApplicationSetRolloutStrategy",
    fields: &[field("steps", List(&Object(&ROLLING_SYNC_STEP)))],
};

static ROLLING_SYNC_STEP: Shape = Shape {
    name: "ApplicationSetRolloutStep",
    fields: &[
        field("matchExpressions", List(&Object(&MATCH_EXPRESSION))),
        field("maxUpdate", IntOrText),
    ],
};

static MATCH_EXPRESSION: Shape = Shape {
    name: "ApplicationMatchExpression",
    fields: &[
        field("key", Text),
        field("operator", Text),
        field("values", TEXTS),
    ],
};

static SYNC_POLICY: Shape = Shape {
    name: "ApplicationSetSyncPolicy",
    fields: &[
        field(
            "applicationsSync",
            Enum(&["create-only", "create-update", "create-delete", "sync"]),
        ),
        field("preserveResourcesOnDeletion", Bool),
    ],
};
