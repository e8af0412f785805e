//! Texts of floats and of quoted strings, as Go's `strconv` writes them.
//!
//! In goes a value, out comes the text that Go's error messages, templates and manifests hold. The room knows neither templates
//! nor YAML.
#![warn(
    clippy::indexing_slicing,
    clippy::expect_used,
    clippy::panic,
    clippy::unreachable,
    clippy::string_slice
)]

mod float;
mod printable;
mod quote;

pub use float::{Style, float};
pub use printable::is_print;
pub use quote::{quote, quote_ascii, quote_rune};
