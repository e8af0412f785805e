//! Lists. Every function takes a list of any type; results are `[]interface {}` but for `slice` and `chunk`.

use super::super::args;
use super::super::context::Context;
use super::super::function::{FnError, Function};
use super::super::list::List;
use super::super::types::Type;
use super::super::value::Value;
use super::cast;
use super::equality::{equal, is_empty};
use super::table::{fallible, sprig, variadic};
use super::uniq;

const LIST: Type = Type::AnyList;
const ANY: Type = Type::Any;

/// The functions of this family.
pub(super) const FUNCTIONS: &[Function] = &[
    variadic(sprig("list", &[ANY], LIST, list)),
    variadic(sprig("tuple", &[ANY], LIST, list)),
    sprig("append", &[ANY, ANY], LIST, push),
    sprig("push", &[ANY, ANY], LIST, push),
    fallible(sprig("mustAppend", &[ANY, ANY], LIST, push)),
    fallible(sprig("mustPush", &[ANY, ANY], LIST, push)),
    sprig("prepend", &[ANY, ANY], LIST, prepend),
    fallible(sprig("mustPrepend", &[ANY, ANY], LIST, prepend)),
    sprig("first", &[ANY], ANY, first),
    fallible(sprig("mustFirst", &[ANY], ANY, first)),
    sprig("last", &[ANY], ANY, last),
    fallible(sprig("mustLast", &[ANY], ANY, last)),
    sprig("rest", &[ANY], LIST, rest),
    fallible(sprig("mustRest", &[ANY], LIST, rest)),
    sprig("initial", &[ANY], LIST, initial),
    fallible(sprig("mustInitial", &[ANY], LIST, initial)),
    sprig("reverse", &[ANY], LIST, reverse),
    fallible(sprig("mustReverse", &[ANY], LIST, reverse)),
    sprig("compact", &[ANY], LIST, compact),
    fallible(sprig("mustCompact", &[ANY], LIST, compact)),
    sprig("uniq", &[ANY], LIST, unique),
    fallible(sprig("mustUniq", &[ANY], LIST, unique)),
    variadic(sprig("without", &[ANY, ANY], LIST, without)),
    fallible(variadic(sprig("mustWithout", &[ANY, ANY], LIST, without))),
    sprig("has", &[ANY, ANY], Type::Bool, has),
    fallible(sprig("mustHas", &[ANY, ANY], Type::Bool, has)),
    variadic(sprig("slice", &[ANY, ANY], ANY, slice)),
    fallible(variadic(sprig("mustSlice", &[ANY, ANY], ANY, slice))),
    variadic(sprig("concat", &[ANY], ANY, concat)),
    sprig("chunk", &[Type::Int, ANY], Type::ListList, chunk),
    fallible(sprig("mustChunk", &[Type::Int, ANY], Type::ListList, chunk)),
];

type Result<T = Value> = std::result::Result<T, FnError>;

/// What one item costs.
const ITEM: usize = size_of::<Value>();

/// Returns a list and pays for a copy of it.
fn items<'v>(context: &mut Context<'_>, value: &'v Value, refusal: &str) -> Result<&'v List> {
    match value {
        Value::List(list) => {
            context.claim(list.len().saturating_add(1).saturating_mul(ITEM))?;
            Ok(list)
        }
        Value::Nil => Err(FnError::nil_dereference()),
        other => Err(FnError::new(refusal.replace("%s", other.kind().name()))),
    }
}

fn made(items: Vec<Value>) -> Result {
    Ok(Value::List(List::any(items)))
}

fn list(context: &mut Context<'_>, args: &[Value]) -> Result {
    context.claim(args.len().saturating_mul(ITEM))?;
    made(args.to_vec())
}

fn push(context: &mut Context<'_>, args: &[Value]) -> Result {
    let list = items(context, args::any(args, 0), "Cannot push on type %s")?;
    let added = std::iter::once(args::any(args, 1));
    made(list.iter().chain(added).cloned().collect())
}

fn prepend(context: &mut Context<'_>, args: &[Value]) -> Result {
    let list = items(context, args::any(args, 0), "Cannot prepend on type %s")?;
    let added = std::iter::once(args::any(args, 1));
    made(added.chain(list.iter()).cloned().collect())
}

fn first(context: &mut Context<'_>, args: &[Value]) -> Result {
    let list = items(context, args::any(args, 0), "Cannot find first on type %s")?;
    Ok(list.first().cloned().unwrap_or_default())
}

fn last(context: &mut Context<'_>, args: &[Value]) -> Result {
    let list = items(context, args::any(args, 0), "Cannot find last on type %s")?;
    Ok(list.last().cloned().unwrap_or_default())
}

/// Of an empty list nothing is left, not even a list: the nil one.
fn rest(context: &mut Context<'_>, args: &[Value]) -> Result {
    let list = items(context, args::any(args, 0), "Cannot find rest on type %s")?;
    match list.split_first() {
        Some((_, rest)) => made(rest.to_vec()),
        None => Ok(Value::List(List::nil(LIST))),
    }
}

fn initial(context: &mut Context<'_>, args: &[Value]) -> Result {
    let list = items(
        context,
        args::any(args, 0),
        "Cannot find initial on type %s",
    )?;
    match list.split_last() {
        Some((_, initial)) => made(initial.to_vec()),
        None => Ok(Value::List(List::nil(LIST))),
    }
}

fn reverse(context: &mut Context<'_>, args: &[Value]) -> Result {
    let list = items(
        context,
        args::any(args, 0),
        "Cannot find reverse on type %s",
    )?;
    made(list.iter().rev().cloned().collect())
}

fn compact(context: &mut Context<'_>, args: &[Value]) -> Result {
    let list = items(context, args::any(args, 0), "Cannot compact on type %s")?;
    let full = list.iter().filter(|item| !is_empty(item));
    made(full.cloned().collect())
}

fn unique(context: &mut Context<'_>, args: &[Value]) -> Result {
    let list = items(context, args::any(args, 0), "Cannot find uniq on type %s")?;
    let mut seen = uniq::Seen::default();
    let mut kept = Vec::new();
    for item in list.iter() {
        if seen.add(context, item)? {
            kept.push(item.clone());
        }
    }
    made(kept)
}

fn without(context: &mut Context<'_>, args: &[Value]) -> Result {
    let list = items(
        context,
        args::any(args, 0),
        "Cannot find without on type %s",
    )?;
    let mut omitted = uniq::Seen::default();
    for item in args::rest(args, 1) {
        omitted.add(context, item)?;
    }
    let mut kept = Vec::new();
    for item in list.iter() {
        if !omitted.has(context, item)? {
            kept.push(item.clone());
        }
    }
    made(kept)
}

fn has(context: &mut Context<'_>, args: &[Value]) -> Result {
    let (wanted, list) = (args::any(args, 0), args::any(args, 1));
    if matches!(list, Value::Nil) {
        return Ok(Value::from(false));
    }
    for item in items(context, list, "Cannot find has on type %s")?.iter() {
        if equal(context, wanted, item)? {
            return Ok(Value::from(true));
        }
    }
    Ok(Value::from(false))
}

fn slice(context: &mut Context<'_>, args: &[Value]) -> Result {
    let refusal = "list should be type of slice or array but %s";
    let list = items(context, args::any(args, 0), refusal)?;
    if list.is_empty() {
        return Ok(Value::Nil);
    }
    let start = args.get(1).map_or(0, cast::integer);
    let end = args.get(2).map_or(list.len() as i64, cast::integer);
    let bounds = usize::try_from(start).ok().zip(usize::try_from(end).ok());
    let part = bounds.and_then(|(start, end)| list.get(start..end));
    let part =
        part.ok_or_else(|| FnError::new("reflect.Value.Slice: slice index out of bounds"))?;
    Ok(Value::List(List::new(list.type_of(), part.to_vec())))
}

fn concat(context: &mut Context<'_>, args: &[Value]) -> Result {
    let mut all = Vec::new();
    for value in args {
        let list = items(context, value, "Cannot concat type %s as list")?;
        all.extend(list.iter().cloned());
    }
    if all.is_empty() {
        return Ok(Value::List(List::nil(LIST)));
    }
    made(all)
}

fn chunk(context: &mut Context<'_>, args: &[Value]) -> Result {
    let size = args::int(args, 0)?;
    let list = items(context, args::any(args, 1), "Cannot chunk type %s")?;
    let chunks = match usize::try_from(size) {
        Ok(0) => return Err(out_of_range()),
        Ok(size) => list.chunks(size).map(<[Value]>::to_vec).collect(),
        Err(_) => negative_chunks(list, size)?,
    };
    let chunks = chunks
        .into_iter()
        .map(|items| Value::List(List::any(items)));
    Ok(Value::List(List::new(Type::ListList, chunks.collect())))
}

fn out_of_range() -> FnError {
    FnError::new("runtime error: makeslice: len out of range")
}

/// Sprig calculates the number of chunks before it looks at the size: a size below 0 sometimes gives one chunk, or none.
fn negative_chunks(list: &List, size: i64) -> Result<Vec<Vec<Value>>> {
    let length = list.len() as i64;
    let count = ((length - 1) as f64 / size as f64).floor() as i64 + 1;
    match count {
        0 => Ok(Vec::new()),
        1 if length != 0 && length % size != 0 => Ok(vec![list.to_vec()]),
        _ => Err(out_of_range()),
    }
}
