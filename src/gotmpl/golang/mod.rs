//! Parts of Go's standard library that the functions stand on, each working as Go's does, to the byte and to the error text.

pub(super) mod base32;
pub(super) mod base64;
pub(super) mod decimal;
pub(super) mod json;
pub(super) mod numerals;
pub(super) mod path;
pub(super) mod power;
pub(super) mod regex;
pub(super) mod semver;
pub(super) mod strings;
pub(super) mod time;
pub(super) mod url;
pub(super) mod yaml;
