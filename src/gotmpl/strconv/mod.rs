//! Go's `strconv`: reading numbers and string literals.

mod number;
mod unquote;

pub(super) use number::{parse_float, parse_int, parse_uint};
pub(super) use unquote::{unquote, unquote_char};
