//! Go's printer: one value, one verb.

use super::flags::Flags;
use super::integer::{Integer, integer};
use super::{float_verb, string};
use crate::gotmpl::context::Context;
use crate::gotmpl::function::{FnError, Limit};
use crate::gotmpl::list::List;
use crate::gotmpl::map::Map;
use crate::gotmpl::object::{Object, Shape};
use crate::gotmpl::text::Text;
use crate::gotmpl::types::Type;
use crate::gotmpl::value::Value;

/// Writes values behind what is already in `out`.
pub(super) struct Printer<'p, 'c> {
    pub(super) context: &'p mut Context<'c>,
    pub(super) out: &'p mut Vec<u8>,
    pub(super) flags: Flags,
    /// The text of a wrong verb is being written: methods are left alone.
    erroring: bool,
}

impl<'p, 'c> Printer<'p, 'c> {
    pub(super) fn new(context: &'p mut Context<'c>, out: &'p mut Vec<u8>) -> Self {
        Self {
            context,
            out,
            flags: Flags::default(),
            erroring: false,
        }
    }

    /// Writes an argument of its own; bytes are counted.
    pub(super) fn argument(&mut self, value: &Value, verb: char) -> Result<(), FnError> {
        let before = self.out.len();
        self.context.claim(self.flags.width.unwrap_or(0))?;
        self.context.claim(self.flags.precision.unwrap_or(0))?;
        match (value, verb) {
            (Value::Nil, 'T' | 'v') => self.flags.pad(self.out, b"<nil>"),
            (Value::Nil, _) => self.text("%!", verb, "(<nil>)"),
            (_, 'T') => {
                let name = value.type_name().as_bytes();
                string::text(self.out, self.flags, name, 's').unwrap_or_default();
            }
            (_, 'p') => self.pointer(value)?,
            (_, 'w') => self.bad_verb(value, verb, 0)?,
            (Value::List(list), 'd' | 'v') if list.type_of() == Type::ByteList => {
                self.bytes(list, verb);
            }
            _ => self.value(value, verb, 0)?,
        }
        let made = self.out.len().saturating_sub(before);
        self.context.claim(made)
    }

    /// Writes `before`, the verb, `after`.
    pub(super) fn text(&mut self, before: &str, verb: char, after: &str) {
        self.out.extend_from_slice(before.as_bytes());
        self.out
            .extend_from_slice(verb.encode_utf8(&mut [0; 4]).as_bytes());
        self.out.extend_from_slice(after.as_bytes());
    }

    /// `%p`: an address, which no two runs have in common, or the complaint about a value without one.
    fn pointer(&mut self, value: &Value) -> Result<(), FnError> {
        match value {
            Value::List(_) | Value::Map(_) => Err(FnError::Unpredictable("memory addresses")),
            Value::Object(object) if matches!(object.shape(), Shape::Pointer(..)) => {
                Err(FnError::Unpredictable("memory addresses"))
            }
            _ => self.bad_verb(value, 'p', 0),
        }
    }

    /// `[]uint8` as an argument: numbers, or Go syntax.
    fn bytes(&mut self, list: &List, verb: char) {
        let go = self.flags.sharp_v;
        self.out
            .extend_from_slice(if go { b"[]byte{" } else { b"[" });
        for (at, byte) in raw(list).into_iter().enumerate() {
            if at > 0 {
                self.out.extend_from_slice(if go { b", " } else { b" " });
            }
            let byte = Integer::unsigned(u64::from(byte));
            let verb = if go { 'v' } else { verb };
            integer(self.out, self.flags, byte, verb).unwrap_or_default();
        }
        self.out.push(if go { b'}' } else { b']' });
    }

    /// Writes a value at a depth of 0 for an argument, more within one.
    fn value(&mut self, value: &Value, verb: char, depth: usize) -> Result<(), FnError> {
        if depth > self.context.depth() {
            return Err(FnError::Limit(Limit::Depth));
        }
        let (out, flags) = (&mut *self.out, self.flags);
        let done = match value {
            Value::Nil => return self.nil(),
            Value::Bool(value) => match verb {
                't' | 'v' => {
                    flags.pad(out, if *value { b"true" } else { b"false" });
                    Some(())
                }
                _ => None,
            },
            Value::Int(value) | Value::Int64(value) => {
                integer(out, flags, Integer::signed(*value), verb)
            }
            Value::Uint8(value) => integer(out, flags, Integer::unsigned((*value).into()), verb),
            Value::Uint32(value) => integer(out, flags, Integer::unsigned((*value).into()), verb),
            Value::Uint64(value) => integer(out, flags, Integer::unsigned(*value), verb),
            Value::Float64(value) => float_verb::verb(out, flags, *value, verb),
            Value::Complex(real, imaginary) => complex(out, flags, *real, *imaginary, verb),
            Value::Text(text) => string::text(out, flags, text, verb),
            Value::List(list) => return self.list(list, verb, depth),
            Value::Map(map) => return self.map(map, verb, depth),
            Value::Object(object) => return self.object(value, object.as_ref(), verb, depth),
        };
        match done {
            Some(()) => Ok(()),
            None => self.bad_verb(value, verb, depth),
        }
    }

    /// A nil interface within a list or map.
    fn nil(&mut self) -> Result<(), FnError> {
        let text: &[u8] = match self.flags.sharp_v {
            true => b"interface {}(nil)",
            false => b"<nil>",
        };
        self.out.extend_from_slice(text);
        Ok(())
    }

    fn list(&mut self, list: &List, verb: char, depth: usize) -> Result<(), FnError> {
        if list.type_of() == Type::ByteList && matches!(verb, 's' | 'q' | 'x' | 'X') {
            string::text(self.out, self.flags, &raw(list), verb).unwrap_or_default();
            return Ok(());
        }
        let go = self.flags.sharp_v;
        if !self.open(list.type_of(), list.is_nil(), b"[") {
            return Ok(());
        }
        for (at, item) in list.iter().enumerate() {
            if at > 0 {
                self.out.extend_from_slice(if go { b", " } else { b" " });
            }
            self.value(item, verb, depth + 1)?;
        }
        self.out.push(if go { b'}' } else { b']' });
        Ok(())
    }

    fn map(&mut self, map: &Map, verb: char, depth: usize) -> Result<(), FnError> {
        let go = self.flags.sharp_v;
        if !self.open(map.type_of(), map.is_nil(), b"map[") {
            return Ok(());
        }
        map.with(|entries| {
            for (at, (key, value)) in entries.iter().enumerate() {
                if at > 0 {
                    self.out.extend_from_slice(if go { b", " } else { b" " });
                }
                self.key(key, verb)?;
                self.out.push(b':');
                self.value(value, verb, depth + 1)?;
            }
            Ok(())
        })?;
        self.out.push(if go { b'}' } else { b']' });
        Ok(())
    }

    /// Writes a key, which is a text.
    fn key(&mut self, key: &Text, verb: char) -> Result<(), FnError> {
        match string::text(self.out, self.flags, key, verb) {
            Some(()) => Ok(()),
            None => self.bad_verb(&Value::Text(key.clone()), verb, 1),
        }
    }

    /// Writes what stands before the elements; false if there is no more to write.
    fn open(&mut self, of: Type, is_nil: bool, plain: &[u8]) -> bool {
        if !self.flags.sharp_v {
            self.out.extend_from_slice(plain);
            return true;
        }
        self.out.extend_from_slice(of.name().as_bytes());
        let rest: &[u8] = if is_nil { b"(nil)" } else { b"{" };
        self.out.extend_from_slice(rest);
        !is_nil
    }

    fn object(
        &mut self,
        value: &Value,
        object: &dyn Object,
        verb: char,
        depth: usize,
    ) -> Result<(), FnError> {
        if !self.erroring && self.by_method(object, verb) {
            return Ok(());
        }
        match object.shape() {
            Shape::Plain(inner) => match self.plain(&inner, verb) {
                Some(()) => Ok(()),
                None => self.bad_verb(value, verb, depth),
            },
            Shape::Struct(name, fields) => self.fields(name, &fields, verb, depth),
            Shape::Pointer(name, fields) if depth == 0 => {
                self.out.push(b'&');
                self.fields(name, &fields, verb, depth + 1)
            }
            Shape::Pointer(..) => Err(FnError::Unpredictable("memory addresses")),
        }
    }

    /// Writes what the method `String` or `GoString` gives, if the verb asks for it.
    fn by_method(&mut self, object: &dyn Object, verb: char) -> bool {
        if self.flags.sharp_v {
            let Some(text) = object.go_string() else {
                return false;
            };
            let mut flags = self.flags;
            flags.sharp_v = false;
            string::text(self.out, flags, &text, 's').unwrap_or_default();
            return true;
        }
        if !matches!(verb, 'v' | 's' | 'x' | 'X' | 'q') {
            return false;
        }
        let Some(text) = object.string() else {
            return false;
        };
        string::text(self.out, self.flags, &text, verb).is_some()
    }

    /// The plain value below a named type.
    fn plain(&mut self, inner: &Value, verb: char) -> Option<()> {
        let (out, flags) = (&mut *self.out, self.flags);
        match inner {
            Value::Float64(value) => float_verb::verb(out, flags, *value, verb),
            Value::Text(text) => string::text(out, flags, text, verb),
            Value::Uint64(value) => integer(out, flags, Integer::unsigned(*value), verb),
            Value::Int(value) | Value::Int64(value) => {
                integer(out, flags, Integer::signed(*value), verb)
            }
            _ => None,
        }
    }

    fn fields(
        &mut self,
        name: &str,
        fields: &[(&str, Value)],
        verb: char,
        depth: usize,
    ) -> Result<(), FnError> {
        let go = self.flags.sharp_v;
        if go {
            self.out.extend_from_slice(name.as_bytes());
        }
        self.out.push(b'{');
        for (at, (name, value)) in fields.iter().enumerate() {
            if at > 0 {
                self.out.extend_from_slice(if go { b", " } else { b" " });
            }
            if go || self.flags.plus_v {
                self.out.extend_from_slice(name.as_bytes());
                self.out.push(b':');
            }
            match value {
                Value::Nil if !go => self.nil_pointer(verb),
                value => self.value(value, verb, depth + 1)?,
            }
        }
        self.out.push(b'}');
        Ok(())
    }

    /// The only pointer in a struct that templates can meet is the place of a time, which is nil for UTC.
    fn nil_pointer(&mut self, verb: char) {
        match verb {
            'v' => self.flags.pad(self.out, b"<nil>"),
            'b' | 'o' | 'd' | 'x' | 'X' => {
                integer(self.out, self.flags, Integer::unsigned(0), verb).unwrap_or_default();
            }
            _ => self.text("%!", verb, "(*time.Location=<nil>)"),
        }
    }

    /// `%!d(string=text)`: the verb is not for this type.
    fn bad_verb(&mut self, value: &Value, verb: char, depth: usize) -> Result<(), FnError> {
        self.text("%!", verb, "(");
        self.out.extend_from_slice(value.type_name().as_bytes());
        self.out.push(b'=');
        let before = std::mem::replace(&mut self.erroring, true);
        self.value(value, 'v', depth)?;
        self.erroring = before;
        self.out.push(b')');
        Ok(())
    }
}

/// The bytes of a `[]uint8`.
fn raw(list: &List) -> Vec<u8> {
    list.iter()
        .filter_map(|item| match item {
            Value::Uint8(byte) => Some(*byte),
            _ => None,
        })
        .collect()
}

/// `(1+2i)`: the imaginary part always has a sign.
fn complex(
    out: &mut Vec<u8>,
    mut flags: Flags,
    real: f64,
    imaginary: f64,
    verb: char,
) -> Option<()> {
    let is_for_floats = matches!(
        verb,
        'v' | 'b' | 'g' | 'G' | 'x' | 'X' | 'f' | 'F' | 'e' | 'E'
    );
    if !is_for_floats {
        return None;
    }
    out.push(b'(');
    float_verb::verb(out, flags, real, verb)?;
    flags.plus = true;
    float_verb::verb(out, flags, imaginary, verb)?;
    out.extend_from_slice(b"i)");
    Some(())
}
