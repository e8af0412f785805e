//! Patches: the last word on what was rendered, by kind, name and JSONPath.

use crate::cause::{CauseId, Kind};
use crate::diagnostic::Diagnostic;
use crate::generate::claim::Claim;
use crate::generate::glob::Names;
use crate::generate::merge::merge;
use crate::generate::place::{Path, Step, effort, follow, remove};
use crate::generate::{PATCH, PATCH_FORM, Workshop};
use crate::span::Span;
use crate::template::Scope;
use crate::yaml::{Node, Value};
use std::sync::Arc;

/// What a patch does at its place.
enum Change {
    Set(Node),
    Merge(Node),
    Append(Node),
    Remove,
}

impl Workshop<'_, '_> {
    /// Applies patches in order; those for payloads when `use_case` names one, else those for the platform bundle.
    pub(super) fn patch(
        &mut self,
        patches: &[Node],
        use_case: Option<&str>,
        scope: &Arc<Scope>,
        nodes: &mut [Node],
    ) {
        for patch in patches {
            let wanted = patch.at(&["target", "useCase"]).and_then(Node::as_str);
            if wanted != use_case {
                continue;
            }
            self.patch_with(patch, scope, nodes);
        }
    }

    /// Applies the patches that a use case has for its own payload.
    pub(super) fn patch_own(&mut self, patches: &[Node], scope: &Arc<Scope>, nodes: &mut [Node]) {
        for patch in patches {
            self.patch_with(patch, scope, nodes);
        }
    }

    fn patch_with(&mut self, patch: &Node, scope: &Arc<Scope>, nodes: &mut [Node]) {
        let Some(patch) = self.evaluate(patch, scope) else {
            return;
        };
        let mut change = match change(&patch) {
            Ok(change) => change,
            Err(fault) => return self.complain(*fault),
        };
        let path = match patch.get("path").map(Path::read).transpose() {
            Ok(path) => path,
            Err(fault) => return self.complain(*fault),
        };
        let claim = Claim::new(&mut self.causes, Kind::Patch, Arc::from(""), patch.span);
        if let Change::Set(node) | Change::Merge(node) | Change::Append(node) = &mut change {
            claim.lay(node, &mut self.causes);
        }
        let place = patch
            .get("path")
            .or_else(|| patch.get("target"))
            .map_or(patch.span, |node| node.span);
        // A look at an object is cheap, but there may be as many patches as objects.
        if !self.charge(nodes.len() as u64 * 4 + 1, place) {
            return;
        }
        let target = Target::of(&patch);
        let (mut objects, mut places) = (0, 0);
        for node in nodes.iter_mut().filter(|node| target.fits(node)) {
            let Some(changed) = self.apply(node, path.as_ref(), &change, (place, claim.id)) else {
                return;
            };
            objects += 1;
            places += changed;
        }
        if objects == 0 {
            let target = patch.get("target").map_or(place, |node| node.span);
            // The names of all objects are not held against those of all patches.
            let known = if self.catalog.out.are_many() {
                &[]
            } else {
                &*nodes
            };
            self.complain(no_object(&patch, known, target));
        } else if places == 0 {
            let message =
                "the patch's path matches no place in the objects that its target matches";
            self.complain(
                Diagnostic::error(PATCH, place, message)
                    .help("a path finds what is there: to add a key, let `path` name its parent and use `merge`"),
            );
        }
    }

    /// Changes an object at every place that the path finds, and returns their number; none when a limit is reached.
    fn apply(
        &mut self,
        node: &mut Node,
        path: Option<&Path>,
        change: &Change,
        (span, cause): (Span, CauseId),
    ) -> Option<usize> {
        let places = match path {
            None => vec![Vec::new()],
            Some(path) if !self.charge(path.cost(node), span) => return None,
            Some(path) => path.find(node),
        };
        // Later places first, so that removing an item does not move the others.
        for place in places.iter().rev() {
            if !self.charge(effort(node, place), span) {
                return None;
            }
            if let Change::Set(new) | Change::Merge(new) | Change::Append(new) = change
                && !self.charge_copy(new, span)
            {
                return None;
            }
            change_place(node, place, change, span, cause);
        }
        Some(places.len())
    }
}

/// The objects that a patch is for.
struct Target<'p> {
    group: Option<&'p str>,
    kind: Option<&'p str>,
    namespace: Option<&'p str>,
    name: Option<Names<'p>>,
}

impl<'p> Target<'p> {
    fn of(patch: &'p Node) -> Self {
        let wanted = |field: &str| patch.at(&["target", field]).and_then(Node::as_str);
        Self {
            group: wanted("group"),
            kind: wanted("kind"),
            namespace: wanted("namespace"),
            name: wanted("name").map(Names::new),
        }
    }

    fn fits(&self, node: &Node) -> bool {
        let text = |path: &[&str]| node.text_at(path);
        let group = || {
            text(&["apiVersion"])
                .split_once('/')
                .map_or("", |(group, _)| group)
        };
        self.kind.is_none_or(|wanted| wanted == text(&["kind"]))
            && self.group.is_none_or(|wanted| wanted == group())
            && self
                .namespace
                .is_none_or(|wanted| wanted == text(&["metadata", "namespace"]))
            && self
                .name
                .as_ref()
                .is_none_or(|wanted| wanted.fit(text(&["metadata", "name"])))
    }
}

fn no_object(patch: &Node, nodes: &[Node], place: Span) -> Diagnostic {
    let target = |field: &str| patch.at(&["target", field]).and_then(Node::as_str);
    let wanted: Vec<String> = ["group", "kind", "namespace", "name"]
        .into_iter()
        .filter_map(|field| Some(format!("{field} `{}`", target(field)?)))
        .collect();
    let message = format!("the patch matches no object: {}", wanted.join(", "));
    let found = |path: &[&str]| -> Vec<String> {
        let of_kind = |node: &&Node| {
            path.len() == 1 || node.get("kind").and_then(Node::as_str) == target("kind")
        };
        let mut names: Vec<String> = nodes
            .iter()
            .filter(of_kind)
            .filter_map(|node| node.at(path)?.as_str())
            .map(str::to_owned)
            .collect();
        names.sort();
        names.dedup();
        names
    };
    let names = found(&["metadata", "name"]);
    let help = match (target("name"), target("kind")) {
        (Some(name), _) if !names.is_empty() => {
            crate::diagnostic::nearest(name, names.iter().map(String::as_str)).map(str::to_owned)
        }
        (_, Some(kind)) => {
            crate::diagnostic::nearest(kind, found(&["kind"]).iter().map(String::as_str))
                .map(str::to_owned)
        }
        _ => None,
    };
    Diagnostic::error(PATCH, place, message).help(help.map_or_else(
        || "correct the target, or remove the patch".to_owned(),
        |near| format!("did you mean `{near}`?"),
    ))
}

fn change(patch: &Node) -> Result<Change, Box<Diagnostic>> {
    let mut changes = Vec::new();
    for (field, make) in [
        ("set", Change::Set as fn(Node) -> Change),
        ("merge", Change::Merge),
        ("append", Change::Append),
    ] {
        if let Some(node) = patch.get(field) {
            changes.push(make(node.clone()));
        }
    }
    if patch.get("remove").and_then(Node::as_bool) == Some(true) {
        changes.push(Change::Remove);
    }
    let needs_path =
        patch.get("path").is_none() && !matches!(changes.as_slice(), [Change::Merge(_)]);
    match changes.pop() {
        Some(change) if changes.is_empty() && !needs_path => Ok(change),
        Some(_) if changes.is_empty() => Err(form(
            patch,
            "the patch has no `path`",
            "say where, such as `path: $.spec.project`; only `merge` works without one",
        )),
        Some(_) => Err(form(
            patch,
            "the patch says several things to do",
            "keep one of `set`, `merge`, `append`, `remove`; write one patch for each",
        )),
        None => Err(form(
            patch,
            "the patch says nothing to do",
            "add one of `set`, `merge`, `append` or `remove: true`",
        )),
    }
}

fn form(patch: &Node, message: &str, help: &str) -> Box<Diagnostic> {
    let place = patch.get("target").map_or(patch.span, |node| node.span);
    Box::new(Diagnostic::error(PATCH_FORM, place, message).help(help))
}

/// Changes an object at a place.
fn change_place(node: &mut Node, place: &[Step], change: &Change, span: Span, cause: CauseId) {
    match (change, place.split_last()) {
        (Change::Remove, Some((last, parents))) => {
            if let Some(parent) = follow(node, parents) {
                remove(parent, last);
            }
        }
        _ => {
            if let Some(target) = follow(node, place) {
                change_at(target, change, span, cause);
            }
        }
    }
}

fn change_at(target: &mut Node, change: &Change, span: Span, cause: CauseId) {
    match change {
        Change::Set(node) => *target = node.clone(),
        Change::Merge(node) => merge(target, node.clone()),
        Change::Append(node) => match &mut target.value {
            Value::List(items) => items.push(node.clone()),
            Value::Null => target.value = Value::List(vec![node.clone()]),
            _ => *target = Node::caused(Value::List(vec![node.clone()]), span, cause),
        },
        Change::Remove => {}
    }
}

/// Complains about patches whose target names a use case that is not there to be patched.
pub(super) fn unselected<'p>(
    patches: &'p [Node],
    selected: &[&str],
) -> impl Iterator<Item = &'p Node> {
    let selected: Vec<String> = selected.iter().map(|name| (*name).to_owned()).collect();
    patches.iter().filter_map(move |patch| {
        let node = patch.at(&["target", "useCase"])?;
        let name = node.as_str()?;
        (!selected.iter().any(|known| known == name)).then_some(node)
    })
}
