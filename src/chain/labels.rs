//! Which labels a generator looks at.

use crate::yaml::Node;
use std::collections::BTreeSet;

/// Returns the keys of cluster labels that a generator entry selects by, nested generators included.
pub(super) fn selected(entry: &Node) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    collect(entry, &mut keys);
    keys
}

fn collect(entry: &Node, keys: &mut BTreeSet<String>) {
    if let Some(selector) = entry.at(&["clusters", "selector"]) {
        keys.extend(of_selector(selector).map(str::to_owned));
    }
    if let Some(selector) = entry.get("selector") {
        let label = |key: &str| key.strip_prefix("metadata.labels.").map(str::to_owned);
        keys.extend(of_selector(selector).filter_map(label));
    }
    for kind in ["matrix", "merge"] {
        for nested in entry.items_at(&[kind, "generators"]) {
            collect(nested, keys);
        }
    }
}

fn of_selector(selector: &Node) -> impl Iterator<Item = &str> {
    let labels = selector.get("matchLabels").and_then(Node::as_map);
    let terms = selector.items_at(&["matchExpressions"]).iter();
    let named = labels.into_iter().flatten().map(|entry| &*entry.key.text);
    named.chain(terms.filter_map(|term| term.get("key").and_then(Node::as_str)))
}
