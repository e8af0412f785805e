//! Files of a repository, as the git generator sees them.

use crate::tree::{Fault, Node, Source, TreePath};
use crate::world::Repository;
use std::cell::OnceCell;
use std::rc::Rc;

/// The most files, and entries of one folder, that a repository may have.
const MOST_FILES: usize = 1_000_000;
/// The most bytes of one file.
const MOST_BYTES: u64 = 64 << 20;
/// How many links a path may lead over.
const MOST_LINKS: usize = 40;

/// Opens repositories.
pub trait Checkouts {
    /// Returns the files behind an entry of World.
    ///
    /// # Errors
    /// Why they cannot be had.
    fn open(&self, repository: &Repository) -> Result<Rc<Checkout>, String>;
}

/// No repository can be had.
#[derive(Debug)]
pub struct NoCheckouts;

impl Checkouts for NoCheckouts {
    fn open(&self, _: &Repository) -> Result<Rc<Checkout>, String> {
        Err("repositories are not read here".to_owned())
    }
}

/// The files of a repository at one revision.
pub struct Checkout {
    source: Box<dyn Source>,
    files: OnceCell<Result<Vec<String>, String>>,
}

impl Checkout {
    /// Makes a checkout of what a source holds.
    #[must_use]
    pub fn new(source: Box<dyn Source>) -> Self {
        Self {
            source,
            files: OnceCell::new(),
        }
    }

    /// Returns the paths of all files, sorted by their bytes.
    ///
    /// # Errors
    /// When a folder cannot be listed.
    pub fn files(&self) -> Result<&[String], String> {
        let files = self.files.get_or_init(|| {
            let mut files = Vec::new();
            self.walk(&TreePath::root(), &mut files)?;
            files.sort();
            Ok(files)
        });
        files.as_deref().map_err(Clone::clone)
    }

    /// Returns all folders that hold files, each before those in it, names in byte order; none with a leading dot.
    pub(super) fn folders(&self) -> Result<Vec<String>, String> {
        let mut folders: Vec<Vec<&str>> = Vec::new();
        for file in self.files()? {
            let mut segments: Vec<&str> = file.split('/').collect();
            while segments.pop().is_some() && !segments.is_empty() {
                folders.push(segments.clone());
            }
        }
        folders.sort();
        folders.dedup();
        let hidden = |folder: &&Vec<&str>| !folder.iter().any(|name| name.starts_with('.'));
        Ok(folders
            .iter()
            .filter(hidden)
            .map(|folder| folder.join("/"))
            .collect())
    }

    /// Returns the bytes of a file, links followed.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let mut path = TreePath::new(path).map_err(|error| error.to_string())?;
        for _ in 0..MOST_LINKS {
            match self.source.node(&path).map_err(|fault| told(&fault))? {
                Node::Link(target) => {
                    let folder = path.parent().unwrap_or_else(TreePath::root);
                    path = folder.join(&target).map_err(|error| error.to_string())?;
                }
                Node::Folder => return Err("is a directory".to_owned()),
                _ => {
                    return self
                        .source
                        .read(&path, MOST_BYTES)
                        .map_err(|fault| told(&fault));
                }
            }
        }
        Err("too many levels of symbolic links".to_owned())
    }

    fn walk(&self, folder: &TreePath, files: &mut Vec<String>) -> Result<(), String> {
        let listed = self
            .source
            .list(folder, MOST_FILES)
            .map_err(|fault| told(&fault))?;
        for entry in listed {
            let path = folder.child(&entry.name);
            match entry.node {
                Node::Folder if entry.name == ".git" => {}
                Node::Folder => self.walk(&path, files)?,
                Node::File | Node::Link(_) if entry.name != ".git" => {
                    files.push(path.as_str().to_owned());
                }
                _ => {}
            }
            if files.len() > MOST_FILES {
                return Err(format!("the repository has more than {MOST_FILES} files"));
            }
        }
        Ok(())
    }
}

impl std::fmt::Debug for Checkout {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Checkout")
    }
}

fn told(fault: &Fault) -> String {
    match fault {
        Fault::NotFound | Fault::LinkBroken { .. } => "no such file or directory".to_owned(),
        Fault::NotAFile => "is a directory".to_owned(),
        Fault::NotAFolder => "not a directory".to_owned(),
        Fault::TooLarge { limit } => format!("the file is larger than {limit} bytes"),
        Fault::TooManyEntries { limit } => format!("a folder has more than {limit} entries"),
        Fault::Io(what) => what.clone(),
        other => format!("{other:?}"),
    }
}
