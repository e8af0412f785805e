//! Pipelines and commands.

use super::fault::Done;
use super::run::{FEW_FIELDS, Run};
use crate::gotmpl::node::{Command, Node, NodeKind, Pipe, Place};
use crate::gotmpl::operand::Operand;
use crate::gotmpl::text::Text;
use crate::gotmpl::value::Value;

impl<'t> Run<'t> {
    /// Evaluates a pipeline and sets its variables.
    pub(super) fn pipeline(&mut self, pipe: &'t Pipe) -> Done<Value> {
        self.place = Some(Place::Pipe(pipe));
        let mut last = None;
        for command in &pipe.commands {
            last = Some(self.command(command, last)?.value);
        }
        let value = last.unwrap_or_default();
        for declared in &pipe.declared {
            let slot = declared.slot;
            let known = slot.filter(|slot| !pipe.assigns || self.var(*slot).is_some());
            match known {
                Some(slot) => self.set(slot, Operand::plain(value.clone())),
                None => return self.fault(format!("undefined variable: {}", declared.name)),
            }
        }
        Ok(value)
    }

    /// Evaluates a command; `last` is the value of the command before it.
    fn command(&mut self, command: &'t Command, last: Option<Value>) -> Done<Operand> {
        let Some((first, args)) = command.args.split_first() else {
            return Ok(Operand::default());
        };
        match &first.kind {
            NodeKind::Field(fields) => {
                self.place = Some(Place::Node(first));
                if args.is_empty() && last.is_none() {
                    return self.dot_fields(first, fields);
                }
                let dot = self.dot.clone();
                self.fields(dot, fields, first, args, last)
            }
            NodeKind::Chain { of, fields } => self.chain(first, of, fields, args, last),
            NodeKind::Function(callee) => {
                self.place = Some(Place::Node(first));
                self.callee(callee, Place::Command(command), args, last)
            }
            NodeKind::Variable { .. } => self.variable(first, args, last),
            NodeKind::Pipe(pipe) => {
                self.takes_nothing(first, args, last.is_some())?;
                self.pipeline(pipe).map(Operand::plain)
            }
            NodeKind::Nil => {
                self.place = Some(Place::Node(first));
                self.takes_nothing(first, args, last.is_some())?;
                self.fault("nil is not a command")
            }
            NodeKind::Dot | NodeKind::Bool(_) | NodeKind::Number(_) | NodeKind::Text { .. } => {
                self.place = Some(Place::Node(first));
                self.takes_nothing(first, args, last.is_some())?;
                self.literal(first)
            }
        }
    }

    /// Complains if something is given arguments that is no function.
    fn takes_nothing(&self, first: &Node, args: &[Node], last: bool) -> Done<()> {
        match args.is_empty() && !last {
            true => Ok(()),
            false => self.fault(format!("can't give argument to non-function {first}")),
        }
    }

    /// `.a.b` without arguments: at once where all of it are maps, else field by field.
    fn dot_fields(&mut self, node: &'t Node, fields: &'t [Text]) -> Done<Operand> {
        let mut found = None;
        if let Value::Map(map) = &self.dot.value
            && fields.len() <= FEW_FIELDS
        {
            map.look(fields, &mut |value, of| {
                found = Some(Operand::of(value.clone(), of));
                true
            });
        }
        match found {
            Some(found) => Ok(found),
            None => {
                let dot = self.dot.clone();
                self.fields(dot, fields, node, &[], None)
            }
        }
    }

    /// `(…).a.b`
    pub(super) fn chain(
        &mut self,
        node: &'t Node,
        of: &'t Node,
        fields: &'t [Text],
        args: &'t [Node],
        last: Option<Value>,
    ) -> Done<Operand> {
        self.place = Some(Place::Node(node));
        if matches!(of.kind, NodeKind::Nil) {
            return self.fault(format!("indirection through explicit nil in {node}"));
        }
        self.place = Some(Place::Node(of));
        let receiver = self.evaluated(of)?;
        self.fields(receiver, fields, node, args, last)
    }

    /// `$x.a.b`
    pub(super) fn variable(
        &mut self,
        node: &'t Node,
        args: &'t [Node],
        last: Option<Value>,
    ) -> Done<Operand> {
        self.place = Some(Place::Node(node));
        let NodeKind::Variable { name, slot, fields } = &node.kind else {
            return Ok(Operand::default());
        };
        let Some(value) = slot.and_then(|slot| self.var(slot)) else {
            return self.fault(format!("undefined variable: {name}"));
        };
        if fields.is_empty() {
            self.takes_nothing(node, args, last.is_some())?;
            return Ok(value);
        }
        self.fields(value, fields, node, args, last)
    }

    /// Evaluates an operand that is no literal; the place is set already.
    pub(super) fn evaluated(&mut self, node: &'t Node) -> Done<Operand> {
        match &node.kind {
            NodeKind::Field(fields) => self.dot_fields(node, fields),
            NodeKind::Chain { of, fields } => self.chain(node, of, fields, &[], None),
            NodeKind::Variable { .. } => self.variable(node, &[], None),
            NodeKind::Function(callee) => self.callee(callee, Place::Node(node), &[], None),
            NodeKind::Pipe(pipe) => self.pipeline(pipe).map(Operand::plain),
            NodeKind::Dot => Ok(self.dot.clone()),
            NodeKind::Nil | NodeKind::Bool(_) | NodeKind::Number(_) | NodeKind::Text { .. } => {
                self.literal(node)
            }
        }
    }
}
