//! The faults of World documents.

use crate::diagnostic::Code;

/// The document is no World, or a part of it has another shape.
pub(super) const MALFORMED: Code = Code {
    name: "world-malformed",
    what: "The World document has another shape than `kind: World` of dodona.dev/v1 has.",
};
/// A field that World does not have.
pub(super) const UNKNOWN: Code = Code {
    name: "world-unknown-field",
    what: "World has no such field: what it says would be ignored.",
};

/// The codes of this room.
pub const CODES: &[Code] = &[MALFORMED, UNKNOWN];
