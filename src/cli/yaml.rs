//! `dodona yaml`.

use crate::cli::Console;
use crate::cli::lines::lines;
use crate::shell::Exit;
use crate::yaml;

const EVAL_EXAMPLES: &str = r#"Examples:
  echo '{"id": "1", "yaml": "a: yes"}' | dodona yaml eval --jsonl
  dodona yaml eval --jsonl --lenient < texts.jsonl"#;

const WRITE_EXAMPLES: &str = r#"Examples:
  echo '{"id": "1", "json": "{\"a\": \"yes\"}"}' | dodona yaml write --jsonl
  dodona yaml write --jsonl < values.jsonl"#;

/// Commands below `yaml`.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Read texts as Kubernetes does: JSON lines `{"id","yaml"}` in, `{"id","documents"}` or `{"id","error"}` out
    #[command(after_help = EVAL_EXAMPLES)]
    Eval {
        /// Lines of JSON on standard input and output
        #[arg(long, required = true)]
        jsonl: bool,
        /// Read as kubectl does: the last of two equal keys wins
        #[arg(long)]
        lenient: bool,
    },
    /// Write values as dodona does: JSON lines `{"id","json"}` in, `{"id","yaml"}` out
    #[command(after_help = WRITE_EXAMPLES)]
    Write {
        /// Lines of JSON on standard input and output
        #[arg(long, required = true)]
        jsonl: bool,
    },
}

impl Command {
    pub(super) fn run(&self, console: &Console) -> Exit {
        match self {
            Self::Eval { lenient, .. } => lines(console, |line| yaml::eval_line(line, *lenient)),
            Self::Write { .. } => lines(console, yaml::write_line),
        }
    }
}
