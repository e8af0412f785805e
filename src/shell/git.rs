//! A tree from git objects: a revision without a checkout.

use crate::diagnostic::nearest;
use crate::shell::Error;
use crate::tree::{Fault, Listed, Node, Source, TreePath};
use git2::{ErrorCode, ObjectType, Oid, Repository};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// Git's limit for a link's target is the system's longest path.
const LINK_BYTES: usize = 4096;

/// The repository that a folder lies in, read only.
///
/// It is opened as a bare one, by safe calls that do not ask who owns it: objects and references are data, and nothing here
/// runs a hook, a filter or a command from its configuration, which is what git's ownership check protects from. So a
/// sidecar may read a clone of another user without `safe.directory`.
pub struct Git {
    repository: Repository,
    prefix: TreePath,
}

impl Git {
    /// Opens the repository around `folder`: a work tree, a linked one, a bare or a shallow repository.
    ///
    /// The folder need not exist any more in the work tree, as long as a folder above it does.
    ///
    /// # Errors
    /// `not-a-git-repository` when none is found, `git-unreadable` when git can't make sense of it.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let (place, missing) = existing(folder)?;
        let git_folder = Repository::discover_path(&place, [] as [&OsStr; 0])
            .map_err(|_| not_a_repository(folder))?;
        let repository = Repository::open_bare(&git_folder).map_err(|why| {
            unreadable(&format!("repository around `{}`", folder.display()), &why)
        })?;
        let git_folder = fs::canonicalize(&git_folder).unwrap_or(git_folder);
        let prefix = match inside(&place, &git_folder) {
            Some(inside) => spelled(&inside)?,
            None => TreePath::root(),
        };
        let prefix = prefix.join(&missing).map_err(|why| {
            let message = format!("folder `{}` {why}", folder.display());
            Error::new(
                super::FOLDER_NOT_FOUND,
                message,
                "give a folder that exists",
            )
        })?;
        Ok(Self { repository, prefix })
    }

    /// Returns the folder inside the repository that was opened; the root for a bare one.
    #[must_use]
    pub fn prefix(&self) -> &TreePath {
        &self.prefix
    }

    /// Returns the commit that a revision names, as 40 hex digits.
    ///
    /// # Errors
    /// `unknown-revision`, with the branch or tag that was probably meant.
    pub fn resolve(&self, revision: &str) -> Result<String, Error> {
        let object = self
            .repository
            .revparse_single(revision)
            .map_err(|why| self.unknown(revision, &why))?;
        let commit = object
            .peel(ObjectType::Commit)
            .map_err(|why| self.unknown(revision, &why))?;
        Ok(commit.id().to_string())
    }

    /// Returns the tree of a revision, rooted at the opened folder.
    ///
    /// # Errors
    /// `unknown-revision`; `path-not-in-revision` when the folder is not there, or not a folder.
    pub fn tree(self, revision: &str) -> Result<GitTree, Error> {
        let object = self
            .repository
            .revparse_single(revision)
            .map_err(|why| self.unknown(revision, &why))?;
        let whole = object
            .peel_to_tree()
            .map_err(|why| self.unknown(revision, &why))?;
        let root = match self.prefix.is_root() {
            true => Some(whole.id()),
            false => folder_in(&whole, &self.prefix),
        };
        let root = root.ok_or_else(|| {
            Error::new(
                super::PATH_NOT_IN_REVISION,
                format!("revision `{revision}` has no folder `{}`", self.prefix),
                "give another folder as DIR, or a revision that has it",
            )
        })?;
        drop((whole, object));
        Ok(GitTree {
            repository: self.repository,
            root,
            known: RefCell::default(),
        })
    }

    /// Returns the URL that the current branch is fetched from, else that of `origin`, else of the only remote; without
    /// the user and password that an `https` URL may carry.
    #[must_use]
    pub fn head_remote_url(&self) -> Option<String> {
        let remotes = self.repository.remotes().ok()?;
        let names: Vec<&str> = remotes
            .iter()
            .filter_map(|name| name.ok().flatten())
            .collect();
        let followed = self.followed_remote();
        let name = [followed.as_deref(), Some("origin")]
            .into_iter()
            .flatten()
            .find(|name| names.contains(name))
            .or(match names[..] {
                [only] => Some(only),
                _ => None,
            })?;
        let remote = self.repository.find_remote(name).ok()?;
        Some(without_secrets(remote.url().ok()?))
    }

    fn followed_remote(&self) -> Option<String> {
        let head = self.repository.head().ok()?;
        let name = self
            .repository
            .branch_upstream_remote(head.name().ok()?)
            .ok()?;
        name.as_str().ok().map(str::to_owned)
    }

    fn unknown(&self, revision: &str, why: &git2::Error) -> Error {
        let names = self.names();
        let near = nearest(revision, names.iter().map(String::as_str));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if names.is_empty() => "commit something first".to_owned(),
            None => "`git branch -a` and `git tag` list what there is; a shallow clone has no older commits".to_owned(),
        };
        let message = match why.code() {
            ErrorCode::Ambiguous => format!("revision `{revision}` is ambiguous"),
            ErrorCode::NotFound => {
                format!("revision `{revision}` does not exist in the repository")
            }
            _ => format!("revision `{revision}` can't be read: {}", why.message()),
        };
        Error::new(super::UNKNOWN_REVISION, message, help)
    }

    /// Returns the short names of branches and tags.
    fn names(&self) -> Vec<String> {
        let Ok(references) = self.repository.references() else {
            return Vec::new();
        };
        let mut names: Vec<String> = references
            .flatten()
            .filter_map(|reference| reference.shorthand().ok().map(str::to_owned))
            .collect();
        names.sort();
        names
    }
}

/// One revision of a folder of a repository as a [`Source`].
pub struct GitTree {
    repository: Repository,
    root: Oid,
    /// Id and mode of what was listed, because git would unpack large folders again for each file in them.
    known: RefCell<BTreeMap<TreePath, (Oid, i32)>>,
}

impl GitTree {
    /// Returns the tree of `folder` at `revision`.
    ///
    /// # Errors
    /// As [`Git::open`] and [`Git::tree`].
    pub fn open(folder: &Path, revision: &str) -> Result<Self, Error> {
        Git::open(folder)?.tree(revision)
    }

    fn folder(&self, path: &TreePath) -> Result<git2::Tree<'_>, Fault> {
        let id = match path.is_root() {
            true => self.root,
            false => match self.find(path)? {
                (id, mode) if matches!(node_kind(mode), Plain::Folder) => id,
                _ => return Err(Fault::NotAFolder),
            },
        };
        self.repository.find_tree(id).map_err(|why| broken(&why))
    }

    fn find(&self, path: &TreePath) -> Result<(Oid, i32), Fault> {
        if let Some(&known) = self.known.borrow().get(path) {
            return Ok(known);
        }
        let root = self
            .repository
            .find_tree(self.root)
            .map_err(|why| broken(&why))?;
        let found = at(&root, path)?;
        self.known.borrow_mut().insert(path.clone(), found);
        Ok(found)
    }

    fn node_of(&self, id: Oid, mode: i32) -> Result<Node, Fault> {
        Ok(match node_kind(mode) {
            Plain::File => Node::File,
            Plain::Folder => Node::Folder,
            Plain::Special => Node::Special,
            Plain::Link => {
                match self.blob(id, LINK_BYTES as u64) {
                    Ok(target) => Node::Link(String::from_utf8_lossy(&target).into_owned()),
                    // No system has such a link, and what it stands for is no file.
                    Err(Fault::TooLarge { .. }) => Node::Special,
                    Err(other) => return Err(other),
                }
            }
        })
    }

    /// Returns a blob's bytes, its size known before they are unpacked.
    fn blob(&self, id: Oid, limit: u64) -> Result<Vec<u8>, Fault> {
        let objects = self.repository.odb().map_err(|why| broken(&why))?;
        let (size, _) = objects.read_header(id).map_err(|why| broken(&why))?;
        if size as u64 > limit {
            return Err(Fault::TooLarge { limit });
        }
        let object = objects.read(id).map_err(|why| broken(&why))?;
        Ok(object.data().to_vec())
    }
}

impl Source for GitTree {
    fn node(&self, path: &TreePath) -> Result<Node, Fault> {
        let (id, mode) = self.find(path)?;
        self.node_of(id, mode)
    }

    fn list(&self, folder: &TreePath, limit: usize) -> Result<Vec<Listed>, Fault> {
        let lines = self.folder(folder)?;
        if lines.len() > limit {
            return Err(Fault::TooManyEntries { limit });
        }
        let listed = lines.iter().map(|entry| {
            let (id, mode) = (entry.id(), entry.filemode_raw());
            let name = String::from_utf8_lossy(entry.name_bytes()).into_owned();
            let node = match entry.name() {
                Ok(plain) if is_plain(plain) => self.node_of(id, mode)?,
                _ => Node::BadName,
            };
            if node != Node::BadName {
                let path = folder.child(&name);
                self.known.borrow_mut().insert(path, (id, mode));
            }
            Ok(Listed { name, node })
        });
        listed.collect()
    }

    fn read(&self, file: &TreePath, limit: u64) -> Result<Vec<u8>, Fault> {
        let (id, mode) = self.find(file)?;
        match node_kind(mode) {
            Plain::File => self.blob(id, limit),
            Plain::Folder => Err(Fault::NotAFile),
            Plain::Link | Plain::Special => Err(Fault::Special),
        }
    }
}

enum Plain {
    File,
    Folder,
    Link,
    Special,
}

/// Reads a tree entry's mode; a submodule (160000) holds no text of this repository.
fn node_kind(mode: i32) -> Plain {
    match mode & 0o170_000 {
        0o040_000 => Plain::Folder,
        0o120_000 => Plain::Link,
        0o100_000 => Plain::File,
        _ => Plain::Special,
    }
}

fn at(root: &git2::Tree<'_>, path: &TreePath) -> Result<(Oid, i32), Fault> {
    let entry = root
        .get_path(Path::new(path.as_str()))
        .map_err(|why| match why.code() {
            ErrorCode::NotFound => Fault::NotFound,
            _ => broken(&why),
        })?;
    Ok((entry.id(), entry.filemode_raw()))
}

fn folder_in(whole: &git2::Tree<'_>, prefix: &TreePath) -> Option<Oid> {
    let (id, mode) = at(whole, prefix).ok()?;
    matches!(node_kind(mode), Plain::Folder).then_some(id)
}

/// A tree object may carry any bytes as a name; only a checkout would refuse them.
fn is_plain(name: &str) -> bool {
    TreePath::new(name)
        .is_ok_and(|path| path.as_str() == name && !name.contains('/') && !path.is_root())
}

fn broken(why: &git2::Error) -> Fault {
    Fault::Io(match why.code() {
        ErrorCode::NotFound => {
            "its git object is missing; a partial clone fetches it with `git checkout`".to_owned()
        }
        _ => why.message().to_owned(),
    })
}

/// Returns the nearest folder that exists, and what `folder` names below it.
fn existing(folder: &Path) -> Result<(PathBuf, String), Error> {
    let mut above = folder;
    loop {
        let tried = if above.as_os_str().is_empty() {
            Path::new(".")
        } else {
            above
        };
        if let Ok(place) = fs::canonicalize(tried) {
            let missing = folder.strip_prefix(above).unwrap_or(Path::new(""));
            let missing = missing.to_str().ok_or_else(|| not_a_repository(folder))?;
            return Ok((place, missing.to_owned()));
        }
        above = above.parent().ok_or_else(|| not_a_repository(folder))?;
    }
}

/// Returns the part of `place` below its work tree; `None` inside a bare repository or a git folder.
fn inside(place: &Path, git_folder: &Path) -> Option<PathBuf> {
    if place.starts_with(git_folder) {
        return None;
    }
    let root = place
        .ancestors()
        .find(|above| above.join(".git").exists())?;
    place.strip_prefix(root).ok().map(Path::to_owned)
}

fn spelled(path: &Path) -> Result<TreePath, Error> {
    let text = path.to_str().and_then(|text| TreePath::new(text).ok());
    text.ok_or_else(|| {
        let message = format!("folder `{}` has a name that is not UTF-8", path.display());
        Error::new(super::FOLDER_NOT_FOUND, message, "rename it")
    })
}

fn without_secrets(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let host_end = rest.find('/').unwrap_or(rest.len());
    match rest[..host_end].rfind('@') {
        Some(at) if scheme.starts_with("http") => format!("{scheme}://{}", &rest[at + 1..]),
        _ => url.to_owned(),
    }
}

fn not_a_repository(folder: &Path) -> Error {
    Error::new(
        super::NOT_A_GIT_REPOSITORY,
        format!("folder `{}` lies in no git repository", folder.display()),
        "a revision needs one: give a folder of a clone",
    )
}

fn unreadable(what: &str, why: &git2::Error) -> Error {
    Error::new(
        super::GIT_UNREADABLE,
        format!("{what} can't be read: {}", why.message()),
        "clone it again in git's usual format (no SHA-256 objects, no reftable), or see what `git fsck` says",
    )
}
