//! Go's `encoding/json`: what it writes, to the byte, and what it reads, to the error text.

mod read;
mod scan;
mod text;
mod write;

pub(crate) use read::read;
pub(crate) use write::{Form, write};
