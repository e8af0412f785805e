//! From the catalog to manifests: the platform bundle of an environment and the payloads of its use cases.
//!
//! In goes a [`Catalog`](crate::catalog::Catalog) and a [`Request`], out come [`Object`]s, sorted, each node with its cause. The
//! room knows what our documents mean for Argo CD and vCluster Platform, and nothing of what those will do with them.

mod application_set;
mod bench;
mod bootstrap;
mod bundle;
mod chosen;
mod claim;
mod cluster;
mod contribution;
mod finish;
mod generate_paths;
mod glob;
mod layers;
mod make;
mod merge;
mod patch;
mod payload;
mod payloads;
mod place;
mod scope;
mod selectable;
mod settings;
mod shape;
mod source;
mod templates;
mod workshop;

pub use chosen::Chosen;
pub use cluster::Cluster;
pub use finish::Object;
pub use workshop::{Address, Build, Facts, Payload, Request, Want, Workshop};

use crate::diagnostic::Code;

/// The server under which Argo CD knows the cluster that it runs in.
pub const IN_CLUSTER: &str = "https://kubernetes.default.svc";

/// The name under which Argo CD knows our plugin: `metadata.name` and `spec.version` of `plugin.yaml`.
pub const PLUGIN: &str = "dodona-v1";

/// The label that names the use case of a generated object.
pub const USE_CASE_LABEL: &str = "dodona.dev/use-case";

const SHADOWED: Code = Code {
    name: "param-shadowed",
    what: "a use case declares a parameter that the repository has already, so that a name would mean two things",
};
const FOREIGN: Code = Code {
    name: "param-foreign",
    what: "a value is given to a parameter of a use case that the environment does not select",
};
const CREDENTIALS: Code = Code {
    name: "cluster-credentials",
    what: "a cluster outside Argo CD's own has no credentials, or one inside has some",
};
const CLUSTER: Code = Code {
    name: "cluster-twice",
    what: "two clusters of an environment have the same name, server or Secret",
};
const INPUT: Code = Code {
    name: "cluster-input-missing",
    what: "a payload reads a fact of a cluster that the cluster does not have",
};
const NEEDS_CLUSTER: Code = Code {
    name: "cluster-needed",
    what: "a payload that depends on the cluster is asked for without naming one, or naming an unknown one",
};
const NOT_SELECTED: Code = Code {
    name: "use-case-not-selected",
    what: "a payload is asked for of a use case that the environment does not select",
};
const EMPTY: Code = Code {
    name: "nothing-rendered",
    what: "an environment or a payload has no manifest, which Argo CD would take for the wish to delete everything",
};
const DUPLICATE: Code = Code {
    name: "duplicate-resource",
    what: "the same object is rendered twice; only one of them could exist",
};
const SELECTABLE: Code = Code {
    name: "selectable-clash",
    what: "a selectable use case cannot be offered: its variable or label is taken, or no template offers it",
};
const CONTRIBUTION: Code = Code {
    name: "contribution-clash",
    what: "a use case contributes to an object that is not there, or a value that is already set otherwise",
};
const PATCH: Code = Code {
    name: "patch-unmatched",
    what: "a patch matches no object or no place in one, so it does nothing",
};
const PATCH_FORM: Code = Code {
    name: "patch-form",
    what: "a patch does not say exactly one thing to do, or its JSONPath cannot be read",
};
const GLOB: Code = Code {
    name: "bad-glob",
    what: "a glob cannot be read, is longer or nested deeper than one may be, or there are too many of them",
};
const NO_PAYLOAD: Code = Code {
    name: "payload-missing",
    what: "a use case has neither charts nor manifests, so there is nothing to render for it",
};
const ARGO_ELSEWHERE: Code = Code {
    name: "charts-without-argocd",
    what: "a use case with charts is selected for a cluster where Argo CD does not run, which would get Application objects nobody reads",
};
const SHAPE_FORM: Code = Code {
    name: "shape-form",
    what: "a document's `$shape` names no file or `$with` no names, or shapes begin from each other in a circle",
};
const SOURCE: Code = Code {
    name: "source-missing",
    what: "the repository does not say where Argo CD finds it, but an ApplicationSet needs that",
};

/// The codes of this room.
pub const CODES: &[Code] = &[
    SHADOWED,
    FOREIGN,
    CREDENTIALS,
    CLUSTER,
    INPUT,
    NEEDS_CLUSTER,
    NOT_SELECTED,
    EMPTY,
    DUPLICATE,
    SELECTABLE,
    CONTRIBUTION,
    PATCH,
    PATCH_FORM,
    GLOB,
    NO_PAYLOAD,
    ARGO_ELSEWHERE,
    SHAPE_FORM,
    SOURCE,
];
