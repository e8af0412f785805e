//! Accepting what is rendered, deleting what no longer is, and how to ask for it.

use crate::cli::session::Outcome;
use crate::cli::test::{Args, Files, Seen};
use crate::cli::{Console, Globals};
use crate::shell::{self, Exit};
use crate::snapshot::{self, Kind};
use std::path::Path;

impl Args {
    /// Changes the folder of snapshots as asked; what was seen of it is then what stands there now.
    pub(super) fn accept(&self, seen: &mut Seen, console: &Console) -> Outcome<()> {
        let mut lost = Files::new();
        for one in snapshot::compare(&seen.accepted, &seen.rendered) {
            let goes = match one.kind {
                Kind::Different => self.update,
                Kind::Orphaned => self.deletes(),
                Kind::Missing | Kind::Foreign => false,
            };
            if goes && let Some(bytes) = seen.accepted.remove(&one.path) {
                lost.insert(one.path, bytes);
            }
        }
        let made = match self.update {
            true => seen.rendered.clone(),
            false => Files::new(),
        };
        let done = shell::exchange(&seen.folder, &lost, &made);
        for path in done.iter().flat_map(|report| &report.deleted) {
            let place = seen.folder.join(path.as_str());
            console.say(&format!("deleted {}", place.display()));
        }
        if console.wrote(done) != Exit::Fine {
            return Err(Exit::Unusable);
        }
        seen.accepted.extend(made);
        Ok(())
    }

    /// Returns the line that says what to type when all differences are meant.
    pub(super) fn way_to_accept(&self, globals: &Globals, console: &Console) -> String {
        let place = match console.environment.ci {
            true => " on your machine",
            false => "",
        };
        format!("to accept{place}: {}", self.command(globals))
    }

    fn command(&self, globals: &Globals) -> String {
        let text = |path: &Path| path.display().to_string();
        let mut words = vec!["dodona".to_owned(), "test".to_owned()];
        words.extend(self.place.dir.as_deref().map(text));
        let mut option = |name: &str, value: Option<String>| {
            words.extend(value.into_iter().flat_map(|value| [name.to_owned(), value]));
        };
        if self.place.dir.is_none() {
            option("--path", globals.path.as_deref().map(text));
        }
        option("--rev", globals.rev.clone());
        for name in &self.choice.environments {
            option("-e", Some(name.clone()));
        }
        for set in &self.choice.set {
            option("--set", Some(set.clone()));
        }
        option("--snapshots", self.snapshots.as_deref().map(text));
        words.push("--update".to_owned());
        let quoted: Vec<String> = words.iter().map(|word| quoted(word)).collect();
        quoted.join(" ")
    }
}

/// Returns a word as a shell takes it.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@%+".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_would_see_more() {
        assert_eq!(quoted("eso:store=x"), "eso:store=x");
        assert_eq!(quoted("my platform"), "'my platform'");
        assert_eq!(quoted("a'b;c"), r"'a'\''b;c'");
        assert_eq!(quoted(""), "''");
    }
}
