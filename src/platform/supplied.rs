//! From the parameters that an instance gives to the values that its template sees.

use super::codes::{
    DEFAULT_INVALID, DEFAULT_NOT_STRING, NOT_IN_OPTIONS, PARAMETER_INVALID, PARAMETERS_MALFORMED,
    QUOTED_BOOLEAN, TYPE_UNKNOWN, VALUE_UNKNOWN,
};
use super::findings::Findings;
use super::parameter::{Declared, Refused, Taken, known_type};
use super::place::within;
use super::prediction::{About, Step};
use crate::diagnostic::{Diagnostic, Diagnostics, nearest, sounds_secret};
use crate::span::{Sources, Span};
use crate::yaml::{self, Entry, Key, Limits, Node, Number, Reading, Value};
use std::collections::BTreeMap;

const SYNCING: &str = "the platform sets `TemplateResolved=False` with reason `ErrorSyncingParameters`, and makes nothing of the instance";

/// The values of parameters.
#[derive(Debug)]
pub(super) struct Resolved {
    /// The values of declared parameters, typed.
    pub(super) declared: Node,
    /// The same with the values that nothing declares.
    pub(super) all: Node,
    /// Where each value comes from, by path.
    pub(super) origins: BTreeMap<String, Step>,
    /// Numbers and booleans that are written as text.
    pub(super) quoted: Vec<Entry>,
    /// The texts of passwords, and of parameters that sound secret.
    pub(super) secrets: Vec<String>,
    /// Whether some value is refused, so that a template would see less than it ever does.
    pub(super) partial: bool,
}

impl Resolved {
    /// Returns the values of no parameters.
    pub(super) fn empty(span: Span) -> Self {
        Self {
            declared: Node::map([], span),
            all: Node::map([], span),
            origins: BTreeMap::new(),
            quoted: Vec::new(),
            secrets: Vec::new(),
            partial: false,
        }
    }
}

/// Reads `spec.parameters`: YAML text. Places are those in the file, where the files are at hand.
pub(super) fn parse(
    text: &Node,
    sources: Option<&Sources>,
    findings: &mut Findings,
) -> Option<Node> {
    let written = match &text.value {
        Value::Null => return Some(Node::map([], text.span)),
        Value::String(written) => written,
        other => {
            let what = format!("`parameters` is YAML text, not a {}", other.type_name());
            let found = Diagnostic::error(PARAMETERS_MALFORMED, text.span, what);
            findings.refuse(found.help("write `parameters: |` and the map below it, indented"));
            return None;
        }
    };
    let at = |span: Span| {
        let range = span.start as usize..span.end as usize;
        within(sources, text.span, written, range)
    };
    match read(text.span, written, &at, findings) {
        Ok(node) => Some(node),
        Err((span, what)) => {
            let found = Diagnostic::error(PARAMETERS_MALFORMED, span, what);
            findings.refuse(found.help("write one `NAME: value` a line").note(SYNCING));
            None
        }
    }
}

/// Returns the map of a text; else where it is none, and why.
fn read(
    scalar: Span,
    written: &str,
    at: &impl Fn(Span) -> Span,
    findings: &mut Findings,
) -> Result<Node, (Span, String)> {
    let mut warnings = Diagnostics::new();
    let (bytes, limits) = (written.as_bytes(), Limits::default());
    let read = yaml::read(
        scalar.source,
        bytes,
        Reading::Kubectl,
        &limits,
        &mut warnings,
    );
    for warning in warnings.iter() {
        findings.problem(moved(warning.clone(), at));
    }
    match read.map(|nodes| nodes.into_iter().next()) {
        Ok(None) => Ok(Node::map([], scalar)),
        Ok(Some(mut node)) if node.as_map().is_some() => {
            relocate(&mut node, at);
            Ok(node)
        }
        Ok(Some(node)) => {
            let kind = node.value.type_name();
            let what = format!("the parameters are a {kind}, not a map");
            Err((at(node.span), what))
        }
        Err(fault) => {
            let what = format!("the parameters are no YAML: {}", fault.message);
            Err((fault.span.map_or(scalar, at), what))
        }
    }
}

fn moved(mut finding: Diagnostic, at: &impl Fn(Span) -> Span) -> Diagnostic {
    finding.span = finding.span.map(at);
    for related in &mut finding.related {
        related.span = at(related.span);
    }
    finding
}

fn relocate(node: &mut Node, at: &impl Fn(Span) -> Span) {
    node.span = at(node.span);
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| relocate(item, at)),
        Value::Map(map) => {
            for entry in map.iter_mut() {
                entry.key.span = at(entry.key.span);
                relocate(&mut entry.node, at);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Holds the values against the declarations. What the platform refuses refuses the instance.
pub(super) fn resolve(
    declared: &[Declared<'_>],
    supplied: &Node,
    findings: &mut Findings,
) -> Resolved {
    let mut resolved = Resolved {
        all: supplied.clone(),
        ..Resolved::empty(supplied.span)
    };
    for declaration in declared.iter().filter(|one| !one.variable.is_empty()) {
        let keys: Vec<&str> = declaration.variable.split('.').collect();
        let given = supplied.present_at(&keys);
        match one(declaration, given, &mut resolved, findings) {
            Some(value) => {
                let text = value.as_str().filter(|text| !text.is_empty());
                let secret = text.filter(|_| is_secret(declaration));
                resolved.secrets.extend(secret.map(str::to_owned));
                put(&mut resolved.declared, &keys, value.clone());
                put(&mut resolved.all, &keys, value);
            }
            None => resolved.partial = true,
        }
    }
    warn_unknown(declared, supplied, String::new(), findings);
    undeclared_secrets(supplied, &mut resolved.secrets);
    resolved
}

/// Values that nothing declares are kept by the platform, and their names may sound secret as well.
fn undeclared_secrets(supplied: &Node, secrets: &mut Vec<String>) {
    for entry in supplied.as_map().into_iter().flatten() {
        match entry.node.as_str() {
            Some(text) if !text.is_empty() && sounds_secret(&entry.key.text) => {
                secrets.push(text.to_owned());
            }
            Some(_) => {}
            None => undeclared_secrets(&entry.node, secrets),
        }
    }
}

fn is_secret(declaration: &Declared<'_>) -> bool {
    declaration.kind == "password" || sounds_secret(declaration.variable)
}

/// Returns the value of one parameter.
fn one(
    declaration: &Declared<'_>,
    given: Option<&Node>,
    resolved: &mut Resolved,
    findings: &mut Findings,
) -> Option<Node> {
    let has_default = default_is_text(declaration, findings);
    let name = declaration.variable;
    let text = match given.map(as_text) {
        None => String::new(),
        Some(Some(text)) => text,
        Some(None) => {
            findings.refuse(not_a_scalar(name, given?));
            return None;
        }
    };
    if text.is_empty() && !has_default {
        return None;
    }
    let place = given.map_or(declaration.node.span, |node| node.span);
    match declaration.take(&text) {
        Ok(taken) => {
            accepted(declaration, given, &taken, resolved, findings);
            Some(Node::new(taken.value, place))
        }
        Err(refused) => {
            findings.refuse(told(declaration, given, &text, &refused));
            None
        }
    }
}

fn accepted(
    declaration: &Declared<'_>,
    given: Option<&Node>,
    taken: &Taken,
    resolved: &mut Resolved,
    findings: &mut Findings,
) {
    let name = declaration.variable;
    let step = match given.filter(|_| !taken.is_default) {
        Some(node) => Step::new(format!("parameter `{name}`"), Some(node.span)),
        None => {
            let place = declaration.place("defaultValue");
            Step::new(format!("default of parameter `{name}`"), Some(place))
        }
    };
    let step = step.about(About::Parameter(name.to_owned()));
    resolved.origins.insert(name.to_owned(), step);
    let Some(given) = given.filter(|_| !taken.is_default) else {
        return;
    };
    if let Some(text) = given
        .as_str()
        .filter(|_| taken.value.type_name() != "string")
    {
        resolved.quoted.push(Entry::new(name, text, given.span));
        if let Value::Bool(value) = taken.value {
            let what = format!("the boolean parameter `{name}` is given as the text `{text}`");
            let found = Diagnostic::warning(QUOTED_BOOLEAN, given.span, what);
            findings.problem(found.help(format!("write `{name}: {value}`")));
        }
    }
    not_in_options(declaration, given, &taken.value, findings);
}

fn not_in_options(
    declaration: &Declared<'_>,
    given: &Node,
    value: &Value,
    findings: &mut Findings,
) {
    let options = &declaration.options;
    let Value::String(value) = value else {
        return;
    };
    if options.is_empty() || options.contains(&&**value) {
        return;
    }
    let name = declaration.variable;
    let shown = shown(declaration, value);
    let what = format!("{shown} is none of the options of parameter `{name}`");
    let help = match nearest(value, options.iter().copied()) {
        Some(near) => format!(
            "did you mean `{near}`? The options are {}",
            options.join(", ")
        ),
        None => format!("the options are {}", options.join(", ")),
    };
    findings.problem(
        Diagnostic::warning(NOT_IN_OPTIONS, given.span, what)
            .help(help)
            .related(declaration.place("options"), "declared here")
            .note("the platform offers people the options only, but its own check takes any value"),
    );
}

/// Passwords, and values of parameters that sound secret, are not shown.
fn shown(declaration: &Declared<'_>, value: &str) -> String {
    match is_secret(declaration) {
        true => "the value".to_owned(),
        false => format!("`{value}`"),
    }
}

/// Says whether the default, if there is one, is text; the API refuses the template otherwise.
fn default_is_text(declaration: &Declared<'_>, findings: &mut Findings) -> bool {
    let default = declaration.node.get("defaultValue");
    let default = default.filter(|node| !node.is_null() && node.as_str().is_none());
    let Some(default) = default else {
        return true;
    };
    let name = declaration.variable;
    let kind = default.value.type_name();
    let what = format!("the default of parameter `{name}` is a {kind}, and must be text");
    let help = match as_text(default) {
        Some(text) => format!("write `defaultValue: '{text}'`"),
        None => "put it in quotes".to_owned(),
    };
    findings.refuse(Diagnostic::error(DEFAULT_NOT_STRING, default.span, what).help(help));
    false
}

/// The platform makes text of what YAML reads as text, integer or boolean.
fn as_text(node: &Node) -> Option<String> {
    match &node.value {
        Value::String(text) => Some(text.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(Number::Int(number)) => Some(number.to_string()),
        Value::Number(_) | Value::List(_) | Value::Map(_) | Value::Null => None,
    }
}

fn not_a_scalar(name: &str, given: &Node) -> Diagnostic {
    let (kind, help) = match &given.value {
        Value::Number(_) => ("number with a fraction", "put it in quotes"),
        other => (other.type_name(), "give it one text, integer or boolean"),
    };
    let what = format!("parameter `{name}` is a {kind}, which the platform does not take");
    Diagnostic::error(PARAMETER_INVALID, given.span, what)
        .help(help)
        .note(SYNCING)
}

fn told(
    declaration: &Declared<'_>,
    given: Option<&Node>,
    text: &str,
    refused: &Refused,
) -> Diagnostic {
    let is_default = text.is_empty() && !declaration.default.is_empty();
    let value = if is_default {
        declaration.default
    } else {
        text
    };
    let shown = match value.is_empty() {
        true => "no value".to_owned(),
        false => shown(declaration, value),
    };
    let (shown, is_line) = match is_default {
        true => (format!("the default {shown}"), false),
        false => (shown, true),
    };
    let (what, help, rule) = words(declaration, &shown, is_line, refused);
    let code = match refused {
        Refused::UnknownType => TYPE_UNKNOWN,
        _ if is_default => DEFAULT_INVALID,
        _ => PARAMETER_INVALID,
    };
    let own = matches!(refused, Refused::UnknownType | Refused::Broken(..));
    let place = match given.filter(|_| !own && !is_default) {
        Some(node) => node.span,
        None if is_default && !own => declaration.place("defaultValue"),
        None => declaration.place(rule),
    };
    let found = Diagnostic::error(code, place, what)
        .help(help)
        .note(SYNCING);
    match given.filter(|_| !own) {
        Some(_) => found.related(declaration.place(rule), "declared here"),
        None => found,
    }
}

/// What is wrong, what to type, and the field of the declaration that says so.
fn words(
    declaration: &Declared<'_>,
    shown: &str,
    is_line: bool,
    refused: &Refused,
) -> (String, String, &'static str) {
    let name = declaration.variable;
    let line = |value: &str| match is_line {
        true => format!("write `{name}: {value}` into the parameters"),
        false => format!("write `defaultValue: '{value}'`"),
    };
    match refused {
        Refused::Missing => (
            format!("parameter `{name}` is required and has no value"),
            line("VALUE"),
            "required",
        ),
        Refused::NotBoolean => (
            format!("parameter `{name}` is a boolean, and has {shown}"),
            line("true"),
            "type",
        ),
        Refused::NotNumber => (
            format!("parameter `{name}` is an integer, and has {shown}"),
            line("1"),
            "type",
        ),
        Refused::Below(min) => (
            format!("parameter `{name}` is at least {min}, and has {shown}"),
            line(&min.to_string()),
            "min",
        ),
        Refused::Above(max) => (
            format!("parameter `{name}` is at most {max}, and has {shown}"),
            line(&max.to_string()),
            "max",
        ),
        Refused::Unmatched(text) => (
            format!("parameter `{name}` has {shown}, which does not match `{text}`"),
            "give a value that matches".to_owned(),
            "validation",
        ),
        Refused::Matched(text) => (
            format!("parameter `{name}` has {shown}, which must not match `{text}`"),
            "give a value that does not match".to_owned(),
            "invalidation",
        ),
        Refused::Broken(text, reason) => (
            format!(
                "parameter `{name}` is held against `{text}`, which is no expression: {reason}"
            ),
            "write a regular expression as Go reads it".to_owned(),
            "validation",
        ),
        Refused::UnknownType => (
            format!(
                "parameter `{name}` has the type `{}`, which is none",
                declaration.kind
            ),
            known_type(declaration.kind),
            "type",
        ),
    }
}

/// Puts a value at a path; what stands in the way goes.
pub(super) fn put(onto: &mut Node, keys: &[&str], value: Node) {
    let Some((first, rest)) = keys.split_first() else {
        return;
    };
    let span = value.span;
    let Some(entries) = onto.as_map_mut() else {
        return;
    };
    if rest.is_empty() {
        entries.insert(Key::new(*first, span), value);
        return;
    }
    let is_map = entries
        .get(first)
        .is_some_and(|node| node.as_map().is_some());
    if !is_map {
        entries.insert(Key::new(*first, span), Node::map([], span));
    }
    if let Some(below) = entries.get_mut(first) {
        put(below, rest, value);
    }
}

/// Warns of values that nothing declares.
fn warn_unknown(
    declared: &[Declared<'_>],
    supplied: &Node,
    before: String,
    findings: &mut Findings,
) {
    for entry in supplied.as_map().into_iter().flatten() {
        let path = format!("{before}{}", entry.key.text);
        if declared.iter().any(|one| one.variable == path) {
            continue;
        }
        let below = format!("{path}.");
        let is_above = declared.iter().any(|one| one.variable.starts_with(&below));
        if is_above && entry.node.as_map().is_some() {
            warn_unknown(declared, &entry.node, below, findings);
            continue;
        }
        let what = format!("the template does not declare a parameter `{path}`");
        let names = declared.iter().map(|one| one.variable);
        let help = match nearest(&path, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "delete the line, or declare the parameter in the template".to_owned(),
        };
        findings.problem(Diagnostic::warning(VALUE_UNKNOWN, entry.key.span, what).help(help));
    }
}
