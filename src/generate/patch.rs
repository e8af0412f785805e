//! Patches: the last word on what was rendered, by kind, name and JSONPath.

use crate::cause::{CauseId, Kind};
use crate::diagnostic::Diagnostic;
use crate::generate::claim::Claim;
use crate::generate::merge::merge;
use crate::generate::{PATCH, PATCH_FORM, Workshop};
use crate::span::Span;
use crate::template::{self, Scope};
use crate::yaml::{self, Node, Value};
use globset::GlobBuilder;
use jsonpath_rust::parser::model::JpQuery;
use jsonpath_rust::query::js_path_process;
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
        let path = match patch.get("path").map(query).transpose() {
            Ok(path) => path,
            Err(fault) => return self.complain(*fault),
        };
        let claim = Claim::new(&mut self.causes, Kind::Patch, Arc::from(""), patch.span);
        if let Change::Set(node) | Change::Merge(node) | Change::Append(node) = &mut change {
            claim.lay(node, &mut self.causes);
        }
        let (mut objects, mut places) = (0, 0);
        for node in nodes.iter_mut().filter(|node| fits(&patch, node)) {
            objects += 1;
            places += apply(node, path.as_ref(), &change, patch.span, claim.id);
        }
        let place = patch
            .get("path")
            .or_else(|| patch.get("target"))
            .map_or(patch.span, |node| node.span);
        if objects == 0 {
            let target = patch.get("target").map_or(place, |node| node.span);
            self.complain(no_object(&patch, nodes, target));
        } else if places == 0 {
            let message =
                "the patch's path matches no place in the objects that its target matches";
            self.complain(
                Diagnostic::error(PATCH, place, message)
                    .help("a path finds what is there: to add a key, let `path` name its parent and use `merge`"),
            );
        }
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

fn query(node: &Node) -> Result<JpQuery, Box<Diagnostic>> {
    let text = node.as_str().unwrap_or_default();
    if let Some(why) = template::refuse_path(text) {
        return Err(Box::new(Diagnostic::error(PATCH_FORM, node.span, why)));
    }
    jsonpath_rust::parser::parse_json_path(text).map_err(|_| {
        let message = format!("`{text}` is no JSONPath");
        Box::new(
            Diagnostic::error(PATCH_FORM, node.span, message)
                .help("such as `$.spec.template.spec.project` or `$.data['a.b']` (RFC 9535)"),
        )
    })
}

fn fits(patch: &Node, node: &Node) -> bool {
    let text = |path: &[&str]| node.at(path).and_then(Node::as_str).unwrap_or_default();
    let wanted = |field: &str| patch.at(&["target", field]).and_then(Node::as_str);
    let group = text(&["apiVersion"])
        .split_once('/')
        .map_or("", |(group, _)| group);
    let named = |pattern: &str, name: &str| {
        GlobBuilder::new(pattern)
            .build()
            .map_or(pattern == name, |glob| {
                glob.compile_matcher().is_match(name)
            })
    };
    wanted("group").is_none_or(|wanted| wanted == group)
        && wanted("kind").is_none_or(|wanted| wanted == text(&["kind"]))
        && wanted("namespace").is_none_or(|wanted| wanted == text(&["metadata", "namespace"]))
        && wanted("name").is_none_or(|wanted| named(wanted, text(&["metadata", "name"])))
}

/// Changes an object at every place that the path finds, and returns their number.
fn apply(
    node: &mut Node,
    path: Option<&JpQuery>,
    change: &Change,
    span: Span,
    cause: CauseId,
) -> usize {
    let Some(path) = path else {
        change_at(node, change, span, cause);
        return 1;
    };
    let json = yaml::json::to_serde(node);
    let found: Vec<String> = js_path_process(path, &json)
        .map(|found| found.into_iter().map(|one| one.path()).collect())
        .unwrap_or_default();
    let mut places: Vec<Vec<Step>> = found.iter().filter_map(|path| steps(path)).collect();
    // Later places first, so that removing an item does not move the others.
    places.sort();
    places.dedup();
    for place in places.iter().rev() {
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
    places.len()
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

/// One step of a normalised path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Key(String),
    Index(usize),
}

/// Reads a normalised path (RFC 9535, 2.7): `$['spec']['list'][0]`.
fn steps(path: &str) -> Option<Vec<Step>> {
    let mut rest = path.strip_prefix('$')?;
    let mut steps = Vec::new();
    while let Some(inside) = rest.strip_prefix('[') {
        if let Some(quoted) = inside.strip_prefix('\'') {
            let (key, after) = quoted_key(quoted)?;
            steps.push(Step::Key(key));
            rest = after.strip_prefix(']')?;
        } else {
            let (index, after) = inside.split_once(']')?;
            steps.push(Step::Index(index.parse().ok()?));
            rest = after;
        }
    }
    rest.is_empty().then_some(steps)
}

fn quoted_key(text: &str) -> Option<(String, &str)> {
    let mut key = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '\'' => return Some((key, &text[at + 1..])),
            '\\' => key.push(characters.next()?.1),
            _ => key.push(character),
        }
    }
    None
}

fn follow<'n>(node: &'n mut Node, steps: &[Step]) -> Option<&'n mut Node> {
    steps
        .iter()
        .try_fold(node, |node, step| match (step, &mut node.value) {
            (Step::Key(key), Value::Map(map)) => map.get_mut(key),
            (Step::Index(index), Value::List(items)) => items.get_mut(*index),
            _ => None,
        })
}

fn remove(parent: &mut Node, step: &Step) {
    match (step, &mut parent.value) {
        (Step::Key(key), Value::Map(map)) => {
            map.remove(key);
        }
        (Step::Index(index), Value::List(items)) if *index < items.len() => {
            items.remove(*index);
        }
        _ => {}
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normalised_paths_are_read_back() {
        let path = r"$['a.b']['it\'s'][3]";
        let expected = vec![
            Step::Key("a.b".into()),
            Step::Key("it's".into()),
            Step::Index(3),
        ];
        assert_eq!(steps(path), Some(expected));
        assert_eq!(steps("$"), Some(Vec::new()));
    }
}
