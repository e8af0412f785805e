//! Sources of Applications, followed into this repository and those that World knows.

use super::directory::{self, Files};
use super::follow::{Led, Payloads};
use crate::appset::{Checkout, Checkouts};
use crate::catalog::Environment;
use crate::diagnostic::{Diagnostics, Level};
use crate::generate::{Address, Object, PLUGIN, Request, Want, Workshop};
use crate::plugin::{self, Asked};
use crate::span::{SourceId, Sources, Span};
use crate::tree::TreePath;
use crate::world::World;
use crate::yaml::{Node, json};
use std::collections::BTreeMap;
use std::rc::Rc;

/// The texts that plans point into: those of a repository of dodona with all that it renders, or those of plain files.
pub enum Home<'h, 't, 'e> {
    /// A repository of dodona.
    Repository(Box<Repository<'h, 't, 'e>>),
    /// A folder of manifests.
    Folder(&'h mut Sources),
}

/// A repository of dodona in one of its environments.
pub struct Repository<'h, 't, 'e> {
    /// Where it is rendered.
    pub shop: &'h mut Workshop<'t, 'e>,
    /// The environment.
    pub environment: Rc<Environment>,
    /// What is asked for beside the documents.
    pub request: Request,
    /// Where Argo CD finds it.
    pub address: Address,
    /// Where Argo CD finds rendered files.
    pub rendered: Option<Address>,
}

/// Follows sources; each distinct one is followed once.
pub struct Follower<'f, 'h, 't, 'e> {
    home: Home<'h, 't, 'e>,
    world: &'f World,
    checkouts: &'f dyn Checkouts,
    known: BTreeMap<String, Led>,
}

impl<'f, 'h, 't, 'e> Follower<'f, 'h, 't, 'e> {
    /// Prepares to follow.
    pub fn new(home: Home<'h, 't, 'e>, world: &'f World, checkouts: &'f dyn Checkouts) -> Self {
        Self {
            home,
            world,
            checkouts,
            known: BTreeMap::new(),
        }
    }

    fn led(&mut self, source: &Node, place: Span) -> Led {
        let text = |key: &str| source.get(key).and_then(Node::as_str).unwrap_or_default();
        if !text("chart").is_empty() || !text("ref").is_empty() && text("path").is_empty() {
            return Led::Elsewhere;
        }
        let (url, path) = (text("repoURL"), text("path"));
        if let Home::Repository(home) = &mut self.home {
            if let Some(led) = home.rendered_files(url, path, source) {
                return led;
            }
            if !url.is_empty() && url == home.address.url {
                return home.led(path, source, place);
            }
        }
        self.elsewhere(url, path, source)
    }

    /// Follows into a repository that World names.
    fn elsewhere(&mut self, url: &str, path: &str, source: &Node) -> Led {
        let revision = source.get("targetRevision").and_then(Node::as_str);
        let known = self.world.repository(url, revision.unwrap_or("HEAD"));
        let Some(repository) = known else {
            return Led::Elsewhere;
        };
        let checkout = match self.checkouts.open(repository) {
            Ok(checkout) => checkout,
            Err(why) => return Led::Failed(format!("`{url}` can't be read: {why}")),
        };
        let sources = match &mut self.home {
            Home::Repository(home) => &mut home.shop.catalog.sources,
            Home::Folder(sources) => sources,
        };
        let mut files = OfCheckout {
            checkout: &checkout,
            folder: clean(path),
            shown: &repository.folder,
            sources,
        };
        directory::manifests(source, &mut files)
    }
}

impl Payloads for Follower<'_, '_, '_, '_> {
    fn follow(&mut self, source: &Node, place: Span) -> Led {
        let key = json::compact(source, json::Escapes::Needed);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let led = self.led(source, place);
        self.known.insert(key, led.clone());
        led
    }

    fn sources(&self) -> &Sources {
        match &self.home {
            Home::Repository(home) => &home.shop.catalog.sources,
            Home::Folder(sources) => sources,
        }
    }
}

impl Repository<'_, '_, '_> {
    fn led(&mut self, path: &str, source: &Node, place: Span) -> Led {
        let plugin = source.get("plugin").filter(|plugin| !plugin.is_null());
        let name = plugin
            .and_then(|plugin| plugin.get("name"))
            .and_then(Node::as_str);
        if let Some(plugin) = plugin
            && name.is_none_or(|name| name == PLUGIN)
        {
            return self.by_plugin(plugin, place);
        }
        let path = clean(path);
        let Some(inside) = below(&path, &self.address.folder) else {
            return Led::NotRun(format!(
                "`{path}` lies outside of the folder that is planned"
            ));
        };
        let shop = &mut *self.shop;
        let mut files = OfTree {
            folder: inside.to_owned(),
            shop,
        };
        directory::manifests(source, &mut files)
    }

    fn by_plugin(&mut self, plugin: &Node, place: Span) -> Led {
        let none = Node::new(crate::yaml::Value::Null, place);
        let parameters = plugin.get("parameters").unwrap_or(&none);
        let asked = match Asked::read(parameters) {
            Ok(asked) => asked,
            Err(fault) => return Led::Failed(fault.message.clone()),
        };
        self.guarded(|shop| plugin::rendered(shop, asked, place))
    }

    /// Files that are rendered into the folder that a source names; `None` if it is another one.
    fn rendered_files(&mut self, url: &str, path: &str, source: &Node) -> Option<Led> {
        let address = self
            .rendered
            .as_ref()
            .filter(|address| address.url == url)?;
        let path = clean(path);
        let inside = below(&path, &address.folder)?.to_owned();
        let mut parts = inside.split('/');
        if parts.next() != Some(&*self.environment.name.text) {
            return None;
        }
        let (part, use_case, cluster) = (parts.next(), parts.next(), parts.next());
        let want = match (part, use_case) {
            (Some("platform"), None) => Want::Platform,
            (Some("use-cases"), Some(use_case)) => Want::Payload {
                use_case: use_case.to_owned(),
                cluster: cluster.map(str::to_owned),
            },
            _ => return None,
        };
        let environment = Rc::clone(&self.environment);
        let request = self.request.clone();
        let is_taken = plugin::Part::of_directory(source.get("directory"));
        let led = self.guarded(|shop| {
            let build = shop.build(&environment, &request, &want);
            let payloads = build
                .payloads
                .into_iter()
                .flat_map(|payload| payload.objects);
            let mut objects: Vec<_> = build.platform.into_iter().chain(payloads).collect();
            objects.retain(|object| is_taken.has(object));
            Some(objects)
        });
        Some(led)
    }

    /// Renders apart from what was found before: what fails here is one Application's trouble, not the plan's.
    fn guarded(&mut self, work: impl FnOnce(&mut Workshop<'_, '_>) -> Option<Vec<Object>>) -> Led {
        let before = std::mem::take(&mut self.shop.catalog.out);
        let objects = work(self.shop);
        let found = std::mem::replace(&mut self.shop.catalog.out, before);
        match (first_error(&found), objects) {
            (None, Some(objects)) => {
                Led::Objects(objects.into_iter().map(|object| object.node).collect())
            }
            (error, _) => Led::Failed(error.unwrap_or_else(|| "nothing is rendered".to_owned())),
        }
    }
}

fn first_error(found: &Diagnostics) -> Option<String> {
    let mut errors = found.iter().filter(|found| found.level == Level::Error);
    errors.next().map(|error| error.message.clone())
}

/// A folder of the repository that is planned.
struct OfTree<'f, 't, 'e> {
    folder: String,
    shop: &'f mut Workshop<'t, 'e>,
}

impl Files for OfTree<'_, '_, '_> {
    fn paths(&mut self) -> Option<Vec<String>> {
        let folder = TreePath::new(&self.folder).ok()?;
        let catalog = &mut self.shop.catalog;
        let mut faults = Diagnostics::new();
        let found = catalog
            .tree
            .walk_reporting(&folder, &mut catalog.sources, &mut faults);
        let inside = |path: &TreePath| path.below(&folder).map(str::to_owned);
        let is_there = faults.is_empty() || !found.is_empty();
        is_there.then(|| found.iter().filter_map(inside).collect())
    }

    fn read(&mut self, path: &str) -> Result<SourceId, String> {
        let folder = TreePath::new(&self.folder).map_err(|error| error.to_string())?;
        let path = folder.join(path).map_err(|error| error.to_string())?;
        let catalog = &mut self.shop.catalog;
        let read = catalog.tree.read(&path, &mut catalog.sources);
        read.map_err(|fault| fault.message.clone())
    }

    fn sources(&self) -> &Sources {
        &self.shop.catalog.sources
    }
}

/// A folder of a repository of World.
struct OfCheckout<'f> {
    checkout: &'f Checkout,
    folder: String,
    shown: &'f str,
    sources: &'f mut Sources,
}

impl Files for OfCheckout<'_> {
    fn paths(&mut self) -> Option<Vec<String>> {
        let all = self.checkout.files().ok()?;
        let inside = all.iter().filter_map(|path| below(path, &self.folder));
        let found: Vec<String> = inside.map(str::to_owned).collect();
        (!found.is_empty()).then_some(found)
    }

    fn read(&mut self, path: &str) -> Result<SourceId, String> {
        let path = join(&self.folder, path);
        let bytes = self.checkout.read(&path)?;
        Ok(self.sources.add(format!("{}/{path}", self.shown), bytes))
    }

    fn sources(&self) -> &Sources {
        self.sources
    }
}

/// Returns what follows a folder in a path; the whole path for the root.
fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    match folder {
        "" => Some(path),
        _ if path == folder => Some(""),
        _ => path.strip_prefix(folder)?.strip_prefix('/'),
    }
}

fn join(folder: &str, path: &str) -> String {
    match folder {
        "" => path.to_owned(),
        _ => format!("{folder}/{path}"),
    }
}

/// A path without slashes around it and without `.`.
fn clean(path: &str) -> String {
    let parts = path.split('/').filter(|part| !matches!(*part, "" | "."));
    parts.collect::<Vec<_>>().join("/")
}
