//! The names of parameters: what templates can say, each once.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::params::declaration::Declaration;
use crate::params::value;
use crate::span::Span;
use crate::yaml::{Map, Node};
use std::collections::BTreeMap;

const LONGEST: usize = 128;

/// Returns the name of the parameter, when it is one that templates can say.
pub(super) fn name(
    item: &Node,
    map: &Map,
    reserved: &[&str],
    out: &mut Diagnostics,
) -> Option<String> {
    let Some(node) = map.get("variable") else {
        let message = "a parameter has no `variable`";
        out.push(
            Diagnostic::error(super::DECLARATION, item.span, message).help("add `variable: NAME`"),
        );
        return None;
    };
    match judged(node, reserved) {
        Ok(name) => Some(name.to_owned()),
        Err(fault) => {
            out.push(*fault);
            None
        }
    }
}

fn judged<'n>(node: &'n Node, reserved: &[&str]) -> Result<&'n str, Box<Diagnostic>> {
    let fault = |code, message| Diagnostic::error(code, node.span, message);
    let Some(text) = node.as_str() else {
        let message = format!("`variable` must be a string, found {}", value::shown(node));
        let help = "write a name of letters, digits and `_`";
        return Err(Box::new(fault(super::DECLARATION, message).help(help)));
    };
    if text.len() > LONGEST || !text.split('.').all(is_identifier) {
        return Err(Box::new(unspeakable(node.span, text)));
    }
    let first = text.split('.').next().unwrap_or_default();
    if reserved.contains(&first) {
        let message = format!(
            "a parameter can't be called `{text}`: `{first}` already means something in templates"
        );
        let help = format!("choose another name, such as `{first}Value`");
        return Err(Box::new(fault(super::RESERVED, message).help(help)));
    }
    Ok(text)
}

fn unspeakable(place: Span, text: &str) -> Diagnostic {
    let message = format!(
        "`{}` is not a name that templates can say",
        value::cut(text)
    );
    let help = identifier_for(text).map(|name| format!("write `{name}`"));
    Diagnostic::error(super::DECLARATION, place, message)
        .maybe_help(help)
        .note("names have letters, digits and `_`, no digit first; dots make nested values")
        .note(format!("names have at most {LONGEST} characters"))
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
    let good = name.len() <= LONGEST && name.split('.').all(is_identifier);
    good.then_some(name)
}

/// Says whether the name is free, and reports it where it is not.
pub(super) fn unique(
    declaration: &Declaration,
    taken: &mut BTreeMap<String, Span>,
    out: &mut Diagnostics,
) -> bool {
    let variable = &declaration.variable;
    let Some((other, place)) = clash(variable, taken) else {
        taken.insert(variable.clone(), declaration.place());
        return true;
    };
    let (message, help) = if other == variable {
        let message = format!("parameter `{variable}` is declared twice");
        (message, "remove one of the two, or rename it")
    } else {
        let message = format!(
            "parameters `{other}` and `{variable}` exclude each other: one is a value, the other a map"
        );
        (message, "rename one of the two")
    };
    out.push(
        Diagnostic::error(super::DUPLICATE, declaration.place(), message)
            .help(help)
            .related(place, format!("`{other}` is declared here")),
    );
    false
}

/// Returns the declaration that excludes a name: `a` and `a.b` do, because the one is a value and the other makes a map.
fn clash<'t>(name: &str, taken: &'t BTreeMap<String, Span>) -> Option<(&'t str, Span)> {
    let inside = format!("{name}.");
    let parent = name
        .match_indices('.')
        .find_map(|(at, _)| taken.get_key_value(&name[..at]));
    let child = || {
        let next = taken.range(inside.clone()..).next();
        next.filter(|(other, _)| other.starts_with(&inside))
    };
    parent
        .or_else(|| taken.get_key_value(name))
        .or_else(child)
        .map(|(other, &place)| (other.as_str(), place))
}
