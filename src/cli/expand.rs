//! `dodona expand`.

use crate::appset::{self, Application, Expansion, Limits, Surroundings};
use crate::cli::files::Files;
use crate::cli::table::Table;
use crate::cli::{Console, NOTHING_TO_EXPAND, fragments, surroundings};
use crate::diagnostic::Diagnostic;
use crate::shell::Exit;
use crate::yaml::{self, Node};
use clap::ValueEnum;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  dodona expand applicationset.yaml --world world.yaml -o table
  dodona expand apps/ --repo https://git.example.org/org/repo.git=../repo -o name
  kubectl get applicationsets -A -o yaml | dodona expand - -o json";

/// Arguments of `expand`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Manifests: files, folders, `-` for standard input; other kinds are skipped with a note
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    around: surroundings::Around,
    /// The most Applications that one set may make
    #[arg(long, value_name = "N", default_value_t = Limits::default().applications)]
    max_applications: usize,
    /// How the Applications are printed
    #[arg(short, long, value_name = "FORMAT", default_value = "yaml")]
    output: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Yaml,
    Json,
    Name,
    Table,
}

/// How the sets ended.
#[derive(Default)]
struct Tally {
    succeeded: usize,
    failed: usize,
}

impl Args {
    pub(super) fn run(&self, console: &Console) -> Exit {
        let mut files = Files::default();
        let exit = self.expanded(&mut files, console);
        console.report(&files.out, &files.sources);
        exit
    }

    fn expanded(&self, files: &mut Files, console: &Console) -> Exit {
        let Some((world, folders)) = self.around.read(files) else {
            return Exit::Unusable;
        };
        let sets = sets(&self.files, files);
        if sets.is_empty() {
            return nothing(files);
        }
        let around = Surroundings {
            world: &world,
            checkouts: &folders,
            projects: world.argocd.projects.as_ref(),
            all_clusters: false,
            limits: Limits {
                applications: self.max_applications,
                ..Limits::default()
            },
        };
        let mut writer = Writer::new(self.output);
        let mut tally = Tally::default();
        for set in &sets {
            let expansion = appset::expand(set, &around, &mut files.out);
            tally.succeeded += usize::from(expansion.applications.is_some());
            tally.failed += usize::from(expansion.has_failed());
            writer.add(&expansion);
        }
        let written = match tally.succeeded {
            0 => Exit::Fine,
            _ => written(&writer.finished(), console),
        };
        match (files.unreadable, tally.failed) {
            _ if written != Exit::Fine => written,
            (true, _) => Exit::Unusable,
            (false, 0) => Exit::Fine,
            (false, _) => Exit::Findings,
        }
    }
}

fn written(pieces: &[String], console: &Console) -> Exit {
    let mut exits = pieces.iter().map(|piece| console.data(piece));
    exits.find(|exit| *exit != Exit::Fine).unwrap_or(Exit::Fine)
}

/// Nothing to expand is a mistake: of the path, or of what was left out.
fn nothing(files: &mut Files) -> Exit {
    if !files.unreadable {
        let message = "there is no whole ApplicationSet in these files";
        let help = "name a file or folder with a document `kind: ApplicationSet` of argoproj.io";
        let finding = Diagnostic::error(NOTHING_TO_EXPAND, None, message);
        files.out.push(finding.help(help));
    }
    Exit::Unusable
}

/// Returns the ApplicationSets of the arguments; what is none is noted.
pub(super) fn sets(arguments: &[PathBuf], files: &mut Files) -> Vec<Node> {
    let mut sets = Vec::new();
    let mut skipped = Vec::new();
    let documents = files.all(arguments);
    let patches = fragments::patches(&documents, &files.sources);
    for node in documents {
        if fragments::is_in(&patches, &node, &files.sources) {
            skipped.push((node, "a patch that a kustomization lists"));
        } else if !appset::is_set(&node) {
            skipped.push((node, "what is no ApplicationSet"));
        } else if is_fragment(&node) {
            skipped.push((
                node,
                "a fragment without generators and template, such as a patch",
            ));
        } else {
            sets.push(node);
        }
    }
    files.skipped(&skipped);
    sets
}

/// A patch of kustomize has the name of a set and little else.
fn is_fragment(set: &Node) -> bool {
    let has = |key| set.at(&["spec", key]).is_some();
    !has("generators") && !has("template")
}

/// Writes Applications set by set.
struct Writer {
    format: Format,
    /// The text, a piece for each set.
    pieces: Vec<String>,
    table: Table,
    /// How many Applications were written as JSON.
    count: usize,
}

impl Writer {
    fn new(format: Format) -> Self {
        let header = ["set", "application", "cluster", "project", "path"];
        Self {
            format,
            pieces: Vec::new(),
            table: Table::with_header(&header),
            count: 0,
        }
    }

    fn add(&mut self, expansion: &Expansion) {
        let applications = expansion.applications.as_deref().unwrap_or_default();
        let piece = match self.format {
            Format::Yaml => yaml::emit_stream(applications.iter().map(|made| &made.node)),
            Format::Json => self.json(applications),
            Format::Name => {
                let space = &expansion.namespace;
                let line = |made: &Application| format!("Application/{space}/{}\n", made.name);
                applications.iter().map(line).collect()
            }
            Format::Table => {
                for made in applications {
                    self.table.row(cells(&expansion.name, made));
                }
                return;
            }
        };
        self.pieces.push(piece);
    }

    fn json(&mut self, applications: &[Application]) -> String {
        let mut piece = String::new();
        for made in applications {
            piece.push_str(if self.count == 0 { "[\n" } else { ",\n" });
            self.count += 1;
            let before = piece.len();
            yaml::json::push_compact(&made.node, yaml::json::Escapes::Needed, &mut piece);
            if before <= 2 {
                // All of a set are about as long as its first.
                piece.reserve(piece.len() * applications.len());
            }
        }
        piece
    }

    fn finished(mut self) -> Vec<String> {
        match self.format {
            Format::Json if self.count == 0 => return vec!["[]\n".to_owned()],
            Format::Json => self.pieces.push("\n]\n".to_owned()),
            Format::Table => self.pieces.push(self.table.text()),
            Format::Yaml | Format::Name => {}
        }
        self.pieces
    }
}

fn cells(set: &str, application: &Application) -> [String; 5] {
    let text = |path: &[&str]| application.node.text_at(path);
    let cluster = match text(&["spec", "destination", "name"]) {
        "" => text(&["spec", "destination", "server"]),
        name => name,
    };
    let source = application.node.at(&["spec", "source"]).or_else(|| {
        let sources = application.node.at(&["spec", "sources"])?.as_list()?;
        sources.first()
    });
    let of = |key| {
        source
            .and_then(|source| source.get(key))
            .and_then(Node::as_str)
    };
    let path = of("path").or_else(|| of("chart")).unwrap_or("-");
    [
        set.to_owned(),
        application.name.to_string(),
        cluster.to_owned(),
        text(&["spec", "project"]).to_owned(),
        path.to_owned(),
    ]
}
