//! Files for people: written once, and theirs from then on.

use crate::shell::out::{check, replace};
use crate::shell::{EXISTS, Error, UNWRITABLE};
use crate::tree::TreePath;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// Writes files below `root`, which is made if need be.
///
/// Nothing is written unless everything can be. With `force`, files that are there already are replaced; what is no regular
/// file, or lies behind a link, never is.
///
/// # Errors
/// `exists` with the names of all files that are in the way, `not-ours` when `root` can be no folder, `unwritable`.
pub fn create_files(
    root: &Path,
    files: &BTreeMap<TreePath, Vec<u8>>,
    force: bool,
) -> Result<(), Error> {
    check(root)?;
    let mut taken = Vec::new();
    for path in files.keys() {
        if is_taken(root, path, force)? {
            taken.push(path.as_str());
        }
    }
    if !taken.is_empty() {
        return Err(exists(root, &taken, force));
    }
    for (path, bytes) in files {
        replace(root, path, bytes)?;
    }
    Ok(())
}

/// Replaces a file whose bytes are still `old`.
///
/// # Errors
/// `unwritable`, also when the file was changed meanwhile; `exists` when it is no regular file, or lies behind a link.
pub fn replace_file(root: &Path, path: &TreePath, old: &[u8], new: &[u8]) -> Result<(), Error> {
    if is_taken(root, path, true)? {
        return Err(exists(root, &[path.as_str()], true));
    }
    match fs::read(root.join(path.as_str())) {
        Ok(found) if found == old => replace(root, path, new),
        Ok(_) => Err(Error::new(
            UNWRITABLE,
            format!("`{path}` was changed while dodona worked on it, so it was left alone"),
            "run the same command again",
        )),
        Err(why) => Err(failed(path, &why)),
    }
}

/// Says whether something stands where a file is to be written.
fn is_taken(root: &Path, path: &TreePath, force: bool) -> Result<bool, Error> {
    let mut above = path.parent();
    while let Some(folder) = above.filter(|folder| !folder.is_root()) {
        if found(root, &folder)?.is_some_and(|found| !found.is_dir()) {
            return Ok(true);
        }
        above = folder.parent();
    }
    Ok(found(root, path)?.is_some_and(|found| !force || !found.is_file()))
}

fn found(root: &Path, path: &TreePath) -> Result<Option<fs::FileType>, Error> {
    match fs::symlink_metadata(root.join(path.as_str())) {
        Ok(found) => Ok(Some(found.file_type())),
        Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(None),
        // A file where a folder should be is met again at that folder.
        Err(why) if why.kind() == io::ErrorKind::NotADirectory => Ok(None),
        Err(why) => Err(failed(path, &why)),
    }
}

fn exists(root: &Path, taken: &[&str], force: bool) -> Error {
    let names: Vec<String> = taken.iter().map(|name| format!("`{name}`")).collect();
    let help = if force {
        "they are no regular files, or lie behind links: move them away"
    } else {
        "add `--force` to overwrite, or name another folder"
    };
    let message = format!(
        "there is something in `{}` already, so nothing was written: {}",
        root.display(),
        names.join(", ")
    );
    Error::new(EXISTS, message, help)
}

fn failed(path: &TreePath, why: &io::Error) -> Error {
    Error::new(
        UNWRITABLE,
        format!("`{path}` can't be read: {why}"),
        "check the folder's permissions",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(names: &[&str]) -> BTreeMap<TreePath, Vec<u8>> {
        names
            .iter()
            .map(|name| (TreePath::new(name).unwrap(), b"new".to_vec()))
            .collect()
    }

    #[test]
    fn nothing_is_overwritten_unless_it_is_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("deep/root");
        create_files(&root, &files(&["a/b.txt"]), false).unwrap();
        fs::write(root.join("a/b.txt"), "mine").unwrap();
        let fault = create_files(&root, &files(&["a/b.txt", "c.txt"]), false).unwrap_err();
        assert_eq!(fault.code, EXISTS);
        assert!(fault.message.contains("`a/b.txt`"), "{}", fault.message);
        assert!(!root.join("c.txt").exists());
        create_files(&root, &files(&["a/b.txt", "c.txt"]), true).unwrap();
        assert_eq!(fs::read(root.join("a/b.txt")).unwrap(), b"new");
    }

    #[cfg(unix)]
    #[test]
    fn links_lead_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        let (root, other) = (folder.path().join("root"), folder.path().join("other"));
        fs::create_dir(&root).unwrap();
        fs::create_dir(&other).unwrap();
        std::os::unix::fs::symlink(&other, root.join("a")).unwrap();
        let fault = create_files(&root, &files(&["a/b.txt"]), true).unwrap_err();
        assert_eq!(fault.code, EXISTS);
        assert!(!other.join("b.txt").exists());
        fs::write(other.join("b.txt"), "old").unwrap();
        let path = TreePath::new("a/b.txt").unwrap();
        let fault = replace_file(&root, &path, b"old", b"new").unwrap_err();
        assert_eq!(fault.code, EXISTS);
    }

    #[test]
    fn a_file_that_changed_meanwhile_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = TreePath::new("a").unwrap();
        fs::write(folder.path().join("a"), "other").unwrap();
        assert!(replace_file(folder.path(), &path, b"old", b"new").is_err());
        replace_file(folder.path(), &path, b"other", b"new").unwrap();
        assert_eq!(fs::read(folder.path().join("a")).unwrap(), b"new");
    }
}
