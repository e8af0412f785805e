//! The expressions of a template, and how Go's errors write them.

use super::builtins::Callee;
use super::text::Text;
use crate::strconv::quote;
use std::fmt;

/// An operand, and where it stands.
#[derive(Debug)]
pub(super) struct Node {
    /// The place that Go's errors name.
    pub(super) at: usize,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: NodeKind,
}

#[derive(Debug)]
pub(super) enum NodeKind {
    Dot,
    Nil,
    Bool(bool),
    Number(Number),
    Text {
        value: Text,
        literal: String,
    },
    /// `.a.b`
    Field(Vec<Text>),
    /// `$x.a.b`; the slot is missing if the variable is assigned to, but never declared.
    Variable {
        name: String,
        slot: Option<usize>,
        fields: Vec<Text>,
    },
    Function(Callee),
    /// `(…).a.b`
    Chain {
        of: Box<Node>,
        fields: Vec<Text>,
    },
    /// `(…)`
    Pipe(Box<Pipe>),
}

/// A number literal, with every type that it can stand for.
#[derive(Debug)]
pub(super) struct Number {
    pub(super) literal: String,
    pub(super) int: Option<i64>,
    pub(super) uint: Option<u64>,
    pub(super) float: Option<f64>,
    pub(super) complex: Option<(f64, f64)>,
}

/// An operand with arguments.
#[derive(Debug)]
pub(super) struct Command {
    pub(super) at: usize,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Never empty.
    pub(super) args: Vec<Node>,
}

/// A declared or assigned variable.
#[derive(Debug)]
pub(super) struct Declared {
    pub(super) name: String,
    pub(super) slot: Option<usize>,
}

/// Commands, each with the value of the one before as its last argument.
#[derive(Debug)]
pub(super) struct Pipe {
    pub(super) at: usize,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) declared: Vec<Declared>,
    /// `=` and not `:=`
    pub(super) assigns: bool,
    pub(super) commands: Vec<Command>,
}

/// `{{template "name" pipe}}`
#[derive(Debug)]
pub(super) struct Call {
    pub(super) at: usize,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) name: Text,
    pub(super) pipe: Option<Pipe>,
}

/// What is being evaluated, as errors name it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place<'t> {
    Node(&'t Node),
    Command(&'t Command),
    Pipe(&'t Pipe),
    Call(&'t Call),
}

impl Place<'_> {
    /// Returns the place that Go's errors name.
    pub(super) fn at(self) -> usize {
        match self {
            Self::Node(node) => node.at,
            Self::Command(command) => command.at,
            Self::Pipe(pipe) => pipe.at,
            Self::Call(call) => call.at,
        }
    }

    /// Returns the bytes of the text that it stands in.
    pub(super) fn range(self) -> std::ops::Range<usize> {
        match self {
            Self::Node(node) => node.start..node.end,
            Self::Command(command) => command.start..command.end,
            Self::Pipe(pipe) => pipe.start..pipe.end,
            Self::Call(call) => call.start..call.end,
        }
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Node(node) => node.fmt(out),
            Self::Command(command) => command.fmt(out),
            Self::Pipe(pipe) => pipe.fmt(out),
            Self::Call(call) => call.fmt(out),
        }
    }
}

fn chain(out: &mut fmt::Formatter<'_>, fields: &[Text]) -> fmt::Result {
    fields.iter().try_for_each(|field| write!(out, ".{field}"))
}

impl fmt::Display for Node {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            NodeKind::Dot => out.write_str("."),
            NodeKind::Nil => out.write_str("nil"),
            NodeKind::Bool(value) => write!(out, "{value}"),
            NodeKind::Number(number) => out.write_str(&number.literal),
            NodeKind::Text { literal, .. } => out.write_str(literal),
            NodeKind::Field(fields) => chain(out, fields),
            NodeKind::Variable { name, fields, .. } => {
                out.write_str(name)?;
                chain(out, fields)
            }
            NodeKind::Function(callee) => out.write_str(callee.name()),
            NodeKind::Chain { of, fields } => {
                of.write_as_argument(out)?;
                chain(out, fields)
            }
            NodeKind::Pipe(pipe) => pipe.fmt(out),
        }
    }
}

impl Node {
    /// Pipes have parentheses around them within commands and chains.
    fn write_as_argument(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            NodeKind::Pipe(_) => write!(out, "({self})"),
            _ => write!(out, "{self}"),
        }
    }
}

impl fmt::Display for Command {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, arg) in self.args.iter().enumerate() {
            if at > 0 {
                out.write_str(" ")?;
            }
            arg.write_as_argument(out)?;
        }
        Ok(())
    }
}

impl fmt::Display for Pipe {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.declared.iter().map(|d| d.name.as_str()).collect();
        if !names.is_empty() {
            let sign = if self.assigns { "=" } else { ":=" };
            write!(out, "{} {sign} ", names.join(", "))?;
        }
        for (at, command) in self.commands.iter().enumerate() {
            if at > 0 {
                out.write_str(" | ")?;
            }
            command.fmt(out)?;
        }
        Ok(())
    }
}

impl fmt::Display for Call {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{{{{template {}", quote(&self.name))?;
        if let Some(pipe) = &self.pipe {
            write!(out, " {pipe}")?;
        }
        out.write_str("}}")
    }
}
