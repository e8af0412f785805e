//! The object that was asked for.

use crate::cli::{AMBIGUOUS_OBJECT, UNKNOWN_OBJECT, USAGE};
use crate::diagnostic::{Diagnostic, nearest};
use crate::generate::{Build, Object};
use crate::manifest::Identity;
use std::fmt;

/// The most objects that a message lists.
const SHOWN: usize = 12;

/// What was asked for.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    text: &'a str,
    kind: &'a str,
    group: Option<&'a str>,
    namespace: Option<&'a str>,
    name: &'a str,
    use_case: Option<&'a str>,
    cluster: Option<&'a str>,
}

/// An object and where it is rendered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found<'b> {
    pub(super) object: &'b Object,
    pub(super) environment: &'b str,
    /// The use case whose payload it is in; none for the platform bundle.
    pub(super) use_case: Option<&'b str>,
    /// The cluster that the payload is for, where that matters.
    pub(super) cluster: Option<&'b str>,
}

impl<'a> Wanted<'a> {
    /// Reads `KIND/NAME`, `KIND/NAMESPACE/NAME` or `KIND//NAME`; the kind may have its group behind a dot.
    pub(super) fn read(
        text: &'a str,
        use_case: Option<&'a str>,
        cluster: Option<&'a str>,
    ) -> Result<Self, Box<Diagnostic>> {
        let parts: Vec<&str> = text.split('/').collect();
        let (kind, namespace, name) = match parts.as_slice() {
            [kind, name] => (*kind, None, *name),
            [kind, namespace, name] => (*kind, Some(*namespace), *name),
            _ => {
                let message = format!("`{text}` names no object");
                return Err(Box::new(Diagnostic::error(USAGE, None, message).help(
                    "write KIND/NAME or KIND/NAMESPACE/NAME, such as `Secret/argocd/cluster-local`",
                )));
            }
        };
        let (kind, group) = match kind.split_once('.') {
            Some((kind, group)) => (kind, Some(group)),
            None => (kind, None),
        };
        Ok(Self {
            text,
            kind,
            group,
            namespace,
            name,
            use_case,
            cluster,
        })
    }

    fn fits(&self, found: &Found<'_>) -> bool {
        self.is(&found.object.identity) && self.is_in_scope(found)
    }

    /// Says whether an object of this identity is wanted.
    pub(super) fn is(&self, who: &Identity) -> bool {
        who.kind.eq_ignore_ascii_case(self.kind)
            && who.name == self.name
            && self.group.is_none_or(|group| group == who.group)
            && self.namespace.is_none_or(|wanted| wanted == who.namespace)
    }

    fn is_in_scope(&self, found: &Found<'_>) -> bool {
        self.use_case
            .is_none_or(|name| found.use_case == Some(name))
            && self.cluster.is_none_or(|name| found.cluster == Some(name))
    }
}

/// Finds the one object that fits, in the platform bundle and in all payloads.
pub(super) fn find<'b>(
    wanted: &Wanted<'_>,
    build: &'b Build,
) -> Result<Found<'b>, Box<Diagnostic>> {
    let all = objects(build);
    let mut fitting = all.iter().filter(|found| wanted.fits(found));
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => Ok(*only),
        (None, _) => Err(Box::new(unknown(wanted, &all, &build.environment))),
        (Some(_), Some(_)) => Err(Box::new(ambiguous(wanted, &all))),
    }
}

fn objects(build: &Build) -> Vec<Found<'_>> {
    let found = |object, use_case, cluster| Found {
        object,
        environment: &build.environment,
        use_case,
        cluster,
    };
    let platform = build.platform.iter().map(|one| found(one, None, None));
    let payloads = build.payloads.iter().flat_map(|payload| {
        let objects = payload.objects.iter();
        objects.map(|one| {
            let cluster = payload.cluster.as_deref();
            found(one, Some(&*payload.use_case), cluster)
        })
    });
    platform.chain(payloads).collect()
}

fn unknown(wanted: &Wanted<'_>, all: &[Found<'_>], environment: &str) -> Diagnostic {
    let in_scope = all.iter().filter(|found| wanted.is_in_scope(found));
    let mut names: Vec<String> = in_scope
        .map(|found| title(&found.object.identity))
        .collect();
    names.dedup();
    let of_kind = |name: &&String| {
        let kind = name.split('/').next().unwrap_or_default();
        kind.eq_ignore_ascii_case(wanted.kind)
    };
    let same_kind: Vec<&str> = names.iter().filter(of_kind).map(String::as_str).collect();
    let near = nearest(wanted.text, names.iter().map(String::as_str))
        .or_else(|| by_name(wanted, &same_kind));
    let help = match (near, same_kind.as_slice()) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, []) => {
            "`dodona render -o name` lists the platform bundle, `--use-case NAME` a payload".into()
        }
        (None, some) => format!("of that kind there are {}", listed(some)),
    };
    let message = format!("environment `{environment}` renders no `{}`", wanted.text);
    Diagnostic::error(UNKNOWN_OBJECT, None, message).help(help)
}

/// The first names of a list.
fn listed(names: &[&str]) -> String {
    let more = if names.len() > SHOWN { " …" } else { "" };
    let first = &names[..names.len().min(SHOWN)];
    format!("{}{more}", first.join(", "))
}

/// A wrong name counts more than a wrong namespace.
fn by_name<'n>(wanted: &Wanted<'_>, titles: &[&'n str]) -> Option<&'n str> {
    let name = |title: &'n str| title.rsplit('/').next().unwrap_or(title);
    let near = nearest(wanted.name, titles.iter().map(|title| name(title)))?;
    titles.iter().copied().find(|title| name(title) == near)
}

fn ambiguous(wanted: &Wanted<'_>, all: &[Found<'_>]) -> Diagnostic {
    let fitting: Vec<String> = all
        .iter()
        .filter(|found| wanted.fits(found))
        .map(|found| format!("{}{}", title(&found.object.identity), found.flags()))
        .collect();
    let fitting: Vec<&str> = fitting.iter().map(String::as_str).collect();
    let message = format!("`{}` fits {} objects", wanted.text, fitting.len());
    Diagnostic::error(AMBIGUOUS_OBJECT, None, message)
        .help(format!("name one of {}", listed(&fitting)))
}

/// Names an object as `explain` takes it.
pub(super) fn title(who: &Identity) -> String {
    if who.namespace.is_empty() {
        format!("{}/{}", who.kind, who.name)
    } else {
        format!("{}/{}/{}", who.kind, who.namespace, who.name)
    }
}

impl Found<'_> {
    /// What to add to a command line so that it means this object's payload.
    fn flags(&self) -> String {
        let flag = |name: &str, value: Option<&str>| {
            value.map_or(String::new(), |value| format!(" --{name} {value}"))
        };
        flag("use-case", self.use_case) + &flag("cluster", self.cluster)
    }
}

/// Says where an object is rendered.
impl fmt::Display for Found<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let environment = self.environment;
        match (self.use_case, self.cluster) {
            (None, _) => write!(f, "in the platform bundle of environment `{environment}`"),
            (Some(use_case), None) => write!(
                f,
                "in the payload of use case `{use_case}` in environment `{environment}`"
            ),
            (Some(use_case), Some(cluster)) => write!(
                f,
                "in the payload of use case `{use_case}` for cluster `{cluster}` of environment `{environment}`"
            ),
        }
    }
}
