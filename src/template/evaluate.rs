//! Evaluates the expressions of scalars, and says what their values were made from.

use crate::cause::{Cause, CauseId, Kind, Origin};
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::template::budget::Failed;
use crate::template::compile::{Code, Expression, Stretch};
use crate::template::convert::Taker;
use crate::template::render::Renderer;
use crate::template::scope::Names;
use crate::template::{LIMIT, SECRET, Scope, engine, fault, guard};
use crate::yaml::{Node, Value};
use minijinja::value::Value as Dynamic;
use std::sync::Arc;

impl Renderer<'_, '_, '_> {
    /// A scalar that is one expression keeps the type of its value; a path keeps the places of what it finds.
    pub(super) fn whole(
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

    pub(super) fn computed(
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

    pub(super) fn mixed(
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

    pub(super) fn statements(
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

    pub(super) fn evaluate(
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

    pub(super) fn undefined(&mut self, expression: &Expression<'_>, scope: &Arc<Scope>) -> Failed {
        self.run
            .fail(fault::undefined(expression, scope, expression.span))
    }

    /// A text that gets a name can be joined with itself; past a length that would be a bomb.
    pub(super) fn check_length(&mut self, node: &Node, span: Span) -> Result<(), Failed> {
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
