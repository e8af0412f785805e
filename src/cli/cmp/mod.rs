//! The conversation with Argo CD: what the config-management plugin's commands answer.
//!
//! In go the application's folder (the working directory) and the parameters of the Application's plugin source, out come
//! manifests, announcements or a match on standard output. Standard error holds one line for each finding, the worst first,
//! because Argo CD shows it to everyone who can read the Application, and caches it.

mod announce;
mod generate;

use crate::catalog::{NO_REPOSITORY, REPOSITORY_FILE};
use crate::cli::Console;
use crate::cli::session::{self, Outcome};
use crate::diagnostic::Diagnostic;
use crate::generate::Workshop;
use crate::shell::{self, Exit};
use std::path::Path;

/// The most findings that standard error gets.
const FINDINGS: usize = 20;

const GENERATE_EXAMPLES: &str = r#"Examples:
  ARGOCD_ENV_DODONA_ENVIRONMENT=local dodona cmp generate
  ARGOCD_APP_PARAMETERS='[{"name": "environment", "string": "local"}]' dodona cmp generate"#;

const PARAMETERS_EXAMPLES: &str = "Examples:
  cd use-cases/eso && dodona cmp parameters";

const DISCOVER_EXAMPLES: &str = "Examples:
  cd use-cases/eso && dodona cmp discover";

/// Commands that `plugin.yaml` calls.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Print the manifests that the Application's plugin parameters ask for
    #[command(after_help = GENERATE_EXAMPLES)]
    Generate,
    /// Announce the parameters to Argo CD's user interface
    #[command(after_help = PARAMETERS_EXAMPLES)]
    Parameters,
    /// Print something where there is a repository of dodona, and nothing elsewhere
    #[command(after_help = DISCOVER_EXAMPLES)]
    Discover,
}

impl Command {
    /// Answers Argo CD.
    pub(super) fn run(&self, console: Console) -> Exit {
        let console = console.terse(FINDINGS);
        let path = console.environment.app_source_path.as_deref();
        let found = shell::find_above(REPOSITORY_FILE, path.map(depth));
        let folder = match (found, self) {
            (Some(folder), _) => folder,
            (None, Self::Discover) => return Exit::Fine,
            (None, _) => {
                console.complain(no_repository());
                return Exit::Unusable;
            }
        };
        let answer = match self {
            Self::Generate => generate::manifests(&folder, &console),
            Self::Parameters => announce::announcements(&folder, &console),
            Self::Discover => Ok("dodona\n".to_owned()),
        };
        match answer {
            Ok(text) => console.data(&text),
            Err(exit) => exit,
        }
    }
}

/// How many folders an application's folder lies below its archive's root, at most.
fn depth(path: &str) -> usize {
    path.split('/')
        .fold(0, |depth: usize, segment| match segment {
            "" | "." => depth,
            ".." => depth.saturating_sub(1),
            _ => depth + 1,
        })
}

fn no_repository() -> Diagnostic {
    let message =
        format!("neither the application's folder nor one above it has a `{REPOSITORY_FILE}`");
    Diagnostic::error(NO_REPOSITORY, None, message)
        .help("point `source.path` of the Application into a repository of dodona")
}

/// Hands the repository in `folder` to `work`.
fn with_repository<T>(
    folder: &Path,
    console: &Console,
    work: impl FnOnce(&mut Workshop<'_, '_>) -> Outcome<T>,
) -> Outcome<T> {
    let (tree, progress) = session::open_folder(folder, None, console)?;
    session::with_workshop(&tree, &progress, console, work)
}
