//! Patterns for paths: Go's `path.Match`, git's pathspecs, doublestar.

mod class;
mod doublestar;
mod go_path;
mod pathspec;
mod token;

pub(super) use doublestar::Doublestar;
pub(super) use go_path::GoPath;
pub(super) use pathspec::{Pathspec, PathspecFault};
