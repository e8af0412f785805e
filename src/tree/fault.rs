//! What a fault says to people: its code, its sentence, and what to do.

use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;
use crate::tree::{Fault, Kind, PathError, TreePath};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal: $what:literal;)*) => {
        $($(#[$doc])* pub const $name: Code = Code { name: $text, what: $what };)*
        /// All codes of this room.
        pub const CODES: &[Code] = &[$($name),*];
    };
}

codes! {
    /// A path names nothing.
    FILE_NOT_FOUND = "file-not-found": "A path names a file or folder that the repository does not have.";
    /// A path is absolute or has `..`.
    PATH_LEAVES = "path-leaves-repository": "A path is absolute or has a `..` segment; only files of the repository can be named, so that every machine reads the same ones.";
    /// A link leads out.
    LINK_LEAVES = "link-leaves-repository": "A symbolic link leads out of the repository (or is absolute), so another machine would read something else, or a secret.";
    /// A link leads nowhere.
    LINK_BROKEN = "link-broken": "A symbolic link leads to nothing.";
    /// Links lead to each other.
    LINK_LOOP = "link-loop": "Symbolic links lead to each other, into a folder above themselves, or through more than 40 links.";
    /// A file where a folder was wanted.
    NOT_A_FOLDER = "not-a-folder": "A file stands where a folder was expected.";
    /// No regular file.
    NOT_A_REGULAR_FILE = "not-a-regular-file": "A folder, device, fifo, socket or submodule stands where a file was expected.";
    /// One file is too large.
    FILE_TOO_LARGE = "file-too-large": "A file is larger than one file of a repository may be.";
    /// Too many files.
    TOO_MANY_FILES = "too-many-files": "More files and folders were read than one run may read.";
    /// A folder is too full.
    FOLDER_TOO_LARGE = "folder-too-large": "A folder has more entries than one folder may have.";
    /// Folders are too deep.
    FOLDER_TOO_DEEP = "folder-too-deep": "Folders lie deeper in each other than they may.";
    /// All files together are too large.
    REPOSITORY_TOO_LARGE = "repository-too-large": "All files that were read are together larger than one run may read.";
    /// A name is unusable.
    BAD_NAME = "bad-name": "The name of a file or folder is not UTF-8 or not a plain name, so no path can spell it.";
    /// The machine refused.
    UNREADABLE = "unreadable": "The machine could not read a file or folder that is there.";
}

impl Fault {
    /// Returns the diagnostic for `path`, where `wanted` should stand; `near` is a name that was probably meant.
    pub(super) fn diagnostic(
        &self,
        path: &TreePath,
        wanted: Kind,
        span: Span,
        near: Option<&str>,
    ) -> Box<Diagnostic> {
        let word = wanted.as_str();
        let error = |code, message: String| Diagnostic::error(code, span, message);
        Box::new(match self {
            Self::NotFound => error(FILE_NOT_FOUND, format!("{word} `{path}` does not exist"))
                .help(near.map_or_else(
                    || format!("create `{path}`, or correct the path"),
                    |near| format!("did you mean `{near}`?"),
                )),
            Self::NotAFile => error(
                NOT_A_REGULAR_FILE,
                format!("`{path}` is a folder, expected a file"),
            )
            .help("name a file inside it"),
            Self::NotAFolder => error(
                NOT_A_FOLDER,
                format!("`{path}` is no folder, or a file stands on the way to it"),
            )
            .help("move the file, or correct the path"),
            Self::Special => error(
                NOT_A_REGULAR_FILE,
                format!("`{path}` is a device, fifo, socket or submodule, expected a regular file"),
            )
            .help(format!("replace `{path}` by a file, or remove it")),
            Self::BadName(shown) => error(
                BAD_NAME,
                format!("`{path}` has an entry whose name is not UTF-8 or not plain: `{shown}`"),
            )
            .help("rename it"),
            Self::Io(words) => error(
                UNREADABLE,
                format!("{word} `{path}` can't be read: {words}"),
            )
            .help("check that it is there and that you may read it (`ls -l`)"),
            Self::LinkLeaves { .. } | Self::LinkBroken { .. } | Self::LinkLoop => {
                self.of_links(path, span)
            }
            Self::TooLarge { .. }
            | Self::TooMuch { .. }
            | Self::TooManyFiles { .. }
            | Self::TooManyEntries { .. }
            | Self::TooDeep { .. } => self.of_limits(path, span),
        })
    }

    fn of_links(&self, path: &TreePath, span: Span) -> Diagnostic {
        match self {
            Self::LinkLeaves { target } => Diagnostic::error(
                LINK_LEAVES,
                span,
                format!(
                    "`{path}` is or passes a symbolic link that leaves the repository: `{target}`"
                ),
            )
            .help(
                "copy the file into the repository, or link with a relative path that stays inside",
            ),
            Self::LinkBroken { target } => Diagnostic::error(
                LINK_BROKEN,
                span,
                format!("`{path}` is or passes a symbolic link to nothing: `{target}`"),
            )
            .help("create the target, or remove the link"),
            _ => Diagnostic::error(
                LINK_LOOP,
                span,
                format!("`{path}` is or passes symbolic links that do not end"),
            )
            .help(
                "let the link point at a file or folder, not back at itself or at a folder above",
            ),
        }
    }

    fn of_limits(&self, path: &TreePath, span: Span) -> Diagnostic {
        let (code, message, help) = match self {
            Self::TooLarge { limit } => (
                FILE_TOO_LARGE,
                format!("`{path}` is larger than {}", size(*limit)),
                "split it, or keep it outside the repository",
            ),
            Self::TooMuch { limit } => (
                REPOSITORY_TOO_LARGE,
                format!("with `{path}` more than {} were read", size(*limit)),
                "give a folder with less in it as DIR",
            ),
            Self::TooManyEntries { limit } => (
                FOLDER_TOO_LARGE,
                format!("folder `{path}` has more than {limit} entries"),
                "spread them over several folders",
            ),
            Self::TooDeep { limit } => (
                FOLDER_TOO_DEEP,
                format!("`{path}` lies more than {limit} folders deep"),
                "move it up",
            ),
            Self::TooManyFiles { limit } => too_many(path, *limit),
            _ => unreachable!("only limits come here"),
        };
        Diagnostic::error(code, span, message).help(help)
    }
}

fn too_many(path: &TreePath, limit: usize) -> (Code, String, &'static str) {
    (
        TOO_MANY_FILES,
        format!("with `{path}` more than {limit} files and folders were read"),
        "give a folder with less in it as DIR",
    )
}

impl PathError {
    /// Returns the diagnostic for the text that was to be a path, at the place where it is written.
    #[must_use]
    pub fn diagnostic(self, text: &str, span: impl Into<Option<Span>>) -> Box<Diagnostic> {
        Box::new(
            Diagnostic::error(
                PATH_LEAVES,
                span,
                format!("path `{text}` {self}, expected a path inside the repository"),
            )
            .help("write it relative to the repository, such as `manifests/namespace.yaml`"),
        )
    }
}

fn size(bytes: u64) -> String {
    if bytes >= 1 << 20 && bytes.is_multiple_of(1 << 20) {
        format!("{} MiB", bytes >> 20)
    } else {
        format!("{bytes} bytes")
    }
}
