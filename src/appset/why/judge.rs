//! Holds each generator of a set against a cluster.

use super::GeneratorMatch;
use super::candidate::{Given, unselected};
use super::term::Term;
use crate::appset::application::Origin;
use crate::appset::expand;
use crate::appset::maker::Maker;
use crate::appset::params::Params;
use crate::appset::selector;
use crate::appset::set::Context;
use crate::appset::transform::{COMBINATORS, Child, Generator, generated, generators_of};
use crate::label::{Selector, Values};
use crate::world::Cluster;
use crate::yaml::Node;

/// Holds generators against a cluster.
pub(super) struct Judge<'j> {
    pub(super) context: &'j Context<'j>,
    pub(super) cluster: &'j Cluster,
    pub(super) is_implicit: bool,
}

/// A generator and where it stands.
struct Place<'p> {
    index: String,
    entry: &'p Node,
    generator: Generator<'p>,
}

impl Judge<'_> {
    /// Holds all entries against the cluster.
    pub(super) fn entries(&self, entries: &[Node]) -> Vec<GeneratorMatch> {
        let mut all = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            for place in places(&at.to_string(), entry, false) {
                let template = expand::template(self.context, place.generator.block);
                let kind = place.generator.kind;
                let origin = Origin { entry: at, kind };
                let maker = Maker::new(self.context, &template, origin);
                self.placed(&place, Some(&maker), &mut all);
            }
        }
        all
    }

    fn placed(&self, place: &Place<'_>, maker: Option<&Maker<'_>>, out: &mut Vec<GeneratorMatch>) {
        out.push(self.one(place, maker));
        let children = place.generator.block.items_at(&["generators"]);
        let rendered = place.generator.rendered;
        let index = |at: usize| format!("{}.{at}", place.index);
        match (place.generator.kind, children) {
            ("matrix", [first, second]) => {
                self.child(&index(0), first, rendered, out);
                out.extend(self.second(&index(1), [first, second], rendered));
            }
            ("matrix" | "merge", children) => {
                for (at, child) in children.iter().enumerate() {
                    self.child(&index(at), child, rendered, out);
                }
            }
            _ => {}
        }
    }

    fn child(&self, index: &str, entry: &Node, rendered: bool, out: &mut Vec<GeneratorMatch>) {
        if let Ok(child) = Child::new(entry, rendered) {
            self.decoded(index, child.entry(), rendered, out);
        }
    }

    fn decoded(&self, index: &str, entry: &Node, rendered: bool, out: &mut Vec<GeneratorMatch>) {
        for place in places(index, entry, rendered) {
            self.placed(&place, None, out);
        }
    }

    /// Holds the second child of a matrix against the cluster, rendered with the set of the first that brings it nearest.
    fn second(&self, index: &str, pair: [&Node; 2], rendered: bool) -> Vec<GeneratorMatch> {
        let [first, second] = pair;
        let sets = Child::new(first, rendered).and_then(|first| first.params(self.context, None));
        let child = Child::templated(self.context, second, rendered);
        let mut nearest: Option<Vec<GeneratorMatch>> = None;
        for set in sets.unwrap_or_default() {
            let Some(found) = self.rendered(index, child.as_ref().ok(), &set, rendered) else {
                continue;
            };
            if nearest
                .as_ref()
                .is_none_or(|best| rank(&found) > rank(best))
            {
                nearest = Some(found);
            }
        }
        nearest.unwrap_or_else(|| {
            let mut found = Vec::new();
            self.child(index, second, rendered, &mut found);
            found
        })
    }

    fn rendered(
        &self,
        index: &str,
        child: Option<&Child>,
        set: &Params,
        rendered: bool,
    ) -> Option<Vec<GeneratorMatch>> {
        let child = child?;
        let made = child.rendered(self.context, Some(set)).ok()?;
        let mut found = Vec::new();
        match &made {
            Some(entry) => self.decoded(index, entry, true, &mut found),
            None => self.decoded(index, child.entry(), rendered, &mut found),
        }
        Some(found)
    }

    fn one(&self, place: &Place<'_>, maker: Option<&Maker<'_>>) -> GeneratorMatch {
        let Generator { kind, block, .. } = place.generator;
        let mut terms = match kind {
            "clusters" => self.labels(block),
            _ => Vec::new(),
        };
        let selector = read(place.entry, Values::Any);
        let given = match (kind, selector.terms.is_empty()) {
            ("clusters", true) => None,
            _ => Some(self.given(place, maker)),
        };
        let mut matched = terms.iter().all(|term| term.holds);
        if let Some(given) = given {
            matched &= !given.sets.is_empty();
            if given.sets.is_empty() && kind != "clusters" && !COMBINATORS.contains(&kind) {
                terms.push(self.astray(block, &given));
            }
            let set = given.nearest(&selector);
            for term in &selector.terms {
                let found = set.and_then(|set| set.get(&term.key));
                let found = found.map(String::as_str);
                terms.push(Term::held(term, &term.key, found, set.is_none()));
            }
        }
        GeneratorMatch {
            index: place.index.clone(),
            kind: kind.to_owned(),
            matched: matched && terms.iter().all(|term| term.holds),
            terms,
        }
    }

    /// The cluster that no Secret stands for has no labels, and a selector with terms leaves it out.
    fn labels(&self, block: &Node) -> Vec<Term> {
        let selector = read(block, Values::Labels);
        let terms = selector.terms.iter().map(|term| {
            let name = format!("metadata.labels.{}", term.key);
            let found = self.cluster.labels.get(&term.key).map(String::as_str);
            Term::held(term, &name, found, self.is_implicit)
        });
        terms.collect()
    }

    /// Generates without selecting, and returns what speaks of the cluster. What fails was told with the expansion.
    fn given(&self, place: &Place<'_>, maker: Option<&Maker<'_>>) -> Given {
        let free = unselected(place.generator.block);
        let generator = Generator {
            block: match place.generator.kind {
                "clusters" => &free,
                _ => place.generator.block,
            },
            ..place.generator
        };
        let sets = generated(self.context, &generator, None).unwrap_or_default();
        Given::new(&sets, self.cluster, maker)
    }

    fn astray(&self, block: &Node, given: &Given) -> Term {
        Term {
            term: "destination".to_owned(),
            wanted: self.cluster.name().to_owned(),
            found: given.elsewhere(),
            holds: false,
            span: block.span,
        }
    }
}

/// Returns the generators of an entry.
fn places<'p>(index: &str, entry: &'p Node, rendered: bool) -> Vec<Place<'p>> {
    let place = |generator| Place {
        index: index.to_owned(),
        entry,
        generator,
    };
    generators_of(entry, rendered).map(place).collect()
}

/// Reads a selector; one that the controller refuses has no terms, and the refusal was told.
fn read(node: &Node, values: Values) -> Selector {
    let read = node
        .present_at(&["selector"])
        .map(|node| selector::read(node, values));
    read.and_then(Result::ok).unwrap_or_default()
}

/// How near a cluster is to being selected: all generators match, else the most of them, and the most terms hold.
fn rank(found: &[GeneratorMatch]) -> (usize, usize) {
    let matched = found.iter().filter(|one| one.matched).count();
    let terms = found.iter().flat_map(|one| &one.terms);
    (matched, terms.filter(|term| term.holds).count())
}
