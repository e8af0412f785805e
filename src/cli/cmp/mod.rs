//! The conversation with Argo CD: what the config-management plugin's commands answer.
//!
//! In go the application's folder (the working directory) and the parameters of the Application's plugin source, out come
//! manifests, announcements or a match on standard output. Standard error holds one line for each finding, the worst first,
//! because Argo CD shows it to everyone who can read the Application, and caches it.

mod announce;
mod generate;
mod parameters;

use crate::catalog::REPOSITORY_FILE;
use crate::cli::Console;
use crate::cli::session::{self, Outcome};
use crate::generate::Workshop;
use crate::shell::{self, Exit};
use std::path::{Path, PathBuf};

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
        let found = shell::find_above(REPOSITORY_FILE);
        if matches!(self, Self::Discover) && found.is_none() {
            return Exit::Fine;
        }
        // Where there is none, the reading of the working directory says so.
        let folder = found.unwrap_or_else(|| PathBuf::from("."));
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

/// Hands the repository in `folder` to `work`.
fn with_repository<T>(
    folder: &Path,
    console: &Console,
    work: impl FnOnce(&mut Workshop<'_, '_>) -> Outcome<T>,
) -> Outcome<T> {
    let (tree, progress) = session::open_folder(folder, None, console)?;
    session::with_workshop(&tree, &progress, console, work)
}
