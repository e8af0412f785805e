//! `dodona get`: tables of what a repository holds and of what is rendered from it, one file per kind of thing.

mod apps;
mod clusters;
mod environments;
mod parameters;
mod selector;
mod templates;
mod use_cases;

use crate::cli::listing::{Format, Listing};
use crate::cli::planned::{Planned, Subject};
use crate::cli::session::{self, Choice, Outcome, Place};
use crate::cli::surroundings::Around;
use crate::cli::{Console, Globals, USAGE};
use crate::diagnostic::Diagnostic;
use crate::generate::{Want, Workshop};
use crate::shell::Exit;
use clap::ValueEnum;
use selector::Selector;

const EXAMPLES: &str = "Examples:
  dodona get use-cases
  dodona get parameters my-platform -e local -o json
  dodona get apps -e local -l dodona.dev/use-case=eso -o wide";

/// Arguments of `get`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// What to list
    #[arg(value_name = "KIND", ignore_case = true)]
    kind: Kind,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    around: Around,
    /// Only clusters or apps with these labels, such as `env=dev,team!=shop`
    #[arg(short = 'l', long, value_name = "SELECTOR", default_value = "")]
    selector: String,
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
        let places = &self.choice.environments;
        let chosen = !places.is_empty() || !self.choice.set.is_empty();
        let read =
            |work: &dyn Fn(&mut Workshop<'_, '_>) -> Listing| self.read(globals, console, work);
        match self.kind {
            Kind::UseCases => read(&|shop| use_cases::list(shop, places)),
            Kind::Environments => read(&|shop| environments::list(shop, places)),
            Kind::Parameters if !chosen => read(&|shop| parameters::declared(shop)),
            Kind::Parameters => read(&|shop| {
                let builds = session::build(shop, &self.choice, false, &Want::Platform);
                parameters::given(shop, &builds)
            }),
            Kind::Templates => read(&|shop| {
                templates::list(&session::build(shop, &self.choice, false, &Want::Platform))
            }),
            Kind::Clusters => self.predicted(globals, console, clusters::list),
            Kind::Apps => self.predicted(globals, console, apps::list),
        }
    }

    /// Lists what a repository says.
    fn read(
        &self,
        globals: &Globals,
        console: &Console,
        work: &dyn Fn(&mut Workshop<'_, '_>) -> Listing,
    ) -> Outcome<Listing> {
        if !self.selector.is_empty() {
            let message = "`-l` selects clusters and apps, which have labels";
            console.complain(Diagnostic::error(USAGE, None, message).help("remove `-l`"));
            return Err(Exit::Unusable);
        }
        let (tree, progress) = session::open(&self.place, globals, console)?;
        session::with_workshop(&tree, &progress, console, |shop| Ok(work(shop)))
    }

    /// Lists what a repository leads to.
    fn predicted(
        &self,
        globals: &Globals,
        console: &Console,
        list: fn(&Planned<'_, '_, '_>, &Selector, bool) -> Listing,
    ) -> Outcome<Listing> {
        let selector = Selector::read(&self.selector).map_err(|fault| {
            console.complain(*fault);
            Exit::Unusable
        })?;
        let paths = [self.place.folder(globals)];
        let subject = Subject::new(&paths, &self.choice, &self.around);
        let wide = self.output == Format::Wide;
        subject.with_plans(globals, console, |planned| {
            Ok(list(planned, &selector, wide))
        })
    }
}
