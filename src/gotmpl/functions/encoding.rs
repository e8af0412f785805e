//! base64 and base32. What cannot be decoded gives the error's text as the result.

use super::super::args;
use super::super::context::Context;
use super::super::function::{FnError, Function};
use super::super::golang::{base32, base64};
use super::super::types::Type;
use super::super::value::Value;
use super::table::sprig;

/// The functions of this family.
pub(super) const FUNCTIONS: &[Function] = &[
    sprig("b64enc", &[Type::Text], Type::Text, b64enc),
    sprig("b64dec", &[Type::Text], Type::Text, b64dec),
    sprig("b32enc", &[Type::Text], Type::Text, b32enc),
    sprig("b32dec", &[Type::Text], Type::Text, b32dec),
];

type Result = std::result::Result<Value, FnError>;

fn b64enc(context: &mut Context<'_>, args: &[Value]) -> Result {
    let text = args::text(args, 0)?;
    context.claim(text.len().saturating_mul(2))?;
    Ok(Value::from(base64::encode(text)))
}

fn b64dec(context: &mut Context<'_>, args: &[Value]) -> Result {
    let text = args::text(args, 0)?;
    context.claim(text.len())?;
    Ok(match base64::decode(text) {
        Ok(bytes) => Value::from(bytes),
        Err(what) => Value::from(what),
    })
}

fn b32enc(context: &mut Context<'_>, args: &[Value]) -> Result {
    let text = args::text(args, 0)?;
    context.claim(text.len().saturating_mul(2))?;
    Ok(Value::from(base32::encode(text)))
}

fn b32dec(context: &mut Context<'_>, args: &[Value]) -> Result {
    let text = args::text(args, 0)?;
    context.claim(text.len())?;
    Ok(match base32::decode(text) {
        Ok(bytes) => Value::from(bytes),
        Err(what) => Value::from(what),
    })
}
