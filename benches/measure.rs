//! Times processes: wall time by the clock around them, processor time and memory from what Linux says of them.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// GNU time, the only way to the peak memory of a process that asks neither for unsafe code nor for polling.
const TIME: &str = "/usr/bin/time";

/// One tick of the processor times in `/proc`, on every Linux.
const TICK: Duration = Duration::from_millis(10);

/// A command line to be measured.
pub(crate) struct Program {
    command: PathBuf,
    arguments: Vec<OsString>,
    /// Exit codes that count as an answer.
    expected: i32,
}

/// What one program took.
pub(crate) struct Figures {
    /// The median.
    pub(crate) wall: Duration,
    /// User and system time of one run, the mean; the clock behind it ticks every 10 ms.
    pub(crate) processor: Option<Duration>,
    /// The most memory that one run held.
    pub(crate) peak_kib: Option<u64>,
}

impl Program {
    pub(crate) fn new(command: impl Into<PathBuf>) -> Self {
        Self {
            command: command.into(),
            arguments: Vec::new(),
            expected: 0,
        }
    }

    pub(crate) fn args<A: Into<OsString>>(
        mut self,
        arguments: impl IntoIterator<Item = A>,
    ) -> Self {
        self.arguments.extend(arguments.into_iter().map(Into::into));
        self
    }

    /// The exit code that means the program did what it was asked.
    pub(crate) fn expecting(mut self, code: i32) -> Self {
        self.expected = code;
        self
    }

    /// Runs it once and returns what it printed.
    pub(crate) fn output(&self) -> Result<Vec<u8>, String> {
        let output = Command::new(&self.command)
            .args(&self.arguments)
            .output()
            .map_err(|why| format!("{}: {why}", self.command.display()))?;
        if output.status.code() == Some(self.expected) {
            return Ok(output.stdout);
        }
        let complaint = String::from_utf8_lossy(&output.stderr);
        Err(format!(
            "{} ended with {}: {}",
            self.command.display(),
            output.status,
            complaint.lines().take(3).collect::<Vec<_>>().join(" / ")
        ))
    }

    fn wall(&self) -> Duration {
        let start = Instant::now();
        let ended = Command::new(&self.command)
            .args(&self.arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        let wall = start.elapsed();
        let code = ended.ok().and_then(|status| status.code());
        assert_eq!(code, Some(self.expected), "{}", self.command.display());
        wall
    }

    fn peak_kib(&self) -> Option<u64> {
        let timed = Command::new(TIME)
            .args(["--quiet", "-f", "%M", "--"])
            .arg(&self.command)
            .args(&self.arguments)
            .stdout(Stdio::null())
            .output()
            .ok()?;
        let text = String::from_utf8_lossy(&timed.stderr).into_owned();
        text.lines().last()?.trim().parse().ok()
    }
}

/// Runs programs in turn, A B A B…, so that a slow moment of the machine hits all of them; the first round only warms up.
pub(crate) fn in_turn(programs: &[&Program], runs: usize) -> Vec<Figures> {
    let mut walls = vec![Vec::with_capacity(runs); programs.len()];
    let mut processors = vec![Some(Duration::ZERO); programs.len()];
    for round in 0..=runs {
        for (index, program) in programs.iter().enumerate() {
            let before = children();
            let wall = program.wall();
            if round == 0 {
                continue;
            }
            walls[index].push(wall);
            let spent = before.zip(children()).map(|(before, after)| after - before);
            processors[index] = processors[index].zip(spent).map(|(sum, one)| sum + one);
        }
    }
    let runs = u32::try_from(runs).expect("few runs");
    let figures = walls.into_iter().zip(processors).zip(programs);
    figures
        .map(|((mut walls, processor), program)| Figures {
            wall: median(&mut walls),
            processor: processor.map(|sum| sum / runs),
            peak_kib: program.peak_kib(),
        })
        .collect()
}

/// Returns the middle of several durations.
pub(crate) fn median(walls: &mut [Duration]) -> Duration {
    walls.sort();
    walls[walls.len() / 2]
}

/// Processor time of all children that have ended: fields 16 and 17 of `/proc/self/stat`, 14 and 15 behind the name.
fn children() -> Option<Duration> {
    let text = fs::read_to_string("/proc/self/stat").ok()?;
    let (_, fields) = text.rsplit_once(") ")?;
    let mut ticks = fields.split(' ').skip(13).take(2).map(str::parse::<u32>);
    let (user, system) = (ticks.next()?.ok()?, ticks.next()?.ok()?);
    Some(TICK * (user + system))
}

/// Returns jsonnet: the program of `JSONNET_BIN`, else the one in `PATH`.
pub(crate) fn jsonnet() -> Option<PathBuf> {
    if let Some(given) = std::env::var_os("JSONNET_BIN") {
        return Some(given.into());
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join("jsonnet"))
        .find(|file| file.is_file())
}

/// Returns the program to be measured and what is to be said of it.
pub(crate) fn dodona() -> (PathBuf, Option<String>) {
    if let Some(given) = std::env::var_os("DODONA_BIN") {
        return (given.into(), Some("the program of DODONA_BIN".to_owned()));
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let release = root.join("target/x86_64-unknown-linux-musl/release/dodona");
    if release.is_file() {
        return (release, None);
    }
    let note = "not the static release build: run `cargo build --release --target x86_64-unknown-linux-musl`";
    (env!("CARGO_BIN_EXE_dodona").into(), Some(note.to_owned()))
}
