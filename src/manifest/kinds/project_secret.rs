//! ProjectSecret, vCluster Platform API v4.12; there is none in `storage.loft.sh`.

use super::envelope::{API_VERSION, KIND, METADATA, STATUS};
use super::shared::SECRET_SPEC;
use crate::manifest::shape::Type::Object;
use crate::manifest::shape::{Shape, field};

pub(super) static PROJECT_SECRET: Shape = Shape {
    name: "ProjectSecret",
    fields: &[
        API_VERSION,
        KIND,
        METADATA,
        field("spec", Object(&SECRET_SPEC)),
        STATUS,
    ],
};
