//! Plans: those of the demo are as accepted, and no order of manifests changes one.
//!
//! `UPDATE=1 cargo test --test plans` accepts what the demo leads to now.

#![expect(
    clippy::disallowed_methods,
    reason = "a test reads its corpus and runs the program"
)]

use dodona::appset::NoCheckouts;
use dodona::chain::{self, Follower, Ground, Home, Limits, Manifest, Origin};
use dodona::diagnostic::Diagnostics;
use dodona::span::Sources;
use dodona::world::World;
use dodona::yaml::{self, Node, Reading};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;

const ENVIRONMENTS: [&str; 4] = ["local", "managed", "prod", "qa"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn planned(environment: &str, format: &str) -> Vec<u8> {
    let world = format!("demo-usecases/worlds/{environment}.yaml");
    let arguments = [
        "plan",
        "demo-usecases",
        "-e",
        environment,
        "--world",
        &world,
    ];
    let done = Command::new(env!("CARGO_BIN_EXE_dodona"))
        .args(arguments)
        .args(["--quiet", "-o", format])
        .current_dir(root())
        .output()
        .expect("the program was just built");
    assert!(
        done.status.success(),
        "{environment}: {}",
        String::from_utf8_lossy(&done.stderr)
    );
    done.stdout
}

#[test]
fn what_the_demo_leads_to_is_as_accepted() {
    let is_set = |name: &str| std::env::var(name).is_ok_and(|text| !text.is_empty() && text != "0");
    for environment in ENVIRONMENTS {
        for format in ["table", "yaml"] {
            let file = root().join(format!("snapshots/demo-plans/{environment}.{format}"));
            let made = planned(environment, format);
            if is_set("UPDATE") && !is_set("CI") {
                fs::create_dir_all(file.parent().expect("it has a parent")).expect("can be made");
                fs::write(&file, &made).expect("can be written");
            }
            let accepted = fs::read(&file).unwrap_or_default();
            let shown = String::from_utf8_lossy(&made);
            let before = String::from_utf8_lossy(&accepted);
            expect_same(&before, &shown, &file);
        }
    }
}

/// Shows the first line that differs: whole plans are long.
fn expect_same(accepted: &str, made: &str, file: &Path) {
    let mut lines = accepted.lines().zip(made.lines()).enumerate();
    let differing = lines.find(|(_, (before, after))| before != after);
    assert!(
        accepted == made,
        "{} differs from what is planned now, first in line {:?}; read what changed and run `UPDATE=1 cargo test --test plans`",
        file.display(),
        differing
    );
}

/// Reads the manifests and the World of a case.
fn case(name: &str) -> (Vec<Node>, World, Sources) {
    let folder: PathBuf = root().join("fixtures/chain").join(name);
    let mut sources = Sources::new();
    let mut read = |file: &str| {
        let text = fs::read(folder.join(file)).expect("the case has it");
        let id = sources.add(file, text.as_slice());
        let mut out = Diagnostics::new();
        let limits = yaml::Limits::default();
        yaml::read(id, &text, Reading::Kubectl, &limits, &mut out).expect("it is YAML")
    };
    let manifests = read("manifests.yaml");
    let world = read("world.yaml");
    let mut out = Diagnostics::new();
    let world = World::read(&world[0], &mut |_, _| None, &mut out);
    assert!(!out.has_errors());
    (manifests, world, sources)
}

fn plan(manifests: &[Node], world: &World, sources: &mut Sources) -> String {
    let applied = manifests.iter().map(|node| Manifest {
        node: Rc::new(node.clone()),
        origin: Origin::Repository,
        parent: None,
    });
    let ground = Ground {
        environment: None,
        manifests: applied.collect(),
        world,
        checkouts: &NoCheckouts,
        limits: Limits::default(),
    };
    let mut follower = Follower::new(Home::Folder(sources), world, &NoCheckouts);
    let plan = chain::predict(&ground, &mut follower);
    drop(follower);
    chain::json(&plan, sources)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Nobody applies manifests in a certain order.
    #[test]
    fn the_order_of_manifests_changes_nothing(
        name in prop::sample::select(vec!["worked-example", "api-framework", "broken-name-collision", "broken-app-project-off"]),
        seed in any::<u64>(),
    ) {
        let (manifests, world, mut sources) = case(name);
        let straight = plan(&manifests, &world, &mut sources);
        let mut shuffled = manifests.clone();
        let count = shuffled.len();
        let mut state = seed;
        for at in (1..count).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let other = usize::try_from(state >> 33).expect("31 bits") % (at + 1);
            shuffled.swap(at, other);
        }
        prop_assert_eq!(straight, plan(&shuffled, &world, &mut sources));
    }
}
