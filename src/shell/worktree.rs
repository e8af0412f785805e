//! A tree from a folder on the disk.

use crate::shell::Error;
use crate::tree::{Fault, Listed, Node, Source, TreePath};
use std::fs::{self, File, FileType, Metadata};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

/// A folder as a [`Source`]: nothing but folders and regular files is ever opened, and no link is followed.
///
/// Folders that somebody swaps for links while a run is under way are not guarded against; a file swapped so is.
#[derive(Debug)]
pub struct WorkTree {
    root: PathBuf,
}

impl WorkTree {
    /// Returns the tree below `folder`, which may itself be reached through a link.
    ///
    /// # Errors
    /// `folder-not-found` when there is no such folder.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let shown = folder.display();
        match fs::metadata(folder) {
            Ok(found) if found.is_dir() => Ok(Self {
                root: folder.to_owned(),
            }),
            Ok(_) => Err(Error::new(
                super::FOLDER_NOT_FOUND,
                format!("`{shown}` is no folder"),
                "give the folder that it lies in",
            )),
            Err(why) => Err(Error::new(
                super::FOLDER_NOT_FOUND,
                format!("folder `{shown}` can't be opened: {why}"),
                "give the folder of the repository, such as `.`",
            )),
        }
    }

    /// Returns the tree below `folder`, or nothing where there is nothing at all.
    ///
    /// # Errors
    /// `folder-not-found` when something else than a folder is there, or the machine can't tell.
    pub fn open_if_there(folder: &Path) -> Result<Option<Self>, Error> {
        match fs::metadata(folder) {
            Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(None),
            _ => Self::open(folder).map(Some),
        }
    }

    /// Returns the place on the disk; a segment that this system would read as more than a name is no plain name.
    fn place(&self, path: &TreePath) -> Result<PathBuf, Fault> {
        let mut place = self.root.clone();
        for segment in path.segments() {
            let mut parts = Path::new(segment).components();
            match (parts.next(), parts.next()) {
                (Some(Component::Normal(name)), None) => place.push(name),
                _ => return Err(Fault::BadName(segment.to_owned())),
            }
        }
        Ok(place)
    }
}

/// Returns the nearest folder, from the working directory upwards, that holds an entry of this name; as a relative path.
///
/// It goes up `levels` folders at most: beyond an archive's root lie other people's. Where nobody knows, the folder of the Git
/// repository is the last.
#[must_use]
pub fn find_above(name: &str, levels: Option<usize>) -> Option<PathBuf> {
    let mut folder = PathBuf::from(".");
    let depth = std::env::current_dir().ok()?.components().count();
    let there = |path: PathBuf| fs::symlink_metadata(path).is_ok();
    for _ in 0..levels.map_or(depth, |levels| levels + 1) {
        if there(folder.join(name)) {
            return Some(folder);
        }
        if levels.is_none() && there(folder.join(".git")) {
            break;
        }
        folder.push("..");
    }
    None
}

impl Source for WorkTree {
    fn node(&self, path: &TreePath) -> Result<Node, Fault> {
        let place = self.place(path)?;
        let found = fs::symlink_metadata(&place).map_err(|why| fault(&why))?;
        node(found.file_type(), &place)
    }

    fn list(&self, folder: &TreePath, limit: usize) -> Result<Vec<Listed>, Fault> {
        let mut all = Vec::new();
        for entry in fs::read_dir(self.place(folder)?).map_err(|why| fault(&why))? {
            let entry = entry.map_err(|why| fault(&why))?;
            if all.len() == limit {
                return Err(Fault::TooManyEntries { limit });
            }
            let kind = entry.file_type().map_err(|why| fault(&why))?;
            all.push(match entry.file_name().into_string() {
                Ok(name) => Listed {
                    name,
                    node: node(kind, &entry.path())?,
                },
                Err(bytes) => Listed {
                    name: bytes.to_string_lossy().into_owned(),
                    node: Node::BadName,
                },
            });
        }
        Ok(all)
    }

    fn read(&self, file: &TreePath, limit: u64) -> Result<Vec<u8>, Fault> {
        let place = self.place(file)?;
        let expected = fs::symlink_metadata(&place).map_err(|why| fault(&why))?;
        if expected.is_dir() {
            return Err(Fault::NotAFile);
        }
        if !expected.is_file() {
            return Err(Fault::Special);
        }
        let opened = File::open(&place).map_err(|why| fault(&why))?;
        let found = opened.metadata().map_err(|why| fault(&why))?;
        if !is_same(&expected, &found) {
            return Err(Fault::Io("it was replaced while it was read".to_owned()));
        }
        read_at_most(opened, found.len(), limit)
    }
}

fn read_at_most(file: File, expected: u64, limit: u64) -> Result<Vec<u8>, Fault> {
    if expected > limit {
        return Err(Fault::TooLarge { limit });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(expected + 1).unwrap_or(0));
    file.take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|why| fault(&why))?;
    if bytes.len() as u64 > limit {
        return Err(Fault::TooLarge { limit });
    }
    Ok(bytes)
}

fn node(kind: FileType, place: &Path) -> Result<Node, Fault> {
    if kind.is_file() {
        Ok(Node::File)
    } else if kind.is_dir() {
        Ok(Node::Folder)
    } else if kind.is_symlink() {
        let target = fs::read_link(place).map_err(|why| fault(&why))?;
        Ok(Node::Link(target.to_string_lossy().into_owned()))
    } else {
        Ok(Node::Special)
    }
}

#[cfg(unix)]
fn is_same(expected: &Metadata, found: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (expected.dev(), expected.ino()) == (found.dev(), found.ino())
}

#[cfg(not(unix))]
fn is_same(_: &Metadata, found: &Metadata) -> bool {
    found.is_file()
}

fn fault(why: &io::Error) -> Fault {
    match why.kind() {
        io::ErrorKind::NotFound => Fault::NotFound,
        io::ErrorKind::NotADirectory => Fault::NotAFolder,
        _ => Fault::Io(why.to_string()),
    }
}
