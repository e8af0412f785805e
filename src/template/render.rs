//! Renders a compiled template with the names of a scope.

use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::template::budget::{Failed, Run, weight};
use crate::template::compile::{Code, Each, Form, Member, Name, Part};
use crate::template::gathered::Gathered;
use crate::template::{Binding, Engine, FAILED, FORM, KEY, Scope, Template, fault};
use crate::yaml::{Key, Map, Node, Value};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

impl Template<'_> {
    /// Renders the document: no node when its `$if` fails, several for a `$for`.
    ///
    /// Faults are reported in `run.out`; what they concern is left out, and the caller asks for errors at the end.
    pub fn render(&self, scope: &Arc<Scope>, run: &mut Run<'_>) -> Vec<Node> {
        let mut rendered = Vec::new();
        let mut renderer = Renderer {
            engine: self.engine,
            run,
        };
        // Reported already: the caller sees it in `run.out`.
        let _: Result<(), Failed> = renderer.items(&self.part, scope, &mut rendered);
        // What a broken limit cut short is of no use, and to check it would cost more than it did to make it.
        if renderer.run.budget.stopped {
            rendered.clear();
        }
        rendered
    }
}

pub(super) struct Renderer<'e, 'r, 'a> {
    pub(super) engine: &'e Engine,
    pub(super) run: &'r mut Run<'a>,
}

impl Renderer<'_, '_, '_> {
    /// Adds what a part gives to a list: forms and spreads may give none or many.
    fn items(
        &mut self,
        part: &Part<'_>,
        scope: &Arc<Scope>,
        into: &mut Vec<Node>,
    ) -> Result<(), Failed> {
        match part {
            Part::Form(form) => self.form(form, scope, into),
            Part::Spread(inner) => {
                if let Some(node) = self.value(inner, scope, "")? {
                    let span = node.span;
                    match node.value {
                        Value::List(items) => into.extend(items),
                        other => return Err(self.run.fail(spread_fault("list", &other, span))),
                    }
                }
                Ok(())
            }
            other => {
                into.extend(self.value(other, scope, "")?);
                Ok(())
            }
        }
    }

    /// Returns the one value of a part; none when a condition drops it. `key` is the key that it will stand under.
    fn value(
        &mut self,
        part: &Part<'_>,
        scope: &Arc<Scope>,
        key: &str,
    ) -> Result<Option<Node>, Failed> {
        match part {
            Part::Literal(node) => {
                self.run.spend_whole(node, node.span)?;
                Ok(Some(node.clone()))
            }
            Part::Whole(expression, span) => self.whole(expression, *span, scope, key).map(Some),
            Part::Mixed(stretches, span) => self.mixed(stretches, *span, scope).map(Some),
            Part::Statements(expression, span) => {
                self.statements(expression, *span, scope).map(Some)
            }
            Part::List(parts, span) => {
                let mut items = Vec::with_capacity(parts.len());
                let mut failed = false;
                for part in parts {
                    failed |= self.items(part, scope, &mut items).is_err();
                }
                self.run.spend_nodes(1, *span)?;
                if failed {
                    Err(Failed)
                } else {
                    Ok(Some(Node::new(Value::List(items), *span)))
                }
            }
            Part::Map(members, span) => {
                let map = self.map(members, scope)?;
                self.run.spend_nodes(1, *span)?;
                Ok(Some(Node::new(Value::Map(map), *span)))
            }
            Part::Spread(inner) => {
                let span = spread_span(inner);
                let mut map = Gathered::with_capacity(0);
                self.spread(inner, span, scope, &BTreeSet::new(), &mut map)?;
                Ok(Some(Node::new(Value::Map(map.into()), span)))
            }
            Part::Form(form) if form.each.is_some() => {
                let mut items = Vec::new();
                self.form(form, scope, &mut items)?;
                Ok(Some(Node::new(Value::List(items), form.span)))
            }
            Part::Form(form) => match self.branch(form, scope)? {
                Some((part, scope)) => self.value(part, &scope, key),
                None => Ok(None),
            },
        }
    }

    fn map(&mut self, members: &[Member<'_>], scope: &Arc<Scope>) -> Result<Map, Failed> {
        let mut map = Gathered::with_capacity(members.len());
        let mut written = BTreeSet::new();
        // Keys that are all literal differ already: the reader has seen to that.
        let may_clash = members
            .iter()
            .any(|member| !matches!(member, Member::Entry(Name::Literal(_), _)));
        let mut failed = false;
        for member in members {
            let done = match member {
                Member::Spread(part, span) => self.spread(part, *span, scope, &written, &mut map),
                Member::Entry(name, part) => self.entry(
                    name,
                    part,
                    scope,
                    &mut map,
                    may_clash.then_some(&mut written),
                ),
            };
            failed |= done.is_err();
        }
        if failed { Err(Failed) } else { Ok(map.into()) }
    }

    fn entry(
        &mut self,
        name: &Name<'_>,
        part: &Part<'_>,
        scope: &Arc<Scope>,
        map: &mut Gathered,
        written: Option<&mut BTreeSet<Arc<str>>>,
    ) -> Result<(), Failed> {
        let key = match name {
            Name::Literal(key) => key.clone(),
            Name::Text(part, span) => self.key(part, *span, scope)?,
        };
        let Some(node) = self.value(part, scope, &key.text)? else {
            return Ok(());
        };
        let twice = written
            .as_ref()
            .is_some_and(|written| written.contains(&key.text));
        if twice {
            let message = format!("the key `{}` is given twice in one map", key.text);
            return Err(self.run.fail(Diagnostic::error(KEY, key.span, message)));
        }
        if let Some(written) = written {
            written.insert(Arc::clone(&key.text));
        }
        map.put(key, node);
        Ok(())
    }

    fn key(&mut self, part: &Part<'_>, span: Span, scope: &Arc<Scope>) -> Result<Key, Failed> {
        let node = self.value(part, scope, "")?.ok_or(Failed)?;
        let text = match &node.value {
            Value::String(text) => Arc::clone(text),
            Value::Number(_) | Value::Bool(_) => Arc::from(crate::yaml::json::compact(
                &node,
                crate::yaml::json::Escapes::Needed,
            )),
            other => {
                let message = format!(
                    "a key is text, but the expression gives a {}",
                    other.type_name()
                );
                return Err(self.run.fail(Diagnostic::error(KEY, span, message)));
            }
        };
        Ok(Key { text, span })
    }

    /// Spreads maps into their parent; what the parent writes itself is stronger.
    fn spread(
        &mut self,
        part: &Part<'_>,
        span: Span,
        scope: &Arc<Scope>,
        written: &BTreeSet<Arc<str>>,
        map: &mut Gathered,
    ) -> Result<(), Failed> {
        let Some(node) = self.value(part, scope, "")? else {
            return Ok(());
        };
        let maps = match node.value {
            Value::List(items) => items,
            _ => vec![node],
        };
        for node in maps {
            match node.value {
                Value::Map(spread) => {
                    for entry in spread {
                        if !written.contains(&entry.key.text) {
                            map.put(entry.key, entry.node);
                        }
                    }
                }
                Value::Null => {}
                other => return Err(self.run.fail(spread_fault("map", &other, span))),
            }
        }
        Ok(())
    }

    fn form(
        &mut self,
        form: &Form<'_>,
        scope: &Arc<Scope>,
        into: &mut Vec<Node>,
    ) -> Result<(), Failed> {
        let Some(each) = &form.each else {
            return self.round(form, scope, into);
        };
        let looped = self.looped(each, scope)?;
        let mut failed = false;
        for nodes in rounds(&looped, each.names.len()) {
            self.run.spend_round(form.span)?;
            let mut inner = Scope::inside(scope);
            for (name, node) in each.names.iter().zip(nodes) {
                inner.bind(Arc::clone(name), Binding::new(node));
            }
            failed |= self.round(form, &Arc::new(inner), into).is_err();
        }
        if failed { Err(Failed) } else { Ok(()) }
    }

    fn round(
        &mut self,
        form: &Form<'_>,
        scope: &Arc<Scope>,
        into: &mut Vec<Node>,
    ) -> Result<(), Failed> {
        match self.branch(form, scope)? {
            Some((part, scope)) => self.items(part, &scope, into),
            None => Ok(()),
        }
    }

    /// Binds a form's names, and returns the part that its condition chooses.
    fn branch<'f, 'p>(
        &mut self,
        form: &'f Form<'p>,
        scope: &Arc<Scope>,
    ) -> Result<Option<(&'f Part<'p>, Arc<Scope>)>, Failed> {
        let mut scope = Arc::clone(scope);
        for (key, part) in &form.locals {
            let Some(node) = self.value(part, &scope, "")? else {
                continue;
            };
            self.check_length(&node, key.span)?;
            let mut inner = Scope::inside(&scope);
            inner.bind(Arc::clone(&key.text), Binding::new(node));
            scope = Arc::new(inner);
        }
        let holds = match &form.condition {
            Some(condition) => self.evaluate(condition, &scope)?.is_true(),
            None => true,
        };
        let chosen = if holds {
            Some(&form.body)
        } else {
            form.otherwise.as_ref()
        };
        Ok(chosen.map(|part| (part, scope)))
    }

    /// Returns what a loop runs over: a list, or a map.
    fn looped<'s>(
        &mut self,
        each: &Each<'_>,
        scope: &'s Arc<Scope>,
    ) -> Result<Cow<'s, Node>, Failed> {
        let node = match (&each.items.code, each.items.paths.first()) {
            (Code::Path, Some(path)) => match scope.node(path) {
                Some((node, _)) => Cow::Borrowed(node),
                None => return Err(self.undefined(&each.items, scope)),
            },
            _ => Cow::Owned(self.computed(&each.items, each.items.span, scope)?),
        };
        self.check_length(&node, each.items.span)?;
        self.run
            .spend_steps(weight(&node).0 as u64, each.items.span)?;
        match &node.value {
            Value::List(_) if each.names.len() == 2 => {
                let help = "bind one name for a list: `$for: item in list`";
                let message = "`$for` with two names runs over a map, found a list";
                Err(self
                    .run
                    .fail(Diagnostic::error(FORM, each.items.span, message).help(help)))
            }
            Value::List(_) | Value::Map(_) => Ok(node),
            _ => Err(self.run.fail(fault::not_iterable(
                &crate::template::convert::to_value(&node),
                each.items.span,
            ))),
        }
    }
}

/// Returns what each round of a loop binds: an item of a list, or a key of a map, with its value where there are two names.
fn rounds(looped: &Node, names: usize) -> impl Iterator<Item = Vec<Node>> {
    let items = looped.as_list().unwrap_or_default();
    let entries = looped.as_map().into_iter().flatten();
    let of_map = entries.map(move |entry| {
        let key = Node::new(Value::String(Arc::clone(&entry.key.text)), entry.key.span);
        match names {
            2 => vec![key, entry.node.clone()],
            _ => vec![key],
        }
    });
    items.iter().map(|item| vec![item.clone()]).chain(of_map)
}

/// The place of a `$spread`'s value.
fn spread_span(part: &Part<'_>) -> Span {
    match part {
        Part::Literal(node) => node.span,
        Part::Whole(_, span)
        | Part::Mixed(_, span)
        | Part::Statements(_, span)
        | Part::List(_, span)
        | Part::Map(_, span) => *span,
        Part::Spread(inner) => spread_span(inner),
        Part::Form(form) => form.span,
    }
}

fn spread_fault(wanted: &str, found: &Value, span: Span) -> Diagnostic {
    Diagnostic::error(
        FAILED,
        span,
        format!(
            "`$spread` in a {wanted} takes a {wanted}, found a {}",
            found.type_name()
        ),
    )
}
