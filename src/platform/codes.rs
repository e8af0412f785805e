//! The faults of what the platform is asked to make.

use crate::diagnostic::Code;

/// The codes of this room.
pub const CODES: &[Code] = &[];
