//! The codes of this room.

use crate::diagnostic::Code;

/// Two Applications of one name.
pub(super) const DUPLICATE: Code = Code {
    name: "application-name-collision",
    what: "two ApplicationSets, or a set and a manifest, make an Application of the same name, and each undoes what the other writes",
};
/// A name or label that Kubernetes refuses.
pub(super) const NAME: Code = Code {
    name: "application-name-invalid",
    what: "the API server refuses an Application, because its name or a label is too long or has letters that do not belong there",
};
/// A path that is not in the repository.
pub(super) const NO_PATH: Code = Code {
    name: "application-path-missing",
    what: "the source of an Application points to a folder or file that the repository does not have",
};
/// A payload that cannot be rendered.
pub(super) const NOT_RENDERED: Code = Code {
    name: "application-source-failed",
    what: "what an Application's source holds cannot be read or rendered",
};
/// A project that does not permit an Application.
pub(super) const NOT_PERMITTED: Code = Code {
    name: "application-not-permitted",
    what: "the AppProject of an Application does not permit its source, its destination or an object of it",
};
/// A project that is not there.
pub(super) const NO_PROJECT: Code = Code {
    name: "argocd-project-missing",
    what: "an Application names an AppProject that is not there, so Argo CD does not sync it",
};
/// A destination that Argo CD does not know.
pub(super) const NO_CLUSTER: Code = Code {
    name: "application-cluster-unknown",
    what: "an Application goes to a cluster that Argo CD does not know",
};
/// Two Secrets for one cluster.
pub(super) const TWIN: Code = Code {
    name: "cluster-secret-collision",
    what: "two cluster Secrets have the same name, or two clusters the same name or server in Argo CD",
};
/// A chain of Applications without end.
pub(super) const TOO_DEEP: Code = Code {
    name: "application-chain-too-deep",
    what: "Applications lead to Applications, over more levels than are followed",
};
/// A combination of parameters of which nothing comes.
pub(super) const COMBINATION_FAILS: Code = Code {
    name: "combination-fails",
    what: "parameters that a template takes together make a virtual cluster that the platform refuses, or one that an ApplicationSet fails for",
};
/// Values that the chart does not take.
pub(super) const VALUES_FIELD: Code = Code {
    name: "values-unknown-field",
    what: "the values of a template do not fit the fields of the chart that it pins, so that Helm refuses to install it",
};
/// An option that selects nothing.
pub(super) const OPTION_WITHOUT_SET: Code = Code {
    name: "option-without-set",
    what: "ApplicationSets select clusters by what a parameter gives, but none of them by what it gives with this option",
};
/// Two virtual clusters with one name for something.
pub(super) const NAME_COLLISION: Code = Code {
    name: "name-collision",
    what: "two virtual clusters of a template, or two ApplicationSets for one of them, give two things the same name",
};

/// The codes of this room.
pub const CODES: &[Code] = &[
    DUPLICATE,
    NAME,
    NO_PATH,
    NOT_RENDERED,
    NOT_PERMITTED,
    NO_PROJECT,
    NO_CLUSTER,
    TWIN,
    TOO_DEEP,
    COMBINATION_FAILS,
    VALUES_FIELD,
    OPTION_WITHOUT_SET,
    NAME_COLLISION,
];
