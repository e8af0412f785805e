//! The tokens of a template's text, cut as Go cuts them.

mod inside;
mod scan;
mod token;

pub(super) use scan::tokens;
pub(super) use token::{Token, TokenKind};
