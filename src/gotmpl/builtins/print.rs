//! `print`, `printf`, `println`.

use crate::gotmpl::args;
use crate::gotmpl::fmt::{sprint, sprintf, sprintln};
use crate::gotmpl::function::Function;
use crate::gotmpl::types::Type;

const PRINT: Function = Function {
    name: "print",
    params: &[Type::Any],
    variadic: true,
    result: Type::Text,
    fallible: false,
    deterministic: true,
    source: "text/template",
    call: |context, args| Ok(sprint(context, args)?.into()),
};

pub(super) const FUNCTIONS: &[Function] = &[
    PRINT,
    Function {
        name: "println",
        call: |context, args| Ok(sprintln(context, args)?.into()),
        ..PRINT
    },
    Function {
        name: "printf",
        params: &[Type::Text, Type::Any],
        call: |context, args| {
            let format = args::text(args, 0)?;
            Ok(sprintf(context, format, args::rest(args, 1))?.into())
        },
        ..PRINT
    },
];
