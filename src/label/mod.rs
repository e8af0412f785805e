//! What Kubernetes takes for names, labels and annotations, and which labels a selector selects.
//!
//! In go a name, a key, a value or the node of a selector, out come the faults in Kubernetes' own words, those of the library
//! apimachinery of a [`Release`], or a [`Selector`]. The room knows neither the objects that carry labels nor those who
//! select them.

mod aggregate;
mod operator;
mod release;
mod selector;
mod syntax;

pub use aggregate::aggregate;
pub use operator::Operator;
pub use release::Release;
pub use selector::{Fault, Requirement, Selector, Values};
pub use syntax::{annotation_faults, is_value, key_faults, name_faults, value_faults};
