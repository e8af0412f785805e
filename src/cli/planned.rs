//! Plans, as the arguments of `plan`, `why`, `explain` and `get` ask for them.

use crate::catalog::{Environment, REPOSITORY_FILE};
use crate::chain::{self, Follower, Ground, Home, Limits, Manifest, Origin, Plan, Repository};
use crate::cli::files::Files;
use crate::cli::session::{self, Choice, Outcome};
use crate::cli::surroundings::{Around, Folders};
use crate::cli::{Console, Globals};
use crate::diagnostic::Diagnostics;
use crate::generate::{Build, Request, Want, Workshop};
use crate::shell::{Exit, WorkTree};
use crate::span::Sources;
use crate::tree::{self, Tree, TreePath};
use crate::world::World;
use crate::yaml::Node;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// What to plan.
pub(super) struct Subject<'s> {
    /// A repository of dodona, or files and folders of manifests.
    pub(super) paths: &'s [PathBuf],
    /// Environments and parameters.
    pub(super) choice: &'s Choice,
    /// Whether all environments are meant.
    pub(super) all: bool,
    /// What is around.
    pub(super) around: &'s Around,
    /// Whether what a plan finds is reported.
    pub(super) tells: bool,
}

/// Plans, and what they were made from.
pub(super) struct Planned<'p, 't, 'e> {
    /// One for each environment, or the one of plain manifests.
    pub(super) plans: &'p [Plan],
    /// What was rendered for each plan; empty for plain manifests.
    pub(super) builds: &'p [Build],
    /// Where it was rendered; none for plain manifests.
    pub(super) shop: Option<&'p Workshop<'t, 'e>>,
    /// The texts.
    pub(super) sources: &'p Sources,
    /// What the live side knows.
    pub(super) world: &'p World,
    /// The repositories that World names.
    pub(super) folders: &'p Folders,
}

impl<'s> Subject<'s> {
    /// Returns the subject of a question: the environments that are chosen, and only the answer is told.
    pub(super) fn new(paths: &'s [PathBuf], choice: &'s Choice, around: &'s Around) -> Self {
        Self {
            paths,
            choice,
            all: false,
            around,
            tells: false,
        }
    }

    /// Plans, and hands the plans to `work`; findings are reported when that is done.
    pub(super) fn with_plans<T>(
        &self,
        globals: &Globals,
        console: &Console,
        work: impl FnOnce(&Planned<'_, '_, '_>) -> Outcome<T>,
    ) -> Outcome<T> {
        match self.paths {
            [folder] if globals.rev.is_some() || is_repository(folder) => {
                let (tree, progress) =
                    session::open_folder(folder, globals.rev.as_deref(), console)?;
                session::with_workshop(&tree, &progress, console, |shop| {
                    self.of_repository(shop, work)
                })
            }
            _ => self.of_manifests(console, work),
        }
    }

    fn of_repository<T>(
        &self,
        shop: &mut Workshop<'_, '_>,
        work: impl FnOnce(&Planned<'_, '_, '_>) -> Outcome<T>,
    ) -> Outcome<T> {
        let (world, folders) = self.world(shop)?;
        let (plans, builds) = self.plans(shop, &world, &folders)?;
        let outcome = work(&Planned {
            plans: &plans,
            builds: &builds,
            sources: &shop.catalog.sources,
            shop: Some(shop),
            world: &world,
            folders: &folders,
        });
        // The process ends soon, and gives all of it back at once.
        std::mem::forget((plans, builds));
        outcome
    }

    /// Renders and plans one environment after the other.
    fn plans(
        &self,
        shop: &mut Workshop<'_, '_>,
        world: &World,
        folders: &Folders,
    ) -> Outcome<(Vec<Plan>, Vec<Build>)> {
        let catalog = &mut shop.catalog;
        let request = session::request(self.choice, &mut catalog.sources, &mut catalog.out);
        let mut plans = Vec::new();
        let mut builds = Vec::new();
        for environment in session::environments(shop, self.choice, self.all) {
            let build = shop.build(&environment, &request, &Want::Platform);
            if shop.catalog.out.has_errors() {
                return Err(Exit::Unusable);
            }
            let begin = (&environment, &request, &build);
            let plan = plan_of(shop, begin, world, folders);
            self.tell(&plan, &mut shop.catalog.out);
            plans.push(plan);
            builds.push(build);
        }
        if shop.catalog.out.has_errors() && plans.is_empty() {
            return Err(Exit::Unusable);
        }
        Ok((plans, builds))
    }

    fn tell(&self, plan: &Plan, out: &mut Diagnostics) {
        let told = plan.problems.iter().filter(|_| self.tells);
        told.for_each(|found| out.push(found.clone()));
    }

    /// Reads what is around; its texts and findings join those of the repository.
    fn world(&self, shop: &mut Workshop<'_, '_>) -> Outcome<(World, Folders)> {
        let mut files = Files {
            sources: std::mem::take(&mut shop.catalog.sources),
            ..Files::default()
        };
        let around = self.around.read(&mut files);
        shop.catalog.sources = files.sources;
        shop.catalog.out.append(files.out);
        around.ok_or(Exit::Unusable)
    }

    fn of_manifests<T>(
        &self,
        console: &Console,
        work: impl FnOnce(&Planned<'_, '_, '_>) -> Outcome<T>,
    ) -> Outcome<T> {
        let mut files = Files::default();
        let outcome = self.of_files(&mut files, work);
        console.report(&files.out, &files.sources);
        match files.unreadable {
            true => Err(Exit::Unusable),
            false => outcome,
        }
    }

    fn of_files<T>(
        &self,
        files: &mut Files,
        work: impl FnOnce(&Planned<'_, '_, '_>) -> Outcome<T>,
    ) -> Outcome<T> {
        let (world, folders) = self.around.read(files).ok_or(Exit::Unusable)?;
        let manifests = files.all(self.paths);
        if files.unreadable {
            return Err(Exit::Unusable);
        }
        let ground = Ground {
            environment: None,
            manifests: applied(manifests, Origin::Repository),
            world: &world,
            checkouts: &folders,
            limits: Limits::default(),
        };
        let home = Home::Folder(&mut files.sources);
        let mut follower = Follower::new(home, &world, &folders);
        let plan = chain::predict(&ground, &mut follower);
        self.tell(&plan, &mut files.out);
        work(&Planned {
            plans: &[plan],
            builds: &[],
            shop: None,
            sources: &files.sources,
            world: &world,
            folders: &folders,
        })
    }
}

/// Plans an environment of a repository, from what was rendered of it.
fn plan_of(
    shop: &mut Workshop<'_, '_>,
    (environment, request, build): (&Rc<Environment>, &Request, &Build),
    world: &World,
    folders: &Folders,
) -> Plan {
    let nodes = build.platform.iter().map(|object| object.node.clone());
    let ground = Ground {
        environment: Some(build.environment.clone()),
        manifests: applied(nodes, Origin::Rendered),
        world,
        checkouts: folders,
        limits: Limits::default(),
    };
    let home = Home::Repository(Box::new(Repository {
        environment: Rc::clone(environment),
        request: request.clone(),
        address: build.address.clone(),
        rendered: build.rendered.clone(),
        shop: &mut *shop,
    }));
    let mut follower = Follower::new(home, world, folders);
    chain::predict(&ground, &mut follower)
}

fn applied(nodes: impl IntoIterator<Item = Node>, origin: Origin) -> Vec<Manifest> {
    let manifest = |node| Manifest {
        node: Rc::new(node),
        origin,
        parent: None,
    };
    nodes.into_iter().map(manifest).collect()
}

/// Says whether a folder holds a repository of dodona.
pub(super) fn is_repository(folder: &Path) -> bool {
    WorkTree::open(folder).is_ok_and(|source| {
        let tree = Tree::new(Box::new(source), tree::Limits::default());
        let path = TreePath::root().child(REPOSITORY_FILE);
        tree.kind(&path, &mut Sources::new())
            .is_ok_and(|kind| kind.is_some())
    })
}
