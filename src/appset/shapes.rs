//! The Go types behind the field tables: what is a pointer, what is left out when it is empty.

use crate::manifest::{self, Field, Shape, TEXT_MAP, TEXTS, Type, field, required};

/// What `metadata` of an Application can hold.
static OBJECT_META: Shape = Shape {
    name: "ObjectMeta",
    fields: &[
        field("annotations", TEXT_MAP),
        field("creationTimestamp", Type::Text),
        field("deletionGracePeriodSeconds", Type::Int),
        field("deletionTimestamp", Type::Text),
        field("finalizers", TEXTS),
        field("generateName", Type::Text),
        field("generation", Type::Int),
        field("labels", TEXT_MAP),
        field("managedFields", Type::List(&Type::Object(&MANAGED))),
        field("name", Type::Text),
        field("namespace", Type::Text),
        field("ownerReferences", Type::List(&Type::Object(&OWNER))),
        field("resourceVersion", Type::Text),
        field("selfLink", Type::Text),
        field("uid", Type::Text),
    ],
};

static MANAGED: Shape = Shape {
    name: "ManagedFieldsEntry",
    fields: &[
        field("apiVersion", Type::Text),
        field("fieldsType", Type::Text),
        field("fieldsV1", Type::AnyMap),
        field("manager", Type::Text),
        field("operation", Type::Text),
        field("subresource", Type::Text),
        field("time", Type::Text),
    ],
};

static OWNER: Shape = Shape {
    name: "OwnerReference",
    fields: &[
        required("apiVersion", Type::Text),
        field("blockOwnerDeletion", Type::Bool),
        field("controller", Type::Bool),
        required("kind", Type::Text),
        required("name", Type::Text),
        required("uid", Type::Text),
    ],
};

/// What `status` and `operation` can hold, as far as types are looked at: neither is kept.
static STATUS: Shape = Shape {
    name: "ApplicationStatus",
    fields: &[
        field("conditions", Type::List(&Type::Object(&UNSEEN))),
        field("controllerNamespace", Type::Text),
        field("health", Type::Object(&UNSEEN)),
        field("history", Type::List(&Type::Object(&UNSEEN))),
        field("operationState", Type::Object(&UNSEEN)),
        field("resourceHealthSource", Type::Text),
        field("resources", Type::List(&Type::Object(&UNSEEN))),
        field("sourceHydrator", Type::Object(&UNSEEN)),
        field("sourceType", Type::Text),
        field("sourceTypes", TEXTS),
        field("summary", Type::Object(&UNSEEN)),
        field("sync", Type::Object(&UNSEEN)),
    ],
};

static OPERATION: Shape = Shape {
    name: "Operation",
    fields: &[
        field("info", Type::List(&Type::Object(&UNSEEN))),
        field("initiatedBy", Type::Object(&UNSEEN)),
        field("retry", Type::Object(&UNSEEN)),
        field("sync", Type::Object(&UNSEEN)),
    ],
};

static UNSEEN: Shape = Shape {
    name: "an object",
    fields: &[],
};

static ENVELOPE: Shape = Shape {
    name: "Application",
    fields: &[
        field("apiVersion", Type::Text),
        field("kind", Type::Text),
        field("operation", Type::Object(&OPERATION)),
        field("status", Type::Object(&STATUS)),
    ],
};

/// Returns the table of what an Application has beside `metadata` and `spec`.
pub(super) fn envelope() -> &'static Shape {
    &ENVELOPE
}

/// Returns the table of an ApplicationSet.
pub(super) fn set() -> &'static Shape {
    manifest::shape("argoproj.io/v1alpha1", "ApplicationSet").expect("the table is there")
}

/// Returns the table behind a path of object fields and lists.
pub(super) fn below(shape: &'static Shape, path: &[&str]) -> &'static Shape {
    path.iter().fold(shape, |shape, key| {
        let field = shape.field(key).expect("the table has the field");
        object(&field.holds).expect("the field holds objects")
    })
}

/// Returns the table of an object, or of a list's objects.
pub(super) fn object(holds: &'static Type) -> Option<&'static Shape> {
    match holds {
        Type::Object(shape) => Some(shape),
        Type::List(items) => object(items),
        _ => None,
    }
}

/// Returns the table of a generator entry.
pub(super) fn generator() -> &'static Shape {
    below(set(), &["spec", "generators"])
}

/// Returns the table of a template.
pub(super) fn template() -> &'static Shape {
    below(set(), &["spec", "template"])
}

/// Returns the table of an Application's `spec`.
pub(super) fn application_spec() -> &'static Shape {
    below(template(), &["spec"])
}

/// The table of an Application's `metadata`.
pub(super) fn object_meta() -> &'static Shape {
    &OBJECT_META
}

/// The parts of an Application that are compared.
pub(super) const PARTS: [&str; 2] = ["metadata", "spec"];

/// Returns the table of `metadata` or `spec`.
pub(super) fn part(name: &str) -> &'static Shape {
    match name {
        "metadata" => object_meta(),
        _ => application_spec(),
    }
}

/// Says whether the Go field is a pointer to a plain value, which is written when it is there, even if it is empty.
pub(super) fn is_nullable(shape: &Shape, field: &Field) -> bool {
    match shape.name {
        "SyncPolicyAutomated" => true,
        "Application.spec" => field.name == "revisionHistoryLimit",
        "Backoff" => field.name == "factor",
        "OwnerReference" => !field.required,
        "ApplicationSourcePluginParameter" => field.name != "name",
        _ => false,
    }
}

/// Says whether the Go field is a struct that is left out when nothing is in it.
pub(super) fn is_left_out_empty(field: &Field) -> bool {
    field.name == "jsonnet"
}
