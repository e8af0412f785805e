//! What Argo CD never tells: names that stay in braces, braces that nobody renders, selectors that no cluster meets, fields of
//! nested generators that are lost.

use super::codes::{DROPPED, NO_CLUSTER, NOT_RENDERED, VERBATIM};
use super::set::Context;
use super::shapes;
use super::transform::{COMBINATORS, Generator, generators_of};
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::manifest::{Shape, Type};
use crate::span::Span;
use crate::yaml::{Node, Value};
use std::collections::BTreeSet;

/// The kinds whose fields are looked at for braces; those of others may hold any text.
const PLAIN: [&str; 5] = [
    "clusters",
    "git",
    "scmProvider",
    "pullRequest",
    "clusterDecisionResource",
];

/// How deep generators stand in others.
const DEEPEST: usize = 2;

/// Tells what was noticed while the set was expanded, and what can be seen without that.
pub(super) fn tell(context: &Context<'_>, out: &mut Diagnostics) {
    for (span, name) in context.notes.verbatim() {
        out.push(verbatim(span, &name));
    }
    for span in context.notes.unmet() {
        out.push(unmet(span));
    }
    let mut walk = Walk {
        out,
        seen: BTreeSet::new(),
    };
    for entry in context.spec.items_at(&["generators"]) {
        walk.entry(entry, false, 0);
    }
}

fn verbatim(span: Span, name: &str) -> Diagnostic {
    let message = format!("no parameter is called `{name}`, so the text stays as it is written");
    let help = match name.strip_prefix('.') {
        Some(bare) => format!("write `{{{{{bare}}}}}`, or set `goTemplate: true`"),
        None => "name a parameter of the generator".to_owned(),
    };
    Diagnostic::warning(VERBATIM, span, message).help(help)
}

fn unmet(span: Span) -> Diagnostic {
    let message = "no cluster of World meets this selector, so nothing is generated";
    let help = "`dodona why CLUSTER APPLICATIONSET` shows each term";
    Diagnostic::warning(NO_CLUSTER, span, message).help(help)
}

/// Walks through generators and those that they hold.
struct Walk<'w> {
    out: &'w mut Diagnostics,
    seen: BTreeSet<(Span, String)>,
}

impl Walk<'_> {
    /// Looks at an entry; `rendered` if it is below the second child of a matrix.
    fn entry(&mut self, entry: &Node, rendered: bool, depth: usize) {
        if let Some(selector) = entry.present_at(&["selector"]) {
            self.braces(selector, "a selector after generation");
        }
        for Generator { kind, block, .. } in generators_of(entry, rendered) {
            if !rendered && PLAIN.contains(&kind) {
                self.unrendered(block);
            }
            if depth == DEEPEST {
                continue;
            }
            for (at, child) in block.items_at(&["generators"]).iter().enumerate() {
                let rendered = rendered || (kind == "matrix" && at == 1);
                self.entry(child, rendered, depth + 1);
                if depth == 0 {
                    self.nested(child);
                }
            }
        }
    }

    /// Fields are not rendered, but for `values`, and `template` with what it passes on.
    fn unrendered(&mut self, block: &Node) {
        for field in block.as_map().into_iter().flatten() {
            let name = &*field.key.text;
            if !matches!(name, "values" | "template") {
                self.braces(&field.node, &format!("`{name}` of this generator"));
            }
        }
    }

    fn braces(&mut self, node: &Node, what: &str) {
        match &node.value {
            Value::String(text) if text.contains("{{") && text.contains("}}") => {
                let message = format!("{what} is not rendered: the braces stay as they are");
                let help =
                    "only the second child of a matrix is rendered, with what the first one gives";
                if self.seen.insert((node.span, what.to_owned())) {
                    self.out
                        .push(Diagnostic::warning(NOT_RENDERED, node.span, message).help(help));
                }
            }
            Value::List(items) => items.iter().for_each(|item| self.braces(item, what)),
            Value::Map(map) => map.iter().for_each(|entry| self.braces(&entry.node, what)),
            _ => {}
        }
    }

    /// Looks for what is lost of a matrix or merge inside another: the API server takes anything there, the controller does not.
    fn nested(&mut self, child: &Node) {
        for kind in COMBINATORS {
            let Some(block) = child.present_at(&[kind]) else {
                continue;
            };
            let shape = shapes::below(shapes::generator(), &[kind]);
            self.lost(block, shape, kind);
            for inner in block.items_at(&["generators"]) {
                for kind in COMBINATORS {
                    if let Some(third) = inner.present_at(&[kind]) {
                        let message = format!("a `{kind}` at the third level is dropped");
                        let help = "a matrix or merge may stand in another one, not deeper";
                        let finding = Diagnostic::warning(DROPPED, third.span, message);
                        self.out.push(finding.help(help));
                    }
                }
            }
        }
    }

    fn lost(&mut self, node: &Node, shape: &'static Shape, path: &str) {
        for entry in node.as_map().into_iter().flatten() {
            let key = &*entry.key.text;
            match shape.field(key) {
                Some(field) => self.below(&entry.node, &field.holds, &format!("{path}.{key}")),
                None => {
                    let message = format!("generators have no field `{path}.{key}`: it is dropped");
                    let known = shape.fields.iter().map(|field| field.name);
                    let help = match nearest(key, known) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => "take it out".to_owned(),
                    };
                    let finding = Diagnostic::warning(DROPPED, entry.key.span, message);
                    self.out.push(finding.help(help));
                }
            }
        }
    }

    fn below(&mut self, node: &Node, holds: &'static Type, path: &str) {
        match (&node.value, holds) {
            (Value::Map(_), Type::Object(shape)) => self.lost(node, shape, path),
            (Value::List(items), Type::List(of)) => {
                for (at, item) in items.iter().enumerate() {
                    self.below(item, of, &format!("{path}[{at}]"));
                }
            }
            _ => {}
        }
    }
}
