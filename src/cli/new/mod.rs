//! `dodona new`: documents that are written for people once.

pub(super) mod bootstrap;
mod select;
mod use_case;

use crate::cli::{Console, Globals};
use crate::shell::Exit;

/// Commands below `new`.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Make a use case, and select it in an environment
    UseCase(use_case::Args),
    /// Write the Application that hands an environment to Argo CD
    Bootstrap(bootstrap::Args),
}

impl Command {
    pub(super) fn run(&self, globals: &Globals, console: &Console) -> Exit {
        match self {
            Self::UseCase(args) => args.run(globals, console),
            Self::Bootstrap(args) => args.run(globals, console),
        }
    }
}
