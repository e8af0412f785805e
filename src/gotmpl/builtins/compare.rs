//! `eq`, `ne`, `lt`, `le`, `gt`, `ge`, with Go's rules for types.

use super::Reflecting;
use crate::gotmpl::context::Context;
use crate::gotmpl::fmt::sprintf;
use crate::gotmpl::function::FnError;
use crate::gotmpl::operand::{Operand, underlying};
use crate::gotmpl::types::Type;
use crate::gotmpl::value::Value;
use std::cmp::Ordering;

const EQ: Reflecting = Reflecting {
    name: "eq",
    fixed: 1,
    variadic: true,
    result: Type::Bool,
    fallible: true,
    call: |context, args| equal(context, args).map(Operand::plain),
};

const NE: Reflecting = Reflecting {
    name: "ne",
    fixed: 2,
    variadic: false,
    call: |context, args| equal(context, args).map(|is| Operand::plain(!is)),
    ..EQ
};

pub(super) const FUNCTIONS: &[Reflecting] = &[
    EQ,
    NE,
    Reflecting {
        name: "lt",
        call: |_, args| less(args).map(Operand::plain),
        ..NE
    },
    Reflecting {
        name: "le",
        call: |context, args| less_or_equal(context, args).map(Operand::plain),
        ..NE
    },
    Reflecting {
        name: "gt",
        call: |context, args| less_or_equal(context, args).map(|is| Operand::plain(!is)),
        ..NE
    },
    Reflecting {
        name: "ge",
        call: |_, args| less(args).map(|is| Operand::plain(!is)),
        ..NE
    },
];

/// What two values of the same basic kind compare as; integers of either sign are one kind here.
enum Basic<'v> {
    Bool(bool),
    Integer(i128),
    Float(f64),
    Complex(f64, f64),
    Text(&'v [u8]),
}

fn basic(value: &Value) -> Option<Basic<'_>> {
    Some(match value {
        Value::Bool(value) => Basic::Bool(*value),
        Value::Float64(value) => Basic::Float(*value),
        Value::Complex(real, imaginary) => Basic::Complex(*real, *imaginary),
        Value::Text(text) => Basic::Text(text),
        other => Basic::Integer(other.as_integer()?),
    })
}

fn equal(context: &mut Context<'_>, args: &[Operand]) -> Result<bool, FnError> {
    let (Some(first), others) = (args.first(), args.get(1..).unwrap_or_default()) else {
        return Err(FnError::nil_dereference());
    };
    if others.is_empty() {
        return Err(FnError::new("missing argument for comparison"));
    }
    for other in others {
        if equals(context, &first.value, &other.value)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn equals(context: &mut Context<'_>, a: &Value, b: &Value) -> Result<bool, FnError> {
    let (plain_a, plain_b) = (underlying(a), underlying(b));
    match (basic(&plain_a), basic(&plain_b)) {
        (Some(Basic::Bool(a)), Some(Basic::Bool(b))) => Ok(a == b),
        (Some(Basic::Integer(a)), Some(Basic::Integer(b))) => Ok(a == b),
        (Some(Basic::Float(a)), Some(Basic::Float(b))) => Ok(a == b),
        (Some(Basic::Text(a)), Some(Basic::Text(b))) => Ok(a == b),
        (Some(Basic::Complex(a, b)), Some(Basic::Complex(c, d))) => Ok(a == c && b == d),
        (None, None) => same(context, a, b),
        _ if matches!((a, b), (Value::Nil, _) | (_, Value::Nil)) => Ok(false),
        _ => Err(incompatible(a, b)),
    }
}

fn incompatible(a: &Value, b: &Value) -> FnError {
    let (a, b) = (a.type_name(), b.type_name());
    FnError::new(format!("incompatible types for comparison: {a} and {b}"))
}

/// Compares values that are of no basic kind.
fn same(context: &mut Context<'_>, a: &Value, b: &Value) -> Result<bool, FnError> {
    let (has_a, has_b) = (!is_nil(a), !is_nil(b));
    let untyped = matches!((a, b), (Value::Nil, _) | (_, Value::Nil));
    let (type_a, type_b) = (Value::text(a.type_name()), Value::text(b.type_name()));
    if !untyped && a.kind() != b.kind() {
        let args = [a.clone(), type_a, type_b, b.clone()];
        return complain(context, b"non-comparable types %s: %v, %s: %v", &args);
    }
    if !has_a || !has_b {
        return Ok(has_a == has_b);
    }
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            Ok(a.type_name() == b.type_name() && a.is_same(b.as_ref()))
        }
        _ => complain(context, b"non-comparable type %s: %v", &[b.clone(), type_b]),
    }
}

fn complain(context: &mut Context<'_>, format: &[u8], args: &[Value]) -> Result<bool, FnError> {
    let text = sprintf(context, format, args)?;
    Err(FnError::Message(crate::gotmpl::text::utf8(&text)))
}

fn is_nil(value: &Value) -> bool {
    match value {
        Value::Nil => true,
        Value::List(list) => list.is_nil(),
        Value::Map(map) => map.is_nil(),
        _ => false,
    }
}

fn less(args: &[Operand]) -> Result<bool, FnError> {
    let wrong = || FnError::new("invalid type for comparison");
    let [a, b] = args else {
        return Err(wrong());
    };
    let (plain_a, plain_b) = (underlying(&a.value), underlying(&b.value));
    let kinds = (
        basic(&plain_a).ok_or_else(wrong)?,
        basic(&plain_b).ok_or_else(wrong)?,
    );
    match kinds {
        (Basic::Integer(a), Basic::Integer(b)) => Ok(a < b),
        (Basic::Float(a), Basic::Float(b)) => Ok(a < b),
        (Basic::Text(a), Basic::Text(b)) => Ok(a.cmp(b) == Ordering::Less),
        (Basic::Bool(_), Basic::Bool(_)) | (Basic::Complex(..), Basic::Complex(..)) => Err(wrong()),
        _ => Err(incompatible(&a.value, &b.value)),
    }
}

fn less_or_equal(context: &mut Context<'_>, args: &[Operand]) -> Result<bool, FnError> {
    Ok(less(args)? || equal(context, args)?)
}
