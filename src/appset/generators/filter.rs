//! Regular expressions of filters: those of Go, through the function that templates have.

use crate::appset::fail::{Fail, Outcome};
use crate::appset::params;
use crate::gotmpl::{Template, Value};
use std::sync::LazyLock;

static MATCH: LazyLock<Option<Template>> =
    LazyLock::new(|| Template::compile("{{ mustRegexMatch .pattern .text }}", []).ok());

/// A regular expression that was found to be one.
pub(super) struct Pattern(String);

impl Pattern {
    /// Takes a pattern of the field `name`.
    ///
    /// # Errors
    /// Go's own, if it is none.
    pub(super) fn new(name: &str, pattern: &str) -> Outcome<Self> {
        let made = Self(pattern.to_owned());
        made.ask("").map_err(|message| {
            let reason = message.split_once("error calling mustRegexMatch: ");
            let reason = reason.map_or(message.as_str(), |(_, reason)| reason);
            Fail::new(format!(
                "error compiling {name} regexp {pattern:?}: {reason}"
            ))
        })?;
        Ok(made)
    }

    /// Says whether the text holds a match.
    pub(super) fn matches(&self, text: &str) -> bool {
        self.ask(text).unwrap_or(false)
    }

    fn ask(&self, text: &str) -> Result<bool, String> {
        let Some(template) = MATCH.as_ref() else {
            return Ok(false);
        };
        let data = [
            ("pattern", Value::from(self.0.as_str())),
            ("text", Value::from(text)),
        ];
        let answer = template.execute(&Value::Map(params::params(data)));
        answer
            .map(|answer| answer == "true")
            .map_err(|error| error.message)
    }
}
