//! Dicts: maps from texts to anything. Maps from texts to texts, such as labels, are refused by the engine.

use super::super::args;
use super::super::context::Context;
use super::super::fmt;
use super::super::function::{FnError, Function, Limit};
use super::super::list::List;
use super::super::map::Map;
use super::super::text::Text;
use super::super::types::Type;
use super::super::value::Value;
use super::dates;
use super::table::{fallible, sprig, variadic};
use super::versions;

const DICT: Type = Type::AnyMap;

/// The functions of this family.
pub(super) const FUNCTIONS: &[Function] = &[
    variadic(sprig("dict", &[Type::Any], DICT, dict)),
    sprig("get", &[DICT, Type::Text], Type::Any, get),
    sprig("set", &[DICT, Type::Text, Type::Any], DICT, set),
    sprig("unset", &[DICT, Type::Text], DICT, unset),
    sprig("hasKey", &[DICT, Type::Text], Type::Bool, has_key),
    variadic(sprig("pluck", &[Type::Text, DICT], Type::AnyList, pluck)),
    variadic(sprig("keys", &[DICT], Type::TextList, keys)),
    sprig("values", &[DICT], Type::AnyList, values),
    variadic(sprig("pick", &[DICT, Type::Text], DICT, pick)),
    variadic(sprig("omit", &[DICT, Type::Text], DICT, omit)),
    fallible(variadic(sprig("dig", &[Type::Any], Type::Any, dig))),
    sprig("deepCopy", &[Type::Any], Type::Any, deep_copy),
    fallible(sprig("mustDeepCopy", &[Type::Any], Type::Any, deep_copy)),
];

type Result<T = Value> = std::result::Result<T, FnError>;

/// What one entry costs beside its key and value.
const ENTRY: usize = 64;

fn dict(context: &mut Context<'_>, args: &[Value]) -> Result {
    context.claim(args.len().saturating_mul(ENTRY))?;
    let mut entries = Vec::with_capacity(args.len().div_ceil(2));
    for pair in args.chunks(2) {
        let key = fmt::display(context, args::any(pair, 0))?;
        let value = pair.get(1).cloned().unwrap_or_else(|| Value::from(""));
        entries.push((key, value));
    }
    Ok(Value::Map(Map::any(entries)))
}

fn get(_: &mut Context<'_>, args: &[Value]) -> Result {
    let value = args::map(args, 0)?.get(args::text(args, 1)?);
    Ok(value.unwrap_or_else(|| Value::from("")))
}

fn set(context: &mut Context<'_>, args: &[Value]) -> Result {
    let (map, key) = (args::map(args, 0)?, args::text(args, 1)?);
    context.claim(ENTRY)?;
    context.changed(map);
    map.insert(key.clone(), args::any(args, 2).clone())?;
    Ok(Value::Map(map.clone()))
}

fn unset(_: &mut Context<'_>, args: &[Value]) -> Result {
    let map = args::map(args, 0)?;
    map.remove(args::text(args, 1)?);
    Ok(Value::Map(map.clone()))
}

fn has_key(_: &mut Context<'_>, args: &[Value]) -> Result {
    let (map, key) = (args::map(args, 0)?, args::text(args, 1)?);
    Ok(Value::from(map.has(key)))
}

fn pluck(context: &mut Context<'_>, args: &[Value]) -> Result {
    let key = args::text(args, 0)?;
    context.claim(args.len().saturating_mul(ENTRY))?;
    let mut found = Vec::new();
    for at in 1..args.len() {
        found.extend(args::map(args, at)?.get(key));
    }
    Ok(Value::List(List::any(found)))
}

/// Go's order is by chance; ours is that of the keys.
fn keys(context: &mut Context<'_>, args: &[Value]) -> Result {
    let mut keys = Vec::new();
    for at in 0..args.len() {
        let map = args::map(args, at)?;
        context.claim(map.len().saturating_mul(ENTRY))?;
        keys.extend(map.keys());
    }
    Ok(Value::List(List::texts(keys)))
}

/// Go's order is by chance; ours is that of the keys.
fn values(context: &mut Context<'_>, args: &[Value]) -> Result {
    let map = args::map(args, 0)?;
    context.claim(map.len().saturating_mul(ENTRY))?;
    let values = map.entries().into_iter().map(|(_, value)| value);
    Ok(Value::List(List::any(values.collect())))
}

fn chosen_keys(args: &[Value]) -> Result<Vec<&Text>> {
    (1..args.len()).map(|at| args::text(args, at)).collect()
}

fn pick(context: &mut Context<'_>, args: &[Value]) -> Result {
    let (map, keys) = (args::map(args, 0)?, chosen_keys(args)?);
    context.claim(keys.len().saturating_mul(ENTRY))?;
    let found = keys.into_iter();
    let found = found.filter_map(|key| Some((key.clone(), map.get(key)?)));
    Ok(Value::Map(Map::any(found)))
}

fn omit(context: &mut Context<'_>, args: &[Value]) -> Result {
    let (map, mut keys) = (args::map(args, 0)?, chosen_keys(args)?);
    context.claim(map.len().saturating_mul(ENTRY))?;
    keys.sort_unstable();
    let mut entries = map.entries();
    entries.retain(|(key, _)| keys.binary_search(&key).is_err());
    Ok(Value::Map(Map::any(entries)))
}

/// Makes the panic of a type assertion that fails.
pub(super) fn conversion(value: &Value, wanted: Type) -> FnError {
    let is = match value {
        Value::Nil => "nil",
        other => other.type_name(),
    };
    let wanted = wanted.name();
    FnError::new(format!(
        "interface conversion: interface {{}} is {is}, not {wanted}"
    ))
}

fn as_dict(value: &Value) -> Result<&Map> {
    let map = value.as_map().filter(|map| map.type_of() == DICT);
    map.ok_or_else(|| conversion(value, DICT))
}

fn dig(_: &mut Context<'_>, args: &[Value]) -> Result {
    let [path @ .., default, dict] = args else {
        return Err(FnError::new("dig needs at least three arguments"));
    };
    if path.is_empty() {
        return Err(FnError::new("dig needs at least three arguments"));
    }
    let mut found = Value::Map(as_dict(dict)?.clone());
    let keys = path
        .iter()
        .map(|key| key.as_text().ok_or_else(|| conversion(key, Type::Text)));
    for key in keys.collect::<Result<Vec<_>>>()? {
        match as_dict(&found)?.get(key) {
            Some(value) => found = value,
            None => return Ok(default.clone()),
        }
    }
    Ok(found)
}

fn deep_copy(context: &mut Context<'_>, args: &[Value]) -> Result {
    let depth = context.depth();
    match args::any(args, 0) {
        Value::Nil => Err(FnError::new(
            "reflect: call of reflect.Value.Type on zero Value",
        )),
        value => copy(context, value, depth),
    }
}

fn copy(context: &mut Context<'_>, value: &Value, depth: usize) -> Result {
    context.claim(ENTRY)?;
    let depth = depth.checked_sub(1).ok_or(FnError::Limit(Limit::Depth))?;
    Ok(match value {
        Value::List(list) if !list.is_nil() => {
            let items = list.iter().map(|item| copy(context, item, depth));
            let items = items.collect::<Result<Vec<_>>>()?;
            Value::List(List::new(list.type_of(), items))
        }
        Value::Map(map) if !map.is_nil() => {
            let mut entries = map.entries();
            for (_, value) in &mut entries {
                *value = copy(context, value, depth)?;
            }
            Value::Map(Map::new(map.type_of(), entries))
        }
        // What copies cannot see stays behind: fields that are not exported.
        Value::Object(object) => match object.type_name() {
            "*time.Location" => dates::blank_location(),
            _ => versions::blank(value).unwrap_or_else(|| value.clone()),
        },
        other => other.clone(),
    })
}
