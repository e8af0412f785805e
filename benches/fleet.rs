//! Times the program as its users run it, beside jsonnet as the measure: start-up, the demo repository, a fleet, and
//! repositories that want to hurt. `benches/README.md` says how to read it.

#![expect(
    clippy::disallowed_methods,
    reason = "a measuring program needs the machine"
)]

mod fleet_work;
mod hostile;
mod measure;
mod report;

use measure::{Figures, Program, in_turn};
use report::{Report, Row, ms, ratio, say};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

const MEBIBYTE: f64 = 1024.0;

struct Bench {
    dodona: PathBuf,
    jsonnet: Option<PathBuf>,
    folder: PathBuf,
    report: Report,
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let has = |flag: &str| std::env::args().any(|argument| argument == flag);
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() {
        tempfile::tempdir_in(memory)?
    } else {
        tempfile::tempdir()?
    };
    let (dodona, note) = measure::dodona();
    if let Some(note) = note {
        say(&format!("note: {note}"));
    }
    let mut bench = Bench {
        dodona,
        jsonnet: measure::jsonnet(),
        folder: folder.path().to_owned(),
        report: Report::default(),
    };
    if bench.jsonnet.is_none() {
        say("skipped: every comparison with jsonnet (jsonnet is not installed)");
    }
    bench.start_up()?;
    bench.fleet()?;
    bench.hostile()?;
    if has("--keep") {
        say(&format!("kept: {}", folder.keep().display()));
    }
    let missed = bench.report.missed();
    say(&format!("\n{missed} goals missed"));
    let failed = has("--check") && missed > 0;
    Ok(ExitCode::from(u8::from(failed)))
}

impl Bench {
    fn render(&self, repository: &Path) -> Program {
        Program::new(&self.dodona).args([Path::new("render"), repository])
    }

    /// Starting, and all environments of the demo repository, in units of jsonnet's start.
    fn start_up(&mut self) -> Result<(), Box<dyn Error>> {
        let single = self.folder.join("single");
        fleet_work::write_single(&single)?;
        let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo-usecases");
        let out = self.folder.join("rendered");
        let start = self.render(&single);
        let whole = self
            .render(&demo)
            .args(["--all-environments", "--output-dir"])
            .args([&out]);
        let nothing = Program::new("true");
        self.report.heading("Start-up, and the demo repository");
        let Some(jsonnet) = &self.jsonnet else {
            let figures = in_turn(&[&start, &whole, &nothing], 40);
            for (what, one) in ["one file", "demo repository", "`true`"]
                .iter()
                .zip(&figures)
            {
                self.row(what, one, None, None);
            }
            return Ok(());
        };
        let line = self.folder.join("one-line.jsonnet");
        fs::write(&line, "{ a: 1 }\n")?;
        let peer = Program::new(jsonnet).args([&line]);
        let figures = in_turn(&[&start, &whole, &nothing, &peer], 40);
        let peer = &figures[3];
        self.row("one file", &figures[0], Some(peer), Some(1.0));
        self.row(
            "demo, all environments, --output-dir",
            &figures[1],
            Some(peer),
            Some(10.0),
        );
        self.row(
            "(`true`, for the cost of a process)",
            &figures[2],
            Some(peer),
            None,
        );
        Ok(())
    }

    /// A fleet of 1,000 virtual clusters beside jsonnet, and of 10,000 beside that of 1,000.
    fn fleet(&mut self) -> Result<(), Box<dyn Error>> {
        let (small, large) = (
            self.folder.join("fleet-1000"),
            self.folder.join("fleet-10000"),
        );
        fleet_work::write_fleet(&small, 1_000)?;
        fleet_work::write_fleet(&large, 10_000)?;
        let (small, large) = (self.render(&small), self.render(&large));
        self.report
            .heading("A fleet: 1,000 virtual clusters, 3,100 objects");
        self.beside_jsonnet(&small)?;
        if let Err(why) = large.output() {
            self.report.miss(&format!("10,000 clusters: {why}"));
            return Ok(());
        }
        let figures = in_turn(&[&small, &large], 5);
        self.memory("memory", &figures[0], 100.0);
        self.row(
            "10,000 clusters beside 1,000",
            &figures[1],
            Some(&figures[0]),
            Some(11.0),
        );
        self.memory("memory for 10,000", &figures[1], f64::INFINITY);
        Ok(())
    }

    fn beside_jsonnet(&mut self, small: &Program) -> Result<(), Box<dyn Error>> {
        let Some(jsonnet) = &self.jsonnet else {
            return Ok(());
        };
        let file = self.folder.join("fleet.jsonnet");
        fs::write(&file, fleet_work::JSONNET)?;
        let peer = Program::new(jsonnet).args([Path::new("-y"), &file]);
        let wanted = fleet_work::objects(1_000);
        match fleet_work::same_objects(&small.output()?, &peer.output()?, wanted) {
            Ok(()) => say(&format!("(both print the same {wanted} objects)")),
            Err(why) => self
                .report
                .miss(&format!("not the same objects as jsonnet's: {why}")),
        }
        let figures = in_turn(&[small, &peer], 7);
        self.row("3,100 objects", &figures[0], Some(&figures[1]), Some(0.4));
        if let (Some(ours), Some(theirs)) = (figures[0].processor, figures[1].processor) {
            self.report.row(&Row {
                what: "processor time",
                ours: ms(ours),
                other: ms(theirs),
                figure: ratio(ours, theirs),
                goal: None,
            });
        }
        Ok(())
    }

    /// What is meant to hurt, each in a repository of its own.
    fn hostile(&mut self) -> Result<(), Box<dyn Error>> {
        let limit = Duration::from_secs(1);
        self.report
            .heading("Hostile repositories: at most 1 s and 200 MB");
        for (index, hostile) in hostile::all().iter().enumerate() {
            let folder = self.folder.join(format!("hostile-{index}"));
            fleet_work::write_single(&folder)?;
            fs::create_dir_all(folder.join("templates"))?;
            fs::write(folder.join("templates/a.yaml"), &hostile.template)?;
            let program = self.render(&folder).expecting(hostile.exit);
            if let Err(why) = program.output() {
                self.report.miss(&format!("{}: {why}", hostile.name));
                continue;
            }
            let figures = &in_turn(&[&program], 3)[0];
            self.report.row(&Row {
                what: hostile.name,
                ours: ms(figures.wall),
                other: ms(limit),
                figure: ratio(figures.wall, limit),
                goal: Some(1.0),
            });
            self.memory("  memory", figures, 200.0);
        }
        Ok(())
    }

    fn row(&mut self, what: &str, ours: &Figures, other: Option<&Figures>, goal: Option<f64>) {
        self.report.row(&Row {
            what,
            ours: ms(ours.wall),
            other: other.map_or_else(String::new, |other| ms(other.wall)),
            figure: other.map_or(f64::NAN, |other| ratio(ours.wall, other.wall)),
            goal,
        });
    }

    fn memory(&mut self, what: &str, figures: &Figures, goal: f64) {
        let Some(peak) = figures.peak_kib else {
            return say(&format!("skipped: {what} (GNU time is not installed)"));
        };
        let mebibytes = f64::from(u32::try_from(peak).unwrap_or(u32::MAX)) / MEBIBYTE;
        self.report.row(&Row {
            what,
            ours: format!("{mebibytes:.0} MiB"),
            other: String::new(),
            figure: mebibytes,
            goal: goal.is_finite().then_some(goal),
        });
    }
}
