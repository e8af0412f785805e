//! `dodona completions`.

use crate::cli::{Cli, Console};
use crate::shell::Exit;
use clap::CommandFactory;
use clap_complete::Shell;

const EXAMPLES: &str = "Examples:
  dodona completions bash > ~/.local/share/bash-completion/completions/dodona
  dodona completions zsh > ~/.zfunc/_dodona";

/// Arguments of `completions`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

impl Args {
    pub(super) fn run(&self, console: &Console) -> Exit {
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "dodona", &mut text);
        console.data(&String::from_utf8_lossy(&text))
    }
}
