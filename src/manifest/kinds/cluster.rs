//! Cluster, vCluster Platform API v4.12; `argoCD` came with 4.10.

use super::core::RESOURCE_REQUIREMENTS;
use super::envelope::{API_VERSION, KIND, METADATA, STATUS};
use super::shared::{ACCESS, SECRET_REF, USER_OR_TEAM};
use crate::manifest::shape::Type::{Bool, Int, List, Object, Text};
use crate::manifest::shape::{Shape, field};

pub(super) static CLUSTER: Shape = Shape {
    name: "Cluster",
    fields: &[
        API_VERSION,
        KIND,
        METADATA,
        field("spec", Object(&SPEC)),
        STATUS,
    ],
};

static SPEC: Shape = Shape {
    name: "Cluster.spec",
    fields: &[
        field("access", List(&Object(&ACCESS))),
        field("argoCD", Object(&ARGO_CD)),
        field("config", Object(&SECRET_REF)),
        field("description", Text),
        field("displayName", Text),
        field("local", Bool),
        field("managementNamespace", Text),
        field("metrics", Object(&METRICS)),
        field("networkPeer", Bool),
        field("opencost", Object(&OPENCOST)),
        field("owner", Object(&USER_OR_TEAM)),
        field("unusable", Bool),
    ],
};

static METRICS: Shape = Shape {
    name: "Metrics",
    fields: &[
        field("replicas", Int),
        field("resources", Object(&RESOURCE_REQUIREMENTS)),
        field("retention", Text),
        field("storage", Object(&STORAGE)),
    ],
};

static STORAGE: Shape = Shape {
    name: "Storage",
    fields: &[field("size", Text), field("storageClass", Text)],
};

static OPENCOST: Shape = Shape {
    name: "OpenCost",
    fields: &[
        field("replicas", Int),
        field("resources", Object(&RESOURCE_REQUIREMENTS)),
    ],
};

static ARGO_CD: Shape = Shape {
    name: "ClusterArgoCDSpec",
    fields: &[field("connector", Text), field("enabled", Bool)],
};
