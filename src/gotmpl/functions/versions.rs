//! Versions and constraints, and the methods that templates can call on versions.

use super::super::args;
use super::super::context::Context;
use super::super::function::{FnError, Function};
use super::super::golang::semver::{Constraints, Version};
use super::super::list::List;
use super::super::object::{Field, Object, Shape};
use super::super::text::Text;
use super::super::types::{Kind, Type};
use super::super::value::Value;
use super::table::{fallible, method, sprig};
use std::any::Any;

const POINTER: Type = Type::Named("*semver.Version");
const VALUE: Type = Type::Named("semver.Version");

/// The functions of this family.
pub(super) const FUNCTIONS: &[Function] = &[
    fallible(sprig("semver", &[Type::Text], POINTER, semver)),
    fallible(sprig(
        "semverCompare",
        &[Type::Text, Type::Text],
        Type::Bool,
        semver_compare,
    )),
];

type Result<T = Value> = std::result::Result<T, FnError>;

fn semver(_: &mut Context<'_>, args: &[Value]) -> Result {
    let text = args::text(args, 0)?.to_utf8();
    let version = Version::parse(&text).map_err(FnError::new)?;
    Ok(Value::object(Pointer(version)))
}

fn semver_compare(context: &mut Context<'_>, args: &[Value]) -> Result {
    let text = args::text(args, 0)?;
    let parse = || Constraints::parse(&text.to_utf8());
    let constraints = context.memo("constraints", text, parse);
    let constraints = constraints.as_ref().as_ref().map_err(FnError::new)?;
    let version = Version::parse(&args::text(args, 1)?.to_utf8()).map_err(FnError::new)?;
    Ok(Value::from(constraints.hold(&version)))
}

/// `*semver.Version`: what `semver` gives.
#[derive(Clone, Debug)]
struct Pointer(Version);

/// `semver.Version`: what changes to a version give.
#[derive(Clone, Debug, PartialEq)]
struct Plain(Version);

/// Returns the version without numbers and texts that a deep copy of a version is; `None` for other values.
pub(super) fn blank(value: &Value) -> Option<Value> {
    if value.as_object::<Pointer>().is_some() {
        Some(Value::object(Pointer(Version::default())))
    } else if value.as_object::<Plain>().is_some() {
        Some(Value::object(Plain(Version::default())))
    } else {
        None
    }
}

fn fields(version: &Version) -> Vec<(&'static str, Value)> {
    vec![
        ("major", Value::Uint64(version.major)),
        ("minor", Value::Uint64(version.minor)),
        ("patch", Value::Uint64(version.patch)),
        ("pre", Value::from(version.pre.as_str())),
        ("metadata", Value::from(version.metadata.as_str())),
        ("original", Value::from(version.original.as_str())),
    ]
}

fn field(name: &str) -> Field {
    match name {
        "major" | "minor" | "patch" | "pre" | "metadata" | "original" => Field::Hidden,
        _ => Field::Absent,
    }
}

impl Object for Pointer {
    fn type_name(&self) -> &'static str {
        "*semver.Version"
    }

    fn kind(&self) -> Kind {
        Kind::Pointer
    }

    fn shape(&self) -> Shape {
        Shape::Pointer("semver.Version", fields(&self.0))
    }

    fn string(&self) -> Option<Text> {
        Some(self.0.text().into())
    }

    fn methods(&self) -> &'static [Function] {
        OF_POINTER
    }

    fn field(&self, name: &str) -> Field {
        field(name)
    }

    /// Go compares where pointers point to.
    fn is_same(&self, other: &dyn Object) -> bool {
        let other = other.as_any().downcast_ref::<Self>();
        other.is_some_and(|other| std::ptr::eq(self, other))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Object for Plain {
    fn type_name(&self) -> &'static str {
        "semver.Version"
    }

    fn kind(&self) -> Kind {
        Kind::Struct
    }

    fn shape(&self) -> Shape {
        Shape::Struct("semver.Version", fields(&self.0))
    }

    fn string(&self) -> Option<Text> {
        Some(self.0.text().into())
    }

    fn methods(&self) -> &'static [Function] {
        OF_VALUE
    }

    fn field(&self, name: &str) -> Field {
        field(name)
    }

    fn is_same(&self, other: &dyn Object) -> bool {
        other.as_any().downcast_ref() == Some(self)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

const OF_VALUE: &[Function] = &[
    method("IncMajor", &[], VALUE, inc_major),
    method("IncMinor", &[], VALUE, inc_minor),
    method("IncPatch", &[], VALUE, inc_patch),
    method("Major", &[], Type::Uint64, major),
    fallible(method("MarshalJSON", &[], Type::ByteList, marshal_json)),
    fallible(method("MarshalText", &[], Type::ByteList, marshal_text)),
    method("Metadata", &[], Type::Text, metadata),
    method("Minor", &[], Type::Uint64, minor),
    method("Patch", &[], Type::Uint64, patch),
    method("Prerelease", &[], Type::Text, prerelease),
    fallible(method("SetMetadata", &[Type::Text], VALUE, set_metadata)),
    fallible(method(
        "SetPrerelease",
        &[Type::Text],
        VALUE,
        set_prerelease,
    )),
    method("String", &[], Type::Text, string),
    fallible(method("Value", &[], Type::Any, string)),
];

const OF_POINTER: &[Function] = &[
    method("IncMajor", &[], VALUE, inc_major),
    method("IncMinor", &[], VALUE, inc_minor),
    method("IncPatch", &[], VALUE, inc_patch),
    method("Major", &[], Type::Uint64, major),
    fallible(method("MarshalJSON", &[], Type::ByteList, marshal_json)),
    fallible(method("MarshalText", &[], Type::ByteList, marshal_text)),
    method("Metadata", &[], Type::Text, metadata),
    method("Minor", &[], Type::Uint64, minor),
    method("Patch", &[], Type::Uint64, patch),
    method("Prerelease", &[], Type::Text, prerelease),
    fallible(method("SetMetadata", &[Type::Text], VALUE, set_metadata)),
    fallible(method(
        "SetPrerelease",
        &[Type::Text],
        VALUE,
        set_prerelease,
    )),
    method("String", &[], Type::Text, string),
    fallible(method("Value", &[], Type::Any, string)),
    method("Compare", &[POINTER], Type::Int, compare),
    method("Equal", &[POINTER], Type::Bool, equal),
    method("GreaterThan", &[POINTER], Type::Bool, greater_than),
    method(
        "GreaterThanEqual",
        &[POINTER],
        Type::Bool,
        greater_than_equal,
    ),
    method("LessThan", &[POINTER], Type::Bool, less_than),
    method("LessThanEqual", &[POINTER], Type::Bool, less_than_equal),
    method("Original", &[], Type::Text, original),
];

fn version(args: &[Value], at: usize) -> Result<&Version> {
    let value = args::any(args, at);
    let pointer = value.as_object::<Pointer>().map(|pointer| &pointer.0);
    let plain = || value.as_object::<Plain>().map(|plain| &plain.0);
    pointer.or_else(plain).ok_or_else(FnError::nil_dereference)
}

fn inc_major(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::object(Plain(version(args, 0)?.next_major())))
}

fn inc_minor(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::object(Plain(version(args, 0)?.next_minor())))
}

fn inc_patch(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::object(Plain(version(args, 0)?.next_patch())))
}

fn major(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::Uint64(version(args, 0)?.major))
}

fn minor(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::Uint64(version(args, 0)?.minor))
}

fn patch(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::Uint64(version(args, 0)?.patch))
}

fn prerelease(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::from(version(args, 0)?.pre.as_str()))
}

fn metadata(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::from(version(args, 0)?.metadata.as_str()))
}

fn original(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::from(version(args, 0)?.original.as_str()))
}

fn string(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::from(version(args, 0)?.text()))
}

fn bytes(text: &str) -> Value {
    let bytes = text.bytes().map(Value::Uint8).collect();
    Value::List(List::new(Type::ByteList, bytes))
}

fn marshal_text(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(bytes(&version(args, 0)?.text()))
}

fn marshal_json(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(bytes(&format!("\"{}\"", version(args, 0)?.text())))
}

fn set_prerelease(_: &mut Context<'_>, args: &[Value]) -> Result {
    let pre = args::text(args, 1)?.to_utf8();
    let changed = version(args, 0)?.with_pre(&pre).map_err(FnError::new)?;
    Ok(Value::object(Plain(changed)))
}

fn set_metadata(_: &mut Context<'_>, args: &[Value]) -> Result {
    let metadata = args::text(args, 1)?.to_utf8();
    let changed = version(args, 0)?.with_metadata(&metadata);
    Ok(Value::object(Plain(changed.map_err(FnError::new)?)))
}

fn order(args: &[Value]) -> Result<std::cmp::Ordering> {
    Ok(version(args, 0)?.compare(version(args, 1)?))
}

fn compare(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::Int(order(args)? as i64))
}

/// Nothing is equal to no version, and that is no error here.
fn equal(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::from(
        order(args).is_ok_and(std::cmp::Ordering::is_eq),
    ))
}

fn greater_than(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::from(order(args)?.is_gt()))
}

fn greater_than_equal(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::from(order(args)?.is_ge()))
}

fn less_than(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::from(order(args)?.is_lt()))
}

fn less_than_equal(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::from(order(args)?.is_le()))
}
