//! Layers onto declarations.

use crate::cause::{Cause, CauseId, Causes, Kind as CauseKind, Origin};
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::params::declaration::{Declaration, Kind};
use crate::params::layer::{Layer, LayerKind};
use crate::params::value;
use crate::span::Span;
use crate::yaml::{Entry, Key, Map, Node, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A value that a stronger layer replaced.
#[derive(Clone, Debug)]
pub struct Overridden {
    /// The kind of layer it stood in.
    pub layer: LayerKind,
    /// That layer's name.
    pub layer_name: String,
    /// Where it stands.
    pub span: Span,
    /// The value, typed.
    pub node: Node,
}

/// The value of one parameter, and why it is that.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// The parameter.
    pub variable: String,
    /// The value: a string, boolean or whole number; for a secret the map under `secretRef`; `null` for a number or a
    /// secret that nobody gave. Its cause leads over parameter and layer to the text.
    pub node: Node,
    /// The kind of layer that gave it.
    pub layer: LayerKind,
    /// That layer's name.
    pub layer_name: String,
    /// Where it stands; the declaration where nobody gave a value.
    pub span: Span,
    /// What it replaced, strongest first; the declared default comes last.
    pub overridden: Vec<Overridden>,
    /// Whether it must never be shown.
    pub secret: bool,
    name_span: Span,
}

/// All parameters of one owner, in the order of their declarations.
#[derive(Clone, Debug, Default)]
pub struct Values {
    all: Vec<Resolved>,
}

impl Values {
    /// Returns the value of a parameter.
    #[must_use]
    pub fn get(&self, variable: &str) -> Option<&Resolved> {
        self.all
            .iter()
            .find(|resolved| resolved.variable == variable)
    }

    /// Returns all values in the order of their declarations.
    pub fn iter(&self) -> std::slice::Iter<'_, Resolved> {
        self.all.iter()
    }

    /// Returns the number of parameters.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Says whether there are no parameters.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Returns the values as templates see them: `a.b` is `b` in the map `a`.
    #[must_use]
    pub fn to_map(&self) -> Map {
        let mut root = Map::new();
        for resolved in &self.all {
            let mut segments = resolved.variable.split('.').collect::<Vec<_>>();
            let last = segments.pop().unwrap_or_default();
            let place = resolved.name_span;
            let map = segments
                .iter()
                .fold(&mut root, |map, segment| descend(map, key(segment, place)));
            map.insert(key(last, place), resolved.node.clone());
        }
        root
    }
}

fn key(text: &str, span: Span) -> Key {
    Key {
        text: Arc::from(text),
        span,
    }
}

/// Returns the map under a key, made where it is missing; declarations never use one name for a value and for a map.
fn descend(map: &mut Map, key: Key) -> &mut Map {
    let name = Arc::clone(&key.text);
    if map.get(&name).and_then(Node::as_map).is_none() {
        let node = Node::new(Value::Map(Map::new()), key.span);
        map.insert(key, node);
    }
    map.get_mut(&name)
        .and_then(Node::as_map_mut)
        .expect("a map was just put there")
}

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
    owner: &'d str,
}

impl<'d> Declared<'d> {
    fn new(declarations: &'d [Declaration], owner: &'d str) -> Self {
        let by_name = declarations
            .iter()
            .map(|declaration| (declaration.variable.as_str(), declaration))
            .collect();
        Self { by_name, owner }
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
                        out.push(twice(variable, first.entry, entry));
                    } else {
                        seen.insert(variable, given);
                    }
                }
                (None, Some(map)) if self.by_name.keys().any(|key| key.starts_with(&inside)) => {
                    self.read(layer, &inside, map, seen, out);
                }
                (None, _) => out.push(self.unknown(&name, layer, entry)),
            }
        }
    }

    fn unknown(&self, name: &str, layer: &Layer, entry: &Entry) -> Diagnostic {
        let owner = self.owner;
        let message = format!(
            "{owner} has no parameter `{name}`, but {} sets it",
            layer.name
        );
        let diagnostic = Diagnostic::error(super::UNKNOWN, entry.key.span, message);
        if let Some(meant) = nearest(name, self.by_name.keys().copied()) {
            return diagnostic.help(format!("did you mean `{meant}`?")).related(
                self.by_name[meant].name_span,
                format!("`{meant}` is declared here"),
            );
        }
        let names: Vec<String> = self
            .by_name
            .keys()
            .take(12)
            .map(|name| format!("`{name}`"))
            .collect();
        let more = if self.by_name.len() > 12 { ", …" } else { "" };
        diagnostic.help(if names.is_empty() {
            format!("{owner} declares no parameters: remove the line, or declare `{name}` under `parameters`")
        } else {
            format!("declared are {}{more}", names.join(", "))
        })
    }
}

fn twice(variable: &str, first: &Entry, second: &Entry) -> Diagnostic {
    let message = format!("parameter `{variable}` is given twice, once with dots and once nested");
    Diagnostic::error(super::DUPLICATE, second.key.span, message)
        .help("keep one of the two")
        .related(first.key.span, "first given here")
}

/// Checks what the layers give to one parameter, and takes the strongest.
fn settle(
    declaration: &Declaration,
    given: Vec<Given<'_>>,
    (owner, at): (&str, Span),
    causes: &mut Causes,
    out: &mut Diagnostics,
) -> Option<Resolved> {
    let mut weaker = Vec::from_iter(default(declaration));
    let mut strongest_is_good = true;
    for Given { layer, entry } in given {
        match judged(declaration, layer, entry, &weaker) {
            Ok(node) => {
                strongest_is_good = true;
                weaker.push(Overridden {
                    layer: layer.kind,
                    layer_name: layer.name.clone(),
                    span: node.span,
                    node,
                });
            }
            Err(fault) => {
                strongest_is_good = false;
                out.push(*fault);
            }
        }
    }
    if !strongest_is_good {
        return None;
    }
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
            .related(declaration.name_span, "declared here");
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
        .related(declaration.name_span, "declared here")
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
