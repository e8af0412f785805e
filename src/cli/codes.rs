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

/// Rendered files that lag behind.
pub const STALE: Code = Code {
    name: "rendered-stale",
    what: "a rendered file was not as it is rendered now, and `--exit-code` asks for that to fail",
};

/// A file or folder that cannot be read.
pub const NOT_READ: Code = Code {
    name: "file-unreadable",
    what: "a file or folder given on the command line can't be read",
};
/// A document that a command has no use for.
pub const SKIPPED: Code = Code {
    name: "document-skipped",
    what: "a document is of a kind that the command has no use for, so it is left out",
};
/// A file without a World.
pub const NO_WORLD: Code = Code {
    name: "world-missing",
    what: "the file given as World holds no document `kind: World`",
};
/// No ApplicationSet is there.
pub const NOTHING_TO_EXPAND: Code = Code {
    name: "nothing-to-expand",
    what: "`dodona expand` is given files that hold no whole ApplicationSet",
};
/// A name that is not there, or there several times.
pub const UNKNOWN_NAME: Code = Code {
    name: "name-unknown",
    what: "a cluster or ApplicationSet is asked for that is not there, or by a name that several have",
};

/// The codes of this room.
pub const CODES: &[Code] = &[
    USAGE,
    UNKNOWN_CODE,
    UNKNOWN_OBJECT,
    AMBIGUOUS_OBJECT,
    UNKNOWN_FIELD,
    NOT_READ,
    SKIPPED,
    NO_WORLD,
    NOTHING_TO_EXPAND,
    UNKNOWN_NAME,
    STALE,
];
