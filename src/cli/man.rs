//! `dodona man`.

use crate::cli::{Cli, Console};
use crate::shell::{self, Exit};
use crate::tree::TreePath;
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use std::collections::BTreeMap;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  dodona man | man -l -
  dodona man --output-dir /usr/local/share/man/man1";

/// Arguments of `man`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Write a page for the program and one for each command into this folder
    #[arg(long, value_name = "DIR")]
    output_dir: Option<PathBuf>,
}

impl Args {
    pub(super) fn run(&self, console: &Console) -> Exit {
        let mut root = Cli::command().disable_help_subcommand(true);
        root.build();
        let Some(folder) = &self.output_dir else {
            return console.data(&String::from_utf8_lossy(&page(&root)));
        };
        let mut files = BTreeMap::new();
        collect(&root, &mut files);
        match shell::create_files(folder, &files, true) {
            Ok(()) => {
                console.say(&format!("{} pages written", files.len()));
                Exit::Fine
            }
            Err(error) => {
                console.complain(error);
                Exit::Unusable
            }
        }
    }
}

/// Pages by file name: `dodona.1`, `dodona-render.1`, `dodona-new-use-case.1`.
fn collect(command: &Command, files: &mut BTreeMap<TreePath, Vec<u8>>) {
    let name = command.get_display_name().unwrap_or(command.get_name());
    let path = TreePath::root().child(&format!("{name}.1"));
    files.insert(path, page(command));
    for below in command.get_subcommands() {
        collect(below, files);
    }
}

fn page(command: &Command) -> Vec<u8> {
    let mut text = Vec::new();
    // The date of the build would differ from machine to machine.
    Man::new(command.clone())
        .date("")
        .render(&mut text)
        .expect("writing to memory cannot fail");
    text
}
