//! Findings as text: one line for logs and grep, an excerpt for people, JSON for programs.
//!
//! Paths, names and values come from repositories that anyone may have written, so nothing of them reaches a terminal as a
//! control character, and no text can look like a second finding. Where a span is empty, an excerpt shows the line up to
//! there and nothing behind it: so a finding points at a secret without showing it.

mod clean;
mod excerpt;
mod human;
mod json;
mod line;

pub use clean::{is_hostile, one_line};
pub use human::{Style, human};
pub use json::{harmless_json, json};
pub use line::line;
