//! The parameter sets of a generator that speak of a cluster.

use super::goes_to;
use crate::appset::maker::Maker;
use crate::appset::params::{Params, flatten_for_selector};
use crate::label::Selector;
use crate::world::Cluster;
use crate::yaml::Node;
use std::collections::BTreeMap;

/// How many other places are named.
const NAMED: usize = 3;

/// A parameter set, flattened for selectors.
pub(super) type Flat = BTreeMap<String, String>;

/// What a generator gives a cluster.
pub(super) struct Given {
    /// The sets that speak of the cluster.
    pub(super) sets: Vec<Flat>,
    /// Where the others go.
    elsewhere: Vec<String>,
}

impl Given {
    /// Parts the sets that speak of the cluster from others: by their `name` and `server`, else by where their Application goes.
    pub(super) fn new(sets: &[Params], cluster: &Cluster, maker: Option<&Maker<'_>>) -> Self {
        let mut given = Self {
            sets: Vec::new(),
            elsewhere: Vec::new(),
        };
        for set in sets {
            match place(set, cluster, maker) {
                None => given.sets.push(flatten_for_selector(set)),
                Some(place) if given.elsewhere.len() < NAMED => {
                    if !given.elsewhere.contains(&place) {
                        given.elsewhere.push(place);
                    }
                }
                Some(_) => {}
            }
        }
        given
    }

    /// Returns the set that meets most terms.
    pub(super) fn nearest(&self, selector: &Selector) -> Option<&Flat> {
        let met = |set: &&Flat| {
            let found = |key: &str| set.get(key).map(String::as_str);
            let terms = selector.terms.iter();
            terms.filter(|term| term.holds(found(&term.key))).count()
        };
        self.sets.iter().rev().max_by_key(met)
    }

    /// Names the places that others go to.
    pub(super) fn elsewhere(&self) -> Option<String> {
        (!self.elsewhere.is_empty()).then(|| self.elsewhere.join(", "))
    }
}

/// Returns where a set leads, if that is not to the cluster.
fn place(set: &Params, cluster: &Cluster, maker: Option<&Maker<'_>>) -> Option<String> {
    let text = |key: &[u8]| Some(set.get(key)?.as_text()?.to_utf8());
    if let (Some(name), Some(server)) = (text(b"name"), text(b"server")) {
        let same = name == cluster.name() && server == cluster.server();
        return (!same).then_some(name);
    }
    let made = maker?.make(set).ok()?;
    if goes_to(&made.node, cluster) {
        return None;
    }
    let destination = made.node.at(&["spec", "destination"])?;
    let named = destination.text_at(&["name"]);
    let shown = match named {
        "" => destination.text_at(&["server"]),
        name => name,
    };
    Some(shown.to_owned())
}

/// Returns the block of a cluster generator without what selects.
pub(super) fn unselected(block: &Node) -> Node {
    let mut block = block.clone();
    if let Some(map) = block.as_map_mut() {
        map.remove("selector");
    }
    block
}
