//! `dodona get`: tables of what a repository holds and of what is rendered from it, one file per kind of thing.

mod apps;
mod clusters;
mod environments;
mod parameters;
mod templates;
mod use_cases;

use crate::cli::listing::{Format, Listing};
use crate::cli::session::{self, Choice, Outcome, Place};
use crate::cli::{Console, Globals};
use crate::generate::{Want, Workshop};
use crate::shell::Exit;
use clap::ValueEnum;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  dodona get use-cases
  dodona get parameters my-platform -e local -o json";

/// Arguments of `get`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// What to list
    #[arg(value_name = "KIND", ignore_case = true)]
    kind: Kind,
    /// The repository's folder
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,
    #[command(flatten)]
    choice: Choice,
    /// How the list is printed
    #[arg(short, long, value_name = "FORMAT", default_value = "table")]
    output: Format,
}

/// What can be listed; each also by its singular, and without the dash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    #[value(aliases = ["use-case", "usecases", "usecase"])]
    UseCases,
    #[value(aliases = ["environment", "envs", "env"])]
    Environments,
    #[value(aliases = ["parameter", "params", "param"])]
    Parameters,
    #[value(aliases = ["template"])]
    Templates,
    #[value(aliases = ["cluster"])]
    Clusters,
    #[value(aliases = ["app", "applications", "application"])]
    Apps,
}

impl Args {
    pub(super) fn run(&self, globals: &Globals, console: &Console) -> Exit {
        match self.listed(globals, console) {
            Ok(listing) => console.data(&listing.text(self.output)),
            Err(exit) => exit,
        }
    }

    fn listed(&self, globals: &Globals, console: &Console) -> Outcome<Listing> {
        let place = Place {
            dir: self.dir.clone(),
        };
        let (tree, progress) = session::open(&place, globals, console)?;
        session::with_workshop(&tree, &progress, console, |shop| Ok(self.listing(shop)))
    }

    fn listing(&self, shop: &mut Workshop<'_, '_>) -> Listing {
        let chosen = !self.choice.environments.is_empty() || !self.choice.set.is_empty();
        match self.kind {
            Kind::UseCases => use_cases::list(shop, &self.choice.environments),
            Kind::Environments => environments::list(shop, &self.choice.environments),
            Kind::Parameters if !chosen => parameters::declared(shop),
            Kind::Parameters => {
                let builds = session::build(shop, &self.choice, false, &Want::Platform);
                parameters::given(shop, &builds)
            }
            Kind::Templates => {
                templates::list(&session::build(shop, &self.choice, false, &Want::Platform))
            }
            Kind::Clusters => {
                clusters::list(&session::build(shop, &self.choice, false, &Want::Platform))
            }
            Kind::Apps => apps::list(&session::build(shop, &self.choice, false, &Want::All)),
        }
    }
}
