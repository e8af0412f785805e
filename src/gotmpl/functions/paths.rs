//! Paths. The functions for the machine's own paths are the same ones, since Argo CD runs on Linux.

use super::super::args;
use super::super::context::Context;
use super::super::function::{FnError, Function};
use super::super::golang::path;
use super::super::types::Type;
use super::super::value::Value;
use super::table::sprig;

/// The functions of this family.
pub(super) const FUNCTIONS: &[Function] = &[
    sprig("base", &[Type::Text], Type::Text, base),
    sprig("dir", &[Type::Text], Type::Text, dir),
    sprig("clean", &[Type::Text], Type::Text, clean),
    sprig("ext", &[Type::Text], Type::Text, ext),
    sprig("isAbs", &[Type::Text], Type::Bool, is_abs),
    sprig("osBase", &[Type::Text], Type::Text, base),
    sprig("osDir", &[Type::Text], Type::Text, dir),
    sprig("osClean", &[Type::Text], Type::Text, clean),
    sprig("osExt", &[Type::Text], Type::Text, ext),
    sprig("osIsAbs", &[Type::Text], Type::Bool, is_abs),
];

type Result = std::result::Result<Value, FnError>;

fn base(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::text(path::base(args::text(args, 0)?)))
}

fn dir(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::from(path::dir(args::text(args, 0)?)))
}

fn clean(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::from(path::clean(args::text(args, 0)?)))
}

fn ext(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::text(path::extension(args::text(args, 0)?)))
}

fn is_abs(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::from(path::is_absolute(args::text(args, 0)?)))
}
