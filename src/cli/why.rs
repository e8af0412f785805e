//! `dodona why`.

use crate::appset::{Checkouts, GeneratorMatch, Term};
use crate::chain::{self, Answer, Asked, Cluster, Stranger};
use crate::cli::listing::put_place;
use crate::cli::planned::{Planned, Subject};
use crate::cli::session::{Choice, Outcome};
use crate::cli::surroundings::Around;
use crate::cli::table::{Table, one_line, or_dash};
use crate::cli::{Console, Globals, UNKNOWN_NAME};
use crate::diagnostic::{Diagnostic, nearest};
use crate::platform::{About, Instance, State, Step};
use crate::shell::Exit;
use crate::span::{Sources, Span};
use clap::ValueEnum;
use serde_json::{Value, json};
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  dodona why loft-shop-vcluster-shop-qa env-addons -e qa --world world.yaml
  dodona why prod-1 argocd/guestbook --path guestbook.yaml --world world.yaml -o json";

/// Arguments of `why`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The cluster, by its name or its Secret's, or a virtual cluster
    #[arg(value_name = "CLUSTER")]
    cluster: String,
    /// The set
    #[arg(value_name = "[NAMESPACE/]APPLICATIONSET")]
    application_set: String,
    /// A repository of dodona, or files and folders of manifests; may be given several times
    #[arg(long, value_name = "DIR|FILE", default_value = ".")]
    path: Vec<PathBuf>,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    around: Around,
    /// How the answer is printed
    #[arg(short, long, value_name = "FORMAT", default_value = "table")]
    output: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
}

/// The most names that a message lists.
const SHOWN: usize = 12;

impl Args {
    pub(super) fn run(&self, globals: &Globals, console: &Console) -> Exit {
        let subject = Subject::new(&self.path, &self.choice, &self.around);
        let told = subject.with_plans(globals, console, |planned| self.told(planned, console));
        match told {
            Ok(text) => console.data(&text),
            Err(exit) => exit,
        }
    }

    fn told(&self, planned: &Planned<'_, '_, '_>, console: &Console) -> Outcome<String> {
        let mut texts = Vec::new();
        for plan in planned.plans {
            let around = (planned.world, planned.folders as &dyn Checkouts);
            match chain::why(plan, (&self.cluster, &self.application_set), around) {
                Ok(answer) => texts.push(self.written(&answer, planned.sources)),
                Err(stranger) => {
                    console.complain(self.unknown(&stranger));
                    return Err(Exit::Unusable);
                }
            }
        }
        Ok(texts.concat())
    }

    fn unknown(&self, stranger: &Stranger) -> Diagnostic {
        let asked = match stranger.what {
            "cluster" => &self.cluster,
            _ => &self.application_set,
        };
        let what = stranger.what;
        if !stranger.fitting.is_empty() {
            let message = format!(
                "{} of `{what}` are called `{asked}`",
                stranger.fitting.len()
            );
            let help = format!("name one of {}", stranger.fitting.join(", "));
            return Diagnostic::error(UNKNOWN_NAME, None, message).help(help);
        }
        let message = format!("there is no {what} `{asked}`");
        Diagnostic::error(UNKNOWN_NAME, None, message).help(known(stranger, asked))
    }

    fn written(&self, answer: &Answer<'_>, sources: &Sources) -> String {
        let teller = Teller { answer, sources };
        match self.output {
            Format::Table => teller.table(),
            Format::Json => format!("{:#}\n", teller.json(&self.cluster)),
        }
    }
}

/// What could have been meant.
fn known(stranger: &Stranger, asked: &str) -> String {
    // Whoever writes no namespace means the name alone.
    let shown = |name: &'_ str| match asked.contains('/') {
        true => name.to_owned(),
        false => name.rsplit('/').next().unwrap_or_default().to_owned(),
    };
    let names: Vec<String> = stranger.known.iter().map(|name| shown(name)).collect();
    match nearest(asked, names.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None if stranger.known.is_empty() => format!("there is no {} at all", stranger.what),
        None => {
            let first = &stranger.known[..stranger.known.len().min(SHOWN)];
            let more = match first.len() < stranger.known.len() {
                true => ", …",
                false => "",
            };
            format!("there are {}{more}", first.join(", "))
        }
    }
}

/// Tells an answer.
struct Teller<'t> {
    answer: &'t Answer<'t>,
    sources: &'t Sources,
}

impl Teller<'_> {
    fn json(&self, cluster: &str) -> Value {
        let why = self.answer.why.as_ref();
        let generators = why.map_or(&[][..], |why| &why.generators);
        let set = self.answer.set;
        let mut told = json!({
            "cluster": cluster,
            "applicationSet": format!("{}/{}", set.namespace, set.name),
            "matched": why.is_some_and(|why| why.matched),
            "generators": generators.iter().map(|one| self.generator(one)).collect::<Vec<_>>(),
            "applications": why.map_or(&[][..], |why| &why.applications),
            "problems": self.problems().map(|one| self.problem(one)).collect::<Vec<_>>(),
        });
        if let Asked::Instance(instance) = self.answer.asked {
            let (because, span) = missing_secret(instance);
            told["because"] = because.into();
            self.placed(&mut told, span);
        }
        told
    }

    fn generator(&self, found: &GeneratorMatch) -> Value {
        let terms = found.terms.iter().map(|term| {
            let mut told = json!({
                "term": term.term,
                "wanted": term.wanted,
                "found": term.found,
                "holds": term.holds,
                "causes": self.causes(term).iter().map(|step| self.step(step)).collect::<Vec<_>>(),
            });
            self.placed(&mut told, Some(term.span));
            told
        });
        json!({
            "index": found.index,
            "kind": found.kind,
            "matched": found.matched,
            "terms": terms.collect::<Vec<Value>>(),
        })
    }

    fn step(&self, step: &Step) -> Value {
        let mut told = json!({"what": step.what});
        self.placed(&mut told, step.span);
        told
    }

    fn placed(&self, told: &mut Value, span: Option<Span>) {
        if let Some(span) = span {
            put_place(told, self.sources, span);
        }
    }

    /// Where the label of a term comes from.
    fn causes(&self, term: &Term) -> Vec<Step> {
        let Asked::Cluster(Some(cluster)) = self.answer.asked else {
            return Vec::new();
        };
        let label = term.term.strip_prefix("metadata.labels.");
        let label = label.and_then(|key| Cluster::label(cluster, key));
        label.map(|label| label.because.clone()).unwrap_or_default()
    }

    /// What fails behind the selectors.
    fn problems(&self) -> impl Iterator<Item = &Diagnostic> {
        let of_applications = self
            .answer
            .applications
            .iter()
            .flat_map(|application| &application.problems);
        self.answer.set.findings.iter().chain(of_applications)
    }

    fn problem(&self, finding: &Diagnostic) -> Value {
        let (code, help) = (finding.code.name, finding.help.as_deref());
        let mut told = json!({"code": code, "message": finding.message, "help": help});
        self.placed(&mut told, finding.span);
        told
    }

    fn table(&self) -> String {
        let mut text = match (self.answer.asked, &self.answer.why) {
            (Asked::Instance(instance), _) => self.no_secret(instance),
            (_, Some(why)) => self.generators(&why.generators) + &self.broken(&why.generators),
            (_, None) => String::new(),
        };
        for problem in self.problems() {
            let help = problem.help.as_deref();
            let help = help.map_or_else(String::new, |help| format!(": {help}"));
            let line = format!("{}{}{help}", problem.message, self.at(problem.span));
            text.push_str(&one_line(line));
            text.push('\n');
        }
        let applications = self
            .answer
            .why
            .as_ref()
            .map(|why| why.applications.as_slice());
        text + &match applications.unwrap_or_default() {
            [] => "no Application goes to this cluster\n".to_owned(),
            names => format!("Applications: {}\n", names.join(", ")),
        }
    }

    fn no_secret(&self, instance: &Instance) -> String {
        let (because, span) = missing_secret(instance);
        let title = format!("instance `{}/{}`", instance.namespace, instance.name);
        one_line(format!(
            "{title} gets no cluster Secret: {because}{}",
            self.at(span)
        )) + "\n"
    }

    fn at(&self, span: Option<Span>) -> String {
        span.map_or_else(String::new, |span| {
            let line = self.sources.position(span.source, span.start).line;
            format!(" ({}:{line})", self.sources.path(span.source))
        })
    }

    fn generators(&self, generators: &[GeneratorMatch]) -> String {
        let mut table = Table::with_header(&["generator", "term", "wanted", "found", "holds"]);
        let none = || or_dash(None);
        for found in generators {
            let place = format!("{} {}", found.index, found.kind);
            if found.terms.is_empty() {
                table.row([place, none(), none(), none(), yes(found.matched)]);
                continue;
            }
            for term in &found.terms {
                let seen = term.found.clone().unwrap_or_else(|| "(nothing)".to_owned());
                let (name, wanted) = (term.term.clone(), term.wanted.clone());
                table.row([place.clone(), name, wanted, seen, yes(term.holds)]);
            }
        }
        table.text()
    }

    /// The lines to change: where each term that does not hold is written, and where the label comes from.
    fn broken(&self, generators: &[GeneratorMatch]) -> String {
        let mut text = String::new();
        let terms = generators.iter().flat_map(|found| &found.terms);
        for term in terms.filter(|term| !term.holds) {
            let causes = self.causes(term);
            let ways = causes
                .iter()
                .map(|step| format!("{}{}", step.what, self.at(step.span)));
            let from = match ways.collect::<Vec<_>>().join(", ") {
                ways if ways.is_empty() => self.no_label(term),
                ways => format!("it comes from {ways}"),
            };
            let line = format!(
                "{} is wanted{}; {from}",
                term.term,
                self.at(Some(term.span))
            );
            text.push_str(&one_line(line));
            text.push('\n');
        }
        text
    }

    /// What to write where, so that the Secret has a label.
    fn no_label(&self, term: &Term) -> String {
        let key = term.term.strip_prefix("metadata.labels.");
        let (Asked::Cluster(Some(cluster)), Some(key)) = (self.answer.asked, key) else {
            return match &term.found {
                Some(found) => format!("there is `{found}`"),
                None => "there is nothing of that name".to_owned(),
            };
        };
        let none = format!("Secret `{}` has no such label", cluster.secret);
        match cluster.instance {
            Some(_) => {
                let steps = cluster.labels.iter().flat_map(|label| &label.because);
                let near = steps.filter(|step| step.about == About::TemplateField);
                let at = self.at(near.filter_map(|step| step.span).next());
                format!(
                    "{none}: add `{key}` to `instanceTemplate.metadata.labels` of the template{at}, or to the labels of the instance{}",
                    self.at(cluster.span)
                )
            }
            None => format!("{none}: add `{key}` to its labels{}", self.at(cluster.span)),
        }
    }
}

/// Why an instance has no Secret, and the line to change.
fn missing_secret(instance: &Instance) -> (String, Option<Span>) {
    match &instance.state {
        State::None { because, span } => (because.clone(), *span),
        State::Unknown { because, span } => (format!("unknown: {because}"), *span),
        State::Predicted => ("its Secret is not among Argo CD's".to_owned(), None),
    }
}

fn yes(holds: bool) -> String {
    if holds { "yes" } else { "no" }.to_owned()
}
