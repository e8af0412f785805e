//! SharedSecret, vCluster Platform API v4.12.

use super::envelope::{API_VERSION, KIND, METADATA, STATUS};
use super::shared::SECRET_SPEC;
use crate::manifest::shape::Type::Object;
use crate::manifest::shape::{Shape, field};

pub(super) static SHARED_SECRET: Shape = Shape {
    name: "SharedSecret",
    fields: &[
        API_VERSION,
        KIND,
        METADATA,
        field("spec", Object(&SECRET_SPEC)),
        STATUS,
    ],
};
