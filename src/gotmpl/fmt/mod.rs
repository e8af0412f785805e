//! Go's `fmt` and `strconv`, as far as templates use them.

mod float;
mod printable;
mod quote;

pub(super) use float::{Style, float};
pub(super) use printable::is_print;
pub(super) use quote::{quote, quote_ascii, quote_rune};
