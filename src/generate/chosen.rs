//! Which use cases take part in an environment, and how.

use crate::catalog::{self, Environment, Named, Selection, UseCase};
use crate::generate::{Cluster, Request, Want, Workshop};
use crate::yaml::Map;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

/// A use case that takes part in an environment.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// The use case.
    pub use_case: Rc<UseCase>,
    /// Where it is selected, required or offered.
    pub because: Named,
    /// Whether it is on for every cluster.
    pub everywhere: bool,
    /// The clusters that have it by themselves.
    pub clusters: BTreeSet<Arc<str>>,
    /// Where it is offered to whoever creates a virtual cluster.
    pub offered: Option<Named>,
    /// Whether the environment's `selectable` names it, rather than what it names requiring it.
    pub named: bool,
    /// All use cases that it requires, directly or not, among the offered.
    pub requires: BTreeSet<Arc<str>>,
    pub(super) parameters: Map,
    /// Whether the environment names it anywhere, rather than another use case requiring it.
    pub(super) by_itself: bool,
}

impl Chosen {
    /// Says whether the use case is switched on for a cluster.
    #[must_use]
    pub fn is_on(&self, cluster: &Cluster) -> bool {
        self.everywhere || self.clusters.contains(&cluster.name.text)
    }

    /// Says whether it is selected, not only offered.
    #[must_use]
    pub fn is_selected(&self) -> bool {
        self.everywhere || !self.clusters.is_empty()
    }
}

/// Which use cases take part, and how: selected for all clusters, for some, or offered.
pub(super) fn choose(
    shop: &mut Workshop<'_, '_>,
    environment: &Environment,
    request: &Request,
    clusters: &[Cluster],
) -> Vec<Chosen> {
    let wanted = request.use_cases.as_ref().unwrap_or(&environment.use_cases);
    let everywhere: Vec<(Named, Map)> = wanted
        .iter()
        .map(|one| (one.name.clone(), one.parameters.clone()))
        .collect();
    let mut chosen: BTreeMap<Arc<str>, Chosen> = BTreeMap::new();
    for selection in catalog::select(&mut shop.catalog, everywhere.clone(), true) {
        entry(&mut chosen, &selection).everywhere = true;
    }
    for cluster in clusters
        .iter()
        .filter(|cluster| !cluster.use_cases.is_empty())
    {
        let own = cluster
            .use_cases
            .iter()
            .map(|name| (name.clone(), Map::new()));
        let both: Vec<_> = everywhere.iter().cloned().chain(own).collect();
        for selection in catalog::select(&mut shop.catalog, both, true) {
            entry(&mut chosen, &selection)
                .clusters
                .insert(Arc::clone(&cluster.name.text));
        }
    }
    let offered = environment
        .selectable
        .iter()
        .map(|name| (name.clone(), Map::new()));
    for selection in catalog::select(&mut shop.catalog, offered, false) {
        let requires = catalog::requirements(&mut shop.catalog, &selection.use_case);
        let choice = entry(&mut chosen, &selection);
        choice.offered = Some(selection.because.clone());
        choice.named = selection.required_by.is_none();
        choice.requires = requires;
    }
    chosen.into_values().collect()
}

/// The one use case of a payload, where nothing of the others can matter: the environment names it itself, and what the payload
/// reads of its cluster is given. Then a change of other use cases need not render it again.
pub(super) fn choose_one(
    shop: &mut Workshop<'_, '_>,
    environment: &Environment,
    request: &Request,
    clusters: &[Cluster],
    want: &Want,
) -> Option<Chosen> {
    let Want::Payload {
        use_case,
        cluster: None,
    } = want
    else {
        return None;
    };
    if mentions_others(request, use_case) {
        return None;
    }
    let chosen = named(shop, environment, request, clusters, use_case)?;
    let given = |input: &Named| {
        request
            .cluster
            .as_ref()
            .is_some_and(|facts| facts.has(input))
    };
    let inputs = &chosen.use_case.cluster_inputs;
    inputs.iter().all(given).then_some(chosen)
}

/// A use case that the environment itself names, and not only another use case.
fn named(
    shop: &mut Workshop<'_, '_>,
    environment: &Environment,
    request: &Request,
    clusters: &[Cluster],
    use_case: &str,
) -> Option<Chosen> {
    let is_it = |name: &&Named| &*name.text == use_case;
    let wanted = request.use_cases.as_ref().unwrap_or(&environment.use_cases);
    let everywhere = wanted.iter().find(|one| is_it(&&one.name));
    let offered = environment.selectable.iter().find(is_it);
    let of_cluster = |cluster: &Cluster| cluster.use_cases.iter().find(is_it).cloned();
    let because = everywhere
        .map(|one| one.name.clone())
        .or_else(|| clusters.iter().find_map(of_cluster))
        .or_else(|| offered.cloned())?;
    Some(Chosen {
        use_case: shop.catalog.use_case(&because)?,
        because,
        everywhere: everywhere.is_some(),
        clusters: clusters
            .iter()
            .filter(|cluster| of_cluster(cluster).is_some())
            .map(|cluster| Arc::clone(&cluster.name.text))
            .collect(),
        offered: offered.cloned(),
        named: offered.is_some(),
        requires: BTreeSet::new(),
        parameters: everywhere.map_or_else(Map::new, |one| one.parameters.clone()),
        by_itself: true,
    })
}

/// Says whether the caller gives a value to another use case, so that somebody must see whether it takes part.
fn mentions_others(request: &Request, use_case: &str) -> bool {
    let mut entries = request.layers.iter().flat_map(|layer| &layer.values);
    entries.any(|entry| {
        let owner = entry.key.text.split_once(':');
        owner.is_some_and(|(owner, _)| owner != use_case)
    })
}

fn entry<'c>(chosen: &'c mut BTreeMap<Arc<str>, Chosen>, selection: &Selection) -> &'c mut Chosen {
    let name = Arc::clone(&selection.use_case.name.text);
    let choice = chosen.entry(name).or_insert_with(|| Chosen {
        use_case: Rc::clone(&selection.use_case),
        because: selection.because.clone(),
        everywhere: false,
        clusters: BTreeSet::new(),
        offered: None,
        named: false,
        requires: BTreeSet::new(),
        parameters: selection.parameters.clone(),
        by_itself: false,
    });
    choice.by_itself |= selection.required_by.is_none();
    choice
}
