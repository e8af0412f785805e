//! World and repositories, as the arguments of `expand` and `why` name them.

use crate::appset::{Checkout, Checkouts};
use crate::cli::files::Files;
use crate::cli::{NO_WORLD, USAGE};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::shell::{Git, WorkTree};
use crate::world::{Repository, World};
use crate::yaml::{Node, Reading};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Arguments that say what is around ApplicationSets.
#[derive(Debug, clap::Args)]
pub(super) struct Around {
    /// What the live side knows: a document `kind: World`
    #[arg(long, value_name = "FILE")]
    world: Option<PathBuf>,
    /// The folder behind a repository's URL, may be given several times; with a revision, that one of the git repository DIR
    #[arg(long = "repo", value_name = "URL[@REVISION]=DIR")]
    repositories: Vec<String>,
}

impl Around {
    /// Reads World; what is wrong is reported.
    pub(super) fn read(&self, files: &mut Files) -> Option<(World, Folders)> {
        let folder = self
            .world
            .as_deref()
            .and_then(Path::parent)
            .unwrap_or_else(|| Path::new(""));
        let mut world = match &self.world {
            Some(path) => world(path, folder, files)?,
            None => World::default(),
        };
        let mut given = Vec::with_capacity(self.repositories.len());
        for argument in &self.repositories {
            given.push(repository(argument, files)?);
        }
        given.append(&mut world.repositories);
        world.repositories = given;
        Some((world, Folders::new(folder)))
    }
}

fn world(path: &Path, folder: &Path, files: &mut Files) -> Option<World> {
    let source = files.text(path)?;
    let documents = files.documents(source, Reading::Strict, false);
    let kind = |node: &&Node| node.text_at(&["kind"]) == "World";
    let Some(document) = documents.iter().find(kind) else {
        if !files.out.has_errors() {
            let message = format!("`{}` holds no World", path.display());
            let help = "begin with `apiVersion: dodona.dev/v1` and `kind: World`";
            files
                .out
                .push(Diagnostic::error(NO_WORLD, None, message).help(help));
        }
        return None;
    };
    let mut faults = Diagnostics::new();
    let world = World::read(
        document,
        &mut |path, _| listed(path, folder, files),
        &mut faults,
    );
    let failed = faults.has_errors();
    files.out.append(faults);
    (!failed).then_some(world)
}

/// Returns the items of a list that stands in a file of its own: a list, a `kind: List`, or documents.
fn listed(path: &Node, folder: &Path, files: &mut Files) -> Option<Vec<Node>> {
    let source = files.text(&folder.join(path.as_str()?))?;
    let documents = files.documents(source, Reading::Strict, false);
    Some(match documents.as_slice() {
        [only] if only.as_list().is_some() => only.as_list()?.to_vec(),
        _ => documents
            .into_iter()
            .flat_map(super::files::unlisted)
            .collect(),
    })
}

/// Splits at the last `=`; the revision follows the last `@` behind the last `/`.
fn repository(argument: &str, files: &mut Files) -> Option<Repository> {
    let Some((name, folder)) = argument.rsplit_once('=') else {
        let message = format!("`--repo {argument}` names no folder");
        let finding = Diagnostic::error(USAGE, None, message);
        files
            .out
            .push(finding.help("write `--repo URL=DIR` or `--repo URL@REVISION=DIR`"));
        return None;
    };
    let last = name.rfind('/').map_or(0, |at| at + 1);
    let at = name[last..].rfind('@').map(|at| last + at);
    let (url, revision) = match at {
        Some(at) => (&name[..at], Some(name[at + 1..].to_owned())),
        None => (name, None),
    };
    Some(Repository {
        url: url.to_owned(),
        revision,
        folder: folder.to_owned(),
        beside_world: false,
        span: None,
    })
}

/// A folder and the revision that is wanted of it.
type Place = (PathBuf, Option<String>);

/// Opens the folders of repositories, each once.
pub(super) struct Folders {
    world: PathBuf,
    open: RefCell<BTreeMap<Place, Rc<Checkout>>>,
}

impl Folders {
    fn new(world: &Path) -> Self {
        Self {
            world: world.to_owned(),
            open: RefCell::default(),
        }
    }
}

impl Checkouts for Folders {
    fn open(&self, repository: &Repository) -> Result<Rc<Checkout>, String> {
        let folder = match repository.beside_world {
            true => self.world.join(&repository.folder),
            false => PathBuf::from(&repository.folder),
        };
        let key = (folder, repository.revision.clone());
        if let Some(known) = self.open.borrow().get(&key) {
            return Ok(Rc::clone(known));
        }
        let checkout = Rc::new(checkout(&key.0, key.1.as_deref())?);
        self.open.borrow_mut().insert(key, Rc::clone(&checkout));
        Ok(checkout)
    }
}

/// Reads a revision from git where the folder is a repository that has it, else the folder as it is.
fn checkout(folder: &Path, revision: Option<&str>) -> Result<Checkout, String> {
    let git = revision.and_then(|revision| {
        let git = Git::open(folder)
            .ok()
            .filter(|git| git.prefix().is_root())?;
        git.tree(revision).ok()
    });
    Ok(match git {
        Some(tree) => Checkout::new(Box::new(tree)),
        None => {
            let tree = WorkTree::open(folder).map_err(|error| error.message)?;
            Checkout::new(Box::new(tree))
        }
    })
}
