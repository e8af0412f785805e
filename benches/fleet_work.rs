//! The repositories that are rendered: one with a single file, and a fleet, with the same fleet as a jsonnet program.

use dodona::diagnostic::Diagnostics;
use dodona::span::Sources;
use dodona::yaml::{self, Node};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// The fleet for jsonnet: what is said once there is evaluated once, and nothing is formatted, which is its fastest way.
pub(crate) const JSONNET: &str = include_str!("fleet_work/fleet.jsonnet");

const USE_CASES: usize = 100;

const SINGLE: &str = "\
apiVersion: dodona.dev/v1
kind: Repository
metadata:
  name: single
spec: {}
---
apiVersion: dodona.dev/v1
kind: Environment
metadata:
  name: local
spec:
  clusters:
    - name: in-cluster
      server: https://kubernetes.default.svc
";

/// Writes a repository of one file: a Repository and an Environment with one cluster.
pub(crate) fn write_single(folder: &Path) -> io::Result<()> {
    write(folder, "dodona.yaml", SINGLE)
}

/// Writes a repository of so many virtual clusters: for each an instance, a Project and a cluster Secret; and use cases.
pub(crate) fn write_fleet(folder: &Path, size: usize) -> io::Result<()> {
    let environment = include_str!("fleet_work/repository/environment.yaml");
    let environment = environment.replace("SIZE", &size.to_string());
    write(folder, "environments/fleet.yaml", &environment)?;
    let files = [
        (
            "dodona.yaml",
            include_str!("fleet_work/repository/dodona.yaml"),
        ),
        (
            "templates/instances.yaml",
            include_str!("fleet_work/repository/instances.yaml"),
        ),
        (
            "templates/projects.yaml",
            include_str!("fleet_work/repository/projects.yaml"),
        ),
    ];
    for (name, text) in files {
        write(folder, name, text)?;
    }
    for number in 0..USE_CASES {
        let text = include_str!("fleet_work/repository/usecase.yaml")
            .replace("NUMBER", &number.to_string())
            .replace("WAVE", &(number % 4).to_string());
        write(
            folder,
            &format!("use-cases/use-case-{number}/usecase.yaml"),
            &text,
        )?;
    }
    Ok(())
}

/// Returns how many objects a fleet has.
pub(crate) fn objects(size: usize) -> usize {
    3 * size + USE_CASES
}

fn write(folder: &Path, name: &str, text: &str) -> io::Result<()> {
    let file = folder.join(name);
    if let Some(parent) = file.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(file, text)
}

/// Says whether both printed the same objects with the same fields, in whatever order, and as many as there should be.
pub(crate) fn same_objects(ours: &[u8], theirs: &[u8], wanted: usize) -> Result<(), String> {
    let (ours, theirs) = (by_identity(ours)?, by_identity(theirs)?);
    if (ours.len(), theirs.len()) != (wanted, wanted) {
        let (ours, theirs) = (ours.len(), theirs.len());
        return Err(format!(
            "{wanted} objects are wanted, ours are {ours}, theirs {theirs}"
        ));
    }
    match ours
        .iter()
        .find(|(who, node)| theirs.get(*who) != Some(*node))
    {
        Some((who, _)) => Err(format!("{} differs", who.join("/"))),
        None => Ok(()),
    }
}

fn by_identity(text: &[u8]) -> Result<BTreeMap<[String; 2], Node>, String> {
    let source = Sources::new().add("", text);
    let limits = yaml::Limits {
        bytes: usize::MAX,
        ..yaml::Limits::default()
    };
    let mut out = Diagnostics::new();
    let nodes = yaml::read(source, text, yaml::Reading::Strict, &limits, &mut out)
        .map_err(|fault| fault.message)?;
    let part = |node: &Node, path: &[&str]| {
        let text = node.at(path).and_then(Node::as_str);
        text.unwrap_or_default().to_owned()
    };
    let named = nodes.into_iter().map(|node| {
        let who = [part(&node, &["kind"]), part(&node, &["metadata", "name"])];
        (who, node)
    });
    Ok(named.collect())
}
