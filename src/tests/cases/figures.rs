//! What the hostile cases cost, as a table: wall time, processor time and peak memory of the release build.

use crate::case::Case;
use crate::{folders, root};
use libtest_mimic::{Failed, Trial};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

const ROOM: &str = "hostile";
/// GNU time, the only way to the peak memory of a process without unsafe code.
const TIME: &str = "/usr/bin/time";
/// Goals for each case, in milliseconds and MiB.
const GOALS: (u128, u64) = (1000, 200);

/// What one case takes.
struct Figures {
    name: String,
    wall: u128,
    processor: f64,
    mebibytes: u64,
}

/// One test for all, which runs only when it is asked for, and fails on no figure: a busy machine is no fault.
pub(crate) fn trial() -> Trial {
    Trial::test("hostile-figures", || {
        if !PathBuf::from(TIME).is_file() {
            eprintln!("skipped: figures (no {TIME})");
            return Ok(());
        }
        let program = std::env::var_os("DODONA_BIN")
            .map_or_else(|| root().join("target/release/dodona"), PathBuf::from);
        if !program.is_file() {
            return Err(format!("{} is missing: cargo build --release", program.display()).into());
        }
        let mut all = Vec::new();
        for name in folders(&root().join("fixtures").join(ROOM)) {
            all.push(measured(&name, &program)?);
        }
        report(all);
        Ok(())
    })
    .with_ignored_flag(true)
}

fn measured(name: &str, program: &PathBuf) -> Result<Figures, Failed> {
    let case = Case::read(&format!("{ROOM}/{name}"))?;
    let (_place, call) = case.prepare()?;
    let start = Instant::now();
    let output = Command::new(TIME)
        .args(["-q", "-f", "%U %S %M"])
        .arg(program)
        .args(&call.arguments)
        .current_dir(&call.folder)
        .env_clear()
        .env("NO_COLOR", "1")
        .envs(call.env)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .output()?;
    let wall = start.elapsed().as_millis();
    let text = String::from_utf8_lossy(&output.stderr);
    let last = text.lines().last().unwrap_or_default();
    let mut numbers = last.split_whitespace().map(str::parse::<f64>);
    let mut next = || {
        let number = numbers.next().and_then(Result::ok);
        number.ok_or_else(|| Failed::from(format!("{name}: {TIME} says `{last}`")))
    };
    let processor = next()? + next()?;
    let kibibytes = next()?;
    Ok(Figures {
        name: name.to_owned(),
        wall,
        processor: processor * 1000.0,
        mebibytes: (kibibytes / 1024.0).ceil() as u64,
    })
}

fn report(mut all: Vec<Figures>) {
    all.sort_by_key(|one| std::cmp::Reverse((one.processor as u64, one.mebibytes)));
    eprintln!("| case | wall | processor | memory |\n|---|---:|---:|---:|");
    for one in &all {
        let (name, wall, memory) = (&one.name, one.wall, one.mebibytes);
        eprintln!(
            "| {name} | {wall} ms | {:.0} ms | {memory} MiB |",
            one.processor
        );
    }
    let missed = |one: &&Figures| one.wall >= GOALS.0 || one.mebibytes >= GOALS.1;
    let most = all.iter().map(|one| one.mebibytes).max().unwrap_or(0);
    let wall: u128 = all.iter().map(|one| one.wall).sum();
    let processor: f64 = all.iter().map(|one| one.processor).sum();
    eprintln!(
        "{} cases: {wall} ms, processor {processor:.0} ms, at most {most} MiB; {} miss {} ms or {} MiB",
        all.len(),
        all.iter().filter(missed).count(),
        GOALS.0,
        GOALS.1
    );
}
