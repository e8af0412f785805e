//! The faults of the command line.

use crate::diagnostic::Code;

/// Two arguments contradict each other, or one is needed.
pub const USAGE: Code = Code {
    name: "usage",
    what: "the arguments contradict each other, or one is missing",
};
/// A code that no room has.
pub const UNKNOWN_CODE: Code = Code {
    name: "code-unknown",
    what: "a code is asked for that no finding has",
};
/// An object that is not rendered.
pub const UNKNOWN_OBJECT: Code = Code {
    name: "object-unknown",
    what: "an object is asked for that the environment does not render",
};
/// A name that several objects have.
pub const AMBIGUOUS_OBJECT: Code = Code {
    name: "object-ambiguous",
    what: "an object is asked for by a name that several have",
};
/// A field that the object does not have.
pub const UNKNOWN_FIELD: Code = Code {
    name: "path-unknown",
    what: "a field is asked for that the object does not have",
};

/// A parameter of the plugin source that cannot be understood.
pub const PARAMETERS: Code = Code {
    name: "plugin-parameters",
    what: "the parameters of an Application's plugin source cannot be understood",
};
/// Nothing to apply.
pub const NOTHING: Code = Code {
    name: "plugin-nothing",
    what: "the plugin would print no manifest, which Argo CD would take for the wish to delete everything",
};
/// Rendered files that lag behind.
pub const STALE: Code = Code {
    name: "rendered-stale",
    what: "a rendered file was not as it is rendered now, and `--exit-code` asks for that to fail",
};

/// The codes of this room.
pub const CODES: &[Code] = &[
    USAGE,
    UNKNOWN_CODE,
    UNKNOWN_OBJECT,
    AMBIGUOUS_OBJECT,
    UNKNOWN_FIELD,
    PARAMETERS,
    NOTHING,
    STALE,
];
