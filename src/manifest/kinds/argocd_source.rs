//! Where an Application takes its manifests from.

use super::core::NAME_VALUE;
use crate::manifest::shape::Type::{AnyMap, Bool, IntOrText, List, Map, Object, Text};
use crate::manifest::shape::{Shape, TEXT_MAP, TEXTS, field, required};

pub(super) static SOURCE: Shape = Shape {
    name: "ApplicationSource",
    fields: &[
        field("chart", Text),
        field("directory", Object(&DIRECTORY)),
        field("helm", Object(&HELM)),
        field("kustomize", Object(&KUSTOMIZE)),
        field("name", Text),
        field("path", Text),
        field("plugin", Object(&PLUGIN)),
        field("ref", Text),
        required("repoURL", Text),
        field("tagPrefix", Text),
        field("targetRevision", Text),
    ],
};

pub(super) static DIRECTORY: Shape = Shape {
    name: "ApplicationSourceDirectory",
    fields: &[
        field("exclude", Text),
        field("include", Text),
        field("jsonnet", Object(&JSONNET)),
        field("recurse", Bool),
    ],
};

static JSONNET: Shape = Shape {
    name: "ApplicationSourceJsonnet",
    fields: &[
        field("extVars", List(&Object(&JSONNET_VAR))),
        field("libs", TEXTS),
        field("tlas", List(&Object(&JSONNET_VAR))),
    ],
};

static JSONNET_VAR: Shape = Shape {
    name: "JsonnetVar",
    fields: &[
        field("code", Bool),
        required("name", Text),
        required("value", Text),
    ],
};

pub(super) static HELM: Shape = Shape {
    name: "ApplicationSourceHelm",
    fields: &[
        field("apiVersions", TEXTS),
        field("fileParameters", List(&Object(&HELM_FILE_PARAMETER))),
        field("ignoreMissingValueFiles", Bool),
        field("kubeVersion", Text),
        field("namespace", Text),
        field("parameters", List(&Object(&HELM_PARAMETER))),
        field("passCredentials", Bool),
        field("releaseName", Text),
        field("skipCrds", Bool),
        field("skipSchemaValidation", Bool),
        field("skipTests", Bool),
        field("valueFiles", TEXTS),
        field("values", Text),
        field("valuesObject", AnyMap),
        field("version", Text),
    ],
};

static HELM_FILE_PARAMETER: Shape = Shape {
    name: "HelmFileParameter",
    fields: &[field("name", Text), field("path", Text)],
};

static HELM_PARAMETER: Shape = Shape {
    name: "HelmParameter",
    fields: &[
        field("forceString", Bool),
        field("name", Text),
        field("value", Text),
    ],
};

pub(super) static KUSTOMIZE: Shape = Shape {
    name: "ApplicationSourceKustomize",
    fields: &[
        field("apiVersions", TEXTS),
        field("commonAnnotations", TEXT_MAP),
        field("commonAnnotationsEnvsubst", Bool),
        field("commonLabels", TEXT_MAP),
        field("components", TEXTS),
        field("forceCommonAnnotations", Bool),
        field("forceCommonLabels", Bool),
        field("ignoreMissingComponents", Bool),
        field("images", TEXTS),
        field("kubeVersion", Text),
        field("labelIncludeTemplates", Bool),
        field("labelWithoutSelector", Bool),
        field("namePrefix", Text),
        field("nameSuffix", Text),
        field("namespace", Text),
        field("patches", List(&Object(&KUSTOMIZE_PATCH))),
        field("replicas", List(&Object(&KUSTOMIZE_REPLICA))),
        field("version", Text),
    ],
};

static KUSTOMIZE_PATCH: Shape = Shape {
    name: "KustomizePatch",
    fields: &[
        field("options", Map(&Bool)),
        field("patch", Text),
        field("path", Text),
        field("target", Object(&KUSTOMIZE_SELECTOR)),
    ],
};

static KUSTOMIZE_SELECTOR: Shape = Shape {
    name: "KustomizeSelector",
    fields: &[
        field("annotationSelector", Text),
        field("group", Text),
        field("kind", Text),
        field("labelSelector", Text),
        field("name", Text),
        field("namespace", Text),
        field("version", Text),
    ],
};

static KUSTOMIZE_REPLICA: Shape = Shape {
    name: "KustomizeReplica",
    fields: &[required("count", IntOrText), required("name", Text)],
};

pub(super) static PLUGIN: Shape = Shape {
    name: "ApplicationSourcePlugin",
    fields: &[
        field("env", List(&Object(&NAME_VALUE))),
        field("name", Text),
        field("parameters", List(&Object(&PLUGIN_PARAMETER))),
    ],
};

static PLUGIN_PARAMETER: Shape = Shape {
    name: "ApplicationSourcePluginParameter",
    fields: &[
        field("array", TEXTS),
        field("map", TEXT_MAP),
        field("name", Text),
        field("string", Text),
    ],
};
