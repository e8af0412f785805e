//! The generators of an ApplicationSet, Argo CD v3.5.1; below matrix and merge the API keeps deeper ones as plain JSON.

use super::argocd_shared::APPLICATION_SPEC;
use super::core::LABEL_SELECTOR;
use super::pull_request_generator::PULL_REQUEST;
use super::scm_provider_generator::SCM_PROVIDER;
use crate::manifest::shape::Type::{Any, Bool, Int, List, Map, Object, Text};
use crate::manifest::shape::{Shape, TEXT_MAP, TEXTS, field, required};

pub(super) static GENERATOR: Shape = Shape {
    name: "ApplicationSetGenerator",
    fields: &[
        field(
            "clusterDecisionResource",
            Object(&CLUSTER_DECISION_RESOURCE),
        ),
        field("clusters", Object(&CLUSTERS)),
        field("git", Object(&GIT)),
        field("list", Object(&LIST)),
        field("matrix", Object(&MATRIX)),
        field("merge", Object(&MERGE)),
        field("plugin", Object(&PLUGIN)),
        field("pullRequest", Object(&PULL_REQUEST)),
        field("scmProvider", Object(&SCM_PROVIDER)),
        field("selector", Object(&LABEL_SELECTOR)),
    ],
};

static CLUSTER_DECISION_RESOURCE: Shape = Shape {
    name: "DuckTypeGenerator",
    fields: &[
        required("configMapRef", Text),
        field("labelSelector", Object(&LABEL_SELECTOR)),
        field("name", Text),
        field("requeueAfterSeconds", Int),
        field("template", Object(&TEMPLATE)),
        field("values", TEXT_MAP),
    ],
};

pub(super) static TEMPLATE: Shape = Shape {
    name: "ApplicationSetTemplate",
    fields: &[
        required("metadata", Object(&TEMPLATE_META)),
        required("spec", Object(&APPLICATION_SPEC)),
    ],
};

static TEMPLATE_META: Shape = Shape {
    name: "ApplicationSetTemplateMeta",
    fields: &[
        field("annotations", TEXT_MAP),
        field("finalizers", TEXTS),
        field("labels", TEXT_MAP),
        field("name", Text),
        field("namespace", Text),
    ],
};

static CLUSTERS: Shape = Shape {
    name: "ClusterGenerator",
    fields: &[
        field("flatList", Bool),
        field("selector", Object(&LABEL_SELECTOR)),
        field("template", Object(&TEMPLATE)),
        field("values", TEXT_MAP),
    ],
};

static GIT: Shape = Shape {
    name: "GitGenerator",
    fields: &[
        field("directories", List(&Object(&GIT_ITEM))),
        field("files", List(&Object(&GIT_ITEM))),
        field("pathParamPrefix", Text),
        required("repoURL", Text),
        field("requeueAfterSeconds", Int),
        required("revision", Text),
        field("template", Object(&TEMPLATE)),
        field("values", TEXT_MAP),
    ],
};

static GIT_ITEM: Shape = Shape {
    name: "a path of the git generator",
    fields: &[field("exclude", Bool), required("path", Text)],
};

static LIST: Shape = Shape {
    name: "ListGenerator",
    fields: &[
        field("elements", List(&Any)),
        field("elementsYaml", Text),
        field("template", Object(&TEMPLATE)),
    ],
};

static MATRIX: Shape = Shape {
    name: "MatrixGenerator",
    fields: &[
        required("generators", List(&Object(&NESTED_GENERATOR))),
        field("template", Object(&TEMPLATE)),
    ],
};

static NESTED_GENERATOR: Shape = Shape {
    name: "ApplicationSetNestedGenerator",
    fields: &[
        field(
            "clusterDecisionResource",
            Object(&CLUSTER_DECISION_RESOURCE),
        ),
        field("clusters", Object(&CLUSTERS)),
        field("git", Object(&GIT)),
        field("list", Object(&LIST)),
        field("matrix", Any),
        field("merge", Any),
        field("plugin", Object(&PLUGIN)),
        field("pullRequest", Object(&PULL_REQUEST)),
        field("scmProvider", Object(&SCM_PROVIDER)),
        field("selector", Object(&LABEL_SELECTOR)),
    ],
};

static PLUGIN: Shape = Shape {
    name: "PluginGenerator",
    fields: &[
        required("configMapRef", Object(&PLUGIN_CONFIG_MAP_REF)),
        field("input", Object(&PLUGIN_INPUT)),
        field("requeueAfterSeconds", Int),
        field("template", Object(&TEMPLATE)),
        field("values", TEXT_MAP),
    ],
};

static PLUGIN_CONFIG_MAP_REF: Shape = Shape {
    name: "PluginConfigMapRef",
    fields: &[required("name", Text)],
};

static PLUGIN_INPUT: Shape = Shape {
    name: "PluginInput",
    fields: &[field("parameters", Map(&Any))],
};

static MERGE: Shape = Shape {
    name: "MergeGenerator",
    fields: &[
        required("generators", List(&Object(&NESTED_GENERATOR))),
        required("mergeKeys", TEXTS),
        field("template", Object(&TEMPLATE)),
    ],
};
