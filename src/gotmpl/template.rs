//! A compiled template, and its options.

use super::context::{Limits, StandIn};
use super::error::{Error, Stage};
use super::exec::Run;
use super::function::{FnError, Limit};
use super::memo::Memo;
use super::parse::{Complaint, line_of, parse};
use super::program::{Routine, Step};
use super::text::{Text, utf8};
use super::value::Value;
use crate::strconv::quote;
use std::ops::Range;

/// What a key gives that a map does not have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum MissingKey {
    /// No value.
    #[default]
    Default,
    /// The zero of the map's element type.
    Zero,
    /// An error.
    Error,
}

/// A template that was compiled once and can run any number of times, on any thread.
#[derive(Debug)]
pub struct Template {
    pub(super) text: String,
    /// Sorted by name.
    pub(super) routines: Vec<Routine>,
    /// The index of `base`.
    pub(super) main: usize,
    pub(super) missing_key: MissingKey,
    /// All of the output, if it is one part of the text.
    constant: Option<Range<usize>>,
    /// It names a function that writes into maps.
    writes: bool,
    pub(super) memo: Memo,
}

/// The functions that write into a map that they are given.
const WRITERS: [&str; 6] = [
    "set",
    "unset",
    "merge",
    "mergeOverwrite",
    "mustMerge",
    "mustMergeOverwrite",
];

impl Template {
    /// Compiles a text with `goTemplateOptions`, applied in order, as Argo CD v3.5.1 does.
    ///
    /// # Errors
    /// Unknown options, before the text is looked at; then whatever Go's parser refuses.
    pub fn compile<'o>(
        text: &str,
        options: impl IntoIterator<Item = &'o str>,
    ) -> Result<Self, Error> {
        let mut missing_key = MissingKey::default();
        for option in options {
            missing_key = option_value(option)?;
        }
        let routines = parse(text).map_err(|complaint| refused(text, complaint))?;
        let named = |routine: &Routine| routine.name.as_bytes().cmp(b"base");
        Ok(Self {
            text: text.to_owned(),
            constant: constant(&routines),
            main: routines.binary_search_by(named).unwrap_or_default(),
            routines,
            missing_key,
            memo: Memo::default(),
            writes: WRITERS.iter().any(|name| text.contains(name)),
        })
    }

    /// Runs the template with `data` as its dot, within the default limits, and returns its output.
    ///
    /// Each byte of the output that is no UTF-8 is replaced by U+FFFD, as Argo CD does when it writes the Application.
    ///
    /// # Errors
    /// Whatever Go refuses, limits, and functions whose result cannot be predicted.
    pub fn execute(&self, data: &Value) -> Result<String, Error> {
        self.execute_within(data, &mut Limits::default())
    }

    /// Runs the template as [`Template::execute`] does, and takes what it uses from the limits.
    ///
    /// # Errors
    /// As [`Template::execute`].
    pub fn execute_within(&self, data: &Value, limits: &mut Limits) -> Result<String, Error> {
        let bytes = self.spend(data, limits, &StandIn::default())?;
        Ok(String::from_utf8(bytes).unwrap_or_else(|error| utf8(error.as_bytes())))
    }

    /// Runs the template within limits and with stand-ins, and returns the bytes of its output.
    ///
    /// The data are as they were afterwards: a template that writes into maps is given a copy.
    ///
    /// # Errors
    /// As [`Template::execute`].
    pub fn execute_with(
        &self,
        data: &Value,
        limits: &Limits,
        stand_in: &StandIn,
    ) -> Result<Vec<u8>, Error> {
        self.spend(data, &mut limits.clone(), stand_in)
    }

    fn spend(
        &self,
        data: &Value,
        limits: &mut Limits,
        stand_in: &StandIn,
    ) -> Result<Vec<u8>, Error> {
        if let Some(text) = self.constant.clone() {
            let bytes = self.constant_text(text, limits)?;
            limits.bytes -= bytes.len();
            return Ok(bytes);
        }
        let data = match self.writes {
            true => data.deep_copy(),
            false => data.clone(),
        };
        let mut run = Run::new(self, data, *limits, stand_in);
        let done = run.run();
        *limits = run.left();
        done
    }

    /// Returns the text of a template without actions.
    fn constant_text(&self, range: Range<usize>, limits: &Limits) -> Result<Vec<u8>, Error> {
        let text = self.text.as_bytes().get(range).unwrap_or_default();
        if text.len() > limits.bytes {
            let reason = FnError::Limit(Limit::Bytes).to_string();
            return Err(Error {
                stage: Stage::Limit(Limit::Bytes),
                message: reason.clone(),
                reason,
                range: None,
            });
        }
        Ok(text.to_vec())
    }

    pub(super) fn routine(&self, name: &[u8]) -> Option<usize> {
        self.routines
            .binary_search_by(|routine| routine.name.as_bytes().cmp(name))
            .ok()
    }
}

/// Returns the text of a template that is nothing else, where there is one template only.
fn constant(routines: &[Routine]) -> Option<Range<usize>> {
    let [routine] = routines else {
        return None;
    };
    match routine.steps.as_slice() {
        [] => Some(0..0),
        [Step::Text(range)] => Some(range.clone()),
        _ => None,
    }
}

fn option_value(option: &str) -> Result<MissingKey, Error> {
    match option {
        "missingkey=default" | "missingkey=invalid" => Ok(MissingKey::Default),
        "missingkey=zero" => Ok(MissingKey::Zero),
        "missingkey=error" => Ok(MissingKey::Error),
        "" => Err(option_error("empty option string".to_owned())),
        other => Err(option_error(format!("unrecognized option: {other}"))),
    }
}

fn option_error(message: String) -> Error {
    Error {
        stage: Stage::Option,
        reason: message.clone(),
        message,
        range: None,
    }
}

fn refused(text: &str, complaint: Complaint) -> Error {
    let line = line_of(text, complaint.range.start);
    let reason = complaint.message;
    Error {
        stage: Stage::Parse,
        message: format!("template: base:{line}: {reason}"),
        reason,
        range: Some(complaint.range),
    }
}

/// Returns Go's text for an error at a place of a template that runs.
pub(super) fn executing(text: &str, name: &Text, at: usize, place: &str, reason: &str) -> String {
    let line = line_of(text, at);
    let before = text.as_bytes().get(..at).unwrap_or_default();
    let column = match memchr::memrchr(b'\n', before) {
        Some(newline) => at - newline - 1,
        None => at,
    };
    let name = quote(name);
    format!("template: base:{line}:{column}: executing {name} at <{place}>: {reason}")
}
