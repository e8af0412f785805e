//! Nothing outside a repository is read: every hostile case, and the demo, run under `strace`, which sees each path.

use crate::case::{Call, Case};
use crate::{demo, folders, root};
use libtest_mimic::{Failed, Trial};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// The room whose cases try to read what they must not.
const ROOM: &str = "hostile";
/// System calls that open a file or read a link; what only asks whether something is there tells nothing of what it holds.
const CALLS: &str = "trace=open,openat,openat2,readlink,readlinkat,execve,chdir,connect";
/// What the loader, the C library, the allocator and git's library read before any repository counts.
const ALLOWED: [&str; 12] = [
    "/dev/urandom",
    "/etc/ld.so.cache",
    "/etc/ld.so.preload",
    "/etc/gitconfig",
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/proc/self/cgroup",
    "/proc/self/maps",
    "/proc/sys/vm",
    "/sys",
];

/// One test for all, which runs only when it is asked for: it needs `strace` and takes a while.
pub(crate) fn trial() -> Trial {
    Trial::test("nothing-outside-is-read", || match no_strace() {
        Some(reason) => {
            eprintln!("skipped: strace ({reason})");
            Ok(())
        }
        None => check(),
    })
    .with_ignored_flag(true)
}

/// Says why the system calls of a program cannot be seen here.
fn no_strace() -> Option<String> {
    let tried = Command::new("strace")
        .args(["-o", "/dev/null", "true"])
        .stdin(Stdio::null())
        .output();
    match tried {
        Ok(seen) if seen.status.success() => None,
        Ok(seen) => Some(String::from_utf8_lossy(&seen.stderr).trim().to_owned()),
        Err(error) => Some(error.to_string()),
    }
}

fn check() -> Result<(), Failed> {
    let mut faults = Vec::new();
    for name in folders(&root().join("fixtures").join(ROOM)) {
        let case = Case::read(&format!("{ROOM}/{name}"))?;
        let (place, call) = case.prepare()?;
        // The repository is the folder `repo`; the case's other folders are what lies around it.
        let inside = [place.path().join("repo"), place.path().join("out")];
        faults.extend(outside(&call, &inside)?.map(|path| format!("{ROOM}/{name} reads {path}")));
    }
    let call = Call {
        arguments: ["render", demo::NAME, "--all-environments", "-o", "name"]
            .map(str::to_owned)
            .to_vec(),
        folder: root().to_owned(),
        env: &BTreeMap::new(),
        stdin: None,
    };
    let inside = [root().join(demo::NAME)];
    faults.extend(outside(&call, &inside)?.map(|path| format!("{} reads {path}", demo::NAME)));
    if faults.is_empty() {
        return Ok(());
    }
    Err(faults.join("\n").into())
}

/// Runs the program and returns what it reads that lies in none of the folders.
fn outside(call: &Call<'_>, inside: &[PathBuf]) -> Result<impl Iterator<Item = String>, Failed> {
    let folder = TempDir::new()?;
    let log = folder.path().join("calls");
    Command::new("strace")
        .args(["-f", "-qq", "-s", "4096", "-e", CALLS, "-e", "signal=none"])
        .arg("-o")
        .arg(&log)
        .arg(env!("CARGO_BIN_EXE_dodona"))
        .args(&call.arguments)
        .current_dir(&call.folder)
        .env_clear()
        .envs(call.env)
        .stdin(Stdio::null())
        .output()?;
    let text = fs::read_to_string(&log)?;
    if !text.contains("execve(") {
        return Err(format!("strace saw nothing: {text}").into());
    }
    let base = fs::canonicalize(&call.folder)?;
    let inside: Vec<PathBuf> = inside
        .iter()
        .filter_map(|folder| fs::canonicalize(folder).ok())
        .collect();
    let mut found: Vec<String> = text
        .lines()
        .skip(1)
        .filter_map(|line| read(line, &base))
        .filter(|looked| !is_inside(looked, &inside))
        .map(|looked| looked.path.display().to_string())
        .collect();
    found.sort();
    found.dedup();
    Ok(found.into_iter())
}

/// What a line of the log opens or runs, with success or not, or of which link it asks where that leads.
struct Looked {
    path: PathBuf,
    as_link: bool,
}

fn read(line: &str, base: &Path) -> Option<Looked> {
    // What is written has been judged before: the cases that write show that nothing stands outside.
    if line.contains("O_WRONLY") || line.contains("ENOENT") {
        return None;
    }
    let (call, rest) = line.split_once('"')?;
    let (path, _) = rest.split_once('"')?;
    Some(Looked {
        path: plain(&base.join(path)),
        as_link: call.contains("readlink"),
    })
}

/// Without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    plain
}

/// A file must itself lie inside, whatever links the path passes; of a link, and of the way to the repository, it may be asked
/// where it leads.
fn is_inside(looked: &Looked, inside: &[PathBuf]) -> bool {
    let path = &looked.path;
    let is_below = |path: &Path| inside.iter().any(|folder| path.starts_with(folder));
    let is_above = || inside.iter().any(|folder| folder.starts_with(path));
    if looked.as_link {
        return is_below(path) || is_above();
    }
    let real = || fs::canonicalize(path).map_or(true, |real| is_below(&real));
    ALLOWED.iter().any(|allowed| path.starts_with(allowed)) || (is_below(path) && real())
}
