//! ArgoCDApplicationTemplate, vCluster Platform API v4.12; the kind came with 4.10.

use super::argocd_shared::{
    DESTINATION, RESOURCE_IGNORE_DIFFERENCES, SOURCE_HYDRATOR, SYNC_POLICY,
};
use super::argocd_source::SOURCE;
use super::core::NAME_VALUE;
use super::envelope::{API_VERSION, KIND, METADATA, STATUS};
use super::shared::{ACCESS, APP_PARAMETER, TEMPLATE_METADATA, USER_OR_TEAM};
use crate::manifest::shape::Type::{Int, List, Object, Text};
use crate::manifest::shape::{Shape, field};

pub(super) static ARGOCD_APPLICATION_TEMPLATE: Shape = Shape {
    name: "ArgoCDApplicationTemplate",
    fields: &[
        API_VERSION,
        KIND,
        METADATA,
        field("spec", Object(&SPEC)),
        STATUS,
    ],
};

static SPEC: Shape = Shape {
    name: "ArgoCDApplicationTemplate.spec",
    fields: &[
        field("access", List(&Object(&ACCESS))),
        field("description", Text),
        field("displayName", Text),
        field("owner", Object(&USER_OR_TEAM)),
        field("parameters", List(&Object(&APP_PARAMETER))),
        field("template", Object(&DEFINITION)),
    ],
};

pub(super) static DEFINITION: Shape = Shape {
    name: "ArgoCDApplicationTemplateDefinition",
    fields: &[
        field("metadata", Object(&TEMPLATE_METADATA)),
        field("spec", Object(&APPLICATION_SPEC)),
    ],
};

/// An Application's spec of which the platform fills in project and destination.
static APPLICATION_SPEC: Shape = Shape {
    name: "Application.spec",
    fields: &[
        field("destination", Object(&DESTINATION)),
        field(
            "ignoreDifferences",
            List(&Object(&RESOURCE_IGNORE_DIFFERENCES)),
        ),
        field("info", List(&Object(&NAME_VALUE))),
        field("project", Text),
        field("revisionHistoryLimit", Int),
        field("source", Object(&SOURCE)),
        field("sourceHydrator", Object(&SOURCE_HYDRATOR)),
        field("sources", List(&Object(&SOURCE))),
        field("syncPolicy", Object(&SYNC_POLICY)),
    ],
};
