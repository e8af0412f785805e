//! From texts to lists of texts and back.

use super::super::args;
use super::super::context::Context;
use super::super::fmt;
use super::super::function::{FnError, Function};
use super::super::golang::strings;
use super::super::list::List;
use super::super::map::Map;
use super::super::text::{Runes, Text};
use super::super::types::Type;
use super::super::value::Value;
use super::table::sprig;

/// The functions of this family.
pub(super) const FUNCTIONS: &[Function] = &[
    sprig("join", &[Type::Text, Type::Any], Type::Text, join),
    sprig("split", &[Type::Text, Type::Text], Type::TextMap, split),
    sprig(
        "splitn",
        &[Type::Text, Type::Int, Type::Text],
        Type::TextMap,
        splitn,
    ),
    sprig(
        "splitList",
        &[Type::Text, Type::Text],
        Type::TextList,
        split_list,
    ),
    sprig("sortAlpha", &[Type::Any], Type::TextList, sort_alpha),
    sprig("toStrings", &[Type::Any], Type::TextList, to_strings),
];

type Result<T = Value> = std::result::Result<T, FnError>;

/// Returns the texts of a list without its nulls; that of anything else but null as the only one.
fn texts(context: &mut Context<'_>, value: &Value) -> Result<Vec<Text>> {
    match value {
        Value::List(list) => list
            .iter()
            .filter(|item| !matches!(item, Value::Nil))
            .map(|item| fmt::display(context, item))
            .collect(),
        Value::Nil => Ok(Vec::new()),
        other => Ok(vec![fmt::display(context, other)?]),
    }
}

fn join(context: &mut Context<'_>, args: &[Value]) -> Result {
    let separator = args::text(args, 0)?;
    let texts = texts(context, args::any(args, 1))?;
    let apart = texts
        .len()
        .saturating_sub(1)
        .saturating_mul(separator.len());
    let inside: usize = texts.iter().map(|text| text.len()).sum();
    context.claim(inside.saturating_add(apart))?;
    let texts: Vec<&[u8]> = texts.iter().map(Text::as_bytes).collect();
    Ok(Value::from(texts.join(separator.as_bytes())))
}

/// What one part costs beside its bytes.
const ITEM: usize = 48;

fn parts<'t>(
    context: &mut Context<'_>,
    text: &'t [u8],
    separator: &[u8],
    most: i64,
) -> Result<Vec<&'t [u8]>> {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let count = strings::count(text, separator).saturating_add(1).min(most);
    context.claim(text.len().saturating_add(count.saturating_mul(ITEM)))?;
    Ok(match (most, separator) {
        (0, _) => Vec::new(),
        (_, []) => characters(text, most),
        _ => strings::split_at_most(text, separator, most),
    })
}

/// Returns at most so many characters; the last one has the rest.
fn characters(text: &[u8], most: usize) -> Vec<&[u8]> {
    let starts = Runes::new(text).map(|(at, _, _)| at).take(most);
    let starts: Vec<usize> = starts.collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let bounds = starts.iter().zip(ends);
    bounds
        .map(|(&start, end)| text.get(start..end).unwrap_or_default())
        .collect()
}

/// Names the parts `_0`, `_1` and so on.
fn numbered(parts: &[&[u8]]) -> Value {
    let named = parts.iter().enumerate();
    let named = named.map(|(at, part)| (Text::from(format!("_{at}")), Text::from(*part)));
    Value::Map(Map::texts(named))
}

fn split(context: &mut Context<'_>, args: &[Value]) -> Result {
    let (separator, text) = (args::text(args, 0)?, args::text(args, 1)?);
    Ok(numbered(&parts(context, text, separator, -1)?))
}

fn splitn(context: &mut Context<'_>, args: &[Value]) -> Result {
    let (separator, most) = (args::text(args, 0)?, args::int(args, 1)?);
    let text = args::text(args, 2)?;
    Ok(numbered(&parts(context, text, separator, most)?))
}

fn split_list(context: &mut Context<'_>, args: &[Value]) -> Result {
    let (separator, text) = (args::text(args, 0)?, args::text(args, 1)?);
    let parts = parts(context, text, separator, -1)?;
    Ok(Value::List(List::texts(parts.into_iter().map(Text::from))))
}

/// Null is one text here, `<nil>`.
fn sort_alpha(context: &mut Context<'_>, args: &[Value]) -> Result {
    let mut texts = match args::any(args, 0) {
        Value::Nil => vec![fmt::display(context, &Value::Nil)?],
        value => texts(context, value)?,
    };
    texts.sort();
    Ok(Value::List(List::texts(texts)))
}

fn to_strings(context: &mut Context<'_>, args: &[Value]) -> Result {
    let texts = texts(context, args::any(args, 0))?;
    Ok(Value::List(List::texts(texts)))
}
