//! Reads documents when they are first asked for.

use crate::catalog::document::{self, Document, suggest};
use crate::catalog::{
    AMBIGUOUS, ENVIRONMENT, Environment, NO_ENVIRONMENT, NO_REPOSITORY, NO_USE_CASE,
    NOT_A_DOCUMENT, Named, REPOSITORY, REPOSITORY_FILE, Repository, TWICE, USE_CASE, UseCase,
};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::params::Patterns;
use crate::span::{Sources, Span};
use crate::tree::{Kind, Tree, TreePath};
use crate::yaml::{self, Limits, Node, Reading};
use std::collections::BTreeMap;
use std::rc::Rc;

/// The documents of a repository, read on demand, with the texts and findings of the reading.
pub struct Catalog<'t> {
    /// Where the repository's files come from.
    pub tree: &'t Tree,
    /// The texts that were read.
    pub sources: Sources,
    /// What was found.
    pub out: Diagnostics,
    repository: Rc<Repository>,
    /// Documents that stand in `dodona.yaml` after the Repository, by kind and name.
    inline: Vec<Node>,
    /// Where in `inline` a document is, by kind and name.
    places: BTreeMap<(String, String), usize>,
    patterns: Patterns,
    environments: BTreeMap<String, Option<Rc<Environment>>>,
    use_cases: BTreeMap<String, Option<Rc<UseCase>>>,
}

impl<'t> Catalog<'t> {
    /// Reads `dodona.yaml` and returns the catalog behind it.
    ///
    /// # Errors
    /// The findings, when the file is missing or faulty; with the texts that they point into.
    pub fn open(tree: &'t Tree) -> Result<Self, Box<(Sources, Diagnostics)>> {
        let mut sources = Sources::new();
        let mut out = Diagnostics::new();
        let mut patterns = Patterns::default();
        let (opened, reads) =
            tree.recorded(|| Self::opened(tree, &mut patterns, &mut sources, &mut out));
        match opened {
            Some((repository, inline)) => Ok(Self {
                places: places(&inline),
                patterns,
                tree,
                sources,
                out,
                repository: Rc::new(Repository {
                    reads,
                    ..repository
                }),
                inline,
                environments: BTreeMap::new(),
                use_cases: BTreeMap::new(),
            }),
            None => Err(Box::new((sources, out))),
        }
    }

    fn opened(
        tree: &Tree,
        patterns: &mut Patterns,
        sources: &mut Sources,
        out: &mut Diagnostics,
    ) -> Option<(Repository, Vec<Node>)> {
        let path = TreePath::root().child(REPOSITORY_FILE);
        let source = match tree.read_if_there(&path, sources) {
            Ok(Some(source)) => source,
            Ok(None) => {
                let place = Span::whole(sources.add(REPOSITORY_FILE, &b""[..]));
                out.push(
                    Diagnostic::error(NO_REPOSITORY, place, "this folder has no `dodona.yaml`")
                        .help("run `dodona init`, or name the repository's folder"),
                );
                return None;
            }
            Err(fault) => {
                out.push(*fault);
                return None;
            }
        };
        let mut nodes = parse(source, sources, out)?.into_iter();
        let Some(first) = nodes.next() else {
            out.push(
                Diagnostic::error(
                    NOT_A_DOCUMENT,
                    Span::whole(source),
                    "the file holds no document",
                )
                .help("begin with `apiVersion: dodona.dev/v1` and `kind: Repository`"),
            );
            return None;
        };
        let document = Document::read(first, "Repository", &REPOSITORY, out)?;
        let repository = Repository::read(document, patterns, out);
        Some((repository, nodes.collect()))
    }

    /// Returns the Repository document.
    #[must_use]
    pub fn repository(&self) -> Rc<Repository> {
        Rc::clone(&self.repository)
    }

    /// Returns the names of all environments, sorted.
    pub fn environment_names(&mut self) -> Vec<String> {
        let folder = self.repository.environments.clone();
        let mut names: Vec<String> = self
            .list(&folder)
            .into_iter()
            .filter(|(_, kind)| *kind == Kind::File)
            .filter_map(|(name, _)| yaml_stem(&name).map(str::to_owned))
            .collect();
        names.extend(self.inline_names("Environment"));
        names.sort();
        names.dedup();
        names
    }

    /// Returns the names of all use cases, sorted.
    pub fn use_case_names(&mut self) -> Vec<String> {
        let folder = self.repository.use_cases.clone();
        let mut names: Vec<String> = self
            .list(&folder)
            .into_iter()
            .filter(|(name, kind)| *kind == Kind::Folder && !name.starts_with('.'))
            .map(|(name, _)| name)
            .collect();
        names.extend(self.inline_names("UseCase"));
        names.sort();
        names.dedup();
        names
    }

    /// Returns the environment to work on: the named one, else the only one. Anything else is reported.
    pub fn environment_or_only(&mut self, name: Option<&str>) -> Option<Rc<Environment>> {
        if let Some(name) = name {
            return self.environment(name);
        }
        let findings = self.out.len();
        let names = self.environment_names();
        if self.out.len() > findings {
            return None;
        }
        if let [only] = names.as_slice() {
            return self.environment(&only.clone());
        }
        let span = self.repository.span();
        let diagnostic = if names.is_empty() {
            let message = "the repository has no environment";
            let help = format!(
                "write `{}/local.yaml` with `kind: Environment`",
                self.repository.environments
            );
            Diagnostic::error(AMBIGUOUS, span, message).help(help)
        } else {
            let message = format!(
                "the repository has {} environments, and none is named",
                names.len()
            );
            Diagnostic::error(AMBIGUOUS, span, message)
                .help(format!("add `-e` with one of {}", listed(&names)))
        };
        self.out.push(diagnostic);
        None
    }

    /// Returns an environment; unknown and faulty ones are reported.
    pub fn environment(&mut self, name: &str) -> Option<Rc<Environment>> {
        if let Some(known) = self.environments.get(name) {
            return known.clone();
        }
        let tree = self.tree;
        let (read, reads) = tree.recorded(|| self.read_environment(name));
        let read = read.map(|read| Rc::new(Environment { reads, ..read }));
        self.environments.insert(name.to_owned(), read.clone());
        read
    }

    fn read_environment(&mut self, name: &str) -> Option<Environment> {
        let folder = self.repository.environments.clone();
        let found = self.find("Environment", name, &folder, |stem| {
            vec![format!("{stem}.yaml"), format!("{stem}.yml")]
        })?;
        let Some((node, from_file)) = found else {
            let names = self.environment_names();
            let message = format!("the repository has no environment `{name}`");
            let help = suggest(name, &names, "environments");
            self.out.push(
                Diagnostic::error(NO_ENVIRONMENT, self.repository.span(), message).help(help),
            );
            return None;
        };
        let document = Document::read(node, "Environment", &ENVIRONMENT, &mut self.out)?;
        if from_file {
            document.expect_name(name, "file", &mut self.out);
        }
        Some(Environment::read(document, &mut self.out))
    }

    /// Returns a use case; unknown and faulty ones are reported, the former where they are named.
    pub fn use_case(&mut self, name: &Named) -> Option<Rc<UseCase>> {
        if let Some(known) = self.use_cases.get(&*name.text) {
            return known.clone();
        }
        let tree = self.tree;
        let (read, reads) = tree.recorded(|| self.read_use_case(name));
        let read = read.map(|read| Rc::new(UseCase { reads, ..read }));
        self.use_cases.insert(name.text.to_string(), read.clone());
        read
    }

    fn read_use_case(&mut self, name: &Named) -> Option<UseCase> {
        let parent = self.repository.use_cases.clone();
        let found = self.find("UseCase", &name.text, &parent, |stem| {
            vec![
                format!("{stem}/usecase.yaml"),
                format!("{stem}/usecase.yml"),
            ]
        })?;
        let Some((node, from_file)) = found else {
            let help = (!self.out.are_many()).then(|| {
                let names = self.use_case_names();
                suggest(&name.text, &names, "use cases")
            });
            let message = format!("the repository has no use case `{}`", name.text);
            self.out
                .push(Diagnostic::error(NO_USE_CASE, name.span, message).maybe_help(help));
            return None;
        };
        let document = Document::read(node, "UseCase", &USE_CASE, &mut self.out)?;
        if from_file {
            document.expect_name(&name.text, "folder", &mut self.out);
        }
        let folder = self.path(&format!("{parent}/{}", name.text))?;
        let manifests = folder.child("manifests");
        let has_manifests = match self.tree.kind(&manifests, &mut self.sources) {
            Ok(kind) => kind == Some(Kind::Folder),
            Err(fault) => {
                self.out.push(*fault);
                false
            }
        };
        Some(UseCase::read(
            document,
            folder,
            !from_file,
            has_manifests,
            (&mut self.patterns, &mut self.out),
        ))
    }

    /// Finds a document: in `dodona.yaml`, or in the one file that `files` names below `folder`. `None` when a fault was reported.
    #[expect(
        clippy::option_option,
        reason = "reported, absent and found are three outcomes"
    )]
    fn find(
        &mut self,
        kind: &str,
        name: &str,
        folder: &str,
        files: impl Fn(&str) -> Vec<String>,
    ) -> Option<Option<(Node, bool)>> {
        let place = self.places.get(&(kind.to_owned(), name.to_owned()));
        let inline = place.map(|&place| self.inline[place].clone());
        for file in files(name) {
            let Ok(path) = TreePath::new(&format!("{folder}/{file}")) else {
                continue;
            };
            let source = match self.tree.read_if_there(&path, &mut self.sources) {
                Ok(Some(source)) => source,
                Ok(None) => continue,
                Err(fault) => {
                    self.out.push(*fault);
                    return None;
                }
            };
            let mut nodes = parse(source, &self.sources, &mut self.out)?.into_iter();
            let Some(node) = nodes.next() else {
                let message = format!("the file holds no {kind}");
                let help = format!("begin with `apiVersion: dodona.dev/v1` and `kind: {kind}`");
                self.out.push(
                    Diagnostic::error(NOT_A_DOCUMENT, Span::whole(source), message).help(help),
                );
                return None;
            };
            for twice in nodes.next().iter().chain(inline.iter()) {
                let message = format!("a second document; `{path}` is one {kind}");
                self.out.push(
                    Diagnostic::error(TWICE, document::beginning(twice), message)
                        .help("move it to a file of its own")
                        .related(document::beginning(&node), "the first is here"),
                );
            }
            return Some(Some((node, true)));
        }
        Some(inline.map(|node| (node, false)))
    }

    /// Reads and parses a file of the repository; faults are reported.
    pub fn documents(&mut self, path: &TreePath) -> Option<Vec<Node>> {
        match self.tree.read(path, &mut self.sources) {
            Ok(source) => parse(source, &self.sources, &mut self.out),
            Err(fault) => {
                self.out.push(*fault);
                None
            }
        }
    }

    /// Returns a path of the repository; one that leaves it is reported at the Repository document.
    pub fn path(&mut self, text: &str) -> Option<TreePath> {
        match TreePath::new(text) {
            Ok(path) => Some(path),
            Err(error) => {
                self.out
                    .push(*error.diagnostic(text, self.repository.span()));
                None
            }
        }
    }

    fn list(&mut self, folder: &str) -> Vec<(String, Kind)> {
        let Some(path) = self.path(folder) else {
            return Vec::new();
        };
        match self.tree.list_if_there(&path, &mut self.sources) {
            Ok(entries) => entries
                .into_iter()
                .map(|entry| (entry.name, entry.kind))
                .collect(),
            Err(fault) => {
                self.out.push(*fault);
                Vec::new()
            }
        }
    }

    fn inline_names(&self, kind: &str) -> impl Iterator<Item = String> {
        let kind = kind.to_owned();
        self.inline
            .iter()
            .filter(move |node| document::kind(node) == Some(&kind))
            .filter_map(|node| node.at(&["metadata", "name"]))
            .filter_map(Node::as_str)
            .map(str::to_owned)
    }
}

/// Of two documents of one kind and name the first counts.
fn places(inline: &[Node]) -> BTreeMap<(String, String), usize> {
    let mut places = BTreeMap::new();
    for (place, node) in inline.iter().enumerate() {
        let name = node.at(&["metadata", "name"]).and_then(Node::as_str);
        if let (Some(kind), Some(name)) = (document::kind(node), name) {
            let key = (kind.to_owned(), name.to_owned());
            places.entry(key).or_insert(place);
        }
    }
    places
}

/// As many names as a line can hold.
fn listed(names: &[String]) -> String {
    let more = if names.len() > 100 { ", …" } else { "" };
    names[..names.len().min(100)].join(", ") + more
}

fn yaml_stem(name: &str) -> Option<&str> {
    name.strip_suffix(".yaml")
        .or_else(|| name.strip_suffix(".yml"))
}

fn parse(
    source: crate::span::SourceId,
    sources: &Sources,
    out: &mut Diagnostics,
) -> Option<Vec<Node>> {
    match yaml::read(
        source,
        sources.text(source),
        Reading::Strict,
        &Limits::default(),
        out,
    ) {
        Ok(nodes) => Some(nodes),
        Err(fault) => {
            out.push(*fault);
            None
        }
    }
}
