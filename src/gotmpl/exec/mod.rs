//! Running a compiled template.

mod argument;
mod call;
mod eval;
mod fault;
mod field;
mod literal;
mod repeat;
mod run;

pub(super) use run::Run;
