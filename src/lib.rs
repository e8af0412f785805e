//! dodona: a GitOps generator for vCluster Platform and Argo CD.

pub mod span;

pub mod cause;

pub mod diagnostic;

pub mod glob;
pub mod strconv;
pub mod tree;

pub mod yaml;

pub mod gotmpl;

pub mod label;

pub mod manifest;
pub mod params;
pub mod template;

pub mod world;

pub mod catalog;

pub mod generate;

pub mod appset;
pub mod platform;
pub mod plugin;
pub mod project;

pub mod chain;

pub mod report;
pub mod schema;
pub mod snapshot;

pub mod page;

#[expect(clippy::disallowed_methods, reason = "the door to the machine")]
pub mod shell;

pub mod cli;

/// Returns every fault that the program can find, sorted by name: what `dodona explain CODE` knows.
#[must_use]
pub fn codes() -> Vec<diagnostic::Code> {
    let rooms = [
        tree::CODES,
        yaml::CODES,
        yaml::json::CODES,
        gotmpl::CODES,
        manifest::CODES,
        params::CODES,
        template::CODES,
        world::CODES,
        catalog::CODES,
        generate::CODES,
        appset::CODES,
        platform::CODES,
        plugin::CODES,
        chain::CODES,
        snapshot::CODES,
        shell::CODES,
        cli::CODES,
    ];
    let mut all = rooms.concat();
    all.sort_by_key(|code| code.name);
    all
}
