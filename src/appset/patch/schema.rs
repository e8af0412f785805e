//! What a strategic merge knows of a place.

use super::merge::Merged;
use crate::appset::shapes;
use crate::manifest::{Shape, Type};

/// What the merge knows of a place.
#[derive(Clone, Copy)]
pub(super) enum Schema {
    /// An Application.
    Top,
    /// A struct of Go.
    Struct(&'static Shape),
    /// A map, or what is not looked into.
    Map,
    /// Free JSON, below which the merge finds nothing.
    Free,
}

impl Schema {
    /// Returns what is known below a key; the error is Kubernetes' own.
    pub(super) fn below(self, key: &str) -> Merged<Self> {
        let (name, holds) = match self {
            Self::Top if shapes::PARTS.contains(&key) => {
                return Ok(Self::Struct(shapes::part(key)));
            }
            Self::Top => (
                "Application",
                shapes::envelope().field(key).map(|field| &field.holds),
            ),
            Self::Struct(shape) => (shape.name, shape.field(key).map(|field| &field.holds)),
            Self::Map => return Ok(Self::Map),
            Self::Free => ("RawExtension", None),
        };
        match holds {
            Some(Type::Object(shape)) => Ok(Self::Struct(shape)),
            Some(Type::AnyMap | Type::Any) => Ok(Self::Free),
            Some(_) => Ok(Self::Map),
            None => Err(format!(
                "unable to find api field in struct {name} for the json field {key:?}"
            )),
        }
    }

    /// Returns the key by which items of a list are merged, empty for lists of texts; `None` for lists that are replaced.
    pub(super) fn merge_key(self, list: &str) -> Option<&'static str> {
        match self {
            Self::Struct(shape) if shape.name == "ObjectMeta" => match list {
                "finalizers" => Some(""),
                "ownerReferences" => Some("uid"),
                _ => None,
            },
            _ => None,
        }
    }
}
