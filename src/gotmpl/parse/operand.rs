//! Operands: literals, fields, variables, functions, parentheses.

use super::number::number;
use super::parser::{Complaint, Parsed, Parser};
use crate::gotmpl::builtins::Callee;
use crate::gotmpl::lex::{Token, TokenKind};
use crate::gotmpl::node::{Node, NodeKind};
use crate::gotmpl::text::Text;
use crate::gotmpl::unquote::unquote;
use crate::strconv::quote;

/// How deeply parentheses may be nested. Go allows 10,000, on a stack that grows.
const MOST_PARENS: usize = 200;

impl Parser<'_> {
    /// Parses a term and the fields behind it; `None` if there is no term.
    pub(super) fn operand(&mut self) -> Parsed<Option<Node>> {
        let start = self.peek_non_space().start;
        let Some(kind) = self.term()? else {
            return Ok(None);
        };
        let mut node = Node {
            at: start,
            start,
            end: self.end(),
            kind,
        };
        let first = self.peek();
        if first.kind != TokenKind::Field {
            return Ok(Some(node));
        }
        let mut more = Vec::new();
        while self.peek().kind == TokenKind::Field {
            more.push(field(&self.next()));
        }
        node.at = first.start;
        node.end = self.end();
        self.chain(node, more).map(Some)
    }

    fn chain(&self, mut node: Node, mut more: Vec<Text>) -> Parsed<Node> {
        match &mut node.kind {
            NodeKind::Field(fields) | NodeKind::Variable { fields, .. } => {
                fields.append(&mut more);
                Ok(node)
            }
            NodeKind::Function(_) | NodeKind::Pipe(_) | NodeKind::Chain { .. } => {
                let (at, start, end) = (node.at, node.start, node.end);
                node.at = start;
                let kind = NodeKind::Chain {
                    of: Box::new(node),
                    fields: more,
                };
                Ok(Node {
                    at,
                    start,
                    end,
                    kind,
                })
            }
            NodeKind::Dot
            | NodeKind::Nil
            | NodeKind::Bool(_)
            | NodeKind::Number(_)
            | NodeKind::Text { .. } => {
                let shown = quote(node.to_string().as_bytes());
                Err(Complaint::here(format!("unexpected . after term {shown}")))
            }
        }
    }

    fn term(&mut self) -> Parsed<Option<NodeKind>> {
        let token = self.next_non_space();
        Ok(Some(match token.kind {
            TokenKind::Identifier => match Callee::named(&token.value) {
                Some(callee) => NodeKind::Function(callee),
                None => {
                    let name = quote(token.value.as_bytes());
                    return Err(Complaint::here(format!("function {name} not defined")));
                }
            },
            TokenKind::Dot => NodeKind::Dot,
            TokenKind::Nil => NodeKind::Nil,
            TokenKind::Variable => self.variable(&token)?,
            TokenKind::Field => NodeKind::Field(vec![field(&token)]),
            TokenKind::Bool => NodeKind::Bool(token.value == "true"),
            TokenKind::CharConstant | TokenKind::Complex | TokenKind::Number => {
                NodeKind::Number(number(&token).map_err(Complaint::here)?)
            }
            TokenKind::LeftParen => self.parentheses()?,
            TokenKind::String | TokenKind::RawString => NodeKind::Text {
                value: unquote(&token.value)
                    .ok_or_else(|| Complaint::here("invalid syntax"))?
                    .into(),
                literal: token.value.to_string(),
            },
            _ => {
                self.at -= 1;
                return Ok(None);
            }
        }))
    }

    fn variable(&self, token: &Token<'_>) -> Parsed<NodeKind> {
        let name = token.value.to_string();
        match self.tree.variable(&name) {
            Some(slot) => Ok(NodeKind::Variable {
                name,
                slot,
                fields: Vec::new(),
            }),
            None => {
                let name = quote(name.as_bytes());
                Err(Complaint::here(format!("undefined variable {name}")))
            }
        }
    }

    fn parentheses(&mut self) -> Parsed<NodeKind> {
        if self.parens >= MOST_PARENS {
            return Err(Complaint::here("max expression depth exceeded"));
        }
        self.parens += 1;
        let pipe = self.pipeline("parenthesized pipeline", TokenKind::RightParen)?;
        self.parens -= 1;
        Ok(NodeKind::Pipe(Box::new(pipe)))
    }
}

/// The name in `.name`.
fn field(token: &Token<'_>) -> Text {
    token.value.trim_start_matches('.').into()
}
