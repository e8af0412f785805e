//! What several commands say of an Application.

use crate::yaml::Node;

/// Returns where it comes from: the first source of several counts, as it does for Argo CD's own lists.
pub(super) fn source(application: &Node) -> Option<&Node> {
    let spec = application.get("spec")?;
    spec.get("source")
        .or_else(|| spec.items_at(&["sources"]).first())
}
