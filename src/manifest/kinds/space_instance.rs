//! SpaceInstance, vCluster Platform API v4.12.

use super::envelope::{API_VERSION, KIND, METADATA, STATUS};
use super::shared::{ACCESS, INSTANCE_ACCESS_RULE, TEMPLATE_REF, USER_OR_TEAM};
use super::space_template::DEFINITION;
use crate::manifest::shape::Type::{List, Object, Text};
use crate::manifest::shape::{Shape, field};

pub(super) static SPACE_INSTANCE: Shape = Shape {
    name: "SpaceInstance",
    fields: &[
        API_VERSION,
        KIND,
        METADATA,
        field("spec", Object(&SPEC)),
        STATUS,
    ],
};

static SPEC: Shape = Shape {
    name: "SpaceInstance.spec",
    fields: &[
        field("access", List(&Object(&ACCESS))),
        field("clusterRef", Object(&CLUSTER_REF)),
        field("description", Text),
        field("displayName", Text),
        field("extraAccessRules", List(&Object(&INSTANCE_ACCESS_RULE))),
        field("owner", Object(&USER_OR_TEAM)),
        field("parameters", Text),
        field("template", Object(&DEFINITION)),
        field("templateRef", Object(&TEMPLATE_REF)),
    ],
};

static CLUSTER_REF: Shape = Shape {
    name: "ClusterRef",
    fields: &[field("cluster", Text), field("namespace", Text)],
};
