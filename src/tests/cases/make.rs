//! Builds what the project may not track: links, fifos, huge files, bytes that are no text, git repositories.

use git2::{IndexAddOption, Repository, Signature, Time};
use libtest_mimic::Failed;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// Where a case runs: its own folder, or a copy of it.
pub(crate) struct Workplace {
    path: PathBuf,
    /// Deletes the copy in the end.
    _copy: Option<TempDir>,
}

impl Workplace {
    pub(crate) fn of(folder: &Path) -> Self {
        Self {
            path: folder.to_owned(),
            _copy: None,
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

/// Copies a case's folder and builds the rest in the copy.
pub(crate) fn build(folder: &Path, steps: &[Value]) -> Result<Workplace, Failed> {
    let copy = TempDir::new().map_err(|error| format!("no temporary folder: {error}"))?;
    copy_folder(folder, copy.path())?;
    for item in steps {
        step(item, copy.path()).map_err(|error| format!("make {item}: {error}"))?;
    }
    Ok(Workplace {
        path: copy.path().to_owned(),
        _copy: Some(copy),
    })
}

/// Copies all files of a folder.
pub(crate) fn copy_folder(from: &Path, to: &Path) -> Result<(), String> {
    let fault = |error: std::io::Error| format!("{}: {error}", from.display());
    fs::create_dir_all(to).map_err(fault)?;
    for entry in fs::read_dir(from).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target).map_err(fault)?;
        }
    }
    Ok(())
}

fn step(step: &Value, base: &Path) -> Result<(), String> {
    let text = |key: &str| step[key].as_str().unwrap_or_default();
    let place = |key: &str| -> Result<PathBuf, std::io::Error> {
        let path = base.join(text(key));
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        Ok(path)
    };
    let known = [
        "folder",
        "link",
        "file",
        "repeat",
        "append",
        "socket",
        "entry",
        "fifo",
        "many",
        "git",
        "unnameable",
    ];
    let kind = known.iter().find(|kind| step.get(**kind).is_some());
    let done = match kind.copied() {
        Some("folder") => place("folder").and_then(fs::create_dir_all),
        Some("link") => place("link").and_then(|path| link(text("to"), &path)),
        Some("file") => {
            let bytes = unhex(text("bytes"))?;
            place("file").and_then(|path| fs::write(path, bytes))
        }
        Some("repeat") => place("repeat").and_then(|path| fs::write(path, repeated(step))),
        Some("append") => place("append").and_then(|path| append(&path, &repeated(step))),
        Some("socket") => place("socket").and_then(socket),
        Some("entry") => return entry(&base.join(text("entry")), step).map_err(|e| e.to_string()),
        Some("fifo") => return fifo(&place("fifo").map_err(|error| error.to_string())?),
        Some("unnameable") => unnameable(&base.join(text("unnameable"))),
        Some("many") => many(&base.join(text("many")), step),
        Some("git") => return commit(&base.join(text("git"))).map_err(|error| error.to_string()),
        _ => return Err(format!("a step is one of {known:?}")),
    };
    done.map_err(|error| error.to_string())
}

/// `{repeat: PATH, before: '…', text: '…', times: N, after: '…'}`, where `{n}` in the text is the number of the round;
/// `append` instead of `repeat` adds to a file.
fn repeated(step: &Value) -> String {
    let text = |key: &str| step[key].as_str().unwrap_or_default();
    let numbered = text("text");
    let middle = match numbered.contains("{n}") {
        true => (0..times(step))
            .map(|number| numbered.replace("{n}", &number.to_string()))
            .collect(),
        false => numbered.repeat(times(step)),
    };
    text("before").to_owned() + &middle + text("after")
}

fn append(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    let mut file = fs::OpenOptions::new()
        .append(true)
        .create(true)
        .open(path)?;
    file.write_all(text.as_bytes())
}

/// The file stays when its listener is gone.
#[cfg(unix)]
fn socket(path: PathBuf) -> std::io::Result<()> {
    std::os::unix::net::UnixListener::bind(path).map(drop)
}

/// `{many: FOLDER, times: N}`: so many empty files.
fn many(folder: &Path, step: &Value) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    for number in 0..times(step) {
        fs::write(folder.join(format!("{number:06}.yaml")), "")?;
    }
    Ok(())
}

fn times(step: &Value) -> usize {
    step["times"]
        .as_u64()
        .and_then(|times| usize::try_from(times).ok())
        .unwrap_or(1)
}

#[cfg(unix)]
fn link(to: &str, path: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(to, path)
}

/// Puts a file into a folder whose name is no UTF-8.
#[cfg(unix)]
fn unnameable(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::ffi::OsStrExt;
    fs::write(
        folder.join(std::ffi::OsStr::from_bytes(b"caf\xe9.yaml")),
        "",
    )
}

fn fifo(path: &Path) -> Result<(), String> {
    let status = Command::new("mkfifo").arg(path).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        other => Err(format!("mkfifo {}: {other:?}", path.display())),
    }
}

/// `ff 20 0a` are three bytes.
fn unhex(text: &str) -> Result<Vec<u8>, String> {
    text.split_whitespace()
        .map(|byte| u8::from_str_radix(byte, 16).map_err(|error| format!("`{byte}`: {error}")))
        .collect()
}

/// Makes a folder a git repository with one commit, on branch `main`.
fn commit(folder: &Path) -> Result<(), git2::Error> {
    let mut options = git2::RepositoryInitOptions::new();
    options.initial_head("main");
    let repository = Repository::init_opts(folder, &options)?;
    let mut index = repository.index()?;
    index.add_all(["*"], IndexAddOption::DEFAULT, None)?;
    index.write()?;
    let tree = repository.find_tree(index.write_tree()?)?;
    let author = Signature::new("author", "author@example.org", &Time::new(0, 0))?;
    repository.commit(Some("HEAD"), &author, &author, "all", &tree, &[])?;
    Ok(())
}

/// `{entry: FOLDER, in: 'templates', name: '..', mode: '120000', text: '/etc/passwd'}`: commits, in a folder that is a git
/// repository, an entry that no checkout would take, below the folder `in`.
fn entry(folder: &Path, step: &Value) -> Result<(), git2::Error> {
    let text = |key: &str| step[key].as_str().unwrap_or_default();
    let repository = Repository::open(folder)?;
    let head = repository.head()?.peel_to_commit()?;
    let root = head.tree()?;
    let inside = root.get_path(Path::new(text("in")))?.id();
    let objects = repository.odb()?;
    let added = match text("mode") {
        "160000" => head.id(),
        _ => repository.blob(text("text").as_bytes())?,
    };
    let mut raw = objects.read(inside)?.data().to_vec();
    let mut line = format!("{} {}\0", text("mode"), text("name")).into_bytes();
    line.extend_from_slice(added.as_bytes());
    // Git finds entries by their order, and all names of the corpus sort before those that are there, or after.
    if text("name") < "f" {
        line.append(&mut raw);
        raw = line;
    } else {
        raw.append(&mut line);
    }
    let inside = objects.write(git2::ObjectType::Tree, &raw)?;
    let mut builder = repository.treebuilder(Some(&root))?;
    builder.insert(text("in"), inside, 0o040_000)?;
    let tree = repository.find_tree(builder.write()?)?;
    let author = Signature::new("author", "author@example.org", &Time::new(0, 0))?;
    repository.commit(Some("HEAD"), &author, &author, "entry", &tree, &[&head])?;
    Ok(())
}
