//! What Argo CD may watch instead of the whole repository: the annotation `argocd.argoproj.io/manifest-generate-paths`.
//!
//! Argo CD renders an Application again only when a commit changes one of these paths, and may hand the plugin an archive that
//! begins at the folder they have in common. So they must be all that a rendering reads, and should be nothing else.

use crate::catalog::{Delivery, UseCase};
use crate::generate::bench::Bench;
use crate::generate::make::Maker;
use crate::generate::settings::Settings;
use crate::generate::source::folder_in_git;
use crate::generate::{Chosen, Workshop};
use crate::tree::{Read, cover};
use crate::yaml::{Node, Value};
use std::rc::Rc;
use std::sync::Arc;

/// Between two paths of the annotation.
const SEPARATOR: char = ';';

/// Kubernetes takes 256 KiB of annotations in all; beyond this the whole repository is watched.
const LONGEST: usize = 32 << 10;

impl Bench<'_> {
    /// Notes for each use case which documents the rendering of its payload reads: its own, unless only others require it.
    pub(super) fn note_documents(&mut self, shop: &Workshop<'_, '_>, selection: &[Read]) {
        let repository = shop.catalog.repository();
        let common: Vec<&Read> = repository
            .reads
            .iter()
            .chain(&self.environment.reads)
            .collect();
        let mut whole: Option<Rc<[Read]>> = None;
        for choice in &self.build.chosen {
            let name = &choice.use_case.name.text;
            let reads = match choice.by_itself {
                true => joined(&common, &choice.use_case.reads),
                false => {
                    let all = || joined(&common, documents(&self.build.chosen).chain(selection));
                    Rc::clone(whole.get_or_insert_with(all))
                }
            };
            self.settings.documents.insert(Arc::clone(name), reads);
        }
    }
}

fn documents(chosen: &[Chosen]) -> impl Iterator<Item = &Read> {
    chosen.iter().flat_map(|choice| &choice.use_case.reads)
}

fn joined<'r>(common: &[&'r Read], own: impl IntoIterator<Item = &'r Read>) -> Rc<[Read]> {
    common.iter().copied().chain(own).cloned().collect()
}

impl Workshop<'_, '_> {
    /// Returns the annotation's value for an Application that delivers the use case's payload.
    pub(super) fn generate_paths(&mut self, use_case: &UseCase, settings: &Settings) -> Node {
        let delivery = self.catalog.repository().delivery;
        let text = match delivery {
            // Files that are there already depend on nothing but themselves.
            Delivery::Rendered => Some(".".to_owned()),
            Delivery::Plugin => self.paths_of_payload(use_case, settings),
        };
        let what = "paths that the payload is made of";
        let at = Maker::built_in(&mut self.causes, what, use_case.name.span, []);
        at.node(text.map_or(Value::Null, Value::from))
    }

    fn paths_of_payload(&mut self, use_case: &UseCase, settings: &Settings) -> Option<String> {
        let documents = settings.documents.get(&use_case.name.text)?;
        let tree = self.catalog.tree;
        let ((), files) = tree.recorded(|| self.touch_payload(use_case));
        let reads = documents.iter().cloned().chain(files);
        Some(absolute(&settings.source, reads))
    }

    /// Passes over the files that the rendering of a payload reads.
    fn touch_payload(&mut self, use_case: &UseCase) {
        let tree = self.catalog.tree;
        if use_case.has_folder {
            for file in self.yaml_files(&use_case.folder.child("manifests")) {
                self.touch_with_shapes(&file);
            }
        }
        let shape = self.catalog.repository().shape("application");
        if let Some(path) = shape.filter(|_| use_case.has_charts)
            && let Some(path) = self.catalog.path(&path.text)
        {
            tree.touch(&path);
        }
    }
}

/// Returns what was read as paths from the root of the Git repository.
pub(super) fn absolute(source: &Node, reads: impl IntoIterator<Item = Read>) -> String {
    let root = folder_in_git(source);
    let absolute = |path: &str| match root.is_empty() {
        true => format!("/{path}"),
        false => format!("/{root}/{path}"),
    };
    let paths = cover(reads);
    let listed: Vec<String> = paths.iter().map(|path| absolute(path.as_str())).collect();
    let text = listed.join(&SEPARATOR.to_string());
    let is_clear = listed.iter().all(|path| !path.contains(SEPARATOR));
    match is_clear && text.len() <= LONGEST {
        true => text,
        false => absolute(""),
    }
}
