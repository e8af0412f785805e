//! `dodona plan`.

mod prove;
mod table;

use crate::chain::{self, Plan};
use crate::cli::planned::{Planned, Subject};
use crate::cli::session::{Choice, Outcome};
use crate::cli::surroundings::Around;
use crate::cli::{Console, Globals, USAGE};
use crate::diagnostic::Diagnostic;
use crate::page;
use crate::shell::Exit;
use crate::span::Sources;
use crate::yaml;
use clap::ValueEnum;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  dodona plan -e local
  dodona plan -e local --world world.yaml -o html > plan.html
  dodona plan manifests/ --world world.yaml -o json
  dodona plan -e local --prove";

/// Arguments of `plan`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// A repository of dodona, or files and folders of manifests that all count as applied
    #[arg(value_name = "DIR")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    choice: Choice,
    /// All environments of the repository
    #[arg(long, conflicts_with = "environments")]
    all_environments: bool,
    #[command(flatten)]
    around: Around,
    /// Exit with 1 when something is unknown, fails or will not work
    #[arg(long)]
    strict: bool,
    /// Try every combination of what the parameters of templates can be; exit with 1 when one fails
    #[arg(long)]
    prove: bool,
    /// More combinations of a template than these become pairs of values
    #[arg(long, value_name = "N", default_value = "10000", requires = "prove", value_parser = combinations)]
    max_combinations: usize,
    /// How the plan is printed
    #[arg(short, long, value_name = "FORMAT", default_value = "table")]
    output: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
    Yaml,
    Html,
    Mermaid,
}

impl Args {
    pub(super) fn run(&self, globals: &Globals, console: &Console) -> Exit {
        let paths = match self.paths.as_slice() {
            [] => vec![globals.folder()],
            given => given.to_vec(),
        };
        let subject = Subject {
            all: self.all_environments,
            tells: !self.prove,
            ..Subject::new(&paths, &self.choice, &self.around)
        };
        if self.prove && matches!(self.output, Format::Html | Format::Mermaid) {
            let message = "a proof has no picture";
            let help = "print it with `-o table`, `-o json` or `-o yaml`";
            console.complain(Diagnostic::error(USAGE, None, message).help(help));
            return Exit::Unusable;
        }
        let shown = subject.with_plans(globals, console, |planned| match self.prove {
            true => prove::proved(self, planned, console),
            false => self.shown(planned),
        });
        match shown {
            Err(exit) => exit,
            Ok((text, is_sound)) => match console.data(&text) {
                Exit::Fine if (self.strict || self.prove) && !is_sound => Exit::Findings,
                exit => exit,
            },
        }
    }

    fn shown(&self, planned: &Planned<'_, '_, '_>) -> Outcome<(String, bool)> {
        let is_sound = planned.plans.iter().all(is_sound);
        let text = match self.output {
            Format::Table => table::text(planned.plans),
            Format::Json => self.json(planned) + "\n",
            Format::Yaml => as_yaml(&self.json(planned)),
            Format::Html => page::html(&values(planned)),
            Format::Mermaid => values(planned).iter().map(page::mermaid).collect(),
        };
        Ok((text, is_sound))
    }

    /// One plan, or an object with one for each environment.
    fn json(&self, planned: &Planned<'_, '_, '_>) -> String {
        let plans = planned.plans.iter();
        let mut plans = plans.map(|plan| (plan, chain::json(plan, planned.sources)));
        if !self.all_environments && planned.plans.len() == 1 {
            return plans.next().map(|(_, text)| text).unwrap_or_default();
        }
        let pairs = plans.map(|(plan, text)| {
            let name = plan.environment.as_deref().unwrap_or_default();
            format!("{}:{text}", serde_json::Value::from(name))
        });
        format!("{{{}}}", pairs.collect::<Vec<_>>().join(",\n"))
    }
}

/// Returns a plan or a proof as YAML.
fn as_yaml(json: &str) -> String {
    let source = Sources::new().add("", json.as_bytes());
    let node = yaml::json::parse(json, source).expect("plans and proofs are JSON");
    yaml::emit_stream([&node])
}

/// Reads how many combinations are rendered at most.
fn combinations(text: &str) -> Result<usize, String> {
    let number = text
        .parse()
        .ok()
        .filter(|number| (1..=1_000_000).contains(number));
    number.ok_or_else(|| "write a number from 1 to 1000000".to_owned())
}

/// The plans as the page reads them.
fn values(planned: &Planned<'_, '_, '_>) -> Vec<serde_json::Value> {
    let plans = planned.plans.iter();
    let texts = plans.map(|plan| chain::json(plan, planned.sources));
    let read = |text: String| serde_json::from_str(&text).expect("a plan is JSON");
    texts.map(read).collect()
}

/// Says whether everything is known and will work.
fn is_sound(plan: &Plan) -> bool {
    plan.unknown.is_empty()
        && plan.instances.iter().all(|one| one.problems.is_empty())
        && plan
            .application_sets
            .iter()
            .all(|set| set.error.is_none() && set.errors.is_empty())
        && plan.applications.iter().all(|one| one.problems.is_empty())
}
