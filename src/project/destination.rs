//! `spec.destinations`: where Applications may go to.

use super::pattern::Pattern;
use super::refusal::{Doubt, Rule, Ruling};
use super::spec::List;
use crate::span::Span;
use crate::yaml::Node;

/// A cluster that Argo CD knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Destination<'a> {
    /// The address of its API server, without slashes at the end.
    pub server: &'a str,
    /// Its name; the one that Argo CD runs in is `in-cluster`.
    pub name: &'a str,
}

/// An entry of `destinations`.
#[derive(Clone, Debug)]
pub(super) struct Target {
    server: Pattern,
    name: Pattern,
    namespace: Pattern,
    span: Option<Span>,
}

/// What an entry says.
enum Says {
    Yes,
    No,
    Nothing,
}

impl Target {
    pub(super) fn new(server: &str, name: &str, namespace: &str, span: Option<Span>) -> Self {
        let [server, name, namespace] =
            [server, name, namespace].map(|text| Pattern::new(text, None));
        Self {
            server,
            name,
            namespace,
            span,
        }
    }

    pub(super) fn read(node: &Node) -> Self {
        let [server, name, namespace] =
            ["server", "name", "namespace"].map(|key| node.text_at(&[key]));
        Self::new(server, name, namespace, Some(node.span))
    }

    /// Says what the entry means for a place; `None` if that cannot be said.
    fn says(&self, cluster: Destination<'_>, namespace: &str) -> Option<Says> {
        let fits = |pattern: &Pattern, value: &str| match value {
            "" => Some(false),
            value => pattern.fits(value),
        };
        let server = fits(&self.server, cluster.server)?;
        let name = fits(&self.name, cluster.name)?;
        let namespace = self.namespace.fits(namespace)?;
        // A refused name counts in every namespace, a refused server only in those of the entry.
        let by_name = !name && self.name.denies();
        let by_server = !server && self.server.denies() && namespace;
        let by_namespace = !namespace && self.namespace.denies() && server;
        Some(if (server || name) && namespace {
            Says::Yes
        } else if by_name || by_server || by_namespace {
            Says::No
        } else {
            Says::Nothing
        })
    }

    fn rule(&self) -> Rule {
        let parts = [
            ("server", &self.server),
            ("name", &self.name),
            ("namespace", &self.namespace),
        ];
        let parts: Vec<String> = parts
            .iter()
            .filter(|(_, pattern)| !pattern.text.is_empty())
            .map(|(key, pattern)| format!("{key}: '{}'", pattern.text))
            .collect();
        Rule {
            text: format!("{{{}}}", parts.join(", ")),
            span: self.span,
        }
    }
}

/// Judges a namespace of a cluster: the first entry that refuses it decides.
pub(super) fn judge(list: &List<Target>, cluster: Destination<'_>, namespace: &str) -> Ruling {
    let mut is_permitted = false;
    let mut is_open = false;
    for target in &list.rules {
        match target.says(cluster, namespace) {
            Some(Says::Yes) => is_permitted = true,
            Some(Says::No) => return Ruling::Refused(Some(target.rule())),
            Some(Says::Nothing) => {}
            None => is_open = true,
        }
    }
    match is_permitted {
        _ if is_open => Ruling::Unknown(Doubt::Pattern),
        true => Ruling::Permitted,
        false => Ruling::Refused(None),
    }
}
