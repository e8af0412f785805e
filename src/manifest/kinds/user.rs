//! User, vCluster Platform API v4.12.

use super::envelope::{API_VERSION, KIND, METADATA, STATUS};
use super::shared::{ACCESS, KIND_SECRET_REF, NAME_REF, SECRET_REF, USER_OR_TEAM};
use crate::manifest::shape::Type::{Bool, Int, List, Object, Text};
use crate::manifest::shape::{Shape, TEXT_MAP, TEXTS, field};

pub(super) static USER: Shape = Shape {
    name: "User",
    fields: &[
        API_VERSION,
        KIND,
        METADATA,
        field("spec", Object(&SPEC)),
        STATUS,
    ],
};

static SPEC: Shape = Shape {
    name: "User.spec",
    fields: &[
        field("access", List(&Object(&ACCESS))),
        field("clusterRoles", List(&Object(&NAME_REF))),
        field("codesRef", Object(&SECRET_REF)),
        field("description", Text),
        field("disabled", Bool),
        field("displayName", Text),
        field("email", Text),
        field("extraClaims", TEXT_MAP),
        field("groups", TEXTS),
        field("icon", Text),
        field("imagePullSecrets", List(&Object(&KIND_SECRET_REF))),
        field("owner", Object(&USER_OR_TEAM)),
        field("passwordRef", Object(&SECRET_REF)),
        field("ssoGroups", TEXTS),
        field("subject", Text),
        field("tokenGeneration", Int),
        field("username", Text),
    ],
};
