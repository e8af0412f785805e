//! What the repository holds: paths in, texts and listings out, read lazily and logged.
//!
//! In goes a [`Source`] (a work tree, a git revision, memory), which follows no links; [`Tree`] follows them for all sources
//! alike, keeps the limits, and knows exactly what was read. The room knows no format and no meaning of any file.

mod cover;
mod fault;
mod follow;
mod path;
mod source;
mod walk;

pub use cover::cover;
pub use fault::*;
pub use path::{PathError, TreePath};
pub use source::{Fault, Listed, Memory, Node, Source};

use crate::diagnostic::{Diagnostic, nearest};
use crate::span::{SourceId, Sources, Span};
use follow::{Real, follow};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// How much one run may read; a broken limit is a named error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Files read and folders listed in all; folders and entries that one walk may pass.
    pub files: usize,
    /// Bytes of one file.
    pub file_bytes: u64,
    /// Bytes of all files together.
    pub total_bytes: u64,
    /// Entries of one folder.
    pub folder_entries: usize,
    /// Segments of one path.
    pub folder_depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            files: 20_000,
            file_bytes: 8 << 20,
            total_bytes: 128 << 20,
            folder_entries: 20_000,
            folder_depth: 64,
        }
    }
}

/// What an entry is, a link counting as what it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
}

impl Kind {
    /// Returns the word for messages.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Folder => "folder",
        }
    }
}

/// One line of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The name, one segment of a path.
    pub name: String,
    /// What it is.
    pub kind: Kind,
}

/// What was done with a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// It was looked for and is not there.
    Absent,
    /// It is a symbolic link and was followed.
    Link,
    /// It was listed.
    Folder,
    /// It was read.
    File,
}

impl Use {
    /// Returns the word that `--reads` prints.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Link => "link",
            Self::Folder => "folder",
            Self::File => "file",
        }
    }
}

/// One line of the log: real paths, so that a link and what it leads to are two lines.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Read {
    /// The path.
    pub path: TreePath,
    /// What was done with it.
    pub how: Use,
}

#[derive(Default)]
struct State {
    nodes: BTreeMap<TreePath, Option<Node>>,
    listings: BTreeMap<TreePath, Rc<[Listed]>>,
    texts: BTreeMap<TreePath, (SourceId, Rc<[Read]>)>,
    places: BTreeMap<TreePath, SourceId>,
    log: BTreeSet<Read>,
    reads: usize,
    bytes: u64,
}

/// A repository, read lazily: every file and folder at most once, within [`Limits`], with a log.
///
/// All calls on one tree take the same [`Sources`], because it remembers the ids of what it added there.
pub struct Tree {
    source: Box<dyn Source>,
    limits: Limits,
    state: RefCell<State>,
}

impl Tree {
    /// Returns a tree over `source`; nothing is read yet.
    #[must_use]
    pub fn new(source: Box<dyn Source>, limits: Limits) -> Self {
        Self {
            source,
            limits,
            state: RefCell::default(),
        }
    }

    /// Returns a tree of the given files, for tests.
    ///
    /// # Panics
    /// When a key is no path by [`TreePath::new`].
    #[must_use]
    pub fn memory(files: BTreeMap<String, Vec<u8>>) -> Self {
        let root = TreePath::root();
        let source = files.into_iter().fold(Memory::new(), |all, (path, bytes)| {
            all.file(root.child(&path), bytes)
        });
        Self::new(Box::new(source), Limits::default())
    }

    /// Reads a file into `sources` under its path; reading it again returns the same id.
    ///
    /// # Errors
    /// A diagnostic at the (empty) beginning of the file: missing, no file, behind a bad link, too large, or unreadable.
    pub fn read(
        &self,
        path: &TreePath,
        sources: &mut Sources,
    ) -> Result<SourceId, Box<Diagnostic>> {
        self.load(path, sources)
            .map_err(|fault| self.diagnose(path, Kind::File, &fault, sources))
    }

    /// Reads a file as [`Tree::read`] does, or returns `None` when nothing stands there.
    ///
    /// # Errors
    /// As [`Tree::read`], a missing file excepted; a link to nothing is an error, because somebody meant something by it.
    pub fn read_if_there(
        &self,
        path: &TreePath,
        sources: &mut Sources,
    ) -> Result<Option<SourceId>, Box<Diagnostic>> {
        match self.load(path, sources) {
            Ok(id) => Ok(Some(id)),
            Err(Fault::NotFound) => Ok(None),
            Err(fault) => Err(self.diagnose(path, Kind::File, &fault, sources)),
        }
    }

    /// Returns what stands at a path, links followed; `None` when nothing does.
    ///
    /// # Errors
    /// A bad link, a device, or a machine that fails.
    pub fn kind(
        &self,
        path: &TreePath,
        sources: &mut Sources,
    ) -> Result<Option<Kind>, Box<Diagnostic>> {
        match self.resolve(path).and_then(|real| kind_of(&real.node)) {
            Ok(kind) => Ok(Some(kind)),
            Err(Fault::NotFound) => Ok(None),
            Err(fault) => Err(self.diagnose(path, Kind::File, &fault, sources)),
        }
    }

    /// Returns the entries of a folder, sorted by the bytes of their names.
    ///
    /// # Errors
    /// When the folder is missing, no folder or too large, and for the first entry that can't be used: a link that leaves,
    /// is broken or loops, a device, a bad name. Such entries are left out without a word only if their names begin with
    /// a dot, because editors and tools keep sockets and links there; reading them by name still tells.
    pub fn list(
        &self,
        folder: &TreePath,
        sources: &mut Sources,
    ) -> Result<Vec<Entry>, Box<Diagnostic>> {
        let listed = self
            .listing(folder)
            .map_err(|fault| self.diagnose(folder, Kind::Folder, &fault, sources))?;
        let mut entries = Vec::with_capacity(listed.len());
        for line in listed.iter() {
            match self.entry(folder, line) {
                Ok(kind) => entries.push(Entry {
                    name: line.name.clone(),
                    kind,
                }),
                Err(_) if line.name.starts_with('.') => {}
                Err(fault) => return Err(self.diagnose_entry(folder, line, &fault, sources)),
            }
        }
        Ok(entries)
    }

    /// Returns the entries of a folder as [`Tree::list`] does, none when nothing stands there.
    ///
    /// # Errors
    /// As [`Tree::list`], a missing folder excepted.
    pub fn list_if_there(
        &self,
        folder: &TreePath,
        sources: &mut Sources,
    ) -> Result<Vec<Entry>, Box<Diagnostic>> {
        match self.listing(folder) {
            Err(Fault::NotFound) => Ok(Vec::new()),
            _ => self.list(folder, sources),
        }
    }

    /// Returns what was read, listed, followed and looked for in vain, sorted by path: all that the output can depend on.
    #[must_use]
    pub fn reads(&self) -> Vec<Read> {
        self.state.borrow().log.iter().cloned().collect()
    }

    /// Logs a path as read without fetching its bytes; what is wrong with it is left to the reading.
    pub fn touch(&self, path: &TreePath) {
        if let Ok(real) = self.resolve(path) {
            self.log(real.path, Use::File);
        }
    }

    /// Runs `work` and returns what it depends on besides its result, whether or not an earlier call had read it already.
    pub fn recorded<T>(&self, work: impl FnOnce() -> T) -> (T, Vec<Read>) {
        let before = std::mem::take(&mut self.state.borrow_mut().log);
        let done = work();
        let mut state = self.state.borrow_mut();
        let reads: Vec<Read> = std::mem::replace(&mut state.log, before)
            .into_iter()
            .collect();
        state.log.extend(reads.iter().cloned());
        (done, reads)
    }

    fn load(&self, path: &TreePath, sources: &mut Sources) -> Result<SourceId, Fault> {
        let known = self.state.borrow().texts.get(path).cloned();
        if let Some((id, reads)) = known {
            self.state.borrow_mut().log.extend(reads.iter().cloned());
            return Ok(id);
        }
        let (id, reads) = self.recorded(|| self.fetch(path, sources));
        let id = id?;
        let known = (id, Rc::from(reads));
        self.state.borrow_mut().texts.insert(path.clone(), known);
        Ok(id)
    }

    fn fetch(&self, path: &TreePath, sources: &mut Sources) -> Result<SourceId, Fault> {
        let real = self.resolve(path)?;
        if kind_of(&real.node)? == Kind::Folder {
            return Err(Fault::NotAFile);
        }
        self.count()?;
        let left = self.limits.total_bytes - self.state.borrow().bytes;
        let limit = self.limits.file_bytes.min(left);
        let bytes = self
            .source
            .read(&real.path, limit)
            .map_err(|fault| match fault {
                Fault::TooLarge { .. } if left < self.limits.file_bytes => Fault::TooMuch {
                    limit: self.limits.total_bytes,
                },
                other => other,
            })?;
        self.log(real.path, Use::File);
        let mut state = self.state.borrow_mut();
        state.bytes += bytes.len() as u64;
        Ok(sources.add(path.as_str(), bytes))
    }

    /// Lists a folder once; later calls are answered from memory.
    fn listing(&self, folder: &TreePath) -> Result<Rc<[Listed]>, Fault> {
        let real = self.resolve(folder)?;
        if kind_of(&real.node)? == Kind::File {
            return Err(Fault::NotAFolder);
        }
        let known = self.state.borrow().listings.get(&real.path).cloned();
        if let Some(known) = known {
            self.log(real.path, Use::Folder);
            return Ok(known);
        }
        self.count()?;
        let mut listed = self.source.list(&real.path, self.limits.folder_entries)?;
        listed.sort_by(|a, b| a.name.cmp(&b.name));
        self.log(real.path.clone(), Use::Folder);
        let mut state = self.state.borrow_mut();
        for line in listed.iter().filter(|line| line.node != Node::BadName) {
            state
                .nodes
                .insert(real.path.child(&line.name), Some(line.node.clone()));
        }
        let listed: Rc<[Listed]> = listed.into();
        state.listings.insert(real.path, listed.clone());
        Ok(listed)
    }

    fn entry(&self, folder: &TreePath, line: &Listed) -> Result<Kind, Fault> {
        match &line.node {
            Node::Link(_) => kind_of(&self.resolve(&folder.child(&line.name))?.node),
            Node::BadName => Err(Fault::BadName(line.name.clone())),
            plain => kind_of(plain),
        }
    }

    fn resolve(&self, path: &TreePath) -> Result<Real, Fault> {
        let limit = self.limits.folder_depth;
        if path.segments().count() > limit {
            return Err(Fault::TooDeep { limit });
        }
        let real = follow(path, |next| self.node(next));
        match &real {
            Ok(real) => real
                .links
                .iter()
                .for_each(|link| self.log(link.clone(), Use::Link)),
            Err(Fault::NotFound) => self.log(path.clone(), Use::Absent),
            Err(_) => {}
        }
        real
    }

    /// Asks the source once for each path, and not at all below folders that were listed.
    fn node(&self, path: &TreePath) -> Result<Node, Fault> {
        let mut state = self.state.borrow_mut();
        if let Some(known) = state.nodes.get(path) {
            return known.clone().ok_or(Fault::NotFound);
        }
        if path
            .parent()
            .is_some_and(|folder| state.listings.contains_key(&folder))
        {
            return Err(Fault::NotFound);
        }
        let node = match self.source.node(path) {
            Err(Fault::NotFound) => None,
            other => Some(other?),
        };
        state.nodes.insert(path.clone(), node.clone());
        node.ok_or(Fault::NotFound)
    }

    fn count(&self) -> Result<(), Fault> {
        let mut state = self.state.borrow_mut();
        state.reads += 1;
        let limit = self.limits.files;
        if state.reads > limit {
            return Err(Fault::TooManyFiles { limit });
        }
        Ok(())
    }

    fn log(&self, path: TreePath, how: Use) {
        self.state.borrow_mut().log.insert(Read { path, how });
    }

    fn diagnose_entry(
        &self,
        folder: &TreePath,
        line: &Listed,
        fault: &Fault,
        sources: &mut Sources,
    ) -> Box<Diagnostic> {
        let path = match fault {
            Fault::BadName(_) => folder.clone(),
            _ => folder.child(&line.name),
        };
        self.diagnose(&path, Kind::File, fault, sources)
    }

    fn diagnose(
        &self,
        path: &TreePath,
        wanted: Kind,
        fault: &Fault,
        sources: &mut Sources,
    ) -> Box<Diagnostic> {
        let near = match fault {
            Fault::NotFound => self.near(path),
            _ => None,
        };
        let id = *self
            .state
            .borrow_mut()
            .places
            .entry(path.clone())
            .or_insert_with(|| sources.add(path.to_string(), *b""));
        fault.diagnostic(path, wanted, Span::whole(id), near.as_deref())
    }

    /// Returns the path beside the missing one that was probably meant.
    fn near(&self, path: &TreePath) -> Option<String> {
        let folder = path.parent()?;
        let listed = self.listing(&folder).ok()?;
        let usable = listed.iter().filter(|line| line.node != Node::BadName);
        let name = nearest(path.file_name(), usable.map(|line| line.name.as_str()))?;
        Some(folder.child(name).to_string())
    }
}

fn kind_of(node: &Node) -> Result<Kind, Fault> {
    match node {
        Node::File => Ok(Kind::File),
        Node::Folder => Ok(Kind::Folder),
        Node::Link(_) | Node::Special => Err(Fault::Special),
        Node::BadName => Err(Fault::NotFound),
    }
}

#[cfg(test)]
mod tests;
