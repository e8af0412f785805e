//! Merging dicts, by the rules of mergo 1.0.2.

use super::super::args;
use super::super::context::Context;
use super::super::function::{FnError, Function, Limit};
use super::super::map::Map;
use super::super::object::Shape;
use super::super::text::Text;
use super::super::types::{Kind, Type};
use super::super::value::Value;
use super::table::{fallible, sprig, variadic};

const DICT: Type = Type::AnyMap;

/// The functions of this family.
pub(super) const FUNCTIONS: &[Function] = &[
    variadic(sprig("merge", &[DICT, DICT], Type::Any, merge)),
    variadic(sprig(
        "mergeOverwrite",
        &[DICT, DICT],
        Type::Any,
        merge_overwrite,
    )),
    fallible(variadic(sprig(
        "mustMerge",
        &[DICT, DICT],
        Type::Any,
        must_merge,
    ))),
    fallible(variadic(sprig(
        "mustMergeOverwrite",
        &[DICT, DICT],
        Type::Any,
        must_merge_overwrite,
    ))),
];

type Result<T = Value> = std::result::Result<T, FnError>;

fn merge(context: &mut Context<'_>, args: &[Value]) -> Result {
    lenient(merged(context, args, false)?)
}

fn merge_overwrite(context: &mut Context<'_>, args: &[Value]) -> Result {
    lenient(merged(context, args, true)?)
}

fn must_merge(context: &mut Context<'_>, args: &[Value]) -> Result {
    merged(context, args, false)?.map_err(FnError::new)
}

fn must_merge_overwrite(context: &mut Context<'_>, args: &[Value]) -> Result {
    merged(context, args, true)?.map_err(FnError::new)
}

/// What mergo reports as an error is the empty text.
fn lenient(merged: std::result::Result<Value, &'static str>) -> Result {
    Ok(merged.unwrap_or_else(|_| Value::from("")))
}

/// Merges all sources into the first dict, which keeps what it got when a later source fails. The inner error is mergo's own.
fn merged(
    context: &mut Context<'_>,
    args: &[Value],
    overwrite: bool,
) -> Result<std::result::Result<Value, &'static str>> {
    let mut target = args::map(args, 0)?.clone();
    for at in 1..args.len() {
        let source = args::map(args, at)?;
        if target.is_nil() && !source.is_nil() {
            target = Map::any([]);
        }
        let mut merger = Merger {
            depth: context.depth(),
            context: &mut *context,
            overwrite,
        };
        if let Err(problem) = merger.maps(&target, source)? {
            return Ok(Err(problem));
        }
    }
    Ok(Ok(Value::Map(target)))
}

/// What mergo says; the outer result is Go's panics and our limits.
type Merged = Result<std::result::Result<(), &'static str>>;

struct Merger<'m, 'c> {
    context: &'m mut Context<'c>,
    depth: usize,
    overwrite: bool,
}

impl Merger<'_, '_> {
    fn maps(&mut self, target: &Map, source: &Map) -> Merged {
        self.depth = self
            .depth
            .checked_sub(1)
            .ok_or(FnError::Limit(Limit::Depth))?;
        self.context.changed(target);
        for (key, value) in source.entries() {
            self.context.claim(64)?;
            if let Err(problem) = self.entry(target, &key, &value, source.type_of())? {
                return Ok(Err(problem));
            }
        }
        self.depth += 1;
        Ok(Ok(()))
    }

    fn entry(&mut self, target: &Map, key: &Text, value: &Value, of: Type) -> Merged {
        if matches!(value, Value::Nil) {
            if self.overwrite {
                put(target, key, value, of.element())?;
            }
            return Ok(Ok(()));
        }
        let old = target.get(key);
        match value.kind() {
            Kind::Map | Kind::Struct | Kind::Pointer => {
                if let Err(problem) = self.nested(old.as_ref(), value)? {
                    return Ok(Err(problem));
                }
            }
            Kind::Slice => {
                if old.is_some() && target.type_of() == Type::TextMap {
                    return Err(FnError::new(
                        "reflect: call of reflect.Value.IsNil on string Value",
                    ));
                }
                // Whether or not the list wins, mergo puts one back, as what it is and not as an interface.
                if target.type_of() == Type::TextMap {
                    put(target, key, value, value.type_of().unwrap_or(Type::Any))?;
                }
            }
            _ => {}
        }
        let kept = old.as_ref().is_some_and(|old| {
            let both_maps = value.kind() == Kind::Map && old.kind() == Kind::Map;
            !is_empty(old) && (both_maps || !self.overwrite)
        });
        if !kept {
            put(target, key, value, of.element())?;
        }
        Ok(Ok(()))
    }

    /// Merges maps into maps. Nothing happens to anything else, but a pointer cannot meet a map or struct.
    fn nested(&mut self, old: Option<&Value>, value: &Value) -> Merged {
        match (old, value) {
            (Some(Value::Map(old)), Value::Map(new)) if !old.is_nil() || new.is_nil() => {
                self.maps(old, new)
            }
            (Some(old), value)
                if old.kind() == Kind::Pointer
                    && value.kind() != Kind::Pointer
                    && !self.overwrite =>
            {
                Ok(Err("src and dst must be of same type"))
            }
            _ => Ok(Ok(())),
        }
    }
}

/// Puts a value into a map that may only take texts.
fn put(target: &Map, key: &Text, value: &Value, of: Type) -> Result<()> {
    if target.type_of() == Type::TextMap && of != Type::Text {
        let of = of.name();
        return Err(FnError::new(format!(
            "reflect.Value.SetMapIndex: value of type {of} is not assignable to type string"
        )));
    }
    target.insert(key.clone(), value.clone())
}

/// Says whether mergo takes a value for empty. Complex numbers, structs and what pointers point to are not.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Complex(..) => false,
        Value::Object(object) => match object.shape() {
            Shape::Plain(value) => is_empty(&value),
            Shape::Struct(..) | Shape::Pointer(..) => false,
        },
        other => !other.is_true(),
    }
}
