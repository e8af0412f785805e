//! The names of parameters: what templates can say, each once.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::params::declaration::Declaration;
use crate::params::value;
use crate::span::Span;
use crate::yaml::{Map, Node};
use std::collections::BTreeMap;

/// Returns the name of the parameter, when it is one that templates can say.
pub(super) fn name(
    item: &Node,
    map: &Map,
    reserved: &[&str],
    out: &mut Diagnostics,
) -> Option<String> {
    let Some(node) = map.get("variable") else {
        out.push(
            Diagnostic::error(
                super::DECLARATION,
                item.span,
                "a parameter has no `variable`",
            )
            .help("add `variable: NAME`"),
        );
        return None;
    };
    let Some(text) = node.as_str() else {
        let message = format!("`variable` must be a string, found {}", value::shown(node));
        out.push(
            Diagnostic::error(super::DECLARATION, node.span, message)
                .help("write a name of letters, digits and `_`"),
        );
        return None;
    };
    if !text.split('.').all(is_identifier) {
        let message = format!(
            "`{}` is not a name that templates can say",
            value::cut(text)
        );
        out.push(
            Diagnostic::error(super::DECLARATION, node.span, message)
                .maybe_help(identifier_for(text).map(|name| format!("write `{name}`")))
                .note(
                    "names have letters, digits and `_`, no digit first; dots make nested values",
                ),
        );
        return None;
    }
    let first = text.split('.').next().unwrap_or_default();
    if reserved.contains(&first) {
        let message = format!(
            "a parameter can't be called `{text}`: `{first}` already means something in templates"
        );
        out.push(
            Diagnostic::error(super::RESERVED, node.span, message)
                .help(format!("choose another name, such as `{first}Value`")),
        );
        return None;
    }
    Some(text.to_owned())
}

fn is_identifier(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes
        .next()
        .is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The name in lowerCamelCase: `sleep-after` becomes `sleepAfter`.
fn identifier_for(text: &str) -> Option<String> {
    let mut name = String::new();
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '.');
    for word in words.filter(|word| !word.is_empty()) {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if !name.is_empty() => name.push(first.to_ascii_uppercase()),
            Some(first) => name.push(first),
            None => {}
        }
        name.push_str(letters.as_str());
    }
    name.split('.').all(is_identifier).then_some(name)
}

/// Says whether the name is free; `a` and `a.b` exclude each other, because the one is a value and the other makes a map.
pub(super) fn unique(
    declaration: &Declaration,
    taken: &mut BTreeMap<String, Span>,
    out: &mut Diagnostics,
) -> bool {
    let variable = &declaration.variable;
    let parents = variable
        .match_indices('.')
        .find_map(|(at, _)| taken.get_key_value(&variable[..at]));
    let inside = format!("{variable}.");
    let children = || {
        let next = taken.range(inside.clone()..).next();
        next.filter(|(other, _)| other.starts_with(&inside))
    };
    let clash = parents
        .or_else(|| taken.get_key_value(variable))
        .or_else(children);
    let Some((other, &place)) = clash else {
        taken.insert(variable.clone(), declaration.place());
        return true;
    };
    let (message, help) = if other == variable {
        (
            format!("parameter `{variable}` is declared twice"),
            "remove one of the two, or rename it",
        )
    } else {
        (
            format!(
                "parameters `{other}` and `{variable}` exclude each other: one is a value, the other a map"
            ),
            "rename one of the two",
        )
    };
    out.push(
        Diagnostic::error(super::DUPLICATE, declaration.place(), message)
            .help(help)
            .related(place, format!("`{other}` is declared here")),
    );
    false
}
