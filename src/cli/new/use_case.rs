//! `dodona new use-case`.

use crate::catalog::{self, Environment, Repository};
use crate::cli::new::select::{scalar, select};
use crate::cli::session::{self, Outcome, Place};
use crate::cli::{Console, Globals, USAGE};
use crate::diagnostic::{Diagnostic, nearest};
use crate::generate::Workshop;
use crate::shell::{self, Exit};
use crate::tree::TreePath;
use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

const EXAMPLES: &str = "Examples:
  dodona new use-case backup --label backup -e local
  dodona new use-case eso --chart external-secrets --repo https://charts.external-secrets.io \\
    --version 2.2.0 --namespace eso";

const WITH_MANIFESTS: &str = include_str!("../scaffold/use-case/usecase.yaml");
const WITH_CHART: &str = include_str!("../scaffold/use-case/usecase-chart.yaml");

/// Arguments of `new use-case`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Args {
    /// Its name: lower-case letters, digits and dashes
    #[arg(value_name = "NAME")]
    name: String,
    /// The cluster label that switches it on [default: the name]
    #[arg(long, value_name = "LABEL")]
    label: Option<String>,
    /// A Helm chart that it installs; without one it holds a manifest to begin with
    #[arg(
        long,
        value_name = "NAME",
        requires = "repo",
        requires = "chart_version"
    )]
    chart: Option<String>,
    /// The chart's repository
    #[arg(long, value_name = "URL", requires = "chart")]
    repo: Option<String>,
    /// The chart's version
    #[arg(
        long = "version",
        id = "chart_version",
        value_name = "VERSION",
        requires = "chart"
    )]
    version: Option<String>,
    /// The namespace of the chart [default: the name]
    #[arg(long, value_name = "NAMESPACE", requires = "chart")]
    namespace: Option<String>,
    /// An environment that selects it [default: the only one]
    #[arg(short = 'e', long = "environment", value_name = "ENV")]
    environments: Vec<String>,
}

/// An environment's file before and after.
struct Edit {
    path: TreePath,
    old: Arc<[u8]>,
    new: String,
}

/// What is to be done.
struct Plan {
    files: BTreeMap<TreePath, Vec<u8>>,
    edits: Vec<Edit>,
    /// What people have to do themselves.
    left: Vec<String>,
}

impl Args {
    pub(super) fn run(&self, globals: &Globals, console: &Console) -> Exit {
        let plan = match self.planned(globals, console) {
            Ok(plan) => plan,
            Err(exit) => return exit,
        };
        let root = globals.path.as_deref().unwrap_or(Path::new("."));
        let done = shell::create_files(root, &plan.files, false).and_then(|()| {
            plan.edits.iter().try_for_each(|edit| {
                shell::replace_file(root, &edit.path, &edit.old, edit.new.as_bytes())
            })
        });
        if let Err(error) = done {
            console.complain(error);
            return Exit::Unusable;
        }
        for path in plan.files.keys() {
            console.say(&format!("wrote {path}"));
        }
        for edit in &plan.edits {
            console.say(&format!("added `- {}` to {}", self.name, edit.path));
        }
        for line in &plan.left {
            console.say(line);
        }
        Exit::Fine
    }

    fn planned(&self, globals: &Globals, console: &Console) -> Outcome<Plan> {
        let refuse = |fault: Diagnostic| {
            console.complain(fault);
            Exit::Unusable
        };
        self.check().map_err(|fault| refuse(*fault))?;
        if globals.rev.is_some() {
            let message = "a git revision cannot be changed";
            let fault = Diagnostic::error(USAGE, None, message).help("leave out `--rev`");
            return Err(refuse(fault));
        }
        let (tree, progress) = session::open(&Place { dir: None }, globals, console)?;
        session::with_workshop(&tree, &progress, console, |shop| Ok(self.plan(shop)))
    }

    fn plan(&self, shop: &mut Workshop<'_, '_>) -> Plan {
        self.check_new(shop);
        let environments = self.environments(shop);
        let mut plan = Plan {
            files: self.files(&shop.catalog.repository()),
            edits: Vec::new(),
            left: Vec::new(),
        };
        for environment in &environments {
            self.select(shop, environment, &mut plan);
        }
        if environments.is_empty() {
            let line = format!(
                "select it where it is wanted: add `- {}` to `useCases` of an environment",
                self.name
            );
            plan.left.push(line);
        }
        plan
    }

    /// Checks what goes into the document.
    fn check(&self) -> Result<(), Box<Diagnostic>> {
        let fault = |message: String, help: &str| {
            Err(Box::new(Diagnostic::error(USAGE, None, message).help(help)))
        };
        if !catalog::is_name(&self.name) {
            let message = format!("`{}` can't be the name of a use case", self.name);
            return fault(message, "write lower-case letters, digits and dashes");
        }
        let given = [
            ("--label", &self.label),
            ("--chart", &self.chart),
            ("--repo", &self.repo),
            ("--version", &self.version),
            ("--namespace", &self.namespace),
        ];
        for (flag, value) in given {
            let unfit = |c: char| c.is_whitespace() || c.is_control();
            if value
                .as_deref()
                .is_some_and(|text| text.is_empty() || text.contains(unfit))
            {
                let message = format!("the value of `{flag}` is empty or has spaces in it");
                return fault(message, "write it in one word");
            }
        }
        Ok(())
    }

    fn check_new(&self, shop: &mut Workshop<'_, '_>) {
        if shop.catalog.use_case_names().contains(&self.name) {
            let message = format!("there is a use case `{}` already", self.name);
            let help = "choose another name, or change that one";
            let fault = Diagnostic::error(shell::EXISTS, None, message).help(help);
            shop.catalog.out.push(fault);
        }
    }

    /// The environments that are named, or the only one.
    fn environments(&self, shop: &mut Workshop<'_, '_>) -> Vec<Rc<Environment>> {
        let names = shop.catalog.environment_names();
        let wanted = match (self.environments.as_slice(), names.as_slice()) {
            ([], [only]) => std::slice::from_ref(only),
            (some, _) => some,
        };
        let mut found = Vec::new();
        for name in wanted {
            if names.contains(name) {
                found.extend(shop.catalog.environment(name));
                continue;
            }
            let message = format!("the repository has no environment `{name}`");
            let help = match nearest(name, names.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("its environments are {}", names.join(", ")),
            };
            let fault = Diagnostic::error(USAGE, None, message).help(help);
            shop.catalog.out.push(fault);
        }
        found
    }

    fn files(&self, repository: &Repository) -> BTreeMap<TreePath, Vec<u8>> {
        let root = TreePath::new(&repository.use_cases).unwrap_or_else(|_| TreePath::root());
        let folder = root.child(&self.name);
        let text = match &self.chart {
            Some(_) => self.filled(WITH_CHART),
            None => self.filled(WITH_MANIFESTS),
        };
        BTreeMap::from([(folder.child("usecase.yaml"), text.into_bytes())])
    }

    /// Fills in the words in capitals, line by line, so that no value is taken for another's word.
    fn filled(&self, scaffold: &str) -> String {
        let or_name = |value: &Option<String>| value.clone().unwrap_or_else(|| self.name.clone());
        let words = [
            ("NAMESPACE", or_name(&self.namespace)),
            ("NAME", self.name.clone()),
            ("LABEL", or_name(&self.label)),
            ("CHART", or_name(&self.chart)),
            ("REPOSITORY", or_name(&self.repo)),
            ("VERSION", or_name(&self.version)),
        ];
        let line = |line: &str| match words.iter().find(|(word, _)| line.contains(word)) {
            Some((word, value)) if line.trim_start().starts_with('#') => line.replace(word, value),
            Some((word, value)) => line.replace(word, &scalar(value)),
            None => line.to_owned(),
        };
        scaffold
            .split('\n')
            .map(line)
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// Adds the use case to an environment's list, or says which line is missing there.
    fn select(&self, shop: &Workshop<'_, '_>, environment: &Environment, plan: &mut Plan) {
        let sources = &shop.catalog.sources;
        let source = environment.node.span.source;
        let path = sources.path(source);
        // A file with several environments: the edit before is what this one begins with.
        let before = plan
            .edits
            .iter()
            .position(|edit| edit.path.as_str() == &**path);
        let old = Arc::clone(sources.text(source));
        let text = match before {
            Some(index) => plan.edits[index].new.clone(),
            None => String::from_utf8_lossy(&old).into_owned(),
        };
        let new = select(&text, &environment.name.text, &self.name);
        match (new, before, TreePath::new(path)) {
            (Some(new), Some(index), _) => plan.edits[index].new = new,
            (Some(new), None, Ok(path)) => plan.edits.push(Edit { path, old, new }),
            _ => plan.left.push(format!(
                "add this line to `useCases` in {path}: - {}",
                scalar(&self.name)
            )),
        }
    }
}
