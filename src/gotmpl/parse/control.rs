//! Actions that are more than a pipeline: `if`, `range`, `define` and their kin.

use super::parser::{Complaint, Parsed, Parser};
use super::tree::{Open, OpenKind, Origin, Tree};
use crate::gotmpl::lex::{Token, TokenKind};
use crate::gotmpl::node::Call;
use crate::gotmpl::program::{Range, Step};
use crate::gotmpl::text::Text;
use crate::gotmpl::unquote::unquote;

impl Parser<'_> {
    /// Parses an action whose left delimiter, at `start`, is taken.
    pub(super) fn action(&mut self, start: usize) -> Parsed<()> {
        let token = self.next_non_space();
        match token.kind {
            TokenKind::Block => return self.block(start),
            TokenKind::If => return self.control(OpenKind::If, false),
            TokenKind::With => return self.control(OpenKind::With, false),
            TokenKind::Range => return self.control(OpenKind::Range, false),
            TokenKind::Break => {
                self.leave("{{break}}")?;
                self.tree.push_break();
            }
            TokenKind::Continue => {
                self.leave("{{continue}}")?;
                self.tree.push(Step::Next);
            }
            TokenKind::Else => return self.otherwise(),
            TokenKind::End => self.end_block()?,
            TokenKind::Template => self.template(start)?,
            _ => {
                self.at -= 1;
                let pipe = self.pipeline("command", TokenKind::RightDelim)?;
                self.tree.push(Step::Action(pipe));
            }
        }
        self.tree.action = None;
        Ok(())
    }

    fn control(&mut self, kind: OpenKind, chained: bool) -> Parsed<()> {
        let vars = self.tree.vars.len();
        let pipe = self.pipeline(kind.word(), TokenKind::RightDelim)?;
        let head = self.tree.steps.len();
        self.tree.push(match kind {
            OpenKind::If => Step::If(pipe, 0),
            OpenKind::With => Step::With(pipe, 0),
            OpenKind::Range => Step::Range(Range {
                pipe,
                otherwise: 0,
                end: 0,
            }),
        });
        self.tree.ranges += usize::from(kind == OpenKind::Range);
        self.tree.open.push(Open {
            kind,
            head,
            over: None,
            breaks: Vec::new(),
            vars,
            own_vars: self.tree.vars.len(),
            chained,
        });
        Ok(())
    }

    fn leave(&mut self, context: &str) -> Parsed<()> {
        self.expect(TokenKind::RightDelim, context)?;
        if self.tree.ranges == 0 {
            return Err(Complaint::here(format!("{context} outside {{{{range}}}}")));
        }
        Ok(())
    }

    /// `{{else}}`, `{{else if}}`, `{{else with}}`; the `else` is taken.
    fn otherwise(&mut self) -> Parsed<()> {
        let next = self.peek_non_space();
        let chain = match next.kind {
            TokenKind::If => Some(OpenKind::If),
            TokenKind::With => Some(OpenKind::With),
            _ => None,
        };
        if chain.is_none() {
            self.expect(TokenKind::RightDelim, "else")?;
        }
        self.tree.action = None;
        let Some(mut open) = self.tree.open.pop() else {
            return Err(self.stray("{{else}}"));
        };
        if open.over.is_some() {
            return Err(Complaint::here("expected end; found {{else}}"));
        }
        self.end_part(open.kind);
        self.tree.forget(open.own_vars);
        open.over = Some(self.tree.steps.len());
        self.tree.push(Step::Jump(0));
        let here = self.tree.steps.len();
        self.tree.aim(open.head, here);
        let kind = open.kind;
        self.tree.open.push(open);
        if chain == Some(kind) {
            self.at += 1;
            return self.control(kind, true);
        }
        Ok(())
    }

    /// What stands at the end of the first part of a block.
    fn end_part(&mut self, kind: OpenKind) {
        match kind {
            OpenKind::If => {}
            OpenKind::With => self.tree.push(Step::EndWith),
            OpenKind::Range => {
                self.tree.ranges -= 1;
                self.tree.push(Step::Next);
            }
        }
    }

    /// Complains of an `{{else}}` or `{{end}}` that belongs to nothing.
    fn stray(&self, shown: &str) -> Complaint {
        match &self.tree.origin {
            Origin::Root => Complaint::here(format!("unexpected {shown}")),
            Origin::Define => Complaint::here(format!("unexpected {shown} in define clause")),
            // Go complains as the template around the block, which has read no further than the block's head.
            Origin::Block { head, .. } => Complaint {
                message: format!("unexpected {shown} in block clause"),
                range: head.clone(),
            },
        }
    }

    /// `{{end}}`; the `end` is taken.
    fn end_block(&mut self) -> Parsed<()> {
        self.expect(TokenKind::RightDelim, "end")?;
        if self.tree.open.is_empty() {
            return self.end_tree();
        }
        while let Some(open) = self.tree.open.pop() {
            if open.over.is_none() {
                self.end_part(open.kind);
            }
            self.tree.close(&open);
            if !open.chained {
                break;
            }
        }
        Ok(())
    }

    /// The `{{end}}` of a `define` or `block`.
    fn end_tree(&mut self) -> Parsed<()> {
        let Some(outer) = self.outer.pop() else {
            return Err(self.stray("{{end}}"));
        };
        let mut tree = std::mem::replace(&mut self.tree, outer);
        let origin = std::mem::replace(&mut tree.origin, Origin::Define);
        let name = tree.name.clone();
        tree.finish(&mut self.done)?;
        if let Origin::Block {
            at, start, pipe, ..
        } = origin
        {
            let (end, pipe) = (pipe.end, Some(pipe));
            self.tree.push(Step::Call(Call {
                at,
                start,
                end,
                name,
                pipe,
            }));
        }
        Ok(())
    }

    fn begin_tree(&mut self, name: Text, origin: Origin) {
        let tree = Tree::new(name, origin);
        self.outer.push(std::mem::replace(&mut self.tree, tree));
    }

    /// `{{define "name"}}`; the `define` is taken.
    pub(super) fn define(&mut self) -> Parsed<()> {
        let context = "define clause";
        let token = self.next_non_space();
        // Go parses the clause in a tree of its own, which knows of no action that was begun.
        self.tree.action = None;
        let name = self.name(&token, context)?;
        self.expect(TokenKind::RightDelim, context)?;
        self.begin_tree(name, Origin::Define);
        Ok(())
    }

    /// `{{block "name" pipe}}`; the `block` is taken.
    fn block(&mut self, start: usize) -> Parsed<()> {
        let context = "block clause";
        let token = self.next_non_space();
        let name = self.name(&token, context)?;
        let pipe = self.pipeline(context, TokenKind::RightDelim)?;
        let at = token.start;
        let head = self.furthest_range();
        self.begin_tree(
            name,
            Origin::Block {
                at,
                start,
                pipe,
                head,
            },
        );
        Ok(())
    }

    /// `{{template "name" pipe}}`; the `template` is taken.
    fn template(&mut self, start: usize) -> Parsed<()> {
        let context = "template clause";
        let token = self.next_non_space();
        let name = self.name(&token, context)?;
        let pipe = match self.peek_non_space().kind {
            TokenKind::RightDelim => {
                self.at += 1;
                None
            }
            _ => Some(self.pipeline(context, TokenKind::RightDelim)?),
        };
        let (at, end) = (token.start, self.end());
        self.tree.push(Step::Call(Call {
            at,
            start,
            end,
            name,
            pipe,
        }));
        Ok(())
    }

    fn name(&self, token: &Token<'_>, context: &str) -> Parsed<Text> {
        match token.kind {
            TokenKind::String | TokenKind::RawString => unquote(&token.value)
                .map(Text::from)
                .ok_or_else(|| Complaint::here("invalid syntax")),
            _ => Err(self.unexpected(token, context)),
        }
    }
}
