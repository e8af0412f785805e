//! The command line: one file per command, each with its arguments and what it does with them.
//!
//! In go arguments, out come data on standard output, findings on standard error and an exit code. Commands compose the rooms
//! below and decide nothing themselves.

mod cmp;
mod codes;
mod completions;
mod console;
mod expand;
mod explain;
mod files;
mod fragments;
mod get;
mod init;
mod lines;
mod listing;
mod man;
mod new;
mod plan;
mod planned;
mod render;
mod schema;
mod session;
mod surroundings;
pub mod table;
mod template;
mod test;
mod why;
mod yaml;

pub use codes::*;
pub use console::Console;

use crate::shell::{self, Exit};
use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  dodona init my-platform
  dodona render my-platform -e local";

/// GitOps generator for vCluster Platform and Argo CD: one file per use case in, the same bytes out.
#[derive(Debug, Parser)]
#[command(name = "dodona", version, max_term_width = 100, after_help = after_help())]
pub struct Cli {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Command,
}

/// Exit codes are a contract, so the help names them all.
fn after_help() -> String {
    let line = |exit: Exit| format!("\n  {:>3}  {}", exit.number(), exit.sentence());
    let codes: String = Exit::ALL.into_iter().map(line).collect();
    format!("{EXAMPLES}\n\nExit codes:{codes}")
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Options of every command")]
struct Globals {
    /// The repository's folder; stands for DIR in every command
    #[arg(long, global = true, value_name = "DIR")]
    path: Option<PathBuf>,
    /// Read a git revision from its objects instead of the work tree
    #[arg(long, global = true, value_name = "GITREV")]
    rev: Option<String>,
    /// Colour on standard error
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: When,
    /// How findings are written on standard error
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    diagnostics: Format,
    /// Only errors, no warnings and notes
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Source lines under every finding, also where standard error is no terminal
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    verbose: bool,
}

impl Globals {
    /// Returns the folder of commands that are given none.
    fn folder(&self) -> PathBuf {
        self.path.clone().unwrap_or_else(|| PathBuf::from("."))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print the manifests of an environment, or the payload of a use case
    Render(render::Args),
    /// Make a repository that renders at once
    Init(init::Args),
    /// Make a document in a repository
    #[command(subcommand)]
    New(new::Command),
    /// Say where a rendered value comes from, or what a code means
    Explain(explain::Args),
    /// Print the Applications that ApplicationSets become, as Argo CD's controller makes them
    Expand(expand::Args),
    /// Predict what a repository leads to: virtual clusters, cluster Secrets, ApplicationSets, Applications
    Plan(plan::Args),
    /// Say why an ApplicationSet matches a cluster, or does not
    Why(why::Args),
    /// List use cases, environments, parameters, templates, clusters or apps
    Get(get::Args),
    /// Compare what is rendered with the accepted snapshots
    Test(test::Args),
    /// Print the JSON Schema of a kind of document, for editors
    Schema(schema::Args),
    /// Answer Argo CD as a config-management plugin (called by plugin.yaml)
    #[command(subcommand)]
    Cmp(cmp::Command),
    /// Go templates as Argo CD evaluates them
    #[command(subcommand)]
    Template(template::Command),
    /// YAML as Kubernetes reads it and as dodona writes it
    #[command(subcommand)]
    Yaml(yaml::Command),
    /// Print the completions of a shell
    Completions(completions::Args),
    /// Print the manual page, or write one for each command
    Man(man::Args),
}

/// Runs the program with its arguments, the first being its name, and returns how it ended.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = std::ffi::OsString>) -> Exit {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return console::usage(&error),
    };
    let console = Console::new(&cli.globals, shell::Environment::read());
    match cli.command {
        Command::Render(args) => args.run(&cli.globals, &console),
        Command::Init(args) => args.run(&cli.globals, &console),
        Command::New(command) => command.run(&cli.globals, &console),
        Command::Explain(args) => args.run(&cli.globals, &console),
        Command::Expand(args) => args.run(&console),
        Command::Plan(args) => args.run(&cli.globals, &console),
        Command::Why(args) => args.run(&cli.globals, &console),
        Command::Get(args) => args.run(&cli.globals, &console),
        Command::Schema(args) => args.run(&console),
        Command::Completions(args) => args.run(&console),
        Command::Man(args) => args.run(&console),
        Command::Test(args) => args.run(&cli.globals, &console),
        Command::Cmp(command) => command.run(console),
        Command::Template(command) => command.run(&console),
        Command::Yaml(command) => command.run(&console),
    }
}
