//! Go's `fmt`, as far as templates use it.

mod flags;
mod float_verb;
mod integer;
mod printer;
mod printf;
mod sprint;
mod string;

pub(super) use printf::sprintf;
pub(super) use sprint::{display, sprint, sprintln, write_display};
