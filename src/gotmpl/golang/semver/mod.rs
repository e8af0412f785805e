//! Versions and constraints on them, by the rules of Masterminds' semver 3.4.0.

mod constraint;
mod version;

pub(crate) use constraint::Constraints;
pub(crate) use version::Version;
