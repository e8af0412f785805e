//! From tokens to steps, with Go's own complaints.

mod control;
mod number;
mod operand;
mod parser;
mod pipeline;
mod tree;

pub(super) use parser::{Complaint, line_of, parse};
