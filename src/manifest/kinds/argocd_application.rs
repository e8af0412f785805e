//! ArgoCDApplication, vCluster Platform API v4.12; the kind came with 4.10.

use super::argocd_application_template::DEFINITION;
use super::envelope::{API_VERSION, KIND, METADATA, STATUS};
use super::shared::{ACCESS, NAME_REF, USER_OR_TEAM};
use crate::manifest::shape::Type::{AnyMap, List, Object, Text};
use crate::manifest::shape::{Shape, field};

pub(super) static ARGOCD_APPLICATION: Shape = Shape {
    name: "ArgoCDApplication",
    fields: &[
        API_VERSION,
        KIND,
        METADATA,
        field("spec", Object(&SPEC)),
        STATUS,
    ],
};

static SPEC: Shape = Shape {
    name: "ArgoCDApplication.spec",
    fields: &[
        field("access", List(&Object(&ACCESS))),
        field("description", Text),
        field("destination", Object(&DESTINATION)),
        field("displayName", Text),
        field("owner", Object(&USER_OR_TEAM)),
        field("parameters", AnyMap),
        field("template", Object(&DEFINITION)),
        field("templateRef", Object(&NAME_REF)),
    ],
};

static DESTINATION: Shape = Shape {
    name: "ArgoCDDestination",
    fields: &[
        field("cluster", Object(&CLUSTER)),
        field("virtualCluster", Object(&VIRTUAL_CLUSTER)),
    ],
};

static CLUSTER: Shape = Shape {
    name: "ArgoCDDestinationCluster",
    fields: &[field("name", Text), field("namespace", Text)],
};

static VIRTUAL_CLUSTER: Shape = Shape {
    name: "ArgoCDDestinationVirtualCluster",
    fields: &[
        field("name", Text),
        field("namespace", Text),
        field("target", Text),
    ],
};
