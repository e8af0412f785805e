//! Commands that answer line by line.

use crate::cli::Console;
use crate::shell::{self, Exit};

/// The most that is read from standard input.
pub(super) const INPUT_BYTES: u64 = 1 << 30;

/// Writes an answer to each line of standard input that is not blank, in order.
pub(super) fn lines(console: &Console, answer: impl Fn(&str) -> String) -> Exit {
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
