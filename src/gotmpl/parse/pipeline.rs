//! Pipelines and their declarations.

use super::parser::{Complaint, Parsed, Parser};
use super::tree::Variable;
use crate::gotmpl::lex::{Token, TokenKind};
use crate::gotmpl::node::{Command, Declared, NodeKind, Pipe};

impl Parser<'_> {
    /// Parses a pipeline up to and with the token `end`.
    pub(super) fn pipeline(&mut self, context: &str, end: TokenKind) -> Parsed<Pipe> {
        let start = self.peek_non_space().start;
        let known = self.tree.vars.len();
        let (names, assigns) = self.declarations(context)?;
        let mut commands = Vec::new();
        loop {
            let token = self.next_non_space();
            match token.kind {
                kind if kind == end => break,
                kind if begins_operand(kind) => {
                    self.at -= 1;
                    commands.push(self.command()?);
                }
                _ => return Err(self.unexpected(&token, context)),
            }
        }
        check(&commands, context)?;
        let declared = self.declare(names, assigns, known);
        Ok(Pipe {
            at: start,
            start,
            end: self.end(),
            declared,
            assigns,
            commands,
        })
    }

    /// Reads `$x :=`, `$x =`, `$i, $x :=`; returns the names, and whether they are assigned to.
    fn declarations(&mut self, context: &str) -> Parsed<(Vec<String>, bool)> {
        let mut names = Vec::new();
        loop {
            let variable = self.peek_non_space();
            if variable.kind != TokenKind::Variable {
                return Ok((names, false));
            }
            let before = self.at;
            self.at += 1;
            let next = self.peek_non_space();
            let is_comma = next.kind == TokenKind::Char && next.value == ",";
            if !is_comma && !matches!(next.kind, TokenKind::Assign | TokenKind::Declare) {
                self.at = before;
                return Ok((names, false));
            }
            self.at += 1;
            self.pend(&variable);
            names.push(variable.value.to_string());
            if !is_comma {
                return Ok((names, next.kind == TokenKind::Assign));
            }
            self.second(context, names.len())?;
        }
    }

    /// A name is known to the parser as soon as it is read, but has no value before the pipeline has.
    fn pend(&mut self, variable: &Token<'_>) {
        self.tree.vars.push(Variable {
            name: variable.value.to_string(),
            slot: None,
            pending: true,
        });
    }

    /// Behind a comma: only `range` has a second variable.
    fn second(&mut self, context: &str, count: usize) -> Parsed<()> {
        if context != "range" || count >= 2 {
            return Err(Complaint::here(format!(
                "too many declarations in {context}"
            )));
        }
        match self.peek_non_space().kind {
            TokenKind::Variable | TokenKind::RightDelim | TokenKind::RightParen => Ok(()),
            _ => Err(Complaint::here("range can only initialize variables")),
        }
    }

    /// Gives the variables their slots, now that the pipeline's value is known.
    fn declare(&mut self, names: Vec<String>, assigns: bool, known: usize) -> Vec<Declared> {
        let mut declared = Vec::with_capacity(names.len());
        for (at, name) in names.into_iter().enumerate() {
            let slot = match assigns {
                true => self.tree.variable(&name).flatten(),
                false => Some(self.tree.slot()),
            };
            if let Some(variable) = self.tree.vars.get_mut(known + at) {
                variable.slot = slot;
                variable.pending = false;
            }
            declared.push(Declared { name, slot });
        }
        declared
    }

    /// Parses an operand with its arguments, and the `|` behind them.
    fn command(&mut self) -> Parsed<Command> {
        let start = self.peek_non_space().start;
        let mut args = Vec::new();
        loop {
            self.peek_non_space();
            if let Some(operand) = self.operand()? {
                args.push(operand);
            }
            let end = self.end();
            let token = self.next();
            match token.kind {
                TokenKind::Space => continue,
                TokenKind::RightDelim | TokenKind::RightParen => self.at -= 1,
                TokenKind::Pipe => {}
                _ => return Err(self.unexpected(&token, "operand")),
            }
            if args.is_empty() {
                return Err(Complaint::here("empty command"));
            }
            return Ok(Command {
                at: start,
                start,
                end,
                args,
            });
        }
    }
}

fn begins_operand(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Bool
            | TokenKind::CharConstant
            | TokenKind::Complex
            | TokenKind::Dot
            | TokenKind::Field
            | TokenKind::Identifier
            | TokenKind::Number
            | TokenKind::Nil
            | TokenKind::RawString
            | TokenKind::String
            | TokenKind::Variable
            | TokenKind::LeftParen
    )
}

/// There is a command, and all but the first can take an argument.
fn check(commands: &[Command], context: &str) -> Parsed<()> {
    if commands.is_empty() {
        return Err(Complaint::here(format!("missing value for {context}")));
    }
    for (at, command) in commands.iter().enumerate().skip(1) {
        let first = command.args.first().map(|node| &node.kind);
        let is_literal = matches!(
            first,
            Some(
                NodeKind::Bool(_)
                    | NodeKind::Dot
                    | NodeKind::Nil
                    | NodeKind::Number(_)
                    | NodeKind::Text { .. }
            )
        );
        if is_literal {
            return Err(Complaint::here(format!(
                "non executable command in pipeline stage {}",
                at + 1
            )));
        }
    }
    Ok(())
}
