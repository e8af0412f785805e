//! The git generator: folders, and what is in files.

use super::git_path::Place;
use crate::appset::checkout::Checkout;
use crate::appset::decode::json_type;
use crate::appset::fail::{Fail, Outcome};
use crate::appset::json;
use crate::appset::params::{self, Params};
use crate::appset::set::Context;
use crate::glob::{Doublestar, GoPath, Pathspec, PathspecFault};
use crate::gotmpl::Value;
use crate::world::Globbing;
use crate::yaml::{Limits, Node, Refusal, read_first};
use std::collections::BTreeSet;
use std::rc::Rc;

/// Returns one set for each folder, or for each object in the files.
pub(super) fn params(context: &Context<'_>, block: &Node) -> Outcome<Vec<Params>> {
    let project = context.project();
    if !project.contains("{{") && !context.has_project(project) {
        return Err(Fail::new(format!(
            "error getting project {project}: appprojects.argoproj.io {project:?} not found"
        )));
    }
    let (folders, files) = (block.items_at(&["directories"]), block.items_at(&["files"]));
    if folders.is_empty() && files.is_empty() {
        let mut fail = Fail::new("ApplicationSet is empty");
        fail.help = Some("the git generator needs `directories` or `files`".to_owned());
        return Err(fail);
    }
    let generator = Git {
        context,
        block,
        values: json::text_nodes(block, "values"),
    };
    let sets = match folders.is_empty() {
        false => generator.folders(folders),
        true => generator.files(files),
    };
    sets.map_err(|fail| fail.within("error generating params from git"))
}

struct Git<'g> {
    context: &'g Context<'g>,
    block: &'g Node,
    values: Vec<(&'g str, &'g Node)>,
}

impl Git<'_> {
    fn url(&self) -> &str {
        self.block.text_at(&["repoURL"])
    }

    fn checkout(&self) -> Outcome<Rc<Checkout>> {
        let (url, revision) = (self.url(), self.block.text_at(&["revision"]));
        let place = self
            .block
            .present_at(&["repoURL"])
            .map_or(self.block.span, |node| node.span);
        let Some(found) = self.context.world.repository(url, revision) else {
            let text = format!("World has no repository {url} at revision {revision}");
            let lines = format!(
                "  repositories:\n    - {{repoURL: '{url}', revision: '{revision}', path: FOLDER}}"
            );
            return Err(Fail::unanswered(text, &lines).at(place));
        };
        self.context.checkouts.open(found).map_err(|what| {
            let text = format!("the repository {url} cannot be read: {what}");
            Fail::new(text).at(found.span.unwrap_or(place))
        })
    }

    fn place<'p>(&'p self, folder: &'p str, file: Option<&'p str>) -> Place<'p> {
        Place {
            folder,
            file,
            prefix: self.block.text_at(&["pathParamPrefix"]),
        }
    }

    fn with_values(&self, set: Params) -> Outcome<Params> {
        params::append_values(&self.values, &set, self.context)
            .map_err(|fail| fail.within("failed to append templated values"))?;
        Ok(set)
    }

    fn folders(&self, items: &[Node]) -> Outcome<Vec<Params>> {
        let listing = "error getting directories from repo";
        let checkout = self.checkout().map_err(|fail| fail.within(listing))?;
        let all = checkout
            .folders()
            .map_err(|what| Fail::new(format!("{listing}: {what}")))?;
        let patterns: Vec<(GoPath, bool)> = items
            .iter()
            .map(|item| {
                (
                    GoPath::new(item.text_at(&["path"])),
                    item.is_true_at(&["exclude"]),
                )
            })
            .collect();
        self.context.budget.burn(all.len() * patterns.len())?;
        let meets = |folder: &str, excludes: bool| {
            patterns
                .iter()
                .any(|(path, exclude)| *exclude == excludes && path.matches(folder))
        };
        let wanted = all
            .iter()
            .filter(|folder| meets(folder, false) && !meets(folder, true));
        let one = |folder: &String| {
            let set = params::params([]);
            self.place(folder, None).add(&set, self.context.go());
            self.with_values(set)
                .map_err(|fail| fail.within("error generating params from apps"))
        };
        wanted.map(one).collect()
    }

    fn files(&self, items: &[Node]) -> Outcome<Vec<Params>> {
        let checkout = self
            .checkout()
            .map_err(|fail| fail.within("error retrieving Git files"))?;
        let mut wanted = BTreeSet::new();
        let excludes = |item: &&Node| item.is_true_at(&["exclude"]);
        for item in items.iter().filter(|item| !excludes(item)) {
            wanted.extend(self.matching(&checkout, item)?);
        }
        for item in items.iter().filter(excludes) {
            for path in self.matching(&checkout, item)? {
                wanted.remove(&path);
            }
        }
        let mut sets = Vec::new();
        for path in wanted {
            let bytes = checkout.read(&path).map_err(|what| {
                Fail::new(format!(
                    "error retrieving Git files: unable to read file {path}: {what}"
                ))
            })?;
            self.context.budget.burn(bytes.len())?;
            let told = format!(
                "unable to process file '{path}' from repository '{}'",
                self.url()
            );
            sets.extend(
                self.file(&path, &bytes)
                    .map_err(|fail| fail.within(&told))?,
            );
        }
        Ok(sets)
    }

    fn matching(&self, checkout: &Checkout, item: &Node) -> Outcome<Vec<String>> {
        let pattern = item.text_at(&["path"]);
        let unlisted = |what: &str| {
            let revision = self.block.text_at(&["revision"]);
            Fail::new(format!(
                "error retrieving Git files: rpc error: code = Internal desc = unable to list files. repo {} with revision {revision} pattern {pattern}: {what}",
                self.url()
            ))
            .at(item.span)
        };
        let files = checkout.files().map_err(|what| unlisted(&what))?;
        self.context.budget.burn(files.len())?;
        let taken: Box<dyn Fn(&str) -> bool> = match self.context.world.argocd.globbing {
            Globbing::Old => {
                let spec =
                    Pathspec::new(pattern).map_err(|fault| unlisted(&refused(pattern, &fault)))?;
                Box::new(move |path| spec.matches(path))
            }
            Globbing::New => {
                let glob = Doublestar::new(pattern.trim_start_matches("./"));
                let glob = glob.ok_or_else(|| unlisted("syntax error in pattern"))?;
                if let Some(folder) = checkout
                    .folders()
                    .unwrap_or_default()
                    .iter()
                    .find(|folder| glob.matches(folder))
                {
                    return Err(unlisted(&format!("read {folder}: is a directory")));
                }
                Box::new(move |path| glob.matches(path))
            }
        };
        Ok(files.iter().filter(|path| taken(path)).cloned().collect())
    }

    fn file(&self, path: &str, bytes: &[u8]) -> Outcome<Vec<Params>> {
        let (folder, name) = path.rsplit_once('/').unwrap_or((".", path));
        let mut sets = Vec::new();
        for object in objects(bytes)? {
            let set = match self.context.go() {
                true => object,
                false => params::flat_params(&object),
            };
            self.place(folder, Some(name)).add(&set, self.context.go());
            sets.push(self.with_values(set)?);
        }
        Ok(sets)
    }
}

fn refused(pattern: &str, fault: &PathspecFault) -> String {
    let command =
        format!("`git ls-files --full-name -z -- {pattern}` failed exit status 128: fatal");
    match fault {
        PathspecFault::Outside => {
            format!("{command}: {pattern}: '{pattern}' is outside repository")
        }
        PathspecFault::Magic(what) => format!("{command}: {what} in '{pattern}'"),
    }
}

/// Returns the objects of a file: itself, or the items of its list.
fn objects(bytes: &[u8]) -> Outcome<Vec<Params>> {
    let wrong = |what: String| Fail::new(format!("unable to parse file: {what}"));
    let read = read_first(bytes, &Limits::default()).map_err(|refusal| match refusal {
        Refusal::Fault(what) => wrong(format!("error converting YAML to JSON: {what}")),
        Refusal::Limit => wrong("the file is too large".to_owned()),
    })?;
    let decoding = "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal";
    let object = |node: &Node| match params::value(node) {
        Value::Map(map) => Ok(map),
        Value::Nil => Ok(params::params([])),
        _ => {
            let found = json_type(node);
            Err(wrong(format!(
                "{decoding} {found} into Go value of type map[string]interface {{}}"
            )))
        }
    };
    let Some(node) = read else {
        return Ok(vec![params::params([])]);
    };
    match (node.as_list(), node.as_map()) {
        (Some(items), _) => items.iter().map(object).collect(),
        (None, Some(_)) => Ok(vec![object(&node)?]),
        (None, None) => {
            let found = json_type(&node);
            Err(wrong(format!(
                "{decoding} {found} into Go value of type []map[string]interface {{}}"
            )))
        }
    }
}
