//! `dodona init`.

use crate::cli::new::bootstrap;
use crate::cli::session::{self, Outcome};
use crate::cli::{Console, Globals};
use crate::shell::{self, Exit, Progress};
use crate::tree::{Tree, TreePath};
use clap::ValueEnum;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "Examples:
  dodona init my-platform
  dodona init my-platform --dry-run";

/// The name in the scaffold, which the folder's own replaces.
const NAME: &str = "my-platform";

/// The environment of the scaffold.
const ENVIRONMENT: &str = "local";

/// The folder of rendered files.
const RENDERED: &str = "rendered";

/// What the scaffold says of delivery, and the alternative.
const BY_PLUGIN: &str = "delivery: plugin";
const AS_FILES: &str = "delivery: rendered";

const FILES: [(&str, &str); 7] = [
    ("README.md", include_str!("scaffold/repository/README.md")),
    (
        "dodona.yaml",
        include_str!("scaffold/repository/dodona.yaml"),
    ),
    (
        "environments/local.yaml",
        include_str!("scaffold/repository/environments/local.yaml"),
    ),
    (
        "templates/projects.yaml",
        include_str!("scaffold/repository/templates/projects.yaml"),
    ),
    (
        "templates/small.yaml",
        include_str!("scaffold/repository/templates/small.yaml"),
    ),
    (
        "use-cases/hello/manifests/greeting.yaml",
        include_str!("scaffold/repository/use-cases/hello/manifests/greeting.yaml"),
    ),
    (
        "use-cases/hello/usecase.yaml",
        include_str!("scaffold/repository/use-cases/hello/usecase.yaml"),
    ),
];

/// How payloads reach Argo CD, as the new repository says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Delivery {
    /// The plugin renders them when Argo CD asks
    Plugin,
    /// They are rendered to files, which are committed
    Rendered,
}

/// Arguments of `init`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The folder of the new repository
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,
    /// How what is rendered reaches Argo CD
    #[arg(long, value_name = "HOW", default_value = "plugin")]
    delivery: Delivery,
    /// Overwrite files that are there already
    #[arg(long)]
    force: bool,
    /// Print the names of the files instead of writing them
    #[arg(long)]
    dry_run: bool,
}

impl Args {
    pub(super) fn run(&self, globals: &Globals, console: &Console) -> Exit {
        let folder = self.dir.as_deref().or(globals.path.as_deref());
        let folder = folder.unwrap_or(Path::new("."));
        let files = match self.with_bootstrap(files(folder, self.delivery), console) {
            Ok(files) => files,
            Err(exit) => return exit,
        };
        if self.dry_run {
            let names = files.keys().map(|path| format!("{path}\n"));
            return console.data(&names.collect::<String>());
        }
        if let Err(error) = shell::create_files(folder, &files, self.force) {
            console.complain(error);
            return Exit::Unusable;
        }
        let folder = folder.display();
        console.say(&format!(
            "{} files written; `dodona render {folder}` prints what they make",
            files.len()
        ));
        if self.delivery == Delivery::Rendered {
            console.say(&format!(
                "run `dodona render {folder} --all-environments --output-dir {folder}/{RENDERED}` before each commit"
            ));
        }
        Exit::Fine
    }

    /// Adds the Application with which Argo CD begins.
    fn with_bootstrap(&self, mut files: Files, console: &Console) -> Outcome<Files> {
        let texts = files
            .iter()
            .map(|(path, bytes)| (path.to_string(), bytes.clone()));
        let tree = Tree::memory(texts.collect());
        let progress = Progress::new(&console.environment);
        let (path, bytes) = session::with_workshop(&tree, &progress, console, |shop| {
            Ok(bootstrap::application(shop, ENVIRONMENT))
        })?;
        files.insert(path, bytes);
        Ok(files)
    }
}

type Files = BTreeMap<TreePath, Vec<u8>>;

/// The scaffold, called as its folder where that can be a name.
fn files(folder: &Path, delivery: Delivery) -> Files {
    let called = folder.file_name().and_then(|name| name.to_str());
    let name = called.filter(|name| crate::catalog::is_name(name));
    FILES
        .iter()
        .map(|(path, text)| {
            let path = TreePath::new(path).expect("the paths above are relative and plain");
            let text = text.replace(NAME, name.unwrap_or(NAME));
            let text = match delivery {
                Delivery::Plugin => text,
                Delivery::Rendered => text.replace(BY_PLUGIN, AS_FILES),
            };
            (path, text.into_bytes())
        })
        .collect()
}
