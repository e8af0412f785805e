//! `dodona why`.

use crate::appset::{self, GeneratorMatch, Limits, Surroundings, Why};
use crate::cli::expand::sets;
use crate::cli::files::Files;
use crate::cli::surroundings;
use crate::cli::table::Table;
use crate::cli::{Console, UNKNOWN_NAME};
use crate::diagnostic::{Diagnostic, nearest};
use crate::shell::Exit;
use crate::span::Sources;
use crate::world::World;
use crate::yaml::Node;
use clap::ValueEnum;
use serde_json::{Value, json};
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  dodona why prod-1 guestbook --path applicationsets/ --world world.yaml
  dodona why prod-1 argocd/guestbook --path guestbook.yaml --world world.yaml -o json";

/// Arguments of `why`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The cluster, by its name or its Secret's
    #[arg(value_name = "CLUSTER")]
    cluster: String,
    /// The set
    #[arg(value_name = "[NAMESPACE/]APPLICATIONSET")]
    set: String,
    /// Where the set is written: a file or folder, may be given several times
    #[arg(long, value_name = "DIR|FILE", default_value = ".")]
    path: Vec<PathBuf>,
    #[command(flatten)]
    around: surroundings::Around,
    /// How the answer is printed
    #[arg(short, long, value_name = "FORMAT", default_value = "table")]
    output: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
}

impl Args {
    pub(super) fn run(&self, console: &Console) -> Exit {
        let mut files = Files::default();
        let answer = self.answered(&mut files);
        console.report(&files.out, &files.sources);
        match answer {
            Some((set, why)) => console.data(&self.written(&set, &why, &files.sources)),
            None => Exit::Unusable,
        }
    }

    fn answered(&self, files: &mut Files) -> Option<(String, Why)> {
        let (world, folders) = self.around.read(files)?;
        let sets = sets(&self.path, files);
        let set = self.found(&sets, &world, files)?;
        let around = Surroundings {
            world: &world,
            checkouts: &folders,
            projects: world.argocd.projects.as_ref(),
            limits: Limits::default(),
        };
        let Some(why) = appset::why(&self.cluster, set, &around, &mut files.out) else {
            self.unknown_cluster(&world, files);
            return None;
        };
        Some((name(set, &world), why))
    }

    fn found<'s>(&self, sets: &'s [Node], world: &World, files: &mut Files) -> Option<&'s Node> {
        let names: Vec<String> = sets.iter().map(|set| name(set, world)).collect();
        let wanted = |name: &String| match self.set.contains('/') {
            true => *name == self.set,
            false => name.rsplit('/').next() == Some(&self.set),
        };
        let found: Vec<usize> = (0..sets.len()).filter(|&at| wanted(&names[at])).collect();
        if let [only] = found.as_slice() {
            return sets.get(*only);
        }
        let (message, help) = match found.as_slice() {
            [] => {
                let near = nearest(&self.set, names.iter().map(String::as_str));
                let message = format!("there is no ApplicationSet `{}`", self.set);
                (message, suggestion(near, &names, "sets"))
            }
            many => {
                let all: Vec<&str> = many.iter().map(|&at| names[at].as_str()).collect();
                let message = format!("{} ApplicationSets are called `{}`", all.len(), self.set);
                (message, format!("name one of {}", all.join(", ")))
            }
        };
        files
            .out
            .push(Diagnostic::error(UNKNOWN_NAME, None, message).help(help));
        None
    }

    fn unknown_cluster(&self, world: &World, files: &mut Files) {
        if files.out.has_errors() {
            return;
        }
        let names: Vec<String> = world
            .clusters
            .iter()
            .map(|known| known.name().to_owned())
            .collect();
        let near = nearest(&self.cluster, names.iter().map(String::as_str));
        let message = format!("World has no cluster `{}`", self.cluster);
        let help = suggestion(near, &names, "clusters");
        files
            .out
            .push(Diagnostic::error(UNKNOWN_NAME, None, message).help(help));
    }

    fn written(&self, set: &str, why: &Why, sources: &Sources) -> String {
        match self.output {
            Format::Table => table(why),
            Format::Json => {
                let generators: Vec<Value> = why
                    .generators
                    .iter()
                    .map(|found| generator(found, sources))
                    .collect();
                let answer = json!({
                    "cluster": self.cluster,
                    "applicationSet": set,
                    "matched": why.matched,
                    "generators": generators,
                    "applications": why.applications,
                });
                format!("{answer:#}\n")
            }
        }
    }
}

fn suggestion(near: Option<&str>, names: &[String], what: &str) -> String {
    match near {
        Some(near) => format!("did you mean `{near}`?"),
        None if names.is_empty() => format!("there are no {what}"),
        None => format!("the {what} are {}", names.join(", ")),
    }
}

fn name(set: &Node, world: &World) -> String {
    let text = |key| set.at(&["metadata", key]).and_then(Node::as_str);
    let namespace = text("namespace").unwrap_or(&world.argocd.namespace);
    format!("{namespace}/{}", text("name").unwrap_or_default())
}

fn generator(found: &GeneratorMatch, sources: &Sources) -> Value {
    let terms = found.terms.iter().map(|term| {
        let start = sources.position(term.span.source, term.span.start);
        json!({
            "term": term.term,
            "wanted": term.wanted,
            "found": term.found,
            "holds": term.holds,
            "file": &**sources.path(term.span.source),
            "line": start.line,
            "column": start.column,
        })
    });
    json!({
        "index": found.index,
        "kind": found.kind,
        "matched": found.matched,
        "terms": terms.collect::<Vec<Value>>(),
    })
}

fn yes(holds: bool) -> String {
    if holds { "yes" } else { "no" }.to_owned()
}

fn table(why: &Why) -> String {
    let mut table = Table::with_header(&["generator", "term", "wanted", "found", "holds"]);
    for found in &why.generators {
        let place = format!("{} {}", found.index, found.kind);
        if found.terms.is_empty() {
            table.row([
                place,
                "-".to_owned(),
                "-".to_owned(),
                "-".to_owned(),
                yes(found.matched),
            ]);
            continue;
        }
        for term in &found.terms {
            let seen = term.found.clone().unwrap_or_else(|| "(nothing)".to_owned());
            table.row([
                place.clone(),
                term.term.clone(),
                term.wanted.clone(),
                seen,
                yes(term.holds),
            ]);
        }
    }
    let verdict = match why.applications.as_slice() {
        [] => "no Application goes to this cluster".to_owned(),
        names => format!("Applications: {}", names.join(", ")),
    };
    format!("{}{verdict}\n", table.text())
}
