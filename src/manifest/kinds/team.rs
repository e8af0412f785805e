//! Team, vCluster Platform API v4.12.

use super::envelope::{API_VERSION, KIND, METADATA, STATUS};
use super::shared::{ACCESS, KIND_SECRET_REF, NAME_REF, USER_OR_TEAM};
use crate::manifest::shape::Type::{List, Object, Text};
use crate::manifest::shape::{Shape, TEXTS, field};

pub(super) static TEAM: Shape = Shape {
    name: "Team",
    fields: &[
        API_VERSION,
        KIND,
        METADATA,
        field("spec", Object(&SPEC)),
        STATUS,
    ],
};

static SPEC: Shape = Shape {
    name: "Team.spec",
    fields: &[
        field("access", List(&Object(&ACCESS))),
        field("clusterRoles", List(&Object(&NAME_REF))),
        field("description", Text),
        field("displayName", Text),
        field("groups", TEXTS),
        field("imagePullSecrets", List(&Object(&KIND_SECRET_REF))),
        field("owner", Object(&USER_OR_TEAM)),
        field("username", Text),
        field("users", TEXTS),
    ],
};
