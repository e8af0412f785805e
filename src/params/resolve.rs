//! Layers onto declarations.

use crate::cause::{Cause, CauseId, Causes, Kind as CauseKind, Origin};
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::params::declaration::{Declaration, Kind, span_end};
use crate::params::layer::{Layer, LayerKind};
use crate::params::value;
use crate::params::values::{Overridden, Resolved, Values};
use crate::span::Span;
use crate::yaml::{Entry, Map, Node, Value};
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

/// Lays the layers, weakest first, onto the declarations and returns every parameter's value.
///
/// `owner` names whose parameters these are in messages, such as ``use case `eso` ``; a required value that no layer gives is
/// reported at `at`. A parameter that is not required, has no default and is given nowhere is `""`, `false`, or `null` for
/// numbers and passwords. Every layer's value is checked, also where a stronger layer overrides it.
///
/// A parameter whose strongest value breaks a rule, and a missing one, is left out: `out` then holds an error.
pub fn resolve(
    declarations: &[Declaration],
    layers: &[&Layer],
    owner: &str,
    at: Span,
    causes: &mut Causes,
    out: &mut Diagnostics,
) -> Values {
    let declared = Declared::new(declarations, owner);
    let mut given: BTreeMap<&str, Vec<Given<'_>>> = BTreeMap::new();
    for layer in layers {
        let mut seen = BTreeMap::new();
        declared.read(layer, "", &layer.values, &mut seen, out);
        for (variable, found) in seen {
            given.entry(variable).or_default().push(found);
        }
    }
    let all = declarations
        .iter()
        .filter_map(|declaration| {
            let given = given.remove(declaration.variable.as_str());
            settle(
                declaration,
                given.unwrap_or_default(),
                (owner, at),
                causes,
                out,
            )
        })
        .collect();
    Values { all }
}

/// A value as a layer gives it.
struct Given<'a> {
    layer: &'a Layer,
    entry: &'a Entry,
}

struct Declared<'d> {
    by_name: BTreeMap<&'d str, &'d Declaration>,
    /// Whether a secret is among them.
    secrets: bool,
    owner: &'d str,
}

impl<'d> Declared<'d> {
    fn new(declarations: &'d [Declaration], owner: &'d str) -> Self {
        let by_name = declarations
            .iter()
            .map(|declaration| (declaration.variable.as_str(), declaration))
            .collect();
        let secrets = declarations.iter().any(Declaration::sounds_secret);
        Self {
            by_name,
            secrets,
            owner,
        }
    }

    /// Collects what a layer gives to declared parameters, and reports the rest.
    fn read<'l>(
        &self,
        layer: &'l Layer,
        prefix: &str,
        map: &'l Map,
        seen: &mut BTreeMap<&'d str, Given<'l>>,
        out: &mut Diagnostics,
    ) {
        for entry in map {
            let name = format!("{prefix}{}", entry.key.text);
            let inside = format!("{name}.");
            match (
                self.by_name.get_key_value(name.as_str()),
                entry.node.as_map(),
            ) {
                (Some((&variable, _)), _) => {
                    let given = Given { layer, entry };
                    if let Some(first) = seen.get(variable) {
                        out.push(twice(self.by_name[variable], first.entry, entry));
                    } else {
                        seen.insert(variable, given);
                    }
                }
                (None, Some(map)) if self.child(&inside).is_some() => {
                    self.read(layer, &inside, map, seen, out);
                }
                (None, _) => {
                    let fault = self.unknown(&name, layer, entry, !out.are_many());
                    out.push(fault);
                }
            }
        }
    }

    fn unknown(&self, name: &str, layer: &Layer, entry: &Entry, search: bool) -> Diagnostic {
        let message = format!(
            "{} has no parameter `{}`, but {} sets it",
            self.owner,
            value::cut(name),
            layer.name
        );
        // A misspelt password holds a secret all the same.
        let key = entry.key.span;
        let place = if self.secrets { span_end(key) } else { key };
        let diagnostic = Diagnostic::error(super::UNKNOWN, place, message);
        let inside = format!("{name}.");
        let nested = self.child(&inside);
        if let Some(rest) = nested {
            return diagnostic.help(format!("it is a map: write `{name}: {{{rest}: VALUE}}`"));
        }
        let names = self.by_name.keys().copied();
        match nearest(name, names.filter(|_| search)) {
            Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")).related(
                self.by_name[meant].place(),
                format!("`{meant}` is declared here"),
            ),
            None => diagnostic.help(self.names()),
        }
    }

    /// Returns what follows `prefix` in the first declared name that begins with it.
    fn child(&self, prefix: &str) -> Option<&'d str> {
        let from = (Bound::Included(prefix), Bound::Unbounded);
        let (name, _) = self.by_name.range::<str, _>(from).next()?;
        name.strip_prefix(prefix)
    }

    fn names(&self) -> String {
        if self.by_name.is_empty() {
            return "remove it, or declare it under `parameters`".to_owned();
        }
        let names = self.by_name.keys().take(12).map(|name| format!("`{name}`"));
        let names = Vec::from_iter(names).join(", ");
        let more = if self.by_name.len() > 12 { ", …" } else { "" };
        format!("declared are {names}{more}")
    }
}

fn twice(declaration: &Declaration, first: &Entry, second: &Entry) -> Diagnostic {
    let variable = &declaration.variable;
    let message = format!("parameter `{variable}` is given twice, once with dots and once nested");
    let [first, second] = [first, second].map(|entry| declaration.hiding(entry.key.span));
    Diagnostic::error(super::DUPLICATE, second, message)
        .help("keep one of the two")
        .related(first, "first given here")
}

/// Checks what the layers give to one parameter, and takes the strongest.
fn settle(
    declaration: &Declaration,
    given: Vec<Given<'_>>,
    (owner, at): (&str, Span),
    causes: &mut Causes,
    out: &mut Diagnostics,
) -> Option<Resolved> {
    let mut weaker = candidates(declaration, given, out)?;
    let winner = match weaker.pop() {
        Some(winner) => winner,
        None if declaration.required => {
            out.push(missing(declaration, owner, at));
            return None;
        }
        None => nothing(declaration),
    };
    weaker.reverse();
    Some(resolved(declaration, winner, weaker, causes))
}

/// Returns the default and the layers' good values, weakest first; `None` when the strongest is bad.
fn candidates(
    declaration: &Declaration,
    given: Vec<Given<'_>>,
    out: &mut Diagnostics,
) -> Option<Vec<Overridden>> {
    let mut good = Vec::from_iter(default(declaration));
    let mut strongest_is_good = true;
    for Given { layer, entry } in given {
        let judged = judged(declaration, layer, entry, &good);
        strongest_is_good = judged.is_ok();
        match judged {
            Ok(node) => good.push(Overridden {
                layer: layer.kind,
                layer_name: layer.name.clone(),
                span: node.span,
                node,
            }),
            Err(fault) => out.push(*fault),
        }
    }
    strongest_is_good.then_some(good)
}

fn judged(
    declaration: &Declaration,
    layer: &Layer,
    entry: &Entry,
    weaker: &[Overridden],
) -> Result<Node, Box<Diagnostic>> {
    let subject = format!("parameter `{}`", declaration.variable);
    let place = |mut fault: Diagnostic| {
        for overridden in weaker
            .iter()
            .rev()
            .filter(|o| o.layer != LayerKind::Default)
        {
            let what = format!("overrides the value of {}", overridden.layer_name);
            fault = fault.related(overridden.span, what);
        }
        Box::new(fault)
    };
    let node = value::typed(declaration, &entry.node, layer.textual, &subject)
        .map_err(|fault| place(*fault))?;
    if declaration.required && node.as_str() == Some("") {
        let message = format!("{subject} is required, found an empty string");
        let fault = Diagnostic::error(super::MISSING, entry.key.span, message)
            .help("write a value")
            .related(declaration.place(), "declared here");
        return Err(place(fault));
    }
    Ok(node)
}

fn missing(declaration: &Declaration, owner: &str, at: Span) -> Diagnostic {
    let variable = &declaration.variable;
    let message = format!("{owner} needs a value for the required parameter `{variable}`");
    let example = match declaration.kind {
        Kind::Password => "{secretRef: {name: NAME, key: KEY}}".to_owned(),
        Kind::Boolean => "true".to_owned(),
        Kind::Number => declaration.min.map_or(1, |bound| bound.value).to_string(),
        Kind::String | Kind::Multiline => match declaration.options.first() {
            Some(option) => option.text.clone(),
            None => "VALUE".to_owned(),
        },
    };
    Diagnostic::error(super::MISSING, at, message)
        .help(format!("add `{variable}: {example}` under `parameters`"))
        .related(declaration.place(), "declared here")
}

fn default(declaration: &Declaration) -> Option<Overridden> {
    declaration.default.as_ref().map(|node| Overridden {
        layer: LayerKind::Default,
        layer_name: "the declared default".to_owned(),
        span: node.span,
        node: node.clone(),
    })
}

fn nothing(declaration: &Declaration) -> Overridden {
    let value = match declaration.kind {
        Kind::String | Kind::Multiline => Value::from(""),
        Kind::Boolean => Value::Bool(false),
        Kind::Number | Kind::Password => Value::Null,
    };
    Overridden {
        layer: LayerKind::Default,
        layer_name: "the declaration without a default".to_owned(),
        span: declaration.span,
        node: Node::new(value, declaration.span),
    }
}

fn resolved(
    declaration: &Declaration,
    winner: Overridden,
    overridden: Vec<Overridden>,
    causes: &mut Causes,
) -> Resolved {
    let cause = provenance(declaration, &winner, causes);
    Resolved {
        variable: declaration.variable.clone(),
        node: Node {
            cause,
            ..winner.node
        },
        layer: winner.layer,
        layer_name: winner.layer_name,
        span: winner.span,
        overridden,
        secret: declaration.is_secret(),
        name_span: declaration.name_span,
    }
}

/// The parameter, then its layer, then the text or expression that the layer holds.
fn provenance(declaration: &Declaration, winner: &Overridden, causes: &mut Causes) -> CauseId {
    let source = Origin {
        span: winner.span,
        cause: winner.node.cause,
    };
    let layer = causes.add(Cause {
        kind: CauseKind::Layer,
        name: Arc::from(winner.layer_name.as_str()),
        span: Some(winner.span),
        from: vec![source],
    });
    causes.add(Cause {
        kind: CauseKind::Parameter,
        name: Arc::from(declaration.variable.as_str()),
        span: Some(declaration.name_span),
        from: vec![Origin {
            span: winner.span,
            cause: layer,
        }],
    })
}

#[cfg(test)]
mod tests;
