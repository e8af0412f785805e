//! Fields and methods: `.a.b`.

use super::fault::Done;
use super::run::Run;
use crate::gotmpl::map::Map;
use crate::gotmpl::node::{Node, Place};
use crate::gotmpl::object::{Field, Object};
use crate::gotmpl::operand::Operand;
use crate::gotmpl::template::MissingKey;
use crate::gotmpl::text::{Text, utf8};
use crate::gotmpl::value::Value;
use crate::strconv::quote;
use std::rc::Rc;

impl<'t> Run<'t> {
    /// Goes down the fields; the last one, if it is a method, gets the arguments.
    pub(super) fn fields(
        &mut self,
        mut receiver: Operand,
        fields: &'t [Text],
        node: &'t Node,
        args: &'t [Node],
        last: Option<Value>,
    ) -> Done<Operand> {
        let Some((name, before)) = fields.split_last() else {
            return Ok(receiver);
        };
        for name in before {
            receiver = self.field(&receiver, name, node, &[], None)?;
        }
        self.field(&receiver, name, node, args, last)
    }

    fn field(
        &mut self,
        receiver: &Operand,
        name: &Text,
        node: &'t Node,
        args: &'t [Node],
        last: Option<Value>,
    ) -> Done<Operand> {
        let has_args = !args.is_empty() || last.is_some();
        match &receiver.value {
            Value::Map(map) if has_args => {
                let _ = map;
                self.fault(format!("{name} is not a method but has arguments"))
            }
            Value::Map(map) => self.entry(map, name),
            Value::Nil if receiver.boxed => {
                self.fault(format!("nil pointer evaluating interface {{}}.{name}"))
            }
            Value::Nil if self.template.missing_key == MissingKey::Error => {
                let name = quote(name);
                self.fault(format!("nil data; no entry for key {name}"))
            }
            Value::Nil => Ok(Operand::default()),
            Value::Object(object) => {
                let object = Rc::clone(object);
                self.member(receiver, object.as_ref(), name, node, args, last)
            }
            _ => self.no_field(receiver, name),
        }
    }

    fn no_field<T>(&self, receiver: &Operand, name: &Text) -> Done<T> {
        let of = receiver.type_name();
        self.fault(format!("can't evaluate field {name} in type {of}"))
    }

    /// Looks a key up, with the rules of `missingkey`.
    fn entry(&self, map: &Map, name: &Text) -> Done<Operand> {
        let element = map.type_of().element();
        if let Some(value) = map.get(name) {
            return Ok(Operand::of(value, element));
        }
        match self.template.missing_key {
            MissingKey::Default => Ok(Operand::default()),
            MissingKey::Zero => Ok(Operand::of(Value::zero(element), element)),
            MissingKey::Error => {
                let name = quote(name);
                self.fault(format!("map has no entry for key {name}"))
            }
        }
    }

    /// A method or field of an object.
    fn member(
        &mut self,
        receiver: &Operand,
        object: &dyn Object,
        name: &Text,
        node: &'t Node,
        args: &'t [Node],
        last: Option<Value>,
    ) -> Done<Operand> {
        let methods = object.methods();
        let method = methods
            .iter()
            .find(|method| method.name.as_bytes() == name.as_bytes());
        if let Some(method) = method {
            let itself = Some(receiver.value.clone());
            return self.plain_call(method, itself, Place::Node(node), args, last);
        }
        let has_args = !args.is_empty() || last.is_some();
        match object.field(&utf8(name)) {
            Field::Absent => self.no_field(receiver, name),
            Field::Hidden => {
                let of = receiver.type_name();
                self.fault(format!("{name} is an unexported field of struct type {of}"))
            }
            Field::Found(_) if has_args => self.fault(format!(
                "{name} has arguments but cannot be invoked as function"
            )),
            Field::Found(value) => Ok(Operand::plain(value)),
        }
    }
}
