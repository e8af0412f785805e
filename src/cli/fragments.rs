//! Files that kustomize applies to others: what they hold is no whole object.

use crate::span::Sources;
use crate::yaml::Node;
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

/// The names that kustomize looks for.
const NAMES: [&str; 2] = ["kustomization.yaml", "kustomization.yml"];

/// Returns the files that kustomizations among the documents list as patches.
pub(super) fn patches(documents: &[Node], sources: &Sources) -> BTreeSet<PathBuf> {
    let mut patches = BTreeSet::new();
    for document in documents {
        let path = Path::new(&**sources.path(document.span.source));
        let name = path.file_name().and_then(|name| name.to_str());
        if !name.is_some_and(|name| NAMES.contains(&name)) {
            continue;
        }
        let folder = path.parent().unwrap_or_else(|| Path::new(""));
        patches.extend(
            listed(document)
                .iter()
                .map(|file| plain(&folder.join(file))),
        );
    }
    patches
}

/// Says whether a document stands in one of these files.
pub(super) fn is_in(files: &BTreeSet<PathBuf>, document: &Node, sources: &Sources) -> bool {
    let path = sources.path(document.span.source);
    !files.is_empty() && files.contains(&plain(Path::new(&**path)))
}

fn listed(kustomization: &Node) -> Vec<&str> {
    let items = |key| {
        let list = kustomization.get(key).and_then(Node::as_list);
        list.unwrap_or_default().iter()
    };
    let by_path = items("patches").chain(items("patchesJson6902"));
    let paths = by_path.filter_map(|patch| patch.get("path")?.as_str());
    let names = items("patchesStrategicMerge").filter_map(Node::as_str);
    paths.chain(names).collect()
}

/// Returns a path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if plain.file_name().is_some() => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}
