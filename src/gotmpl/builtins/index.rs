//! `index`, `slice`, `len`, `not`.

use super::Reflecting;
use crate::gotmpl::context::Context;
use crate::gotmpl::function::FnError;
use crate::gotmpl::list::List;
use crate::gotmpl::map::Map;
use crate::gotmpl::operand::{Operand, pointee_name, underlying};
use crate::gotmpl::text::Text;
use crate::gotmpl::types::Type;
use crate::gotmpl::value::Value;

const INDEX: Reflecting = Reflecting {
    name: "index",
    fixed: 1,
    variadic: true,
    result: Type::Reflect,
    fallible: true,
    call: index,
};

pub(super) const FUNCTIONS: &[Reflecting] = &[
    INDEX,
    Reflecting {
        name: "slice",
        call: slice,
        ..INDEX
    },
    Reflecting {
        name: "len",
        variadic: false,
        result: Type::Int,
        call: length,
        ..INDEX
    },
    Reflecting {
        name: "not",
        variadic: false,
        result: Type::Bool,
        fallible: false,
        call: |_, args| {
            let truth = args.first().is_some_and(|arg| arg.value.is_true());
            Ok(Operand::plain(!truth))
        },
        ..INDEX
    },
];

fn index(_: &mut Context<'_>, args: &[Operand]) -> Result<Operand, FnError> {
    let (Some(item), keys) = (args.first(), args.get(1..).unwrap_or_default()) else {
        return Err(FnError::nil_dereference());
    };
    if matches!(item.value, Value::Nil) {
        return Err(FnError::new("index of untyped nil"));
    }
    let mut item = Operand::plain(item.value.clone());
    for key in keys {
        item = at(&item.value, &key.value)?;
    }
    Ok(item)
}

/// Returns the element under one key.
fn at(item: &Value, key: &Value) -> Result<Operand, FnError> {
    match item {
        Value::Nil => Err(FnError::new("index of nil pointer")),
        Value::List(list) => {
            let at = position(key, list.len())?;
            let element = list.get(at).cloned();
            let element =
                element.ok_or_else(|| FnError::new("reflect: slice index out of range"))?;
            Ok(Operand::of(element, list.type_of().element()))
        }
        Value::Text(text) => {
            let at = position(key, text.len())?;
            let byte = text.get(at).copied();
            byte.map(|byte| Operand::plain(Value::Uint8(byte)))
                .ok_or_else(|| FnError::new("reflect: string index out of range"))
        }
        Value::Map(map) => entry(map, key),
        other => {
            let name = pointee_name(other);
            Err(FnError::new(format!("can't index item of type {name}")))
        }
    }
}

fn entry(map: &Map, key: &Value) -> Result<Operand, FnError> {
    let element = map.type_of().element();
    match key {
        Value::Text(key) => {
            let found = map.get(key).unwrap_or_else(|| Value::zero(element));
            Ok(Operand::of(found, element))
        }
        Value::Nil => Err(FnError::new("value is nil; should be of type string")),
        other => Err(FnError::new(format!(
            "value has type {}; should be string",
            other.type_name()
        ))),
    }
}

/// Reads an index into something of that length; the length itself is let through.
fn position(key: &Value, length: usize) -> Result<usize, FnError> {
    if matches!(key, Value::Nil) {
        return Err(FnError::new("cannot index slice/array with nil"));
    }
    let Some(number) = underlying(key).as_integer() else {
        let name = key.type_name();
        return Err(FnError::new(format!(
            "cannot index slice/array with type {name}"
        )));
    };
    usize::try_from(number)
        .ok()
        .filter(|at| *at <= length)
        .ok_or_else(|| FnError::new(format!("index out of range: {number}")))
}

fn slice(_: &mut Context<'_>, args: &[Operand]) -> Result<Operand, FnError> {
    let (item, keys) = match args {
        [] => return Err(FnError::nil_dereference()),
        [item, ..] if matches!(item.value, Value::Nil) => {
            return Err(FnError::new("slice of untyped nil"));
        }
        [item, keys @ ..] => (&item.value, keys),
    };
    if keys.len() > 3 {
        let count = keys.len();
        return Err(FnError::new(format!("too many slice indexes: {count}")));
    }
    let length = match item {
        Value::Text(_) if keys.len() == 3 => {
            return Err(FnError::new("cannot 3-index slice a string"));
        }
        Value::Text(text) => text.len(),
        Value::List(list) => list.len(),
        other => {
            let name = pointee_name(other);
            return Err(FnError::new(format!("can't slice item of type {name}")));
        }
    };
    let mut bounds = [0, length, length];
    for (bound, key) in bounds.iter_mut().zip(keys) {
        *bound = position(&key.value, length)?;
    }
    let [from, to, most] = bounds;
    for (low, high) in [(from, to), (to, most)] {
        if low > high {
            return Err(FnError::new(format!("invalid slice index: {low} > {high}")));
        }
    }
    Ok(Operand::plain(part(item, from, to)))
}

fn part(item: &Value, from: usize, to: usize) -> Value {
    match item {
        Value::Text(text) => Text::from(text.get(from..to).unwrap_or_default()).into(),
        Value::List(list) => {
            let items = list.get(from..to).unwrap_or_default();
            List::new(list.type_of(), items.to_vec()).into()
        }
        other => other.clone(),
    }
}

fn length(_: &mut Context<'_>, args: &[Operand]) -> Result<Operand, FnError> {
    let Some(item) = args.first() else {
        return Err(FnError::nil_dereference());
    };
    let length = match &item.value {
        Value::Nil if item.boxed => return Err(FnError::new("len of nil pointer")),
        Value::Nil => {
            let panic = "reflect: call of reflect.Value.Type on zero Value";
            return Err(FnError::new(panic));
        }
        Value::Text(text) => text.len(),
        Value::List(list) => list.len(),
        Value::Map(map) => map.len(),
        other => {
            let name = pointee_name(other);
            return Err(FnError::new(format!("len of type {name}")));
        }
    };
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    Ok(Operand::plain(Value::Int(length)))
}
