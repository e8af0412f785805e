//! Writing values as JSON.

use super::super::super::context::Context;
use super::super::super::function::{FnError, Limit};
use super::super::super::list::List;
use super::super::super::map::Map;
use super::super::super::object::{Object, Shape};
use super::super::super::text::Text;
use super::super::super::types::Type;
use super::super::super::value::Value;
use super::super::base64;
use super::super::time::{self, Time};
use super::text;
use crate::strconv::{self, Style};

/// How JSON is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    /// `<`, `>` and `&` are escaped.
    pub(crate) html: bool,
    /// Every item stands on its own line, two blanks deeper than what it is in.
    pub(crate) pretty: bool,
}

/// Writes a value.
///
/// # Errors
/// Go's own for what JSON does not know, and limits.
pub(crate) fn write(
    context: &mut Context<'_>,
    value: &Value,
    form: Form,
) -> Result<Vec<u8>, FnError> {
    let mut writer = Writer {
        context,
        out: Vec::new(),
        claimed: 0,
        level: 0,
        seen: Vec::new(),
        form,
    };
    writer.value(value)?;
    writer.claim()?;
    Ok(writer.out)
}

/// How many levels beyond the limit are looked through for a cycle.
const LONGEST_CYCLE: usize = 200;

struct Writer<'w, 'c> {
    context: &'w mut Context<'c>,
    out: Vec<u8>,
    claimed: usize,
    level: usize,
    /// What is around the place beyond the depth from which on Go looks for cycles.
    seen: Vec<Value>,
    form: Form,
}

impl Writer<'_, '_> {
    fn claim(&mut self) -> Result<(), FnError> {
        let grown = self.out.len() - self.claimed;
        self.claimed = self.out.len();
        self.context.claim(grown)
    }

    fn value(&mut self, value: &Value) -> Result<(), FnError> {
        let number = match value {
            Value::Nil => "null".to_owned(),
            Value::Bool(value) => value.to_string(),
            Value::Int(value) | Value::Int64(value) => value.to_string(),
            Value::Uint8(value) => value.to_string(),
            Value::Uint32(value) => value.to_string(),
            Value::Uint64(value) => value.to_string(),
            Value::Float64(value) => float(*value)?,
            Value::Complex(..) => {
                return Err(FnError::new("json: unsupported type: complex128"));
            }
            Value::Text(value) => {
                text::write(&mut self.out, value, self.form.html);
                return Ok(());
            }
            Value::List(list) => return self.list(list),
            Value::Map(map) => return self.map(map),
            Value::Object(object) => return self.object(&**object),
        };
        self.out.extend(number.into_bytes());
        Ok(())
    }

    fn list(&mut self, list: &List) -> Result<(), FnError> {
        if list.is_nil() {
            self.out.extend(b"null");
            return Ok(());
        }
        if list.type_of() == Type::ByteList {
            let bytes = list.iter().filter_map(Value::as_integer);
            let bytes: Vec<u8> = bytes.map(|byte| byte as u8).collect();
            self.out
                .extend(format!("\"{}\"", base64::encode(&bytes)).into_bytes());
            return Ok(());
        }
        self.enter(Value::List(list.clone()))?;
        self.out.push(b'[');
        for (at, item) in list.iter().enumerate() {
            self.begin(at)?;
            self.value(item)?;
        }
        self.close(b']', list.is_empty());
        Ok(())
    }

    fn map(&mut self, map: &Map) -> Result<(), FnError> {
        if map.is_nil() {
            self.out.extend(b"null");
            return Ok(());
        }
        self.enter(Value::Map(map.clone()))?;
        map.with(|entries| {
            let entries = entries.iter().map(|(key, value)| (key.as_bytes(), value));
            self.entries(entries)
        })
    }

    fn entries<'v>(
        &mut self,
        entries: impl ExactSizeIterator<Item = (&'v [u8], &'v Value)>,
    ) -> Result<(), FnError> {
        let empty = entries.len() == 0;
        self.out.push(b'{');
        for (at, (key, value)) in entries.enumerate() {
            self.begin(at)?;
            text::write(&mut self.out, key, self.form.html);
            let colon: &[u8] = if self.form.pretty { b": " } else { b":" };
            self.out.extend(colon);
            self.value(value)?;
        }
        self.close(b'}', empty);
        Ok(())
    }

    /// Goes into a list or map. From a depth of 1,000 on Go looks whether it is there already.
    fn enter(&mut self, inner: Value) -> Result<(), FnError> {
        self.level += 1;
        if self.level <= self.context.depth() {
            return Ok(());
        }
        let is_same = |outer: &Value| match (outer, &inner) {
            (Value::Map(outer), Value::Map(inner)) => outer.is_same(inner),
            (Value::List(outer), Value::List(inner)) => outer.is_same(inner),
            _ => false,
        };
        if self.seen.iter().any(is_same) {
            let of = inner.type_name();
            return Err(FnError::new(format!(
                "json: unsupported value: encountered a cycle via {of}"
            )));
        }
        if self.seen.len() >= LONGEST_CYCLE {
            return Err(FnError::Limit(Limit::Depth));
        }
        self.seen.push(inner);
        Ok(())
    }

    fn begin(&mut self, at: usize) -> Result<(), FnError> {
        if at > 0 {
            self.out.push(b',');
        }
        self.line();
        self.claim()
    }

    fn line(&mut self) {
        if self.form.pretty {
            self.out.push(b'\n');
            self.out.resize(self.out.len() + 2 * self.level, b' ');
        }
    }

    fn close(&mut self, bracket: u8, empty: bool) {
        if self.level > self.context.depth() {
            self.seen.pop();
        }
        self.level -= 1;
        if !empty {
            self.line();
        }
        self.out.push(bracket);
    }

    /// Times and versions are texts; structs have their exported fields; pointers are what they point to.
    fn object(&mut self, object: &dyn Object) -> Result<(), FnError> {
        if let Some(json) = object.json() {
            self.out.extend(json);
            return self.claim();
        }
        if let Some(time) = object.as_any().downcast_ref::<Time>() {
            let text = time::rfc3339(time).map_err(|what| {
                let call = "json: error calling MarshalJSON for type time.Time";
                FnError::new(format!("{call}: Time.MarshalJSON: {what}"))
            })?;
            text::write(&mut self.out, &text, self.form.html);
            return Ok(());
        }
        if matches!(object.type_name(), "*semver.Version" | "semver.Version") {
            let text = object.string().unwrap_or_default();
            // The version's own encoder escapes, whatever form is asked for.
            text::write(&mut self.out, &text, true);
            return Ok(());
        }
        match object.shape() {
            Shape::Plain(value) => self.value(&value),
            Shape::Struct(_, fields) | Shape::Pointer(_, fields) => {
                let exported = |name: &str| name.starts_with(|c: char| c.is_ascii_uppercase());
                let fields: Vec<(Text, Value)> = fields
                    .into_iter()
                    .filter(|(name, _)| exported(name))
                    .map(|(name, value)| (Text::from(name), value))
                    .collect();
                let entries = fields.iter().map(|(key, value)| (key.as_bytes(), value));
                self.level += 1;
                self.entries(entries)
            }
        }
    }
}

/// Writes a number in full from 1e-6 to below 1e21, and with an exponent beyond.
fn float(value: f64) -> Result<String, FnError> {
    if !value.is_finite() {
        let shown = strconv::float(value, Style::G, None);
        return Err(FnError::new(format!("json: unsupported value: {shown}")));
    }
    let size = value.abs();
    if size == 0.0 || (1e-6..1e21).contains(&size) {
        return Ok(strconv::float(value, Style::F, None));
    }
    let text = strconv::float(value, Style::E, None);
    Ok(match text.split_once("e-0") {
        Some((digits, exponent)) => format!("{digits}e-{exponent}"),
        None => text,
    })
}
