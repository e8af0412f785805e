//! Parts of Go's standard library that the functions stand on, each working as Go's does, to the byte and to the error text.

pub(super) mod numerals;
pub(super) mod path;
pub(super) mod time;
