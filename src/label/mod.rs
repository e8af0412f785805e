//! What Kubernetes takes for labels, and which labels a selector selects.
//!
//! In go a key, a value or the node of a selector, out come the faults in Kubernetes' own words (apimachinery v0.36.1, the one
//! of Argo CD v3.5.1), or a [`Selector`]. The room knows neither the objects that carry labels nor those who select them.

mod operator;
mod selector;
mod syntax;

pub use operator::Operator;
pub use selector::{Fault, Requirement, Selector, Values};
pub use syntax::is_value;
