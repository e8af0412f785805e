//! The faults of ApplicationSets.

use crate::diagnostic::Code;

/// The API server would refuse the ApplicationSet.
pub(super) const INVALID: Code = Code {
    name: "applicationset-invalid",
    what: "The ApplicationSet does not fit the schema of its CustomResourceDefinition: the API server refuses it as a whole.",
};
/// Generation fails as a whole.
pub(super) const FAILED: Code = Code {
    name: "applicationset-failed",
    what: "Generating fails, so the controller creates, updates and deletes no Application of this set until it is repaired.",
};
/// The World does not say what a generator asks.
pub const UNANSWERED: Code = Code {
    name: "world-unanswered",
    what: "The controller would look something up that the World document does not list.",
};
/// An Application is refused after generation.
pub(super) const REFUSED: Code = Code {
    name: "application-refused",
    what: "The controller refuses this Application after generation and writes the others.",
};
/// A field that the API server drops.
pub(super) const DROPPED: Code = Code {
    name: "applicationset-unknown-field",
    what: "The CustomResourceDefinition has no such field: the API server drops it without a word.",
};
/// A name in braces that nothing is known by.
pub(super) const VERBATIM: Code = Code {
    name: "template-name-unknown",
    what: "Without `goTemplate: true` a name that no parameter has stays in the Application as it is written.",
};
/// Braces in a field that is not rendered.
pub(super) const NOT_RENDERED: Code = Code {
    name: "template-not-rendered",
    what: "The controller renders this field not at all: the braces are taken as they stand.",
};
/// A selector that no cluster meets.
pub const NO_CLUSTER: Code = Code {
    name: "selector-without-cluster",
    what: "No cluster of World has the labels that the generator selects, so it makes no Application.",
};
/// Too many Applications.
pub(super) const TOO_MANY: Code = Code {
    name: "too-many-applications",
    what: "The ApplicationSet makes more Applications than the limit allows.",
};

/// An expansion costs too much.
pub(super) const TOO_LARGE: Code = Code {
    name: "expansion-too-large",
    what: "Expanding the ApplicationSet takes more steps or memory than the limit allows.",
};

/// The codes of this room.
pub const CODES: &[Code] = &[
    INVALID,
    FAILED,
    UNANSWERED,
    REFUSED,
    DROPPED,
    VERBATIM,
    NOT_RENDERED,
    NO_CLUSTER,
    TOO_MANY,
    TOO_LARGE,
];
