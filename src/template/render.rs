//! Renders a compiled template with the names of a scope.

use crate::cause::{Cause, CauseId, Kind, Origin};
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::template::budget::{Failed, Run, weight};
use crate::template::compile::{Code, Each, Expression, Form, Member, Name, Part, Stretch};
use crate::template::convert::Taker;
use crate::template::gathered::Gathered;
use crate::template::scope::Names;
use crate::template::{
    Binding, Engine, FAILED, FORM, KEY, LIMIT, SECRET, Scope, Template, engine, fault, guard,
};
use crate::yaml::{Key, Map, Node, Value};
use minijinja::value::Value as Dynamic;
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

struct Renderer<'e, 'r, 'a> {
    engine: &'e Engine,
    run: &'r mut Run<'a>,
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

    /// A scalar that is one expression keeps the type of its value; a path keeps the places of what it finds.
    fn whole(
        &mut self,
        expression: &Expression<'_>,
        span: Span,
        scope: &Arc<Scope>,
        key: &str,
    ) -> Result<Node, Failed> {
        let Code::Path = expression.code else {
            return self.computed(expression, span, scope);
        };
        let found = expression.paths.first().and_then(|path| scope.node(path));
        let Some((node, secret)) = found else {
            return Err(self.undefined(expression, scope));
        };
        if secret && !key.ends_with("Ref") && !key.ends_with("ref") && key != "secret" {
            let message = format!(
                "`{}` is a reference to a secret, and `{key}` takes none",
                expression.text
            );
            let help = "use it where the manifest takes a reference, such as `passwordRef`";
            return Err(self.run.fail(
                Diagnostic::error(SECRET, expression.span, message)
                    .help(help)
                    .related(node.span, "the reference is given here"),
            ));
        }
        self.run.spend_whole(node, span)?;
        let mut node = node.clone();
        node.cause = self.cause(expression, vec![node.origin()]);
        node.span = span;
        Ok(node)
    }

    fn computed(
        &mut self,
        expression: &Expression<'_>,
        span: Span,
        scope: &Arc<Scope>,
    ) -> Result<Node, Failed> {
        let value = self.evaluate(expression, scope)?;
        let cause = self.caused(expression, scope);
        let budget = self
            .run
            .budget
            .limits
            .nodes
            .saturating_sub(self.run.budget.nodes)
            .max(1);
        let mut taker = Taker {
            span,
            cause,
            budget,
        };
        let taken = taker.take(&value, 0);
        let node = taken.map_err(|unfit| self.run.fail(fault::unfit(&unfit, expression, scope)))?;
        if let Value::String(text) = &node.value {
            self.run.spend_text(text.len(), span)?;
            self.run.spend_nodes(1, span)?;
        } else {
            self.run.spend_whole(&node, span)?;
        }
        Ok(node)
    }

    fn mixed(
        &mut self,
        stretches: &[Stretch<'_>],
        span: Span,
        scope: &Arc<Scope>,
    ) -> Result<Node, Failed> {
        let mut text = String::new();
        let mut from = Vec::new();
        for stretch in stretches {
            match stretch {
                Stretch::Text(fixed) => text.push_str(fixed),
                Stretch::Expression(expression) => {
                    self.append(expression, scope, &mut text)?;
                    from.push(Origin {
                        span: expression.span,
                        cause: self.caused(expression, scope),
                    });
                }
            }
            if text.len() > self.run.budget.limits.scalar_bytes {
                break;
            }
        }
        self.run.spend_text(text.len(), span)?;
        self.run.spend_nodes(1, span)?;
        let cause = self.run.causes.add(Cause {
            kind: Kind::Expression,
            name: Arc::from(""),
            span: Some(span),
            from,
        });
        Ok(Node::caused(text, span, cause))
    }

    fn append(
        &mut self,
        expression: &Expression<'_>,
        scope: &Arc<Scope>,
        text: &mut String,
    ) -> Result<(), Failed> {
        if let (Code::Path, Some(path)) = (&expression.code, expression.paths.first())
            && let Some((node, secret)) = scope.node(path)
        {
            if secret {
                let fault = fault::secret_in_text(expression, node.span);
                return Err(self.run.fail(fault));
            }
            if let Value::String(found) = &node.value {
                text.push_str(found);
                return Ok(());
            }
        }
        let value = self.evaluate(expression, scope)?;
        match engine::text(&value) {
            Ok(written) => {
                text.push_str(&written);
                Ok(())
            }
            Err(error) => Err(self.run.fail(fault::evaluation(&error, expression, scope))),
        }
    }

    fn statements(
        &mut self,
        expression: &Expression<'_>,
        span: Span,
        scope: &Arc<Scope>,
    ) -> Result<Node, Failed> {
        let mut limited = Limited {
            bytes: Vec::new(),
            limit: self.run.budget.limits.scalar_bytes,
            full: false,
        };
        let template = self
            .engine
            .environment
            .template_from_str(&expression.text)
            .map_err(|error| self.run.fail(fault::syntax(&error, span, false)))?;
        let before = self.engine.meter.begin();
        let rendered = template
            .render_captured_to(names(scope), &mut limited)
            .map(|captured| captured.state().fuel_levels().map_or(0, |(used, _)| used));
        self.spend_filters(before, span)?;
        if limited.full {
            return Err(self.spend_all(span));
        }
        match rendered {
            Ok(steps) => self.run.spend_steps(steps, span)?,
            Err(error) => {
                return Err(self.run.fail(fault::evaluation(&error, expression, scope)));
            }
        }
        self.run.spend_text(limited.bytes.len(), span)?;
        self.run.spend_nodes(1, span)?;
        let text = String::from_utf8_lossy(&limited.bytes).into_owned();
        let cause = self.caused(expression, scope);
        Ok(Node::caused(text, span, cause))
    }

    fn spend_all(&mut self, span: Span) -> Failed {
        let limit = self.run.budget.limits.scalar_bytes;
        self.run
            .fail(fault::limit(LIMIT, span, "bytes in one text", limit))
    }

    fn evaluate(
        &mut self,
        expression: &Expression<'_>,
        scope: &Arc<Scope>,
    ) -> Result<Dynamic, Failed> {
        if self.run.budget.stopped {
            return Err(Failed);
        }
        match &expression.code {
            Code::Broken => Err(Failed),
            Code::Path => {
                let found = expression.paths.first().and_then(|path| scope.node(path));
                match found {
                    Some((node, _)) => Ok(crate::template::convert::to_value(node)),
                    None => Err(self.undefined(expression, scope)),
                }
            }
            Code::Compiled {
                expression: compiled,
                ..
            } => {
                if let Some(operand) = guard::refuse_product(&expression.text, scope) {
                    return Err(self.run.fail(fault::product(expression.span, &operand)));
                }
                let before = self.engine.meter.begin();
                let value = compiled.eval(names(scope));
                self.spend_filters(before, expression.span)?;
                match value {
                    Ok(value) if value.is_undefined() => Err(self.undefined(expression, scope)),
                    Ok(value) => Ok(value),
                    Err(error) => Err(self.run.fail(fault::evaluation(&error, expression, scope))),
                }
            }
        }
    }

    /// Counts the work of filters: a step looks at about as much as 16 bytes.
    fn spend_filters(&mut self, before: u64, span: Span) -> Result<(), Failed> {
        let bytes = self.engine.meter.since(before);
        self.run.spend_steps(1 + bytes / 16, span)
    }

    fn undefined(&mut self, expression: &Expression<'_>, scope: &Arc<Scope>) -> Failed {
        self.run
            .fail(fault::undefined(expression, scope, expression.span))
    }

    /// A text that gets a name can be joined with itself; past a length that would be a bomb.
    fn check_length(&mut self, node: &Node, span: Span) -> Result<(), Failed> {
        let longest = longest(node);
        if longest <= guard::TEXT_BYTES {
            return Ok(());
        }
        let message = format!(
            "a text of {longest} bytes cannot have a name here, the limit is {}",
            guard::TEXT_BYTES
        );
        Err(self.run.fail(fault::refused(span, message)))
    }

    fn caused(&mut self, expression: &Expression<'_>, scope: &Arc<Scope>) -> CauseId {
        let from = origins(expression, scope).collect();
        self.cause(expression, from)
    }

    fn cause(&mut self, expression: &Expression<'_>, from: Vec<Origin>) -> CauseId {
        self.run.causes.add(Cause {
            kind: Kind::Expression,
            name: Arc::clone(&expression.text),
            span: Some(expression.span),
            from,
        })
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

fn names(scope: &Arc<Scope>) -> Dynamic {
    Dynamic::from_object(Names(Arc::clone(scope)))
}

fn longest(node: &Node) -> usize {
    match &node.value {
        Value::String(text) => text.len(),
        Value::List(items) => items.iter().map(longest).max().unwrap_or(0),
        Value::Map(map) => map
            .iter()
            .map(|entry| longest(&entry.node))
            .max()
            .unwrap_or(0),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}

/// Returns where the values came from that an expression reads.
fn origins(expression: &Expression<'_>, scope: &Arc<Scope>) -> impl Iterator<Item = Origin> {
    expression
        .paths
        .iter()
        .filter_map(|path| scope.reach(path).map(|(node, _)| node.origin()))
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

/// Collects bytes up to a limit, so that a loop cannot fill the memory.
struct Limited {
    bytes: Vec<u8>,
    limit: usize,
    full: bool,
}

impl std::io::Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.limit {
            self.full = true;
            return Err(std::io::ErrorKind::OutOfMemory.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
