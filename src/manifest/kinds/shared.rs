//! Objects that several kinds of vCluster Platform have in common.

use crate::manifest::shape::Type::{Any, Bool, Bytes, Int, List, Map, Object, Text};
use crate::manifest::shape::{Shape, TEXT_MAP, TEXTS, field, required};

pub(super) static TEMPLATE_METADATA: Shape = Shape {
    name: "TemplateMetadata",
    fields: &[
        field("annotations", TEXT_MAP),
        field("creationTimestamp", Any),
        field("labels", TEXT_MAP),
    ],
};

pub(super) static ACCESS: Shape = Shape {
    name: "Access",
    fields: &[
        field("name", Text),
        field("subresources", TEXTS),
        field("teams", TEXTS),
        field("users", TEXTS),
        required("verbs", TEXTS),
    ],
};

pub(super) static USER_OR_TEAM: Shape = Shape {
    name: "UserOrTeam",
    fields: &[field("team", Text), field("user", Text)],
};

pub(super) static APP_PARAMETER: Shape = Shape {
    name: "AppParameter",
    fields: &[
        field("defaultValue", Text),
        field("description", Text),
        field("invalidation", Text),
        field("label", Text),
        field("max", Int),
        field("min", Int),
        field("options", TEXTS),
        field("placeholder", Text),
        field("required", Bool),
        field("section", Text),
        field("type", Text),
        field("validation", Text),
        field("variable", Text),
    ],
};

pub(super) static NAME_REF: Shape = Shape {
    name: "a reference by name",
    fields: &[field("name", Text)],
};

pub(super) static INSTANCE_ACCESS: Shape = Shape {
    name: "InstanceAccess",
    fields: &[
        field("defaultClusterRole", Text),
        field("rules", List(&Object(&INSTANCE_ACCESS_RULE))),
    ],
};

pub(super) static INSTANCE_ACCESS_RULE: Shape = Shape {
    name: "InstanceAccessRule",
    fields: &[
        field("clusterRole", Text),
        field("teams", TEXTS),
        field("users", TEXTS),
    ],
};

pub(super) static APP_REFERENCE: Shape = Shape {
    name: "AppReference",
    fields: &[
        field("hash", Text),
        field("name", Text),
        field("namespace", Text),
        field("parameters", Text),
        field("releaseName", Text),
        field("version", Text),
    ],
};

pub(super) static TEMPLATE_HELM_CHART: Shape = Shape {
    name: "TemplateHelmChart",
    fields: &[
        field("insecureSkipTlsVerify", Bool),
        field("name", Text),
        field("password", Text),
        field("passwordRef", Object(&CHART_SECRET_REF)),
        field("releaseName", Text),
        field("releaseNamespace", Text),
        field("repoURL", Text),
        field("timeout", Text),
        field("username", Text),
        field("usernameRef", Object(&CHART_SECRET_REF)),
        field("values", Text),
        field("version", Text),
        field("wait", Bool),
    ],
};

static CHART_SECRET_REF: Shape = Shape {
    name: "ChartSecretRef",
    fields: &[field("projectSecretRef", Object(&PROJECT_SECRET_REF))],
};

static PROJECT_SECRET_REF: Shape = Shape {
    name: "ProjectSecretRef",
    fields: &[
        field("key", Text),
        field("name", Text),
        field("project", Text),
    ],
};

pub(super) static METADATA_ONLY: Shape = Shape {
    name: "an instance template",
    fields: &[field("metadata", Object(&TEMPLATE_METADATA))],
};

pub(super) static TEMPLATE_REF: Shape = Shape {
    name: "TemplateRef",
    fields: &[
        field("name", Text),
        field("syncOnce", Bool),
        field("version", Text),
    ],
};

pub(super) static SECRET_SPEC: Shape = Shape {
    name: "a secret's spec",
    fields: &[
        field("access", List(&Object(&ACCESS))),
        field("data", Map(&Bytes)),
        field("description", Text),
        field("displayName", Text),
        field("owner", Object(&USER_OR_TEAM)),
    ],
};

pub(super) static KIND_SECRET_REF: Shape = Shape {
    name: "KindSecretRef",
    fields: &[
        field("apiGroup", Text),
        field("key", Text),
        field("kind", Text),
        field("secretName", Text),
        field("secretNamespace", Text),
    ],
};

pub(super) static SECRET_REF: Shape = Shape {
    name: "SecretRef",
    fields: &[
        field("key", Text),
        field("secretName", Text),
        field("secretNamespace", Text),
    ],
};

pub(super) static CHART: Shape = Shape {
    name: "Chart",
    fields: &[
        field("insecureSkipTlsVerify", Bool),
        field("name", Text),
        field("password", Text),
        field("passwordRef", Object(&CHART_SECRET_REF)),
        field("repoURL", Text),
        field("username", Text),
        field("usernameRef", Object(&CHART_SECRET_REF)),
        field("version", Text),
    ],
};
