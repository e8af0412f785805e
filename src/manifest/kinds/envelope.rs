//! What every Kubernetes object has, whatever its kind.

use crate::manifest::shape::Type::{Any, Bool, Int, List, Object, Text};
use crate::manifest::shape::{Field, Shape, TEXT_MAP, TEXTS, field, required};

pub(super) const API_VERSION: Field = required("apiVersion", Text);
pub(super) const KIND: Field = required("kind", Text);
pub(super) const METADATA: Field = required("metadata", Object(&OBJECT_META));
pub(super) const STATUS: Field = field("status", Any);

/// The fields that objects of unknown kinds are held against; they may have others.
pub(in crate::manifest) static ENVELOPE: Shape = Shape {
    name: "an object",
    fields: &[API_VERSION, KIND, METADATA],
};

/// That `name` or `generateName` is there is a rule of its own.
static OBJECT_META: Shape = Shape {
    name: "metadata",
    fields: &[
        field("name", Text),
        field("namespace", Text),
        field("labels", TEXT_MAP),
        field("annotations", TEXT_MAP),
        field("finalizers", TEXTS),
        field("generateName", Text),
        field("ownerReferences", List(&Object(&OWNER_REFERENCE))),
        field("creationTimestamp", Any),
        field("deletionGracePeriodSeconds", Int),
        field("deletionTimestamp", Any),
        field("generation", Int),
        field("managedFields", Any),
        field("resourceVersion", Text),
        field("selfLink", Text),
        field("uid", Text),
    ],
};

static OWNER_REFERENCE: Shape = Shape {
    name: "OwnerReference",
    fields: &[
        required("apiVersion", Text),
        required("kind", Text),
        required("name", Text),
        required("uid", Text),
        field("blockOwnerDeletion", Bool),
        field("controller", Bool),
    ],
};
