//! `dodona schema`.

use crate::cli::Console;
use crate::cli::listing::printed;
use crate::schema;
use crate::shell::Exit;
use clap::builder::PossibleValuesParser;

const EXAMPLES: &str = "Examples:
  dodona schema UseCase > usecase.schema.json
  dodona schema environment";

/// Arguments of `schema`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The kind of document, in any case
    #[arg(value_name = "KIND", ignore_case = true, value_parser = PossibleValuesParser::new(schema::KINDS))]
    kind: String,
}

impl Args {
    pub(super) fn run(&self, console: &Console) -> Exit {
        let schema = schema::KINDS
            .iter()
            .find(|kind| kind.eq_ignore_ascii_case(&self.kind))
            .and_then(|kind| schema::of(kind))
            .expect("the parser takes no other kind, and each has a schema");
        console.data(&printed(&schema))
    }
}
