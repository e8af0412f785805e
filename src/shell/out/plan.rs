//! Decides, before anything is written, what will be written, kept and deleted, or why nothing may be.

use crate::shell::out::list::{List, hash};
use crate::shell::out::{MANIFEST, Scope};
use crate::shell::{EDITED_BY_HAND, Error, NOT_OURS, UNWRITABLE};
use crate::tree::TreePath;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

/// What a run will do, and the list when it is through.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) write: Vec<TreePath>,
    pub(super) keep: Vec<TreePath>,
    pub(super) delete: Vec<TreePath>,
    pub(super) list: List,
}

/// What stands at a path, no link followed.
enum Found {
    Nothing,
    File(Vec<u8>),
    Folder,
    /// A link or a device, there or in place of a folder above.
    Foreign,
    /// A file in place of the folder that this names.
    Below(TreePath),
}

struct Survey<'a> {
    root: &'a Path,
    folders: BTreeSet<TreePath>,
}

impl Plan {
    pub(super) fn make(
        root: &Path,
        files: &BTreeMap<TreePath, Vec<u8>>,
        list: &List,
        scope: &Scope,
    ) -> Result<Self, Vec<Error>> {
        let mut survey = Survey {
            root,
            folders: BTreeSet::from([TreePath::root()]),
        };
        let mut plan = Self::default();
        let mut faults = Vec::new();
        for (path, hashes) in list.iter().filter(|(path, _)| !files.contains_key(*path)) {
            if !scope.covers(path) {
                hashes
                    .iter()
                    .for_each(|hash| plan.list.add(path.clone(), hash.clone()));
                continue;
            }
            match survey.may_delete(path, list, scope) {
                Ok(true) => plan.delete.push(path.clone()),
                Ok(false) => {}
                Err(fault) => faults.push(fault),
            }
        }
        for (path, bytes) in files {
            match survey.may_write(path, bytes, list, scope, &plan.delete) {
                Ok(true) => plan.write.push(path.clone()),
                Ok(false) => plan.keep.push(path.clone()),
                Err(fault) => faults.push(fault),
            }
            plan.list.add(path.clone(), hash(bytes));
        }
        if faults.is_empty() {
            Ok(plan)
        } else {
            Err(faults)
        }
    }
}

impl Survey<'_> {
    /// Says whether a listed file that is no longer made is there to be deleted.
    fn may_delete(&mut self, path: &TreePath, list: &List, scope: &Scope) -> Result<bool, Error> {
        match self.find(path)? {
            Found::Nothing | Found::Below(_) => Ok(false),
            Found::File(bytes) if scope.force || list.wrote(path, &bytes) => Ok(true),
            Found::File(_) => Err(edited(path, "delete")),
            Found::Folder | Found::Foreign => Err(not_ours(path)),
        }
    }

    /// Says whether a file has to be written, or has the right bytes already.
    fn may_write(
        &mut self,
        path: &TreePath,
        bytes: &[u8],
        list: &List,
        scope: &Scope,
        deleted: &[TreePath],
    ) -> Result<bool, Error> {
        if path.as_str() == MANIFEST {
            return Err(not_ours(path));
        }
        if path.as_str().contains(['\n', '\r']) {
            return Err(Error::new(
                UNWRITABLE,
                format!(
                    "file name `{}` has a line break",
                    path.as_str().escape_debug()
                ),
                "name the object without it",
            ));
        }
        match self.find(path)? {
            Found::Nothing => Ok(true),
            Found::File(found) if found == bytes => Ok(false),
            Found::File(found) if list.wrote(path, &found) => Ok(true),
            Found::File(_) if list.has(path) && scope.force => Ok(true),
            Found::File(_) if list.has(path) => Err(edited(path, "overwrite")),
            Found::Below(file) if deleted.contains(&file) => Ok(true),
            Found::Below(file) => Err(not_ours(&file)),
            Found::Folder if self.is_emptied(path, deleted)? => Ok(true),
            Found::File(_) | Found::Folder | Found::Foreign => Err(not_ours(path)),
        }
    }

    /// Says whether a folder holds nothing but files that are about to be deleted.
    fn is_emptied(&self, folder: &TreePath, deleted: &[TreePath]) -> Result<bool, Error> {
        let failed = |why: io::Error| unreadable(folder, &why);
        for entry in fs::read_dir(self.root.join(folder.as_str())).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let path = entry
                .file_name()
                .to_str()
                .and_then(|name| folder.join(name).ok());
            let Some(path) = path else { return Ok(false) };
            let goes = match entry.file_type().map_err(failed)?.is_dir() {
                true => self.is_emptied(&path, deleted)?,
                false => deleted.contains(&path),
            };
            if !goes {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn find(&mut self, path: &TreePath) -> Result<Found, Error> {
        if let Some(obstacle) = self.enter(&path.parent().unwrap_or_else(TreePath::root))? {
            return Ok(obstacle);
        }
        let place = self.root.join(path.as_str());
        match fs::symlink_metadata(&place) {
            Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(Found::Nothing),
            Err(why) => Err(unreadable(path, &why)),
            Ok(found) if found.is_dir() => Ok(Found::Folder),
            Ok(found) if found.is_file() => fs::read(&place)
                .map(Found::File)
                .map_err(|why| unreadable(path, &why)),
            Ok(_) => Ok(Found::Foreign),
        }
    }

    /// Returns what keeps `folder` from being a real folder below the root, asking the disk once for each.
    fn enter(&mut self, folder: &TreePath) -> Result<Option<Found>, Error> {
        if self.folders.contains(folder) {
            return Ok(None);
        }
        if let Some(above) = folder.parent()
            && let Some(obstacle) = self.enter(&above)?
        {
            return Ok(Some(obstacle));
        }
        match fs::symlink_metadata(self.root.join(folder.as_str())) {
            Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(Some(Found::Nothing)),
            Err(why) => Err(unreadable(folder, &why)),
            Ok(found) if found.is_dir() => {
                self.folders.insert(folder.clone());
                Ok(None)
            }
            Ok(found) if found.is_file() => Ok(Some(Found::Below(folder.clone()))),
            Ok(_) => Ok(Some(Found::Foreign)),
        }
    }
}

fn edited(path: &TreePath, verb: &str) -> Error {
    Error::new(
        EDITED_BY_HAND,
        format!(
            "`{path}` in the output folder was changed since dodona wrote it, so nothing was written"
        ),
        format!("move the change to where it is made from, or {verb} the file with `--force`"),
    )
}

fn not_ours(path: &TreePath) -> Error {
    Error::new(
        NOT_OURS,
        format!(
            "`{path}` in the output folder was not written by dodona, or is (or lies behind) a link, so nothing was written"
        ),
        "move it away, or give another output folder",
    )
}

fn unreadable(path: &TreePath, why: &io::Error) -> Error {
    Error::new(
        UNWRITABLE,
        format!("`{path}` in the output folder can't be read: {why}"),
        "check the permissions of the output folder",
    )
}
