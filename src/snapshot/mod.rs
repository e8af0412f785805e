//! Rendered output as files: one per object, and accepted files to compare with.
//!
//! In goes a [`Build`](crate::generate::Build), out come paths and bytes; in go accepted and rendered files, out come the
//! differences. The room touches no disk.

mod compare;
mod layout;
mod own;

pub use compare::{Difference, Kind, compare};
pub use layout::{files, names};

use crate::diagnostic::Code;

const MISSING: Code = Code {
    name: "snapshot-missing",
    what: "an object is rendered that has no accepted file",
};
const ORPHANED: Code = Code {
    name: "snapshot-orphaned",
    what: "an accepted file belongs to no object that is rendered",
};
const DIFFERENT: Code = Code {
    name: "snapshot-different",
    what: "an object is rendered otherwise than its accepted file says",
};

/// The codes of this room.
pub const CODES: &[Code] = &[MISSING, ORPHANED, DIFFERENT];
