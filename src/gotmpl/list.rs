//! Go's slices: immutable here, because no function of templates writes into one.

use super::text::Text;
use super::types::Type;
use super::value::Value;
use std::ops::Deref;
use std::rc::Rc;

/// A Go slice with its type. Cheap to clone.
#[derive(Clone, Debug)]
pub struct List(Rc<Items>);

#[derive(Debug)]
struct Items {
    of: Type,
    nil: bool,
    items: Vec<Value>,
}

impl List {
    /// Makes a list of the given list type; the items are of its element type.
    #[must_use]
    pub fn new(of: Type, items: Vec<Value>) -> Self {
        let nil = false;
        Self(Rc::new(Items { of, nil, items }))
    }

    /// Makes a `[]interface {}`.
    #[must_use]
    pub fn any(items: Vec<Value>) -> Self {
        Self::new(Type::AnyList, items)
    }

    /// Makes a `[]string`.
    #[must_use]
    pub fn texts(items: impl IntoIterator<Item = Text>) -> Self {
        Self::new(Type::TextList, items.into_iter().map(Value::Text).collect())
    }

    /// Makes the nil of a list type: empty, but `null` in JSON.
    #[must_use]
    pub fn nil(of: Type) -> Self {
        Self(Rc::new(Items {
            of,
            nil: true,
            items: Vec::new(),
        }))
    }

    /// Returns the list's type, such as `[]string`.
    #[must_use]
    pub fn type_of(&self) -> Type {
        self.0.of
    }

    /// Says whether it is the nil of its type.
    #[must_use]
    pub fn is_nil(&self) -> bool {
        self.0.nil
    }

    /// Says whether both are the same list in memory.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    /// Returns a copy that shares no map with this one.
    #[must_use]
    pub fn deep_copy(&self) -> Self {
        Self(Rc::new(Items {
            of: self.0.of,
            nil: self.0.nil,
            items: self.0.items.iter().map(Value::deep_copy).collect(),
        }))
    }
}

impl Deref for List {
    type Target = [Value];

    fn deref(&self) -> &[Value] {
        &self.0.items
    }
}

/// Lists can be nested deeper than the stack allows for a recursive drop.
impl Drop for Items {
    fn drop(&mut self) {
        release(&mut self.items);
    }
}

/// Drops values without recursion.
pub(super) fn release(items: &mut Vec<Value>) {
    if !items.iter().any(is_nested) {
        return;
    }
    let mut open = std::mem::take(items);
    while let Some(value) = open.pop() {
        match value {
            Value::List(list) => {
                if let Ok(mut inner) = Rc::try_unwrap(list.0) {
                    open.append(&mut inner.items);
                }
            }
            Value::Map(map) => map.dissolve(&mut open),
            _ => {}
        }
    }
}

fn is_nested(value: &Value) -> bool {
    matches!(value, Value::List(_) | Value::Map(_))
}
