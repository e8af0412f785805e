//! One run of the program: a bare environment, and a watchdog.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long a run may take before it counts as hanging.
const PATIENCE: Duration = Duration::from_secs(10);
/// How much of a stream is read.
const STREAM_BYTES: u64 = 64 * 1024 * 1024;

/// What a run gave.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    /// The exit code; none for a process that a signal ended.
    pub(crate) exit: Option<i32>,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: Vec<u8>,
    /// The files that the case asks for, as one text.
    pub(crate) files: String,
}

impl Seen {
    pub(crate) fn stdout_text(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }

    pub(crate) fn stderr_text(&self) -> String {
        String::from_utf8_lossy(&self.stderr).into_owned()
    }
}

/// Runs the program in a folder.
pub(crate) fn run(
    arguments: &[String],
    folder: &Path,
    env: &BTreeMap<String, String>,
    stdin: Option<&Path>,
) -> Result<Seen, String> {
    let stdin = match stdin {
        Some(path) => File::open(path)
            .map_err(|error| format!("{}: {error}", path.display()))?
            .into(),
        None => Stdio::null(),
    };
    let mut child = Command::new(env!("CARGO_BIN_EXE_dodona"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("NO_COLOR", "1")
        .envs(env)
        .stdin(stdin)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("the program does not start: {error}"))?;
    let stdout = collect(child.stdout.take());
    let stderr = collect(child.stderr.take());
    let exit = wait(&mut child, arguments)?;
    let bytes = |reader: thread::JoinHandle<Vec<u8>>| reader.join().unwrap_or_default();
    Ok(Seen {
        exit,
        stdout: bytes(stdout),
        stderr: bytes(stderr),
        files: String::new(),
    })
}

fn collect<R: Read + Send + 'static>(stream: Option<R>) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(stream) = stream {
            // A stream that breaks off shows as a difference.
            let _ = stream.take(STREAM_BYTES).read_to_end(&mut bytes);
        }
        bytes
    })
}

fn wait(child: &mut Child, arguments: &[String]) -> Result<Option<i32>, String> {
    let start = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status.code()),
            Ok(None) if start.elapsed() < PATIENCE => thread::sleep(Duration::from_millis(2)),
            Ok(None) => {
                let killed = child.kill().and_then(|()| child.wait());
                return Err(format!(
                    "`dodona {}` still runs after {PATIENCE:?} ({killed:?})",
                    arguments.join(" ")
                ));
            }
            Err(error) => return Err(format!("cannot wait for the program: {error}")),
        }
    }
}
