//! Label selectors: on the labels of Secrets, and on parameters.

use super::fail::{Fail, Outcome};
use crate::label::{Selector, Values};
use crate::yaml::Node;

/// Reads a selector.
///
/// # Errors
/// Kubernetes' own, for the first term that is none.
pub(super) fn read(node: &Node, values: Values) -> Outcome<Selector> {
    Selector::read(node, values).map_err(|fault| Fail::new(fault.text).at(fault.span))
}
