//! Go's `text/template` with the functions that Argo CD v3.5.1 registers, and fasttemplate's `{{ name }}`.
//!
//! In goes a template's text and a [`Value`], out comes text, or Go's own error with our byte range. Templates compile once and
//! run many times; a function whose result depends on the clock or on chance is an error unless a [`StandIn`] is given. The
//! truth is `fixtures/conformance/gotemplate`, recorded with Go 1.26. The room knows neither Kubernetes nor our documents.
#![warn(
    clippy::indexing_slicing,
    clippy::expect_used,
    clippy::panic,
    clippy::unreachable,
    clippy::string_slice
)]

mod args;
mod builtins;
mod cache;
mod codes;
mod context;
mod data;
mod error;
mod eval_line;
mod exec;
mod fasttemplate;
mod fmt;
mod function;
mod functions;
mod golang;
mod lex;
mod list;
mod map;
mod memo;
mod node;
mod object;
mod operand;
mod parse;
mod program;
mod template;
mod text;
mod types;
mod unicode;
mod unquote;
mod value;

pub use builtins::{Described, described};
pub use cache::Cache;
pub use codes::CODES;
pub use context::{Context, Limits, StandIn};
pub use data::{from_node, make_text_list, make_text_map};
pub use error::{Error, Stage};
pub use eval_line::eval_line;
pub use fasttemplate::{FastTemplate, Filled, Unknown};
pub use function::{FnError, Function, Limit};
pub use functions::functions;
pub use golang::url::rewritten_url;
pub use list::List;
pub use map::Map;
pub use object::{Field, Object, Shape};
pub use template::Template;
pub use text::{Runes, Text, decode_last_rune, decode_rune};
pub use types::{Kind, Type};
pub use value::Value;
