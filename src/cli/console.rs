//! Standard output and standard error.

use crate::cli::{Format, Globals, When};
use crate::diagnostic::render::{self, Style};
use crate::diagnostic::{Diagnostic, Diagnostics, Level};
use crate::shell::{self, Environment, Error, Exit, Report, Stream};
use crate::span::Sources;

/// How many findings people are shown at once; JSON has them all.
const MOST: usize = 500;

/// Where data and findings go, and how findings look.
#[derive(Debug)]
pub struct Console {
    /// What the environment says.
    pub environment: Environment,
    format: Format,
    color: bool,
    excerpts: bool,
    verbose: bool,
    quiet: bool,
    most: usize,
}

impl Console {
    pub(super) fn new(globals: &Globals, environment: Environment) -> Self {
        let terminal = shell::is_terminal(Stream::Stderr);
        Self {
            format: globals.diagnostics,
            color: match globals.color {
                When::Always => true,
                When::Never => false,
                When::Auto => terminal && !environment.no_color && !environment.dumb,
            },
            excerpts: globals.verbose || terminal,
            verbose: globals.verbose,
            quiet: globals.quiet,
            most: usize::MAX,
            environment,
        }
    }

    /// Returns a console that writes one line for each finding, the first `most` of them, whatever standard error is.
    #[must_use]
    pub fn terse(self, most: usize) -> Self {
        Self {
            excerpts: false,
            verbose: false,
            most,
            ..self
        }
    }

    /// Writes findings to standard error, errors first, each once.
    pub fn report(&self, out: &Diagnostics, sources: &Sources) {
        self.tell(out, sources, self.excerpts);
    }

    /// Writes findings as [`Console::report`] does, but one line for each also to a terminal, unless people asked for more: for
    /// findings that may be hundreds and have something better to show than a source line.
    pub fn report_lines(&self, out: &Diagnostics, sources: &Sources) {
        self.tell(out, sources, self.verbose);
    }

    fn tell(&self, out: &Diagnostics, sources: &Sources, excerpts: bool) {
        let mut sorted = out.sorted(sources);
        if self.quiet {
            sorted.retain(|diagnostic| diagnostic.level == Level::Error);
        }
        sorted.truncate(self.most);
        if self.format == Format::Json {
            shell::write_stderr(&render::json(&sorted, sources));
            shell::write_stderr("\n");
            return;
        }
        let mut text = String::new();
        for diagnostic in sorted.iter().take(MOST) {
            text.push_str(&self.written(diagnostic, sources, excerpts));
        }
        if let Some(more @ 1..) = sorted.len().checked_sub(MOST) {
            text.push_str(&format!("… and {more} more findings\n"));
        }
        shell::write_stderr(&text);
    }

    /// Writes one finding that has no place in a file.
    pub fn complain(&self, diagnostic: impl Into<Diagnostic>) {
        let mut out = Diagnostics::new();
        out.push(diagnostic.into());
        self.report(&out, &Sources::new());
    }

    fn written(&self, diagnostic: &Diagnostic, sources: &Sources, excerpts: bool) -> String {
        if !excerpts {
            return render::line(diagnostic, sources) + "\n";
        }
        let style = Style {
            color: self.color,
            width: self.environment.columns.unwrap_or(Style::default().width),
        };
        let mut text = render::human(diagnostic, sources, style);
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text
    }

    /// Writes data to standard output, whole.
    pub fn data(&self, text: &str) -> Exit {
        match shell::write_stdout(text.as_bytes()) {
            Ok(_) => Exit::Fine,
            Err(error) => {
                self.complain(error);
                Exit::Unusable
            }
        }
    }

    /// Tells what was written to a folder, or why nothing was.
    pub fn wrote(&self, done: Result<Report, Vec<Error>>) -> Exit {
        match done {
            Ok(report) => {
                self.say(&format!(
                    "{} written, {} unchanged, {} deleted",
                    report.written.len(),
                    report.unchanged.len(),
                    report.deleted.len()
                ));
                Exit::Fine
            }
            Err(errors) => {
                for error in errors {
                    self.complain(error);
                }
                Exit::Unusable
            }
        }
    }

    /// Writes a line for people to standard error, unless they asked for quiet.
    pub fn say(&self, line: &str) {
        if !self.quiet && self.format == Format::Human {
            shell::write_stderr(&format!("{line}\n"));
        }
    }
}

/// Prints what clap has to say: help and version are data, everything else is bad usage.
pub(super) fn usage(error: &clap::Error) -> Exit {
    let text = error.render().to_string();
    if error.use_stderr() {
        shell::write_stderr(&text);
        return Exit::Unusable;
    }
    match shell::write_stdout(text.as_bytes()) {
        Ok(_) => Exit::Fine,
        Err(_) => Exit::Unusable,
    }
}
