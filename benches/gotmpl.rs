//! Times the templates of `conformance/gotemplate/bench.jsonl`, and Go's own engine on the same lines in the same run.

#![expect(
    clippy::disallowed_methods,
    reason = "a measuring program needs the clock, the arguments and a process"
)]

use dodona::gotmpl::{self, Limits, StandIn, Template, Value};
use dodona::span::Sources;
use dodona::yaml::Node;
use dodona::yaml::json;
use std::collections::BTreeMap;
use std::hint::black_box;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

/// The allocator of the program that is measured.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const LINES: &str = "fixtures/conformance/gotemplate/bench.jsonl";
/// Compiled execution against Go's execution of a parsed template, and against Argo CD's clone, parse and execute.
const GOALS: [f64; 2] = [5.0, 100.0];

fn main() -> ExitCode {
    let go = go_figures();
    say(&format!(
        "{:24} {:>9} {:>9} {:>10} {:>8} {:>8}",
        "", "ours", "Go exec", "Argo CD", "x exec", "x Argo"
    ));
    let mut logarithms = [Vec::new(), Vec::new()];
    let text = std::fs::read_to_string(LINES).expect("the corpus is in the repository");
    for line in text.lines() {
        let (id, ours) = measured(line);
        let Some([exec, replace]) = go.get(&id) else {
            say(&format!("{id:24} {ours:9.1}"));
            continue;
        };
        let ratios = [exec / ours, replace / ours];
        say(&format!(
            "{id:24} {ours:9.1} {exec:9.0} {replace:10.0} {:8.1} {:8.1}",
            ratios[0], ratios[1]
        ));
        for (all, ratio) in logarithms.iter_mut().zip(ratios) {
            all.push(ratio.ln());
        }
    }
    let mut missed = false;
    for ((all, goal), of) in logarithms
        .iter()
        .zip(GOALS)
        .zip(["Go's execution", "Argo CD"])
    {
        if let Ok(count) = u32::try_from(all.len())
            && count > 0
        {
            let mean = (all.iter().sum::<f64>() / f64::from(count)).exp();
            let verdict = if mean >= goal { "met" } else { "MISSED" };
            missed |= mean < goal;
            say(&format!(
                "geometric mean against {of}: {mean:.1} (goal {goal}) {verdict}"
            ));
        }
    }
    let checks = std::env::args().any(|argument| argument == "--check");
    ExitCode::from(u8::from(missed && checks))
}

/// Runs `GO_ORACLE bench`; the nanoseconds of execution and of everything, by id.
fn go_figures() -> BTreeMap<String, [f64; 2]> {
    let Some(oracle) = std::env::var_os("GO_ORACLE") else {
        say("GO_ORACLE is not set: nothing to compare with");
        return BTreeMap::new();
    };
    let output = Command::new(oracle).args(["bench", LINES]).output();
    let output = output.expect("GO_ORACLE names the program");
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| {
            let row: serde_json::Value = serde_json::from_str(line).ok()?;
            let figures = [row["exec_ns"].as_f64()?, row["replace_ns"].as_f64()?];
            Some((row["id"].as_str()?.to_owned(), figures))
        })
        .collect()
}

/// Returns the id of a line, and the nanoseconds of one execution of its compiled template.
fn measured(line: &str) -> (String, f64) {
    let source = Sources::new().add("line", line.as_bytes());
    let line = json::parse(line, source).expect("the corpus is JSON");
    let data = data(&line);
    let text = line
        .get("template")
        .and_then(Node::as_str)
        .unwrap_or_default();
    let id = line.get("id").and_then(Node::as_str).unwrap_or_default();
    let template = match Template::compile(text, ["missingkey=error"]) {
        Ok(template) => template,
        Err(_) => return (id.to_owned(), f64::NAN),
    };
    let (limits, stand_in) = (Limits::default(), StandIn::default());
    let run = || template.execute_with(black_box(&data), &limits, &stand_in);
    (id.to_owned(), best(&|| drop(black_box(run()))))
}

fn data(line: &Node) -> Value {
    let data = line
        .get("data")
        .and_then(|data| gotmpl::from_node(data).ok());
    let data = data.unwrap_or_default();
    let paths = |name: &str| -> Vec<String> {
        let list = line.get(name).and_then(Node::as_list).unwrap_or_default();
        list.iter()
            .filter_map(Node::as_str)
            .map(str::to_owned)
            .collect()
    };
    for path in paths("string_maps") {
        gotmpl::make_text_map(&data, &path).expect("the corpus says so");
    }
    for path in paths("string_lists") {
        gotmpl::make_text_list(&data, &path).expect("the corpus says so");
    }
    data
}

/// Nanoseconds per call: the best of nine rounds of at least 20 ms.
fn best(work: &dyn Fn()) -> f64 {
    let mut count = 16_u32;
    while timed(work, count) < Duration::from_millis(20) {
        count *= 2;
    }
    let rounds = (0..9).map(|_| timed(work, count).as_secs_f64() / f64::from(count));
    rounds.fold(f64::INFINITY, f64::min) * 1e9
}

fn timed(work: &dyn Fn(), count: u32) -> Duration {
    let start = Instant::now();
    for _ in 0..count {
        work();
    }
    start.elapsed()
}

/// Prints a line of the report.
#[expect(
    clippy::print_stdout,
    reason = "the report is what this program is for"
)]
fn say(line: &str) {
    println!("{line}");
}
