//! The table of figures, and which goals they meet.

use std::fmt::Write as _;
use std::time::Duration;

/// Rows of figures; goals that were missed are counted.
#[derive(Default)]
pub(crate) struct Report {
    missed: usize,
}

impl Report {
    /// Begins a table.
    pub(crate) fn heading(&self, title: &str) {
        say(&format!(
            "\n{title}\n{:<44} {:>10} {:>10} {:>8} {:>9}  verdict",
            "", "ours", "other", "ratio", "goal"
        ));
    }

    /// Prints a row.
    pub(crate) fn row(&mut self, row: &Row<'_>) {
        let met = row.goal.map(|goal| row.figure <= goal);
        self.missed += usize::from(met == Some(false));
        let goal = row
            .goal
            .map_or_else(String::new, |goal| format!("<= {goal:.2}"));
        let verdict = match met {
            Some(true) => "met",
            Some(false) => "MISSED",
            None => "",
        };
        let mut line = format!("{:<44} {:>10} {:>10} ", row.what, row.ours, row.other);
        let _ = write!(line, "{:>8.2} {goal:>9}  {verdict}", row.figure);
        say(line.trim_end());
    }

    /// Says that something went otherwise than it has to.
    pub(crate) fn miss(&mut self, why: &str) {
        self.missed += 1;
        say(&format!("MISSED: {why}"));
    }

    /// Returns how many goals were missed.
    pub(crate) fn missed(&self) -> usize {
        self.missed
    }
}

/// One comparison.
pub(crate) struct Row<'a> {
    pub(crate) what: &'a str,
    pub(crate) ours: String,
    pub(crate) other: String,
    pub(crate) figure: f64,
    /// The most that the figure may be.
    pub(crate) goal: Option<f64>,
}

/// Prints a line of the report.
#[expect(
    clippy::print_stdout,
    reason = "the report is what this program is for"
)]
pub(crate) fn say(line: &str) {
    println!("{line}");
}

/// Writes milliseconds.
pub(crate) fn ms(duration: Duration) -> String {
    format!("{:.2} ms", duration.as_secs_f64() * 1000.0)
}

/// Returns how many times the other duration the first one is.
pub(crate) fn ratio(ours: Duration, other: Duration) -> f64 {
    ours.as_secs_f64() / other.as_secs_f64()
}
