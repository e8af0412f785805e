//! Writes a folder of files: what is ours is kept up to date and pruned, what is not ours is never touched.

mod list;
mod place;
mod plan;

pub(super) use place::check;
pub use place::{lies_in, write_file};

use crate::shell::{Error, UNWRITABLE};
use crate::tree::TreePath;
use list::{List, hash};
use place::replace_at;
use plan::Plan;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// Name of the list of written files in the root of an output folder: a line `SHA-256  PATH` for each, sorted by path.
pub const MANIFEST: &str = ".dodona-files";

/// What a run is responsible for, and what it may lose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Folders whose files are pruned when they are no longer made; the root stands for all.
    pub folders: Vec<TreePath>,
    /// Overwrites and prunes files that were changed by hand. What dodona never wrote stays safe nevertheless.
    pub force: bool,
}

impl Scope {
    /// Returns the scope of a run that makes everything in the output folder.
    #[must_use]
    pub fn all() -> Self {
        Self {
            folders: vec![TreePath::root()],
            force: false,
        }
    }

    fn covers(&self, path: &TreePath) -> bool {
        self.folders
            .iter()
            .any(|folder| path.below(folder).is_some())
    }
}

/// What a run did, each sorted by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Files that are new or have new bytes.
    pub written: Vec<TreePath>,
    /// Files that had the right bytes and were left alone.
    pub unchanged: Vec<TreePath>,
    /// Files that were ours, are no longer made, and were deleted.
    pub deleted: Vec<TreePath>,
}

/// Makes `files` stand below `root`, and deletes what an earlier run wrote there and this one does not make.
///
/// Nothing is written unless everything can be. Every file is replaced at once (a temporary file beside it, then a rename),
/// equal files are not touched, and folders that lost their last file go too, as does a list that lost its last line. Until a run is through, the list knows both
/// the old and the new bytes of each file, so that an interrupted run can simply be repeated.
///
/// # Errors
/// All faults that were found: `not-ours` for whatever stands in the way and is not in the list, symbolic links included;
/// `edited-by-hand` for files that were changed since they were written; `bad-file-list`; `unwritable`.
pub fn write_folder(
    root: &Path,
    files: &BTreeMap<TreePath, Vec<u8>>,
    scope: &Scope,
) -> Result<Report, Vec<Error>> {
    let one = |error| vec![error];
    check(root).map_err(one)?;
    let list = List::read(root).map_err(one)?;
    let plan = Plan::make(root, files, &list, scope)?;
    carry_out(root, files, &list, &plan).map_err(one)?;
    Ok(Report {
        written: plan.write,
        unchanged: plan.keep,
        deleted: plan.delete,
    })
}

/// Makes `files` stand below `root` in place of `before`, which the caller read there and may lose: snapshots that are accepted
/// anew. No list is kept, because everything there is known to be ours.
///
/// # Errors
/// As [`write_folder`], a file excepted that is in `before` or has other bytes there.
pub fn exchange(
    root: &Path,
    before: &BTreeMap<TreePath, Vec<u8>>,
    files: &BTreeMap<TreePath, Vec<u8>>,
) -> Result<Report, Vec<Error>> {
    check(root).map_err(|error| vec![error])?;
    let mut list = List::default();
    for (path, bytes) in before {
        list.add(path.clone(), hash(bytes));
    }
    let plan = Plan::make(root, files, &list, &Scope::all())?;
    exchange_files(root, files, &plan).map_err(|error| vec![error])?;
    Ok(Report {
        written: plan.write,
        unchanged: plan.keep,
        deleted: plan.delete,
    })
}

fn exchange_files(
    root: &Path,
    files: &BTreeMap<TreePath, Vec<u8>>,
    plan: &Plan,
) -> Result<(), Error> {
    for path in &plan.delete {
        delete(root, path)?;
    }
    for path in &plan.write {
        replace(root, path, &files[path])?;
    }
    Ok(())
}

fn carry_out(
    root: &Path,
    files: &BTreeMap<TreePath, Vec<u8>>,
    old: &List,
    plan: &Plan,
) -> Result<(), Error> {
    let manifest = TreePath::root().child(MANIFEST);
    if !plan.write.is_empty() {
        replace(root, &manifest, old.with(&plan.list).text().as_bytes())?;
    }
    exchange_files(root, files, plan)?;
    if plan.list.is_empty() {
        return match old.is_empty() {
            true => Ok(()),
            false => delete(root, &manifest),
        };
    }
    if !plan.write.is_empty() || plan.list != *old {
        replace(root, &manifest, plan.list.text().as_bytes())?;
    }
    Ok(())
}

pub(super) fn replace(root: &Path, path: &TreePath, bytes: &[u8]) -> Result<(), Error> {
    replace_at(&root.join(path.as_str()), bytes).map_err(|why| unwritable(path, &why))
}

fn delete(root: &Path, path: &TreePath) -> Result<(), Error> {
    fs::remove_file(root.join(path.as_str())).map_err(|why| unwritable(path, &why))?;
    let mut above = path.parent();
    while let Some(folder) = above.filter(|folder| !folder.is_root()) {
        // A folder that is not empty stays, and so do those above it.
        if fs::remove_dir(root.join(folder.as_str())).is_err() {
            break;
        }
        above = folder.parent();
    }
    Ok(())
}

fn unwritable(path: &TreePath, why: &io::Error) -> Error {
    Error::new(
        UNWRITABLE,
        format!("`{path}` in the output folder can't be written: {why}"),
        "check the folder's permissions and free space, then run the same command again",
    )
}

#[cfg(test)]
mod tests;
