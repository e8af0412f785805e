//! ConfigMap and Secret, Kubernetes v1: the two kinds in which a bare number most often stands where text must.

use super::envelope::{API_VERSION, KIND, METADATA};
use crate::manifest::shape::Type::{Bool, Bytes, Map, Text};
use crate::manifest::shape::{Shape, TEXT_MAP, field};

static CONFIG_MAP: Shape = Shape {
    name: "ConfigMap",
    fields: &[
        API_VERSION,
        KIND,
        METADATA,
        field("data", TEXT_MAP),
        field("binaryData", Map(&Bytes)),
        field("immutable", Bool),
    ],
};

/// A Secret, that of an Argo CD cluster included.
pub(super) static SECRET: Shape = Shape {
    name: "Secret",
    fields: &[
        API_VERSION,
        KIND,
        METADATA,
        field("type", Text),
        field("immutable", Bool),
        field("data", Map(&Bytes)),
        field("stringData", TEXT_MAP),
    ],
};

/// Returns the fields of such an object.
pub(in crate::manifest) fn shape(api_version: &str, kind: &str) -> Option<&'static Shape> {
    [&CONFIG_MAP, &SECRET]
        .into_iter()
        .find(|shape| api_version == "v1" && shape.name == kind)
}
