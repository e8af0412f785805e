//! JSON, as Go's `encoding/json` writes and reads it.

use super::super::args;
use super::super::context::Context;
use super::super::function::{FnError, Function};
use super::super::golang::json::{self, Form};
use super::super::types::Type;
use super::super::value::Value;
use super::table::{fallible, sprig};

/// The functions of this family.
pub(super) const FUNCTIONS: &[Function] = &[
    sprig("toJson", &[Type::Any], Type::Text, to_json),
    fallible(sprig("mustToJson", &[Type::Any], Type::Text, must_to_json)),
    sprig("toPrettyJson", &[Type::Any], Type::Text, to_pretty_json),
    fallible(sprig(
        "mustToPrettyJson",
        &[Type::Any],
        Type::Text,
        must_to_pretty_json,
    )),
    sprig("toRawJson", &[Type::Any], Type::Text, to_raw_json),
    fallible(sprig(
        "mustToRawJson",
        &[Type::Any],
        Type::Text,
        to_raw_json,
    )),
    sprig("fromJson", &[Type::Text], Type::Any, from_json),
    fallible(sprig(
        "mustFromJson",
        &[Type::Text],
        Type::Any,
        must_from_json,
    )),
];

type Result = std::result::Result<Value, FnError>;

const COMPACT: Form = Form {
    html: true,
    pretty: false,
};

const PRETTY: Form = Form {
    html: true,
    pretty: true,
};

const RAW: Form = Form {
    html: false,
    pretty: false,
};

fn written(context: &mut Context<'_>, args: &[Value], form: Form) -> Result {
    Ok(Value::from(json::write(context, args::any(args, 0), form)?))
}

/// What cannot be written is the empty text; a limit stays an error.
fn lenient(written: Result) -> Result {
    match written {
        Err(FnError::Message(_)) => Ok(Value::from("")),
        other => other,
    }
}

fn to_json(context: &mut Context<'_>, args: &[Value]) -> Result {
    lenient(written(context, args, COMPACT))
}

fn must_to_json(context: &mut Context<'_>, args: &[Value]) -> Result {
    written(context, args, COMPACT)
}

fn to_pretty_json(context: &mut Context<'_>, args: &[Value]) -> Result {
    lenient(written(context, args, PRETTY))
}

fn must_to_pretty_json(context: &mut Context<'_>, args: &[Value]) -> Result {
    written(context, args, PRETTY)
}

fn to_raw_json(context: &mut Context<'_>, args: &[Value]) -> Result {
    written(context, args, RAW)
}

/// What is no JSON is null.
fn from_json(context: &mut Context<'_>, args: &[Value]) -> Result {
    let text = args::text(args, 0)?;
    context.claim(text.len().saturating_mul(ITEM))?;
    let decoded = json::read(text);
    Ok(decoded.map(|decoded| decoded.value).unwrap_or_default())
}

fn must_from_json(context: &mut Context<'_>, args: &[Value]) -> Result {
    let text = args::text(args, 0)?;
    context.claim(text.len().saturating_mul(ITEM))?;
    let decoded = json::read(text).map_err(FnError::new)?;
    match decoded.fault {
        Some(fault) => Err(FnError::new(fault)),
        None => Ok(decoded.value),
    }
}

/// What one byte of JSON costs at most, as in `[0,0,0]`.
const ITEM: usize = size_of::<Value>() / 2;
