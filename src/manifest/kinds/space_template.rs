//! SpaceTemplate, vCluster Platform API v4.12.

use super::envelope::{API_VERSION, KIND, METADATA, STATUS};
use super::shared::{
    ACCESS, APP_PARAMETER, APP_REFERENCE, INSTANCE_ACCESS, METADATA_ONLY, TEMPLATE_HELM_CHART,
    TEMPLATE_METADATA, USER_OR_TEAM,
};
use crate::manifest::shape::Type::{List, Object, Text};
use crate::manifest::shape::{Shape, field};

pub(super) static SPACE_TEMPLATE: Shape = Shape {
    name: "SpaceTemplate",
    fields: &[
        API_VERSION,
        KIND,
        METADATA,
        field("spec", Object(&SPEC)),
        STATUS,
    ],
};

static SPEC: Shape = Shape {
    name: "SpaceTemplate.spec",
    fields: &[
        field("access", List(&Object(&ACCESS))),
        field("description", Text),
        field("displayName", Text),
        field("owner", Object(&USER_OR_TEAM)),
        field("parameters", List(&Object(&APP_PARAMETER))),
        field("template", Object(&DEFINITION)),
        field("versions", List(&Object(&VERSION))),
    ],
};

pub(super) static DEFINITION: Shape = Shape {
    name: "SpaceTemplateDefinition",
    fields: &[
        field("access", Object(&INSTANCE_ACCESS)),
        field("apps", List(&Object(&APP_REFERENCE))),
        field("charts", List(&Object(&TEMPLATE_HELM_CHART))),
        field("instanceTemplate", Object(&METADATA_ONLY)),
        field("metadata", Object(&TEMPLATE_METADATA)),
        field("objects", Text),
    ],
};

static VERSION: Shape = Shape {
    name: "SpaceTemplateVersion",
    fields: &[
        field("parameters", List(&Object(&APP_PARAMETER))),
        field("template", Object(&DEFINITION)),
        field("version", Text),
    ],
};
