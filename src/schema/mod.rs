//! JSON Schema (draft 2020-12) of our documents, for editors.
//!
//! In goes the name of a kind, out comes a schema made from the same tables that judge the documents, with a sentence for
//! each field. The room judges nothing itself: what an expression gives is only known when it is rendered.

mod words;
mod write;

pub use write::{KINDS, of};
