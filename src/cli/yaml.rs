//! `dodona yaml`.

use crate::cli::Console;
use crate::shell::{self, Exit};
use crate::yaml;

/// The most that is read from standard input.
const INPUT_BYTES: u64 = 1 << 30;

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

fn lines(console: &Console, answer: impl Fn(&str) -> String) -> Exit {
    let input = match shell::read_stdin(INPUT_BYTES) {
        Ok(input) => input,
        Err(error) => {
            console.complain(error);
            return Exit::Unusable;
        }
    };
    let input = String::from_utf8_lossy(&input);
    for line in input.split('\n').filter(|line| !line.trim().is_empty()) {
        let exit = console.data(&(answer(line) + "\n"));
        if exit != Exit::Fine {
            return exit;
        }
    }
    Exit::Fine
}
