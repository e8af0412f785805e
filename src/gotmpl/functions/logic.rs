//! Defaults, truth, types, and the function that fails.

use super::super::args;
use super::super::context::Context;
use super::super::function::{FnError, Function};
use super::super::types::Type;
use super::super::value::Value;
use super::equality::{equal, is_empty};
use super::table::{fallible, sprig, variadic};

/// The functions of this family.
pub(super) const FUNCTIONS: &[Function] = &[
    variadic(sprig(
        "default",
        &[Type::Any, Type::Any],
        Type::Any,
        default,
    )),
    sprig("empty", &[Type::Any], Type::Bool, empty),
    variadic(sprig("coalesce", &[Type::Any], Type::Any, coalesce)),
    variadic(sprig("all", &[Type::Any], Type::Bool, all)),
    variadic(sprig("any", &[Type::Any], Type::Bool, any)),
    sprig(
        "ternary",
        &[Type::Any, Type::Any, Type::Bool],
        Type::Any,
        ternary,
    ),
    fallible(sprig("fail", &[Type::Text], Type::Text, fail)),
    sprig("typeOf", &[Type::Any], Type::Text, type_of),
    sprig("typeIs", &[Type::Text, Type::Any], Type::Bool, type_is),
    sprig(
        "typeIsLike",
        &[Type::Text, Type::Any],
        Type::Bool,
        type_is_like,
    ),
    sprig("kindOf", &[Type::Any], Type::Text, kind_of),
    sprig("kindIs", &[Type::Text, Type::Any], Type::Bool, kind_is),
    sprig("deepEqual", &[Type::Any, Type::Any], Type::Bool, deep_equal),
];

type Result = std::result::Result<Value, FnError>;

fn default(_: &mut Context<'_>, args: &[Value]) -> Result {
    let given = args.get(1).filter(|given| !is_empty(given));
    Ok(given.unwrap_or(args::any(args, 0)).clone())
}

fn empty(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::from(is_empty(args::any(args, 0))))
}

fn coalesce(_: &mut Context<'_>, args: &[Value]) -> Result {
    let found = args.iter().find(|value| !is_empty(value));
    Ok(found.cloned().unwrap_or_default())
}

fn all(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::from(!args.iter().any(is_empty)))
}

fn any(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::from(!args.iter().all(is_empty)))
}

fn ternary(_: &mut Context<'_>, args: &[Value]) -> Result {
    let chosen = if args::truth(args, 2)? { 0 } else { 1 };
    Ok(args::any(args, chosen).clone())
}

fn fail(_: &mut Context<'_>, args: &[Value]) -> Result {
    Err(FnError::new(args::text(args, 0)?.to_utf8()))
}

fn type_of(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::from(args::any(args, 0).type_name()))
}

fn type_is(_: &mut Context<'_>, args: &[Value]) -> Result {
    let (wanted, name) = (args::text(args, 0)?, args::any(args, 1).type_name());
    Ok(Value::from(wanted.as_bytes() == name.as_bytes()))
}

/// Says whether the type is the named one, or a pointer to it.
fn type_is_like(_: &mut Context<'_>, args: &[Value]) -> Result {
    let (wanted, name) = (args::text(args, 0)?, args::any(args, 1).type_name());
    let pointed_to = name.strip_prefix('*').unwrap_or(name);
    let wanted = wanted.as_bytes();
    Ok(Value::from(
        wanted == name.as_bytes() || wanted == pointed_to.as_bytes(),
    ))
}

fn kind_of(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::from(args::any(args, 0).kind().name()))
}

fn kind_is(_: &mut Context<'_>, args: &[Value]) -> Result {
    let (wanted, name) = (args::text(args, 0)?, args::any(args, 1).kind().name());
    Ok(Value::from(wanted.as_bytes() == name.as_bytes()))
}

fn deep_equal(context: &mut Context<'_>, args: &[Value]) -> Result {
    let same = equal(context, args::any(args, 0), args::any(args, 1))?;
    Ok(Value::from(same))
}
