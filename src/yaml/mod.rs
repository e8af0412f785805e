//! YAML as Kubernetes reads it, and the one text that we write.
//!
//! In goes text with a [`SourceId`](crate::span::SourceId), out come [`Node`]s that know their byte range; in goes a node, out
//! comes text that every YAML 1.1 and 1.2 reader takes for the same values. The truth is Go's `sigs.k8s.io/yaml` behind
//! Kubernetes' document splitter, recorded in `fixtures/conformance/yaml`. The room knows neither Kubernetes objects nor our
//! documents.

mod build;
mod chars;
mod codes;
mod emit;
mod eval;
mod fault;
mod first;
mod frame;
mod grammar;
mod guard;
mod help;
pub mod json;
mod json_stream;
mod merge;
mod node;
mod number;
mod numeral;
mod outline;
mod parse;
mod properties;
mod read;
mod resolve;
mod scan;
mod scan_block;
mod scan_key;
mod scan_plain;
mod scan_quoted;
mod scan_tag;
mod split;
mod style;
mod timestamp;
mod token;
mod write;

pub use codes::CODES;
pub use emit::{emit, emit_stream};
pub use eval::eval_line;
pub use first::{Refusal, read_first, reads_as_text};
pub use merge::merge;
pub use node::{Entry, Key, Map, Node, Number, Value};
pub use read::{Limits, Reading, read};
pub use resolve::resolve_plain;
pub use write::write_line;
