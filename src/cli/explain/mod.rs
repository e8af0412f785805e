//! `dodona explain`: where a rendered value comes from, and what a code means.

mod find;
mod link;
mod path;
mod show;
mod story;

use crate::cli::planned::{self, Planned, Subject};
use crate::cli::session::{self, Choice, Outcome};
use crate::cli::surroundings::Around;
use crate::cli::{Console, Globals, UNKNOWN_CODE, UNKNOWN_OBJECT};
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::generate::{Want, Workshop};
use crate::manifest::Identity;
use crate::shell::Exit;
use crate::span::Sources;
use clap::ValueEnum;
use find::Wanted;
use link::Predicted;

const EXAMPLES: &str = "Examples:
  dodona explain Secret/argocd/cluster-local 'metadata.labels.eso' -e local
  dodona explain Application/addons-shop-qa spec.source.path -e qa --world world.yaml
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
    #[command(flatten)]
    around: Around,
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

    /// Looks among what is rendered first, then among what that leads to.
    fn explained(&self, globals: &Globals, console: &Console) -> Outcome<String> {
        let paths = [globals.folder()];
        let subject = Subject::new(&paths, &self.choice, &self.around);
        if !planned::is_repository(&paths[0]) && globals.rev.is_none() {
            return subject.with_plans(globals, console, |planned| {
                self.predicted(planned)
                    .map_err(|fault| complained(fault, planned, console))
            });
        }
        let (tree, progress) = session::open_folder(&paths[0], globals.rev.as_deref(), console)?;
        let mut unknown = None;
        let rendered = session::worked(&tree, &progress, |shop| {
            self.explanation(shop).map_err(|fault| {
                match fault {
                    Some(fault) if fault.code.name == UNKNOWN_OBJECT.name => unknown = Some(fault),
                    Some(fault) => shop.catalog.out.push(*fault),
                    None => {}
                }
                Exit::Unusable
            })
        });
        match unknown {
            None => session::told(rendered, console),
            // Planning finds again what rendering found.
            Some(unknown) => subject.with_plans(globals, console, |planned| {
                let predicted = self.predicted(planned);
                predicted.map_err(|fault| complained(fault.or(Some(unknown)), planned, console))
            }),
        }
    }

    /// The fault is none when the object is not predicted.
    fn predicted(&self, planned: &Planned<'_, '_, '_>) -> Result<String, Option<Box<Diagnostic>>> {
        let steps = path::read(self.field.as_deref().unwrap_or_default()).map_err(Some)?;
        let wanted = self.wanted().map_err(Some)?;
        let mut answers = Vec::new();
        for (at, plan) in planned.plans.iter().enumerate() {
            let found = Predicted::find(&wanted, plan).ok_or(None)?;
            let field = path::follow(found.node(), &steps).map_err(Some)?;
            let story = link::tell(&found, &field, &steps, (plan, at), planned);
            answers.push(show::Answer {
                who: Identity::of(found.node()).ok_or(None)?,
                made: found.maker(plan),
                environment: plan.environment.as_deref(),
                use_case: None,
                cluster: None,
                story,
                field,
            });
        }
        Ok(self.written(&answers, planned.sources))
    }

    fn wanted(&self) -> Result<Wanted<'_>, Box<Diagnostic>> {
        let (use_case, cluster) = (self.use_case.as_deref(), self.cluster.as_deref());
        Wanted::read(&self.subject, use_case, cluster)
    }

    fn written(&self, answers: &[show::Answer<'_>], sources: &Sources) -> String {
        match self.output {
            Format::Text => show::text(answers, sources),
            Format::Json => show::json(answers, sources),
        }
    }

    /// The fault is none when it was reported already.
    fn explanation(&self, shop: &mut Workshop<'_, '_>) -> Result<String, Option<Box<Diagnostic>>> {
        let steps = path::read(self.field.as_deref().unwrap_or_default()).map_err(Some)?;
        let builds = session::build(shop, &self.choice, false, &Want::All);
        if shop.catalog.out.has_errors() {
            return Err(None);
        }
        let wanted = self.wanted().map_err(Some)?;
        let mut answers = Vec::new();
        for build in &builds {
            let found = find::find(&wanted, build).map_err(Some)?;
            let field = path::follow(&found.object.node, &steps).map_err(Some)?;
            answers.push(show::Answer {
                who: found.object.identity.clone(),
                made: found.to_string(),
                environment: Some(found.environment),
                use_case: found.use_case,
                cluster: found.cluster,
                story: story::tell(&field, shop, build),
                field,
            });
        }
        Ok(self.written(&answers, &shop.catalog.sources))
    }
}

fn complained(
    fault: Option<Box<Diagnostic>>,
    planned: &Planned<'_, '_, '_>,
    console: &Console,
) -> Exit {
    let nothing = || {
        let message = "nothing of that name is made from these manifests";
        Box::new(
            Diagnostic::error(UNKNOWN_OBJECT, None, message)
                .help("`dodona plan` lists what is made"),
        )
    };
    let mut out = Diagnostics::new();
    out.push(*fault.unwrap_or_else(nothing));
    console.report(&out, planned.sources);
    Exit::Unusable
}
