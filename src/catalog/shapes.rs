//! The fields of our own documents, as data: what is accepted, and what `dodona schema` prints.

use crate::manifest::{Field, Shape, TEXT_MAP, TEXTS, Type, field, required};

macro_rules! shape {
    ($name:ident, $title:literal, [$($field:expr),* $(,)?]) => {
        static $name: Shape = Shape { name: $title, fields: &[$($field),*] };
    };
}

/// All kinds with their table, in the order of the documentation.
pub static KINDS: [(&str, &Shape); 4] = [
    ("Repository", &REPOSITORY),
    ("UseCase", &USE_CASE),
    ("Environment", &ENVIRONMENT),
    ("World", &WORLD),
];

const fn envelope(spec: &'static Shape) -> [Field; 4] {
    [
        required("apiVersion", Type::Enum(&[super::API_VERSION])),
        required("kind", Type::Text),
        required("metadata", Type::Object(&METADATA)),
        required("spec", Type::Object(spec)),
    ]
}

/// The whole Repository document.
pub static REPOSITORY: Shape = Shape {
    name: "Repository",
    fields: &envelope(&REPOSITORY_SPEC),
};
/// The whole UseCase document.
pub static USE_CASE: Shape = Shape {
    name: "UseCase",
    fields: &envelope(&USE_CASE_SPEC),
};
/// The whole Environment document.
pub static ENVIRONMENT: Shape = Shape {
    name: "Environment",
    fields: &envelope(&ENVIRONMENT_SPEC),
};
/// The whole World document.
pub static WORLD: Shape = Shape {
    name: "World",
    fields: &envelope(&WORLD_SPEC),
};

/// A parameter declaration; `params` reads it and says more than a table can.
pub static PARAMETER: Shape = Shape {
    name: "a parameter",
    fields: &[
        required("variable", Type::Text),
        field("label", Type::Text),
        field("description", Type::Text),
        field(
            "type",
            Type::Enum(&["string", "multiline", "boolean", "number", "password"]),
        ),
        field("options", TEXTS),
        field("min", Type::Int),
        field("max", Type::Int),
        field("required", Type::Bool),
        field("defaultValue", Type::Text),
        field("placeholder", Type::Text),
        field("validation", Type::Text),
        field("invalidation", Type::Text),
        field("section", Type::Text),
    ],
};

const LIST_OF_MAPS: Type = Type::List(&Type::AnyMap);
const PATCHES: Type = Type::List(&Type::Object(&PATCH));

shape!(
    METADATA,
    "metadata",
    [
        required("name", Type::Text),
        field("labels", TEXT_MAP),
        field("annotations", TEXT_MAP),
    ]
);
shape!(
    REPOSITORY_SPEC,
    "Repository.spec",
    [
        field("parameters", LIST_OF_MAPS),
        field("values", Type::AnyMap),
        field("source", Type::Object(&SOURCE)),
        field("argocd", Type::Object(&ARGOCD)),
        field("delivery", Type::Enum(&["plugin", "rendered"])),
        field("rendered", Type::Object(&RENDERED)),
        field("folders", Type::Object(&FOLDERS)),
        field("selectableIn", TEXTS),
        field("applicationSet", Type::AnyMap),
        field("application", Type::AnyMap),
        field("clusterSecret", Type::AnyMap),
        field("shapes", Type::Object(&SHAPES)),
        field("text", Type::List(&Type::Object(&TEXT))),
        field("patches", PATCHES),
        field("allowEmpty", Type::Bool),
    ]
);
shape!(
    SOURCE,
    "source",
    [
        field("repoURL", Type::Text),
        field("targetRevision", Type::Text),
        field("path", Type::Text),
    ]
);
shape!(
    RENDERED,
    "rendered",
    [
        field("repoURL", Type::Text),
        field("targetRevision", Type::Text),
        field("path", Type::Text),
    ]
);
shape!(
    ARGOCD,
    "argocd",
    [
        field("namespace", Type::Text),
        field("project", Type::Text),
        field("version", Type::Text),
    ]
);
shape!(
    FOLDERS,
    "folders",
    [
        field("templates", Type::Text),
        field("useCases", Type::Text),
        field("environments", Type::Text),
        field("snapshots", Type::Text),
    ]
);
shape!(
    SHAPES,
    "shapes",
    [
        field("applicationSet", Type::Text),
        field("application", Type::Text),
        field("clusterSecret", Type::Text),
    ]
);
shape!(
    TEXT,
    "a text rule",
    [
        required("files", Type::Text),
        required("open", Type::Text),
        required("close", Type::Text),
        field("names", TEXT_MAP),
    ]
);
shape!(
    PATCH,
    "a patch",
    [
        required("target", Type::Object(&TARGET)),
        field("path", Type::Text),
        field("set", Type::Any),
        field("merge", Type::AnyMap),
        field("append", Type::Any),
        field("remove", Type::Bool),
    ]
);
shape!(
    TARGET,
    "target",
    [
        field("group", Type::Text),
        field("kind", Type::Text),
        field("namespace", Type::Text),
        field("name", Type::Text),
        field("useCase", Type::Text),
    ]
);
shape!(
    ENVIRONMENT_SPEC,
    "Environment.spec",
    [
        field("displayName", Type::Text),
        field("parameters", Type::AnyMap),
        field("labels", TEXT_MAP),
        field("annotations", TEXT_MAP),
        field("source", Type::Object(&SOURCE)),
        field("clusters", Type::List(&Type::Object(&CLUSTER))),
        field("useCases", Type::List(&Type::Any)),
        field("selectable", TEXTS),
        field("selectableIn", TEXTS),
        field("patches", PATCHES),
    ]
);
/// A cluster of an environment.
pub static CLUSTER: Shape = Shape {
    name: "a cluster",
    fields: &[
        required("name", Type::Text),
        required("server", Type::Text),
        field("secretName", Type::Text),
        field("namespace", Type::Text),
        field("project", Type::Text),
        field("labels", TEXT_MAP),
        field("annotations", TEXT_MAP),
        field("useCases", TEXTS),
        field("credentials", Type::Object(&CREDENTIALS)),
    ],
};
shape!(
    CREDENTIALS,
    "credentials",
    [
        field("externalSecret", Type::Object(&EXTERNAL_SECRET)),
        field("placeholder", Type::Text),
    ]
);
shape!(
    EXTERNAL_SECRET,
    "externalSecret",
    [
        required("store", Type::Text),
        field("storeKind", Type::Text),
        required("key", Type::Text),
        field("property", Type::Text),
        field("refreshInterval", Type::Text),
    ]
);
shape!(
    USE_CASE_SPEC,
    "UseCase.spec",
    [
        field("displayName", Type::Text),
        field("description", Type::Text),
        field("label", Type::Text),
        field("labels", TEXTS),
        field("selector", Type::Object(&SELECTOR)),
        field("requires", TEXTS),
        field("conflicts", TEXTS),
        field("parameters", LIST_OF_MAPS),
        field("variable", Type::Text),
        field("clusterInputs", TEXTS),
        field("syncWave", Type::Int),
        field("project", Type::Text),
        field("destination", Type::Object(&DESTINATION)),
        field("charts", Type::List(&Type::Object(&CHART))),
        field("manifests", Type::Object(&MANIFESTS)),
        field("sources", LIST_OF_MAPS),
        field("applicationSet", Type::AnyMap),
        field("contributes", Type::Object(&CONTRIBUTES)),
        field("patches", PATCHES),
    ]
);
shape!(
    SELECTOR,
    "selector",
    [
        field("matchLabels", TEXT_MAP),
        field("matchExpressions", Type::List(&Type::Object(&EXPRESSION))),
    ]
);
shape!(
    EXPRESSION,
    "a match expression",
    [
        required("key", Type::Text),
        required(
            "operator",
            Type::Enum(&["In", "NotIn", "Exists", "DoesNotExist"])
        ),
        field("values", TEXTS),
    ]
);
shape!(
    DESTINATION,
    "destination",
    [
        field("server", Type::Text),
        field("name", Type::Text),
        field("namespace", Type::Text),
    ]
);
shape!(
    CHART,
    "a chart",
    [
        required("name", Type::Text),
        field("chart", Type::Text),
        required("repoURL", Type::Text),
        required("version", Type::Text),
        required("namespace", Type::Text),
        field("releaseName", Type::Text),
        field("syncWave", Type::Int),
        field("values", Type::AnyMap),
        field("project", Type::Text),
        field("destination", Type::Object(&DESTINATION)),
        field("createNamespace", Type::Bool),
        field("syncOptions", TEXTS),
        field("application", Type::AnyMap),
    ]
);
shape!(
    MANIFESTS,
    "manifests",
    [
        field("namespace", Type::Text),
        field("syncWave", Type::Int),
        field("createNamespace", Type::Bool),
        field("clusterScoped", TEXTS),
        field("objects", LIST_OF_MAPS),
    ]
);
shape!(
    CONTRIBUTES,
    "contributes",
    [
        field("projects", Type::Map(&Type::AnyMap)),
        field("objects", Type::List(&Type::Object(&CONTRIBUTION))),
    ]
);
shape!(
    CONTRIBUTION,
    "a contribution",
    [
        required("kind", Type::Text),
        required("name", Type::Text),
        field("namespace", Type::Text),
        required("merge", Type::AnyMap),
    ]
);
shape!(
    WORLD_SPEC,
    "World.spec",
    [
        field("platform", Type::Object(&PLATFORM)),
        field(
            "connectedClusters",
            Type::List(&Type::Object(&CONNECTED_CLUSTER)),
        ),
        field("instances", LIST_OF_MAPS),
        field("clusters", LIST_OF_MAPS),
        field(
            "repositories",
            Type::List(&Type::Object(&REPOSITORY_FOLDER)),
        ),
        field("pullRequests", Type::List(&Type::Object(&ANSWER))),
        field("scmRepositories", Type::List(&Type::Object(&ANSWER))),
        field("plugins", Type::List(&Type::Object(&PLUGIN))),
        field("clusterDecisions", Type::List(&Type::Object(&DECISION))),
        field("argocd", Type::Object(&LIVE_ARGOCD)),
        field("generate", Type::List(&Type::Object(&GENERATE))),
    ]
);
shape!(
    PLATFORM,
    "platform",
    [
        field("host", Type::Text),
        field("projectNamespacePrefix", Type::Text),
        field("owner", Type::Object(&OWNER)),
    ]
);
shape!(
    OWNER,
    "an owner",
    [field("user", Type::Text), field("team", Type::Text)]
);
shape!(
    CONNECTED_CLUSTER,
    "a connected cluster",
    [required("name", Type::Text), field("annotations", TEXT_MAP)]
);
shape!(
    REPOSITORY_FOLDER,
    "a repository",
    [
        required("repoURL", Type::Text),
        field("revision", Type::Text),
        required("path", Type::Text),
    ]
);
shape!(
    ANSWER,
    "an answer",
    [
        required("for", Type::AnyMap),
        required("items", LIST_OF_MAPS)
    ]
);
shape!(
    PLUGIN,
    "a plugin",
    [
        required("for", Type::AnyMap),
        required("parameters", LIST_OF_MAPS),
    ]
);
shape!(
    DECISION,
    "a decision",
    [
        required("for", Type::AnyMap),
        field("configMap", TEXT_MAP),
        field("resources", LIST_OF_MAPS),
    ]
);
shape!(
    LIVE_ARGOCD,
    "live argocd",
    [
        field("namespace", Type::Text),
        field("projects", TEXTS),
        field("gitGlobbing", Type::Enum(&["old", "new"])),
    ]
);
shape!(
    GENERATE,
    "a row of instances",
    [
        field("instances", Type::Int),
        required("project", Type::Text),
        required("template", Type::Text),
        field("version", Type::Text),
        field("namePattern", Type::Text),
        field("first", Type::Int),
        field("parameters", Type::AnyMap),
        field("labels", TEXT_MAP),
        field("cluster", Type::Text),
        field("owner", Type::Object(&OWNER)),
    ]
);
