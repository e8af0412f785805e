//! Every help text is a snapshot in `snapshots/help`: a change of the command line is a change that a reviewer sees.

#![expect(
    clippy::disallowed_methods,
    reason = "tests run the program and read the repository's files"
)]

use clap::{Command, CommandFactory};
use dodona::cli::Cli;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process;

/// Returns the words of every command, those of groups included; the program itself has none.
fn commands() -> Vec<Vec<String>> {
    fn collect(command: &Command, words: &[String], all: &mut Vec<Vec<String>>) {
        all.push(words.to_vec());
        for below in command.get_subcommands() {
            let name = below.get_name().to_owned();
            collect(below, &[words, &[name]].concat(), all);
        }
    }
    let mut all = Vec::new();
    collect(&Cli::command(), &[], &mut all);
    all
}

fn file_name(words: &[String]) -> String {
    let words = words.iter().map(String::as_str);
    let all: Vec<&str> = std::iter::once("dodona").chain(words).collect();
    all.join("-")
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("snapshots/help")
}

fn help(words: &[String]) -> String {
    let output = process::Command::new(env!("CARGO_BIN_EXE_dodona"))
        .args(words)
        .arg("--help")
        .env("COLUMNS", "100")
        .output()
        .expect("the program was just built");
    assert!(output.status.success(), "{words:?}");
    assert!(output.stderr.is_empty(), "{words:?}");
    String::from_utf8(output.stdout).expect("help is text")
}

#[test]
fn help_texts_are_as_accepted() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for words in commands() {
            insta::assert_snapshot!(file_name(&words), help(&words));
        }
    });
}

#[test]
fn no_help_text_is_of_a_command_that_is_gone() {
    let wanted: BTreeSet<String> = commands()
        .iter()
        .map(|words| file_name(words) + ".snap")
        .collect();
    let there: BTreeSet<String> = std::fs::read_dir(folder())
        .expect("help texts are accepted")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".snap"))
        .collect();
    assert_eq!(there, wanted);
}

#[test]
fn every_command_that_does_something_shows_how() {
    for words in commands() {
        let text = help(&words);
        let is_group = text.contains("<COMMAND>") && !words.is_empty();
        assert!(is_group || text.contains("\nExamples:\n  "), "{words:?}");
    }
}

#[test]
fn exit_codes_are_in_the_help() {
    let text = help(&[]);
    for exit in dodona::shell::Exit::ALL {
        let line = format!("{:>5}  {}", exit.number(), exit.sentence());
        assert!(text.contains(&line), "{line}");
    }
}
