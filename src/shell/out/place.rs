//! Places that the command line names: whether they can be what they are meant for, and single files there.

use crate::shell::{Error, NOT_OURS, UNWRITABLE};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Refuses an output folder that is no folder, or lies below something that is none.
pub(in crate::shell) fn check(root: &Path) -> Result<(), Error> {
    for place in root.ancestors() {
        match fs::metadata(place) {
            Ok(found) if found.is_dir() => return Ok(()),
            Ok(_) => return Err(no_folder(root, place)),
            Err(why) if is_absent(&why) => {}
            Err(why) => return Err(unwritable(place, &why)),
        }
    }
    Ok(())
}

/// Says whether a place is a folder or lies in it, links followed; neither needs to exist yet.
#[must_use]
pub fn lies_in(place: &Path, folder: &Path) -> bool {
    real(place).starts_with(real(folder))
}

/// Returns a path without links and dots, as far as it exists.
fn real(place: &Path) -> PathBuf {
    let whole = std::path::absolute(place).unwrap_or_else(|_| place.to_owned());
    for above in whole.ancestors() {
        if let Ok(found) = fs::canonicalize(above) {
            let rest = whole.strip_prefix(above).unwrap_or(Path::new(""));
            return found.join(rest);
        }
    }
    whole
}

/// Writes a file that the command line names, with its folders: replaced at once where a plain file stands, or nothing; a
/// device or a pipe is written to.
///
/// # Errors
/// `not-ours` when a folder above is none, `unwritable`.
pub fn write_file(place: &Path, bytes: &[u8]) -> Result<(), Error> {
    check(place.parent().unwrap_or(place))?;
    let done = match fs::metadata(place) {
        Ok(found) if !found.is_file() => fs::write(place, bytes),
        _ => replace_at(place, bytes),
    };
    done.map_err(|why| unwritable(place, &why))
}

pub(super) fn replace_at(place: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = format!(".dodona-{}.tmp", std::process::id());
    let beside = place.with_file_name(name);
    let done = create_new(&beside)
        .and_then(|mut file| file.write_all(bytes))
        .and_then(|()| fs::rename(&beside, place));
    if done.is_err() {
        // The rename's own fault is what counts; the temporary file may not even exist.
        let _ = fs::remove_file(&beside);
    }
    done
}

/// Creates a file that must not exist, together with its folders; what an earlier process of this number left goes.
fn create_new(place: &Path) -> io::Result<File> {
    match File::create_new(place) {
        Err(why) if why.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(place.parent().unwrap_or(place))?;
            File::create_new(place)
        }
        Err(why) if why.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(place)?;
            File::create_new(place)
        }
        other => other,
    }
}

fn is_absent(why: &io::Error) -> bool {
    matches!(
        why.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

fn no_folder(root: &Path, place: &Path) -> Error {
    let message = if root == place {
        format!("`{}` is no folder", place.display())
    } else {
        format!(
            "`{}` can't be made, because `{}` is no folder",
            root.display(),
            place.display()
        )
    };
    Error::new(
        NOT_OURS,
        message,
        "give another folder, or move the file away",
    )
}

fn unwritable(place: &Path, why: &io::Error) -> Error {
    Error::new(
        UNWRITABLE,
        format!("`{}` can't be written: {why}", place.display()),
        "check the permissions, the free space and the spelling",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_in_a_folder_is_seen_through_dots_and_before_it_exists() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let snapshots = root.join("snapshots");
        for exists in [false, true] {
            assert!(lies_in(&snapshots, &snapshots));
            assert!(lies_in(&root.join("snapshots/new/deep"), &snapshots));
            assert!(!lies_in(&root.join("snapshots-new"), &snapshots));
            assert!(!lies_in(root, &snapshots));
            if !exists {
                fs::create_dir(&snapshots).unwrap();
            }
        }
        assert!(lies_in(&snapshots.join("../snapshots/x"), &snapshots));
    }

    #[cfg(unix)]
    #[test]
    fn what_lies_in_a_folder_is_seen_through_links() {
        let folder = tempfile::tempdir().unwrap();
        let (snapshots, link) = (folder.path().join("snapshots"), folder.path().join("link"));
        fs::create_dir(&snapshots).unwrap();
        std::os::unix::fs::symlink(&snapshots, &link).unwrap();
        assert!(lies_in(&link.join("pending"), &snapshots));
    }

    #[test]
    fn a_file_is_replaced_and_its_folders_are_made() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a/b.xml");
        write_file(&place, b"old").unwrap();
        write_file(&place, b"new").unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path().join("a")).unwrap().count(), 1);
        let fault = write_file(&place.join("c"), b"").unwrap_err();
        assert_eq!(fault.code, NOT_OURS);
        assert_eq!(write_file(folder.path(), b"").unwrap_err().code, UNWRITABLE);
    }
}
