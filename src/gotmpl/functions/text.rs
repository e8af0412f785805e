//! Texts: cutting, trimming, replacing, padding.

use super::super::args;
use super::super::context::Context;
use super::super::fmt;
use super::super::function::{FnError, Function};
use super::super::golang::strings;
use super::super::text::Text;
use super::super::types::Type;
use super::super::value::Value;
use super::table::{sprig, variadic};
use crate::strconv;

/// The functions of this family.
pub(super) const FUNCTIONS: &[Function] = &[
    sprig("trim", &[Type::Text], Type::Text, trim),
    sprig("trimAll", &[Type::Text, Type::Text], Type::Text, trim_all),
    sprig("trimall", &[Type::Text, Type::Text], Type::Text, trim_all),
    sprig(
        "trimPrefix",
        &[Type::Text, Type::Text],
        Type::Text,
        trim_prefix,
    ),
    sprig(
        "trimSuffix",
        &[Type::Text, Type::Text],
        Type::Text,
        trim_suffix,
    ),
    sprig("contains", &[Type::Text, Type::Text], Type::Bool, contains),
    sprig(
        "hasPrefix",
        &[Type::Text, Type::Text],
        Type::Bool,
        has_prefix,
    ),
    sprig(
        "hasSuffix",
        &[Type::Text, Type::Text],
        Type::Bool,
        has_suffix,
    ),
    sprig(
        "replace",
        &[Type::Text, Type::Text, Type::Text],
        Type::Text,
        replace,
    ),
    sprig("repeat", &[Type::Int, Type::Text], Type::Text, repeat),
    sprig(
        "substr",
        &[Type::Int, Type::Int, Type::Text],
        Type::Text,
        substr,
    ),
    sprig("trunc", &[Type::Int, Type::Text], Type::Text, trunc),
    sprig("nospace", &[Type::Text], Type::Text, nospace),
    sprig("initials", &[Type::Text], Type::Text, initials),
    sprig(
        "plural",
        &[Type::Text, Type::Text, Type::Int],
        Type::Text,
        plural,
    ),
    sprig("indent", &[Type::Int, Type::Text], Type::Text, indent),
    sprig("nindent", &[Type::Int, Type::Text], Type::Text, nindent),
    sprig("toString", &[Type::Any], Type::Text, to_string),
    variadic(sprig("quote", &[Type::Any], Type::Text, quote)),
    variadic(sprig("squote", &[Type::Any], Type::Text, squote)),
    variadic(sprig("cat", &[Type::Any], Type::Text, cat)),
    sprig("hello", &[], Type::Text, hello),
];

type Result = std::result::Result<Value, FnError>;

fn hello(_: &mut Context<'_>, _: &[Value]) -> Result {
    Ok(Value::from("Hello!"))
}

fn trim(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::text(strings::trim_space(args::text(args, 0)?)))
}

fn trim_all(_: &mut Context<'_>, args: &[Value]) -> Result {
    let (set, text) = (args::text(args, 0)?, args::text(args, 1)?);
    Ok(Value::text(strings::trim(text, set)))
}

fn trim_prefix(_: &mut Context<'_>, args: &[Value]) -> Result {
    let (prefix, text) = (args::text(args, 0)?, args::text(args, 1)?);
    Ok(match text.strip_prefix(prefix.as_bytes()) {
        Some(rest) => Value::text(rest),
        None => Value::Text(text.clone()),
    })
}

fn trim_suffix(_: &mut Context<'_>, args: &[Value]) -> Result {
    let (suffix, text) = (args::text(args, 0)?, args::text(args, 1)?);
    Ok(match text.strip_suffix(suffix.as_bytes()) {
        Some(rest) => Value::text(rest),
        None => Value::Text(text.clone()),
    })
}

fn contains(_: &mut Context<'_>, args: &[Value]) -> Result {
    let (part, text) = (args::text(args, 0)?, args::text(args, 1)?);
    Ok(Value::from(strings::find(text, part).is_some()))
}

fn has_prefix(_: &mut Context<'_>, args: &[Value]) -> Result {
    let (prefix, text) = (args::text(args, 0)?, args::text(args, 1)?);
    Ok(Value::from(text.starts_with(prefix)))
}

fn has_suffix(_: &mut Context<'_>, args: &[Value]) -> Result {
    let (suffix, text) = (args::text(args, 0)?, args::text(args, 1)?);
    Ok(Value::from(text.ends_with(suffix)))
}

fn replace(context: &mut Context<'_>, args: &[Value]) -> Result {
    let (old, new) = (args::text(args, 0)?, args::text(args, 1)?);
    let text = args::text(args, 2)?;
    let count = strings::count(text, old);
    context.claim(text.len().saturating_add(count.saturating_mul(new.len())))?;
    Ok(Value::from(strings::replace(text, old, new)))
}

fn repeat(context: &mut Context<'_>, args: &[Value]) -> Result {
    let (count, text) = (args::int(args, 0)?, args::text(args, 1)?);
    Ok(Value::from(repeated(context, text, count)?))
}

/// Returns a text so many times over.
///
/// # Errors
/// Go's for a negative number and for a length that does not fit, ours for a length beyond the limit.
fn repeated(
    context: &mut Context<'_>,
    text: &[u8],
    count: i64,
) -> std::result::Result<Vec<u8>, FnError> {
    let count =
        usize::try_from(count).map_err(|_| FnError::new("strings: negative Repeat count"))?;
    let length = text.len().checked_mul(count);
    let length = length.filter(|&length| i64::try_from(length).is_ok());
    let length = length.ok_or_else(|| FnError::new("strings: Repeat output length overflow"))?;
    context.claim(length)?;
    Ok(if length == 0 {
        Vec::new()
    } else {
        text.repeat(count)
    })
}

fn substr(_: &mut Context<'_>, args: &[Value]) -> Result {
    let (start, end) = (args::int(args, 0)?, args::int(args, 1)?);
    let text = args::text(args, 2)?;
    let length = text.len() as i64;
    let (start, end) = match (start, end) {
        (..0, end) => (0, end),
        (start, end) if end < 0 || end > length => (start, length),
        both => both,
    };
    strings::slice(text, start, end)
        .map(Value::text)
        .map_err(|what| match args::int(args, 0) {
            // Go writes `s[:end]`, so that an end below 0 is told without the start.
            Ok(..0) if end < 0 => {
                FnError::new(format!("runtime error: slice bounds out of range [:{end}]"))
            }
            _ => FnError::new(what),
        })
}

fn trunc(_: &mut Context<'_>, args: &[Value]) -> Result {
    let (count, text) = (args::int(args, 0)?, args::text(args, 1)?);
    let size = usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX);
    let cut = if count < 0 {
        let start = text.len().checked_sub(size).filter(|&start| start > 0);
        start.and_then(|start| text.get(start..))
    } else {
        text.get(..size)
    };
    Ok(match cut {
        Some(part) if part.len() < text.len() => Value::text(part),
        _ => Value::Text(text.clone()),
    })
}

fn nospace(_: &mut Context<'_>, args: &[Value]) -> Result {
    let text = args::text(args, 0)?;
    if !text.iter().any(|byte| strings::is_latin_space(*byte)) {
        return Ok(Value::Text(text.clone()));
    }
    let kept = text.iter().filter(|byte| !strings::is_latin_space(**byte));
    let kept: String = kept.map(|byte| char::from(*byte)).collect();
    Ok(Value::from(kept))
}

fn initials(_: &mut Context<'_>, args: &[Value]) -> Result {
    let words = args::text(args, 0)?.as_bytes();
    let words = words.split(|byte| strings::is_latin_space(*byte));
    let initials = words.filter_map(|word| word.first());
    Ok(Value::from(
        initials.map(|byte| char::from(*byte)).collect::<String>(),
    ))
}

fn plural(_: &mut Context<'_>, args: &[Value]) -> Result {
    let chosen = if args::int(args, 2)? == 1 { 0 } else { 1 };
    Ok(Value::Text(args::text(args, chosen)?.clone()))
}

fn indent(context: &mut Context<'_>, args: &[Value]) -> Result {
    let (width, text) = (args::int(args, 0)?, args::text(args, 1)?);
    Ok(Value::from(indented(context, width, text)?))
}

fn nindent(context: &mut Context<'_>, args: &[Value]) -> Result {
    let (width, text) = (args::int(args, 0)?, args::text(args, 1)?);
    let mut out = vec![b'\n'];
    out.extend(indented(context, width, text)?);
    Ok(Value::from(out))
}

fn indented(
    context: &mut Context<'_>,
    width: i64,
    text: &[u8],
) -> std::result::Result<Vec<u8>, FnError> {
    let pad = repeated(context, b" ", width)?;
    let lines = 1 + strings::count(text, b"\n");
    let size = pad.len().saturating_mul(lines).saturating_add(text.len());
    context.claim(size)?;
    let mut out = Vec::with_capacity(size);
    for (at, line) in text.split(|byte| *byte == b'\n').enumerate() {
        if at > 0 {
            out.push(b'\n');
        }
        out.extend_from_slice(&pad);
        out.extend_from_slice(line);
    }
    Ok(out)
}

fn to_string(context: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::Text(fmt::display(context, args::any(args, 0))?))
}

fn quote(context: &mut Context<'_>, args: &[Value]) -> Result {
    let mut quoted = Vec::with_capacity(args.len());
    for value in present(args) {
        let text = fmt::display(context, value)?;
        context.claim(text.len())?;
        quoted.push(strconv::quote(&text));
    }
    Ok(Value::from(quoted.join(" ")))
}

fn squote(context: &mut Context<'_>, args: &[Value]) -> Result {
    let mut quoted = Vec::with_capacity(args.len());
    for value in present(args) {
        let text = fmt::display(context, value)?;
        quoted.push([b"'", text.as_bytes(), b"'"].concat());
    }
    Ok(Value::from(quoted.join(&b' ')))
}

fn cat(context: &mut Context<'_>, args: &[Value]) -> Result {
    let texts = present(args).map(|value| fmt::display(context, value));
    let texts = texts.collect::<std::result::Result<Vec<Text>, _>>()?;
    let texts: Vec<&[u8]> = texts.iter().map(Text::as_bytes).collect();
    Ok(Value::from(texts.join(&b' ')))
}

fn present(args: &[Value]) -> impl Iterator<Item = &Value> {
    args.iter().filter(|value| !matches!(value, Value::Nil))
}
