//! Files and folders of manifests that are given on the command line.

use crate::cli::{NOT_READ, SKIPPED};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::manifest;
use crate::shell::{self, WorkTree};
use crate::span::{SourceId, Sources, Span};
use crate::tree::{self, Tree, TreePath};
use crate::yaml::{self, Node, Reading};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The most that is read from one file.
const FILE_BYTES: u64 = 1 << 30;

/// How many files are noted one by one.
const MOST_NOTES: usize = 5;

/// What one file may cost: recordings of whole fleets are long.
pub(super) const LIMITS: yaml::Limits = yaml::Limits {
    bytes: 1 << 30,
    depth: 900,
    nodes: 50_000_000,
};

/// What was read.
#[derive(Default)]
pub(super) struct Files {
    /// The texts.
    pub(super) sources: Sources,
    /// What was found in them.
    pub(super) out: Diagnostics,
    /// Whether a file could not be read.
    pub(super) unreadable: bool,
}

impl Files {
    /// Reads one file.
    pub(super) fn text(&mut self, path: &Path) -> Option<SourceId> {
        match bytes(path) {
            Ok(bytes) => Some(self.sources.add(path.to_string_lossy(), bytes)),
            Err(what) => {
                self.unread(path, &what);
                None
            }
        }
    }

    fn unread(&mut self, path: &Path, what: &str) {
        let message = format!("`{}` can't be read: {what}", path.display());
        self.out.push(
            Diagnostic::error(NOT_READ, None, message).help("give a file or folder that is there"),
        );
        self.unreadable = true;
    }

    /// Reads the documents of a text; `tolerant` of files that are no YAML and hold no ApplicationSet.
    pub(super) fn documents(
        &mut self,
        source: SourceId,
        reading: Reading,
        tolerant: bool,
    ) -> Vec<Node> {
        let text = self.sources.text(source).clone();
        match yaml::read(source, &text, reading, &LIMITS, &mut self.out) {
            Ok(nodes) => nodes,
            Err(finding) => {
                let named = memchr::memmem::find(&text, b"ApplicationSet").is_some();
                if tolerant && !named {
                    let message = "the file is no YAML and holds no ApplicationSet: skipped";
                    self.out
                        .push(Diagnostic::info(SKIPPED, finding.span, message));
                    return Vec::new();
                }
                self.out.push(*finding);
                self.unreadable = true;
                Vec::new()
            }
        }
    }

    /// Reads the documents of all arguments in order: files, folders, `-` for standard input. Lists are opened.
    pub(super) fn all(&mut self, arguments: &[PathBuf]) -> Vec<Node> {
        let mut nodes = Vec::new();
        for argument in arguments {
            for (source, tolerant) in self.opened(argument) {
                let read = self.documents(source, Reading::Kubectl, tolerant);
                nodes.extend(read.into_iter().flat_map(unlisted));
            }
        }
        nodes
    }

    fn opened(&mut self, argument: &Path) -> Vec<(SourceId, bool)> {
        if argument.as_os_str() == "-" {
            return match shell::read_stdin(FILE_BYTES) {
                Ok(bytes) => vec![(self.sources.add("-", bytes), false)],
                Err(error) => {
                    self.unread(argument, &error.message);
                    Vec::new()
                }
            };
        }
        match WorkTree::open(argument) {
            Ok(source) => self.folder(argument, source),
            Err(_) => self
                .text(argument)
                .map(|source| (source, false))
                .into_iter()
                .collect(),
        }
    }

    fn folder(&mut self, folder: &Path, source: WorkTree) -> Vec<(SourceId, bool)> {
        let tree = Tree::new(Box::new(source), tree::Limits::default());
        let mut inner = Sources::new();
        let mut faults = Diagnostics::new();
        let paths = tree.walk_reporting(&TreePath::root(), &mut inner, &mut faults);
        let mut found = Vec::new();
        for path in paths.iter().filter(|path| is_manifest(path)) {
            let shown = match folder == Path::new(".") {
                true => PathBuf::from(path.as_str()),
                false => folder.join(path.as_str()),
            };
            match tree.read(path, &mut inner) {
                Ok(id) => {
                    let text = inner.text(id).clone();
                    found.push((self.sources.add(shown.to_string_lossy(), text), true));
                }
                Err(finding) => self.unread(&shown, &finding.message),
            }
        }
        for fault in faults.iter() {
            self.unread(folder, &fault.message);
        }
        found
    }

    /// Notes what was skipped: file by file if they are few, else all together.
    pub(super) fn skipped(&mut self, skipped: &[(Node, &'static str)]) {
        let mut files: BTreeMap<(SourceId, &str), BTreeSet<&str>> = BTreeMap::new();
        for (node, why) in skipped {
            let kind = node.get("kind").and_then(Node::as_str).unwrap_or("no kind");
            files
                .entry((node.span.source, why))
                .or_default()
                .insert(kind);
        }
        if files.len() > MOST_NOTES {
            let (documents, count) = (skipped.len(), files.len());
            let message = format!(
                "skipped {documents} documents of {count} files that are no whole ApplicationSet"
            );
            self.out.push(Diagnostic::info(SKIPPED, None, message));
            return;
        }
        for ((source, why), kinds) in files {
            let kinds: Vec<&str> = kinds.into_iter().collect();
            let message = format!("skipped {why}: {}", kinds.join(", "));
            self.out
                .push(Diagnostic::info(SKIPPED, Span::whole(source), message));
        }
    }
}

/// Reads a file, or says why it can't be read.
fn bytes(path: &Path) -> Result<Arc<[u8]>, String> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or_else(|| Path::new("."));
    let name = path.file_name().and_then(|name| name.to_str());
    let source = WorkTree::open(folder).map_err(|error| error.message)?;
    let limits = tree::Limits {
        file_bytes: FILE_BYTES,
        total_bytes: FILE_BYTES,
        ..tree::Limits::default()
    };
    let path = TreePath::root().child(name.unwrap_or_default());
    let mut sources = Sources::new();
    let read = Tree::new(Box::new(source), limits).read(&path, &mut sources);
    let found = read.map_err(|finding| finding.message)?;
    Ok(Arc::clone(sources.text(found)))
}

fn is_manifest(path: &TreePath) -> bool {
    matches!(path.extension(), Some("yaml" | "yml" | "json"))
}

/// Opens lists of the API; anything else is returned as it is.
pub(super) fn unlisted(node: Node) -> Vec<Node> {
    manifest::unlisted(node, manifest::is_list)
}
