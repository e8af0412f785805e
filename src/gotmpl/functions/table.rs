//! How the entries of the tables are written.

use super::super::context::Context;
use super::super::function::{FnError, Function};
use super::super::types::Type;
use super::super::value::Value;

type Call = fn(&mut Context<'_>, &[Value]) -> Result<Value, FnError>;

/// Makes the entry of a function that sprig has.
pub(super) const fn sprig(
    name: &'static str,
    params: &'static [Type],
    result: Type,
    call: Call,
) -> Function {
    Function {
        name,
        params,
        variadic: false,
        result,
        fallible: false,
        deterministic: true,
        source: "sprig 3.3.0",
        call,
    }
}

/// Makes the entry of a function that Argo CD adds.
pub(super) const fn argo(
    name: &'static str,
    params: &'static [Type],
    result: Type,
    call: Call,
) -> Function {
    Function {
        source: "Argo CD v3.5.1",
        ..sprig(name, params, result, call)
    }
}

/// Makes the entry of a method of a value.
pub(super) const fn method(
    name: &'static str,
    params: &'static [Type],
    result: Type,
    call: Call,
) -> Function {
    Function {
        source: "Go 1.26",
        ..sprig(name, params, result, call)
    }
}

/// The last parameter stands for any number of arguments.
pub(super) const fn variadic(function: Function) -> Function {
    Function {
        variadic: true,
        ..function
    }
}

/// The Go function has an error as second result.
pub(super) const fn fallible(function: Function) -> Function {
    Function {
        fallible: true,
        ..function
    }
}

/// The result depends on the clock, on chance or on the order of Go's maps.
pub(super) const fn unpredictable(function: Function) -> Function {
    Function {
        deterministic: false,
        ..function
    }
}
