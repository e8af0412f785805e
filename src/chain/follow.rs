//! The way from an Application to what it applies.

use crate::span::{Sources, Span};
use crate::yaml::Node;
use std::rc::Rc;

/// What a source leads to.
#[derive(Clone, Debug)]
pub enum Led {
    /// What Argo CD applies from it.
    Objects(Rc<[Node]>),
    /// A repository that is not at hand, such as one of Helm charts.
    Elsewhere,
    /// The repository does not have what the source names.
    Missing(String),
    /// It cannot be rendered, which was reported.
    Failed(String),
    /// It is made by a tool that is not run here.
    NotRun(String),
}

/// Finds what Applications apply.
pub trait Payloads {
    /// Returns what one source of an Application leads to; faults of rendering are reported at `place`.
    fn follow(&mut self, source: &Node, place: Span) -> Led;

    /// Returns the texts that were read so far, so that findings point at single lines of them.
    fn sources(&self) -> &Sources;
}
