//! VirtualClusterInstance, vCluster Platform API v4.12.

use super::envelope::{API_VERSION, KIND, METADATA, STATUS};
use super::shared::{ACCESS, INSTANCE_ACCESS_RULE, TEMPLATE_REF, USER_OR_TEAM};
use super::virtual_cluster_template::DEFINITION;
use crate::manifest::shape::Type::{Bool, List, Object, Removed, Text};
use crate::manifest::shape::{Shape, field};

pub(super) static VIRTUAL_CLUSTER_INSTANCE: Shape = Shape {
    name: "VirtualClusterInstance",
    fields: &[
        API_VERSION,
        KIND,
        METADATA,
        field("spec", Object(&SPEC)),
        STATUS,
    ],
};

static SPEC: Shape = Shape {
    name: "VirtualClusterInstance.spec",
    fields: &[
        field("access", List(&Object(&ACCESS))),
        field(
            "accessPoint",
            Removed(
                "it is part of the template: write `spec.template.accessPoint`, or set it in the referenced VirtualClusterTemplate",
            ),
        ),
        field("clusterRef", Object(&CLUSTER_REF)),
        field("description", Text),
        field("displayName", Text),
        field("external", Bool),
        field("extraAccessRules", List(&Object(&INSTANCE_ACCESS_RULE))),
        field("networkPeer", Bool),
        field("owner", Object(&USER_OR_TEAM)),
        field("parameters", Text),
        field("standalone", Bool),
        field("template", Object(&DEFINITION)),
        field("templateRef", Object(&TEMPLATE_REF)),
        field(
            "workloadClusterRef",
            Removed(
                "the API dropped it in 4.0: delete it; `clusterRef` says where the virtual cluster runs",
            ),
        ),
    ],
};

static CLUSTER_REF: Shape = Shape {
    name: "VirtualClusterClusterRef",
    fields: &[
        field("cluster", Text),
        field("namespace", Text),
        field("virtualCluster", Text),
    ],
};
