//! JSON text and `serde_json` values of the same trees.
//!
//! In goes JSON text or a [`Value`](serde_json::Value), out come nodes, and the other way about. The room refuses what JSON
//! leaves open: a key that stands twice, numbers beyond a float, depth without end.

mod object;
mod read;
mod serde;
mod text;
mod write;

pub use object::{Object, push_object};
pub use read::{CODES, MAX_DEPTH, parse};
pub use serde::{from_serde, to_serde};
pub use write::{Escapes, compact, pretty, push_compact};
