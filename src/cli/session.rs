//! What most commands begin with: a repository, its catalog, the parameters of the command line.

use crate::catalog::{Catalog, Environment};
use crate::cli::{Console, Globals, USAGE};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::generate::{Build, Request, Want, Workshop};
use crate::params::{Layer, LayerKind};
use crate::shell::{Error, Exit, GitTree, Progress, Watched, WorkTree};
use crate::span::{Sources, Span};
use crate::template::{Engine, Limits};
use crate::tree::{self, Tree};
use crate::yaml::{Key, Map, Node};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Arguments that name a repository.
#[derive(Debug, clap::Args)]
pub(super) struct Place {
    /// The repository's folder
    #[arg(value_name = "DIR")]
    pub(super) dir: Option<PathBuf>,
}

impl Place {
    /// Returns the folder that the arguments name.
    pub(super) fn folder(&self, globals: &Globals) -> PathBuf {
        self.dir.clone().unwrap_or_else(|| globals.folder())
    }
}

/// Arguments that select and parametrise environments.
#[derive(Debug, clap::Args)]
pub(super) struct Choice {
    /// The environment; may be given several times
    #[arg(short = 'e', long = "environment", value_name = "ENV")]
    pub(super) environments: Vec<String>,
    /// Set a parameter; a use case's own is `usecase:variable`
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub(super) set: Vec<String>,
}

/// The outcome of work that may have reported its faults already.
pub(super) type Outcome<T> = Result<T, Exit>;

/// Findings, and the texts that they point into.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) out: Diagnostics,
    pub(super) sources: Sources,
}

impl From<Diagnostic> for Findings {
    fn from(diagnostic: Diagnostic) -> Self {
        let mut findings = Self::default();
        findings.out.push(diagnostic);
        findings
    }
}

/// Opens the tree that the arguments name.
pub(super) fn open(
    place: &Place,
    globals: &Globals,
    console: &Console,
) -> Outcome<(Tree, Rc<Progress>)> {
    let folder = place.folder(globals);
    open_folder(&folder, globals.rev.as_deref(), console)
}

/// Opens the tree of a folder, or of a revision of it.
pub(super) fn open_folder(
    folder: &Path,
    revision: Option<&str>,
    console: &Console,
) -> Outcome<(Tree, Rc<Progress>)> {
    let progress = Rc::new(Progress::new(&console.environment));
    let tree = watched(folder, revision, &progress).map_err(|error| {
        console.complain(error);
        Exit::Unusable
    })?;
    Ok((tree, progress))
}

/// Returns the tree of a folder, or of a revision of it; reading it shows as progress.
pub(super) fn watched(
    folder: &Path,
    revision: Option<&str>,
    progress: &Rc<Progress>,
) -> Result<Tree, Error> {
    let limits = tree::Limits::default();
    Ok(match revision {
        Some(revision) => {
            let source = GitTree::open(folder, revision)?;
            Tree::new(Box::new(Watched::new(source, Rc::clone(progress))), limits)
        }
        None => {
            let source = WorkTree::open(folder)?;
            Tree::new(Box::new(Watched::new(source, Rc::clone(progress))), limits)
        }
    })
}

/// Reads the catalog, and hands it to `work`; findings are reported when it is done.
pub(super) fn with_workshop<T>(
    tree: &Tree,
    progress: &Progress,
    console: &Console,
    work: impl FnOnce(&mut Workshop<'_, '_>) -> Outcome<T>,
) -> Outcome<T> {
    told(worked(tree, progress, work), console)
}

/// Reports what [`worked`] found, and returns what the work gave.
pub(super) fn told<T>(
    (outcome, findings): (Option<Outcome<T>>, Findings),
    console: &Console,
) -> Outcome<T> {
    if !findings.out.is_empty() {
        console.report(&findings.out, &findings.sources);
    }
    let outcome = outcome.unwrap_or(Err(Exit::Unusable))?;
    if findings.out.has_errors() {
        return Err(Exit::Unusable);
    }
    Ok(outcome)
}

/// Reads the catalog, and hands it to `work`; returns what that gave, unless there is no catalog, and all findings.
pub(super) fn worked<T>(
    tree: &Tree,
    progress: &Progress,
    work: impl FnOnce(&mut Workshop<'_, '_>) -> T,
) -> (Option<T>, Findings) {
    let engine = Engine::new(Limits::default());
    let catalog = match Catalog::open(tree) {
        Ok(catalog) => catalog,
        Err(faults) => {
            progress.clear();
            let (sources, out) = *faults;
            return (None, Findings { out, sources });
        }
    };
    let mut workshop = Workshop::new(catalog, &engine);
    let outcome = work(&mut workshop);
    progress.clear();
    let findings = Findings {
        out: std::mem::take(&mut workshop.catalog.out),
        sources: std::mem::take(&mut workshop.catalog.sources),
    };
    // The process ends soon, and gives all of it back at once.
    std::mem::forget(workshop);
    (Some(outcome), findings)
}

/// Returns the environments that the arguments name: all of them, the named ones, or the only one.
pub(super) fn environments(
    shop: &mut Workshop<'_, '_>,
    choice: &Choice,
    all: bool,
) -> Vec<Rc<Environment>> {
    if all {
        let names = shop.catalog.environment_names();
        return names
            .iter()
            .filter_map(|name| shop.catalog.environment(name))
            .collect();
    }
    if choice.environments.is_empty() {
        return shop.catalog.environment_or_only(None).into_iter().collect();
    }
    choice
        .environments
        .iter()
        .filter_map(|name| shop.catalog.environment(name))
        .collect()
}

/// Returns the layer of the command line; an argument without `=` is reported.
pub(super) fn request(choice: &Choice, sources: &mut Sources, out: &mut Diagnostics) -> Request {
    let mut values = Map::new();
    for argument in &choice.set {
        let source = sources.add("--set", argument.as_bytes());
        let whole = Span::new(source, 0, argument.len());
        let Some((name, value)) = argument.split_once('=') else {
            let message = format!("`--set {argument}` gives no value");
            out.push(Diagnostic::error(USAGE, whole, message).help("write `--set NAME=VALUE`"));
            continue;
        };
        let key = Key::new(name, whole.part(0, name.len()));
        let value = Node::new(value, whole.part(name.len() + 1, argument.len()));
        values.insert(key, value);
    }
    if values.is_empty() {
        return Request::default();
    }
    let layer = Layer {
        kind: LayerKind::CommandLine,
        name: "the command line".to_owned(),
        values,
        textual: true,
    };
    Request {
        layers: vec![layer],
        ..Request::default()
    }
}

/// Builds environments one after the other.
pub(super) fn build(
    shop: &mut Workshop<'_, '_>,
    choice: &Choice,
    all: bool,
    want: &Want,
) -> Vec<Build> {
    let request = request(choice, &mut shop.catalog.sources, &mut shop.catalog.out);
    let environments = environments(shop, choice, all);
    environments
        .iter()
        .map(|environment| shop.build(environment, &request, want))
        .collect()
}
