//! `html`, `js`, `urlquery`.

use crate::gotmpl::context::Context;
use crate::gotmpl::fmt::sprint;
use crate::gotmpl::function::{FnError, Function};
use crate::gotmpl::text::decode_rune;
use crate::gotmpl::types::Type;
use crate::gotmpl::value::Value;
use crate::strconv::is_print;

const HTML: Function = Function {
    name: "html",
    params: &[Type::Any],
    variadic: true,
    result: Type::Text,
    fallible: false,
    deterministic: true,
    source: "text/template",
    call: |context, args| escaped(context, args, html),
};

pub(super) const FUNCTIONS: &[Function] = &[
    HTML,
    Function {
        name: "js",
        call: |context, args| escaped(context, args, js),
        ..HTML
    },
    Function {
        name: "urlquery",
        call: |context, args| escaped(context, args, urlquery),
        ..HTML
    },
];

/// Escapes the arguments' text; a nil is `<no value>` here.
fn escaped(
    context: &mut Context<'_>,
    args: &[Value],
    escape: fn(&[u8]) -> Vec<u8>,
) -> Result<Value, FnError> {
    let printable: Vec<Value> = args
        .iter()
        .map(|arg| match arg {
            Value::Nil => Value::text("<no value>"),
            other => other.clone(),
        })
        .collect();
    let text = sprint(context, &printable)?;
    context.claim(text.len().saturating_mul(6))?;
    Ok(escape(&text).into())
}

fn html(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for byte in text {
        match byte {
            0 => out.extend_from_slice("\u{fffd}".as_bytes()),
            b'"' => out.extend_from_slice(b"&#34;"),
            b'\'' => out.extend_from_slice(b"&#39;"),
            b'&' => out.extend_from_slice(b"&amp;"),
            b'<' => out.extend_from_slice(b"&lt;"),
            b'>' => out.extend_from_slice(b"&gt;"),
            other => out.push(*other),
        }
    }
    out
}

fn js(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let (rune, length) = decode_rune(rest);
        let (bytes, tail) = rest.split_at(length.max(1));
        rest = tail;
        match rune {
            '\\' => out.extend_from_slice(b"\\\\"),
            '\'' => out.extend_from_slice(b"\\'"),
            '"' => out.extend_from_slice(b"\\\""),
            '<' | '>' | '&' | '=' | '\0'..' ' => {
                out.extend_from_slice(format!("\\u{:04X}", u32::from(rune)).as_bytes());
            }
            _ if rune.is_ascii() || is_print(rune) => out.extend_from_slice(bytes),
            _ => out.extend_from_slice(format!("\\u{:04X}", u32::from(rune)).as_bytes()),
        }
    }
    out
}

fn urlquery(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for byte in text {
        match byte {
            b' ' => out.push(b'+'),
            b'-' | b'_' | b'.' | b'~' => out.push(*byte),
            _ if byte.is_ascii_alphanumeric() => out.push(*byte),
            _ => out.extend_from_slice(format!("%{byte:02X}").as_bytes()),
        }
    }
    out
}
