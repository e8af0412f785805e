//! A compiled template: for each named template a flat list of steps.

use super::node::{Call, Pipe};
use super::text::Text;

/// One step. Targets are indexes of steps.
#[derive(Debug)]
pub(super) enum Step {
    /// Writes a part of the template's text.
    Text(std::ops::Range<usize>),
    /// Evaluates, and writes the value unless it was put into a variable.
    Action(Pipe),
    /// Goes on, or goes to the target if the value is false.
    If(Pipe, usize),
    /// As `If`, and the value becomes the dot.
    With(Pipe, usize),
    /// Takes back the dot of `With`.
    EndWith,
    Jump(usize),
    Range(Range),
    /// Ends a turn of the innermost loop.
    Next,
    Break,
    Call(Call),
}

/// `{{range pipe}}…{{else}}…{{end}}`; the turns begin behind this step.
#[derive(Debug)]
pub(super) struct Range {
    pub(super) pipe: Pipe,
    /// Where to go if there is nothing to range over.
    pub(super) otherwise: usize,
    /// Where to go after the last turn.
    pub(super) end: usize,
}

/// A named template.
#[derive(Debug)]
pub(super) struct Routine {
    pub(super) name: Text,
    pub(super) steps: Vec<Step>,
    /// The number of variables, `$` among them.
    pub(super) slots: usize,
    /// Nothing but white space and comments.
    pub(super) is_empty: bool,
}
