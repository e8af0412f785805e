//! Times the reader and the writer of YAML on a stream of manifests: reading to a tree beside the bare events of
//! libyaml-safer, writing beside the indented JSON of `serde_json`.

#![expect(
    clippy::disallowed_methods,
    reason = "a measuring program needs the clock and the arguments"
)]

mod report;

use dodona::diagnostic::Diagnostics;
use dodona::span::Sources;
use dodona::yaml::{self, Limits, Node, Reading};
use libyaml_safer::{EventData, Parser};
use report::{Report, Row, ms, ratio, say};
use std::fmt::Write as _;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// The allocator of the program that is measured.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const RUNS: usize = 15;
const BYTES: usize = 5_000_000;
/// Writing is to be at least 0.9 times as fast as `serde_json`.
const AS_SERDE: f64 = 1.0 / 0.9;

fn main() -> ExitCode {
    let text = manifests(BYTES);
    let source = Sources::new().add("", text.as_bytes());
    let read = || {
        let mut out = Diagnostics::new();
        let bytes = text.as_bytes();
        yaml::read(source, bytes, Reading::Strict, &Limits::default(), &mut out)
            .expect("the manifests are good YAML")
    };
    let nodes = read();
    let values: Vec<_> = nodes.iter().map(yaml::json::to_serde).collect();
    let mut report = Report::default();
    report.heading(&format!("{} documents, {} bytes", nodes.len(), text.len()));

    if events(&text) != nodes.len() {
        report.miss("libyaml-safer finds another number of documents");
    }
    let (ours, other) = in_turn(&read, &|| events(&text));
    row(
        &mut report,
        "read to a tree / libyaml-safer's events",
        ours,
        other,
        Some(1.0),
    );
    throughput("read", text.len(), ours);

    let pretty = || -> usize {
        let texts = values.iter().map(serde_json::to_string_pretty);
        texts.map(|text| text.map_or(0, |text| text.len())).sum()
    };
    let write = || yaml::emit_stream(&nodes).len();
    let (ours, other) = in_turn(&write, &pretty);
    row(
        &mut report,
        "write / serde_json, indented",
        ours,
        other,
        Some(AS_SERDE),
    );
    throughput("written", write(), ours);

    let (ours, other) = in_turn(&|| json(&nodes), &pretty);
    row(
        &mut report,
        "write as JSON / serde_json, indented",
        ours,
        other,
        None,
    );

    let missed = report.missed();
    say(&format!("\n{missed} goals missed"));
    let failed = missed > 0 && std::env::args().any(|argument| argument == "--check");
    ExitCode::from(u8::from(failed))
}

fn json(nodes: &[Node]) -> usize {
    nodes
        .iter()
        .map(|node| yaml::json::pretty(node).len())
        .sum()
}

/// Asks for all events, and returns how many documents they tell of.
fn events(text: &str) -> usize {
    let mut bytes = text.as_bytes();
    let mut parser = Parser::new();
    parser.set_input_string(&mut bytes);
    let mut documents = 0;
    loop {
        let event = parser.parse().expect("the manifests are good YAML");
        match event.data {
            EventData::DocumentStart { .. } => documents += 1,
            EventData::StreamEnd => return documents,
            _ => {}
        }
    }
}

/// Times two pieces of work in turn; what they return is dropped after the clock has stopped.
fn in_turn<A, B>(first: &dyn Fn() -> A, second: &dyn Fn() -> B) -> (Duration, Duration) {
    let mut walls = [Vec::new(), Vec::new()];
    for round in 0..=RUNS {
        let pair = [timed(first), timed(second)];
        // The first round only warms up.
        if round > 0 {
            walls[0].push(pair[0]);
            walls[1].push(pair[1]);
        }
    }
    let median = |walls: &mut Vec<Duration>| {
        walls.sort();
        walls[RUNS / 2]
    };
    (median(&mut walls[0]), median(&mut walls[1]))
}

fn timed<T>(work: &dyn Fn() -> T) -> Duration {
    let start = Instant::now();
    let result = std::hint::black_box(work());
    let wall = start.elapsed();
    drop(result);
    wall
}

fn row(report: &mut Report, what: &str, ours: Duration, other: Duration, goal: Option<f64>) {
    report.row(&Row {
        what,
        ours: ms(ours),
        other: ms(other),
        figure: ratio(ours, other),
        goal,
    });
}

fn throughput(what: &str, bytes: usize, wall: Duration) {
    let mebibytes = f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / f64::from(1 << 20);
    say(&format!(
        "  {what}: {:.0} MiB/s",
        mebibytes / wall.as_secs_f64()
    ));
}

/// A stream such as repositories hold: Deployments with comments, Services, ConfigMaps with files in them.
fn manifests(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 4096);
    for number in 0.. {
        if text.len() >= bytes {
            break;
        }
        let deployment = include_str!("yaml_work/deployment.yaml");
        let config = include_str!("yaml_work/config.yaml");
        for one in [deployment, config] {
            let _ = write!(text, "---\n{}", one.replace("NUMBER", &number.to_string()));
        }
    }
    text
}
