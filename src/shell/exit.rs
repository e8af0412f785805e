//! How the process ends.

use crate::diagnostic::render;
use crate::shell::write_stderr;
use std::panic::{self, PanicHookInfo};
use std::process::{self, ExitCode};

/// What the process tells its caller; the numbers are a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// 0
    Fine,
    /// 1
    Findings,
    /// 2
    Unusable,
    /// 3
    Bug,
    /// 130: Ctrl-C kills the process by its signal, nothing is caught, and shells report that as 130. Files are replaced
    /// by renames and output is written whole, so there is nothing to clean up.
    Interrupted,
}

impl Exit {
    /// All of them, for `--help` and the manual.
    pub const ALL: [Self; 5] = [
        Self::Fine,
        Self::Findings,
        Self::Unusable,
        Self::Bug,
        Self::Interrupted,
    ];

    /// Returns the number.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Findings => 1,
            Self::Unusable => 2,
            Self::Bug => 3,
            Self::Interrupted => 130,
        }
    }

    /// Returns what the number means, in a sentence.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Fine => "All is well.",
            Self::Findings => {
                "There are findings, failed tests, an exceeded budget or, with `--exit-code`, differences."
            }
            Self::Unusable => "The command line is wrong, or the input can't be read or rendered.",
            Self::Bug => "dodona has a bug; please report it.",
            Self::Interrupted => "The run was interrupted.",
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.number())
    }
}

/// Makes every panic one line for people and exit code 3.
#[expect(
    clippy::exit,
    reason = "a panic never comes back to main, and aborting would not be 3"
)]
pub fn install_panic_hook() {
    panic::set_hook(Box::new(|info| {
        write_stderr(&bug(info));
        process::exit(i32::from(Exit::Bug.number()));
    }));
}

fn bug(info: &PanicHookInfo<'_>) -> String {
    let payload = info.payload();
    let message = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    let place = info
        .location()
        .map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
    line(message, &place)
}

fn line(message: &str, place: &str) -> String {
    let message = render::one_line(message);
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "dodona: error[bug]: {message}{place} (dodona {version}); please report this line and the command\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_contract() {
        assert_eq!(Exit::ALL.map(Exit::number), [0, 1, 2, 3, 130]);
        assert!(Exit::ALL.iter().all(|exit| exit.sentence().ends_with('.')));
    }

    #[test]
    fn a_bug_is_one_line() {
        let text = line("left\nright", " at src/a.rs:3");
        assert_eq!(text.lines().count(), 1);
        assert!(text.starts_with("dodona: error[bug]: left right at src/a.rs:3 (dodona "));
    }
}
