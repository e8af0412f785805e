//! VirtualClusterTemplate, vCluster Platform API v4.12; `forwardTokenMode` came with 4.11.

use super::envelope::{API_VERSION, KIND, METADATA, STATUS};
use super::shared::{
    ACCESS, APP_PARAMETER, APP_REFERENCE, INSTANCE_ACCESS, METADATA_ONLY, NAME_REF,
    TEMPLATE_HELM_CHART, TEMPLATE_METADATA, USER_OR_TEAM,
};
use crate::manifest::shape::Type::{Bool, Enum, List, Object, Removed, Text};
use crate::manifest::shape::{Shape, field};

pub(super) static VIRTUAL_CLUSTER_TEMPLATE: Shape = Shape {
    name: "VirtualClusterTemplate",
    fields: &[
        API_VERSION,
        KIND,
        METADATA,
        field("spec", Object(&SPEC)),
        STATUS,
    ],
};

static SPEC: Shape = Shape {
    name: "VirtualClusterTemplate.spec",
    fields: &[
        field("access", List(&Object(&ACCESS))),
        field("description", Text),
        field("displayName", Text),
        field("owner", Object(&USER_OR_TEAM)),
        field("parameters", List(&Object(&APP_PARAMETER))),
        field("spaceTemplateRef", Object(&NAME_REF)),
        field("template", Object(&DEFINITION)),
        field("versions", List(&Object(&VERSION))),
    ],
};

pub(super) static DEFINITION: Shape = Shape {
    name: "VirtualClusterTemplateDefinition",
    fields: &[
        field("access", Object(&INSTANCE_ACCESS)),
        field("accessPoint", Object(&ACCESS_POINT)),
        field("apps", List(&Object(&APP_REFERENCE))),
        field("charts", List(&Object(&TEMPLATE_HELM_CHART))),
        field("forwardToken", Bool),
        field(
            "forwardTokenMode",
            Enum(&["", "Off", "TokenReview", "Passthrough"]),
        ),
        field("helmRelease", Object(&HELM_RELEASE)),
        field("instanceTemplate", Object(&METADATA_ONLY)),
        field("metadata", Object(&TEMPLATE_METADATA)),
        field("objects", Text),
        field("pro", Object(&SWITCH)),
        field("spaceTemplate", Object(&SPACE)),
        field(
            "workloadVirtualClusterTemplate",
            Removed(
                "the API dropped it in 4.0 (isolated control plane): delete it, and put what the host namespace needs into `spaceTemplate`",
            ),
        ),
    ],
};

static ACCESS_POINT: Shape = Shape {
    name: "VirtualClusterAccessPoint",
    fields: &[field("ingress", Object(&SWITCH))],
};

static SWITCH: Shape = Shape {
    name: "a switch",
    fields: &[field("enabled", Bool)],
};

static HELM_RELEASE: Shape = Shape {
    name: "VirtualClusterHelmRelease",
    fields: &[field("chart", Object(&HELM_CHART)), field("values", Text)],
};

static HELM_CHART: Shape = Shape {
    name: "VirtualClusterHelmChart",
    fields: &[
        field("insecureSkipTlsVerify", Bool),
        field("name", Text),
        field("password", Text),
        field("repo", Text),
        field("username", Text),
        field("version", Text),
    ],
};

static SPACE: Shape = Shape {
    name: "VirtualClusterSpaceTemplateDefinition",
    fields: &[
        field("apps", List(&Object(&APP_REFERENCE))),
        field("charts", List(&Object(&TEMPLATE_HELM_CHART))),
        field("metadata", Object(&TEMPLATE_METADATA)),
        field("objects", Text),
    ],
};

static VERSION: Shape = Shape {
    name: "VirtualClusterTemplateVersion",
    fields: &[
        field("parameters", List(&Object(&APP_PARAMETER))),
        field("template", Object(&DEFINITION)),
        field("version", Text),
    ],
};
