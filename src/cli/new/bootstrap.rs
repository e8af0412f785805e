//! `dodona new bootstrap`.

use crate::cli::session::{self, Choice, Outcome, Place};
use crate::cli::{Console, Globals};
use crate::generate::{Want, Workshop};
use crate::shell::{self, Exit};
use crate::tree::TreePath;
use crate::yaml;
use std::collections::BTreeMap;
use std::path::Path;

const EXAMPLES: &str = "Examples:
  dodona new bootstrap local
  kubectl apply -f bootstrap/local.yaml";

/// The folder of the Applications that are applied by hand.
const FOLDER: &str = "bootstrap";

/// Arguments of `new bootstrap`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Args {
    /// The environment whose platform bundle it delivers
    #[arg(value_name = "ENV")]
    environment: String,
    /// Overwrite the file if it is there already
    #[arg(long)]
    force: bool,
}

impl Args {
    pub(super) fn run(&self, globals: &Globals, console: &Console) -> Exit {
        match self.written(globals, console) {
            Ok(exit) | Err(exit) => exit,
        }
    }

    fn written(&self, globals: &Globals, console: &Console) -> Outcome<Exit> {
        let (tree, progress) = session::open(&Place { dir: None }, globals, console)?;
        let (path, bytes) = session::with_workshop(&tree, &progress, console, |shop| {
            Ok(application(shop, &self.environment))
        })?;
        let root = globals.path.as_deref().unwrap_or(Path::new("."));
        let files = BTreeMap::from([(path.clone(), bytes)]);
        if let Err(error) = shell::create_files(root, &files, self.force) {
            console.complain(error);
            return Err(Exit::Unusable);
        }
        console.say(&format!(
            "wrote {path}; `kubectl apply -f {path}` hands the environment to Argo CD"
        ));
        Ok(Exit::Fine)
    }
}

/// Returns the file of the Application that delivers an environment's platform bundle, and where it belongs.
pub(in crate::cli) fn application(
    shop: &mut Workshop<'_, '_>,
    environment: &str,
) -> (TreePath, Vec<u8>) {
    let choice = Choice {
        environments: vec![environment.to_owned()],
        set: Vec::new(),
    };
    let builds = session::build(shop, &choice, false, &Want::Bootstrap);
    let objects = builds.iter().flat_map(|build| &build.platform);
    let text = yaml::emit_stream(objects.map(|object| &object.node));
    let path = TreePath::root()
        .child(FOLDER)
        .child(&format!("{environment}.yaml"));
    let heading = format!(
        "# Apply this once: it makes Argo CD render environment {environment} and follow the repository.\n"
    );
    (path, (heading + &text).into_bytes())
}
