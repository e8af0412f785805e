//! The way back from a value to the lines that made it.

use crate::cause::{Cause, CauseId, Kind, Origin};
use crate::cli::explain::path::{Field, below};
use crate::generate::{Build, Workshop};
use crate::params::Resolved;
use crate::span::{Sources, Span};
use crate::yaml::Value;
use std::collections::BTreeSet;

/// Files that are part of the program.
const BUILT_IN: &str = "built-in/";

/// One reason, with those that it rests on.
#[derive(Debug)]
pub(super) struct Step {
    /// The reason in one word, for programs.
    pub(super) kind: &'static str,
    /// What it is called; empty where it has no name.
    pub(super) name: String,
    /// Where it stands.
    pub(super) span: Option<Span>,
    /// What it rests on, nearest first.
    pub(super) from: Vec<Step>,
}

/// Why a field has its value.
#[derive(Debug)]
pub(super) struct Story {
    /// The value's own reasons.
    pub(super) step: Step,
    /// For maps and lists: the path of each child and its nearest reason.
    pub(super) children: Vec<(String, Step)>,
}

/// Returns why a field has its value.
pub(super) fn tell(field: &Field<'_>, shop: &Workshop<'_, '_>, build: &Build) -> Story {
    let mut teller = Teller::new(shop, build);
    let origin = Origin {
        // A collection begins at its key; the first byte of its value says less.
        span: match (&field.node.value, field.key) {
            (Value::Map(_) | Value::List(_), Some(key)) if field.node.cause == CauseId::WRITTEN => {
                key
            }
            _ => field.node.span,
        },
        cause: field.node.cause,
    };
    Story {
        step: teller.step(origin),
        children: children(field)
            .map(|(path, origin)| (path, teller.nearest(origin)))
            .collect(),
    }
}

fn children<'n>(field: &Field<'n>) -> Box<dyn Iterator<Item = (String, Origin)> + 'n> {
    let path = field.path.clone();
    match &field.node.value {
        Value::Map(map) => Box::new(map.iter().map(move |entry| {
            let span = match entry.node.value {
                Value::Map(_) | Value::List(_) => entry.key.span,
                _ => entry.node.span,
            };
            let cause = entry.node.cause;
            (below(&path, &entry.key.text), Origin { span, cause })
        })),
        Value::List(items) => Box::new(
            items
                .iter()
                .enumerate()
                .map(move |(index, item)| (format!("{path}[{index}]"), item.origin())),
        ),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            Box::new(std::iter::empty())
        }
    }
}

/// Tells where rendered values come from.
pub(super) struct Teller<'s, 't, 'e> {
    shop: &'s Workshop<'t, 'e>,
    build: &'s Build,
    /// Causes that were told already: a graph told as a tree could be endless.
    told: BTreeSet<CauseId>,
}

impl<'s, 't, 'e> Teller<'s, 't, 'e> {
    /// Prepares to tell.
    pub(super) fn new(shop: &'s Workshop<'t, 'e>, build: &'s Build) -> Self {
        Self {
            shop,
            build,
            told: BTreeSet::new(),
        }
    }

    /// Returns why something is as it is.
    pub(super) fn step(&mut self, origin: Origin) -> Step {
        let Some(cause) = self.shop.causes.cause(origin.cause) else {
            return written(&self.shop.catalog.sources, origin.span);
        };
        let mut step = head(cause);
        if !self.told.insert(origin.cause) {
            return step;
        }
        if cause.kind == Kind::Parameter {
            self.parameter(&mut step, origin.cause, cause);
            return step;
        }
        let mut from: Vec<Origin> = Vec::new();
        if says_more(cause, origin.span) {
            from.push(Origin {
                span: origin.span,
                cause: CauseId::WRITTEN,
            });
        }
        for origin in &cause.from {
            let repeats = origin.cause == CauseId::WRITTEN && cause.span == Some(origin.span);
            if !repeats && !from.contains(origin) {
                from.push(*origin);
            }
        }
        step.from = from.into_iter().map(|origin| self.step(origin)).collect();
        step
    }

    /// The layer that gave the value, then those that it overrode.
    fn parameter(&mut self, step: &mut Step, id: CauseId, cause: &Cause) {
        step.from = cause.from.iter().map(|origin| self.step(*origin)).collect();
        let Some((owner, resolved)) = self.resolved(id) else {
            return;
        };
        if let Some(use_case) = owner {
            step.name = format!("{use_case}:{}", step.name);
        }
        step.from.extend(resolved.overridden.iter().map(|one| Step {
            kind: "overridden",
            name: one.layer_name.clone(),
            span: Some(one.span),
            from: Vec::new(),
        }));
    }

    fn resolved(&self, id: CauseId) -> Option<(Option<&str>, &Resolved)> {
        let own = self.build.values.iter().map(|one| (None, one));
        let of_use_cases = self
            .build
            .use_case_values
            .iter()
            .flat_map(|(name, values)| values.iter().map(move |one| (Some(&**name), one)));
        own.chain(of_use_cases)
            .find(|(_, resolved)| resolved.node.cause == id)
    }

    fn nearest(&self, origin: Origin) -> Step {
        match self.shop.causes.cause(origin.cause) {
            Some(cause) => head(cause),
            None => written(&self.shop.catalog.sources, origin.span),
        }
    }
}

/// The reason alone, without what it rests on.
fn head(cause: &Cause) -> Step {
    let kind = match cause.kind {
        Kind::Expression => "expression",
        Kind::Parameter => "parameter",
        Kind::Layer => "layer",
        Kind::BuiltIn => "built-in",
        Kind::Selection => "selection",
        Kind::Contribution => "contribution",
        Kind::Patch => "patch",
    };
    Step {
        kind,
        name: cause.name.to_string(),
        span: cause.span,
        from: Vec::new(),
    }
}

fn written(sources: &Sources, span: Span) -> Step {
    let kind = if sources.path(span.source).starts_with(BUILT_IN) {
        "built-in"
    } else {
        "written"
    };
    Step {
        kind,
        name: String::new(),
        span: Some(span),
        from: Vec::new(),
    }
}

/// What a contribution or a patch brings stands elsewhere than the line that says where it goes.
fn says_more(cause: &Cause, span: Span) -> bool {
    matches!(cause.kind, Kind::Contribution | Kind::Patch)
        && cause.span != Some(span)
        && cause.from.iter().all(|origin| origin.span != span)
}
