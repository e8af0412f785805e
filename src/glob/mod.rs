//! Patterns as their owners match them: Go's `path.Match`, git's pathspecs, doublestar, gobwas.
//!
//! In go a pattern and a text, out comes whether they fit, in time that no pattern can make long. The room knows nothing of
//! what is matched.

mod class;
mod doublestar;
mod go_path;
mod gobwas;
mod pathspec;
mod token;

pub use doublestar::Doublestar;
pub use go_path::GoPath;
pub use gobwas::{Gobwas, GobwasFault};
pub use pathspec::{Pathspec, PathspecFault};
