//! The steps of a template, one after the other.

use super::fault::{Done, Fault, limit_of};
use super::repeat::Turns;
use crate::gotmpl::context::{Context, Limits, StandIn};
use crate::gotmpl::error::{Error, Stage};
use crate::gotmpl::fmt::{display, write_display};
use crate::gotmpl::function::{FnError, Limit};
use crate::gotmpl::node::{Call, NodeKind, Pipe, Place};
use crate::gotmpl::operand::Operand;
use crate::gotmpl::program::{Range, Routine, Step};
use crate::gotmpl::template::{Template, executing};
use crate::gotmpl::value::Value;
use crate::strconv::quote;

/// Longer chains of fields are not looked up at once, which recurses.
pub(super) const FEW_FIELDS: usize = 16;

/// A loop that is running.
#[derive(Debug)]
struct Loop {
    turns: Turns,
    /// The step of its `{{range}}`.
    head: usize,
    /// The dot outside, and how many dots are kept.
    dot: Operand,
    dots: usize,
}

/// A template that has called another one.
#[derive(Debug)]
struct Frame {
    routine: usize,
    next: usize,
    base: usize,
    dot: Operand,
    root: Operand,
    dots: usize,
    loops: usize,
}

/// One execution.
#[derive(Debug)]
pub(in crate::gotmpl) struct Run<'t> {
    pub(super) template: &'t Template,
    pub(super) context: Context<'t>,
    out: Vec<u8>,
    pub(super) dot: Operand,
    /// The dots of the `with` blocks around.
    dots: Vec<Operand>,
    /// `$` of the running template.
    root: Operand,
    /// All other variables, once they are declared; the slot 1 of the running template is at `base`.
    vars: Vec<Option<Operand>>,
    base: usize,
    loops: Vec<Loop>,
    frames: Vec<Frame>,
    routine: usize,
    next: usize,
    /// What is being evaluated.
    pub(super) place: Option<Place<'t>>,
}

impl<'t> Run<'t> {
    pub(in crate::gotmpl) fn new(
        template: &'t Template,
        data: Value,
        limits: Limits,
        stand_in: &'t StandIn,
    ) -> Self {
        let dot = Operand::plain(data);
        Self {
            template,
            context: Context::new(limits, stand_in).with_memo(&template.memo),
            out: Vec::with_capacity(template.text.len() + 32),
            dots: Vec::new(),
            root: dot.clone(),
            vars: Vec::new(),
            base: 0,
            loops: Vec::new(),
            frames: Vec::new(),
            routine: 0,
            next: 0,
            place: None,
            dot,
        }
    }

    /// Runs to the end.
    pub(in crate::gotmpl) fn run(&mut self) -> Result<Vec<u8>, Error> {
        self.enter(self.template.main);
        match self.steps() {
            Ok(()) => Ok(std::mem::take(&mut self.out)),
            Err(fault) => Err(Error {
                stage: fault.limit.map_or(Stage::Execute, Stage::Limit),
                message: fault.message,
                reason: fault.reason,
                range: Some(fault.range),
            }),
        }
    }

    /// Returns the limits with what is left of them.
    pub(in crate::gotmpl) fn left(&self) -> Limits {
        self.context.left()
    }

    /// Begins a template: `$` is the dot, nothing else is known.
    fn enter(&mut self, routine: usize) {
        self.routine = routine;
        self.next = 0;
        self.base = self.vars.len();
        let slots = self.running().map_or(1, |routine| routine.slots);
        self.vars.resize(self.base + slots.saturating_sub(1), None);
        self.root = self.dot.clone();
    }

    fn running(&self) -> Option<&'t Routine> {
        self.template.routines.get(self.routine)
    }

    pub(super) fn set(&mut self, slot: usize, value: Operand) {
        match slot.checked_sub(1) {
            None => self.root = value,
            Some(at) => {
                if let Some(var) = self.vars.get_mut(self.base + at) {
                    *var = Some(value);
                }
            }
        }
    }

    /// Returns the value of a variable; `None` if its declaration was passed over, as in `{{or 1 ($x := 2)}}`.
    pub(super) fn var(&self, slot: usize) -> Option<Operand> {
        match slot.checked_sub(1) {
            None => Some(self.root.clone()),
            Some(at) => self.vars.get(self.base + at)?.clone(),
        }
    }

    /// Makes a failure at what is being evaluated.
    pub(super) fn fault<T>(&self, reason: impl Into<String>) -> Done<T> {
        let reason = reason.into();
        let (at, range, shown) = match self.place {
            Some(place) => (place.at(), place.range(), place.to_string()),
            None => (0, 0..0, String::new()),
        };
        let text = &self.template.text;
        let message = match self.running() {
            Some(routine) => executing(text, &routine.name, at, &shown, &reason),
            None => reason.clone(),
        };
        Err(Box::new(Fault {
            message,
            reason,
            range,
            limit: None,
        }))
    }

    /// Passes on a failure of a function or limit.
    pub(super) fn checked<T>(&self, result: Result<T, FnError>, doing: &str) -> Done<T> {
        match result {
            Ok(value) => Ok(value),
            Err(error) => self.fault(format!("{doing}{error}")).map_err(|mut fault| {
                fault.limit = limit_of(&error);
                fault
            }),
        }
    }

    fn steps(&mut self) -> Done<()> {
        loop {
            let burnt = self.context.burn(1);
            self.checked(burnt, "")?;
            let Some(step) = self.running().and_then(|r| r.steps.get(self.next)) else {
                if !self.leave() {
                    return Ok(());
                }
                continue;
            };
            self.next += 1;
            match step {
                Step::Text(range) => self.text(range.clone())?,
                Step::Action(pipe) => self.action(pipe)?,
                Step::If(pipe, otherwise) => {
                    if !self.pipeline(pipe)?.is_true() {
                        self.next = *otherwise;
                    }
                }
                Step::With(pipe, otherwise) => self.with(pipe, *otherwise)?,
                Step::EndWith => self.dot = self.dots.pop().unwrap_or_default(),
                Step::Jump(to) => self.next = *to,
                Step::Range(range) => self.range(range)?,
                Step::Next => self.turn(),
                Step::Break => self.end_loop(),
                Step::Call(call) => self.call_template(call)?,
            }
        }
    }

    fn text(&mut self, range: std::ops::Range<usize>) -> Done<()> {
        let claimed = self.context.claim(range.len());
        self.checked(claimed, "")?;
        let text = self.template.text.as_bytes();
        self.out
            .extend_from_slice(text.get(range).unwrap_or_default());
        Ok(())
    }

    fn action(&mut self, pipe: &'t Pipe) -> Done<()> {
        if self.write_field(pipe) {
            return Ok(());
        }
        let value = self.pipeline(pipe)?;
        if !pipe.declared.is_empty() {
            return Ok(());
        }
        let written = match value {
            Value::Nil => {
                self.out.extend_from_slice(b"<no value>");
                Ok(())
            }
            value => write_display(&mut self.context, &mut self.out, &value),
        };
        self.checked(written, "")
    }

    /// Writes `{{.a.b}}` without taking the text out of its map; false where there is more to it than that.
    fn write_field(&mut self, pipe: &'t Pipe) -> bool {
        let ([command], []) = (pipe.commands.as_slice(), pipe.declared.as_slice()) else {
            return false;
        };
        let [node] = command.args.as_slice() else {
            return false;
        };
        let (NodeKind::Field(fields), Value::Map(map)) = (&node.kind, &self.dot.value) else {
            return false;
        };
        if fields.len() > FEW_FIELDS {
            return false;
        }
        let (context, out) = (&mut self.context, &mut self.out);
        map.look(fields, &mut |value, _| match value {
            Value::Text(text) if context.claim(text.len()).is_ok() => {
                out.extend_from_slice(text);
                true
            }
            _ => false,
        })
    }

    fn with(&mut self, pipe: &'t Pipe, otherwise: usize) -> Done<()> {
        let value = self.pipeline(pipe)?;
        if value.is_true() {
            let outside = std::mem::replace(&mut self.dot, Operand::plain(value));
            self.dots.push(outside);
        } else {
            self.next = otherwise;
        }
        Ok(())
    }

    fn range(&mut self, range: &'t Range) -> Done<()> {
        let head = self.next - 1;
        let value = self.pipeline(&range.pipe)?;
        let Some(turns) = Turns::over(&value) else {
            let shown = display(&mut self.context, &value);
            let shown = self.checked(shown, "")?;
            return self.fault(format!("range can't iterate over {shown}"));
        };
        if turns.counts() && range.pipe.declared.len() > 1 {
            let shown = display(&mut self.context, &value);
            let shown = self.checked(shown, "")?;
            return self.fault(format!(
                "can't use {shown} to iterate over more than one variable"
            ));
        }
        self.loops.push(Loop {
            turns,
            head,
            dot: self.dot.clone(),
            dots: self.dots.len(),
        });
        if !self.advance() {
            self.end_loop();
            self.next = range.otherwise;
        }
        Ok(())
    }

    /// Ends a turn of the innermost loop.
    fn turn(&mut self) {
        if !self.advance() {
            self.end_loop();
        }
    }

    /// Begins the next turn of the innermost loop; false if there is none.
    fn advance(&mut self) -> bool {
        let Some(innermost) = self.loops.last_mut() else {
            return false;
        };
        self.dots.truncate(innermost.dots);
        let Some((index, element)) = innermost.turns.next() else {
            return false;
        };
        let head = innermost.head;
        self.next = head + 1;
        self.bind(head, index, &element);
        self.dot = element;
        true
    }

    /// Gives the variables of a loop their values.
    fn bind(&mut self, head: usize, index: Value, element: &Operand) {
        let step = self.running().and_then(|routine| routine.steps.get(head));
        let Some(Step::Range(range)) = step else {
            return;
        };
        let slot = |at: usize| range.pipe.declared.get(at).and_then(|d| d.slot);
        match range.pipe.declared.len() {
            0 => {}
            1 => {
                if let Some(slot) = slot(0) {
                    self.set(slot, element.clone());
                }
            }
            _ => {
                if let Some(slot) = slot(0) {
                    self.set(slot, Operand::plain(index));
                }
                if let Some(slot) = slot(1) {
                    self.set(slot, element.clone());
                }
            }
        }
    }

    /// Leaves the innermost loop.
    fn end_loop(&mut self) {
        let Some(ended) = self.loops.pop() else {
            return;
        };
        self.dots.truncate(ended.dots);
        self.dot = ended.dot;
        let step = self.running().and_then(|r| r.steps.get(ended.head));
        if let Some(Step::Range(range)) = step {
            self.next = range.end;
        }
    }

    fn call_template(&mut self, call: &'t Call) -> Done<()> {
        self.place = Some(Place::Call(call));
        let Some(routine) = self.template.routine(&call.name) else {
            let name = quote(&call.name);
            return self.fault(format!("template {name} not defined"));
        };
        let most = self.context.limits().template_depth;
        if self.frames.len() >= most {
            let reason = format!("exceeded maximum template depth ({most})");
            return self.fault(reason).map_err(|mut fault| {
                fault.limit = Some(Limit::Depth);
                fault
            });
        }
        let dot = match &call.pipe {
            Some(pipe) => self.pipeline(pipe)?,
            None => Value::Nil,
        };
        let dot = std::mem::replace(&mut self.dot, Operand::plain(dot));
        self.frames.push(Frame {
            routine: self.routine,
            next: self.next,
            base: self.base,
            dot,
            root: std::mem::take(&mut self.root),
            dots: self.dots.len(),
            loops: self.loops.len(),
        });
        self.enter(routine);
        Ok(())
    }

    /// Goes back to the template that called; false if there is none.
    fn leave(&mut self) -> bool {
        let Some(frame) = self.frames.pop() else {
            return false;
        };
        self.vars.truncate(self.base);
        self.dots.truncate(frame.dots);
        self.loops.truncate(frame.loops);
        self.dot = frame.dot;
        self.root = frame.root;
        self.base = frame.base;
        self.routine = frame.routine;
        self.next = frame.next;
        true
    }
}
