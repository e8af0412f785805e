//! What a plan does not show.

use crate::yaml::{Node, Value};
use std::borrow::Cow;

/// What stands for a secret.
pub(super) const HIDDEN: &str = "hidden";

/// Shorter secrets are hidden where they are all of a text: they stand in many texts that hold no secret.
const SHORTEST: usize = 4;

/// Returns a node with secrets replaced by a marker, wherever texts hold them.
pub(super) fn without<'n>(node: &'n Node, secrets: &[String]) -> Cow<'n, Node> {
    match secrets {
        [] => Cow::Borrowed(node),
        secrets => {
            let mut shown = node.clone();
            hide(&mut shown, secrets);
            Cow::Owned(shown)
        }
    }
}

fn hide(node: &mut Node, secrets: &[String]) {
    match &mut node.value {
        Value::String(text) => {
            let mut shown = text.to_string();
            for secret in secrets {
                if shown == *secret {
                    HIDDEN.clone_into(&mut shown);
                } else if secret.len() >= SHORTEST {
                    shown = shown.replace(secret.as_str(), HIDDEN);
                }
            }
            *text = shown.into();
        }
        Value::List(items) => items.iter_mut().for_each(|item| hide(item, secrets)),
        Value::Map(map) => map
            .iter_mut()
            .for_each(|entry| hide(&mut entry.node, secrets)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
