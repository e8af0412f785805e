//! Go's `fmt` and `strconv`, as far as templates use them.

mod flags;
mod float;
mod float_verb;
mod integer;
mod printable;
mod printer;
mod printf;
mod quote;
mod sprint;
mod string;

pub(super) use float::{Style, float};
pub(super) use printable::is_print;
pub(super) use printf::sprintf;
pub use quote::quote;
pub(super) use sprint::{display, sprint, sprintln, write_display};
