//! The only door to the machine: disk, git, environment, streams, clock and exit codes.
//!
//! In go folders, revisions and bytes to write; out come [`crate::tree::Source`]s and reports. The room knows nothing about
//! what the files mean, and nothing below it may touch what it touches.

mod create;
mod env;
mod exit;
mod git;
mod out;
mod progress;
mod streams;
mod worktree;

pub use create::{create_files, replace_file};
pub use env::Environment;
pub use exit::{Exit, install_panic_hook};
pub use git::{Git, GitTree};
pub use out::{MANIFEST, Report, Scope, exchange, lies_in, write_file, write_folder};
pub use progress::{Progress, Watched};
pub use streams::{Stream, Written, is_terminal, read_stdin, write_stderr, write_stdout};
pub use worktree::{WorkTree, find_above};

use crate::diagnostic::{Code, Diagnostic};
use std::fmt;

/// A folder that was given does not exist.
pub const FOLDER_NOT_FOUND: Code = Code {
    name: "folder-not-found",
    what: "A folder given on the command line does not exist, or is no folder.",
};
/// A revision was asked for outside of git.
pub const NOT_A_GIT_REPOSITORY: Code = Code {
    name: "not-a-git-repository",
    what: "A git revision was asked for, but the folder lies in no git repository.",
};
/// A repository that git can't read.
pub const GIT_UNREADABLE: Code = Code {
    name: "git-unreadable",
    what: "There is a git repository, but it is damaged or of an unknown format.",
};
/// A revision that does not exist.
pub const UNKNOWN_REVISION: Code = Code {
    name: "unknown-revision",
    what: "A revision names no commit of the repository: no branch, tag or object, or one that a shallow clone left out.",
};
/// A revision without the folder.
pub const PATH_NOT_IN_REVISION: Code = Code {
    name: "path-not-in-revision",
    what: "The folder given does not exist in the revision given.",
};
/// A file of somebody else is in the way.
pub const NOT_OURS: Code = Code {
    name: "not-ours",
    what: "Something that dodona did not write stands where it would write; it is never overwritten.",
};
/// A file was changed after it was written.
pub const EDITED_BY_HAND: Code = Code {
    name: "edited-by-hand",
    what: "A file that dodona wrote was changed since, so overwriting or deleting it would lose the change.",
};
/// The list of written files can't be understood.
pub const BAD_FILE_LIST: Code = Code {
    name: "bad-file-list",
    what: "The list `.dodona-files` of an output folder, which says what may be pruned, can't be understood.",
};
/// A file that would be made is there already.
pub const EXISTS: Code = Code {
    name: "exists",
    what: "A file that would be made for people is there already; it is theirs, so it is not overwritten unless they ask for it.",
};
/// The machine refused to write.
pub const UNWRITABLE: Code = Code {
    name: "unwritable",
    what: "The machine could not write or delete a file.",
};
/// Standard input failed.
pub const STDIN_UNREADABLE: Code = Code {
    name: "stdin-unreadable",
    what: "Standard input could not be read, or is larger than it may be.",
};

/// All codes of this room.
pub const CODES: &[Code] = &[
    FOLDER_NOT_FOUND,
    NOT_A_GIT_REPOSITORY,
    GIT_UNREADABLE,
    UNKNOWN_REVISION,
    PATH_NOT_IN_REVISION,
    NOT_OURS,
    EDITED_BY_HAND,
    BAD_FILE_LIST,
    EXISTS,
    UNWRITABLE,
    STDIN_UNREADABLE,
];

/// A machine that failed, or a folder or revision that is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The fault's name.
    pub code: Code,
    /// What is wrong, with the path or revision in it.
    pub message: String,
    /// What to type.
    pub help: String,
}

impl Error {
    fn new(code: Code, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            help: help.into(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "error[{}]: {} ({})",
            self.code.name, self.message, self.help
        )
    }
}

impl std::error::Error for Error {}

impl From<Error> for Diagnostic {
    fn from(error: Error) -> Self {
        Self::error(error.code, None, error.message).help(error.help)
    }
}

#[cfg(test)]
mod tests;
