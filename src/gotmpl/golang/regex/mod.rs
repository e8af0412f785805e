//! Go's `regexp`: RE2's syntax with Go's error texts, matched by Rust's engine, which takes the same decisions.
//!
//! The two differ in syntax (`$`, `\s`, `\b`, classes, limits), so that an expression is read by Go's rules and written anew for
//! Rust. Texts may be broken UTF-8: a broken byte counts as U+FFFD.

mod class;
mod escape;
mod fault;
mod flags;
mod matching;
mod names;
mod syntax;
mod template;

pub(crate) use fault::Fault;
pub(crate) use matching::{Expression, Replacement};

/// Returns a text with every character escaped that means something in an expression.
pub(crate) fn quote_meta(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for &byte in text {
        if br"\.+*?()|[]{}^$".contains(&byte) {
            out.push(b'\\');
        }
        out.push(byte);
    }
    out
}
