//! `dodona explain`: where a rendered value comes from, and what a code means.

mod find;
mod path;
mod show;
mod story;

use crate::cli::session::{self, Choice, Outcome, Place};
use crate::cli::{Console, Globals, UNKNOWN_CODE};
use crate::diagnostic::{Diagnostic, nearest};
use crate::generate::{Want, Workshop};
use crate::shell::Exit;
use clap::ValueEnum;
use find::Wanted;

const EXAMPLES: &str = "Examples:
  dodona explain Secret/argocd/cluster-local 'metadata.labels.eso' -e local
  dodona explain param-unknown";

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// A rendered object, KIND/[NAMESPACE/]NAME, or the code of a finding
    #[arg(value_name = "OBJECT|CODE")]
    subject: String,
    /// A field of the object, such as `spec.versions[0].version` or `metadata.labels["a.b/c"]`
    #[arg(value_name = "PATH")]
    field: Option<String>,
    #[command(flatten)]
    choice: Choice,
    /// Look in the payload of this use case only
    #[arg(long, value_name = "NAME")]
    use_case: Option<String>,
    /// Look in the payload for this cluster only
    #[arg(long, value_name = "CLUSTER")]
    cluster: Option<String>,
    /// How the answer is printed
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    output: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

impl Args {
    pub(super) fn run(&self, globals: &Globals, console: &Console) -> Exit {
        if !self.subject.contains('/') && self.field.is_none() {
            return self.code(console);
        }
        match self.explained(globals, console) {
            Ok(text) => console.data(&text),
            Err(exit) => exit,
        }
    }

    fn code(&self, console: &Console) -> Exit {
        let codes = crate::codes();
        if let Some(code) = codes.iter().find(|code| code.name == self.subject) {
            return console.data(&show::code(code, self.output == Format::Json));
        }
        let message = format!("there is no code `{}`", self.subject);
        let help = match nearest(&self.subject, codes.iter().map(|code| code.name)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name a code as findings show it in brackets, or an object as KIND/NAME".into(),
        };
        console.complain(Diagnostic::error(UNKNOWN_CODE, None, message).help(help));
        Exit::Unusable
    }

    fn explained(&self, globals: &Globals, console: &Console) -> Outcome<String> {
        let place = Place { dir: None };
        let (tree, progress) = session::open(&place, globals, console)?;
        session::with_workshop(&tree, &progress, console, |shop| {
            match self.explanation(shop) {
                Ok(text) => Ok(text),
                Err(Some(fault)) => {
                    shop.catalog.out.push(*fault);
                    Err(Exit::Unusable)
                }
                Err(None) => Err(Exit::Unusable),
            }
        })
    }

    /// The fault is none when it was reported already.
    fn explanation(&self, shop: &mut Workshop<'_, '_>) -> Result<String, Option<Box<Diagnostic>>> {
        let steps = path::read(self.field.as_deref().unwrap_or_default()).map_err(Some)?;
        let builds = session::build(shop, &self.choice, false, &Want::All);
        if shop.catalog.out.has_errors() {
            return Err(None);
        }
        let wanted = Wanted::read(
            &self.subject,
            self.use_case.as_deref(),
            self.cluster.as_deref(),
        )
        .map_err(Some)?;
        let mut answers = Vec::new();
        for build in &builds {
            let found = find::find(&wanted, build).map_err(Some)?;
            let field = path::follow(&found.object.node, &steps).map_err(Some)?;
            answers.push(show::Answer {
                story: story::tell(&field, shop, build),
                found,
                field,
            });
        }
        Ok(match self.output {
            Format::Text => show::text(&answers, shop),
            Format::Json => show::json(&answers, shop),
        })
    }
}
