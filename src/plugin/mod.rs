//! What an Application asks of dodona's plugin, and what it is given.
//!
//! In go the parameters of the Application's plugin source, as Argo CD hands them over or as they stand in the Application,
//! out come manifests. The room knows no environment variable and no standard output.

mod parameters;
mod rendered;

pub use parameters::{Asked, OWN, Part};
pub use rendered::rendered;

use crate::diagnostic::Code;

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
/// The codes of this room.
pub const CODES: &[Code] = &[PARAMETERS, NOTHING];
