//! Why an ApplicationSet makes an Application for a cluster, or does not: the first broken link.

use super::around::Around;
use super::cluster::IN_CLUSTER_NAME;
use super::plan::{Application, ApplicationSet, Cluster, Plan};
use crate::appset::{self, Checkouts, Limits, Why};
use crate::diagnostic::Diagnostics;
use crate::platform::Instance;
use crate::world::World;

/// What was asked about.
#[derive(Clone, Copy, Debug)]
pub enum Asked<'p> {
    /// A cluster; `None` for Argo CD's own while no Secret stands for it.
    Cluster(Option<&'p Cluster>),
    /// A virtual cluster that Argo CD gets no Secret for.
    Instance(&'p Instance),
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Answer<'p> {
    /// What was asked about.
    pub asked: Asked<'p>,
    /// The set.
    pub set: &'p ApplicationSet,
    /// Each generator; `None` for a virtual cluster without a Secret.
    pub why: Option<Why>,
    /// The Applications that go to the cluster, those that are refused included.
    pub applications: Vec<&'p Application>,
}

/// A name that is not in the plan, or there several times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stranger {
    /// `cluster` or `ApplicationSet`.
    pub what: &'static str,
    /// Those that fit; none when the name is unknown.
    pub fitting: Vec<String>,
    /// All names.
    pub known: Vec<String>,
}

/// Says why a set makes Applications for a cluster, or does not.
///
/// # Errors
/// When the plan has no such cluster or virtual cluster, or no such set, or several.
pub fn why<'p>(
    plan: &'p Plan,
    (cluster, set): (&str, &str),
    (world, checkouts): (&World, &dyn Checkouts),
) -> Result<Answer<'p>, Stranger> {
    let set = find_set(plan, set)?;
    let asked = find_cluster(plan, cluster)?;
    let name = match asked {
        Asked::Instance(_) => None,
        Asked::Cluster(None) => Some(IN_CLUSTER_NAME),
        Asked::Cluster(Some(cluster)) => Some(cluster.secret.as_str()),
    };
    let around = Around::of(plan, world, checkouts, Limits::default());
    let around = around.surroundings();
    let why = name.and_then(|name| appset::why(name, &set.node, &around, &mut Diagnostics::new()));
    let all = set
        .applications
        .iter()
        .filter_map(|at| plan.applications.get(*at));
    let names = why.as_ref().map(|why| &why.applications);
    let is_mine = |application: &&Application| match asked {
        _ if names.is_some_and(|names| names.contains(&application.name)) => true,
        Asked::Cluster(Some(cluster)) => {
            let matched = application.matched.and_then(|at| plan.clusters.get(at));
            application.refused && matched.is_some_and(|one| one.secret == cluster.secret)
        }
        _ => false,
    };
    Ok(Answer {
        asked,
        set,
        applications: all.filter(is_mine).collect(),
        why,
    })
}

fn find_set<'p>(plan: &'p Plan, name: &str) -> Result<&'p ApplicationSet, Stranger> {
    let title = |set: &ApplicationSet| format!("{}/{}", set.namespace, set.name);
    let fits = |set: &&ApplicationSet| match name.contains('/') {
        true => title(set) == name,
        false => set.name == name,
    };
    let found: Vec<&ApplicationSet> = plan.application_sets.iter().filter(fits).collect();
    match found.as_slice() {
        [only] => Ok(only),
        several => Err(Stranger {
            what: "ApplicationSet",
            fitting: several.iter().map(|set| title(set)).collect(),
            known: plan.application_sets.iter().map(title).collect(),
        }),
    }
}

fn find_cluster<'p>(plan: &'p Plan, name: &str) -> Result<Asked<'p>, Stranger> {
    let by_name = plan.clusters.iter().find(|cluster| cluster.name == name);
    let found = by_name.or_else(|| plan.clusters.iter().find(|one| one.secret == name));
    if let Some(cluster) = found {
        return Ok(Asked::Cluster(Some(cluster)));
    }
    if name == IN_CLUSTER_NAME {
        return Ok(Asked::Cluster(None));
    }
    let title = |one: &Instance| format!("{}/{}", one.namespace, one.name);
    let fits = |one: &&Instance| one.name == name || title(one) == name || would_be(one) == name;
    let found: Vec<&Instance> = plan.instances.iter().filter(fits).collect();
    match found.as_slice() {
        [only] => Ok(of_instance(plan, only)),
        several => Err(Stranger {
            what: "cluster",
            fitting: several.iter().map(|one| title(one)).collect(),
            known: plan
                .clusters
                .iter()
                .map(|cluster| cluster.name.clone())
                .chain(plan.instances.iter().map(title))
                .collect(),
        }),
    }
}

/// The cluster that Argo CD has for an instance, if it has one.
fn of_instance<'p>(plan: &'p Plan, instance: &'p Instance) -> Asked<'p> {
    let secret = instance.cluster_secret.as_deref();
    let found = plan
        .clusters
        .iter()
        .find(|one| Some(one.secret.as_str()) == secret);
    match found {
        Some(cluster) => Asked::Cluster(Some(cluster)),
        None => Asked::Instance(instance),
    }
}

/// The name that the Secret of an instance has if it gets one.
fn would_be(instance: &Instance) -> String {
    let project = instance.project.as_deref().unwrap_or_default();
    format!("loft-{project}-vcluster-{}", instance.name)
}
