//! `dodona template`.

mod eval;

use crate::cli::Console;
use crate::shell::Exit;

/// Commands below `template`.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Render a Go template as Argo CD does, or lines of JSON
    Eval(eval::Args),
}

impl Command {
    pub(super) fn run(&self, console: &Console) -> Exit {
        match self {
            Self::Eval(args) => args.run(console),
        }
    }
}
