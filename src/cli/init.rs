//! `dodona init`.

use crate::cli::{Console, Globals};
use crate::shell::{self, Exit};
use crate::tree::TreePath;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "Examples:
  dodona init my-platform
  dodona init my-platform --dry-run";

/// The name in the scaffold, which the folder's own replaces.
const NAME: &str = "my-platform";

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

/// Arguments of `init`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The folder of the new repository
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,
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
        let files = files(folder);
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
        Exit::Fine
    }
}

/// The scaffold, called as its folder where that can be a name.
fn files(folder: &Path) -> BTreeMap<TreePath, Vec<u8>> {
    let called = folder.file_name().and_then(|name| name.to_str());
    let name = called.filter(|name| crate::catalog::is_name(name));
    FILES
        .iter()
        .map(|(path, text)| {
            let path = TreePath::new(path).expect("the paths above are relative and plain");
            let text = text.replace(NAME, name.unwrap_or(NAME));
            (path, text.into_bytes())
        })
        .collect()
}
