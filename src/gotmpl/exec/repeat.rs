//! The loops of `range`.

use crate::gotmpl::list::List;
use crate::gotmpl::operand::Operand;
use crate::gotmpl::text::Text;
use crate::gotmpl::types::Type;
use crate::gotmpl::value::Value;

/// What a loop goes through.
#[derive(Debug)]
pub(super) enum Turns {
    /// Numbers from 0 of the type of the value that was given.
    Count {
        next: i128,
        end: i128,
        like: Value,
    },
    List {
        list: List,
        next: usize,
    },
    /// The entries as they were when the loop began.
    Map {
        entries: std::vec::IntoIter<(Text, Value)>,
        element: Type,
    },
}

impl Turns {
    /// Begins a loop over a value; `None` if that is no value to range over.
    pub(super) fn over(value: &Value) -> Option<Self> {
        Some(match value {
            Value::List(list) => Self::List {
                list: list.clone(),
                next: 0,
            },
            Value::Map(map) => Self::Map {
                entries: map.entries().into_iter(),
                element: map.type_of().element(),
            },
            Value::Nil => Self::List {
                list: List::nil(Type::AnyList),
                next: 0,
            },
            other => Self::Count {
                next: 0,
                end: other.as_integer()?,
                like: other.clone(),
            },
        })
    }

    /// Says whether the loop counts, so that it has no second variable.
    pub(super) fn counts(&self) -> bool {
        matches!(self, Self::Count { .. })
    }

    /// Returns the index or key, and the element of the next turn.
    pub(super) fn next(&mut self) -> Option<(Value, Operand)> {
        match self {
            Self::Count { next, end, like } => {
                if next >= end {
                    return None;
                }
                let turn = number_like(like, *next);
                *next += 1;
                Some((Value::Nil, Operand::plain(turn)))
            }
            Self::List { list, next } => {
                let item = list.get(*next)?.clone();
                let index = Value::Int(i64::try_from(*next).unwrap_or(i64::MAX));
                *next += 1;
                Some((index, Operand::of(item, list.type_of().element())))
            }
            Self::Map { entries, element } => {
                let (key, value) = entries.next()?;
                Some((Value::Text(key), Operand::of(value, *element)))
            }
        }
    }
}

/// Makes a number of the same type.
fn number_like(like: &Value, number: i128) -> Value {
    let signed = i64::try_from(number).unwrap_or(i64::MAX);
    match like {
        Value::Int64(_) => Value::Int64(signed),
        Value::Uint8(_) => Value::Uint8(u8::try_from(number).unwrap_or(u8::MAX)),
        Value::Uint32(_) => Value::Uint32(u32::try_from(number).unwrap_or(u32::MAX)),
        Value::Uint64(_) => Value::Uint64(u64::try_from(number).unwrap_or(u64::MAX)),
        _ => Value::Int(signed),
    }
}
