//! What is open, said once for all instances that it is open for.

use super::findings::Open;
use super::prediction::Unknown;
use std::collections::BTreeMap;

/// How many instances are named.
const NAMED: usize = 3;

/// Collects what is open.
#[derive(Debug, Default)]
pub(super) struct Unknowns {
    of_instances: BTreeMap<Open, Vec<String>>,
    others: Vec<Unknown>,
}

impl Unknowns {
    /// Adds what is open about an instance.
    pub(super) fn add(&mut self, title: &str, open: Vec<Open>) {
        for one in open {
            self.of_instances
                .entry(one)
                .or_default()
                .push(title.to_owned());
        }
    }

    /// Adds what is open about something else.
    pub(super) fn other(&mut self, unknown: Unknown) {
        if !self.others.contains(&unknown) {
            self.others.push(unknown);
        }
    }

    /// Returns all of it.
    pub(super) fn all(self) -> Vec<Unknown> {
        let of_instances = self.of_instances.into_iter();
        let of_instances = of_instances.map(|(open, titles)| Unknown {
            what: format!("{} of {}", open.what, listed(&titles)),
            because: open.because,
            span: open.span,
        });
        of_instances.chain(self.others).collect()
    }
}

fn listed(titles: &[String]) -> String {
    let named: Vec<String> = titles
        .iter()
        .take(NAMED)
        .map(|one| format!("`{one}`"))
        .collect();
    match titles.len() {
        1 => format!("instance {}", named.join("")),
        all if all > NAMED => format!("instances {} and {} more", named.join(", "), all - NAMED),
        _ => format!("instances {}", named.join(", ")),
    }
}
