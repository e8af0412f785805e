//! `dodona render`.

mod stale;

use crate::cli::session::{self, Choice, Outcome, Place};
use crate::cli::{Console, Globals, USAGE};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::generate::{Build, Object, Want};
use crate::shell::{self, Exit, Scope};
use crate::snapshot;
use crate::span::{Sources, Span};
use crate::tree::{Tree, TreePath, Use};
use crate::yaml::{self, Entry, Node, Value};
use clap::ValueEnum;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "Examples:
  dodona render -e local
  dodona render -e prod --use-case eso --set eso:store=onepassword -o name";

/// Arguments of `render`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    choice: Choice,
    /// All environments of the repository
    #[arg(long, conflicts_with = "environments")]
    all_environments: bool,
    /// Print the payload of this use case instead of the platform bundle
    #[arg(long, value_name = "NAME")]
    use_case: Option<String>,
    /// The cluster, for a payload that depends on it
    #[arg(long, value_name = "CLUSTER", requires = "use_case")]
    cluster: Option<String>,
    /// How the manifests are printed
    #[arg(short, long, value_name = "FORMAT", default_value = "yaml")]
    output: Format,
    /// Write bundle and payloads as files below this folder, and prune what dodona wrote there before
    #[arg(long, value_name = "DIR")]
    output_dir: Option<PathBuf>,
    /// Overwrite and prune files that were changed by hand
    #[arg(long, requires = "output_dir")]
    force: bool,
    /// Exit with 1 when that changed any file, and name each
    #[arg(long, requires = "output_dir")]
    exit_code: bool,
    /// Print what was read instead of what was made
    #[arg(long)]
    reads: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Yaml,
    Json,
    Name,
}

impl Args {
    pub(super) fn run(&self, globals: &Globals, console: &Console) -> Exit {
        match self.rendered(globals, console) {
            Ok(exit) | Err(exit) => exit,
        }
    }

    fn rendered(&self, globals: &Globals, console: &Console) -> Outcome<Exit> {
        let (tree, progress) = session::open(&self.place, globals, console)?;
        let all = self.all_environments;
        let builds = session::with_workshop(&tree, &progress, console, |shop| {
            let builds = session::build(shop, &self.choice, all, &self.want());
            if builds.len() > 1
                && self.output == Format::Yaml
                && self.output_dir.is_none()
                && !self.reads
            {
                shop.catalog.out.push(
                    Diagnostic::error(
                        USAGE,
                        None,
                        "several environments do not fit into one stream of manifests",
                    )
                    .help(
                        "add `--output-dir DIR`, `-o name` or `-o json`, or name one environment",
                    ),
                );
            }
            Ok(builds)
        })?;
        if self.reads {
            return Ok(console.data(&reads(&tree)));
        }
        match &self.output_dir {
            Some(folder) => Ok(self.write(folder, &builds, console)),
            None => Ok(console.data(&self.text(&builds))),
        }
    }

    fn want(&self) -> Want {
        match (&self.use_case, &self.output_dir, self.reads) {
            (Some(use_case), ..) => Want::Payload {
                use_case: use_case.clone(),
                cluster: self.cluster.clone(),
            },
            (None, Some(_), _) => Want::All,
            (None, None, _) => Want::Platform,
        }
    }

    fn text(&self, builds: &[Build]) -> String {
        let several = self.all_environments || builds.len() > 1;
        match self.output {
            Format::Yaml => {
                yaml::emit_stream(builds.iter().flat_map(objects).map(|object| &object.node))
            }
            Format::Name => builds.iter().map(|build| names(build, several)).collect(),
            Format::Json if several => yaml::json::pretty(&by_environment(builds)) + "\n",
            Format::Json => builds
                .iter()
                .map(|build| yaml::json::pretty(&array(build)) + "\n")
                .collect(),
        }
    }

    fn write(&self, folder: &Path, builds: &[Build], console: &Console) -> Exit {
        let mut files: BTreeMap<TreePath, Vec<u8>> = BTreeMap::new();
        for build in builds {
            files.extend(snapshot::files(build));
        }
        let before = match self.exit_code {
            true => stale::standing(folder, &files),
            false => BTreeMap::new(),
        };
        let done = shell::write_folder(folder, &files, &self.scope(builds));
        let found = match &done {
            Ok(report) if self.exit_code => stale::findings(folder, &before, &files, report),
            _ => (Diagnostics::new(), Sources::new()),
        };
        console.report_lines(&found.0, &found.1);
        match console.wrote(done) {
            Exit::Fine if found.0.has_errors() => Exit::Findings,
            exit => exit,
        }
    }

    /// What this run makes whole, and so may prune.
    fn scope(&self, builds: &[Build]) -> Scope {
        let root = TreePath::root();
        let folders = match (&self.use_case, self.all_environments) {
            (None, true) => vec![root],
            (None, false) => builds
                .iter()
                .map(|build| root.child(&build.environment))
                .collect(),
            (Some(use_case), _) => builds
                .iter()
                .map(|build| {
                    let folder = root
                        .child(&build.environment)
                        .child("use-cases")
                        .child(use_case);
                    self.cluster
                        .as_ref()
                        .map_or(folder.clone(), |cluster| folder.child(cluster))
                })
                .collect(),
        };
        Scope {
            folders,
            force: self.force,
        }
    }
}

fn objects(build: &Build) -> impl Iterator<Item = &Object> {
    let payloads = build.payloads.iter().flat_map(|payload| &payload.objects);
    build.platform.iter().chain(payloads)
}

fn array(build: &Build) -> Node {
    let items = objects(build).map(|object| object.node.clone()).collect();
    Node::new(Value::List(items), nowhere())
}

/// An object with the environments as keys.
fn by_environment(builds: &[Build]) -> Node {
    let entry = |build: &Build| Entry::of(build.environment.as_str(), array(build));
    Node::map(builds.iter().map(entry), nowhere())
}

/// The place of what only wraps manifests: it is printed, never pointed at.
fn nowhere() -> Span {
    Span::whole(Sources::new().add("", &b""[..]))
}

fn names(build: &Build, several: bool) -> String {
    let all = std::iter::once(&build.platform)
        .chain(build.payloads.iter().map(|payload| &payload.objects));
    let prefix = if several {
        format!("{}/", build.environment)
    } else {
        String::new()
    };
    all.flat_map(|objects| snapshot::names(objects))
        .map(|name| format!("{prefix}{name}\n"))
        .collect()
}

/// What the output depends on: files, and folders with a slash behind.
fn reads(tree: &Tree) -> String {
    tree.reads()
        .into_iter()
        .filter_map(|read| match read.how {
            Use::Folder => Some(format!("{}/\n", read.path)),
            Use::File | Use::Link => Some(format!("{}\n", read.path)),
            Use::Absent => None,
        })
        .collect()
}
