//! Where a tree comes from: what a work tree and a git revision have in common.

use crate::tree::TreePath;
use std::collections::BTreeMap;

/// What stands at a path, links not followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// A regular file, executable or not.
    File,
    /// A folder.
    Folder,
    /// A symbolic link with its target as written.
    Link(String),
    /// A device, fifo, socket or submodule: nothing that has text.
    Special,
    /// Something whose name is not UTF-8, or no plain segment; its listed name is only for showing.
    BadName,
}

/// One line of a folder as a source lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The name, one segment.
    pub name: String,
    /// What stands there.
    pub node: Node,
}

/// Why a path could not be read; [`crate::tree::Tree`] makes a diagnostic of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing stands there.
    NotFound,
    /// A folder stands where a file was wanted.
    NotAFile,
    /// A file stands where a folder was wanted, at the end or on the way.
    NotAFolder,
    /// A link on the way leads out of the repository.
    LinkLeaves {
        /// The target as written.
        target: String,
    },
    /// A link on the way leads to nothing.
    LinkBroken {
        /// The target as written.
        target: String,
    },
    /// Links lead to links without end, or more than 40 of them.
    LinkLoop,
    /// A device, fifo, socket or submodule.
    Special,
    /// The file is larger than one file may be.
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// All files together are larger than they may be.
    TooMuch {
        /// The limit in bytes.
        limit: u64,
    },
    /// More files and folders were read than may be.
    TooManyFiles {
        /// The limit.
        limit: usize,
    },
    /// The folder has more entries than it may have.
    TooManyEntries {
        /// The limit.
        limit: usize,
    },
    /// The path has more segments than it may have.
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// A name that is not UTF-8, or no plain segment; as far as it can be shown.
    BadName(String),
    /// The machine's own words.
    Io(String),
}

/// A store of files: a folder, a git revision, a table in memory.
///
/// A source follows no links. [`crate::tree::Tree`] does, in one place for all of them, and asks only for paths whose
/// folders are known to be real.
pub trait Source {
    /// Returns what stands at `path`, whose parent is a real folder.
    ///
    /// # Errors
    /// `NotFound`, or `Io` when the store itself fails.
    fn node(&self, path: &TreePath) -> Result<Node, Fault>;

    /// Returns the entries of a real folder in any order.
    ///
    /// # Errors
    /// `TooManyEntries` when there are more than `limit`, `NotFound`, `NotAFolder`, or `Io`.
    fn list(&self, folder: &TreePath, limit: usize) -> Result<Vec<Listed>, Fault>;

    /// Returns the bytes of a regular file.
    ///
    /// # Errors
    /// `TooLarge` when there are more than `limit`, `Special` when it is no regular file, `NotFound`, or `Io`.
    fn read(&self, file: &TreePath, limit: u64) -> Result<Vec<u8>, Fault>;
}

#[derive(Clone, Debug)]
enum Kept {
    File(Vec<u8>),
    Link(String),
    Folder,
    Special,
}

/// A source in memory, for tests and for what `init` is about to write; folders come from the paths.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    all: BTreeMap<TreePath, Kept>,
}

impl Memory {
    /// Returns an empty source.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file.
    #[must_use]
    pub fn file(self, path: TreePath, bytes: impl Into<Vec<u8>>) -> Self {
        self.with(path, Kept::File(bytes.into()))
    }

    /// Adds a link with its target as written.
    #[must_use]
    pub fn link(self, path: TreePath, target: &str) -> Self {
        self.with(path, Kept::Link(target.to_owned()))
    }

    /// Adds something that is neither file nor folder.
    #[must_use]
    pub fn special(self, path: TreePath) -> Self {
        self.with(path, Kept::Special)
    }

    fn with(mut self, path: TreePath, kept: Kept) -> Self {
        let mut above = path.parent();
        while let Some(folder) = above {
            above = folder.parent();
            self.all.entry(folder).or_insert(Kept::Folder);
        }
        self.all.insert(path, kept);
        self
    }
}

impl Source for Memory {
    fn node(&self, path: &TreePath) -> Result<Node, Fault> {
        Ok(match self.all.get(path) {
            Some(Kept::File(_)) => Node::File,
            Some(Kept::Link(target)) => Node::Link(target.clone()),
            Some(Kept::Folder) => Node::Folder,
            Some(Kept::Special) => Node::Special,
            None if path.is_root() => Node::Folder,
            None => return Err(Fault::NotFound),
        })
    }

    fn list(&self, folder: &TreePath, limit: usize) -> Result<Vec<Listed>, Fault> {
        let inside = |path: &&TreePath| path.parent().as_ref() == Some(folder);
        let paths: Vec<&TreePath> = self.all.keys().filter(inside).take(limit + 1).collect();
        if paths.len() > limit {
            return Err(Fault::TooManyEntries { limit });
        }
        paths
            .into_iter()
            .map(|path| {
                Ok(Listed {
                    name: path.file_name().to_owned(),
                    node: self.node(path)?,
                })
            })
            .collect()
    }

    fn read(&self, file: &TreePath, limit: u64) -> Result<Vec<u8>, Fault> {
        match self.all.get(file) {
            Some(Kept::File(bytes)) if bytes.len() as u64 > limit => Err(Fault::TooLarge { limit }),
            Some(Kept::File(bytes)) => Ok(bytes.clone()),
            Some(Kept::Folder) => Err(Fault::NotAFile),
            Some(Kept::Link(_) | Kept::Special) => Err(Fault::Special),
            None => Err(Fault::NotFound),
        }
    }
}
