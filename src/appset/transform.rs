//! From a generator entry to parameter sets: what is common to all kinds.

use super::codes::TOO_MANY;
use super::decode;
use super::fail::{Fail, Outcome};
use super::generators;
use super::params::{Params, flatten_for_selector};
use super::part::{Compiler, Part, Renderer};
use super::selector;
use super::set::Context;
use super::shapes;
use crate::label::{Selector, Values};
use crate::span::Span;
use crate::yaml::{Node, Value};

/// The kinds of generators, in the order in which one entry's are evaluated.
pub(super) const KINDS: [&str; 9] = [
    "list",
    "clusters",
    "git",
    "scmProvider",
    "clusterDecisionResource",
    "pullRequest",
    "matrix",
    "merge",
    "plugin",
];

/// The kinds that hold others.
pub(super) const COMBINATORS: [&str; 2] = ["matrix", "merge"];

/// Returns the generators of an entry, in the order of the kinds.
pub(super) fn generators_of(entry: &Node, rendered: bool) -> impl Iterator<Item = Generator<'_>> {
    let found = move |kind| {
        Some(Generator {
            kind,
            block: entry.present_at(&[kind])?,
            rendered,
        })
    };
    KINDS.into_iter().filter_map(found)
}

/// A generator with what is around it.
#[derive(Clone, Copy)]
pub(super) struct Generator<'g> {
    /// Its kind.
    pub(super) kind: &'static str,
    /// What stands under the kind.
    pub(super) block: &'g Node,
    /// Whether a matrix rendered it, so that absent lists and maps are empty ones.
    pub(super) rendered: bool,
}

/// Reads an entry's selector.
///
/// # Errors
/// Kubernetes' own.
pub(super) fn selector(entry: &Node) -> Outcome<Option<Selector>> {
    let Some(node) = entry.present_at(&["selector"]) else {
        return Ok(None);
    };
    let read = selector::read(node, Values::Any);
    read.map(Some)
        .map_err(|fail| fail.within("error parsing label selector").at(node.span))
}

/// Returns the parameter sets of a generator that the selector keeps.
///
/// # Errors
/// The controller's.
pub(super) fn generated(
    context: &Context<'_>,
    generator: &Generator<'_>,
    selector: Option<&Selector>,
) -> Outcome<Vec<Params>> {
    let span = generator.block.span;
    let sets = generators::params(context, generator).map_err(|fail| fail.at(span))?;
    context
        .budget
        .burn(sets.len() + 1)
        .map_err(|fail| fail.at(span))?;
    bounded(context, sets.len()).map_err(|fail| fail.at(span))?;
    let asked = generator
        .block
        .present_at(&["selector"])
        .filter(|_| generator.kind == "clusters");
    if let Some(asked) = asked.filter(|asked| asked.as_map().is_some_and(|map| !map.is_empty())) {
        context.notes.selected(asked.span, !sets.is_empty());
    }
    if let Some(selector) = selector {
        let mut kept = Vec::new();
        for params in sets {
            let flat = flatten_for_selector(&params);
            context
                .budget
                .burn(flat.len())
                .map_err(|fail| fail.at(span))?;
            if selector.matches(|key| flat.get(key).map(String::as_str)) {
                kept.push(params);
            }
        }
        return Ok(kept);
    }
    Ok(sets)
}

/// Holds a number of parameter sets against the limit.
///
/// # Errors
/// Our own, when there are more.
pub(super) fn bounded(context: &Context<'_>, count: usize) -> Outcome<()> {
    let most = context.limits.applications;
    if count <= most {
        return Ok(());
    }
    let mut fail =
        Fail::new(format!("more than {most} Applications would be made")).coded(TOO_MANY);
    fail.help = Some("select fewer, or raise the limit with `--max-applications`".to_owned());
    Err(fail)
}

/// A child of a matrix or merge.
pub(super) struct Child {
    entry: Node,
    rendered: bool,
    compiled: Option<Part>,
}

impl Child {
    /// Makes a child that is used as it is; `rendered` if what holds it was rendered.
    ///
    /// # Errors
    /// When a nested matrix or merge cannot be decoded.
    pub(super) fn new(entry: &Node, rendered: bool) -> Outcome<Self> {
        Ok(Self {
            entry: terminal(entry)?,
            rendered,
            compiled: None,
        })
    }

    /// Makes the second child of a matrix, which is rendered with what the first one gives.
    ///
    /// # Errors
    /// As [`Child::new`].
    pub(super) fn templated(context: &Context<'_>, entry: &Node, rendered: bool) -> Outcome<Self> {
        let mut child = Self::new(entry, rendered)?;
        let compiler = Compiler {
            engine: &context.engine,
            strict: Some(&context.strict),
            tidy: false,
        };
        child.compiled = Some(compiler.object(&child.entry, shapes::generator()));
        Ok(child)
    }

    /// Returns the child as it is written, nested ones decoded.
    pub(super) fn entry(&self) -> &Node {
        &self.entry
    }

    /// Returns the child rendered with a set; `None` if it is used as it is.
    ///
    /// # Errors
    /// The controller's, of the first text that does not render.
    pub(super) fn rendered(
        &self,
        context: &Context<'_>,
        with: Option<&Params>,
    ) -> Outcome<Option<Node>> {
        let with = with.filter(|params| !params.is_empty());
        let (Some(params), Some(part)) = (with, &self.compiled) else {
            return Ok(None);
        };
        // What a matrix leaves in braces, one inside it may know.
        let nests = COMBINATORS
            .iter()
            .any(|kind| self.entry.get(kind).is_some());
        let mut renderer = Renderer {
            engine: &context.engine,
            strict: Some(&context.strict),
            params,
            unknown: &mut |name: &str, span: Span| {
                if !nests {
                    context.notes.left_verbatim(name, span);
                }
            },
        };
        let rendered = renderer.render(part).map(Some);
        rendered.map_err(|fail| fail.within("failed to replace parameters in generator"))
    }

    /// Returns the child's parameter sets.
    ///
    /// # Errors
    /// The controller's.
    pub(super) fn params(
        &self,
        context: &Context<'_>,
        with: Option<&Params>,
    ) -> Outcome<Vec<Params>> {
        let told = |fail: Box<Fail>| {
            fail.within("child generator returned an error on parameter generation")
                .at(self.entry.span)
        };
        let selector = selector(&self.entry).map_err(told)?;
        let rendered = self.rendered(context, with).map_err(told)?;
        let entry = rendered.as_ref().unwrap_or(&self.entry);
        let mut sets = Vec::new();
        for generator in generators_of(entry, self.rendered || rendered.is_some()) {
            sets.push(generated(context, &generator, selector.as_ref()).map_err(told)?);
        }
        match (sets.pop(), sets.is_empty()) {
            (None, _) => Err(Fail::new("child generator generated no parameters").at(entry.span)),
            (Some(only), true) => Ok(only),
            _ => {
                Err(Fail::new("found more than one generator in matrix.Generators").at(entry.span))
            }
        }
    }
}

/// Decodes nested matrix and merge generators, whose own children can hold none.
fn terminal(entry: &Node) -> Outcome<Node> {
    let mut entry = entry.clone();
    for kind in COMBINATORS {
        let Some(block) = entry.present_at(&[kind]) else {
            continue;
        };
        let shape = shapes::below(shapes::generator(), &[kind]);
        let mut decoded =
            decode::object(block, shape, "").map_err(|what| Fail::new(what).at(block.span))?;
        if let Some(map) = decoded.as_map_mut() {
            map.remove("template");
            strip_combinators(map.get_mut("generators"));
        }
        if let Some(found) = entry.as_map_mut().and_then(|map| map.get_mut(kind)) {
            *found = decoded;
        }
    }
    Ok(entry)
}

fn strip_combinators(children: Option<&mut Node>) {
    let Some(Value::List(children)) = children.map(|node| &mut node.value) else {
        return;
    };
    for child in children.iter_mut().filter_map(Node::as_map_mut) {
        for kind in COMBINATORS {
            child.remove(kind);
        }
    }
}
