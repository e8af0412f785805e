//! The wrapper that Kubernetes has around free JSON: templates see its bytes, encoders its text.

use crate::gotmpl::{Kind, List, Object, Shape, Type, Value};
use crate::yaml::{Node, json};
use std::any::Any;

/// A `v1.JSON`.
#[derive(Debug, PartialEq)]
pub(super) struct RawJson(String);

impl RawJson {
    /// Wraps a value.
    pub(super) fn new(node: &Node) -> Self {
        let mut node = node.clone();
        sort(&mut node);
        Self(json::compact(&node, json::Escapes::Needed))
    }
}

fn sort(node: &mut Node) {
    match &mut node.value {
        crate::yaml::Value::List(items) => items.iter_mut().for_each(sort),
        crate::yaml::Value::Map(map) => {
            map.sort();
            map.iter_mut().for_each(|entry| sort(&mut entry.node));
        }
        _ => {}
    }
}

impl Object for RawJson {
    fn type_name(&self) -> &'static str {
        "v1.JSON"
    }

    fn kind(&self) -> Kind {
        Kind::Struct
    }

    fn shape(&self) -> Shape {
        let bytes = self.0.bytes().map(Value::Uint8).collect();
        let raw = Value::List(List::new(Type::ByteList, bytes));
        Shape::Struct("v1.JSON", vec![("Raw", raw)])
    }

    fn json(&self) -> Option<Vec<u8>> {
        Some(self.0.clone().into_bytes())
    }

    fn is_same(&self, other: &dyn Object) -> bool {
        other.as_any().downcast_ref::<Self>() == Some(self)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
