//! What Argo CD never tells: names that stay in braces, braces that nobody renders, selectors that no cluster meets.

use super::codes::{NO_CLUSTER, NOT_RENDERED, VERBATIM};
use super::json;
use super::set::Context;
use super::transform::Generator;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::span::Span;
use crate::yaml::{Node, Value};
use std::collections::BTreeSet;

/// Collects warnings, each once.
pub(super) struct Warnings<'w> {
    out: &'w mut Diagnostics,
    seen: BTreeSet<(Option<Span>, String)>,
}

impl<'w> Warnings<'w> {
    /// Begins, and looks for braces where nothing is rendered.
    pub(super) fn new(context: &Context<'_>, out: &'w mut Diagnostics) -> Self {
        let mut warnings = Self {
            out,
            seen: BTreeSet::new(),
        };
        for entry in json::items(&context.spec, "generators") {
            warnings.unrendered_selector(entry);
            for kind in super::transform::kinds(entry) {
                warnings.unrendered_generator(entry, kind);
            }
        }
        warnings
    }

    /// Warns that a name stays in its braces.
    pub(super) fn left_verbatim(&mut self, name: &str, span: Span) {
        let message =
            format!("no parameter is called `{name}`, so the text stays as it is written");
        let help = match name.strip_prefix('.') {
            Some(bare) => format!("write `{{{{{bare}}}}}`, or set `goTemplate: true`"),
            None => "name a parameter of the generator".to_owned(),
        };
        if self.seen.insert((Some(span), name.to_owned())) {
            self.out
                .push(Diagnostic::warning(VERBATIM, span, message).help(help));
        }
    }

    /// Warns when a cluster generator that selects finds no cluster.
    pub(super) fn generated(&mut self, generator: &Generator<'_>, count: usize) {
        let Some(selector) = json::present(generator.block, "selector") else {
            return;
        };
        let terms = selector.as_map().is_some_and(|map| !map.is_empty());
        if generator.kind == "clusters" && count == 0 && terms {
            let message = "no cluster of World meets this selector, so nothing is generated";
            let help = "`dodona why CLUSTER APPLICATIONSET` shows each term";
            self.out
                .push(Diagnostic::warning(NO_CLUSTER, selector.span, message).help(help));
        }
    }

    fn unrendered_selector(&mut self, entry: &Node) {
        if let Some(selector) = json::present(entry, "selector") {
            self.braces(selector, "a selector after generation");
        }
    }

    /// Fields of a generator at the top are not rendered, but for its `values` and `template` and what it passes on.
    fn unrendered_generator(&mut self, entry: &Node, kind: &str) {
        let Some(map) = entry.get(kind).and_then(Node::as_map) else {
            return;
        };
        if !matches!(
            kind,
            "clusters" | "git" | "scmProvider" | "pullRequest" | "clusterDecisionResource"
        ) {
            return;
        }
        for field in map
            .iter()
            .filter(|field| !matches!(&*field.key.text, "values" | "template"))
        {
            self.braces(
                &field.node,
                &format!("`{}` of a generator at the top", field.key.text),
            );
        }
    }

    fn braces(&mut self, node: &Node, what: &str) {
        match &node.value {
            Value::String(text) if text.contains("{{") && text.contains("}}") => {
                let message = format!("{what} is not rendered: the braces stay as they are");
                let help =
                    "only the second child of a matrix is rendered, with what the first one gives";
                if self.seen.insert((Some(node.span), what.to_owned())) {
                    self.out
                        .push(Diagnostic::warning(NOT_RENDERED, node.span, message).help(help));
                }
            }
            Value::List(items) => items.iter().for_each(|item| self.braces(item, what)),
            Value::Map(map) => map.iter().for_each(|entry| self.braces(&entry.node, what)),
            _ => {}
        }
    }
}
