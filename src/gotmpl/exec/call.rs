//! Calls of functions and methods.

use super::fault::Done;
use super::run::Run;
use crate::gotmpl::builtins::{Callee, Reflecting};
use crate::gotmpl::function::{FnError, Function};
use crate::gotmpl::node::{Node, Place};
use crate::gotmpl::operand::Operand;
use crate::gotmpl::types::Type;
use crate::gotmpl::value::Value;

/// As many arguments need no memory of their own.
const FEW: usize = 4;

impl<'t> Run<'t> {
    /// Calls a function; `place` is what an error of its own is told to be at.
    pub(super) fn callee(
        &mut self,
        callee: &'t Callee,
        place: Place<'t>,
        args: &'t [Node],
        last: Option<Value>,
    ) -> Done<Operand> {
        let burnt = self.context.burn(1);
        self.checked(burnt, "")?;
        match callee {
            Callee::Plain(function) => self.plain_call(function, None, place, args, last),
            Callee::Reflecting(function) => self.reflecting_call(function, place, args, last),
            Callee::And => self.short_circuit(false, args, last),
            Callee::Or => self.short_circuit(true, args, last),
            Callee::Call => self.call_value(place, args, last),
        }
    }

    /// Checks the number of arguments as Go counts them.
    fn counted(
        &self,
        name: &str,
        params: usize,
        variadic: bool,
        args: usize,
        last: bool,
    ) -> Done<()> {
        let given = args + usize::from(last);
        if variadic {
            let fixed = params.saturating_sub(1);
            if given < fixed {
                return self.fault(format!(
                    "wrong number of args for {name}: want at least {fixed} got {args}"
                ));
            }
        } else if given != params {
            return self.fault(format!(
                "wrong number of args for {name}: want {params} got {given}"
            ));
        }
        Ok(())
    }

    /// Calls a function whose parameters have types; `itself` is the receiver of a method.
    pub(super) fn plain_call(
        &mut self,
        function: &'static Function,
        itself: Option<Value>,
        place: Place<'t>,
        args: &'t [Node],
        last: Option<Value>,
    ) -> Done<Operand> {
        let params = function.params;
        let (name, variadic) = (function.name, function.variadic);
        self.counted(name, params.len(), variadic, args.len(), last.is_some())?;
        let of = |at: usize| -> Type {
            let param = params.get(at).or(params.last());
            param.copied().unwrap_or(Type::Any)
        };
        let own = usize::from(itself.is_some());
        let count = own + args.len() + usize::from(last.is_some());
        let mut few: [Value; FEW] = Default::default();
        let mut many = Vec::new();
        let values = match few.get_mut(..count) {
            Some(values) => values,
            None => {
                many.resize(count, Value::Nil);
                many.as_mut_slice()
            }
        };
        let mut free = values.iter_mut();
        if let Some(itself) = itself
            && let Some(value) = free.next()
        {
            *value = itself;
        }
        for (at, (arg, value)) in args.iter().zip(&mut free).enumerate() {
            *value = self.argument(arg, of(at))?;
        }
        if let Some(last) = last
            && let Some(value) = free.next()
        {
            *value = self.fitting(Operand::plain(last), of(args.len()))?;
        }
        let result = (function.call)(&mut self.context, values);
        let result = self.returned(result, name, place)?;
        Ok(Operand::of(result, function.result))
    }

    /// Passes on the result of a function, or its error at the place of the call.
    fn returned<T>(&mut self, result: Result<T, FnError>, name: &str, place: Place<'t>) -> Done<T> {
        if result.is_ok() {
            return self.checked(result, "");
        }
        self.place = Some(place);
        self.checked(result, &format!("error calling {name}: "))
    }

    fn reflecting_call(
        &mut self,
        function: &'static Reflecting,
        place: Place<'t>,
        args: &'t [Node],
        last: Option<Value>,
    ) -> Done<Operand> {
        let params = function.fixed + usize::from(function.variadic);
        let (name, variadic) = (function.name, function.variadic);
        self.counted(name, params, variadic, args.len(), last.is_some())?;
        let mut few: [Operand; 2] = Default::default();
        let result = if args.len() + usize::from(last.is_some()) == 2 {
            let mut given = args.iter();
            for slot in &mut few {
                *slot = match given.next() {
                    Some(arg) => self.reflected(arg)?,
                    None => Operand::plain(last.clone().unwrap_or_default()),
                };
            }
            (function.call)(&mut self.context, &few)
        } else {
            let values = self.operands(args, last)?;
            (function.call)(&mut self.context, &values)
        };
        self.returned(result, name, place)
    }

    fn operands(&mut self, args: &'t [Node], last: Option<Value>) -> Done<Vec<Operand>> {
        let mut values = Vec::with_capacity(args.len() + 1);
        for arg in args {
            values.push(self.reflected(arg)?);
        }
        values.extend(last.map(Operand::plain));
        Ok(values)
    }

    /// `and`, `or`: evaluates no more arguments than are needed.
    fn short_circuit(
        &mut self,
        until: bool,
        args: &'t [Node],
        last: Option<Value>,
    ) -> Done<Operand> {
        let name = if until { "or" } else { "and" };
        self.counted(name, 2, true, args.len(), last.is_some())?;
        let mut value = Operand::default();
        for arg in args {
            value = self.reflected(arg)?;
            if value.value.is_true() == until {
                return Ok(value);
            }
        }
        Ok(last.map_or(value, Operand::plain))
    }

    /// `call`: there are no values that can be called.
    fn call_value(
        &mut self,
        place: Place<'t>,
        args: &'t [Node],
        last: Option<Value>,
    ) -> Done<Operand> {
        self.counted("call", 2, true, args.len(), last.is_some())?;
        let shown = match (args.first(), &last) {
            (Some(arg), _) => arg.to_string(),
            (None, Some(Value::Text(text))) => text.to_utf8(),
            (None, Some(Value::Nil) | None) => "<invalid Value>".to_owned(),
            (None, Some(other)) => format!("<{} Value>", other.type_name()),
        };
        let values = self.operands(args, last)?;
        let error = match values.first().map(|first| &first.value) {
            None | Some(Value::Nil) => "call of nil".to_owned(),
            Some(other) => format!("non-function {shown} of type {}", other.type_name()),
        };
        self.returned(Err(FnError::Message(error)), "call", place)
    }
}
