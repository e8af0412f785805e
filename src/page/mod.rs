//! Shows a plan: as one page for a browser, and as a mermaid diagram.
//!
//! In goes the JSON of `dodona plan -o json`, out comes text. The page is one file without a network: its style and its
//! script stand in it, and its policy allows nothing else. What a plan says stands in one block of JSON and becomes text by
//! the script, so no name in it can be markup. The room judges nothing and reads nothing but the JSON.

mod html;
mod mermaid;
mod pack;

pub use html::html;
pub use mermaid::mermaid;
