//! The two template engines behind one door.

use super::budget::Budget;
use super::codes::TOO_LARGE;
use super::fail::{Fail, Outcome};
use super::params::Params;
use crate::gotmpl::{Cache, Error, FastTemplate, Limits, Stage, Template, Text, Value};
use std::rc::Rc;
use std::sync::Arc;

/// What `goTemplate` and `goTemplateOptions` say.
pub(super) struct Engine {
    go: bool,
    options: Vec<String>,
    unknown_option: Option<String>,
    cache: Cache,
    budget: Rc<Budget>,
}

/// A text that was compiled once and is filled in many times.
pub(super) struct Prepared {
    text: Arc<str>,
    kind: Kind,
}

enum Kind {
    Plain,
    /// An option is unknown, at which the controller panics before it looks at a text.
    Unsound,
    Go(Result<Arc<Template>, Error>),
    Fast(Result<FastTemplate, Error>),
}

impl Engine {
    /// Makes the engine of an ApplicationSet.
    pub(super) fn new(go: bool, options: &[&str], budget: &Rc<Budget>) -> Self {
        let unknown = go.then(|| Template::compile("", options.iter().copied()).err());
        Self {
            go,
            options: options.iter().map(|&option| option.to_owned()).collect(),
            unknown_option: unknown.flatten().map(|error| error.message),
            cache: Cache::new(),
            budget: Rc::clone(budget),
        }
    }

    /// Says whether it is Go's engine.
    pub(super) fn is_go(&self) -> bool {
        self.go
    }

    /// Returns what is left to the expansion.
    pub(super) fn budget(&self) -> &Budget {
        &self.budget
    }

    /// Returns the engine that resolves `values` early: a missing key is always an error.
    pub(super) fn strict(&self) -> Self {
        let kept = self.options.iter().map(String::as_str);
        let mut options: Vec<&str> = kept
            .filter(|name| !name.starts_with("missingkey="))
            .collect();
        options.push("missingkey=error");
        Self::new(self.go, &options, &self.budget)
    }

    /// Compiles a text; what is wrong with it is told when it is filled in.
    pub(super) fn prepare(&self, text: &Arc<str>) -> Prepared {
        let kind = if self.unknown_option.is_some() {
            Kind::Unsound
        } else if !text.contains("{{") {
            Kind::Plain
        } else if self.go {
            let options: Vec<&str> = self.options.iter().map(String::as_str).collect();
            Kind::Go(self.cache.template(text, &options))
        } else {
            Kind::Fast(FastTemplate::compile(text))
        };
        Prepared {
            text: Arc::clone(text),
            kind,
        }
    }

    /// Fills a text in. `unknown` is told the names that fasttemplate leaves as they are.
    pub(super) fn fill(
        &self,
        prepared: &Prepared,
        params: &Params,
        unknown: &mut dyn FnMut(&str),
    ) -> Outcome<Arc<str>> {
        let text = &prepared.text;
        match &prepared.kind {
            Kind::Plain => Ok(Arc::clone(text)),
            Kind::Unsound => {
                let option = self.unknown_option.as_deref().unwrap_or_default();
                Err(Fail::new(format!("panic: {option}")))
            }
            Kind::Go(Err(error)) => Err(failed(error, &format!("failed to parse template {text}"))),
            Kind::Go(Ok(template)) => {
                let data = Value::Map(params.clone());
                let run = |limits: &mut Limits| template.execute_within(&data, limits);
                self.budget.run(run).map(Arc::from).map_err(|error| {
                    failed(&error, &format!("failed to execute go template {text}"))
                })
            }
            Kind::Fast(Err(error)) => Err(Fail::new(error.message.clone())),
            Kind::Fast(Ok(template)) => {
                let known = |name: &str| Known::new(params.get(name.as_bytes())?);
                let filled = template.fill(known);
                filled.unknown.iter().for_each(|found| unknown(&found.name));
                self.budget.claim(filled.text.len() as u64)?;
                Ok(Arc::from(filled.text))
            }
        }
    }

    /// Compiles and fills in. `unknown` is told as in [`Engine::fill`].
    pub(super) fn replace(
        &self,
        text: &str,
        params: &Params,
        unknown: &mut dyn FnMut(&str),
    ) -> Outcome<Arc<str>> {
        let prepared = self.prepare(&Arc::from(text));
        self.fill(&prepared, params, unknown)
    }
}

impl Prepared {
    /// Returns the text as it is written.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Says whether nothing is filled in.
    pub(super) fn is_plain(&self) -> bool {
        matches!(self.kind, Kind::Plain)
    }
}

/// A text that is filled in.
enum Known {
    Shared(Text),
    Repaired(String),
}

impl Known {
    fn new(value: Value) -> Option<Self> {
        let Value::Text(text) = value else {
            return None;
        };
        Some(match std::str::from_utf8(&text) {
            Ok(_) => Self::Shared(text),
            Err(_) => Self::Repaired(text.to_utf8()),
        })
    }
}

impl AsRef<str> for Known {
    fn as_ref(&self) -> &str {
        match self {
            Self::Shared(text) => std::str::from_utf8(text).unwrap_or_default(),
            Self::Repaired(text) => text,
        }
    }
}

fn failed(error: &Error, what: &str) -> Box<Fail> {
    let mut fail = Fail::new(format!("{what}: {}", error.message));
    if matches!(error.stage, Stage::Limit(_)) {
        fail.code = TOO_LARGE;
    }
    let missing = ["map has no entry for key", "can't evaluate field"];
    fail.missing_key = missing.iter().any(|words| error.message.contains(words));
    fail
}
