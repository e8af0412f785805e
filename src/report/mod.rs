//! Results of a run as the reports that CI servers read.
//!
//! In go suites of cases with their outcome, out comes one text. The room knows neither what was tested nor where the text
//! goes, and nothing in a report depends on when or where it was made.

mod junit;

pub use junit::junit;

/// All results of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What ran, such as `dodona test`.
    pub name: String,
    /// The suites, in the order in which they are shown.
    pub suites: Vec<Suite>,
}

/// Cases that belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suite {
    /// What they are about, such as an environment.
    pub name: String,
    /// The cases, in the order in which they are shown.
    pub cases: Vec<Case>,
}

/// One case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The group that it is shown in, such as `prod.use-cases.eso`.
    pub class: String,
    /// Its name, which is unique in the group.
    pub name: String,
    /// The file that it is about.
    pub file: Option<String>,
    /// The line of the file, from 1.
    pub line: Option<usize>,
    /// How it ended.
    pub outcome: Outcome,
}

/// How a case ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// As it should.
    Passed,
    /// Otherwise than it should.
    Failed(Trouble),
    /// Not at all: it could not be judged.
    Broken(Trouble),
}

/// Why a case did not pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The name of the fault, such as `snapshot-different`.
    pub code: &'static str,
    /// The finding as one line.
    pub message: String,
    /// All that there is to read, the finding included: GitLab shows nothing else.
    pub text: String,
}
