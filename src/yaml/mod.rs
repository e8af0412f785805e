//! YAML as Kubernetes reads it, and the one text that we write.
//!
//! In goes text with a [`SourceId`](crate::span::SourceId), out come [`Node`]s that know their byte range; in goes a node, out
//! comes text that every YAML 1.1 and 1.2 reader takes for the same values. The truth is Go's `sigs.k8s.io/yaml` behind
//! Kubernetes' document splitter, recorded in `fixtures/conformance/yaml`. The room knows neither Kubernetes objects nor our
//! documents.

mod emit;
pub mod json;
mod node;
mod number;
mod style;
mod write;

pub use emit::{emit, emit_stream};
pub use node::{Entry, Key, Map, Node, Number, Value};
pub use write::write_line;
