//! The project of an instance, and what it allows.

use super::codes::{
    AMBIGUOUS_DEFAULT, CLUSTER_NOT_ALLOWED, NAMESPACE, NOT_ALLOWED, REFERENCE, RULE_WITHOUT_ROLE,
    TEMPLATE_REQUIRED,
};
use super::findings::Findings;
use super::manifests::Manifests;
use super::node::place;
use crate::diagnostic::{Diagnostic, nearest};
use crate::world::{PROJECT_PREFIX, Platform, World};
use crate::yaml::Node;

/// The annotation that names a project's namespace.
const NAMESPACE_ANNOTATION: &str = "loft.sh/project-namespace";
/// The prefix of the platform's early versions.
const LEGACY_PREFIX: &str = "loft-p-";

/// Returns the namespace of a project.
pub(super) fn namespace(project: &Node, platform: &Platform) -> String {
    let own = project.text_at(&["metadata", "annotations", NAMESPACE_ANNOTATION]);
    match own {
        "" => format!(
            "{}{}",
            platform.prefix(),
            project.text_at(&["metadata", "name"])
        ),
        own => own.to_owned(),
    }
}

/// Returns the project that a namespace belongs to.
pub(super) fn of<'m>(
    space: &str,
    manifests: &Manifests<'m>,
    platform: &Platform,
) -> Option<&'m Node> {
    let by_prefix = space
        .strip_prefix(platform.prefix())
        .and_then(|name| manifests.projects.get(name))
        .filter(|project| namespace(project, platform) == space);
    let mut all = manifests.projects.values();
    by_prefix
        .or_else(|| all.find(|project| namespace(project, platform) == space))
        .copied()
}

/// Tells that a namespace belongs to no project.
pub(super) fn missing(
    instance: &Node,
    manifests: &Manifests<'_>,
    platform: &Platform,
    findings: &mut Findings,
) {
    let space = instance.text_at(&["metadata", "namespace"]);
    let span = place(instance, &["metadata", "namespace"]);
    let name = space.strip_prefix(LEGACY_PREFIX);
    let is_legacy = name.is_some_and(|name| manifests.projects.contains_key(name));
    if platform.project_namespace_prefix.is_none() && is_legacy {
        let what = format!(
            "namespace `{space}` is a project's if the platform's prefix is `{LEGACY_PREFIX}`, and World does not say so"
        );
        let help = format!(
            "add to World, below `spec:`: `platform: {{projectNamespacePrefix: {LEGACY_PREFIX}}}`; without it the prefix is `{PROJECT_PREFIX}`"
        );
        findings.unknown("the project", format!("{what}: {help}"), span);
        findings.doubt(Diagnostic::warning(NAMESPACE, span, what).help(help));
        return;
    }
    let what = match space {
        "" => "the instance has no namespace, and belongs into that of its project".to_owned(),
        space => format!("namespace `{space}` belongs to no project"),
    };
    let help = right_namespace(space, manifests, platform);
    findings.refuse(Diagnostic::error(NAMESPACE, span, what).help(help));
}

/// Returns what to write instead of a namespace that belongs to no project.
fn right_namespace(space: &str, manifests: &Manifests<'_>, platform: &Platform) -> String {
    let projects = manifests.projects.values();
    let spaces: Vec<String> = projects.map(|one| namespace(one, platform)).collect();
    let prefix = platform.prefix();
    match (
        nearest(space, spaces.iter().map(String::as_str)),
        space.strip_prefix(prefix),
    ) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, Some(name)) => format!("add a Project `{name}`"),
        (None, None) => format!(
            "write `namespace: {prefix}PROJECT`, or name the prefix in World: `platform: {{projectNamespacePrefix: PREFIX}}`"
        ),
    }
}

/// Holds the template that an instance refers to against the project.
pub(super) fn admit_template(
    project: &Node,
    name: &str,
    reference: &Node,
    findings: &mut Findings,
) {
    if allows(project, name) {
        return;
    }
    let names: Vec<&str> = allowed(project).map(|one| one.text_at(&["name"])).collect();
    let title = project.text_at(&["metadata", "name"]);
    if project.at(&["spec", "allowedTemplates"]).is_none() {
        let because = format!(
            "project `{title}` has no list of allowed templates; whether it allows all of them or none is not documented: add `allowedTemplates: [{{kind: VirtualClusterTemplate, group: storage.loft.sh, name: {name}}}]` to it"
        );
        findings.unknown("admission", because, project.span);
        return;
    }
    let span = place(project, &["spec", "allowedTemplates"]);
    let what = format!("project `{title}` does not allow template `{name}`");
    let add = format!("- {{kind: VirtualClusterTemplate, group: storage.loft.sh, name: {name}}}");
    let help = match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`? Else add `{add}`"),
        None => format!("add `{add}` to the project's `allowedTemplates`"),
    };
    findings.refuse(
        Diagnostic::error(NOT_ALLOWED, place(reference, &["name"]), what)
            .help(help)
            .related(span, "the templates that are allowed"),
    );
}

/// Says whether a project lists a template.
pub(super) fn allows(project: &Node, template: &str) -> bool {
    allowed(project)
        .any(|one| matches!(one.text_at(&["name"]), "*") || one.text_at(&["name"]) == template)
}

/// Returns the cluster of a project that allows only one.
pub(super) fn only_cluster(project: &Node) -> Option<&str> {
    match project.items_at(&["spec", "allowedClusters"]) {
        [only] => Some(only.text_at(&["name"])).filter(|name| !matches!(*name, "" | "*")),
        _ => None,
    }
}

/// Returns the entries of `allowedTemplates` that are about virtual clusters.
fn allowed(project: &Node) -> impl Iterator<Item = &Node> {
    let all = project.items_at(&["spec", "allowedTemplates"]).iter();
    all.filter(|one| {
        matches!(one.text_at(&["kind"]), "" | "VirtualClusterTemplate")
            && matches!(one.text_at(&["group"]), "" | "storage.loft.sh")
    })
}

/// What a project says about instances without template.
#[derive(Clone, Copy, Debug)]
pub(super) enum DefaultTemplate<'p> {
    /// Nothing.
    None,
    /// They get this one.
    One(&'p Node),
    /// They get one of several.
    Several,
}

/// Returns the entry of the project's default template; several are told.
pub(super) fn default_template<'p>(
    project: &'p Node,
    findings: &mut Findings,
) -> DefaultTemplate<'p> {
    let mut defaults = allowed(project).filter(|one| one.is_true_at(&["isDefault"]));
    let (first, second) = match (defaults.next(), defaults.next()) {
        (None, _) => return DefaultTemplate::None,
        (Some(only), None) => return DefaultTemplate::One(only),
        (Some(first), Some(second)) => (first, second),
    };
    let what = format!(
        "templates `{}` and `{}` are both the project's default",
        first.text_at(&["name"]),
        second.text_at(&["name"])
    );
    findings.doubt_secret(
        Diagnostic::warning(AMBIGUOUS_DEFAULT, second.span, what)
            .help("take `isDefault: true` out of all but one")
            .related(first.span, "the first one"),
        "nobody documents which one an instance without template gets",
    );
    DefaultTemplate::Several
}

/// Tells that an instance has no template, or one of its own, while its project wants one of the allowed ones.
pub(super) fn admit_without_reference(
    project: &Node,
    instance: &Node,
    has_own: bool,
    findings: &mut Findings,
) {
    if project.is_true_at(&["spec", "requireTemplate", "disabled"]) {
        return;
    }
    let title = project.text_at(&["metadata", "name"]);
    let (what, span) = match has_own {
        true => (
            "the instance brings a template of its own",
            place(instance, &["spec", "template"]),
        ),
        false => ("the instance has no template", place(instance, &["spec"])),
    };
    let what = format!(
        "{what}, which only administrators of project `{title}` may do: nothing says who creates it"
    );
    let help = "write `templateRef: {name: NAME}`, or allow it to everybody with `requireTemplate: {disabled: true}` in the project";
    findings.unknown("admission", format!("{what}: {help}"), span);
    findings.doubt(Diagnostic::warning(TEMPLATE_REQUIRED, span, what).help(help));
}

/// Returns the connected cluster of an instance: the one that it names, else the only one that the project allows.
pub(super) fn cluster<'m>(
    project: &'m Node,
    instance: &'m Node,
    manifests: &Manifests<'_>,
    findings: &mut Findings,
) -> Option<&'m str> {
    let asked = instance.present_at(&["spec", "clusterRef", "cluster"]);
    let named = asked.and_then(|asked| Some((asked, asked.as_str()?)));
    let Some((asked, name)) = named.filter(|(_, name)| !name.is_empty()) else {
        return only_cluster(project);
    };
    let names = project.items_at(&["spec", "allowedClusters"]).iter();
    let names: Vec<&str> = names.map(|one| one.text_at(&["name"])).collect();
    if names.contains(&"*") || names.contains(&name) {
        return Some(name);
    }
    let title = project.text_at(&["metadata", "name"]);
    match project.present_at(&["spec", "allowedClusters"]) {
        None => {
            let because = format!(
                "project `{title}` has no list of allowed clusters; whether it allows all of them or none is not documented: add `allowedClusters: [{{name: {name}}}]` to it"
            );
            findings.unknown("admission", because, project.span);
        }
        Some(list) => {
            let what = format!("project `{title}` does not allow cluster `{name}`");
            let known = names.iter().chain(manifests.clusters.keys()).copied();
            let help = match nearest(name, known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("add `- {{name: {name}}}` to the project's `allowedClusters`"),
            };
            let found = Diagnostic::error(CLUSTER_NOT_ALLOWED, asked.span, what).help(help);
            findings.refuse(found.related(list.span, "the clusters that are allowed"));
        }
    }
    Some(name)
}

/// Tells that the cluster of an instance is none that World or a manifest knows, as far as World lists them.
pub(super) fn connected(
    instance: &Node,
    world: &World,
    manifests: &Manifests<'_>,
    findings: &mut Findings,
) {
    let path = ["spec", "clusterRef", "cluster"];
    let name = instance.text_at(&path);
    let Some(all) = world
        .connected_clusters
        .as_deref()
        .filter(|_| !name.is_empty())
    else {
        return;
    };
    let names = all.iter().map(|cluster| cluster.name.as_str());
    let names = names.chain(manifests.clusters.keys().copied());
    if names.clone().any(|known| known == name) {
        return;
    }
    let what = format!("no connected cluster is called `{name}`");
    let help = match nearest(name, names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("add `- {{name: {name}}}` to `connectedClusters` of World"),
    };
    findings.problem(Diagnostic::warning(REFERENCE, place(instance, &path), what).help(help));
}

/// Holds the access rules of an instance's own template against what admission wants.
pub(super) fn admit_rules(template: &Node, findings: &mut Findings) {
    for rule in template.items_at(&["access", "rules"]) {
        if rule.text_at(&["clusterRole"]).is_empty() {
            let what = "an access rule of the instance's template names no `clusterRole`";
            let found = Diagnostic::error(RULE_WITHOUT_ROLE, rule.span, what);
            findings.refuse(found.help("write `clusterRole: loft-cluster-space-admin`"));
        }
    }
}

/// Tells that a template is not there.
pub(super) fn template_missing(
    name: &str,
    reference: &Node,
    manifests: &Manifests<'_>,
    findings: &mut Findings,
) {
    let what = format!("no manifest defines template `{name}`");
    let help = match nearest(name, manifests.templates.keys().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("add a VirtualClusterTemplate `{name}`"),
    };
    let span = reference
        .present_at(&["name"])
        .map_or(reference.span, |node| node.span);
    findings.refuse(
        Diagnostic::error(REFERENCE, span, what)
            .help(help)
            .note("the platform sets `TemplateResolved=False` with reason `TemplateNotFound`"),
    );
}
