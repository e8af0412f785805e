//! YAML, as `sigs.k8s.io/yaml` v1.6.0 writes and reads it.

use super::super::args;
use super::super::context::Context;
use super::super::function::{FnError, Function, Limit};
use super::super::golang::json::{self, Form};
use super::super::golang::yaml as goyaml;
use super::super::list::List;
use super::super::map::Map;
use super::super::text::Text;
use super::super::types::Type;
use super::super::value::Value;
use super::table::{argo, fallible};
use crate::yaml::{self, Limits, Node, Number, Refusal};

/// The functions of this family.
pub(super) const FUNCTIONS: &[Function] = &[
    fallible(argo("toYaml", &[Type::Any], Type::Text, to_yaml)),
    fallible(argo("fromYaml", &[Type::Text], Type::AnyMap, from_yaml)),
    fallible(argo(
        "fromYamlArray",
        &[Type::Text],
        Type::AnyList,
        from_yaml_array,
    )),
];

type Result<T = Value> = std::result::Result<T, FnError>;

/// What a text may cost: the bytes are the execution's own limit.
const LIMITS: Limits = Limits {
    bytes: 64 << 20,
    depth: 900,
    nodes: 500_000,
};

fn read(text: &[u8]) -> std::result::Result<Option<Node>, Refusal> {
    yaml::read_first(text, &LIMITS)
}

fn told(refusal: Refusal, prefix: &str) -> FnError {
    match refusal {
        Refusal::Fault(what) => FnError::new(format!("{prefix}{what}")),
        Refusal::Limit => FnError::Limit(Limit::Bytes),
    }
}

/// Go makes JSON of the value, and reads that as YAML: control characters that JSON allows are refused then.
fn to_yaml(context: &mut Context<'_>, args: &[Value]) -> Result {
    let form = Form {
        html: true,
        pretty: false,
    };
    let json = json::write(context, args::any(args, 0), form).map_err(|error| match error {
        FnError::Message(what) => FnError::new(format!("error marshaling into JSON: {what}")),
        other => other,
    })?;
    let Some(node) = read(&json).map_err(|refusal| told(refusal, ""))? else {
        return Ok(Value::from("null"));
    };
    let text = goyaml::write(&node);
    context.claim(text.len())?;
    Ok(Value::from(text))
}

/// What one byte of YAML costs at most, as in `[0,0,0]`.
const ITEM: usize = size_of::<Value>() / 2;

/// Reads the first document; `null` for none.
fn document(context: &mut Context<'_>, args: &[Value]) -> Result {
    let text = args::text(args, 0)?;
    context.claim(text.len().saturating_mul(ITEM))?;
    let node = read(text).map_err(|refusal| told(refusal, "error converting YAML to JSON: "))?;
    Ok(node.map(|node| value(&node)).unwrap_or_default())
}

/// Every number is a `float64` behind the JSON that Go makes of YAML.
fn value(node: &Node) -> Value {
    match &node.value {
        yaml::Value::Null => Value::Nil,
        yaml::Value::Bool(value) => Value::Bool(*value),
        yaml::Value::Number(Number::Int(value)) => Value::Float64(*value as f64),
        yaml::Value::Number(Number::Uint(value)) => Value::Float64(*value as f64),
        yaml::Value::Number(Number::Float(value)) => Value::Float64(*value),
        yaml::Value::String(text) => Value::text(&**text),
        yaml::Value::List(items) => Value::List(List::any(items.iter().map(value).collect())),
        yaml::Value::Map(map) => Value::Map(Map::any(
            map.iter()
                .map(|entry| (Text::from(&*entry.key.text), value(&entry.node))),
        )),
    }
}

fn mismatch(value: &Value, wanted: Type) -> FnError {
    let is = match value {
        Value::Map(_) => "object",
        Value::List(_) => "array",
        Value::Text(_) => "string",
        Value::Bool(_) => "bool",
        _ => "number",
    };
    let wanted = wanted.name();
    FnError::new(format!(
        "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {is} into Go value of type {wanted}"
    ))
}

fn from_yaml(context: &mut Context<'_>, args: &[Value]) -> Result {
    match document(context, args)? {
        Value::Nil => Ok(Value::Map(Map::any([]))),
        map @ Value::Map(_) => Ok(map),
        other => Err(mismatch(&other, Type::AnyMap)),
    }
}

fn from_yaml_array(context: &mut Context<'_>, args: &[Value]) -> Result {
    match document(context, args)? {
        Value::Nil => Ok(Value::List(List::any(Vec::new()))),
        list @ Value::List(_) => Ok(list),
        other => Err(mismatch(&other, Type::AnyList)),
    }
}
