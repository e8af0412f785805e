//! A folder of manifests, as Argo CD reads it when no other tool does.

use super::follow::Led;
use crate::diagnostic::Diagnostics;
use crate::glob::Gobwas;
use crate::manifest;
use crate::span::{SourceId, Sources};
use crate::yaml::{self, Node, Reading};
use std::rc::Rc;

/// Files that make Argo CD call another tool (Argo CD v3.5.1, `GetAppSourceType`).
const TOOLS: [(&str, &str); 4] = [
    ("Chart.yaml", "Helm"),
    ("kustomization.yaml", "Kustomize"),
    ("kustomization.yml", "Kustomize"),
    ("Kustomization", "Kustomize"),
];

/// A folder whose files can be read.
pub(super) trait Files {
    /// Returns the paths of all files in it, sorted; `None` if it is not there.
    fn paths(&mut self) -> Option<Vec<String>>;
    /// Reads one of them.
    fn read(&mut self, path: &str) -> Result<SourceId, String>;
    /// The texts that were read.
    fn sources(&self) -> &Sources;
}

/// Reads the manifests that a source finds in a folder.
pub(super) fn manifests(source: &Node, files: &mut dyn Files) -> Led {
    let shown = source.get("path").and_then(Node::as_str).unwrap_or(".");
    let Some(paths) = files.paths() else {
        return Led::Missing(format!("the repository has no folder `{shown}`"));
    };
    let has = |name: &str| paths.iter().any(|path| path == name);
    let called = TOOLS.iter().find(|(file, _)| has(file));
    let called = called.map(|(_, tool)| *tool).or_else(|| named_tool(source));
    if let Some(tool) = called {
        return Led::NotRun(format!(
            "`{shown}` is rendered by {tool}, which is not run here"
        ));
    }
    let choice = Choice::of(source.get("directory"));
    let mut objects = Vec::new();
    for path in paths.iter().filter(|path| choice.takes(path)) {
        match documents(path, files) {
            Ok(mut found) => objects.append(&mut found),
            Err(why) => return Led::Failed(format!("`{shown}/{path}` can't be read: {why}")),
        }
    }
    Led::Objects(Rc::from(objects))
}

/// The tool that a source names itself.
fn named_tool(source: &Node) -> Option<&'static str> {
    let has = |key: &str| source.get(key).is_some_and(|node| !node.is_null());
    [
        ("helm", "Helm"),
        ("kustomize", "Kustomize"),
        ("plugin", "a plugin"),
    ]
    .into_iter()
    .find(|(key, _)| has(key))
    .map(|(_, tool)| tool)
}

/// Which files of the folder Argo CD reads.
struct Choice {
    recurses: bool,
    include: Option<Pattern>,
    exclude: Option<Pattern>,
}

/// A glob; none where it is malformed, which fits nothing.
type Pattern = Option<Gobwas>;

impl Choice {
    fn of(directory: Option<&Node>) -> Self {
        let field = |key: &str| directory.and_then(|node| node.get(key));
        let pattern = |key: &str| {
            let text = field(key).and_then(Node::as_str);
            let text = text.filter(|text| !text.is_empty())?;
            Some(Gobwas::new(text, None).ok())
        };
        Self {
            recurses: field("recurse").and_then(Node::as_bool) == Some(true),
            include: pattern("include"),
            exclude: pattern("exclude"),
        }
    }

    fn takes(&self, path: &str) -> bool {
        let ends = [".yaml", ".yml", ".json"];
        let fits = |pattern: &Pattern| {
            let glob = pattern.as_ref();
            glob.is_some_and(|glob| glob.matches(path) == Some(true))
        };
        ends.iter().any(|end| path.ends_with(end))
            && (self.recurses || !path.contains('/'))
            && !self.exclude.as_ref().is_some_and(fits)
            && self.include.as_ref().is_none_or(fits)
    }
}

fn documents(path: &str, files: &mut dyn Files) -> Result<Vec<Node>, String> {
    let id = files.read(path)?;
    let text = std::sync::Arc::clone(files.sources().text(id));
    let limits = yaml::Limits::default();
    let read = yaml::read(
        id,
        &text,
        Reading::Kubectl,
        &limits,
        &mut Diagnostics::new(),
    );
    let nodes = read.map_err(|fault| {
        let start = fault.span.map_or(0, |span| span.start);
        let line = files.sources().position(id, start).line;
        format!("{} (line {line})", fault.message)
    })?;
    let opened = |node| manifest::unlisted(node, manifest::is_list);
    Ok(nodes.into_iter().flat_map(opened).collect())
}
